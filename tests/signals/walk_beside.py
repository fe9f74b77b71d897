"""More steps of a walk: time goes by, a signal is kept and erased, somebody stops working there, what hangs beside a signal,
and what care coordination does with a signal that she logged herself (HERS). All steps together are EVERY.
"""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from core.access import Actor
from core.errors import WrongState
from core.workdays import today
from municipalities import operations as people
from municipalities.events import MunicipalityEvent as Happened
from municipalities.models import Mandate, MunicipalityRole
from signals import operations as do
from signals.codes import Certainty, LegalGround, Origin, PossibleRole
from signals.consent_codes import Spokesperson
from signals.events import SignalEvent as Told
from signals.models import Attachment, Draft, Erasure, Handover, Hold, Override, Signal
from signals.operations.erasing import Longer
from signals.operations.mentions import ToldPerson
from signals.operations.telling import Told as ToldOf
from signals.workflow import OverrideState
from tests.factories import signals as make
from tests.factories.consent import agreed

from .walk_steps import CARE, MACHINE, OF_GOES, STEPS, WATCHER, WHY, Way, step_on, step_with
from .walking import SEEN, TIME, Step, Walk

YESTERDAY = timedelta(days=1)
ADMINISTRATOR = frozenset({"Bo"})
# What is told of a colleague and not of the signal: also who may not see it may say that she is away, and learns nothing by that.
OF_A_COLLEAGUE = frozenset({"be away", "be back"})
SENDERS = frozenset({"Hanna", "Philo", "Tirza"})


def _term_ends(signal: Signal, *, actor: Actor, version: int) -> None:
    """Its day to be kept until was yesterday. Raises WrongState while it is open."""
    if actor.user_id or not signal.kept_until:
        raise WrongState
    rows = Signal.objects.unscoped(reason=SEEN).filter(pk=signal.pk, version=version)
    rows.update(kept_until=today() - YESTERDAY, version=version + 1)


def _log_a_draft(*, actor: Actor, walk: Walk, key: uuid.UUID) -> None:
    """Begun, logged, and the draft goes."""
    with transaction.atomic():
        do.start_draft(actor=actor, municipality=walk.world.goes, key=key)
        origin = Origin.CARE_COORDINATOR if actor.hat == "care_coordinator" else Origin.FOCAL_OFFICER
        do.log_signal(actor=actor, municipality=walk.world.goes, origin=origin, facts=make.facts(), key=key)
        do.discard_draft(Draft.objects.visible_to(actor).get(pk=key), actor=actor, sent=True)


def _longer(walk: Walk) -> Longer:
    goes = walk.world.goes.pk
    return Longer(uuid.uuid4(), walk.key, goes, walk.reference, WHY, today() + timedelta(days=30))


def _to_erase(_: Walk) -> Erasure:
    return Erasure._base_manager.order_by("-approved_at", "-pk")[:1].get()


def _held(walk: Walk) -> Hold:
    return Hold._base_manager.filter(dossier_id=walk.key).order_by("-set_at", "-pk")[:1].get()


def _role_of_koos(walk: Walk) -> MunicipalityRole:
    return MunicipalityRole.objects.get(content_object=walk.world.goes, user=walk.world.koos, valid_until=None)


def _mandate(walk: Walk) -> Mandate:
    return Mandate.objects.get(municipality=walk.world.goes, valid_until=None)


def _excepted(walk: Walk) -> Any:
    """As it was allowed."""
    walk.last(Override, state=OverrideState.ALLOWED)
    return make.disclosure(walk.world.veilig_thuis, fields=["place", "facts"], ground=LegalGround.PUBLIC_TASK)


