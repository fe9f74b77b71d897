"""Emergency access: the deputy's page, what the owner is shown, and the privacy officer's list."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from audit.recording import record_search, record_view
from core.forms import pressed
from core.pages import Request, page, show, visible_or_404
from municipalities import emergency, operations
from municipalities.dossiers import DossierRoot
from municipalities.events import MunicipalityEvent
from municipalities.forms.emergency import EmergencyForm, ReviewForm
from municipalities.models import EmergencyAccess
from municipalities.oversight import overseeing
from municipalities.policies import MunicipalityAction as Action

MOST = 200


@page(Action.BREAK_GLASS, methods=("GET", "POST"), fresh=True)
def take(request: Request) -> HttpResponse:
    """Open one dossier by its number; what is open already stands above, to close it."""
    form = EmergencyForm(request.POST or None, actor=request.actor)
    if access := form.carried_out(
        lambda: operations.break_glass(
            actor=request.actor, reference=form.cleaned_data["reference"], why=form.cleaned_data["why"]
        )
    ):
        until = timezone.localtime(access.grant.until)
        messages.success(
            request, f"Dossier {access.reference} is open tot {until:%H:%M}. Wie eraan werkt, krijgt nu een bericht."
        )
        return redirect("municipalities:emergency")
    rows = EmergencyAccess.objects.visible_to(request.actor).filter(
        grant__user=request.actor.user_id, dossier_id__in=request.actor.opened, grant__ended_at=None
    )
    context = {
        "form": form,
        "is_deputy": bool(emergency.covered(request.actor)),
        "open": [(row, _page_of(row)) for row in rows.filter(grant__until__gt=timezone.now()).select_related("grant")],
        "hours": settings.EMERGENCY_HOURS,
    }
    return show(request, "municipalities/emergency.html", context, status=form.status)


@page(Action.END_EMERGENCY, methods=("POST",))
def end(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Close it."""
    access = visible_or_404(
        EmergencyAccess.objects.visible_to(request.actor).filter(grant__user=request.actor.user_id), pk=pk
    )
    operations.end_emergency(access, actor=request.actor, version=pressed(request.POST, request.actor))
    messages.success(request, f"De noodtoegang tot {access.reference} is gesloten.")
    return redirect("municipalities:emergency")


@page(Action.SEE_EMERGENCY, methods=("GET", "POST"))
def told(request: Request, pk: uuid.UUID) -> HttpResponse:
    """To the owner of the dossier: who opened it, when and why; her button says that she knows."""
    rows = EmergencyAccess.objects.visible_to(request.actor).filter(grant__owner=request.actor.user_id)
    access = visible_or_404(rows.select_related("grant__user"), pk=pk)
    if request.method == "POST":
        operations.see_emergency(access, actor=request.actor, version=pressed(request.POST, request.actor))
        messages.success(request, "U hebt bevestigd dat u dit weet. De privacy officer kijkt er ook naar.")
        return redirect("work")
    record_view(MunicipalityEvent.EMERGENCY_VIEWED, access, actor=request.actor)
    context = {"access": access, "page_url": _page_of(access), "is_over": access.grant.is_over}
    return show(request, "municipalities/emergency_told.html", context)


@page(Action.REVIEW_EMERGENCY)
def reviews(request: Request) -> HttpResponse:
    """Every emergency access in the municipalities that the privacy officer oversees; what waits for her first."""
    with overseeing(request.actor):
        visible = EmergencyAccess.objects.visible_to(request.actor).filter(municipality__in=request.actor.oversees)
        rows = visible.select_related("grant__user", "municipality", "reviewer")
        newest_judged = F("grant__reviewed_at").desc(nulls_first=True)
        found = list(rows.order_by(newest_judged, "grant__since")[:MOST])
    record_search(MunicipalityEvent.EMERGENCIES_LISTED, actor=request.actor, query="", rows=len(found))
    context = {
        "waiting": [row for row in found if not row.verdict],
        "reviewed": [row for row in found if row.verdict],
    }
    return show(request, "municipalities/emergency_reviews.html", context)


@page(Action.REVIEW_EMERGENCY, methods=("GET", "POST"))
def review(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One of them: who, when, why, what was done; and the form to judge it. Nothing of the dossier but its number."""
    with overseeing(request.actor):
        visible = EmergencyAccess.objects.visible_to(request.actor).filter(municipality__in=request.actor.oversees)
        access = visible_or_404(visible.select_related("grant__user", "municipality", "reviewer"), pk=pk)
        form = ReviewForm(request.POST or None, actor=request.actor, version=access.version)
        if form.carried_out(lambda: _judged(request, access, form)):
            messages.success(request, f"Uw oordeel over {access.reference} is vastgelegd.")
            return redirect("municipalities:emergency-reviews")
        context = _shown(access, form)
    record_view(MunicipalityEvent.EMERGENCY_VIEWED, access, actor=request.actor)
    return show(request, "municipalities/emergency_review.html", context, status=form.status)


def _judged(request: Request, access: EmergencyAccess, form: ReviewForm) -> EmergencyAccess:
    return operations.review_emergency(access, actor=request.actor, **form.judged())


def _shown(access: EmergencyAccess, form: ReviewForm) -> dict[str, Any]:
    over, own = access.grant.is_over, access.grant.user_id == form.actor.user_id
    return {
        "access": access,
        "ended": access.grant.ends_at,
        "is_over": over,
        "is_own": own,
        "done": emergency.done_in(access),
        "form": form if over and not access.verdict and not own else None,
    }


def _page_of(access: EmergencyAccess) -> str:
    """The page of the dossier."""
    model = next(kind for kind in DossierRoot.__subclasses__() if kind.letter == access.reference[0])
    return reverse(model.page_name, args=[access.dossier_id])
