"""The text for an anonymous tip: what was found in it is settled piece by piece, or the text is written anew."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from core.characters import visible
from core.pages import Request, page, show
from signals.anonymising import Kept, unsettled
from signals.disclosure import kept_in
from signals.forms.tips import SettleForm, TipTextForm
from signals.marking import marked
from signals.models import Signal, TipText
from signals.operations import write_tip
from signals.policies import SignalAction
from signals.protecting import protected_in

from .start import FORM, look_for_step, signal_or_404


@page(SignalAction.WRITE_TIP, methods=FORM)
def tip_text(request: Request, pk: uuid.UUID) -> HttpResponse:
    """`stap` "nakijken" settles pieces, "herschrijven" keeps another text, "opnieuw" begins again with the facts."""
    signal = signal_or_404(request, pk)
    row = TipText.objects.of(signal).first()
    text = row.text if row else visible(signal.facts).strip()
    kept = kept_in(signal) if row else []
    pieces = unsettled(text, protected_in(signal), kept)
    step = request.POST.get("stap", "")
    given: dict[str, Any] = {"actor": request.actor, "version": signal.version}
    settling = SettleForm(request.POST if step == "nakijken" else None, text=text, pieces=pieces, **given)
    writing = TipTextForm(request.POST if step in _REWRITTEN else None, initial={"text": text}, **given)
    if _carried_out(signal, settling, writing, kept, afresh=step == "opnieuw"):
        return redirect("signals:tip-text", pk)
    look_for_step(request, signal)
    context = {
        "signal": signal,
        "marked": marked(text, pieces),
        "settling": settling,
        "writing": writing,
        "left": len(pieces),
        "kept": kept,
        "is_kept": row is not None,
    }
    return show(
        request, "signals/tip_text.html", context, status=writing.status if writing.is_bound else settling.status
    )


_REWRITTEN = ("herschrijven", "opnieuw")


def _carried_out(signal: Signal, settling: SettleForm, writing: TipTextForm, kept: list[Kept], *, afresh: bool) -> bool:
    form = settling if settling.is_bound else writing

    def write() -> Signal:
        if form is settling:
            text, staying = settling.settled(), [*kept, *settling.kept()]
        else:
            text, staying = (signal.facts, []) if afresh else (writing.cleaned_data["text"], kept)
        return write_tip(signal, actor=form.actor, version=form.cleaned_data["version"], text=text, kept=staying)

    return form.carried_out(write) is not None
