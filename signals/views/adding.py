"""More for the receiver of a *doormelding*: choose, see exactly what goes, send. Nothing leaves before the last button."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.errors import WrongState
from core.pages import Request, page, show
from signals import operations
from signals.adding import Given
from signals.codes import HandoverMethod
from signals.disclosure import content_hash
from signals.forms.adding import AddForm
from signals.matter import got_otherwise
from signals.models import Handover, HandoverAddition
from signals.operations.adding import why_not_added_to
from signals.policies import SignalAction

from .handover import hidden, settle
from .start import FORM, look_for_step, part_or_404


@page(SignalAction.ADD_TO_HANDOVER, methods=FORM)
def add_to_handover(request: Request, pk: uuid.UUID) -> HttpResponse:
    """As handing over (handover.py): the form, what is still to be settled, the last page, sending."""
    handover = part_or_404(request, Handover, pk)
    if why_not := why_not_added_to(handover):
        raise WrongState(why_not, leads_to=("Naar de doormelding", reverse("signals:handed-over", args=[pk])))
    step = request.POST.get("stap", "")
    added = HandoverAddition.objects.of_handover(handover)
    given = Given(handover, [one for one in added if str(one.pk) != request.POST.get("key")])
    form = AddForm(request.POST or None, actor=request.actor, given=given)
    if step in {"controleren", "verwerken", "versturen"} and form.is_valid():
        if form.finds:
            look_for_step(request, handover)
            return settle(request, handover.signal, form, request.path)
        if step == "versturen" and form.agreed():
            return _send(request, handover, form)
        look_for_step(request, handover)
        return _confirm(request, handover, form, changed=step == "versturen" and bool(form.cleaned_data["seen"]))
    return _choose(request, handover, form, renewing=step == "kiezen")


def _choose(request: Request, handover: Handover, form: AddForm, *, renewing: bool = False) -> HttpResponse:
    look_for_step(request, handover)
    if renewing:
        form.is_valid()
        form.errors.clear()
    context = {"signal": handover.signal, "handover": handover, "form": form, "had": form.given.content}
    return show(request, "signals/handover_add.html", context, status=form.status)


def _confirm(request: Request, handover: Handover, form: AddForm, *, changed: bool) -> HttpResponse:
    data = request.POST.copy()
    data["seen"] = content_hash(form.preview())
    context = {
        "signal": handover.signal,
        "handover": handover,
        "form": form,
        "preview": form.preview(),
        "sent": hidden(data),
        "changed": changed,
        "is_linkable": got_otherwise(handover.signal, handover.partner_id, anonymous=False),
    }
    return show(request, "signals/handover_add_confirm.html", context, status=409 if changed else 200)


def _send(request: Request, handover: Handover, form: AddForm) -> HttpResponse:
    sent = form.carried_out(lambda: operations.add_to_handover(handover, actor=request.actor, more=form.more()))
    if sent is None:
        return _choose(request, handover, form)
    messages.success(request, f"Doormelding {sent.reference} is aangevuld. {_what_now(sent)}")
    return redirect("signals:handed-over", sent.pk)


def _what_now(handover: Handover) -> str:
    """In words that fit how it was given: what is given by hand, she gives herself."""
    match handover.method:
        case HandoverMethod.PHONE:
            return f"Belde u {handover.receiver} nog niet? Doe dat nu, en noem het nummer van de doormelding."
        case HandoverMethod.LETTER:
            return f"Stuur {handover.receiver} de nieuwe brief (PDF). Die staat bij het signaal, bij Doormeldingen."
        case _:
            return f"{handover.receiver} krijgt bericht."
