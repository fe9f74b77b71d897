"""The list of receivers, beside the mandates: what was agreed with which kind of partner."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from core.pages import Request, page, show, visible_or_404
from core.pagination import keyset_page
from core.workdays import today
from municipalities.forms.roles import LastDayForm
from municipalities.models import administered_by
from signals import operations
from signals.agreement_filters import AgreementFilter
from signals.forms.agreements import AgreementForm
from signals.models import Agreement
from signals.policies import SignalAction

_FORM = ("GET", "POST")


@page(SignalAction.VIEW_AGREEMENTS)
def agreements(request: Request) -> HttpResponse:
    """What holds now or later in the regions that the administrator looks after."""
    day = today()
    regions = administered_by(request.actor.user_id, day).regions
    rows = Agreement.objects.not_ended(day).filter(region__in=regions)
    chosen = AgreementFilter(request.GET, rows, actor=request.actor)
    found = keyset_page(
        chosen.qs.select_related("region", "organisation"),
        order=("organisation_kind", "id"),
        after=request.GET.get("na", ""),
    )
    context = {
        "filter": chosen,
        "chips": chosen.chips(request.path),
        "count": chosen.qs.count(),
        "page": found,
        "clear_url": request.path,
    }
    return show(request, "signals/agreements.html", context)


@page(SignalAction.REGISTER_AGREEMENT, methods=_FORM, fresh=True)
def register_agreement(request: Request) -> HttpResponse:
    """Write an agreement down."""
    administered = administered_by(request.actor.user_id, today())
    form = AgreementForm(request.POST or None, actor=request.actor, administered=administered)
    if form.carried_out(lambda: operations.register_agreement(actor=request.actor, agreed=form.agreed())):
        messages.success(request, "De afspraak is vastgelegd.")
        return redirect("signals:agreements")
    return show(request, "signals/register_agreement.html", {"form": form}, status=form.status)


@page(SignalAction.END_AGREEMENT, methods=_FORM, fresh=True)
def end_agreement(request: Request, pk: int) -> HttpResponse:
    """Let one end on a day."""
    agreement = visible_or_404(Agreement.objects.select_related("region", "organisation"), pk=pk)
    form = LastDayForm(request.POST or None, actor=request.actor)
    if form.carried_out(
        lambda: operations.end_agreement(agreement, actor=request.actor, last_day=form.cleaned_data["last_day"])
    ):
        messages.success(request, "De afspraak is beëindigd.")
        return redirect("signals:agreements")
    return show(request, "signals/end_agreement.html", {"form": form, "agreement": agreement}, status=form.status)
