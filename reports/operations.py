"""The only writers of reports.

    report = create_report(actor=coordinator, key=uuid4(), area=zeeland, period=Period.from_code("2026-H1"), texts=Texts())
    job = ask_report(report, actor=coordinator)         # a worker runs reports.making.make, which ends in store_made
    report = adopt_report(report, actor=regional, adopted_by="Bestuurlijk overleg", adopted_on=day)
    report = publish_report(report, actor=regional)

Publishing has the PDF made anew by a worker, for then it says who adopted the report. A corrected edition is
`correct_report(published, actor=coordinator, key=uuid4(), correction="...")` and the same steps.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Invalid, WrongState
from core.resend import demand_same
from core.unit import once
from core.workdays import today
from jobs.models import Job
from jobs.operations import enqueue, try_again
from municipalities.areas import AnyArea, municipalities_of
from municipalities.models import StoredFile

from .beside import in_the_way, told_about
from .events import ReportEvent
from .models import MOST_LINES, REPORT_KINDS, Report
from .periods import EARLIEST, Period
from .policies import ReportAction
from .sentences import the_period
from .work import JOB_KIND, PDF_KIND, running_job
from .workflow import CORRECTED, REPORT

_SERIES = uuid.UUID("5f0c1c0e-6f0e-4a44-9d0c-2f0d5b6f7a31")


@dataclass(frozen=True, slots=True)
class Ask:
    """A decision asked: what, of whom, before when (in words)."""

    what: str
    who: str
    before: str


@dataclass(frozen=True, slots=True)
class Texts:
    """What a person writes in a report. Empty key sentence, good and attention: what the figures propose is used."""

    introduction: str = ""
    asks: Sequence[Ask] = ()
    key_sentence: str = ""
    good: Sequence[str] = ()
    attention: Sequence[str] = ()
    focus: str = ""
    capacity: Decimal | None = None


@operation(ReportAction.CREATE)
def create_report(*, actor: Actor, key: uuid.UUID, area: AnyArea, period: Period, texts: Texts) -> Report:
    """Begin the report of a closed period. Sending the same key again gives the report that was made the first time.

    Raises Invalid for an area or period that has no report, or that has one already, and for another kind of period than
    the reports of the area show of that year.
    """
    once(key)
    made: Report | None = Report.objects.visible_to(actor).filter(pk=key).first()
    if made is not None:
        demand_same(made, _about(area, period) | _columns(texts))
        record_view(ReportEvent.VIEWED, made, actor=actor)
        return made
    _demand_new(area, period)
    report = Report(
        id=key,
        **_about(area, period),
        area_name=str(area),
        places=_places(area, period),
        author_id=actor.person_id,
    )
    _write(report, texts)
    report.save(force_insert=True)
    record(ReportEvent.CREATED, report, actor=actor, detail={"period": period.code})
    return report


@operation(ReportAction.EDIT)
def edit_report(report: Report, *, actor: Actor, texts: Texts) -> Report:
    """Change the texts; a made report becomes a draft again and keeps its figures."""
    _demand_idle(report)
    REPORT.move(report, ReportAction.EDIT)
    _write(report, texts)
    record(ReportEvent.EDITED, report, actor=actor)
    return report


@operation(ReportAction.ASK)
def ask_report(report: Report, *, actor: Actor) -> Job:
    """Have it made by a worker; asking again gives the same job, or another chance when that one failed."""
    REPORT.move(report, ReportAction.ASK)
    job = enqueue(
        JOB_KIND,
        owner_id=actor.person_id,
        hat=actor.hat,
        object_id=report.pk,
        idempotency_key=f"{JOB_KIND}:{report.pk}:{report.version}",
    )
    try_again(job)
    record(ReportEvent.ASKED, report, actor=actor)
    return job


@operation(ReportAction.MAKE)
def store_made(report: Report, *, actor: Actor, figures: Mapping[str, Any]) -> Report:
    """Freeze the figures: those of the first time stay, whatever is given later."""
    REPORT.move(report, ReportAction.MAKE)
    report.made_at = timezone.now()
    if report.figures is None:
        report.figures = dict(figures)
        report.counted_at = report.made_at
    record(ReportEvent.MADE, report, actor=actor)
    return report


@operation(ReportAction.MAKE)
def store_pdf(report: Report, *, actor: Actor, pdf: bytes) -> Report:
    """Keep the PDF, sealed; the newest is the one that is given out."""
    StoredFile.objects.create(
        about=report.pk,
        author_id=actor.person_id,
        name=f"{report.file_stem}.pdf",
        media_type="application/pdf",
        size=len(pdf),
        content=pdf,
    )
    report.filed_by_id = actor.person_id
    record(ReportEvent.PDF_MADE, report, actor=actor)
    return report


@operation(ReportAction.CORRECT)
def correct_report(report: Report, *, actor: Actor, key: uuid.UUID, correction: str) -> Report:
    """Begin the next edition: the same texts, figures counted anew. `correction`: why, in one sentence."""
    once(key)
    _one_at_a_time(report.area_kind, report.area_id)
    REPORT.move(report, ReportAction.CORRECT)
    made: Report | None = Report.objects.visible_to(actor).filter(pk=key).first()
    if made is not None:
        demand_same(made, {"corrects_id": report.pk, "correction": correction.strip()})
        record_view(ReportEvent.VIEWED, made, actor=actor)
        return made
    if report.has_later_edition:
        raise WrongState(CORRECTED)
    if not correction.strip():
        raise Invalid({"correction": ["Schrijf op waarom er een nieuwe versie komt."]})
    copied = ("area_kind", "area_id", "area_name", "places", "period_kind", "period_start", "period_end")
    texts = ("introduction", "asks", "focus", "capacity")
    later = Report(
        id=key,
        **{name: getattr(report, name) for name in (*copied, *texts)},
        edition=report.edition + 1,
        corrects=report,
        correction=correction.strip(),
        author_id=actor.person_id,
    )
    later.save(force_insert=True)
    record(ReportEvent.CORRECTED, later, actor=actor, detail={"corrects": str(report.pk)})
    return later


@operation(ReportAction.ADOPT)
def adopt_report(report: Report, *, actor: Actor, adopted_by: str, adopted_on: date) -> Report:
    """Write down which function or meeting adopted it, and when."""
    if adopted_on > today() or adopted_on <= report.period_end:
        raise Invalid({"adopted_on": ["Vul een dag in na de periode, en niet later dan vandaag."]})
    REPORT.move(report, ReportAction.ADOPT)
    report.adopted_by, report.adopted_on = adopted_by.strip(), adopted_on
    record(ReportEvent.ADOPTED, report, actor=actor)
    return report


@operation(ReportAction.PUBLISH)
def publish_report(report: Report, *, actor: Actor) -> Report:
    """From now on everybody of the area whose role reads published reports sees it; its PDF says so soon after."""
    REPORT.move(report, ReportAction.PUBLISH)
    report.published_at = timezone.now()
    enqueue(
        PDF_KIND,
        owner_id=actor.person_id,
        hat=actor.hat,
        object_id=report.pk,
        idempotency_key=f"{PDF_KIND}:{report.pk}:{report.version}",
    )
    record(ReportEvent.PUBLISHED, report, actor=actor)
    return report


def _demand_idle(report: Report) -> None:
    if running_job(report) is not None:
        raise WrongState("De rapportage wordt nu gemaakt. Wijzig de teksten als zij klaar is.")


def _demand_new(area: AnyArea, period: Period) -> None:
    if area.kind not in REPORT_KINDS:
        raise Invalid({"area": ["Van dit soort gebied is er geen rapportage."]})
    if not period.is_closed() or period.start < EARLIEST:
        raise Invalid({"period": ["Kies een periode die helemaal voorbij is."]})
    _one_at_a_time(area.kind, area.pk)
    rows = Report.objects.unscoped(reason="one report for each area and period")
    if rows.of_series(area.kind, area.pk, period.start, period.end).exists():
        message = "Van dit gebied en deze periode is er al een rapportage. Open die, of begin daar een nieuwe versie."
        raise Invalid({"period": [message]})
    other = in_the_way(period, told_about(area))
    if other is not None:
        there = f"Over {period.year} heeft dit gebied al een rapportage: {other.shown.name}."
        if other.report != other.shown:
            there = f"De rapportage over {the_period(other.report)} laat ook {the_period(other.shown)} zien."
        message = (
            f"{there} Kies voor {period.year} dezelfde soort periode. Uit kwartalen, halfjaren en jaren naast elkaar zijn "
            "verborgen aantallen uit te rekenen."
        )
        raise Invalid({"period": [message]})


def _one_at_a_time(area_kind: str, area_id: int) -> None:
    """Two reports of an area that are begun at once would not see what the other is going to show."""
    once(uuid.uuid5(_SERIES, f"{area_kind}-{area_id}"))


def _places(area: AnyArea, period: Period) -> list[int]:
    places = list(municipalities_of(area, period.reference_date).values_list("pk", flat=True))
    if not places:
        raise Invalid({"area": ["In deze periode lag er geen gemeente in dit gebied."]})
    return sorted(places)


def _about(area: AnyArea, period: Period) -> dict[str, Any]:
    """Of which area and period, as it is stored."""
    return {
        "area_kind": area.kind,
        "area_id": area.pk,
        "period_kind": period.kind,
        "period_start": period.start,
        "period_end": period.end,
    }


def _write(report: Report, texts: Texts) -> None:
    for name, value in _columns(texts).items():
        setattr(report, name, value)


def _columns(texts: Texts) -> dict[str, Any]:
    """As they are stored. Raises Invalid for more lines than fit."""
    for name, lines in (("asks", texts.asks), ("good", texts.good), ("attention", texts.attention)):
        if len(lines) > MOST_LINES:
            raise Invalid({name: [f"Niet meer dan {MOST_LINES} regels."]})
    return {
        "introduction": texts.introduction.strip(),
        "key_sentence": texts.key_sentence.strip(),
        "asks": [{"what": ask.what, "who": ask.who, "before": ask.before} for ask in texts.asks],
        "good": list(texts.good),
        "attention": list(texts.attention),
        "focus": texts.focus,
        "capacity": texts.capacity,
    }
