"""Direct danger of a signal as it is now: set, completed with the call to 112 or 0900-8844, and lifted, in every open state.

What stood there before is kept in a Revision, with who changed it and when. The term that runs follows: with danger it ends
today at the latest, and once the danger is lifted it is again what it would have been without; so setting never moves a term
back, and lifting never moves one forward (workflows.md 3; source of the row: domain 2.2, 3a). Who is on duty hears at once.

A signal that was merged into this one tells of the same danger: what is lifted here is lifted there. Both are locked in the
order in which merging locks them.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils import timezone

from audit.operation import changing, operation
from audit.recording import record, record_view
from core import walls
from core.access import Actor
from core.errors import Invalid
from core.workdays import local_date
from municipalities.terms import RegionTerm
from signals import terms
from signals.calling import Caller
from signals.codes import Answered, Urgency
from signals.events import SignalEvent
from signals.last_check import pointing_of
from signals.models import Decision, Merge, Revision, Signal, StatePeriod, part_of
from signals.notices import tell_danger
from signals.policies import SignalAction
from signals.workflow import SIGNAL, SignalState

from .completing import change_known
from .deciding import first_term, set_first_term

UNTOLD = "Vraag dit aan de gemeente waar dit vandaan komt."
_JUDGED = (SignalState.TRIAGE, SignalState.ENRICHING)


@dataclass(frozen=True, slots=True)
class Danger:
    """What is so from now on. `called_on`, `called_at`, `called_by`: the call, or `not_called`: why there was none.

    `over`: why there is no danger any more.
    """

    present: Answered
    called_on: dt.date | None = None
    called_at: dt.time | None = None
    called_by: Caller | None = None
    not_called: str = ""
    over: str = ""

    def columns(self) -> dict[str, object]:
        """As they stand in the signal."""
        return {
            "danger": self.present,
            "danger_called_on": self.called_on,
            "danger_called_at": self.called_at,
            "danger_called_by": self.called_by or "",
            "danger_not_called": self.not_called,
            "danger_over": self.over,
        }


def _stands(signal: Signal, *, actor: Actor, danger: Danger) -> bool:
    """Whether this is how it stands already, as after a second click."""
    if any(getattr(signal, name) != value for name, value in danger.columns().items()):
        return False
    record_view(SignalEvent.VIEWED, signal, actor=actor)
    return True


def _lock_all(signal: Signal, actor: Actor) -> None:
    """This one and those that were merged into it, the lower key first."""
    with _reaching(signal, actor):
        merged = Merge.objects.of_kept(signal).values_list("signal_id", flat=True)
        rows = Signal._base_manager.select_for_update(of=("self",)).filter(pk__in=[signal.pk, *merged])
        list(rows.order_by("pk").values_list("pk", flat=True))


@contextmanager
def _reaching(signal: Signal, actor: Actor) -> Iterator[None]:
    """What was merged into it too, for a deputy who opened this one dossier in an emergency: that is kept from him."""
    if signal.dossier_id not in actor.opened:
        yield
        return
    with walls.context(walls.sign_all(user_id=actor.user_id, content=[signal.municipality_id])):
        yield


@operation(SignalAction.SET_DANGER, done_before=_stands, lock_first=_lock_all)
def set_danger(signal: Signal, *, actor: Actor, danger: Danger) -> Signal:
    """Write down whether somebody is in direct danger now, and the call. Raises Invalid when the call or a reason is missing."""
    SIGNAL.move(signal, SignalAction.SET_DANGER)
    if _stands(signal, actor=actor, danger=danger):
        return signal
    was_acute = signal.is_acute
    _demand_whole(danger, was_acute=was_acute)
    _change(signal, danger, actor)
    if signal.is_acute and not was_acute:
        _hasten(signal)
        tell_danger(signal, actor=actor)
    if was_acute and not signal.is_acute:
        signal.due_on = _slowed(signal, signal.state, signal.due_on)
        _lift_merged(signal, danger, actor)
    record(_event(signal, was_acute=was_acute), signal, actor=actor)
    return signal


def _demand_whole(danger: Danger, *, was_acute: bool) -> None:
    if danger.present == Answered.YES and not (danger.called_at or danger.not_called):
        raise Invalid({"called": ["Zeg of 112 is gebeld, of waarom niet."]})
    if danger.present != Answered.YES and was_acute and not danger.over:
        raise Invalid({"over": ["Schrijf op waarom er geen direct gevaar meer is."]})


def _event(signal: Signal, *, was_acute: bool) -> SignalEvent:
    if signal.is_acute:
        return SignalEvent.DANGER_CALL if was_acute else SignalEvent.DANGER_SET
    return SignalEvent.DANGER_LIFTED if was_acute else SignalEvent.DANGER_NONE


def _change(signal: Signal, danger: Danger, actor: Actor) -> None:
    """Set what is so now, and keep what stood there."""
    now = timezone.now()
    was = change_known(signal, danger.columns())
    signal.danger_since = (signal.danger_since or now) if signal.is_acute else None
    Revision.objects.create(**part_of(signal), at=now, author_id=actor.person_id, was=was)


def begin_danger(
    signal: Signal,
    danger: Danger,
    actor: Actor,
    *,
    key: uuid.UUID | None = None,
    was: Mapping[str, object] | None = None,
    hastens: bool = True,
) -> None:
    """Set danger that somebody tells of from outside. A step of an operation.

    What is known of the call already stays. `key`: of the row that keeps what stood there; `was`: what more stood there.
    """
    was_acute = signal.is_acute
    told = {} if was_acute and (signal.danger_called_at or signal.danger_not_called) else danger.columns()
    kept = change_known(signal, told)
    signal.danger_since = signal.danger_since or timezone.now()
    row = Revision(**part_of(signal), at=timezone.now(), author_id=actor.user_id, was={**kept, **(was or {})})
    row.id = key or row.id
    row.save(force_insert=True)
    if hastens and not was_acute:
        _hasten(signal)


def _hasten(signal: Signal) -> None:
    """Today at the latest; a term that is over already stays so."""
    now = timezone.now()
    if signal.state == SignalState.HANDLING:
        if signal.hand_over_by is not None:
            signal.hand_over_by = min(signal.hand_over_by, terms.HAND_OVER_IN_DANGER.due(now))
            set_first_term(signal)
        return
    term = terms.TAKE_UP_IN_DANGER if signal.state == SignalState.RECEIVED else terms.DECIDE_IN_DANGER
    last = term.due(now)
    signal.due_on = min(signal.due_on or last, last)
    if signal.decide_by is not None:
        # Of this term alone: that gathering took too long does not make the decision late.
        signal.decide_by = min(signal.decide_by, last)


def _slowed(signal: Signal, state: str, due_on: dt.date | None) -> dt.date | None:
    """The usual term in that state, from when it began and as it was set on that day; one that ends later already stays."""
    if state == SignalState.HANDLING:
        if signal.hand_over_by is None or signal.decided_at is None:
            return due_on
        if not Decision.objects.of(signal).filter(urgency=Urgency.NOW, decided_at__gte=signal.decided_at).exists():
            signal.hand_over_by = max(signal.hand_over_by, _as_begun(terms.HAND_OVER, signal, signal.decided_at))
        return first_term(signal)
    if state == SignalState.RECEIVED:
        usual = _as_begun(terms.TAKE_UP, signal, signal.received_at)
        return max(due_on or usual, usual)
    usual = _usual_to_decide(signal)
    if signal.gather_by is None or signal.decide_by is None:
        return max(due_on or usual, usual)
    signal.decide_by = max(signal.decide_by, usual)
    return min(signal.gather_by, signal.decide_by)


def _as_begun(term: RegionTerm, signal: Signal, began: dt.datetime) -> dt.date:
    return term.as_on(signal.municipality_id, local_date(began)).due(began)


def _usual_to_decide(signal: Signal) -> dt.date:
    """As when it was taken up; of one that was reopened, as then."""
    began, anew = _judged_since(signal)
    term = terms.DECIDE.as_on(signal.municipality_id, local_date(began))
    return term.due(began) if anew else terms.decide_by(term, signal.arrived_at, began)


def _judged_since(signal: Signal) -> tuple[dt.datetime, bool]:
    """When somebody began to judge it, this time, and whether that was done before: gathering information is part of that.

    Of a closed one: the last time.
    """
    began, anew = timezone.now(), False
    periods = StatePeriod.objects.of(signal).exclude(state=SignalState.CLOSED).order_by("-since")
    for period in periods:
        if period.state not in _JUDGED:
            anew = period.state != SignalState.RECEIVED
            break
        began = period.since
    return began, anew


def _lift_merged(signal: Signal, danger: Danger, actor: Actor) -> None:
    """Of what was merged into it: else its danger would stand there for good, for nobody works on that one."""
    with _reaching(signal, actor):
        for merge in Merge.objects.of_kept(signal).select_related("signal"):
            if not merge.signal.is_acute:
                continue
            with changing(merge.signal) as one, changing(merge) as row:
                _change(one, danger, actor)
                # What it gets back when the merge is undone.
                row.due_on = _slowed(one, row.came_from, row.due_on)
            record(SignalEvent.DANGER_LIFTED, one, actor=actor, detail={"signal": signal.reference})


def danger_unpointed(source: Signal, *, since: dt.datetime) -> dict[str, str]:
    """What was typed of the danger after it was offered, and nobody was asked about: words that point to data that stay stay."""
    if not any(
        name.startswith("danger") for row in Revision.objects.of(source).filter(at__gt=since) for name in row.was or {}
    ):
        return {}
    texts = {name: getattr(source, name) for name in ("danger_not_called", "danger_over")}
    return {name: UNTOLD for name, text in texts.items() if pointing_of(text, source.provenance)}


def take_danger_along(signal: Signal, source: Signal, actor: Actor, *, names_source: Callable[[str], object]) -> None:
    """What was known of the danger before goes to the municipality that takes it over; who wrote it there does not.

    A step of the move. `was["from"]`: the municipality where it was changed. `names_source`: whether a text names who reported
    and stays; nobody puts such a text in order any more, so it stays too, and so does one that points to data that stay.
    """
    kept = []
    for revision in Revision.objects.of(source):
        was = {
            name: value
            for name, value in (revision.was or {}).items()
            if name.startswith("danger")
            and not (isinstance(value, str) and (names_source(value) or pointing_of(value, source.provenance)))
        }
        if was:
            told = was | {"from": str(source.municipality)}
            kept.append(Revision(**part_of(signal), at=revision.at, author_id=actor.person_id, was=told))
    Revision.objects.bulk_create(kept)
