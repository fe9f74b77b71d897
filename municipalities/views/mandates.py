"""Agreements about care coordination, and who is called when nobody is there."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from core.pages import Request, page, show, visible_or_404
from core.pagination import MOST_UNFOLDED
from municipalities import operations
from municipalities.forms.roles import LastDayForm, MandateForm, MunicipalityFallBackForm, RegionFallBackForm
from municipalities.models import Mandate, Municipality, MunicipalityFallBack, RegionFallBack, administered_by
from municipalities.policies import MunicipalityAction as Action


@page(Action.VIEW_ROLES)
def mandates(request: Request) -> HttpResponse:
    """Every municipality that the administrator looks after, with its mandates; those without stand first."""
    today = timezone.localdate()
    administered = administered_by(request.actor.user_id, today)
    rows = Mandate.objects.not_ended(today).filter(municipality__in=administered.municipalities)
    by_place: dict[int, list[Mandate]] = {}
    for row in rows.select_related("organisation").order_by("valid_from"):
        by_place.setdefault(row.municipality_id, []).append(row)
    places = Municipality.objects.filter(pk__in=administered.municipalities)
    agreed = [(place, by_place[place.pk]) for place in places if place.pk in by_place]
    context = {
        "without": [place for place in places if place.pk not in by_place],
        "agreed": agreed,
        "summary": f"Met mandaat ({len(agreed)})",
        "is_open": len(agreed) <= MOST_UNFOLDED,
    }
    return show(request, "municipalities/mandates.html", context)


@page(Action.REGISTER_MANDATE, methods=("GET", "POST"), fresh=True)
def register_mandate(request: Request) -> HttpResponse:
    """Record that a municipality agreed to care coordination."""
    administered = administered_by(request.actor.user_id, timezone.localdate())
    chosen = {"municipality": request.GET.get("gemeente", "")}
    form = MandateForm(request.POST or None, actor=request.actor, administered=administered, initial=chosen)
    if mandate := form.carried_out(lambda: operations.register_mandate(actor=request.actor, **_values(form))):
        messages.success(request, f"Het mandaat van {mandate.municipality} is vastgelegd.")
        return redirect("municipalities:mandates")
    return show(request, "municipalities/register_mandate.html", {"form": form}, status=form.status)


@page(Action.END_MANDATE, methods=("GET", "POST"), fresh=True)
def end_mandate(request: Request, pk: int) -> HttpResponse:
    """Let a mandate end on a day."""
    mandate = visible_or_404(Mandate.objects.select_related("municipality", "organisation"), pk=pk)
    form = LastDayForm(request.POST or None, actor=request.actor)
    if form.carried_out(
        lambda: operations.end_mandate(mandate, actor=request.actor, last_day=form.cleaned_data["last_day"])
    ):
        messages.success(request, f"Het mandaat van {mandate.municipality} is beëindigd.")
        return redirect("municipalities:mandates")
    context = {"form": form, "mandate": mandate}
    return show(request, "municipalities/end_mandate.html", context, status=form.status)


@page(Action.VIEW_ROLES)
def fall_backs(request: Request) -> HttpResponse:
    """Who is called where nobody is appointed."""
    today = timezone.localdate()
    administered = administered_by(request.actor.user_id, today)
    of_places = MunicipalityFallBack.objects.not_ended(today).filter(municipality__in=administered.municipalities)
    of_regions = RegionFallBack.objects.not_ended(today).filter(region__in=administered.regions)
    context = {
        "of_places": of_places.select_related("municipality", "user").order_by("municipality__sort_name", "valid_from"),
        "of_regions": of_regions.select_related("region", "user", "municipality").order_by("region__sort_name"),
    }
    return show(request, "municipalities/fall_backs.html", context)


@page(Action.NAME_FALL_BACK, methods=("GET", "POST"), fresh=True)
def name_fall_back(request: Request, kind: str) -> HttpResponse:
    """Name the fall-back of a municipality or of a region."""
    administered = administered_by(request.actor.user_id, timezone.localdate())
    is_region = kind == "regio"
    form_class: Any = RegionFallBackForm if is_region else MunicipalityFallBackForm
    name = operations.name_region_fall_back if is_region else operations.name_municipality_fall_back
    form = form_class(request.POST or None, actor=request.actor, administered=administered)
    if row := form.carried_out(lambda: name(actor=request.actor, **_values(form))):
        messages.success(request, f"{row.user} is achtervang vanaf {row.valid_from:%d-%m-%Y}.")
        return redirect("municipalities:fall-backs")
    context = {"form": form, "is_region": is_region}
    return show(request, "municipalities/name_fall_back.html", context, status=form.status)


def _values(form: Any) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "hat"}
