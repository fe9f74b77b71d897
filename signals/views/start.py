"""What the views of one signal begin with: the signal behind its gate, the look, the short form."""

import uuid
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect

from audit.recording import record_view
from core.access import Reachable, authorize
from core.forms import Form
from core.pages import Request, mark_of, show, visible_or_404
from signals.events import SignalEvent
from signals.models import Signal

FORM = ("GET", "POST")
# Why somebody opened the signal, as the page of its readers tells it: the step that the page is for.
PURPOSES = {
    "complete": "Aanvullen",
    "names": "Namen verplaatsen",
    "enrich": "Informatie toevoegen",
    "record-finding": "Uitkomst vastleggen",
    "add-file": "Bijlage toevoegen",
    "remove-file": "Bijlage verwijderen",
    "close-at-once": "Sluiten",
    "reopen": "Heropenen",
    "inform-reporter": "Bericht aan de melder",
    "hand-over": "Doorgeven",
    "record-answer": "Antwoord vastleggen",
    "withdraw-handover": "Doormelding intrekken",
    "review-follow": "Opnieuw bekijken",
    "end-follow": "Stoppen met volgen",
    "offer-again": "Opnieuw aanbieden",
    "exclude": "Wie mag dit zien",
    "readmit": "Wie mag dit zien",
    "restrict": "Wie mag dit zien",
    "lift-restriction": "Wie mag dit zien",
}


def signal_or_404(request: Request, pk: uuid.UUID) -> Signal:
    """The signal, when this actor may see it; showing a form about it is a look, and so an event.

    Raises Forbidden when she may only read it: no form is shown that is refused when it is sent.
    """
    signal: Signal = visible_or_404(Signal.objects.visible_to(request.actor).for_detail(), pk=pk)
    _demand_action(request, signal)
    if request.method == "GET":
        note_look(request, signal)
    return signal


def part_or_404[P: Model](request: Request, model: type[P], pk: uuid.UUID, **also: uuid.UUID) -> P:
    """A part of a signal, with its signal; as `signal_or_404`. `also`: what else the address says of it."""
    parts: Any = model._default_manager
    part: P = visible_or_404(parts.visible_to(request.actor).select_related("signal__municipality"), pk=pk, **also)
    _demand_action(request, cast("Reachable", part))
    if request.method == "GET":
        note_look(request, part.signal)  # type: ignore[attr-defined]
    return part


def _demand_action(request: Request, obj: Reachable) -> None:
    """The page's own action, on this object."""
    mark = mark_of(request.resolver_match.func) if request.resolver_match else None
    if mark is not None and mark.action is not None:
        authorize(request.actor, mark.action, obj)


def note_look(request: Request, signal: Signal) -> None:
    """A look at the signal; a sent form whose answer shows it again is one too."""
    match = request.resolver_match
    purpose = PURPOSES.get(match.url_name or "", "") if match else ""
    record_view(SignalEvent.VIEWED, signal, actor=request.actor, purpose=purpose)


def form_page(
    request: Request,
    form: Form,
    *,
    signal: Signal,
    heading: str,
    submit: str,
    done: str | Callable[[], str],
    run: Callable[[], Model],
    lead: str = "",
    back: str = "signals:detail",
) -> HttpResponse:
    """Show the form; when it is sent and valid run the operation, say what happened and go back to the signal.

    `done`: what happened; a function when it depends on what was filled in.
    """
    if form.carried_out(run):
        messages.success(request, done if isinstance(done, str) else done())
        return redirect(back, signal.pk)
    context = {
        "signal": signal,
        "form": form,
        "heading": heading,
        "submit": submit,
        "lead": lead,
        "back": back,
        "multipart": "yes" if form.is_multipart() else "no",
    }
    return show(request, "signals/form.html", context, status=form.status)
