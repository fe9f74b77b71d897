"""The list, the report as a page, its PDF and its tables."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from audit.recording import record, record_view
from core.errors import NotVisible
from core.forms import ChangeForm
from core.pages import Request, page, show, visible_or_404
from core.pagination import keyset_page
from core.spreadsheets import csv_answer
from jobs.words import way_back_of, words_of
from reports.edition import Edition
from reports.events import ReportEvent
from reports.files import read_pdf
from reports.models import Report
from reports.pdf import context_of
from reports.policies import ReportAction
from reports.work import last_job, pdf_job

PAGE = 25
ORDER = ("-period_end", "area_name", "-edition", "id")


def report_or_404(request: Request, pk: uuid.UUID) -> Report:
    """The report, when this actor may see it."""
    report: Report = visible_or_404(Report.objects.visible_to(request.actor).select_related("author"), pk=pk)
    return report


@page(ReportAction.LIST)
def listing(request: Request) -> HttpResponse:
    """The reports that the actor may see, the newest period first."""
    seen = Report.objects.visible_to(request.actor)
    found = keyset_page(seen.for_list(), order=ORDER, after=request.GET.get("na", ""), size=PAGE)
    return show(request, "reports/list.html", {"page": found})


@page(ReportAction.VIEW)
def detail(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One report: its figures and texts, or how far its making is."""
    report = report_or_404(request, pk)
    record_view(ReportEvent.VIEWED, report, actor=request.actor)
    job = last_job(report)
    context = {
        "report": report,
        "later": Report.objects.visible_to(request.actor).filter(corrects=report).first(),
        "job": None if job is None or job.has_ended else job,
        "trouble": words_of(job) if job is not None and not report.is_made and way_back_of(job) else None,
        "ask_form": ChangeForm(actor=request.actor, version=report.version),
    }
    shown = context_of(report) if report.figures is not None else {}
    return show(request, "reports/detail.html", shown | context)


@page(ReportAction.DOWNLOAD, fresh=True)
def pdf(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The PDF as a download."""
    report = report_or_404(request, pk)
    file = read_pdf(report) if report.is_made else None
    if file is None:
        messages.info(request, f"De PDF is er nog niet. {_why_no_pdf(report)}")
        return redirect("reports:detail", report.pk)
    record(ReportEvent.DOWNLOADED, report, actor=request.actor)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, content_type=file.media_type, headers=headers)


def _why_no_pdf(report: Report) -> str:
    if not report.is_made:
        return "Laat de rapportage eerst maken."
    job = pdf_job(report)
    if job is None or not job.has_ended:
        return "Hij wordt gemaakt. Probeer het over een minuut opnieuw."
    return words_of(job).advice


@page(ReportAction.DOWNLOAD, fresh=True)
def tables(request: Request, pk: uuid.UUID) -> HttpResponse:
    """All tables as one CSV file, or with `?tabel=` one of them; what the page hides is hidden here too."""
    report = report_or_404(request, pk)
    name = request.GET.get("tabel", "")
    edition = Edition.from_data(report.figures or {})
    if report.figures is None or (name and name not in edition.tables):
        raise NotVisible
    record(ReportEvent.EXPORTED, report, actor=request.actor)
    stem = f"{report.file_stem}-{name.replace('_', '-')}" if name else report.file_stem
    return csv_answer(edition.lines(name), name=stem)
