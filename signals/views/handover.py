"""Passing on: choose and see the exact preview, agree, send. Nothing leaves before the last button."""

import uuid
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from core.pages import Request, page, show
from signals import operations, terms
from signals.disclosure import content_hash
from signals.forms.handover import HandoverForm, as_before
from signals.matter import got_otherwise, was_asked, was_tabled
from signals.models import Handover, Reporter, Signal
from signals.policies import SignalAction

from .start import look_for_step, signal_or_404


@page(SignalAction.HAND_OVER, methods=("GET", "POST"))
def hand_over(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The form with its preview (`stap` absent or "kiezen"), the last page ("controleren"), sending ("versturen")."""
    signal = signal_or_404(request, pk)
    step = request.POST.get("stap", "")
    form = HandoverForm(request.POST or None, actor=request.actor, signal=signal, initial=_begun(request, signal))
    if step in {"controleren", "versturen"} and form.is_valid():
        if step == "versturen" and form.agreed():
            return _send(request, signal, form)
        look_for_step(request, signal)
        return _confirm(request, signal, form, changed=step == "versturen" and bool(form.cleaned_data["seen"]))
    return _choose(request, signal, form, renewing=step == "kiezen")


def _begun(request: Request, signal: Signal) -> dict[str, Any]:
    """What the form begins with: a tip, or what went to another receiver before (`als`, the key of that handover)."""
    with suppress(ValueError):
        earlier = Handover.objects.of(signal).filter(pk=uuid.UUID(request.GET.get("als", ""))).first()
        if earlier is not None:
            return as_before(earlier)
    return {"anonymous": "yes"} if request.GET.get("soort") == "tip" else {}


def _choose(request: Request, signal: Signal, form: HandoverForm, *, renewing: bool) -> HttpResponse:
    look_for_step(request, signal)
    form.is_valid()
    wrong = form.is_bound and not renewing
    if not wrong:
        # Only the preview is renewed: what is still empty is no mistake yet.
        form.errors.clear()
    context = {
        "signal": signal,
        "form": form,
        "preview": form.preview(),
        "handover": form.handover(),
        "reporter": _reporter(request, signal),
    }
    return show(request, "signals/handover.html", context, status=422 if wrong else 200)


def _reporter(request: Request, signal: Signal) -> Reporter | None:
    """Who reported, to who may know: the form tells whether the name may go along."""
    found: Reporter | None = Reporter.objects.visible_to(request.actor).filter(signal=signal).first()
    return found


def _confirm(request: Request, signal: Signal, form: HandoverForm, *, changed: bool) -> HttpResponse:
    preview, given = form.preview(), form.cleaned_data
    data = request.POST.copy()
    data["seen"] = content_hash(preview)
    context = {
        "signal": signal,
        "form": form,
        "preview": preview,
        "handover": form.handover(),
        "sent": [(name, value) for name, values in data.lists() for value in values if name not in _NOT_SENT],
        "changed": changed,
        "is_asked": given["anonymous"] and was_asked(signal, given["partner"].pk),
        "is_tabled": given["anonymous"] and was_tabled(signal, given["partner"].pk),
        "is_linkable": got_otherwise(signal, given["partner"].pk, anonymous=given["anonymous"]),
        "reminders": terms.REMIND_HANDOVER,
    }
    return show(request, "signals/handover_confirm.html", context, status=409 if changed else 200)


_NOT_SENT = {"csrfmiddlewaretoken", "stap"}


def _send(request: Request, signal: Signal, form: HandoverForm) -> HttpResponse:
    handover = form.carried_out(lambda: operations.hand_over(signal, actor=request.actor, disclosure=form.disclosure()))
    if handover is None:
        return _choose(request, signal, form, renewing=False)
    first, last = terms.REMIND_HANDOVER
    messages.success(
        request,
        f"Doormelding {handover.reference} is verstuurd aan {handover.partner}. "
        f"Komt er geen antwoord, dan herinneren we na {first} en na {last}.",
    )
    return redirect("signals:detail", signal.pk)
