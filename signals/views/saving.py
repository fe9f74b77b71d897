"""Filters of one's own: keeping those of the list, calling them otherwise, keeping them no longer."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from core.forms import ChangeForm
from core.pages import Request, page, show, visible_or_404
from signals import operations
from signals.filters import described, kept_filters
from signals.forms.saving import KeepFilterForm, RenameFilterForm
from signals.models import SavedFilter
from signals.operations.saving import MOST
from signals.policies import SignalAction

from .start import FORM


@page(SignalAction.KEEP_FILTER)
def filters(request: Request) -> HttpResponse:
    """One's own, the oldest first, with what each of them shows."""
    rows = [(saved, described(saved.filters, request.actor)) for saved in SavedFilter.objects.mine(request.actor)]
    return show(request, "signals/filters.html", {"rows": rows, "most": MOST})


@page(SignalAction.KEEP_FILTER, methods=FORM)
def keep(request: Request) -> HttpResponse:
    """The filters of the list that one came from, with a name."""
    sent = QueryDict(request.POST.get("filters", "")) if request.method == "POST" else request.GET
    shown = kept_filters(sent, request.actor)
    form = KeepFilterForm(request.POST or None, actor=request.actor, shown=shown)
    if saved := form.carried_out(
        lambda: operations.keep_filter(
            actor=request.actor,
            name=form.cleaned_data["name"],
            filters=form.chosen(),
            key=form.cleaned_data["key"],
        )
    ):
        messages.success(request, "Uw filter is bewaard en staat als tabblad boven de lijst.")
        return redirect(saved.url)
    context = {"form": form, "shown": described(shown, request.actor)}
    return show(request, "signals/filter_keep.html", context, status=form.status)


@page(SignalAction.RENAME_FILTER, methods=FORM)
def rename(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Another name for the same filters."""
    saved = visible_or_404(SavedFilter.objects.visible_to(request.actor), pk=pk)
    form = RenameFilterForm(
        request.POST or None, actor=request.actor, version=saved.version, initial={"name": saved.name}
    )
    if form.carried_out(
        lambda: operations.rename_filter(
            saved, actor=request.actor, version=form.cleaned_data["version"], name=form.cleaned_data["name"]
        )
    ):
        messages.success(request, "De naam is gewijzigd.")
        return redirect("signals:filters")
    context = {"form": form, "saved": saved, "shown": described(saved.filters, request.actor)}
    return show(request, "signals/filter_rename.html", context, status=form.status)


@page(SignalAction.REMOVE_FILTER, methods=FORM)
def remove(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Ask once, then keep it no longer."""
    saved = visible_or_404(SavedFilter.objects.visible_to(request.actor), pk=pk)
    form = ChangeForm(request.POST or None, actor=request.actor, version=saved.version)
    if form.carried_out(
        lambda: operations.remove_filter(saved, actor=request.actor, version=form.cleaned_data["version"])
    ):
        messages.success(request, "Het filter is verwijderd.")
        return redirect("signals:filters")
    return show(request, "signals/filter_remove.html", {"form": form, "saved": saved}, status=form.status)
