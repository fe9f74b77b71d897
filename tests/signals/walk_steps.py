"""The steps of a walk: who can take each, written out by hand and not read from the policies that they judge; and WAYS along
which all of them can be taken.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from core.workdays import today
from municipalities import operations as people
from municipalities.events import MunicipalityEvent as Happened
from municipalities.models import Absence
from signals import operations as do
from signals.codes import Answered, CloseReason, EnrichmentKind, EnrichmentResult, LegalGround, Outcome
from signals.events import SignalEvent as Told
from signals.models import (
    Concern,
    Enrichment,
    Follow,
    Handover,
    HandoverQuestion,
    Move,
    Offer,
    Override,
    Question,
    TableItem,
)
from signals.models.tables import CARE_PARTY
from signals.operations.asking_back import AskedBack
from signals.operations.concerning import AskedConcern
from signals.operations.danger import Danger
from signals.operations.deciding import answers_to
from signals.operations.gathering import Call, Finding, Found
from signals.operations.lifecycle import Closing, Judgement
from signals.operations.merging import Pair
from signals.operations.moving import OfferedMove
from signals.operations.questions import ToldAnswer
from signals.shared_texts import SharedText
from signals.usual import Caller
from tests.factories import signals as make
from tests.factories import tables as make_table
from tests.factories.consent import agreed

from .walking import Step, Walk

WHY = "Verzonnen reden."
OF_GOES = frozenset({"Wilma", "Koos", "Daphne"})
CARE, PARTNER, NEXT_DOOR, MACHINE = frozenset({"Karlijn"}), frozenset({"Philo"}), frozenset({"Floor"}), frozenset({""})
WATCHER = frozenset({"Vince"})
# Nobody of these can take any step. Otto's role at Goes has ended.
NOBODYS = ("Vera", "Berend", "Lowie", "Jet", "Otto")
MERGED = Closing(CloseReason.MERGED, "Zelfde huis, zelfde week.", answer="Wij gaan er samen mee verder.")

# Where danger was known, what is told of the call is what is new.
DANGER = frozenset({Told.DANGER_SET, Told.DANGER_CALL})
# Of what was not in danger it is written down that it is not.
NO_DANGER = frozenset({Told.DANGER_LIFTED, Told.DANGER_NONE})


def _on(part: Any = None) -> Callable[[Walk], Any]:
    """The first signal, or the newest of its parts of this kind."""
    return (lambda walk: walk.signal) if part is None else lambda walk: walk.last(part)


def step_on(
    by: frozenset[str], event: str | frozenset[str], run: Callable[..., object], part: Any = None, **given: Any
) -> Step:
    """What is `given` may be a function of the walk."""
    leaves = event if isinstance(event, frozenset) else frozenset({event})
    return Step(by, leaves, run, _on(part), lambda walk: _values(walk, given))


def step_with(by: frozenset[str], event: str, run: Callable[..., object], **given: Any) -> Step:
    """One that takes no row in front."""
    return Step(by, frozenset({event}), run, None, lambda walk: _values(walk, given))


def _values(walk: Walk, given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value(walk) if callable(value) else value for name, value in given.items()}


def _shared(walk: Walk) -> AskedConcern:
    return AskedConcern(uuid.uuid4(), walk.world.breda, WHY, make.PARTS)


def _judged(_: Walk) -> Judgement:
    """Not the one that stands there."""
    return replace(make.JUDGEMENT, motivation=f"Zo zie ik het: {uuid.uuid4()}.")


def _moved(walk: Walk) -> OfferedMove:
    return OfferedMove(uuid.uuid4(), walk.world.breda, WHY, ())


def _outside(walk: Walk) -> Any:
    return make.question(to_partner_id=walk.world.inspectorate.pk)


def _tip(walk: Walk) -> Any:
    return make.disclosure(walk.world.inspectorate, anonymous=True, kind="anonymous_tip", fields=["place"])


def _looked_up(_: Walk) -> Finding:
    """Asked, and not answered yet."""
    return Finding(
        EnrichmentKind.BAG_OBJECT,
        "Wie wonen er?",
        LegalGround.PUBLIC_TASK,
        "Nodig voor het besluit.",
        source="BRP",
        asked_on=today(),
    )


def _found(_: Walk) -> Found:
    return Found(result=EnrichmentResult.FOUND, answered_on=today(), text="Negen ingeschreven.")


def _absence(walk: Walk) -> Absence:
    return Absence.objects.filter(user=walk.world.wilma).latest("pk")


STEPS: Mapping[str, Step] = {
    "set danger": step_on(OF_GOES | CARE, DANGER, do.set_danger, danger=Danger(Answered.YES, not_called=WHY)),
    "lift danger": step_on(OF_GOES | CARE, NO_DANGER, do.set_danger, danger=Danger(Answered.NO, over=WHY)),
    "take up": step_on(OF_GOES, Told.TAKEN_UP, do.take_up),
    "gather": step_on(OF_GOES, Told.GATHERING, do.gather),
    "stop gathering": step_on(OF_GOES, Told.GATHERED, do.stop_gathering),
    "look up": step_on(OF_GOES, Told.ENRICHED, do.enrich, finding=_looked_up),
    "write finding down": step_on(OF_GOES, Told.FINDING_RECORDED, do.record_finding, Enrichment, found=_found),
    "withdraw finding": step_on(OF_GOES, Told.FINDING_WITHDRAWN, do.withdraw_finding, Enrichment, reason=WHY),
    "note call": step_on(
        OF_GOES, Told.CALL_NOTED, do.note_call, call=lambda _: Call(next(iter(Caller)), "Zij belde terug.")
    ),
    "hand on": step_on(OF_GOES, Told.HANDED_ON, do.hand_on, to=lambda walk: walk.world.koos.pk),
    "decide": step_on(OF_GOES, Told.DECIDED, do.decide, judgement=make.JUDGEMENT),
    "decide at once": step_on(OF_GOES, Told.DECIDED, do.decide_acute, judgement=make.JUDGEMENT),
    "weigh": step_on(OF_GOES, Told.WEIGHED, do.weigh, judgement=_judged),
    "consider answer": step_on(
        OF_GOES, Told.ANSWER_CONSIDERED, do.consider_answer, seen=lambda walk: answers_to(walk.signal)
    ),
    "inform reporter": step_on(OF_GOES, Told.REPORTER_INFORMED, do.inform_reporter, answer=lambda _: f"{uuid.uuid4()}"),
    "close": step_on(OF_GOES, Told.CLOSED, do.close, closing=make.CLOSING),
    "close at once": step_on(OF_GOES, Told.CLOSED, do.close_at_once, closing=make.CLOSING),
    "reopen": step_on(OF_GOES, Told.REOPENED, do.reopen, new_fact="Een tweede melding."),
    "merge": step_with(
        *(OF_GOES, Told.MERGED, do.merge_signals),
        key=lambda _: uuid.uuid4(),
        pair=lambda walk: Pair(walk.signal, walk.signal_of(walk.other)),
        closing=MERGED,
    ),
    "merge the other way": step_with(
        *(OF_GOES, Told.MERGED, do.merge_signals),
        key=lambda _: uuid.uuid4(),
        pair=lambda walk: Pair(walk.signal_of(walk.other), walk.signal),
        closing=MERGED,
    ),
    "split": step_with(OF_GOES, Told.SPLIT, do.split_signal, signal=lambda walk: walk.signal, why=WHY),
    "split the other": step_with(
        OF_GOES, Told.SPLIT, do.split_signal, signal=lambda walk: walk.signal_of(walk.other), why=WHY
    ),
    "hand over": step_on(
        OF_GOES, Told.HANDOVER_SENT, do.hand_over, disclosure=lambda walk: make.disclosure(walk.world.inspectorate)
    ),
    "tip": step_on(OF_GOES, Told.HANDOVER_SENT, do.hand_over, disclosure=_tip),
    "receive": step_on(PARTNER, Told.HANDOVER_RECEIVED, do.receive_handover, Handover),
    "accept handover": step_on(PARTNER, Told.HANDOVER_ACCEPTED, do.accept_handover, Handover),
    "refuse handover": step_on(PARTNER, Told.HANDOVER_REFUSED, do.refuse_handover, Handover, refusal=WHY),
    "answer": step_on(
        PARTNER, Told.HANDOVER_ANSWERED, do.answer_handover, Handover, outcomes=lambda _: [Outcome.INSPECTION_DONE]
    ),
    "ask back": step_on(
        PARTNER, Told.ASKED_BACK, do.ask_back, Handover, asked=lambda _: AskedBack("Hoe laat?", key=uuid.uuid4())
    ),
    "reply": step_on(OF_GOES, Told.REPLIED_TO_PARTNER, do.reply_to_partner, HandoverQuestion, text="om zes uur"),
    "write answer down": step_on(
        OF_GOES, Told.ANSWER_RECORDED, do.record_answer, Handover, outcomes=lambda _: [Outcome.INSPECTION_DONE]
    ),
    "write refusal down": step_on(
        OF_GOES, Told.REFUSAL_RECORDED, do.record_answer, Handover, outcomes=lambda _: [Outcome.REFUSED], text=WHY
    ),
    "write receipt down": step_on(OF_GOES, Told.RECEIPT_RECORDED, do.record_receipt, Handover),
    "write acceptance down": step_on(OF_GOES, Told.ACCEPTANCE_RECORDED, do.record_acceptance, Handover),
    "write reminder down": step_on(OF_GOES, Told.REMINDER_RECORDED, do.record_reminder, Handover),
    "withdraw handover": step_on(OF_GOES, Told.HANDOVER_WITHDRAWN, do.withdraw_handover, Handover, reason=WHY),
    "expire handover": step_on(MACHINE, Told.HANDOVER_EXPIRED, do.expire_handover, Handover),
    "ask exception": step_on(
        *(OF_GOES, Told.OVERRIDE_ASKED, do.ask_override),
        asked=lambda walk: make.asked_override(walk.world.veilig_thuis),
    ),
    "withdraw exception": step_on(OF_GOES, Told.OVERRIDE_WITHDRAWN, do.withdraw_override, Override),
    "allow exception": step_on(WATCHER, Told.OVERRIDE_ALLOWED, do.allow_override, Override, until=lambda _: today()),
    "refuse exception": step_on(WATCHER, Told.OVERRIDE_REFUSED, do.refuse_override, Override, reason=WHY),
    "offer": step_on(OF_GOES, Told.OFFERED, do.offer_signal, why=WHY, asked=lambda _: agreed()),
    "accept offer": step_on(CARE, Told.OFFER_ACCEPTED, do.accept_offer, Offer),
    "return offer": step_on(CARE, Told.OFFER_RETURNED, do.return_offer, Offer, question="Wie woont er?"),
    "offer again": step_on(OF_GOES, Told.OFFERED_AGAIN, do.offer_again, Offer, reply="Drie mensen."),
    "refuse offer": step_on(CARE, Told.OFFER_REFUSED, do.refuse_offer, Offer, refusal=WHY),
    "withdraw offer": step_on(OF_GOES, Told.OFFER_WITHDRAWN, do.withdraw_offer, Offer),
    "follow": step_on(OF_GOES, Told.FOLLOW_STARTED, do.follow_signal, why=WHY, what_changes_it="Een tweede melding."),
    "review": step_on(OF_GOES, Told.FOLLOW_REVIEWED, do.review_follow, Follow, line="Nog niets nieuws."),
    "end follow": step_on(OF_GOES, Told.FOLLOW_ENDED, do.end_follow, Follow, reason=WHY),
    "ask": step_on(
        *(OF_GOES, Told.QUESTION_ASKED, do.ask_question),
        question=lambda walk: make.question(to_user_id=walk.world.koos.pk),
    ),
    "ask outside": step_on(OF_GOES, Told.QUESTION_ASKED, do.ask_question, question=_outside),
    # Whichever of the two was asked.
    "answer question": step_on(PARTNER | {"Koos"}, Told.QUESTION_ANSWERED, do.answer_question, Question, text="Ja."),
    "answer by phone": step_on(
        *(OF_GOES, Told.QUESTION_TOLD, do.record_told_answer, Question),
        told=lambda _: ToldAnswer("Ja.", "Iemand van de balie"),
    ),
    "withdraw question": step_on(OF_GOES, Told.QUESTION_WITHDRAWN, do.withdraw_question, Question, reason=WHY),
    "expire question": step_on(MACHINE, Told.QUESTION_EXPIRED, do.expire_question, Question),
    "table": step_on(
        *(OF_GOES, Told.TABLED, do.put_on_table),
        item=lambda walk: make_table.item(walk.meeting, CARE_PARTY, f"o{walk.world.inspectorate.pk}"),
        known=lambda walk: make_table.known(walk.signal, walk.meeting),
    ),
    "done for the table": step_on(OF_GOES, Told.ACTION_SETTLED_FOR, do.settle_for, TableItem, line="Gebeld."),
    "take off the table": step_on(OF_GOES, Told.ITEM_WITHDRAWN, do.withdraw_item, TableItem, reason=WHY),
    "begin the meeting": Step(
        CARE, frozenset({Told.MEETING_STARTED}), do.start_meeting, Walk.meeting_now, lambda _: {}
    ),
    "decide at the table": step_with(
        CARE,
        Told.OUTCOME_RECORDED,
        do.record_outcome,
        paper=lambda walk: walk.paper(),
        outcome=lambda _: make_table.outcome(owner=CARE_PARTY, due_on=today()),
    ),
    "share": step_on(OF_GOES, Told.CONCERN_OFFERED, do.concern_also, asked=_shared),
    "accept share": step_with(NEXT_DOOR, Told.CONCERN_ACCEPTED, do.accept_concern, shared=lambda walk: walk.shared()),
    "refuse share": step_with(
        NEXT_DOOR, Told.CONCERN_REFUSED, do.refuse_concern, shared=lambda walk: walk.shared(), reason=WHY
    ),
    "leave share": step_with(
        NEXT_DOOR, Told.CONCERN_ENDED, do.leave_concern, shared=lambda walk: walk.shared(), reason=WHY
    ),
    "share more": step_on(
        OF_GOES, Told.SHARE_ADDED, do.share_more, Concern, parts=[SharedText("place", "Plaats", "Goes")]
    ),
    "end share": step_on(OF_GOES, Told.CONCERN_ENDED, do.end_concern, Concern, reason=WHY),
    "write along": step_with(
        *(OF_GOES, Told.WROTE_ALONG, do.write_along),
        on=lambda walk: walk.last(Concern),
        key=lambda _: uuid.uuid4(),
        text="Wij kennen het bedrijf.",
    ),
    "write along there": step_with(
        *(NEXT_DOOR, Told.WROTE_ALONG, do.write_along),
        on=lambda walk: walk.shared(),
        key=lambda _: uuid.uuid4(),
        text="Wij ook.",
    ),
    "offer move": step_on(OF_GOES, Told.MOVE_OFFERED, do.offer_move, offered=_moved),
    "accept move": step_with(NEXT_DOOR, Told.MOVE_ACCEPTED, do.accept_move, arrival=lambda walk: walk.arrival()),
    "refuse move": step_with(
        NEXT_DOOR, Told.MOVE_REFUSED, do.refuse_move, arrival=lambda walk: walk.arrival(), refusal=WHY
    ),
    "withdraw move": step_on(OF_GOES, Told.MOVE_WITHDRAWN, do.withdraw_move, Move),
    "exclude Koos": step_on(
        *(OF_GOES, Told.COLLEAGUE_EXCLUDED, do.exclude_colleague), user_id=lambda walk: walk.world.koos.pk, why=WHY
    ),
    "let Koos in": step_on(
        *(OF_GOES, Told.COLLEAGUE_READMITTED, do.readmit_colleague), user_id=lambda walk: walk.world.koos.pk, why=WHY
    ),
    "restrict": step_on(OF_GOES, Told.RESTRICTED, do.restrict_signal, user_ids=lambda _: [], why=WHY),
    "lift": step_on(OF_GOES, Told.RESTRICTION_LIFTED, do.lift_restriction, why=WHY),
    # Of Wilma; whoever stands in may write it down for her.
    "be away": step_with(
        *(OF_GOES, Happened.ABSENCE_SET, people.set_absence),
        user=lambda walk: walk.world.wilma,
        deputy=lambda walk: walk.world.koos,
        first_day=lambda _: today(),
        last_day=lambda _: today(),
    ),
    "be back": Step(
        OF_GOES,
        frozenset({Happened.ABSENCE_ENDED}),
        people.end_absence,
        _absence,
        lambda _: {"last_day": today() - timedelta(days=1)},
    ),
}


# Along these every step can be taken, each by the first of those who can unless another is named: ("answer question", "Koos").
type Way = tuple[str | tuple[str, str], ...]
WAYS: tuple[Way, ...] = (
    (
        "take up",
        "gather",
        "look up",
        "write finding down",
        "withdraw finding",
        "stop gathering",
        "note call",
        "decide",
        "weigh",
        "inform reporter",
        "close",
        "reopen",
    ),
    ("close at once", "reopen", "hand on"),
    ("set danger", "decide at once", "lift danger"),
    ("take up", "decide", "hand over", "receive", "ask back", "accept handover", "reply", "answer", "consider answer"),
    ("take up", "hand over", "write receipt down", "write acceptance down", "write reminder down", "write answer down"),
    ("take up", "tip", "write refusal down"),
    ("take up", "tip", "refuse handover", "tip", "withdraw handover", "tip", "expire handover"),
    (
        "take up",
        "ask exception",
        "withdraw exception",
        "ask exception",
        "refuse exception",
        "ask exception",
        "allow exception",
    ),
    (
        "take up",
        "offer",
        "return offer",
        "offer again",
        "refuse offer",
        "offer",
        "withdraw offer",
        "offer",
        "accept offer",
        "follow",
        "review",
        "end follow",
    ),
    (
        "take up",
        "ask",
        ("answer question", "Koos"),
        "ask outside",
        ("answer question", "Philo"),
        "ask",
        "withdraw question",
        "ask outside",
        "answer by phone",
        "ask outside",
        "expire question",
    ),
    (
        *("take up", "table", "take off the table", "table", "begin the meeting", "decide at the table"),
        "done for the table",
    ),
    (
        "take up",
        "share",
        "share more",
        "accept share",
        "write along",
        "write along there",
        "end share",
        "share",
        "refuse share",
        "share",
        "accept share",
        "leave share",
    ),
    ("take up", "offer move", "withdraw move", "offer move", "refuse move", "offer move", "accept move"),
    ("merge", "split", "merge the other way", "split the other"),
    (
        "take up",
        "ask",
        "hand on",
        ("exclude Koos", "Wilma"),
        ("let Koos in", "Wilma"),
        ("restrict", "Daphne"),
        ("lift", "Daphne"),
        ("be away", "Wilma"),
        ("be back", "Wilma"),
    ),
)
