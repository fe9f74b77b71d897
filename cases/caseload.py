"""The caseload: what a coordinator has on her hands, in one line and in the order of what must happen first.

"6 intensief · 9 op de voet · 4 nazorg · 30 signalen gevolgd · 2 aangeboden": each number is that of a list which shows
exactly what it counts. Cases that are referred or in intake form a group of their own outside the line. Followed
signals are those that she logged herself or that were ever offered to care coordination, of municipalities whose
mandate holds today; also when the offer was refused or withdrawn, and she sees no more of the signal than that.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from core.access import Actor, may
from core.workdays import calendar_time_left, today
from signals.codes import Origin
from signals.models import Follow, Offer
from signals.policies import SignalAction
from signals.workflow import FollowState, OfferState

from .codes import CLOCK_SENTENCES
from .models import Case, Clock
from .policies import CaseAction
from .querysets import CaseQuerySet
from .terms import CLOCK_WARNING_DAYS
from .workflow import CasePhase

_SUNDAY = 6
_ONCE_OFFERED = "counts also what was once offered to her and is not hers to open any more"


class Moment(StrEnum):
    """When something must happen, as the list is divided."""

    LATE = "te-laat"
    THIS_WEEK = "deze-week"
    LATER = "later"


MOMENT_LABELS = {Moment.LATE: "Te laat", Moment.THIS_WEEK: "Deze week", Moment.LATER: "Later"}


def end_of_week(day: dt.date) -> dt.date:
    """The Sunday of that week."""
    return day + dt.timedelta(days=_SUNDAY - day.weekday())


def moment_of(due_on: dt.date) -> Moment:
    """In which part of the list a date falls today."""
    if due_on < today():
        return Moment.LATE
    return Moment.THIS_WEEK if due_on <= end_of_week(today()) else Moment.LATER


def moment_condition(moment: Moment) -> Q:
    """The same, as a condition on cases."""
    match moment:
        case Moment.LATE:
            return Q(due_on__lt=today())
        case Moment.THIS_WEEK:
            return Q(due_on__gte=today(), due_on__lte=end_of_week(today()))
        case Moment.LATER:
            return Q(due_on__gt=end_of_week(today()))


def moment_counts(cases: CaseQuerySet) -> dict[str, int]:
    """How many of these cases fall in each part of the list; one query."""
    counts = {moment.value: Count("pk", filter=moment_condition(moment)) for moment in Moment}
    return cases.aggregate(**counts)


@dataclass(frozen=True, slots=True)
class HeadLine:
    """The numbers of the line, and of the two groups outside it."""

    intensive: int
    followed: int
    aftercare: int
    followed_signals: int
    offered: int
    referred: int
    intake: int


def head_line(actor: Actor) -> HeadLine:
    """The numbers for what this actor may see; three queries."""
    phases = (CasePhase.INTENSIVE, CasePhase.FOLLOWED, CasePhase.AFTERCARE, CasePhase.REFERRED, CasePhase.INTAKE)
    counts = {phase.value: Count("pk", filter=Q(phase=phase)) for phase in phases}
    return HeadLine(
        **Case.objects.visible_to(actor).open().aggregate(**counts),
        followed_signals=followed_signals(actor).count() if may(actor, CaseAction.LIST_FOLLOWED) else 0,
        offered=waiting_offers(actor).count() if may(actor, SignalAction.LIST_OFFERS) else 0,
    )


def numbers(actor: Actor) -> dict[str, list[dict[str, object]]]:
    """The line and the groups outside it, each number with the list that it counts."""
    line, url = head_line(actor), reverse("cases:list")

    def of_phase(phase: CasePhase) -> str:
        return f"{url}?{urlencode({'intensiteit': phase.value})}"

    return {
        "line": [
            {"count": line.intensive, "label": "intensief", "url": of_phase(CasePhase.INTENSIVE)},
            {"count": line.followed, "label": "op de voet", "url": of_phase(CasePhase.FOLLOWED)},
            {"count": line.aftercare, "label": "nazorg", "url": of_phase(CasePhase.AFTERCARE)},
            *_beside_cases(line, actor),
        ],
        "outside": [
            {"count": line.referred, "label": "aangemeld", "url": of_phase(CasePhase.REFERRED)},
            {"count": line.intake, "label": "in intake", "url": of_phase(CasePhase.INTAKE)},
        ],
    }


def _beside_cases(line: HeadLine, actor: Actor) -> list[dict[str, object]]:
    """The numbers of signals, for who has those lists."""
    if not may(actor, CaseAction.LIST_FOLLOWED):
        return []
    return [
        {"count": line.followed_signals, "label": "signalen gevolgd", "url": reverse("cases:followed")},
        {"count": line.offered, "label": "aangeboden", "url": reverse("cases:offers")},
    ]


def followed_signals(actor: Actor) -> QuerySet[Follow]:
    """The active follows of signals that are hers or were ever offered to her, under a mandate that holds today."""
    ever_offered = Offer.objects.unscoped(reason=_ONCE_OFFERED).filter(signal=OuterRef("signal"))
    follows: QuerySet[Follow] = Follow.objects.unscoped(reason=_ONCE_OFFERED).filter(
        Q(signal__origin=Origin.CARE_COORDINATOR) | Exists(ever_offered),
        municipality_id__in=actor.content,
        state=FollowState.ACTIVE,
    )
    return follows


def waiting_offers(actor: Actor) -> QuerySet[Offer]:
    """The offers that wait for her answer."""
    offers: QuerySet[Offer] = Offer.objects.visible_to(actor).filter(state=OfferState.OFFERED)
    return offers


def returned_offers(actor: Actor) -> QuerySet[Offer]:
    """The offers that went back with a question or advice and wait for the focal officer."""
    offers: QuerySet[Offer] = Offer.objects.visible_to(actor).filter(state=OfferState.RETURNED)
    return offers


def has_clock_near() -> Q:
    """Cases with a clock that ends soon, as a condition."""
    near = Clock.objects.unscoped(reason="a condition on cases that passed their own gate").ending_by(_soon())
    return Q(Exists(near.filter(case=OuterRef("pk"))))


def _soon() -> dt.date:
    return today() + dt.timedelta(days=CLOCK_WARNING_DAYS)


def with_clocks(cases: CaseQuerySet, actor: Actor) -> CaseQuerySet:
    """Each case with its clocks that end soon, as `clocks_near`; one query for all of them."""
    clocks = Clock.objects.visible_to(actor).ending_by(_soon()).order_by("ends_on")
    return cases.prefetch_related(Prefetch("clock_set", clocks, to_attr="clocks_near"))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: the case, what is due, and the clocks that end soon, in words."""

    case: Case
    due: str
    clocks: list[str]


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one part of the list, with how many there are in all."""

    label: str
    count: int
    rows: list[Row]


def grouped(cases: Iterable[Case], counts: dict[str, int]) -> list[Group]:
    """The cases of one page by part of the list, in their order; a part without lines on this page is left out."""
    rows: dict[Moment, list[Row]] = {moment: [] for moment in Moment}
    for case in cases:
        if case.due_on is not None:
            rows[moment_of(case.due_on)].append(row_of(case))
    return [Group(MOMENT_LABELS[moment], counts[moment.value], found) for moment, found in rows.items() if found]


def row_of(case: Any) -> Row:
    """A case, got by `with_clocks`, as a line."""
    return Row(case, due_words(case), [clock_words(clock) for clock in case.clocks_near])


def due_words(case: Case) -> str:
    """What the next date is about."""
    if case.phase == CasePhase.REFERRED:
        return "aannemen"
    if case.due_on == case.next_contact_on:
        return "contact"
    if case.due_on == case.review_on:
        return "opnieuw bekijken"
    return "taak"


def clock_words(clock: Clock) -> str:
    """bedenktijd eindigt nog 7 dagen → "bedenktijd eindigt over 7 dagen"."""
    left = calendar_time_left(clock.ends_on)
    when = left.replace("nog ", "over ") if left.startswith("nog ") else left
    return f"{CLOCK_SENTENCES[clock.kind]} {when}"
