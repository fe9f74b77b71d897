"""What the views of one signal begin with: the signal behind its gate, the look, the short form."""

import functools
import uuid
from collections.abc import Callable, Mapping
from typing import Any, cast

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.recording import record_view
from core.access import Action, Reachable, authorize, may
from core.errors import NotVisible
from core.forms import Form
from core.pages import Request, action_of, demand_possible, show
from core.reading import StandingRow
from core.unit import current_unit
from core.workflow import Standing, Workflow
from signals.events import SignalEvent
from signals.forms.address import AddressSearch
from signals.models import Attachment, Concern, Follow, Handover, Move, Offer, Question, Signal, TableItem
from signals.policies import SignalAction
from signals.table_states import ITEM
from signals.workflow import ATTACHMENT, CONCERN, FOLLOW, HANDOVER, MOVE, OFFER, QUESTION, SIGNAL, SignalState

FORM = ("GET", "POST")
_WORKFLOWS: Mapping[type[Model], Workflow] = {
    Signal: SIGNAL,
    Handover: HANDOVER,
    Offer: OFFER,
    Move: MOVE,
    Follow: FOLLOW,
    Attachment: ATTACHMENT,
    Question: QUESTION,
    Concern: CONCERN,
    TableItem: ITEM,
}
# What makes a step possible that a signal in work allows.
_FIRST: Mapping[str, tuple[SignalAction, str, str]] = {
    SignalState.RECEIVED: (
        SignalAction.TAKE_UP,
        " Pak het signaal eerst op.",
        " De aandachtsfunctionaris moet het signaal eerst oppakken.",
    ),
    SignalState.CLOSED: (
        SignalAction.REOPEN,
        " Heropen het signaal eerst.",
        " De aandachtsfunctionaris moet het signaal eerst heropenen.",
    ),
}
# Why somebody opened the signal, as the page of its readers tells it: the step that the page is for.
PURPOSES = {
    "complete": "Aanvullen",
    "danger": "Direct gevaar",
    "veilig-thuis": "Veilig Thuis",
    "names": "Namen verplaatsen",
    "take-out-bsn": "Nummer uit de tekst halen",
    "note-indicators": "Kenmerken vastleggen",
    "withdraw-indicator": "Kenmerk intrekken",
    "add-situation": "Situatie vastleggen",
    "change-situation": "Situatie wijzigen",
    "end-situation": "Situatie beëindigen",
    "add-mention": "Personen en zaken",
    "correct-mention": "Personen en zaken",
    "withdraw-mention": "Personen en zaken",
    "enrich": "Informatie toevoegen",
    "record-finding": "Uitkomst vastleggen",
    "note-call": "Telefoongesprek noteren",
    "expect-later": "Uitkomst vastleggen",
    "withdraw-finding": "Informatie intrekken",
    "ask": "Vraag stellen",
    "record-told-answer": "Antwoord vastleggen",
    "withdraw-question": "Vraag intrekken",
    **dict.fromkeys(("ask-elsewhere", "known-elsewhere"), "Is dit elders bekend?"),
    "add-file": "Bijlage toevoegen",
    "remove-file": "Bijlage verwijderen",
    "correct-file": "Van wie een bijlage is",
    "weigh": "Beoordelen",
    "close-at-once": "Sluiten",
    "hand-on": "Aan een collega geven",
    "reopen": "Heropenen",
    "inform-reporter": "Bericht aan de melder",
    "find-other": "Samenvoegen",
    "merge": "Samenvoegen",
    "related": "Verwante dossiers",
    "judge-pair": "Verwante dossiers",
    "split": "Samenvoeging ongedaan maken",
    "offer-move": "Overdragen",
    "withdraw-move": "Overdracht intrekken",
    "concern-also": "Delen met een andere gemeente",
    "concern": "Delen met een andere gemeente",
    "share-more": "Delen met een andere gemeente",
    "end-concern": "Delen met een andere gemeente",
    "choose-meeting": "Op het overleg zetten",
    "table-signal": "Op het overleg zetten",
    "withdraw-item": "Van de agenda halen",
    "settle-for": "Actie van een overleg",
    "hand-over": "Doorgeven",
    "keep-handover": "Doorgeven",
    "add-to-handover": "Doormelding aanvullen",
    "tip-text": "Tekst voor een tip",
    "record-answer": "Antwoord vastleggen",
    "record-acceptance": "Behandeling vastleggen",
    "record-reminder": "Herinnering vastleggen",
    "withdraw-handover": "Doormelding intrekken",
    "reply-to-partner": "Vraag van een partner",
    "review-follow": "Opnieuw bekijken",
    "correct-follow": "Volgen verbeteren",
    "end-follow": "Stoppen met volgen",
    "offer-again": "Opnieuw aanbieden",
    "withdraw-offer": "Aanbod intrekken",
    "note-consent": "Wens van betrokkene vastleggen",
    "note-telling": "Vastleggen wat betrokkene weet",
    "exclude": "Wie mag dit zien",
    "readmit": "Wie mag dit zien",
    "restrict": "Wie mag dit zien",
    "lift-restriction": "Wie mag dit zien",
}


