"""Setting a screening table up and keeping it: what it is called, when it meets, who sits there, its end."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from core.pages import Request, page, show, visible_or_404
from core.workdays import today
from municipalities.areas import municipalities_of
from municipalities.forms.roles import LastDayForm
from municipalities.models import ServiceArea
from signals import operations
from signals.forms.meetings import NewTableForm, SeatForm, TableFactsForm
from signals.models import ScreeningTable, Seat
from signals.policies import SignalAction
from signals.seated import areas_to_keep, chairs_for, kept_tables, partners_near, tables_of_others

from .start import FORM


@page(SignalAction.LIST_TABLES)
def tables(request: Request) -> HttpResponse:
    """The tables that the actor keeps, and who keeps the others at which she sits."""
    context = {
        "tables": list(kept_tables(request.actor)),
        "others": list(tables_of_others(request.actor)),
        "areas": list(areas_to_keep(request.actor)),
    }
    return show(request, "signals/tables.html", context)


@page(SignalAction.LIST_TABLES)
def table(request: Request, pk: int) -> HttpResponse:
    """One table: its rhythm, who sits there and who did."""
    found = _table_or_404(request, pk)
    day = today()
    seats = found.seats.select_related("organisation", "municipality")
    context = {
        "table": found,
        "seated": [seat for seat in seats if seat.valid_until is None or seat.valid_until >= day],
        "left": [seat for seat in seats if seat.valid_until is not None and seat.valid_until < day],
        "to_come": found.meetings.coming(day).order_by("starts_at")[:1],
    }
    return show(request, "signals/table.html", context)


@page(SignalAction.OPEN_TABLE, methods=FORM, fresh=True)
def open_table(request: Request, area: int) -> HttpResponse:
    """A new table in a service area."""
    found: ServiceArea = visible_or_404(areas_to_keep(request.actor), pk=area)
    places = municipalities_of(found, today())
    form = NewTableForm(
        request.POST or None,
        actor=request.actor,
        area=found,
        places=places,
        chairs=chairs_for(request.actor, places),
    )
    if made := form.carried_out(lambda: operations.open_table(actor=request.actor, table=form.table())):
        messages.success(request, f"{made} is ingesteld. Voeg nu de organisaties toe die aan tafel zitten.")
        return redirect("signals:table", made.pk)
    return show(request, "signals/table_open.html", {"area": found, "form": form}, status=form.status)


@page(SignalAction.CHANGE_TABLE, methods=FORM, fresh=True)
def change_table(request: Request, pk: int) -> HttpResponse:
    """Another name, place or rhythm."""
    found = _table_or_404(request, pk)
    form = TableFactsForm(request.POST or None, actor=request.actor, table=found)
    if form.carried_out(
        lambda: operations.change_table(
            found, actor=request.actor, version=form.cleaned_data["version"], facts=form.facts()
        )
    ):
        messages.success(request, "Het overleg is gewijzigd.")
        return redirect("signals:table", pk)
    return show(request, "signals/table_change.html", {"table": found, "form": form}, status=form.status)


@page(SignalAction.END_TABLE, methods=FORM, fresh=True)
def end_table(request: Request, pk: int) -> HttpResponse:
    """Let it end on a day."""
    found = _table_or_404(request, pk)
    form = LastDayForm(request.POST or None, actor=request.actor)
    if form.carried_out(
        lambda: operations.end_table(found, actor=request.actor, last_day=form.cleaned_data["last_day"])
    ):
        messages.success(request, "Het overleg is beëindigd.")
        return redirect("signals:table", pk)
    return show(request, "signals/table_end.html", {"table": found, "form": form}, status=form.status)


@page(SignalAction.ADD_SEAT, methods=FORM, fresh=True)
def add_seat(request: Request, pk: int) -> HttpResponse:
    """Somebody more at the table."""
    found = _table_or_404(request, pk)
    form = SeatForm(request.POST or None, actor=request.actor, table=found, **_who_can_sit(found))
    if form.carried_out(
        lambda: operations.add_seat(found, actor=request.actor, version=form.cleaned_data["version"], seat=form.seat())
    ):
        messages.success(request, "De deelnemer is toegevoegd.")
        return redirect("signals:table", pk)
    return show(request, "signals/seat_add.html", {"table": found, "form": form}, status=form.status)


@page(SignalAction.END_SEAT, methods=FORM, fresh=True)
def end_seat(request: Request, pk: int) -> HttpResponse:
    """From a day on, somebody sits there no more."""
    kept = Seat.objects.filter(table__in=kept_tables(request.actor))
    seat: Seat = visible_or_404(
        kept.select_related("organisation", "municipality", "table__service_area", "table__chair_municipality"), pk=pk
    )
    form = LastDayForm(request.POST or None, actor=request.actor)
    if form.carried_out(lambda: operations.end_seat(seat, actor=request.actor, last_day=form.cleaned_data["last_day"])):
        messages.success(request, "De deelname is beëindigd.")
        return redirect("signals:table", seat.table_id)
    return show(request, "signals/seat_end.html", {"seat": seat, "form": form}, status=form.status)


def _table_or_404(request: Request, pk: int) -> ScreeningTable:
    found: ScreeningTable = visible_or_404(kept_tables(request.actor), pk=pk)
    return found


def _who_can_sit(table: ScreeningTable) -> dict[str, Any]:
    """Everybody of the area who does not sit there from today on without an end."""
    places = list(municipalities_of(table.service_area, today()))
    there = Seat.objects.filter(table=table, valid_until=None)
    seated = {seat.code for seat in there}
    return {
        "organisations": [one for one in partners_near(places) if f"o{one.pk}" not in seated],
        "municipalities": [one for one in places if f"g{one.pk}" not in seated],
    }
