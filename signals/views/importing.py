"""Taking over a list: one page for each step, and one that says how it stands with it."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.access import authorize
from core.errors import WrongState
from core.files import sentence_of
from core.forms import ChangeForm, pressed
from core.pages import Request, action_of, demand_possible, page, show, visible_or_404
from core.spreadsheets import csv_answer
from jobs.models import Job
from jobs.words import progress_of
from signals import operations
from signals.columns import Choice
from signals.forms.importing import ColumnsForm, NoBsnForm, ReadInForm, SheetForm, ValuesForm
from signals.importing import first_choice, values_to_choose
from signals.list_states import IMPORT, ImportState
from signals.models import ImportedFrom, ListImport
from signals.operations.remembering import understood
from signals.operations.taking_over import why_kept
from signals.policies import SignalAction

from .start import FORM

S = ImportState
# What the page of a list shows, by its state.
_PARTS: Mapping[str, str] = {
    **dict.fromkeys((S.READING, S.CHECKING, S.IMPORTING, S.UNDOING), "waits"),
    **dict.fromkeys((S.UNDONE, S.DROPPED), "ended"),
    S.REFUSED: "refused",
    S.READ: "read",
    S.CHECKED: "checked",
    S.IMPORTED: "imported",
}

# Of what an import brought, so many stand on the page that takes it back.
SHOWN = 20


def list_or_404(request: Request, pk: uuid.UUID) -> ListImport:
    """The list, when it is hers."""
    mine = ListImport.objects.visible_to(request.actor).select_related("municipality")
    found: ListImport = visible_or_404(mine, pk=pk)
    if action := action_of(request):
        authorize(request.actor, action, found)
    return found


@page(SignalAction.START_IMPORT, methods=FORM)
def read_in(request: Request) -> HttpResponse:
    """Choose a file; below it the lists that were read in before."""
    form = ReadInForm(request.POST or None, request.FILES or None, actor=request.actor)
    if made := form.carried_out(
        lambda: operations.read_in_list(actor=request.actor, municipality=form.held_by, new=form.new_list())
    ):
        return redirect("signals:list-import", made.pk)
    lists = ListImport.objects.visible_to(request.actor).select_related("municipality")[:20]
    context = {"form": form, "lists": lists, "days": settings.IMPORT_KEEP_DAYS}
    return show(request, "signals/import_begin.html", context, status=form.status)


@page(SignalAction.START_IMPORT)
def one(request: Request, pk: uuid.UUID) -> HttpResponse:
    """How it stands with one list, and what to do next."""
    about = list_or_404(request, pk)
    result = about.result or {}
    job = (
        Job.objects.visible_to(request.actor).filter(object_id=about.pk).order_by("-created_at").first()
        if about.waits
        else None
    )
    again = result.get("again")
    context = {
        "about": about,
        "part": _PARTS[about.state],
        "result": result,
        "again": dt.date.fromisoformat(again) if again else None,
        "button": ChangeForm(actor=request.actor, version=about.version),
        "sentence": sentence_of(about.why) if about.why else "",
        "no_bsn": _no_bsn(request, about) if result.get("bsn") else None,
        "late": why_kept(about, request.actor) if about.state == S.IMPORTED else "",
    }
    return show(request, "signals/import_one.html", context | (progress_of(job) if job else {}))


def _no_bsn(request: Request, about: ListImport, data: Any = None) -> NoBsnForm:
    rows = (about.result or {}).get("bsn", [])
    return NoBsnForm(data, actor=request.actor, version=about.version, rows=rows, choice=Choice.told(about.choice))


@page(SignalAction.MAP_IMPORT, methods=FORM)
def sheet(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Another sheet, or another row with the names of the columns."""
    about = list_or_404(request, pk)
    choice = _choice(about)
    form = SheetForm(
        request.POST or None, actor=request.actor, version=about.version, sheets=about.sheets or [], choice=choice
    )

    def choose() -> ListImport:
        place = form.cleaned_data["sheet"]
        told = first_choice(about, request.actor, about.sheets[place]["top"], place, form.cleaned_data["heading"])
        return operations.choose_columns(about, actor=request.actor, version=form.cleaned_data["version"], choice=told)

    top = (about.sheets or [{"top": []}])[choice.sheet]["top"]
    return _step(request, about, form, choose, "signals:import-columns", "signals/import_sheet.html", {"top": top})


