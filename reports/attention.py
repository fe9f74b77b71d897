"""What the start page and "Mijn werk" show of reports: what waits for the next step, and what was published last."""

from collections.abc import Iterator

from django.urls import reverse

from core.access import Actor, may
from core.attention import MOST_WORK, Panel, Work
from core.counting import StandingCount

from .edition import Edition
from .models import Report
from .policies import ReportAction
from .querysets import ReportQuerySet
from .workflow import ReportState

_WAITING = 5
_PUBLISHED = 2


def waiting(actor: Actor) -> Panel | None:
    """To who makes reports: those on their way, and the last ones published. Two queries."""
    if not may(actor, ReportAction.CREATE):
        return None
    seen = Report.objects.visible_to(actor).for_list().newest_first()
    on_their_way = list(seen.exclude(state=ReportState.PUBLISHED)[:_WAITING])
    published = list(seen.filter(state=ReportState.PUBLISHED, is_replaced=False)[:_PUBLISHED])
    return Panel("reports/parts/waiting.html", {"rows": [*on_their_way, *published]})


def latest(actor: Actor) -> Panel | None:
    """To who reads published reports only: the last one, with its key sentence. One query."""
    if may(actor, ReportAction.CREATE) or not may(actor, ReportAction.LIST):
        return None
    report = Report.objects.visible_to(actor).newest_first().first()
    sentence = report.key_sentence or Edition.from_data(report.figures or {}).proposal.key_sentence if report else ""
    return Panel("reports/parts/latest.html", {"report": report, "sentence": sentence})


# --- Mijn werk


def work(actor: Actor) -> Iterator[Work]:
    """The reports that the actor began and did not have made yet."""
    if not may(actor, ReportAction.MAKE):
        return
    for report in _begun(actor).for_list().newest_first()[:MOST_WORK]:
        yield Work("Rapportage laten maken", report.name, reverse("reports:detail", args=[report.pk]))


def _rows(actor: Actor) -> list[ReportQuerySet]:
    return [_begun(actor)] if may(actor, ReportAction.MAKE) else []


# How many of them: one query.
count_work = StandingCount(_rows)


def _begun(actor: Actor) -> ReportQuerySet:
    seen: ReportQuerySet = Report.objects.visible_to(actor)
    return seen.filter(state=ReportState.DRAFT, author=actor.user_id)
