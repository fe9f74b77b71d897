"""What the start page and "Mijn werk" show of the cases. What is counted stands in caseload.py."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from core.access import Actor, may
from core.attention import CALENDAR, MOST_WORK, Attention, Panel, Work
from core.counting import StandingCount
from core.workdays import today
from municipalities.duty import owned_by
from signals.models import Offer
from signals.policies import SignalAction

from .caseload import BEFORE_AND_AFTER, Moment, has_clock_near, list_url, moment_condition, numbers, waiting_offers
from .models import Case, Task
from .policies import CaseAction
from .querysets import CaseQuerySet, TaskQuerySet
from .workflow import CasePhase

# A task or contact stands in "Mijn werk" from a week before its day; an aftercare check in half a year is none of today.
AHEAD = dt.timedelta(days=7)


def lines(actor: Actor) -> Iterator[Attention]:
    """Offers to answer, cases that are late, referrals to take in, clocks that end soon."""
    if not may(actor, CaseAction.LIST):
        return
    yield from _offers(actor)
    found = (
        Case.objects.listed_for(actor)
        .waiting()
        .aggregate(
            late=Count("pk", filter=moment_condition(Moment.LATE)),
            referred=Count("pk", filter=Q(phase=CasePhase.REFERRED)),
            clocks=Count("pk", filter=has_clock_near()),
        )
    )
    yield from _line(found["late"], "casus te laat", "casussen te laat", {"wanneer": Moment.LATE.value}, "warning", 20)
    yield from _line(
        found["referred"], "aanmelding om aan te nemen", "aanmeldingen om aan te nemen", {"intensiteit": "referred"}
    )
    yield from _line(
        found["clocks"],
        "casus met een klok die bijna afloopt",
        "casussen met een klok die bijna afloopt",
        {"wanneer": Moment.CLOCK_NEAR.value},
    )


def _line(
    count: int, one: str, many: str, query: dict[str, str], tone: str = "plain", order: int = 40
) -> Iterator[Attention]:
    if count:
        yield Attention(
            f"{count} {one if count == 1 else many}",
            list_url(**query),
            count,
            "lijst",
            tone=tone,
            order=order,
            whole=True,
        )


def _offers(actor: Actor) -> Iterator[Attention]:
    if not may(actor, SignalAction.LIST_OFFERS):
        return
    found = waiting_offers(actor).aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today())))
    if found["all"]:
        words = (
            "aangeboden signaal om te beantwoorden" if found["all"] == 1 else "aangeboden signalen om te beantwoorden"
        )
        meta = f"{found['late']} te laat" if found["late"] else ""
        tone = "warning" if found["late"] else "plain"
        text = f"{found['all']} {words}"
        yield Attention(text, reverse("cases:offers"), found["all"], "lijst", meta, tone=tone, order=15)


def line(actor: Actor) -> Panel | None:
    """The coordinator's line of numbers."""
    return Panel("cases/parts/line.html", numbers(actor)) if may(actor, CaseAction.LIST) else None


# --- Mijn werk


# What a digest calls it, one and many.
_OFFER = "aanbod om te beantwoorden,aanbiedingen om te beantwoorden"


def work(actor: Actor) -> Iterator[Work]:
    """Offers to answer, contacts and tasks of the coming days, looks whose day has come. Never a task's words: those are sealed."""
    if not may(actor, CaseAction.LIST):
        return
    for offer in _to_answer(actor).select_related("signal").order_by("due_on", "id")[:MOST_WORK]:
        url = reverse("cases:offer", args=[offer.pk])
        yield Work("Aanbod beantwoorden", offer.signal.reference, url, offer.due_on, kind=_OFFER)
    for case in _contacts(actor).order_by("next_contact_on", "reference")[:MOST_WORK]:
        what = BEFORE_AND_AFTER.get(case.phase, "contact").capitalize()
        yield _work(case, what, case.next_contact_on)
    for case in _looks(actor).order_by("review_on", "reference")[:MOST_WORK]:
        what = BEFORE_AND_AFTER.get(case.phase, "opnieuw bekijken").capitalize()
        yield _work(case, what, case.review_on)
    for task in _tasks(actor).select_related("case").order_by("due_on", "id")[:MOST_WORK]:
        url = f"{reverse('cases:detail', args=[task.case_id])}#taken"
        yield Work(
            task.get_kind_display(), f"{task.case.working_name} {task.case.reference}", url, task.due_on, unit=CALENDAR
        )


def _rows(actor: Actor) -> list[QuerySet[Any, Any]]:
    if not may(actor, CaseAction.LIST):
        return []
    return [_tasks(actor), _contacts(actor), _looks(actor), _to_answer(actor)]


# How many of them: one query, for it stands on every page.
count_work = StandingCount(_rows)


def _tasks(actor: Actor) -> TaskQuerySet:
    tasks: TaskQuerySet = Task.objects.listed_for(actor)
    return tasks.open().filter(owned_by(actor), due_on__lte=today() + AHEAD)


def _contacts(actor: Actor) -> CaseQuerySet:
    """Cases of hers where somebody must be spoken to one of these days."""
    return _hers(actor).filter(next_contact_on__lte=today() + AHEAD)


def _looks(actor: Actor) -> CaseQuerySet:
    """Cases of hers whose day to look again has come."""
    return _hers(actor).filter(review_on__lte=today())


def _hers(actor: Actor) -> CaseQuerySet:
    cases: CaseQuerySet = Case.objects.listed_for(actor)
    return cases.open().filter(owned_by(actor))


def _work(case: Case, what: str, day: dt.date | None) -> Work:
    """One line; its days are calendar days, as on the page of the case."""
    url = reverse("cases:detail", args=[case.pk])
    return Work(what, f"{case.working_name} {case.reference}", url, day, unit=CALENDAR)


def _to_answer(actor: Actor) -> QuerySet[Offer]:
    return waiting_offers(actor) if may(actor, SignalAction.LIST_OFFERS) else waiting_offers(actor).none()
