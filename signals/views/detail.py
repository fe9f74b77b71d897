"""The page of one signal: what was seen, what was gathered and decided, what runs, and who did what."""

import uuid
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse, QueryDict
from django.urls import reverse

from accounts.names import names_of
from audit.readers import dossier_readers, readers_table
from audit.recording import record_view
from audit.timeline import Line, dossier_lines
from core.access import Actor, may
from core.forms import ChangeForm
from core.pages import Request, page, show, visible_or_404
from core.workdays import today
from municipalities import shielding
from municipalities.codes import Role
from municipalities.duty import region_fall_back
from municipalities.mandates import care_area_under_mandate
from signals.codes import CloseReason, Origin
from signals.events import SignalEvent
from signals.forms.complete import stood_before
from signals.forms.decision import DecisionForm
from signals.models import (
    Attachment,
    Decision,
    Enrichment,
    Follow,
    FollowReview,
    Handover,
    HandoverAnswer,
    Offer,
    Reporter,
    Revision,
    Signal,
    SignalPerson,
)
from signals.named import asks_about_names
from signals.operations.care import ALREADY_WITH_CARE
from signals.policies import SignalAction
from signals.reporting_back import way_back
from signals.seeing import read_by
from signals.workflow import SIGNAL, OfferState

from .shielding import SHIELD
from .start import signal_or_404

NO_MANDATE = (
    "Deze gemeente heeft geen afspraak over zorgcoördinatie. Geef het signaal door aan een partner of volg het."
)
ALREADY_FOLLOWED = (
    "Dit signaal wordt al gevolgd. Opnieuw bekijken of stoppen kan bij het onderdeel “Volgen” op deze pagina."
)
# What a worker did: the line of the handover says that it went, the table of files how each of them stands.
NO_NEWS = (SignalEvent.LETTER_MADE, SignalEvent.FILE_ACCEPTED, SignalEvent.FILE_HELD, SignalEvent.FILE_REFUSED)
# By whether it came back with the advice to follow first.
_RETURNED = {
    False: "De zorgcoördinator stelde een vraag over uw aanbod. Met uw antwoord biedt u het signaal opnieuw aan.",
    True: "De zorgcoördinator gaf uw aanbod terug met het advies om eerst te volgen.",
}


