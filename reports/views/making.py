"""Area, closed period, one's own text; then a worker makes it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.forms import pressed
from core.pages import Request, action_of, demand_possible, page, show
from jobs.models import Job
from reports import operations
from reports.forms import CorrectionForm, EditReportForm, NewReportForm, initial_of
from reports.models import Report
from reports.policies import ReportAction
from reports.workflow import CORRECTED, REPORT

from .reading import report_or_404

_FORM = ("GET", "POST")


@page(ReportAction.CREATE, methods=_FORM)
def new(request: Request) -> HttpResponse:
    """Begin a report, and have it made at once or keep it as a draft."""
    form = NewReportForm(request.POST or None, actor=request.actor)
    report = form.carried_out(
        lambda: operations.create_report(
            actor=request.actor,
            key=form.cleaned_data["key"],
            area=form.chosen_area(),
            period=form.chosen_period(),
            texts=form.texts(),
        )
    )
    if report:
        return _next(request, report)
    return show(request, "reports/new.html", {"form": form, "existing": form.existing()}, status=form.status)


@page(ReportAction.EDIT, methods=_FORM)
def edit(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Change the texts; the figures stay."""
    report = report_or_404(request, pk)
    form = EditReportForm(
        request.POST or None, actor=request.actor, version=report.version, initial=dict(initial_of(report))
    )
    edited = form.carried_out(
        lambda: operations.edit_report(
            report, actor=request.actor, version=form.cleaned_data["version"], texts=form.texts()
        )
    )
    if edited:
        return _next(request, edited)
    _demand_possible(request, report)
    return show(request, "reports/edit.html", {"form": form, "report": report}, status=form.status)


@page(ReportAction.ASK, methods=("POST",))
def ask(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Have it made; the page of the job tells how far it is."""
    report = report_or_404(request, pk)
    job = operations.ask_report(report, actor=request.actor, version=pressed(request.POST, request.actor))
    return _to_job(request, report, job)


@page(ReportAction.CORRECT, methods=_FORM)
def correct(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Begin the next edition, with figures counted anew."""
    report = report_or_404(request, pk)
    form = CorrectionForm(request.POST or None, actor=request.actor, version=report.version)
    later = form.carried_out(
        lambda: operations.correct_report(
            report,
            actor=request.actor,
            version=form.cleaned_data["version"],
            key=form.cleaned_data["key"],
            correction=form.cleaned_data["correction"],
        )
    )
    if later:
        messages.success(request, f"Versie {later.edition} is begonnen. Pas de teksten aan en laat haar maken.")
        return redirect("reports:detail", later.pk)
    _demand_possible(request, report, CORRECTED if report.has_later_edition else "")
    return show(request, "reports/correct.html", {"form": form, "report": report}, status=form.status)


def _demand_possible(request: Request, report: Report, why_not: str = "") -> None:
    to_report = ("Naar de rapportage", reverse("reports:detail", args=[report.pk]))
    demand_possible(REPORT.why_not(action_of(request), report, stands="De rapportage staat op") or why_not, to_report)


def _next(request: Request, report: Report) -> HttpResponse:
    """On to the making, or ("bewaren") back to the page."""
    if request.POST.get("doe") == "bewaren":
        messages.success(request, "De teksten zijn bewaard. De rapportage is nog niet gemaakt.")
        return redirect("reports:detail", report.pk)
    if report.is_made:  # sent twice, and the first time it was quick
        return redirect("reports:detail", report.pk)
    return _to_job(request, report, operations.ask_report(report, actor=request.actor))


def _to_job(request: Request, report: Report, job: Job) -> HttpResponse:
    """How far it is; of a job that a colleague asked for first the report tells that it runs."""
    if job.owner_id == request.actor.user_id:
        return redirect("jobs:progress", job.pk)
    messages.info(request, "Een collega liet deze rapportage al maken. Zij staat straks hier.")
    return redirect("reports:detail", report.pk)
