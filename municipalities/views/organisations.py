"""The address book of organisations, for who administers a region."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from core.pages import Request, page, show, visible_or_404
from core.pagination import MOST_UNFOLDED
from municipalities import operations, roles
from municipalities.codes import ORGANISATION_GROUPS
from municipalities.duty import with_ways_in
from municipalities.forms.organisations import NewOrganisationForm, OrganisationForm
from municipalities.forms.roles import LastDayForm
from municipalities.models import Organisation, OrganisationQuerySet, administered_by
from municipalities.policies import MunicipalityAction as Action

_FORM = ("GET", "POST")


@page(Action.VIEW_ROLES)
def organisations(request: Request) -> HttpResponse:
    """Those that work everywhere and those of her own municipalities, today or later, by group, with how something reaches each."""
    day = timezone.localdate()
    administered = administered_by(request.actor.user_id, day)
    seen = Organisation.objects.filter(Q(municipality=None) | Q(municipality__in=administered.municipalities))
    seen = seen.not_ended(day).with_other_names(day).select_related("municipality", "keeper")
    rows = list(with_ways_in(seen, day))
    # After a change the group of what was changed is open.
    asked, few = request.GET.get("soort", ""), len(rows) <= MOST_UNFOLDED
    groups = [
        (heading, [row for row in rows if row.kind in kinds], few or asked in kinds)
        for heading, kinds in ORGANISATION_GROUPS
    ]
    context = {
        "groups": [(f"{heading} ({len(found)})", found, is_open) for heading, found, is_open in groups if found],
        "kept": administered.organisations,
    }
    return show(request, "municipalities/organisations.html", context)


@page(Action.REGISTER_ORGANISATION, methods=_FORM, fresh=True)
def register(request: Request) -> HttpResponse:
    """One more organisation."""
    administered = administered_by(request.actor.user_id, timezone.localdate())
    form = NewOrganisationForm(request.POST or None, actor=request.actor, administered=administered)
    if made := form.carried_out(lambda: operations.register_organisation(actor=request.actor, **form.values())):
        messages.success(request, f"{made} staat in de lijst.")
        return redirect(_list_with(made))
    return show(request, "municipalities/register_organisation.html", {"form": form}, status=form.status)


@page(Action.CHANGE_ORGANISATION, methods=_FORM, fresh=True)
def change(request: Request, pk: int) -> HttpResponse:
    """Another name, other names, or another way to reach it."""
    found: Organisation = visible_or_404(_kept(request).with_other_names(timezone.localdate()), pk=pk)
    form = OrganisationForm(request.POST or None, actor=request.actor, organisation=found)
    if form.carried_out(
        lambda: operations.change_organisation(
            found, actor=request.actor, version=form.cleaned_data["version"], facts=form.facts()
        )
    ):
        messages.success(request, "De organisatie is gewijzigd.")
        return redirect(_list_with(found))
    context = {"form": form, "organisation": found}
    return show(request, "municipalities/change_organisation.html", context, status=form.status)


@page(Action.END_ORGANISATION, methods=_FORM, fresh=True)
def end(request: Request, pk: int) -> HttpResponse:
    """Let it end on a day."""
    found: Organisation = visible_or_404(_kept(request), pk=pk)
    form = LastDayForm(request.POST or None, actor=request.actor)
    if form.carried_out(
        lambda: operations.end_organisation(found, actor=request.actor, last_day=form.cleaned_data["last_day"])
    ):
        messages.success(request, f"{found} houdt op na {form.cleaned_data['last_day']:%d-%m-%Y}.")
        return redirect(_list_with(found))
    # Those who work there can answer what is open; a role that is to begin counts too.
    day = timezone.localdate()
    context = {"form": form, "organisation": found, "there": roles.staff_of(found, day)}
    return show(request, "municipalities/end_organisation.html", context, status=form.status)


def _list_with(organisation: Organisation) -> str:
    """The list with the group of this one unfolded."""
    return f"{reverse('municipalities:organisations')}?{urlencode({'soort': organisation.kind})}"


def _kept(request: Request) -> OrganisationQuerySet:
    """Those that the administrator keeps; of what another region keeps she reads the list."""
    kept = administered_by(request.actor.user_id, timezone.localdate()).organisations
    return Organisation.objects.filter(pk__in=kept)
