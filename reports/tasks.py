"""Thin jobs: load through the gate, call what does the work."""

from django.urls import reverse

from core.access import Actor
from core.pages import visible_or_404
from jobs import progress
from jobs.models import Job
from jobs.registry import job

from .making import make, renew_pdf
from .models import Report
from .work import JOB_KIND, PDF_KIND


def _report_url(finished: Job) -> str:
    return reverse("reports:detail", args=[finished.object_id])


@job(JOB_KIND, label="Rapportage maken", result_url=_report_url, way_back=_report_url)
def make_report(order: Job, actor: Actor) -> None:
    """Make one report, telling how far it is."""
    report = visible_or_404(Report.objects.visible_to(actor), pk=order.object_id)
    make(report, actor=actor, tell=lambda done, total, text: progress.report(order, done, total, text))


@job(PDF_KIND, label="PDF van de rapportage maken", result_url=_report_url, way_back=_report_url)
def typeset_report(order: Job, actor: Actor) -> None:
    """Typeset one made report again."""
    renew_pdf(visible_or_404(Report.objects.visible_to(actor), pk=order.object_id), actor=actor)