@page(SignalAction.MAP_IMPORT, methods=FORM)
def columns(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What each column is."""
    about = list_or_404(request, pk)
    choice = _choice(about)
    headings, examples = _headings(about, choice)
    form = ColumnsForm(
        request.POST or None,
        actor=request.actor,
        version=about.version,
        headings=headings,
        examples=examples,
        choice=choice,
    )

    def choose() -> ListImport:
        return operations.choose_columns(
            about, actor=request.actor, version=form.cleaned_data["version"], choice=form.chosen()
        )

    return _step(
        request, about, form, choose, "signals:import-values", "signals/import_columns.html", {"choice": choice}
    )


@page(SignalAction.CHECK_IMPORT, methods=FORM)
def values(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What the words mean, where a column has a fixed list; then every row is checked."""
    about = list_or_404(request, pk)
    choice = _choice(about)
    words = values_to_choose(about, choice) if about.sheets else {}
    choice = understood(about.municipality_id, request.actor, choice, words)
    form = ValuesForm(request.POST or None, actor=request.actor, version=about.version, words=words, choice=choice)

    def ask() -> ListImport:
        return operations.check_list(
            about, actor=request.actor, version=form.cleaned_data["version"], choice=form.chosen()
        )

    return _step(request, about, form, ask, "signals:list-import", "signals/import_values.html", {"words": words})


@page(SignalAction.CHECK_IMPORT, methods=("POST",))
def no_bsn(request: Request, pk: uuid.UUID) -> HttpResponse:
    """These numbers are none; every row is checked again."""
    about = list_or_404(request, pk)
    version = pressed(request.POST, request.actor)
    form = _no_bsn(request, about, request.POST)
    choice = form.chosen() if form.is_valid() else _choice(about)
    operations.check_list(about, actor=request.actor, version=version, choice=choice)
    return redirect("signals:list-import", pk)


@page(SignalAction.START_IMPORT)
def mistakes(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What is wrong, as a list to have beside one's own."""
    about = list_or_404(request, pk)
    errors = (about.result or {}).get("errors")
    if not errors:
        raise WrongState("Er zijn geen fouten om te downloaden.", leads_to=_way(about))
    lines = [("Regel", "Wat", "Wat is er mis"), *((str(row), what, sentence) for row, what, sentence in errors)]
    return csv_answer(lines, name="fouten-in-uw-lijst")


@page(SignalAction.RUN_IMPORT, methods=("POST",))
def run(request: Request, pk: uuid.UUID) -> HttpResponse:
    """All its rows become signals, or none."""
    operations.run_list(list_or_404(request, pk), actor=request.actor, version=pressed(request.POST, request.actor))
    return redirect("signals:list-import", pk)


@page(SignalAction.CHECK_IMPORT, methods=("POST",))
def check_again(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Once more: the check or the import broke off."""
    about = list_or_404(request, pk)
    version = pressed(request.POST, request.actor)
    operations.check_list(about, actor=request.actor, version=version, choice=_choice(about))
    return redirect("signals:list-import", pk)


@page(SignalAction.UNDO_IMPORT, methods=FORM)
def undo(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Say what goes, then take the whole import back."""
    about = list_or_404(request, pk)
    if request.method == "POST":
        operations.undo_list(about, actor=request.actor, version=pressed(request.POST, request.actor))
        return redirect("signals:list-import", pk)
    demand_possible(
        IMPORT.why_not(SignalAction.UNDO_IMPORT, about) or why_kept(about, request.actor),
        _way(about),
    )
    rows = ImportedFrom.objects.visible_to(request.actor).filter(batch=about).select_related("signal").order_by("line")
    button = ChangeForm(actor=request.actor, version=about.version)
    return show(request, "signals/import_undo.html", {"about": about, "rows": rows[:SHOWN], "button": button})


@page(SignalAction.DROP_IMPORT, methods=("POST",))
def drop(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Throw a list away."""
    operations.drop_list(list_or_404(request, pk), actor=request.actor, version=pressed(request.POST, request.actor))
    messages.success(request, "De lijst is weggegooid. Er is niets van overgenomen.")
    return redirect("signals:import")


def _choice(about: ListImport) -> Choice:
    return Choice.told(about.choice)


def _way(about: ListImport) -> tuple[str, str]:
    return "Naar de lijst", reverse("signals:list-import", args=[about.pk])


def _headings(about: ListImport, choice: Choice) -> tuple[Sequence[str], dict[int, str]]:
    """The names of the columns, and for each an example from the first rows."""
    top = about.sheets[choice.sheet]["top"] if about.sheets else []
    headings: list[str] = next((cells for number, cells in top if number == choice.heading), [])
    examples: dict[int, str] = {}
    for number, cells in top:
        for place, cell in enumerate(cells):
            if number > choice.heading and cell:
                examples.setdefault(place, cell[:60])
    headings = [*headings, *[""] * (max(examples, default=-1) + 1 - len(headings))]
    return headings, examples


def _step(
    request: Request,
    about: ListImport,
    form: Any,
    operation: Callable[[], ListImport],
    onward: str,
    template: str,
    more: Mapping[str, Any],
) -> HttpResponse:
    if form.carried_out(operation):
        return redirect(onward, about.pk)
    demand_possible(IMPORT.why_not(action_of(request), about), _way(about))
    return show(request, template, {"about": about, "form": form, **more}, status=form.status)
