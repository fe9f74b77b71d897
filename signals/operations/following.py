"""Following a signal: why, until when, what was typed wrong there, and each look back."""

import datetime as dt

from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format

from audit.operation import changing, operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Invalid
from core.workdays import local_date, today
from signals import terms
from signals.events import SignalEvent
from signals.models import Follow, FollowReview, Revision, Signal, part_of
from signals.policies import SignalAction
from signals.workflow import FOLLOW, SIGNAL

from .completing import change_known


@operation(SignalAction.FOLLOW)
def follow_signal(
    signal: Signal, *, actor: Actor, why: str, what_changes_it: str, review_on: dt.date | None = None
) -> Signal:
    """Follow a decided signal; the first look back is at the end of its term unless an earlier day is given."""
    SIGNAL.move(signal, SignalAction.FOLLOW)
    now = timezone.now()
    Follow.objects.create(
        **part_of(signal),
        why=why,
        what_changes_it=what_changes_it,
        started_at=now,
        review_on=_review_day(signal.municipality_id, actor, review_on),
        motivate_on=terms.MOTIVATE_FOLLOW.of(signal.municipality_id, actor).due(now),
        author_id=actor.person_id,
    )
    signal.is_followed = True
    record(SignalEvent.FOLLOW_STARTED, signal, actor=actor)
    return signal


def _was_reviewed(follow: Follow, *, actor: Actor, line: str, next_on: dt.date | None = None) -> bool:
    """Whether the last look says just this: a second click, which is no second look."""
    last = FollowReview.objects.of(follow.signal).filter(follow=follow).order_by("created_at").last()
    said = (actor.person_id, today(), line, next_on or _latest_review(follow.municipality_id, actor))
    same = last is not None and (last.author_id, last.reviewed_on, last.line, last.next_on) == said
    if same:
        record_view(SignalEvent.VIEWED, follow.signal, actor=actor)
    return same


@operation(SignalAction.REVIEW_FOLLOW, done_before=_was_reviewed)
def review_follow(follow: Follow, *, actor: Actor, line: str, next_on: dt.date | None = None) -> Follow:
    """Look again and go on following. From `motivate_on` the line must be a motivation of some length; then a next term begins."""
    FOLLOW.move(follow, SignalAction.REVIEW_FOLLOW)
    if follow.is_to_motivate:
        _demand_motivation(follow, line)
        follow.motivate_on = terms.MOTIVATE_FOLLOW.of(follow.municipality_id, actor).due(timezone.now())
    follow.review_on = _review_day(follow.municipality_id, actor, next_on)
    FollowReview.objects.create(
        **part_of(follow.signal),
        follow=follow,
        reviewed_on=local_date(timezone.now()),
        line=line,
        next_on=follow.review_on,
        author_id=actor.person_id,
    )
    record(SignalEvent.FOLLOW_REVIEWED, follow, actor=actor)
    return follow


def _demand_motivation(follow: Follow, line: str) -> None:
    if len(line.split()) < _MOTIVATION_WORDS:
        since = date_format(timezone.localtime(follow.started_at), "j F Y")
        message = f"Dit signaal wordt al sinds {since} gevolgd. Schrijf in een paar zinnen waarom u doorgaat."
        raise Invalid({"line": [message]})


def _was_corrected(follow: Follow, *, actor: Actor, why: str, what_changes_it: str, review_on: dt.date) -> bool:
    """Whether a second click says what stands there."""
    if (follow.why, follow.what_changes_it, follow.review_on) != (why, what_changes_it, review_on):
        return False
    record_view(SignalEvent.VIEWED, follow.signal, actor=actor)
    return True


@operation(SignalAction.CORRECT_FOLLOW, done_before=_was_corrected)
def correct_follow(follow: Follow, *, actor: Actor, why: str, what_changes_it: str, review_on: dt.date) -> Follow:
    """Put right what was typed wrong; what stood there is kept. No look back: the last one binds the day as it did.

    Raises Invalid when nothing is different, or for a day that could not have been chosen then.
    """
    FOLLOW.move(follow, SignalAction.CORRECT_FOLLOW)
    was = change_known(follow, {"why": why, "what_changes_it": what_changes_it, "review_on": review_on})
    if not was:
        raise Invalid(message="U hebt nog niets gewijzigd.")
    if "review_on" in was:
        _demand_in_time(follow, review_on)
    Revision.objects.create(
        **part_of(follow.signal), follow=follow, at=timezone.now(), author_id=actor.person_id, was=was
    )
    record(SignalEvent.FOLLOW_CORRECTED, follow, actor=actor, detail={"fields": sorted(was)})
    return follow


def _demand_in_time(follow: Follow, day: dt.date) -> None:
    """After today, and within the term that held when the signal was last looked at."""
    looks = FollowReview.objects.of(follow.signal).filter(follow=follow)
    looked = looks.aggregate(last=Max("reviewed_on"))["last"] or local_date(follow.started_at)
    term = terms.REVIEW_FOLLOW.as_on(follow.municipality_id, looked)
    latest = term.due_from(looked)
    if latest <= today():
        raise Invalid({"review_on": ["Het is tijd om opnieuw te kijken. Dan kiest u ook de volgende dag."]})
    if not today() < day <= latest:
        since = date_format(looked, "j F Y")
        raise Invalid({"review_on": [f"Kies een dag na vandaag en uiterlijk {latest:%d-%m-%Y}: {term} na {since}."]})


@operation(SignalAction.END_FOLLOW)
def end_follow(follow: Follow, *, actor: Actor, reason: str) -> Follow:
    """Stop following; what happens next with the signal is another step."""
    FOLLOW.move(follow, SignalAction.END_FOLLOW)
    follow.ended_at = timezone.now()
    follow.end_reason = reason
    follow.review_on = None
    with changing(follow.signal) as signal:
        signal.is_followed = False
    record(SignalEvent.FOLLOW_ENDED, follow, actor=actor)
    return follow


_MOTIVATION_WORDS = 8


def _latest_review(municipality_id: int, actor: Actor) -> dt.date:
    return terms.REVIEW_FOLLOW.of(municipality_id, actor).due(timezone.now())


def _review_day(municipality_id: int, actor: Actor, wanted: dt.date | None) -> dt.date:
    term, latest = terms.REVIEW_FOLLOW.of(municipality_id, actor), _latest_review(municipality_id, actor)
    day = wanted or latest
    if not today() < day <= latest:
        message = f"Kies een dag na vandaag en uiterlijk {latest:%d-%m-%Y} ({term})."
        raise Invalid({"review_on": [message], "next_on": [message]})
    return day
