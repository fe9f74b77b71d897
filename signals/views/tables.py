"""Putting a signal before a screening table: which meeting, what each party will read, one button; and taking it back."""

import uuid
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.errors import NotVisible, WrongState
from core.pages import Request, page, show
from core.workdays import today
from municipalities.mandates import care_areas_under_mandate
from signals import operations, terms
from signals.forms.steps import ReasonForm
from signals.forms.tables import DoneForForm, TableForm
from signals.models import Meeting, Seat, Signal, TableItem
from signals.operations.table_outcomes import NOTHING_TO_DO
from signals.operations.tables import parties_for
from signals.policies import SignalAction
from signals.table_sets import MeetingQuerySet
from signals.table_states import ItemState

from .start import FORM, form_page, look_for_step, part_or_404, signal_or_404

MOST_MEETINGS = 12
_NOT_SENT = {"csrfmiddlewaretoken", "stap"}


@page(SignalAction.TABLE)
def choose_meeting(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The meetings to come of the tables at which the municipality of the signal sits."""
    signal = signal_or_404(request, pk)
    look_for_step(request, signal)
    meetings = _to_come(signal).select_related("table").order_by("starts_at")[:MOST_MEETINGS]
    again = _again(request, signal)
    context = {"signal": signal, "meetings": meetings, "again": again.pk if again else ""}
    return show(request, "signals/table_choose.html", context)


@page(SignalAction.TABLE, methods=FORM)
def table_signal(request: Request, pk: uuid.UUID, meeting: int) -> HttpResponse:
    """Write the paragraph ("kiezen"), see what each party reads ("controleren"), and put it before them ("versturen")."""
    signal = signal_or_404(request, pk)
    form = _form(request, signal, meeting)
    step = request.POST.get("stap", "")
    if step == "versturen" and form.carried_out(
        lambda: operations.put_on_table(signal, actor=request.actor, item=form.item(), known=list(form.known))
    ):
        messages.success(request, "Het punt staat op de agenda. De deelnemers krijgen een mail zonder inhoud.")
        return redirect("signals:detail", pk)
    look_for_step(request, signal)
    context = {"signal": signal, "form": form, "meeting": form.meeting, "reads_for": terms.READ_TABLE}
    if step == "controleren" and form.is_valid():
        sent = [(name, value) for name, values in request.POST.lists() for value in values if name not in _NOT_SENT]
        return show(request, "signals/table_confirm.html", context | {"sent": sent, "readers": form.chosen()})
    if step == "kiezen":
        form.is_valid()
        form.errors.clear()
    return show(request, "signals/table_signal.html", context, status=form.status)


@page(SignalAction.WITHDRAW_ITEM, methods=FORM)
def withdraw_item(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take a point back."""
    item = part_or_404(request, TableItem, pk)
    form = ReasonForm(request.POST or None, actor=request.actor, version=item.version)
    return form_page(
        request,
        form,
        about=item,
        heading=f"Punt {item.reference} van de agenda halen",
        lead="De deelnemers zien het punt daarna niet meer. Wat al gelezen is, blijft gelezen.",
        submit="Punt intrekken",
        done="Het punt staat niet meer op de agenda.",
        run=lambda: operations.withdraw_item(
            item, actor=request.actor, version=form.cleaned_data["version"], reason=form.cleaned_data["reason"]
        ),
    )


@page(SignalAction.SETTLE_FOR, methods=FORM)
def settle_for(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write down that what the table gave somebody to do is done, or will not be."""
    item = part_or_404(request, TableItem, pk)
    form = DoneForForm(request.POST or None, actor=request.actor, version=item.version)
    if not form.is_bound and item.state == ItemState.DECIDED and not item.is_to_do:
        raise WrongState(NOTHING_TO_DO, leads_to=("Naar het signaal", reverse("signals:detail", args=[item.signal_id])))
    return form_page(
        request,
        form,
        about=item,
        heading=f"Actie van punt {item.reference} is gedaan",
        lead=f"De tafel vroeg dit van: {item.owner_name}. Daar staat het daarna niet meer als actie.",
        submit="Vastleggen",
        done="De actie staat als gedaan.",
        run=lambda: operations.settle_for(
            item, actor=request.actor, version=form.cleaned_data["version"], line=form.cleaned_data["line"]
        ),
    )


def _to_come(signal: Signal) -> MeetingQuerySet:
    seats = Seat.objects.on(today()).filter(municipality=signal.municipality_id)
    return Meeting.objects.all().to_come().filter(table__in=seats.values("table"))


def _again(request: Request, signal: Signal) -> TableItem | None:
    """The point of this signal that a table did not come to and is put again."""
    found: TableItem | None = None
    with suppress(ValueError):
        found = _returned(signal).filter(pk=uuid.UUID(request.GET.get("punt", ""))).first()
    return found


def _returned(signal: Signal) -> Any:
    return TableItem.objects.of(signal).filter(state=ItemState.RETURNED)


def _as_before(item: TableItem | None) -> dict[str, Any]:
    """What was written for it, to be sent again or changed; who agreed is asked anew."""
    if item is None:
        return {}
    codes = [code for code, _ in item.parties]
    return {
        "text": item.text,
        "question": item.question,
        "ground": item.ground,
        "parties": codes,
        "comes_first": item.comes_first,
    }


def _form(request: Request, signal: Signal, key: int) -> TableForm:
    meeting = _to_come(signal).select_related("table__chair_municipality").filter(pk=key).first()
    if meeting is None:
        raise NotVisible
    mandated = bool(care_areas_under_mandate(signal.municipality, today()))
    return TableForm(
        request.POST or None,
        actor=request.actor,
        initial=_as_before(_again(request, signal)),
        signal=signal,
        meeting=meeting,
        parties=parties_for(signal, meeting, mandated=mandated),
    )