_signal: StandingRow[Signal] = StandingRow(lambda actor: Signal.objects.visible_to(actor).for_detail())


@functools.cache
def _part[P: Model](model: type[P]) -> StandingRow[P]:
    parts: Any = model._default_manager
    return StandingRow(lambda actor: parts.visible_to(actor).select_related("signal__municipality"))


def signal_or_404(request: Request, pk: uuid.UUID) -> Signal:
    """The signal, when this actor may see it and do to it what the page is for; else NotVisible or Forbidden."""
    signal = _signal(request.actor, pk)
    note_danger(signal)
    if action := action_of(request):
        authorize(request.actor, action, signal)
    return signal


def part_or_404[P: Model](request: Request, model: type[P], pk: uuid.UUID, **also: uuid.UUID) -> P:
    """A part of a signal, with its signal; as `signal_or_404`. `also`: what else the address says of it."""
    part: P = _part(model)(request.actor, pk)
    if any(getattr(part, f"{name}_id") != value for name, value in also.items()):
        raise NotVisible(asked=model._default_manager.visible_to(request.actor), lookup={"pk": pk} | also)  # type: ignore[attr-defined]  # every part is gated
    note_danger(cast("Any", part).signal)
    if action := action_of(request):
        authorize(request.actor, action, cast("Reachable", part))
    return part


def note_danger(signal: Signal) -> None:
    """With direct danger no form of the page asks whether a number is a BSN (core/bsn.py)."""
    if signal.is_acute and signal.is_open:
        current_unit().in_danger = True


def look_for_step(request: Request, about: Model) -> None:
    """Before a page asks for a step on `about`, a signal or a part of one: a look, where the step is possible.

    Raises WrongState where it is not.
    """
    signal: Signal = about if isinstance(about, Signal) else cast("Any", about).signal
    action = action_of(request)
    why_not = SIGNAL.why_not(action, signal)  # of a part too, where the table of the signal says so
    if why_not:
        why_not += _advice(request, action, signal)
    else:
        why_not = _WORKFLOWS[type(about)].why_not(action, cast("Standing", about))
    demand_possible(why_not, to_signal(signal))
    note_look(request, signal)


def _advice(request: Request, action: Action | None, signal: Signal) -> str:
    """What makes a step possible that a signal in work allows; to who may not do that: who does."""
    if action is None or signal.state not in _FIRST or not SIGNAL.allows(action, SignalState.TRIAGE):
        return ""
    first, to_who_may, to_others = _FIRST[signal.state]
    return to_who_may if may(request.actor, first, signal) else to_others


def to_signal(signal: Signal) -> tuple[str, str]:
    """The way back to it."""
    return "Naar het signaal", reverse("signals:detail", args=[signal.pk])


def note_look(request: Request, signal: Signal) -> None:
    """A look at the signal; a sent form whose answer shows it again is one too."""
    match = request.resolver_match
    purpose = PURPOSES.get(match.url_name or "", "") if match else ""
    record_view(SignalEvent.VIEWED, signal, actor=request.actor, purpose=purpose)


def form_page(
    request: Request,
    form: Form,
    *,
    about: Model,
    heading: str,
    submit: str,
    done: str | Callable[[], str],
    run: Callable[[], Model],
    lead: str = "",
    back: str = "signals:detail",
) -> HttpResponse:
    """Show the form; when it is sent and valid run the operation, say what happened and go back to the signal.

    `about`: the signal, or the part of one whose state allows the step. `done`: what happened; a function when it depends on what was filled in.
    """
    signal = about if isinstance(about, Signal) else cast("Any", about).signal
    if form.carried_out(run):
        messages.success(request, done if isinstance(done, str) else done())
        return redirect(back, signal.pk)
    look_for_step(request, about)
    if isinstance(form, AddressSearch):
        form.look_up()
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
