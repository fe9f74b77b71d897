"""What each page records in the log when it is looked at, or why it records nothing.

A page that shows of a dossier more than its number and term is a look at it; a list of them is a search. A page of which
nothing stands here fails the test.
"""

from collections.abc import Mapping

RECORDED: Mapping[str, frozenset[str]] = {
    "audit.work_listed": frozenset({"work"}),
    "cases.identity_viewed": frozenset({"cases:edit-person"}),
    "cases.listed": frozenset(
        {"cases:list", "cases:ended", "cases:followed", "cases:offers", "cases:new", "cases:join", "cases:of-signal"}
    ),
    "cases.readers_viewed": frozenset({"cases:readers"}),
    "cases.viewed": frozenset(
        f"cases:{name}"
        for name in (
            *("detail", "people", "help", "course", "related"),
            *(
                "accept-transfer",
                "add-member",
                "add-note",
                "add-person",
                "assign",
                "close",
                "edit",
                "edit-safe-contact",
                "exclude",
            ),
            *("follow", "log-contact", "offer-transfer", "plan-task", "record-outcome", "refer-on", "refuse-transfer"),
            *("reopen", "review", "scale-down", "scale-up", "start-aftercare", "start-clock", "start-intensive"),
            *("judge-pair", "stop-clock", "take-in", "lift-restriction", "readmit", "restrict"),
        )
    ),
    "municipalities.log_searched": frozenset({"log"}),
    "municipalities.emergency_viewed": frozenset({"municipalities:emergency-told", "municipalities:review-emergency"}),
    "municipalities.emergencies_listed": frozenset({"municipalities:emergency-reviews"}),
    "reports.exported": frozenset({"reports:tables"}),
    "reports.own_figures_viewed": frozenset({"reports:own-figures"}),
    "reports.downloaded": frozenset({"reports:pdf"}),
    "reports.viewed": frozenset({"reports:detail"}),
    "signals.arrival_viewed": frozenset({"signals:arrival", "signals:refuse-move"}),
    "signals.share_viewed": frozenset({"signals:shared", "signals:refuse-concern", "signals:leave-concern"}),
    "signals.alarm_viewed": frozenset({"signals:alarm", "signals:alarms"}),
    "signals.export_downloaded": frozenset({"signals:export-file"}),
    "signals.file_downloaded": frozenset({"signals:attachment"}),
    "signals.handed_file_downloaded": frozenset({"signals:handed-file"}),
    "signals.handover_viewed": frozenset(
        {
            "postbox:inbox",
            "postbox:handover",
            "signals:handed-over",
            "signals:letter",
            "signals:lock-letter",
            "signals:reply-to-partner",
        }
    ),
    "signals.thing_viewed": frozenset({"signals:at-thing"}),
    "signals.address_viewed": frozenset({"signals:at-address"}),
    "signals.listed": frozenset({"signals:list", "signals:review-many", "signals:owners", "signals:hand-on-many"}),
    "signals.override_viewed": frozenset({"signals:override"}),
    "signals.overrides_listed": frozenset({"signals:overrides"}),
    "signals.paper_viewed": frozenset(
        f"signals:{name}"
        for name in ("meetings", "meeting", "meeting-decisions", "outcomes", "paper", "lead-point", "close-meeting")
    ),
    "signals.partners_listed": frozenset({"signals:partners", "signals:open-at-partner"}),
    "signals.question_viewed": frozenset({"signals:question", "signals:questions"}),
    "signals.readers_viewed": frozenset({"signals:readers"}),
    "signals.submission_viewed": frozenset(
        {"signals:submission", "signals:submissions", "signals:send-file", "signals:flag-danger"}
    ),
    "signals.retention_listed": frozenset({"signals:retention"}),
    "signals.erasure_viewed": frozenset({"signals:erasure", "signals:set-aside"}),
    "signals.unattended_listed": frozenset({"signals:unattended"}),
    "signals.viewed": frozenset(
        {
            "cases:offer",
            *(
                f"signals:{name}"
                for name in (
                    "detail",
                    "logged",
                    "complete",
                    "danger",
                    "veilig-thuis",
                    "note-consent",
                    "note-telling",
                    "enrich",
                    "ask",
                    "ask-elsewhere",
                    "known-elsewhere",
                    "record-told-answer",
                    "withdraw-question",
                    "hand-over",
                    "tip-text",
                    "ask-override",
                    "close-at-once",
                    "weigh",
                    "names",
                    "take-out-bsn",
                    "note-indicators",
                    "withdraw-indicator",
                    "add-situation",
                    "change-situation",
                    "end-situation",
                    "add-mention",
                    "correct-mention",
                    "withdraw-mention",
                    "strike-mention",
                )
            ),
            *(
                f"signals:{name}"
                for name in ("hand-on", "inform-reporter", "reopen", "offer-again", "record-answer", "record-finding")
            ),
            *(f"signals:{name}" for name in ("note-call", "expect-later", "withdraw-finding")),
            *(
                f"signals:{name}"
                for name in (
                    "add-file",
                    "remove-file",
                    "correct-file",
                    "find-other",
                    "related",
                    "judge-pair",
                    "merge",
                    "split",
                    "offer-move",
                    "concern-also",
                    "choose-meeting",
                    "table-signal",
                    "withdraw-item",
                    "settle-for",
                    "concern",
                    "share-more",
                    "end-concern",
                )
            ),
            *(
                f"signals:{name}"
                for name in (
                    *("record-acceptance", "record-reminder", "withdraw-handover", "add-to-handover"),
                    *("withdraw-offer", "withdraw-move"),
                    *("review-follow", "correct-follow", "end-follow"),
                )
            ),
            *(f"signals:{name}" for name in ("exclude", "readmit", "restrict", "lift-restriction", "hold")),
        }
    ),
}

