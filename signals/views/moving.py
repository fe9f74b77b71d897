"""A signal that belongs to another municipality: asked by the one, answered by the other, each within its own wall."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from audit.recording import record_view
from core.access import Actor
from core.columns import label_of_column
from core.errors import WrongState
from core.forms import ChangeForm, pressed
from core.pages import Request, page, show, visible_or_404
from core.reading import read_together
from core.workdays import today
from municipalities import shielding
from municipalities.models import Municipality, Restriction
from signals import operations
from signals.codes import Form, MoveField
from signals.events import SignalEvent
from signals.forms.moving import MoveForm, NotTakenForm, TakeOverForm
from signals.holders import existing
from signals.models import (
    Arrival,
    Attachment,
    Decision,
    Enrichment,
    Handover,
    Merge,
    Move,
    Reporter,
    Signal,
)
from signals.models.people import PERSON
from signals.noticed import indicators_in_words, situations_in_words
from signals.operations.along import ALWAYS, goes_with
from signals.operations.moving import GONE, demand_movable, demand_sendable, team_choices
from signals.policies import SignalAction
from signals.portable import Portable, portable
from signals.workflow import MoveState

from .mentions import mentions_of
from .start import FORM, form_page, look_for_step, part_or_404, signal_or_404


@page(SignalAction.OFFER_MOVE, methods=FORM)
def offer_move(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What goes along, what stays, to whom and why; then the question goes out."""
    signal = signal_or_404(request, pk)
    may_go = dict(_may_go(signal, request.actor))
    parts = list(portable(signal).values())
    others = existing(today()).exclude(pk=signal.municipality_id)
    form = MoveForm(
        request.POST or None,
        actor=request.actor,
        version=signal.version,
        others=others,
        there=set(may_go),
        parts=parts,
        look=partial(demand_sendable, signal),
        initial={"to_municipality": _lies_in(signal, others)},
    )
    if form.carried_out(lambda: _offer(form, request.actor, signal)):
        place = form.cleaned_data["to_municipality"]
        messages.success(
            request, f"Het signaal is aangeboden aan {place}. Tot daar iemand het overneemt, blijft het van u."
        )
        return redirect("signals:detail", pk)
    look_for_step(request, signal)
    _demand(signal)
    context = {
        "signal": signal,
        "form": form,
        "always": list(_always(signal)),
        "may_go": [(code.label, text) for code, text in may_go.items()],
        "parts": parts,
        **_stays(signal, parts),
    }
    return show(request, "signals/move.html", context, status=form.status)


