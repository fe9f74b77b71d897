"""The last page of the wizard and what stands after it: everything once more, the button, the number."""

import datetime as dt
import uuid
from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import redirect

from audit.operation import together
from audit.recording import record_view
from core.access import Actor, may
from core.errors import Invalid, NotVisible
from core.forms import ChangeForm
from core.pages import Request, page, show, visible_or_404
from core.unit import passing_bsn
from core.workdays import local_date, today
from municipalities.duty import Desk, fallback_for
from municipalities.models import Municipality
from signals import operations
from signals.codes import Origin
from signals.drafts import AlreadySent, draft_or_404
from signals.events import SignalEvent
from signals.holders import may_hold, origin_of, senders_for
from signals.models import Draft, Signal, Submission
from signals.named import asks_about_names
from signals.office import Office, office_of
from signals.operations.drafts import SavedElsewhere
from signals.policies import SignalAction
from signals.related import Kin
from signals.seeing import read_by, read_when_sent
from signals.wizard import CHECK, Wizard
from signals.workflow import SIGNAL

from .related import strongest, strongest_of_draft

# Who looks at what is sent, in words (municipalities/duty.py says who it is that day). A care coordinator cannot take up
# what others sent: where she is the only one left, whoever the region named reads it.
_REGION = "wie de regio daarvoor heeft aangewezen, want in {} is nu geen aandachtsfunctionaris"
DESKS = {
    Desk.FOCAL_OFFICER: "de aandachtsfunctionaris van {}",
    Desk.DEPUTY: "de vervanger van de aandachtsfunctionaris van {}",
    Desk.MUNICIPALITY_FALL_BACK: "wie {} daarvoor heeft aangewezen",
    Desk.CARE_COORDINATOR: _REGION,
    Desk.REGION_FALL_BACK: _REGION,
    Desk.NOBODY: "wie {} daarvoor aanwijst",
}


@page(SignalAction.DRAFT, methods=("GET", "POST"))
def check(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Everything once more. Sending twice leads to the same signal."""
    try:
        wizard = _wizard(request.actor, pk)
    except AlreadySent:
        if request.method == "POST":
            return redirect("signals:logged", pk)
        raise
    form = ChangeForm(request.POST or None, actor=request.actor, version=wizard.draft.version)
    if form.carried_out(lambda: _send(wizard, form.cleaned_data["version"])):
        return redirect("signals:logged", pk)
    context = {
        "wizard": wizard,
        "form": form,
        "steps": wizard.steps(CHECK),
        "number": wizard.number(CHECK),
        "before_url": wizard.url(wizard.before(CHECK)),
        "reader": reader_of(wizard.draft.municipality),
        "visible_to": _visible_to(wizard),
        "closed_until": office_of(wizard.draft.municipality_id, request.actor).closed_until(),
        "alike": [] if wizard.sends or wizard.open_pages else _alike(wizard),
    }
    return show(request, "signals/wizard_check.html", context, status=form.status)


def _wizard(actor: Actor, pk: uuid.UUID) -> Wizard:
    wizard = Wizard(draft_or_404(actor, pk), actor)
    if wizard.is_note:
        raise NotVisible
    return wizard


def _alike(wizard: Wizard) -> list[Kin]:
    return strongest_of_draft(wizard.draft, wizard.facts(), wizard.actor)


def _visible_to(wizard: Wizard) -> str:
    if wizard.sends:
        return read_when_sent(wizard.draft.municipality)
    return read_by(wizard.draft.municipality, care=origin_of(wizard.actor) == Origin.CARE_COORDINATOR)


def _send(wizard: Wizard, version: int) -> Draft:
    if version != wizard.draft.version:
        message = "Er is niets verstuurd. Kijk eerst na wat er nu staat."
        raise SavedElsewhere(message)
    if not may_hold(wizard.actor, wizard.draft.municipality_id):
        name = wizard.draft.municipality.name
        raise Invalid(message=f"U kunt voor {name} geen signaal (meer) vastleggen. Uw concept blijft bewaard.")
    if wizard.open_pages:
        raise Invalid(message="Vul eerst de pagina's aan die hieronder staan.")
    # The same button, pressed twice at the same moment: the first one has cleared the draft away.
    with suppress(NotVisible):
        _log(wizard)
    return wizard.draft


def _log(wizard: Wizard) -> None:
    draft, actor = wizard.draft, wizard.actor
    given = {"actor": actor, "municipality": draft.municipality, "facts": wizard.facts(), "key": draft.pk}
    with together(), passing_bsn(wizard.passed):
        if wizard.sends:
            senders = senders_for(actor)
            sender = next((one for one in senders if wizard.sender_id in (None, one.pk)), None)
            operations.submit_signal(**given, sender=sender)
        else:
            operations.log_signal(**given, origin=origin_of(actor))
        operations.discard_draft(draft, actor=actor, sent=True)


@page(SignalAction.DRAFT)
def logged(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The number, who looks at it and when, what to do when something changes."""
    sent = Submission.objects.visible_to(request.actor).filter(signal_id=pk).select_related("municipality").first()
    if sent is None:
        signal = visible_or_404(Signal.objects.visible_to(request.actor).for_detail(), pk=pk)
        record_view(SignalEvent.VIEWED, signal, actor=request.actor)
        context = {
            "signal": signal,
            "names_in_text": asks_about_names(signal, request.actor),
            "alike": strongest(signal, request.actor),
            "takes_files": may(request.actor, SignalAction.ADD_FILE, signal)
            and not SIGNAL.why_not(SignalAction.ADD_FILE, signal),
        }
        return show(request, "signals/wizard_logged.html", context)
    record_view(SignalEvent.SUBMISSION_VIEWED, sent, actor=request.actor)
    office = office_of(sent.municipality_id, request.actor)
    context = {
        "sent": sent,
        "reader": reader_of(sent.municipality),
        "due": _told_due(sent, office),
        "closed_until": office.closed_until(),
    }
    return show(request, "signals/wizard_sent.html", context)


def _told_due(sent: Submission, office: Office) -> dt.date | None:
    """The last day to look at it; none when it was sent after the last reading hour of that day: nobody keeps that."""
    reads_from = sent.sent_at if office.is_open(sent.sent_at) else office.next_opening(sent.sent_at)
    return sent.due_on if local_date(reads_from) <= sent.due_on else None


def reader_of(municipality: Municipality) -> str:
    """Who will look at what is sent to this municipality today."""
    return DESKS[fallback_for(municipality, today()).desk].format(municipality)