BESIDE: Mapping[str, Step] = {
    "let its day pass": step_on(MACHINE, TIME, _term_ends),
    "approve": step_with(
        *(OF_GOES, Told.ERASURE_APPROVED, do.approve_erasure),
        key=lambda _: uuid.uuid4(),
        municipality=lambda walk: walk.world.goes,
        chosen=lambda walk: [walk.key],
    ),
    "agree": Step(WATCHER, frozenset({Told.ERASURE_AGREED}), do.agree_erasure, _to_erase, lambda _: {}),
    "carry out": Step(MACHINE, frozenset({Told.ANONYMISED}), do.carry_out_erasure, _to_erase, lambda _: {}),
    "hold": step_with(OF_GOES | WATCHER, Told.HELD, do.hold_signal, longer=_longer),
    "end hold": Step(OF_GOES | WATCHER, frozenset({Told.HOLD_ENDED}), do.end_hold, _held, lambda _: {}),
    "end Koos's role": Step(
        *(ADMINISTRATOR, frozenset({Happened.ROLE_ENDED}), people.end_role, _role_of_koos),
        lambda _: {"last_day": today() - YESTERDAY},
    ),
    "end the mandate": Step(
        *(ADMINISTRATOR, frozenset({Happened.MANDATE_ENDED}), people.end_mandate, _mandate),
        lambda _: {"last_day": today() - YESTERDAY},
    ),
    "log": step_with(OF_GOES | CARE, Told.LOGGED, _log_a_draft, walk=lambda walk: walk, key=lambda _: uuid.uuid4()),
    "submit": step_with(
        *(SENDERS, Told.SUBMITTED, do.submit_signal),
        municipality=lambda walk: walk.world.goes,
        facts=lambda _: make.facts(),
        key=lambda _: uuid.uuid4(),
    ),
    "note wish": step_on(
        *(OF_GOES | CARE, Told.CONSENT_NOTED, do.note_consent), key=lambda _: uuid.uuid4(), asked=lambda _: agreed()
    ),
    "note telling": step_on(
        *(OF_GOES | CARE, Told.TELLING_NOTED, do.note_telling),
        key=lambda _: uuid.uuid4(),
        told=lambda _: ToldOf(told=True, to=Spokesperson.SELF, on=today()),
    ),
    "add file": step_on(
        *(OF_GOES, Told.FILE_ADDED, do.add_file),
        file=lambda _: make.new_file(),
    ),
    "accept file": step_on(MACHINE, Told.FILE_ACCEPTED, do.accept_file, Attachment, made=lambda _: make.CLEANED),
    "remove file": step_on(OF_GOES, Told.FILE_REMOVED, do.remove_file, Attachment, reason=WHY),
    "mention": step_on(
        *(OF_GOES, Told.MENTION_ADDED, do.add_mention),
        told=lambda _: ToldPerson("Demo Wulp", role=PossibleRole.VICTIM, certainty=Certainty.SEEN),
        key=lambda _: uuid.uuid4(),
    ),
    "withdraw mention": step_on(
        *(OF_GOES, Told.MENTION_WITHDRAWN, do.withdraw_mention),
        kind=lambda _: "person",
        number=lambda _: 1,
        why=WHY,
        key=lambda _: uuid.uuid4(),
    ),
    "hand over the place": step_on(
        *(OF_GOES, Told.HANDOVER_SENT, do.hand_over),
        disclosure=lambda walk: make.disclosure(walk.world.inspectorate, fields=["place"]),
    ),
    "add to handover": step_on(
        OF_GOES, Told.HANDOVER_ADDED, do.add_to_handover, Handover, more=lambda _: make.more(["facts"], uuid.uuid4())
    ),
    "use exception": step_on(OF_GOES, Told.OVERRIDE_USED, do.hand_over, disclosure=_excepted),
    "cancel the meeting": Step(
        CARE, frozenset({Told.MEETING_CANCELLED}), do.cancel_meeting, Walk.meeting_now, lambda _: {"reason": WHY}
    ),
    "close the meeting": Step(CARE, frozenset({Told.MEETING_CLOSED}), do.close_meeting, Walk.meeting_now, lambda _: {}),
    # Of what she logged: offer and acceptance in one step.
    "accept own": step_on(frozenset(), Told.OFFER_ACCEPTED, do.accept_own, asked=lambda _: agreed()),
}
EVERY: Mapping[str, Step] = {**STEPS, **BESIDE}

# With a signal that she logged care coordination does what an officer does, but by name she hands nothing over, and it
# stays where it is (decisions.md 3).
HERS = frozenset(
    {
        *("gather", "stop gathering", "look up", "write finding down", "withdraw finding", "note call", "hand on"),
        *("decide", "weigh", "consider answer", "inform reporter", "close", "reopen"),
        *("tip", "reply", "write answer down", "write receipt down", "write acceptance down", "write reminder down"),
        *("withdraw handover", "ask exception", "withdraw exception", "follow", "review", "end follow"),
        *("ask", "ask outside", "answer by phone", "withdraw question", "table", "take off the table"),
        *("exclude Koos", "let Koos in", "restrict", "lift", "add file", "remove file", "mention"),
        *("withdraw mention", "accept own"),
    }
)
ENDS_WORK = frozenset({"end Koos's role", "end the mandate"})
TO_THE_END: Way = ("close at once", "hold", "end hold", "let its day pass", "approve", "agree", "carry out")
MORE_WAYS: tuple[Way, ...] = (
    TO_THE_END,
    ("take up", "offer", "accept offer", "end Koos's role", "end the mandate"),
    ("log", "submit", "take up", "note wish", "note telling", "add file", "accept file", "remove file"),
    ("take up", "mention", "hand over the place", "add to handover", "withdraw mention"),
    ("take up", "ask exception", "allow exception", "use exception"),
    ("take up", "table", "cancel the meeting"),
    ("take up", "table", "begin the meeting", "decide at the table", "close the meeting"),
)
# Karlijn's own, unless another is named.
OWN_WAYS: tuple[Way, ...] = (
    (
        "gather",
        "stop gathering",
        "decide",
        "tip",
        "follow",
        "review",
        "end follow",
        "withdraw handover",
        "close",
        "reopen",
    ),
    ("decide", "ask", ("answer question", "Koos"), ("hand over", "Wilma"), "accept own", "end the mandate"),
    ("exclude Koos", "let Koos in", "mention", "add file", "note wish", "ask exception", "withdraw exception", "close"),
)