@page(SignalAction.VIEW)
def detail(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One signal with its parts; the look is an event."""
    signal = visible_or_404(Signal.objects.visible_to(request.actor).for_detail(), pk=pk)
    record_view(SignalEvent.VIEWED, signal, actor=request.actor)
    return show(request, "signals/detail.html", page_of(signal, request.actor))


@page(SignalAction.VIEW_READERS)
def readers(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Who looked at this signal, by person and day."""
    signal = signal_or_404(request, pk)
    record_view(SignalEvent.READERS_VIEWED, signal, actor=request.actor)
    looks = dossier_readers(request.actor, signal.dossier_id, names=names_of, hats=dict(Role.choices))
    context = {
        "reference": signal.reference,
        "kicker": f"Signaal {signal.reference}",
        "back_url": reverse("signals:detail", args=[signal.pk]),
        **readers_table(looks),
        "sees": visible_to(signal, request.actor),
        **SHIELD.context(request, signal),
    }
    return show(request, "signals/readers.html", context)


def page_of(signal: Signal, actor: Actor) -> dict[str, Any]:
    """What the signal's page shows to this actor. Its parts are asked of themselves: the log is not kept as long."""
    steps = allowed_steps(signal, actor)
    pooled = signal.is_in_pool_of(actor)
    timeline = dossier_lines(actor, signal.dossier_id, names=names_of, hats=dict(Role.choices))
    closed_by = next((line.who for line in timeline if line.event == SignalEvent.CLOSED), "")
    reporter = Reporter.objects.visible_to(actor).filter(signal=signal).first()
    offers = list(Offer.objects.of(signal).select_related("service_area", "signal"))
    return {
        "signal": signal,
        "list_url": reverse("signals:list"),
        "visible_to": visible_to(signal, actor),
        "in_pool": pooled,
        "appoints": region_fall_back(signal.municipality, today()) if pooled else None,
        "step_form": ChangeForm(actor=actor, version=signal.version),
        "steps": steps,
        "decision_form": decision_form(signal, actor) if steps & {"decide", "decide_acute"} else None,
        "reporter": reporter,
        "revisions": revisions_of(signal, actor),
        "attachments": Attachment.objects.of(signal).select_related("author"),
        "people": SignalPerson.objects.visible_to(actor).filter(signal=signal),
        "names_in_text": asks_about_names(signal, actor),
        "enrichments": Enrichment.objects.of(signal).select_related("author"),
        "decisions": Decision.objects.of(signal).select_related("author"),
        "handovers": handovers_of(signal),
        "offers": offers,
        "returned": next((offer for offer in offers if offer.waits_for_officer), None),
        "with_care": any(offer.is_with_care for offer in offers),
        "follows": follows_of(signal),
        "timeline": [(line, _reason_told(line)) for line in timeline if line.event not in NO_NEWS],
        # Who may not see the reporter learns whether and when there was an answer, and no word of it.
        "answered": Reporter.objects.answered(signal) if signal.closed_at and reporter is None else None,
        "closed_by": closed_by,
        "way_back": way_back(signal, actor),
    }


def _reason_told(line: Line) -> str:
    """Of a closing: for which reason, in words; also of one before the signal was opened again."""
    reason = line.detail.get("reason", "") if line.event == SignalEvent.CLOSED else ""
    return str(CloseReason(reason).label) if reason in CloseReason.values else ""


def revisions_of(signal: Signal, actor: Actor) -> list[dict[str, Any]]:
    """What was completed, the newest first, with what stood there before."""
    rows = Revision.objects.visible_to(actor).filter(signal=signal).select_related("author")
    return [{"at": row.at, "author": row.author, "stood_before": stood_before(row)} for row in rows]


def decision_form(signal: Signal, actor: Actor, data: QueryDict | None = None) -> DecisionForm:
    """The decision panel for this signal; without a mandate it says why offering is not possible."""
    return DecisionForm(
        data,
        actor=actor,
        version=signal.version,
        cannot_offer=_cannot_offer(signal),
        cannot_follow=ALREADY_FOLLOWED if signal.is_followed else "",
        way_back=way_back(signal, actor),
    )


def _cannot_offer(signal: Signal) -> str:
    """Why the signal cannot be offered to care coordination now; "" when it can."""
    if signal.care_sees:
        returned = Offer.objects.of(signal).filter(state=OfferState.RETURNED).first()
        return _RETURNED[returned.follow_first] if returned else ALREADY_WITH_CARE
    return "" if care_area_under_mandate(signal.municipality_id, today()) else NO_MANDATE


def allowed_steps(signal: Signal, actor: Actor) -> set[str]:
    """The actions, by their last word ("take_up"), that role and state allow on this signal now."""
    return {
        action.value.rpartition(".")[2] for action in SIGNAL.actions_from(signal.state) if may(actor, action, signal)
    }


def visible_to(signal: Signal, actor: Actor) -> str:
    """Who can see the whole signal, by function; to who sees it in the pool: because nobody is appointed."""
    if signal.is_in_pool_of(actor):
        return f"zorgcoördinator met een afspraak met {signal.municipality}, zolang daar geen aandachtsfunctionaris is"
    care = signal.care_sees or signal.origin == Origin.CARE_COORDINATOR
    return shielding.seen_by(signal.dossier_id, read_by(signal.municipality, care=care))


def handovers_of(signal: Signal) -> QuerySet[Handover]:
    """The handovers with partner and answers, oldest first."""
    answers = Prefetch("answers", HandoverAnswer.objects.of(signal))
    return Handover.objects.of(signal).select_related("partner", "author").prefetch_related(answers)


def follows_of(signal: Signal) -> QuerySet[Follow]:
    """The follows with their reviews, oldest first."""
    return Follow.objects.of(signal).prefetch_related(Prefetch("reviews", FollowReview.objects.of(signal)))