NOTHING: Mapping[str, frozenset[str]] = {
    "the numbers of what one opened oneself": frozenset({"municipalities:emergency"}),
    "an empty form: who fills it in knows the number": frozenset({"signals:hold-by-number"}),
    "one's own account": frozenset(
        {
            "account_change_password",
            "account_reauthenticate",
            "account_set_password",
            "usersessions_list",
            "accounts:confirm",
            "accounts:resume",
            "accounts:session",
            "accounts:second-factor",
            "accounts:add-app",
            "accounts:add-passkey",
            "accounts:recovery-codes",
            "accounts:remove-factor",
            "accounts:again",
            "accounts:digest",
            "accounts:end-session",
            "accounts:shown-again",
        }
    ),
    "numbers, references and terms; whatever they lead to is recorded there": frozenset({"start", "jobs:progress"}),
    "each kind that is found records its own search, and nothing typed finds nothing": frozenset({"search"}),
    "one's own words, which nobody else has": frozenset(
        {
            "signals:begun-discard",
            "signals:draft-check",
            "signals:draft-discard",
            "signals:draft-note",
            "signals:draft-step",
            "signals:drafts",
        }
    ),
    "codes of filters, which lead to a list that records its own search": frozenset(
        {"signals:filters", "signals:keep-filter", "signals:remove-filter", "signals:rename-filter"}
    ),
    "one's own list, which nobody else has": frozenset(
        f"signals:{name}"
        for name in (
            "export",
            "list-export",
            "import",
            "list-import",
            "import-sheet",
            "import-columns",
            "import-values",
            "import-mistakes",
            "import-undo",
        )
    ),
    "leads to the first point, which is a look": frozenset({"signals:lead-meeting"}),
    "when a table meets and who sits there, nothing of a signal": frozenset(
        f"signals:{name}"
        for name in (
            *("tables", "table", "open-table", "change-table", "end-table", "add-seat", "end-seat"),
            *("plan-ahead", "move-meeting", "cancel-meeting"),
        )
    ),
    "an empty form": frozenset({"signals:plan-meeting", "signals:begin", "signals:note", "cases:refer", "reports:new"}),
    "a form beside the number of what it answers": frozenset(
        {
            "cases:advise-following",
            "cases:ask-back",
            "cases:refuse-offer",
            "postbox:answer",
            "postbox:ask-back",
            "postbox:refuse",
        }
    ),
    "figures and words about an area, nothing of a dossier": frozenset(
        {"reports:correct", "reports:edit", "reports:list"}
    ),
    "what was agreed between organisations, nothing of a dossier": frozenset(
        {
            "signals:agreements",
            "signals:register-agreement",
            "signals:end-agreement",
            "signals:comparisons",
            "signals:switch-comparison",
            "signals:end-comparison",
        }
    ),
    "areas, organisations and people at work, nothing of a dossier": frozenset(
        f"municipalities:{name}"
        for name in (
            *("absence", "appoint", "change-readiness", "change-user", "close-account", "detail", "end-absence"),
            *("change-organisation", "end-organisation", "organisations", "register-organisation"),
            *("end-mandate", "end-role", "fall-backs", "grant-role", "invite-user", "list", "mandates"),
            *(
                "name-fall-back",
                "open-account",
                "readiness",
                "readiness-cell",
                "register-mandate",
                "reset-second-factor",
                "set-term",
                "term",
                "terms",
                "users-and-roles",
            ),
        )
    ),
}
