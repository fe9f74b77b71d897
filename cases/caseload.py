"""The caseload: what a coordinator has on her hands, in one line and in the order of what must happen first.

"6 intensief · 9 op de voet · 4 nazorg · 30 signalen gevolgd · 2 aangeboden": each number is that of a list which shows
exactly what it counts. Cases that are referred or in intake form groups of their own outside the line. The list goes
by intensity, within it what is overdue first. Followed signals are those that she logged herself or that were ever
offered to care coordination, of municipalities whose mandate holds today; also when the offer was refused or withdrawn,
and she sees no more of the signal than that.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from core.access import Actor, may
from core.counting import StandingCounts
from core.workdays import calendar_time_left, today
from signals.codes import Origin
from signals.models import Follow, Offer
from signals.policies import SignalAction
from signals.querysets import FollowQuerySet
from signals.workflow import FollowState, OfferState

from .codes import CLOCK_SENTENCES
from .models import Case, Clock
from .policies import CaseAction
from .querysets import CaseQuerySet
from .terms import CLOCK_WARNING_DAYS
from .workflow import CASELOAD, PHASE_TONES, CasePhase

_SUNDAY = 6
# What a phase is called as a group of the list, where that is not its own label.
GROUPS: Mapping[str, str] = {CasePhase.CLOSED: "Afgesloten: mag opnieuw benaderd worden"}
# What the next date is about where care has not begun or has ended.
BEFORE_AND_AFTER: Mapping[str, str] = {CasePhase.REFERRED: "aannemen", CasePhase.CLOSED: "opnieuw contact zoeken"}
_ONCE_OFFERED = "counts also what was once offered to her and is not hers to open any more"


class Moment(StrEnum):
    """When something must happen, as the list can be filtered."""

    LATE = "te-laat"
    THIS_WEEK = "deze-week"
    LATER = "later"
    CLOCK_NEAR = "klok-bijna"


MOMENT_LABELS = {
    Moment.LATE: "Te laat",
    Moment.THIS_WEEK: "Deze week",
    Moment.LATER: "Later",
    Moment.CLOCK_NEAR: "Klok loopt bijna af",
}


def end_of_week(day: dt.date) -> dt.date:
    """The Sunday of that week."""
    return day + dt.timedelta(days=_SUNDAY - day.weekday())


def moment_condition(moment: Moment) -> Q:
    """The cases of that moment today."""
    match moment:
        case Moment.LATE:
            return Q(due_on__lt=today())
        case Moment.THIS_WEEK:
            return Q(due_on__gte=today(), due_on__lte=end_of_week(today()))
        case Moment.LATER:
            return Q(due_on__gt=end_of_week(today()))
        case Moment.CLOCK_NEAR:
            return has_clock_near()


@dataclass(frozen=True, slots=True)
class HeadLine:
    """The numbers of the line, and of what stands outside it."""

    intensive: int
    followed: int
    aftercare: int
    followed_signals: int
    offered: int
    referred: int
    intake: int
    late: int


def head_line(actor: Actor) -> HeadLine:
    """The numbers for what this actor may see; one query."""
    return HeadLine(**_count_head_line(actor))


def _in_phase(phase: CasePhase, actor: Actor) -> CaseQuerySet:
    return Case.objects.listed_for(actor).waiting().filter(phase=phase)


def _late(actor: Actor) -> CaseQuerySet:
    return Case.objects.listed_for(actor).waiting().filter(moment_condition(Moment.LATE))


def _followed_signals(actor: Actor) -> QuerySet[Follow]:
    return followed_signals(actor) if may(actor, CaseAction.LIST_FOLLOWED) else Follow.objects.none()


def _waiting_offers(actor: Actor) -> QuerySet[Offer]:
    return waiting_offers(actor) if may(actor, SignalAction.LIST_OFFERS) else Offer.objects.none()


_PHASES = (CasePhase.INTENSIVE, CasePhase.FOLLOWED, CasePhase.AFTERCARE, CasePhase.REFERRED, CasePhase.INTAKE)
_count_head_line = StandingCounts(
    {
        **{phase.value: partial(_in_phase, phase) for phase in _PHASES},
        "late": _late,
        "followed_signals": _followed_signals,
        "offered": _waiting_offers,
    }
)


def numbers(actor: Actor) -> dict[str, list[dict[str, object]]]:
    """The line; beside it what is `late` and what is `outside` it, if any. Each number leads to the list it counts."""
    line = head_line(actor)

    def of_phase(phase: CasePhase) -> str:
        return list_url(intensiteit=phase.value)

    late = [{"count": line.late, "url": list_url(wanneer=Moment.LATE.value)}]
    outside = [
        {"count": line.referred, "label": "aangemeld", "url": of_phase(CasePhase.REFERRED)},
        {"count": line.intake, "label": "in intake", "url": of_phase(CasePhase.INTAKE)},
    ]

    return {
        "line": [
            {"count": line.intensive, "label": "intensief", "url": of_phase(CasePhase.INTENSIVE)},
            {"count": line.followed, "label": "op de voet", "url": of_phase(CasePhase.FOLLOWED)},
            {"count": line.aftercare, "label": "nazorg", "url": of_phase(CasePhase.AFTERCARE)},
            *_beside_cases(line, actor),
        ],
        "late": [item for item in late if item["count"]],
        "outside": [item for item in outside if item["count"]],
    }


def list_url(**query: str) -> str:
    """The caseload with these filters on."""
    return f"{reverse('cases:list')}?{urlencode(query)}"


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
    follows: FollowQuerySet = Follow.objects.unscoped(reason=_ONCE_OFFERED).filter(
        Q(signal__origin=Origin.CARE_COORDINATOR) | Exists(ever_offered),
        municipality_id__in=actor.content,
        state=FollowState.ACTIVE,
    )
    return follows.not_kept_from(actor).exclude(dossier_id__in=actor.opened)


def waiting_offers(actor: Actor) -> QuerySet[Offer]:
    """The offers that wait for her answer."""
    offers: QuerySet[Offer] = Offer.objects.listed_for(actor).filter(state=OfferState.OFFERED)
    return offers


def returned_offers(actor: Actor) -> QuerySet[Offer]:
    """The offers that went back with a question or advice and wait for the focal officer."""
    offers: QuerySet[Offer] = Offer.objects.listed_for(actor).filter(state=OfferState.RETURNED)
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
    """The lines of one intensity on this page, with how many there are in all and how many of those are late."""

    label: str
    tone: str
    count: int
    late: int
    rows: list[Row]


def grouped(rows: Iterable[Case], cases: CaseQuerySet) -> tuple[list[Group], int]:
    """The `rows` of one page by intensity, in the order of the list; `cases` is that list, with its length. One query."""
    late = Count("pk", filter=moment_condition(Moment.LATE))
    counted = cases.order_by().values("phase").annotate(count=Count("pk"), late=late)
    counts = {found["phase"]: (found["count"], found["late"]) for found in counted}
    shown: dict[str, list[Row]] = {phase: [] for phase in CASELOAD}
    for case in rows:
        shown[case.phase].append(row_of(case))
    groups = [
        Group(GROUPS.get(phase, CasePhase(phase).label), PHASE_TONES[phase], *counts[phase], found)
        for phase, found in shown.items()
        if found
    ]
    return groups, sum(count for count, _ in counts.values())


def row_of(case: Any) -> Row:
    """A case, got by `with_clocks`, as a line."""
    return Row(case, due_words(case), [clock_words(clock) for clock in case.clocks_near])


def due_words(case: Case) -> str:
    """What the next date is about."""
    if case.phase in BEFORE_AND_AFTER:
        return BEFORE_AND_AFTER[case.phase]
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