@page(SignalAction.WITHDRAW_MOVE, methods=FORM)
def withdraw_move(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Say what follows from it, then take the question back."""
    move = part_or_404(request, Move, pk)
    form = ChangeForm(request.POST or None, actor=request.actor, version=move.version)
    return form_page(
        request,
        form,
        about=move,
        heading=f"Aanbod aan {move.to_municipality} intrekken",
        lead=f"{move.to_municipality} kan het signaal dan niet meer overnemen. Er ging niets mee: het signaal blijft "
        "van u en u kunt er weer over besluiten. U kunt het later opnieuw aanbieden.",
        submit="Aanbod intrekken",
        done="Het aanbod is ingetrokken. Het signaal blijft van u.",
        run=lambda: operations.withdraw_move(move, actor=request.actor, version=form.cleaned_data["version"]),
    )


@page(SignalAction.ACCEPT_MOVE)
def arrival(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What another municipality asks; nothing of the signal, which is hers until it is taken over."""
    found = _arrival_or_404(request, pk)
    if found.state == MoveState.ACCEPTED:
        return redirect("signals:detail", pk)
    _demand_open(found)
    people = team_choices(found, request.actor)
    form = TakeOverForm(actor=request.actor, version=found.version, people=people)
    return _asked(request, found, form, people)


@page(SignalAction.ACCEPT_MOVE, methods=("POST",))
def accept_move(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take it over; what is restricted with the sender is restricted here, to her and whom she chooses."""
    found = _arrival_or_404(request, pk)
    people = team_choices(found, request.actor)
    form = TakeOverForm(request.POST, actor=request.actor, version=found.version, people=people)
    pressed(request.POST, request.actor)
    if made := form.carried_out(lambda: _take_over(form, request.actor, found)):
        messages.success(request, _taken_over(made))
        return redirect("signals:detail", made.pk)
    return _asked(request, found, form, people)


@page(SignalAction.REFUSE_MOVE, methods=FORM)
def refuse_move(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Leave it with the sender."""
    found = _arrival_or_404(request, pk)
    form = NotTakenForm(request.POST or None, actor=request.actor, version=found.version)
    if form.carried_out(lambda: _refuse(form, request.actor, found)):
        messages.success(request, f"U neemt het signaal niet over. {found.from_municipality} kan uw reden lezen.")
        return redirect("signals:list")
    _demand_open(found)
    record_view(SignalEvent.ARRIVAL_VIEWED, found, actor=request.actor)
    return show(request, "signals/arrival_refuse.html", {"arrival": found, "form": form}, status=form.status)


def _asked(request: Request, found: Arrival, form: TakeOverForm, people: Mapping[int, str] | None) -> HttpResponse:
    record_view(SignalEvent.ARRIVAL_VIEWED, found, actor=request.actor)
    context = {"arrival": found, "form": form, "restricted": people is not None, "chosen": "team" in form.fields}
    return show(request, "signals/arrival.html", context, status=form.status)


def _take_over(form: TakeOverForm, actor: Actor, found: Arrival) -> Signal:
    seen = form.cleaned_data["version"]
    made: Signal = operations.accept_move(actor=actor, arrival=found, seen=seen, team=form.picked)
    return made


def _taken_over(made: Signal) -> str:
    told = f"U hebt het signaal overgenomen. Het heet hier {made.reference} en u bent de eigenaar."
    if not shielding.is_restricted(made.dossier_id):
        return told
    return f"{told} Het is afgeschermd. Onder “Wie mag dit zien?” leest en wijzigt u wie het mag zien."


def moves_of(signal: Signal) -> list[Move]:
    """For the page of a signal: to whom it was offered and what became of that, oldest first."""
    if not getattr(signal, "has_moves", True):
        return []
    return list(Move.objects.of(signal).select_related("to_municipality").order_by("offered_at"))


def came_from(signal: Signal, actor: Actor) -> Arrival | None:
    """For the page of a signal that was taken over: from whom, under which number there."""
    if not signal.is_taken_over:
        return None
    found: Arrival | None = (
        Arrival.objects.unscoped(reason="of a signal that passed its gate, who moved it here")
        .not_kept_from(actor)
        .filter(pk=signal.pk)
        .select_related("from_municipality")
        .first()
    )
    return found


def _offer(form: MoveForm, actor: Actor, signal: Signal) -> Signal:
    return operations.offer_move(signal, actor=actor, version=form.cleaned_data["version"], offered=form.offered())


def _refuse(form: NotTakenForm, actor: Actor, found: Arrival) -> Arrival:
    data = form.cleaned_data
    return operations.refuse_move(actor=actor, arrival=found, refusal=data["refusal"], seen=data["version"])


def _arrival_or_404(request: Request, pk: uuid.UUID) -> Arrival:
    arrivals = Arrival.objects.listed_for(request.actor).select_related("municipality", "from_municipality")
    found: Arrival = visible_or_404(arrivals, pk=pk)
    return found


def _demand_open(found: Arrival) -> None:
    if not found.is_open:
        raise WrongState(_what_became(found), leads_to=("Naar de signalen", reverse("signals:list")))


def _what_became(found: Arrival) -> str:
    """Of what is not offered any more: that it was refused here, with the reason, or taken back there."""
    if found.settled_at is None or found.state == MoveState.ACCEPTED:
        return GONE
    day = date_format(timezone.localtime(found.settled_at), "j F Y")
    if found.state == MoveState.WITHDRAWN:
        return f"{found.from_municipality} trok op {day} het aanbod van {found.from_reference} in. Het blijft daar."
    return f"{found.municipality} nam {found.from_reference} op {day} niet over: {found.refusal}"


def _demand(signal: Signal) -> None:
    """No form is shown that is refused when it is sent."""
    try:
        demand_movable(signal)
    except WrongState as refused:
        leads_to = ("Naar het signaal", reverse("signals:detail", args=[signal.pk]))
        raise WrongState(str(refused), leads_to=leads_to) from refused


def _lies_in(signal: Signal, others: QuerySet[Municipality]) -> Municipality | None:
    """The municipality of the address, when it was looked up and lies elsewhere."""
    code = (signal.address_found or {}).get("gm_code")
    return others.filter(gm_code=code).first() if code else None


def _always(signal: Signal) -> Iterator[tuple[str, str]]:
    """What of the signal goes along with every move, under its own label; nothing of a column that holds nothing."""
    for name in ALWAYS:
        if value := _as_shown(signal, name):
            yield label_of_column(Signal, name), value


def _as_shown(signal: Signal, name: str) -> str:
    value = getattr(signal, name)
    display = getattr(signal, f"get_{name}_display", None)
    if display:
        return str(display())
    if isinstance(value, bool):
        return "ja" if value else ""
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "j F Y")
    if isinstance(value, dt.date):
        return date_format(value, "j F Y")
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return ", ".join(str(Form(code).label) for code in value) if isinstance(value, list) else str(value or "")


def _may_go(signal: Signal, actor: Actor) -> Iterator[tuple[MoveField, str]]:
    """What there is of what may go along, as it goes."""
    mentioned = _told_along(signal, actor)
    company = ", ".join(filter(None, (signal.company, signal.vehicle)))
    texts = (
        (MoveField.INTERPRETATION, [signal.interpretation]),
        (MoveField.ALREADY_DONE, [signal.already_done]),
        (MoveField.ADDRESS, [signal.address, *mentioned[MoveField.ADDRESS]]),
        (MoveField.COMPANY, [company, *mentioned[MoveField.COMPANY]]),
        (MoveField.PEOPLE, mentioned[MoveField.PEOPLE]),
        (MoveField.INDICATORS, [indicators_in_words(signal)]),
        (MoveField.SITUATIONS, [situations_in_words(signal)]),
    )
    yield from ((code, text) for code, parts in texts if (text := "\n".join(part for part in parts if part)))
    reporter = Reporter.objects.visible_to(actor).filter(signal=signal, wants_anonymity=False).first()
    if reporter is not None:
        told = (reporter.name, reporter.function, reporter.contact, reporter.call_back)
        known = [", ".join(part for part in told if part), *mentioned[MoveField.REPORTER]]
        if any(known):
            yield MoveField.REPORTER, "\n".join(filter(None, known))


def _told_along(signal: Signal, actor: Actor) -> Mapping[MoveField, list[str]]:
    """The people and things that the signal mentions, by the choice that they go with."""
    found: defaultdict[MoveField, list[str]] = defaultdict(list)
    for row in mentions_of(signal, actor):
        name = f"{row}: " if row.kind == PERSON else ""
        about = f" ({row.about.lower()})" if row.about else ""
        found[goes_with(row)].append(f"{name}{row.told}{about}")
    return found


def _stays(signal: Signal, may_go: Collection[Portable]) -> dict[str, Any]:
    """`stays`: what goes in no case, and how much of it there is; `restricted`: whether the signal is kept to a team."""
    going = [one.row.pk for one in may_go]
    parts: Mapping[str, Any] = {
        "verzamelde informatie": Enrichment.objects.of(signal).standing().exclude(pk__in=going),
        "bijlagen": Attachment.objects.of(signal).kept().exclude(pk__in=going),
        "besluiten": Decision.objects.of(signal),
        "doormeldingen met hun antwoord": Handover.objects.of(signal),
        "samengevoegde signalen": Merge.objects.of_kept(signal),
    }
    teams = {"restricted": Restriction.objects.running().filter(dossier_id=signal.dossier_id)}
    found = read_together({label: rows.values_list("pk", flat=True) for label, rows in {**parts, **teams}.items()})
    restricted = bool(found.pop("restricted"))
    return {"stays": [(label, len(rows)) for label, rows in found.items() if rows], "restricted": restricted}
