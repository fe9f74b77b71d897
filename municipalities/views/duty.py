"""Being away, and appointing a focal officer where there is none."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from core.access import may
from core.errors import NotVisible
from core.pages import Request, page, show, visible_or_404
from municipalities import duty, operations
from municipalities.forms.absences import AbsenceForm
from municipalities.forms.roles import AppointForm, LastDayForm
from municipalities.models import Absence, Municipality, RoleRow
from municipalities.policies import MunicipalityAction as Action


@page(Action.SET_ABSENCE, methods=("GET", "POST"), fresh=True)
def absence(request: Request) -> HttpResponse:
    """One's own absences, and registering a new one. A care coordinator gives her deputy a role by it, for those days."""
    colleagues_too = may(request.actor, Action.SET_ABSENCE_OF_COLLEAGUE)
    form = AbsenceForm(request.POST or None, actor=request.actor, colleagues_too=colleagues_too)
    if made := form.carried_out(lambda: _register(request, form)):
        text = f"Geregeld. {made.deputy} ontvangt het werk van {made.valid_from:%d-%m-%Y} tot en met {made.valid_until:%d-%m-%Y}."
        messages.success(request, text)
        return redirect("municipalities:absence")
    context = {"form": form, "absences": _absences(request)}
    return show(request, "municipalities/absence.html", context, status=form.status)


@page(Action.END_ABSENCE, methods=("GET", "POST"), fresh=True)
def end_absence(request: Request, pk: int) -> HttpResponse:
    """Back earlier than planned, or not away after all. A role that was given for it ends too."""
    absence = visible_or_404(_absences(request), pk=pk)
    form = LastDayForm(request.POST or None, actor=request.actor)
    if form.carried_out(
        lambda: operations.end_absence(absence, actor=request.actor, last_day=form.cleaned_data["last_day"])
    ):
        messages.success(request, "De afwezigheid is aangepast.")
        return redirect("municipalities:absence")
    context = {"form": form, "absence": absence}
    return show(request, "municipalities/end_absence.html", context, status=form.status)


@page(Action.APPOINT_FOCAL_OFFICER, methods=("GET", "POST"), fresh=True)
def appoint(request: Request, gm_code: str) -> HttpResponse:
    """The fall-back of a municipality without focal officer appoints one: an address, what will happen, the button."""
    municipality = visible_or_404(Municipality.objects.all(), gm_code=gm_code)
    rows = duty.fall_back_rows(request.actor.user_id, municipality, timezone.localdate())
    if not rows:
        raise NotVisible
    form = AppointForm(request.POST or None, actor=request.actor, fall_back=rows[0])
    back_url, step = _way_back(request, municipality), request.POST.get("stap", "")
    context = {"form": form, "municipality": municipality, "back_url": back_url, "today": timezone.localdate()}
    if step == "" and form.is_valid():
        return show(request, "municipalities/appoint_confirm.html", context)
    if step == "aanwijzen" and form.carried_out(lambda: _appoint(request, form, rows[0], municipality)):
        name = form.cleaned_data["user"]
        messages.success(request, f"{name} is vanaf vandaag aandachtsfunctionaris van {municipality}.")
        return redirect(back_url)
    return show(request, "municipalities/appoint.html", context, status=form.status)


def _appoint(request: Request, form: AppointForm, row: Any, municipality: Municipality) -> RoleRow:
    return operations.appoint_focal_officer(
        row, actor=request.actor, municipality=municipality, user=form.cleaned_data["user"]
    )


def _way_back(request: Request, municipality: Municipality) -> str:
    """The page of the municipality; the start page for who may not open that one."""
    can_open = may(request.actor, Action.VIEW)
    return reverse("municipalities:detail", args=[municipality.gm_code]) if can_open else reverse("start")


def _register(request: Request, form: AbsenceForm) -> Absence:
    return operations.set_absence(
        actor=request.actor,
        user=form.person_of("person"),
        deputy=form.person_of("deputy"),
        first_day=form.cleaned_data["first_day"],
        last_day=form.cleaned_data["last_day"],
    )


def _absences(request: Request) -> Any:
    """What somebody may end: the own absences and those covered, of today and later, under the acting hat."""
    rows = Absence.objects.not_ended(timezone.localdate()).filter(role=request.actor.hat)
    mine = rows.filter(user=request.actor.user_id) | rows.filter(deputy=request.actor.user_id)
    return mine.select_related("user", "deputy").order_by("valid_from", "pk")
