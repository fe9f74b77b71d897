"""Being away, and appointing a focal officer where there is none."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from core.access import may, reaches_for
from core.errors import NotVisible
from core.pages import Request, page, show, visible_or_404
from municipalities import duty, operations
from municipalities.codes import Role
from municipalities.forms.absences import AbsenceForm, OthersAbsenceForm
from municipalities.forms.roles import AppointForm, LastDayForm
from municipalities.models import Absence, AreaReach, Municipality, RoleRow, administered_by
from municipalities.operations.absences import standing_in_for
from municipalities.policies import RECEIVERS
from municipalities.policies import MunicipalityAction as Action
from municipalities.roles import working_in


@page(Action.SET_ABSENCE, methods=("GET", "POST"), fresh=True)
def absence(request: Request) -> HttpResponse:
    """The absences of one's own, of colleagues one stands in for and of who one administers, and registering one.

    By one of a care coordinator her deputy may get a role, for those days.
    """
    form = _form(request)
    if made := form.carried_out(lambda: _register(request, form)):
        days = f"van {made.valid_from:%d-%m-%Y} tot en met {made.valid_until:%d-%m-%Y}"
        who = f"{made.deputy} ontvangt het werk" if made.deputy else "Er is geen vervanger"
        messages.success(request, f"Geregeld. {who} {days}.{_waits(made)}")
        return redirect("municipalities:absence")
    context = {"form": form, "absences": _absences(request), "of_others": isinstance(form, OthersAbsenceForm)}
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
    context = {"form": form, "absence": absence, "standing_in": standing_in_for(absence)}
    return show(request, "municipalities/end_absence.html", context, status=form.status)


@page(Action.APPOINT_FOCAL_OFFICER, methods=("GET", "POST"), fresh=True)
def appoint(request: Request, gm_code: str) -> HttpResponse:
    """The fall-back of a municipality where no focal officer is appoints one: an address, what will happen, the button."""
    municipality = visible_or_404(Municipality.objects.all(), gm_code=gm_code)
    rows = duty.fall_back_rows(request.actor.user_id, municipality, timezone.localdate())
    if not rows:
        raise NotVisible
    form = AppointForm(request.POST or None, actor=request.actor, fall_back=rows[0])
    back_url, step = _way_back(request, municipality), request.POST.get("stap", "")
    day = timezone.localdate()
    gap = duty.gap_of(municipality, day)
    context = {"form": form, "municipality": municipality, "back_url": back_url, "today": day, "gap": gap}
    if step == "" and form.is_valid():
        return show(request, "municipalities/appoint_confirm.html", context)
    if step == "aanwijzen" and form.carried_out(lambda: _appoint(request, form, rows[0], municipality)):
        name, until = form.cleaned_data["user"], gap and gap.until
        post = (
            f"waarnemend aandachtsfunctionaris van {municipality}, tot en met {until:%d-%m-%Y}"
            if until
            else f"aandachtsfunctionaris van {municipality}"
        )
        messages.success(request, f"{name} is vanaf vandaag {post}.")
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


def _form(request: Request) -> AbsenceForm:
    if AreaReach.ADMINISTERED in reaches_for(request.actor, Action.SET_ABSENCE):
        administered = administered_by(request.actor.user_id, timezone.localdate())
        return OthersAbsenceForm(request.POST or None, actor=request.actor, administered=administered)
    colleagues_too = may(request.actor, Action.SET_ABSENCE_OF_COLLEAGUE)
    return AbsenceForm(request.POST or None, actor=request.actor, colleagues_too=colleagues_too)


def _waits(made: Absence) -> str:
    """Of an officer without deputy: that what comes in waits, and who was told so."""
    if made.deputy or not duty.waits_without(made.user_id, Role(made.role), made.valid_from):
        return ""
    return (
        " Er is dan niemand anders, en ook geen achtervang. De functioneel beheerder en de coördinator kregen daarvan bericht, "
        "zodat er iemand wordt aangewezen."
    )


def _register(request: Request, form: AbsenceForm) -> Absence:
    user, role = form.absent()
    return operations.set_absence(
        actor=request.actor,
        user=user,
        role=role,
        deputy=form.stand_in,
        first_day=form.cleaned_data["first_day"],
        last_day=form.cleaned_data["last_day"],
    )


def _absences(request: Request) -> Any:
    """What somebody may end, of today and later: the own absences and those covered, under the acting hat; administered ones."""
    actor, day = request.actor, timezone.localdate()
    rows = Absence.objects.not_ended(day)
    mine = rows.filter(Q(user=actor.user_id) | Q(deputy=actor.user_id), role=actor.hat)
    if AreaReach.ADMINISTERED in reaches_for(actor, Action.SET_ABSENCE):
        administered = administered_by(actor.user_id, day)
        for role in RECEIVERS:
            mine |= rows.filter(role=role, user__in=working_in(administered, role, day))
    return mine.select_related("user", "deputy", "registered_by").order_by("valid_from", "pk")
