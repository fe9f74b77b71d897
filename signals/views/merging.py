"""Two signals about the same matter: find the other one, see both beside each other, merge them, and undo that."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.recording import record_search
from core.access import Actor, may
from core.errors import DomainError, Invalid, WrongState
from core.pages import Request, page, show, visible_or_404
from signals import operations
from signals.events import SignalEvent
from signals.forms.merging import FindOtherForm, MergeForm, SplitForm
from signals.models import Concern, HandoverAnswer, Merge, Move, Signal
from signals.operations.merging import ALREADY_APART, Pair, demand_mergeable
from signals.policies import SignalAction
from signals.querysets import SignalQuerySet
from signals.related import related_to
from signals.reporting_back import way_back

from .beside import beside
from .start import FORM, form_page, look_for_step, note_look, signal_or_404

ALIKE = 5
# With which a page says that the other way round was asked for, and why that cannot be.
TURNED = "andersom"
# Also of a number that exists and is kept from who asks.
UNKNOWN = "U hebt geen ander open signaal met dit nummer. Kijk het nummer na."


@page(SignalAction.MERGE)
def find_other(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Which signal is about the same: a number, or one of those that look alike."""
    signal = signal_or_404(request, pk)
    look_for_step(request, signal)
    asked = request.GET.get("nummer")
    form = FindOtherForm(None if asked is None else {"nummer": asked, "hat": request.actor.hat}, actor=request.actor)
    if form.is_valid():
        other = _others(signal, request.actor).filter(reference=form.cleaned_data["nummer"]).first()
        if other is not None:
            return redirect("signals:merge", signal.pk, other.pk)
        form.add_error("nummer", UNKNOWN)
    alike = _alike(signal, request.actor)
    record_search(SignalEvent.LISTED, actor=request.actor, query="", rows=len(alike))
    context = {"signal": signal, "form": form, "alike": alike}
    return show(request, "signals/merge_find.html", context, status=form.status)


@page(SignalAction.MERGE, methods=FORM)
def merge(request: Request, pk: uuid.UUID, into: uuid.UUID) -> HttpResponse:
    """`pk` is closed and leads to `into`: both beside each other, what happens, and the button."""
    signal = signal_or_404(request, pk)
    kept: Signal = visible_or_404(_workable(request.actor), pk=into)
    way = way_back(signal, request.actor, HandoverAnswer.objects.of(signal) if signal.is_passed_on else ())
    form = MergeForm(request.POST or None, actor=request.actor, seen=(signal.version, kept.version), way_back=way)
    if form.carried_out(lambda: _merge(form, request.actor, signal, kept)):
        messages.success(
            request,
            f"{signal.reference} is samengevoegd met {kept.reference}. {way.closed(answered=bool(form.cleaned_data['answer']))}",
        )
        return redirect("signals:detail", kept.pk)
    if why_not := _refused(signal, kept):
        return _turned_round(request, signal, kept, why_not)
    for one in (signal, kept):
        note_look(request, one)
    turned = _refused(kept, signal) if TURNED in request.GET else None
    context = {
        "signal": signal,
        "kept": kept,
        "form": form,
        "way_back": way,
        "turned": turned,
        **beside(signal, kept, request.actor),
    }
    return show(request, "signals/merge.html", context, status=form.status)


