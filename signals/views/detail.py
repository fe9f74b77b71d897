"""The page of one signal: what was seen, what was gathered and decided, what runs, and who did what."""

import uuid
from typing import Any

from django.http import HttpResponse

from audit.models import AuditEvent
from audit.recording import record_view
from audit.timeline import lines
from core.access import Actor, may
from core.errors import NotVisible
from core.pages import Request, page, show, visible_or_404
from municipalities.people import hat_names, names_of
from signals.events import SignalEvent
from signals.models import Decision, Enrichment, Follow, FollowReview, Handover, HandoverAnswer, Offer, Reporter, Signal
from signals.policies import SignalAction
from signals.workflow import SIGNAL


@page(SignalAction.VIEW)
def detail(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One signal with its parts; the look is an event."""
    signal = visible_or_404(Signal.objects.visible_to(request.actor).for_detail(), pk=pk)
    record_view(SignalEvent.VIEWED, signal, actor=request.actor)
    return show(request, "signals/detail.html", page_of(signal, request.actor))


def page_of(signal: Signal, actor: Actor) -> dict[str, Any]:
    """What the signal's page shows to this actor; parts that cannot exist are not asked for."""
    events = AuditEvent.objects.visible_to(actor).of_dossier(signal.dossier_id).changes().newest()
    return {
        "signal": signal,
        "steps": allowed_steps(signal, actor),
        "reporter": _reporter(signal, actor),
        "enrichments": Enrichment.objects.of(signal).select_related("author"),
        "decisions": Decision.objects.of(signal).select_related("author"),
        "handovers": _handovers(signal),
        "offers": Offer.objects.of(signal).select_related("service_area"),
        "follows": _follows(signal),
        "timeline": lines(events, names=names_of(event.actor_id for event in events), hats=hat_names()),
    }


def allowed_steps(signal: Signal, actor: Actor) -> set[str]:
    """The actions, by their last word ("take_up"), that role and state allow on this signal now."""
    return {
        action.value.rpartition(".")[2]
        for action in SIGNAL.actions_from(signal.state)
        if may(actor, action, signal)
    }
