"""Danger that who sent a signal tells of afterwards: it is set on the signal, of which she reads nothing.

It goes to where somebody works on it: to the one that it was merged with, to the municipality that took it over. Where nobody
does any more it alarms, as a report that was broken off does. Source: domain 2.2, row 3a ("any open, by anyone").

What she tells again is told on when it says something new: danger where there was none, the call, another number. While
nobody took up the last alarm it is mailed again after an hour at most, however often she presses. Of ever new numbers the
last is kept and no row for each, and who works on it reads that it went so: danger itself is never refused.

How she can be called back stands with the reporter: on her own signal, or on what it became elsewhere; on nobody else's.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils import timezone

from audit.operation import changing, operation
from audit.recording import record, record_told, record_view
from core import walls
from core.access import SYSTEM, Actor
from core.workdays import AMSTERDAM, today
from signals.calling import Caller
from signals.codes import Answered
from signals.events import SignalEvent
from signals.models import DangerAlarm, Merge, Move, Reporter, Revision, Signal, Submission, part_of
from signals.notices import announce, tell_danger
from signals.policies import SignalAction
from signals.terms import ALARM_AFTER
from signals.workflow import MoveState, SignalState

from .completing import change_known
from .danger import Danger, begin_danger
from .drafts import alarm_at

_WHY = "who sent it tells of danger, wherever the signal is now; nothing of it comes out"
# So many alarms of one sender wait beside each other, each with a number of its own; so often within an hour is it mailed that
# something new was told of an open signal.
MOST_ALARMS = 5
# A signal that was merged or moved may be merged or moved again; rows that led round in a ring would be a fault.
_MOST_STEPS = 10
# So many presses of one sender are remembered, so that a program that sends one again alarms once, however much later.
_KEPT_PRESSES = 200


@dataclass(frozen=True, slots=True)
class Flag:
    """What the sender tells: the call to 112 or why there was none, and where she can be called back. `key`: of this press."""

    key: uuid.UUID
    danger: Danger
    call_back: str = ""

    @property
    def tells_call(self) -> bool:
        """Whether it says anything of the call."""
        return bool(self.danger.called_at or self.danger.not_called)


def danger_told(*, at: dt.time | None, by: str, why_not: str) -> Danger:
    """What a sender tells of the call to 112: when and by whom, else why there was none; all of it may be missing."""
    if at is None:
        return Danger(Answered.YES, not_called=why_not)
    # "Ikzelf" is the reporter for who reads it.
    return Danger(Answered.YES, _day_of(at), at, Caller.REPORTER if by in ("", Caller.WRITER) else Caller(by))


def _day_of(at: dt.time) -> dt.date:
    """Today, or yesterday where that time is still to come."""
    is_to_come = dt.datetime.combine(today(), at, AMSTERDAM) > timezone.now()
    return today() - dt.timedelta(days=is_to_come)


@contextmanager
def _reaching(places: set[int], actor: Actor) -> Iterator[None]:
    with walls.context(walls.sign_all(user_id=actor.user_id, content=sorted(places))):
        yield


def _path(submission: Submission, actor: Actor) -> list[Signal]:
    """The signal that was sent, and what it became, one after the other."""
    places = {submission.municipality_id}
    with _reaching(places, actor):
        path = [Signal._base_manager.get(pk=submission.signal_id)]
    for _ in range(_MOST_STEPS):
        with _reaching(places, actor):
            move = _move_of(path[-1])
        places |= {move.to_municipality_id} if move else set()
        with _reaching(places, actor):
            further = Signal._base_manager.get(reference=move.new_reference) if move else _kept_for(path[-1])
        if further is None:
            break
        path.append(further)
    return path


def _move_of(signal: Signal) -> Move | None:
    if signal.state != SignalState.MOVED:
        return None
    moves = Move.objects.unscoped(reason=_WHY).filter(signal=signal, state=MoveState.ACCEPTED)
    found: Move | None = moves.first()
    return found


def _kept_for(signal: Signal) -> Signal | None:
    merge = Merge.objects.unscoped(reason=_WHY).running().filter(signal=signal).select_related("into").first()
    return merge.into if merge else None


def _lock_path(submission: Submission, actor: Actor) -> None:
    """The signals before the copy, the lower key first, as merging locks them."""
    path = _path(submission, actor)
    with _reaching({one.municipality_id for one in path}, actor):
        rows = Signal._base_manager.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in path])
        list(rows.order_by("pk").values_list("pk", flat=True))


@operation(SignalAction.FLAG_DANGER, lock_first=_lock_path)
def flag_danger(submission: Submission, *, actor: Actor, flag: Flag) -> Submission:
    """Tell that somebody is in direct danger now. The same press again does nothing more; nothing refuses it."""
    path = _path(submission, actor)
    with _reaching({one.municipality_id for one in path}, actor):
        if _was_told(submission, flag):
            record_view(SignalEvent.SUBMISSION_VIEWED, submission, actor=actor)
            return submission
        submission.danger_keys = [*submission.danger_keys, str(flag.key)][-_KEPT_PRESSES:]
        told_before = submission.danger_told_at
        again = told_before is None or told_before <= timezone.now() - ALARM_AFTER
        news = False
        if not path[-1].is_open:
            news = _alarm(path[-1], submission, flag)
        elif _is_news(path, flag):
            news = _set(path, submission, actor, flag)
        elif again:
            tell_danger(path[-1], actor=actor if path[-1] is path[0] else SYSTEM)
    if not (news or again):
        record_told()
        return submission
    submission.danger_told_at = submission.changed_at = timezone.now()
    record(SignalEvent.DANGER_FLAGGED, submission, actor=actor)
    return submission


def _alarm(last: Signal, submission: Submission, flag: Flag) -> bool:
    """One alarm for each number that nobody took up yet; what waits is told anew once an hour. Whether anybody was told."""
    rows = DangerAlarm.objects.unscoped(reason=_WHY).unseen().filter(told_with=submission.pk)
    waiting = list(rows.filter(municipality=last.municipality_id).order_by("raised_at", "id"))
    same = next((one for one in waiting if not flag.call_back or one.call_back == flag.call_back), None)
    if same is None and len(waiting) < MOST_ALARMS:
        place = last.municipality
        alarm_at(place, actor=SYSTEM, call_back=flag.call_back, key=flag.key, told_with=submission.pk)
        return True
    now = timezone.now()
    told_lately = waiting[-1].raised_at > now - ALARM_AFTER
    if same is not None and told_lately:
        return False
    with changing(same or waiting[-1]) as alarm:
        # The last number that she gave is where she is now.
        alarm.call_back = flag.call_back or alarm.call_back
        alarm.raised_at = alarm.raised_at if told_lately else now
    if not told_lately:
        announce(last.municipality, danger=True)
    return not told_lately


def _is_news(path: list[Signal], flag: Flag) -> bool:
    """Whether who works on it does not know this: there was no danger, no word of the call, or another number."""
    last = path[-1]
    if not last.is_acute:
        return True
    if flag.tells_call and not _knows_call(last):
        return True
    reporter = Reporter.objects.of(_hers(path)).first()
    return bool(flag.call_back) and (reporter is None or reporter.call_back != flag.call_back)


def _knows_call(signal: Signal) -> bool:
    return bool(signal.danger_called_at or signal.danger_not_called)


def _was_told(submission: Submission, flag: Flag) -> bool:
    if str(flag.key) in submission.danger_keys:
        return True
    made = (Revision, DangerAlarm)
    return any(model.objects.unscoped(reason=_WHY).filter(pk=flag.key).exists() for model in made)


def _set(path: list[Signal], submission: Submission, actor: Actor, flag: Flag) -> bool:
    """Whether it stands there now with a row of its own. Of ever new numbers within an hour only the last is kept."""
    # Who sent it stands with what she sent: on what it became, here or elsewhere, nobody is named.
    teller = actor if path[-1] is path[0] else SYSTEM
    for merged in (one for one in path[:-1] if one.is_merged):
        if not merged.is_acute:
            with changing(merged) as row:
                begin_danger(row, flag.danger, actor if merged is path[0] else SYSTEM, hastens=False)
    with changing(path[-1]) as signal:
        # Of hers alone: somebody else's signal may be merged with it too, and what that one tells is another matter.
        hers = Revision.objects.of(signal).filter(pk__in=submission.danger_keys)
        before = hers.filter(at__gt=timezone.now() - ALARM_AFTER).count()
        was_acute, was = signal.is_acute, _call_back(path, flag)
        if was_acute and before >= MOST_ALARMS and (_knows_call(signal) or not flag.tells_call):
            return _note_many(path, signal, teller)
        begin_danger(signal, flag.danger, teller, key=flag.key, was=was)
        if not was_acute or before < MOST_ALARMS:
            tell_danger(signal, actor=teller)
        record(SignalEvent.DANGER_CALL if was_acute else SignalEvent.DANGER_SET, signal, actor=teller)
    return True


def _note_many(path: list[Signal], signal: Signal, teller: Actor) -> bool:
    """Who works on it reads beside the number that it keeps changing; the log says so once an hour. Whether it did now."""
    reporter = Reporter.objects.of(_hers(path)).get()
    now = timezone.now()
    if reporter.many_numbers_at is not None and reporter.many_numbers_at > now - ALARM_AFTER:
        return False
    reporter.many_numbers_at = now
    reporter.save(update_fields=["many_numbers_at"])
    record(SignalEvent.DANGER_NUMBERS, signal, actor=teller)
    return True


def _hers(path: list[Signal]) -> Signal:
    """Where she is the reporter."""
    return next((one for one in path if one.state != SignalState.MOVED), path[-1])


def _call_back(path: list[Signal], flag: Flag) -> dict[str, object]:
    """Keep the number where she is the reporter; what stood there, when that is the signal somebody works on."""
    if not flag.call_back:
        return {}
    hers = _hers(path)
    reporter = Reporter.objects.of(hers).first() or Reporter(**part_of(hers))
    was = change_known(reporter, {"call_back": flag.call_back})
    reporter.save()
    return {f"reporter.{name}": value for name, value in was.items()} if hers is path[-1] else {}