@page(SignalAction.SPLIT, methods=FORM)
def split(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Undo the merge."""
    signal = signal_or_404(request, pk)
    done = merged_with(signal, request.actor)["merged_into"]
    form = SplitForm(request.POST or None, actor=request.actor, version=signal.version)
    if done is None and not form.is_valid():  # a second click is answered by the operation
        leads_to = ("Naar het signaal", reverse("signals:detail", args=[signal.pk]))
        raise WrongState(
            ALREADY_APART if signal.is_open else "Dit signaal is met geen ander samengevoegd.", leads_to=leads_to
        )
    return form_page(
        request,
        form,
        about=signal,
        heading="Samenvoeging ongedaan maken",
        lead=_comes_back(signal, done) if done else "",
        submit="Samenvoeging ongedaan maken",
        done="De samenvoeging is ongedaan gemaakt. Het zijn weer twee signalen.",
        run=lambda: operations.split_signal(
            actor=request.actor, signal=signal, why=form.cleaned_data["why"], seen=form.cleaned_data["version"]
        ),
    )


def noting_what_there_is(signals: SignalQuerySet) -> SignalQuerySet:
    """Each with `has_merges`, `has_moves` and `has_concerns`: whether there is anything to ask of these, which for most there is not."""
    why = "whether there are any, of a signal that passed its gate"
    merges = Merge.objects.unscoped(reason=why).running().filter(Q(signal=OuterRef("pk")) | Q(into=OuterRef("pk")))
    moves = Move.objects.unscoped(reason=why).filter(signal=OuterRef("pk"))
    concerns = Concern.objects.unscoped(reason=why).filter(signal=OuterRef("pk"))
    noted: SignalQuerySet = signals.annotate(
        has_merges=Exists(merges), has_moves=Exists(moves), has_concerns=Exists(concerns)
    )
    return noted


def merged_with(signal: Signal, actor: Actor) -> dict[str, Any]:
    """For the page of a signal: the merge by which it was closed, and those into it; only with signals that the actor sees."""
    found = Merge.objects.visible_to(actor).touching(signal) if getattr(signal, "has_merges", True) else ()
    rows = [row for row in found if may(actor, SignalAction.VIEW, row.into)]
    return {
        "merged_into": next((row for row in rows if row.signal_id == signal.pk), None),
        "merged_here": [row for row in rows if row.into_id == signal.pk],
    }


def _merge(form: MergeForm, actor: Actor, signal: Signal, kept: Signal) -> Merge:
    data = form.cleaned_data
    pair = Pair(signal, kept, data["seen_signal"], data["seen_into"])
    return operations.merge_signals(actor=actor, key=data["key"], pair=pair, closing=form.closing())


def _turned_round(request: Request, signal: Signal, kept: Signal, refused: DomainError) -> HttpResponse:
    """No form is shown that is refused when it is sent: to the other way round, where that can be. Raises WrongState."""
    if request.method == "GET" and _refused(kept, signal) is None:
        return redirect(f"{reverse('signals:merge', args=[kept.pk, signal.pk])}?{TURNED}=1")
    said = refused.fields["nummer"][0] if isinstance(refused, Invalid) else str(refused)
    raise WrongState(said, leads_to=("Naar het signaal", reverse("signals:detail", args=[signal.pk]))) from refused


def _refused(signal: Signal, kept: Signal) -> DomainError | None:
    """What keeps the first from being closed as a duplicate of the second; None when nothing does."""
    try:
        demand_mergeable(signal, kept)
    except DomainError as refused:
        return refused
    return None


def _workable(actor: Actor) -> SignalQuerySet:
    """What the actor may merge: not what emergency access opened, nor what is only offered to her."""
    signals: SignalQuerySet = Signal.objects.listed_for(actor).for_detail()
    return signals.merged_by(actor)


def _others(signal: Signal, actor: Actor) -> SignalQuerySet:
    return _workable(actor).open().exclude(pk=signal.pk)


def _alike(signal: Signal, actor: Actor) -> list[tuple[Signal, str]]:
    """Those with which something is the same and that it can be merged with, each with why; the strongest first."""
    sure = {kin.row.pk: kin.why for kin in related_to(signal, actor).sure}
    others = _others(signal, actor).filter(pk__in=sure, municipality=signal.municipality_id).in_bulk()
    return [(others[pk], why) for pk, why in sure.items() if pk in others][:ALIKE]


def _comes_back(signal: Signal, done: Merge) -> str:
    owner = "" if signal.owner is None else f", met {signal.owner} als eigenaar"
    state = f"{signal.reference} gaat terug naar de stand “{done.get_came_from_display()}”{owner}"
    return (
        f"{state}, met alles wat erin staat. {done.into.reference} blijft zoals het is. Wat de melder hoorde, blijft "
        "gezegd. Wie bij het samenvoegen van beide is uitgesloten, blijft dat: beëindig dat per signaal."
    )
