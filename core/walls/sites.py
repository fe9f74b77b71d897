"""The functions that sign a context wider than the current user's, each with its reason.

A wide context is the one thing that the walls cannot stop, so every place that makes one is known by name:
"package.module:function". tests/core/test_walls.py compares this list with the calls in the source.
"""

from collections.abc import Mapping

WIDER: Mapping[str, str] = {
    "audit.refusals:_found": "a refused look belongs in the log of the municipality whose row was asked for; only its place "
    "and reference are read, and the answer does not depend on it",
    "signals.tasks:everywhere": "reminders, alarms of broken-off reports and the end of old drafts concern every municipality "
    "and nobody in person, as do questions that expire, papers of a table that are read no more and files that wait for the scanner; these "
    "recurring jobs use it and nothing else",
    "signals.tasks:check_file": "a file is checked for nobody in person; the job reaches the one municipality that holds it, "
    "and what it finds is shown to nobody but through the gate",
    "signals.untaken:places_where_one_waits": "who follows an area learns in which of its municipalities a signal waits too "
    "long, yes or no; only ids of municipalities come out",
    "signals.operations.logging:submit_signal": "a colleague or partner adds a signal to a municipality and reads none of it",
    "signals.operations.sent_files:_adding": "a colleague or partner adds a file to the signal that she sent, and reads nothing of "
    "it: whether there is room for it is all that comes out",
    "signals.operations.logging:report_publicly": "who saw something adds a signal to a municipality, without an account, and "
    "reads none of it",
    "signals.operations.drafts:alarm_at": "who throws a report with direct danger away raises its alarm and never reads it",
    "signals.operations.flagging:_reaching": "who sent a signal tells that somebody is in danger now: that is set where the signal "
    "is worked on, also after it was merged or moved, and she reads nothing of it",
    "signals.notices:owners_of": "a partner's answer is told to whoever works on the signal, who also decides no exception for it, nor does who did; only who "
    "that is is read",
    "signals.reminding:reminder": "the mail that reminds an organisation without account names the numbers of what waits there: no "
    "more of it is read, and it goes to nobody else",
    "signals.operations.deciding:await_consideration": "a partner's answer starts the term within which somebody looks at it: that "
    "day is written on the signal, of which the partner reads nothing",
    "signals.operations.elsewhere:_reaching": "a municipality asks another one to take a signal over or to look along, and who is "
    "kept out of a signal is kept out of what others have of it: the question and who that is are written there, nothing comes out",
    "signals.operations.danger:_reaching": "a deputy who opened a signal in an emergency and lifts its danger lifts it in what was "
    "merged into that one too; nothing of it comes out",
    "signals.operations.moving:_both_sides": "a municipality that takes a signal over gets the parts that the sender chose: they "
    "are copied from the sender's dossier, which is shown to nobody; that it is restricted there is told before that",
    "signals.operations.moving:withdraw_move": "a question that is taken back is settled on the side of who was asked too",
    "signals.operations.concerning:_both_of": "a second municipality accepts, refuses, ends or writes along: the holder's row gets "
    "the same, and of it only the parts come out that the holder chose",
    "signals.operations.concerning:_other_side": "the same from the holder's side, of which nothing of the other comes out",
    "signals.operations.tables:_hand_out": "what an officer puts before a screening table is copied to each of its parties: "
    "added there, and nothing of that municipality is read but who is excluded",
    "signals.operations.carrying:settle_rest": "what a meeting did not come to goes along to the next or back to who put it, also "
    "where whoever leads has no paper of it; nothing of it comes out",
    "signals.operations.table_outcomes:papers_of": "what came of a point, or that it was taken back, is written on every party's copy; "
    "of another's nothing comes out",
    "signals.operations.table_outcomes:_all_of": "who leads the meeting writes the outcome on her own copy and it is written with the point "
    "too, which lies in a dossier that stays shut",
    "signals.judging:hers": "what a privacy officer does not decide, because she works on that signal under another hat, waits for "
    "another: only which exceptions these are is read",
    "signals.operations.erasing:_own_among": "nobody gives the second yes for a signal that was ever hers, which she who gives it "
    "may not read: only who worked on it is read, and nothing but that it was she comes out",
    "signals.retention_work:_reaching": "what two people agreed on is erased for nobody in person, also where other municipalities "
    "hold of it; and whether a number is a signal's is all that comes out to who watches over it",
    "signals.retention_work:_overseen": "whoever agreed to erase signals still watches over their municipality: its proposals are "
    "read, which hold no content",
    "signals.operations.comparing:tell_hits": "who works on a signal that another municipality asked about is told so, by a job that "
    "shows nothing to anybody; only which signals these are and whose work is read",
    "signals.importing:_known": "a row of a list that was imported is not imported again, also where its signal is kept from who "
    "imports; whether a row of hers is among them is all that comes out",
    "signals.letters:kept_letter": "the receiver of a handover reads its letter, which lies in a dossier that stays shut",
    "signals.operations.wishes:last_said_of": "what somebody answered holds back a referral out of her case, also where its team reads "
    "the signals no more because a mandate ended; her answer is all that comes out, to who passed the gate of the case",
    "signals.unattended:_reaching": "a fall-back sees of what waits its number, its municipality and its term, nothing else",
    "municipalities.oversight:overseeing": "the privacy officer reads the log, the emergency accesses and the exceptions to what was agreed of her municipalities, "
    "which hold no content; in a list of their own, so that no signal and no case comes within reach",
    "municipalities.emergency:find": "a deputy who knows a number on the phone may open that one dossier; whether there is one of "
    "that number is all that comes out, and only to who may",
    "municipalities.emergency:aimed_at": "a refused try to open a dossier belongs in the log of the municipality whose dossier it "
    "was aimed at; only its place and reference are read, and the answer does not depend on it",
    "municipalities.emergency:writing": "the row that says who opened a dossier is added while the dossier is still shut for "
    "that person",
    "cases.operations.opening:names_taken": "a working name may be in use in a case that is kept from who opens another one; "
    "that a name is taken is all that comes out",
    "cases.tasks:watch_mandates": "the end of a mandate concerns cases of every municipality and nobody in person",
    "mensenhandel.demo.world:everywhere": "Fills an empty database with invented people; refuses outside a demo.",
    "reports.files:read_pdf": "a report's PDF is kept for whoever had it made; a reader of the report reads it as that user",
    "reports.making:counted": "what one area may show depends on all areas that hang together with it: figures need the "
    "readiness of all municipalities that these have or had, and only where they have no role of their own (tests, a demo "
    "that is being built) the content; only what disclosure control leaves comes out",
}
