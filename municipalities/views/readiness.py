"""Basis op orde: the matrix, one cell with its history, and changing it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core.errors import Invalid, NotVisible, OtherHat
from core.pages import Request, page, show, visible_or_404
from municipalities import operations
from municipalities.forms.areas import ReadinessFilter
from municipalities.forms.readiness import ReadinessForm, readable_id
from municipalities.matrix import Matrix, MatrixCell, matrix, spot_of
from municipalities.models import Municipality, ReadinessCell
from municipalities.policies import MunicipalityAction as Action
from municipalities.querysets import ReadinessQuerySet
from municipalities.readiness_items import ITEM_BY_CODE, ITEM_BY_SLUG, Item

MATRIX = "municipalities/readiness.html"
CHANGE = "municipalities/readiness_change.html"


@page(Action.VIEW_READINESS)
def readiness(request: Request) -> HttpResponse:
    """The matrix of the municipalities whose plans the reader may see."""
    filters = ReadinessFilter(request.GET, among=request.actor.governance)
    return show(request, MATRIX, {"filters": filters, "matrix": _matrix(request, filters)})


@page(Action.SET_READINESS, methods=("POST",))
def set_readiness(request: Request) -> HttpResponse:
    """One click: the cell says yes since today and opens for date, state and evidence."""
    _demand_hat(request)
    municipality, item, shown = _clicked(request)
    row = operations.click_readiness(actor=request.actor, municipality=municipality, item=item.code.value, shown=shown)
    url = reverse("municipalities:change-readiness", args=[municipality.gm_code, item.slug])
    change_url = f"{url}?regel={row.pk}"
    if request.htmx:
        form = ReadinessForm(actor=request.actor, row=row, version=_rows(request, municipality, item).version())
        return _renewed(request, municipality, item, {"form": form, "change_url": change_url, "row": row})
    messages.success(request, f"{municipality}: {item.short} staat op ja sinds vandaag. Vul hieronder aan of herstel.")
    return redirect(change_url)


@page(Action.VIEW_READINESS)
def readiness_cell(request: Request, gm_code: str, slug: str) -> HttpResponse:
    """One item of one municipality with everything that was ever recorded about it."""
    municipality, item = _place(request, gm_code, ITEM_BY_SLUG.get(slug))
    return show(request, "municipalities/readiness_cell.html", _history(request, municipality, item))


@page(Action.SET_READINESS, methods=("GET", "POST"))
def change_readiness(request: Request, gm_code: str, slug: str) -> HttpResponse:
    """Record another state, or (`?regel=`) put a recorded row right."""
    municipality, item = _place(request, gm_code, ITEM_BY_SLUG.get(slug))
    row = _row(request, municipality, item, request.GET.get("regel", ""))
    version = _rows(request, municipality, item).version()
    form = ReadinessForm(request.POST or None, actor=request.actor, row=row, version=version)
    if form.carried_out(
        lambda: operations.set_readiness(
            actor=request.actor, municipality=municipality, item=item.code.value, **form.values
        )
    ):
        return _saved(request, municipality, item)
    context = _history(request, municipality, item) | {"form": form, "row": row, "change_url": request.get_full_path()}
    return show(request, CHANGE, context, partial="panel", status=form.status)


@page(Action.STRIKE_READINESS, methods=("POST",))
def strike_readiness(request: Request, cell_id: uuid.UUID) -> HttpResponse:
    """Take a recorded row back, such as a click on the wrong cell."""
    _demand_hat(request)
    cell = visible_or_404(ReadinessCell.objects.visible_to(request.actor).select_related("municipality"), pk=cell_id)
    operations.strike_readiness(cell, actor=request.actor)
    item = ITEM_BY_CODE[cell.item]
    if request.htmx:
        return _renewed(request, cell.municipality, item, {"struck": True})
    messages.success(request, "De regel is geschrapt en telt niet meer mee.")
    return redirect("municipalities:readiness-cell", cell.municipality.gm_code, item.slug)


def _matrix(request: Request, filters: ReadinessFilter) -> Matrix:
    return matrix(filters.municipalities(), filters.day, request.actor, is_today=filters.is_today)


def _clicked(request: Request) -> tuple[Municipality, Item, uuid.UUID | None]:
    """The cell of the button, and the row that it stood on when it was shown."""
    key, _, shown = request.POST.get("cel", "").replace("\x00", "").partition("+")
    gm_code, _, code = key.partition("-")
    if not gm_code:
        raise Invalid(message="Klik op een vakje van het overzicht.")
    return *_place(request, gm_code, ITEM_BY_CODE.get(code)), readable_id(shown)


def _place(request: Request, gm_code: str, item: Item | None) -> tuple[Municipality, Item]:
    """The municipality and item that an address or a button names, when the reader may see that municipality's plans."""
    mine = Municipality.objects.filter(pk__in=request.actor.governance)
    if item is None:
        raise NotVisible
    return visible_or_404(mine, gm_code=gm_code), item


def _row(request: Request, municipality: Municipality, item: Item, pk: str) -> ReadinessCell | None:
    if not pk:
        return None
    rows = _rows(request, municipality, item)
    # A form that is sent again finds its row struck by the first time.
    return visible_or_404(rows if request.method == "POST" else rows.standing(), pk=readable_id(pk))


def _rows(request: Request, municipality: Municipality, item: Item) -> ReadinessQuerySet:
    return ReadinessCell.objects.visible_to(request.actor).filter(municipality=municipality, item=item.code.value)


def _history(request: Request, municipality: Municipality, item: Item) -> dict[str, Any]:
    rows = _rows(request, municipality, item)
    history = list(rows.select_related("recorded_by").order_by("-since", "-recorded_at"))
    current = next((row for row in history if row.struck_at is None), None)
    cell = MatrixCell(municipality, item, current, is_open=False)
    return {"municipality": municipality, "item": item, "history": history, "cell": cell}


def _saved(request: Request, municipality: Municipality, item: Item) -> HttpResponse:
    if request.htmx:
        return _renewed(request, municipality, item, {"saved": True})
    messages.success(request, f"Vastgelegd: {item.short} van {municipality}.")
    return redirect("municipalities:readiness-cell", municipality.gm_code, item.slug)


def _renewed(request: Request, municipality: Municipality, item: Item, context: dict[str, Any]) -> HttpResponse:
    """For htmx: what stands beside the matrix, and out of band the cell with the counts of its row and column."""
    filters = ReadinessFilter(request.POST, among=request.actor.governance)
    table = _matrix(request, filters)
    row = table.row_of(municipality)
    cells = [] if row is None else [cell for cell in row.cells if cell.item == item]
    renewed = {"table": table, "matrix_row": row, "matrix_cells": cells, "column": table.column_of(item.code.value)}
    spot = spot_of(municipality, item)
    given = {"municipality": municipality, "item": item, "spot": spot} | renewed | context
    return render(request, f"{MATRIX}#renewed", given)


def _demand_hat(request: Request) -> None:
    """A button of a page that was opened under another hat changes nothing."""
    if request.POST.get("hat", "") != request.actor.hat:
        raise OtherHat("U opende deze pagina in een andere rol dan waarin u nu werkt. Er is niets gewijzigd.")
