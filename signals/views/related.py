"""Which other signals and cases may be about the same as a signal, and what was judged of a pair."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.recording import record_search
from core.access import Actor, may
from core.errors import NotVisible
from core.pages import Request, page, show
from core.reading import read_together
from municipalities.dossiers import DossierRoot
from signals import operations
from signals.events import SignalEvent
from signals.forms.pairs import PairForm
from signals.models import Draft, Signal
from signals.numbers import names_any, nearly_in, numbers_in
from signals.operations.logging import SignalFacts
from signals.operations.mentions import keys_of, place_contents
from signals.operations.pairs import Pair, last_judged
from signals.policies import SignalAction
from signals.related import (
    Asked,
    Kin,
    Related,
    digests_of,
    listed_dossier,
    related_by_hand,
    related_to,
    related_to_new,
    sets_of,
    told,
)
from signals.workflow import SIGNAL

from .start import FORM, look_for_step, note_look, signal_or_404

# So many stand in the margin of the signal, and on the page that says it was saved.
IN_MARGIN = 3


@page(SignalAction.VIEW_RELATED)
def related(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The others, each with why; what is the same before what looks alike."""
    signal = signal_or_404(request, pk)
    note_look(request, signal)
    found = related_to(signal, request.actor)
    record_search(SignalEvent.LISTED, actor=request.actor, query="", rows=found.shown)
    judges = may(request.actor, SignalAction.JUDGE_PAIR, signal) and SIGNAL.allows(
        SignalAction.JUDGE_PAIR, signal.state
    )
    context = {
        "signal": signal,
        "related": found,
        "sections": [
            ("Iets is hetzelfde", "zelfde", lines_of(found.sure, signal, request.actor), found.more_sure),
            ("Iets lijkt erop", "lijkt-op", lines_of(found.alike, signal, request.actor), found.more_alike),
        ],
        "root": signal,
        "judge_url": "signals:judge-pair",
        "judged": ("signaal", "casus") if judges else (),
    }
    return show(request, "signals/related.html", context)


@page(SignalAction.JUDGE_PAIR, methods=FORM)
def judge_pair(request: Request, pk: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """Put a pair aside with a line, or bring it back with one."""
    signal, beside = signal_or_404(request, pk), _other_or_404(request.actor, other)
    last = last_judged(signal, beside, request.actor)
    form = PairForm(request.POST or None, actor=request.actor, apart=last is None or not last.apart)
    if form.carried_out(lambda: _judge(form, signal, beside)):
        word = "weggelegd" if form.cleaned_data["apart"] else "teruggezet bij de verwante dossiers"
        messages.success(request, f"{beside.reference} is {word}.")
        return redirect("signals:related", pk)
    look_for_step(request, signal)
    context = {
        "root": signal,
        "other": beside,
        "kin": "dossiers",
        "related_url": reverse("signals:related", args=[pk]),
        "form": form,
        "apart": form["apart"].value() in (True, "True", "on"),
        "last": last,
    }
    return show(request, "signals/pair.html", context, status=form.status)


def in_margin(signal: Signal, actor: Actor, parts: dict[str, Any]) -> Related | None:
    """For the page of a signal, which read `parts` along (views/parts.py); None for who does not work on it."""
    rows = {name: parts.pop(name) for name in list(parts) if name.startswith("kin_")}
    if not may(actor, SignalAction.VIEW_RELATED, signal):
        return None
    if names_any(signal):
        return related_by_hand(signal, actor)
    # What they were found by stood in the statement that read them.
    return told(Asked(actor, [signal.pk], digests=()), rows)


def strongest(signal: Signal, actor: Actor) -> list[Kin]:
    """What somebody who just logged a signal should look at: the few others with which something is, or may be, the same."""
    if not may(actor, SignalAction.VIEW_RELATED, signal):
        return []
    return _first(related_to_new(signal, actor))


def strongest_of_draft(draft: Draft, facts: SignalFacts, actor: Actor) -> list[Kin]:
    """Before it is logged: with what the actor has already something of it is, or may be, the same."""
    signal = Signal(id=draft.pk, dossier_id=draft.pk, municipality_id=draft.municipality_id, **facts.columns())
    contents = [*place_contents(signal), *(content for one in facts.told for content in keys_of(one))]
    asked = Asked(actor, [draft.pk], digests_of(contents), named=numbers_in(signal), nearly=nearly_in(signal))
    found = _first(told(asked, read_together(sets_of(asked))))
    if found:
        record_search(SignalEvent.LISTED, actor=actor, query="", rows=len(found))
    return found


def _first(found: Related) -> list[Kin]:
    """What is the same first, and where that is little what only looks alike."""
    return [*found.sure, *found.alike][:IN_MARGIN]


def lines_of(found: list[Kin], signal: Signal, actor: Actor) -> list[tuple[Kin, str, str]]:
    """Each with what can be done from here: the address of the step and its name, "" for none."""
    return [(kin, *_step(kin, signal, actor)) for kin in found]


def _step(kin: Kin, signal: Signal, actor: Actor) -> tuple[str, str]:
    other = kin.row
    if not (isinstance(other, Signal) and other.is_open and signal.is_open):
        return "", ""
    if other.municipality_id == signal.municipality_id:
        both = all(may(actor, SignalAction.MERGE, one) for one in (signal, other))
        return (reverse("signals:merge", args=[signal.pk, other.pk]), "Samenvoegen") if both else ("", "")
    possible = SIGNAL.allows(SignalAction.CONCERN_ALSO, signal.state)
    if possible and may(actor, SignalAction.CONCERN_ALSO, signal):
        return reverse("signals:concern-also", args=[signal.pk]), "Betreft ook die gemeente"
    return "", ""


def _judge(form: PairForm, signal: Signal, other: DossierRoot) -> Signal:
    data = form.cleaned_data
    pair = Pair(data["key"], other, data["apart"], data["why"])
    return operations.judge_pair(signal, actor=form.actor, pair=pair)


def _other_or_404(actor: Actor, pk: uuid.UUID) -> DossierRoot:
    found = listed_dossier(actor, pk)
    if found is None:
        raise NotVisible
    return found
