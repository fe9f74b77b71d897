"""A signal that also concerns a second municipality: the question, what both read, and its end; each on its own side."""

import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.recording import record_view
from core.access import Actor, may
from core.errors import WrongState
from core.forms import ChangeForm, pressed
from core.pages import Request, page, show, visible_or_404
from core.workdays import today
from signals import operations
from signals.adopting import KINDS
from signals.events import SignalEvent
from signals.forms.concerning import ConcernForm, EndConcernForm, ShareMoreForm, WriteAlongForm
from signals.forms.mentions import SLUGS
from signals.holders import existing
from signals.models import Concern, JointNote, SharedSignal, Signal
from signals.operations.concerning import NOT_SHARED
from signals.policies import SignalAction
from signals.sent_already import concerned_already
from signals.shareable import shareable
from signals.shared_texts import SharedText, gone_since, has_part, shared_parts
from signals.workflow import SIGNAL, ConcernState

from .start import FORM, form_page, look_for_step, note_look, part_or_404, signal_or_404

NOTHING_NEW = "Er is niets nieuws om te delen: de andere gemeente heeft alles wat u kunt kiezen, zoals het er nu staat."


@page(SignalAction.CONCERN_ALSO, methods=FORM)
def concern_also(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What may be shared as it would be, with whom and why; then the question goes out."""
    signal = signal_or_404(request, pk)
    there = shareable(signal)
    others = existing(today()).exclude(pk=signal.municipality_id)
    form = ConcernForm(
        request.POST or None,
        actor=request.actor,
        version=signal.version,
        others=others,
        there=there,
    )
    if form.carried_out(lambda: _ask(form, request.actor, signal)):
        place = form.cleaned_data["other_municipality"]
        messages.success(request, f"{place} is gevraagd mee te kijken. Zij ziet wat u koos zodra zij dat aanneemt.")
        return redirect("signals:detail", pk)
    look_for_step(request, signal)
    context = {
        "signal": signal,
        "form": form,
        "there": [(part.label, part.text) for part in there.values()],
        "gone": concerned_already(signal),
    }
    return show(request, "signals/concern_also.html", context, status=form.status)


@page(SignalAction.WRITE_ALONG, methods=FORM)
def concern(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The holder's side: what the other sees, and what both wrote."""
    found = part_or_404(request, Concern, pk)
    form = WriteAlongForm(request.POST or None, actor=request.actor)
    if form.carried_out(lambda: _write(form, request.actor, found)):
        return _written(request, found, "signals:concern")
    note_look(request, found.signal)
    context = {
        "signal": found.signal,
        "side": found,
        "other": found.other_municipality,
        "parts": shared_parts(found),
        "parts_heading": _heading_of(found),
        "ended": _how_ended(found, f"{found.other_municipality} kijkt niet mee"),
        "notes": _notes(found),
        "form": form if found.is_shared else None,
        "adopted_as": _adopted_as(found, request.actor),
        "end_url": reverse("signals:end-concern", args=[pk]) if found.is_running else "",
        "more_url": reverse("signals:share-more", args=[pk]) if found.is_running else "",
    }
    return show(request, "signals/concern.html", context, status=form.status)


@page(SignalAction.SHARE_MORE, methods=FORM)
def share_more(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What changed or was not chosen the first time, as the other would read it."""
    found = part_or_404(request, Concern, pk)
    there = shareable(found.signal)
    new = {code: part for code, part in there.items() if not has_part(found, part)}
    # A second click finds what it sent shared already: the operation answers that.
    offered = there if request.method == "POST" else new
    form = ShareMoreForm(
        request.POST or None, actor=request.actor, version=found.version, there=offered, signal=found.signal
    )
    if form.carried_out(lambda: _share(form, request.actor, found)):
        messages.success(request, f"{found.other_municipality} ziet nu ook wat u koos, met de dag van vandaag erbij.")
        return redirect("signals:concern", pk)
    look_for_step(request, found)
    gone = gone_since(found, there)
    if not new:
        raise WrongState(_nothing_new(gone), leads_to=("Naar wat u deelt", reverse("signals:concern", args=[pk])))
    context = {"side": found, "form": form, "new": [(part.label, part.text) for part in new.values()], "gone": gone}
    return show(request, "signals/share_more.html", context, status=form.status)


@page(SignalAction.END_CONCERN, methods=FORM)
def end_concern(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The holder ends it, or takes the question back."""
    found = part_or_404(request, Concern, pk)
    form = EndConcernForm(request.POST or None, actor=request.actor, version=found.version)
    other = found.other_municipality
    asked_only = found.accepted_at is None
    return form_page(
        request,
        form,
        about=found,
        heading=f"Vraag aan {other} intrekken" if asked_only else f"Niet meer delen met {other}",
        lead=f"{other} heeft nog niets van het signaal gezien, en ziet het dan ook niet."
        if asked_only
        else _GONE_THERE,
        submit="Vraag intrekken" if asked_only else "Stoppen met delen",
        done=f"De vraag aan {other} is ingetrokken." if asked_only else "U deelt dit signaal niet meer.",
        run=lambda: operations.end_concern(
            found, actor=request.actor, version=form.cleaned_data["version"], reason=form.cleaned_data["reason"]
        ),
    )


@page(SignalAction.ACCEPT_CONCERN, methods=FORM)
def shared(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The second municipality's side: the question; once accepted the parts, and what both wrote."""
    found = _shared_or_404(request, pk)
    form = WriteAlongForm(request.POST or None, actor=request.actor)
    if form.carried_out(lambda: _write(form, request.actor, found)):
        return _written(request, found, "signals:shared")
    record_view(SignalEvent.SHARE_VIEWED, found, actor=request.actor)
    context = {
        "side": found,
        "other": found.from_municipality,
        "parts": shared_parts(found),
        "parts_heading": _SEEN,
        "ended": _how_ended(found, "U kijkt niet mee"),
        "notes": _notes(found),
        "form": form if found.is_shared else None,
        "button": ChangeForm(actor=request.actor, version=found.version),
    }
    return show(request, "signals/shared.html", context, status=form.status)


@page(SignalAction.ACCEPT_CONCERN, methods=("POST",))
def accept_concern(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Look along."""
    found = _shared_or_404(request, pk)
    operations.accept_concern(actor=request.actor, shared=found, seen=pressed(request.POST, request.actor))
    messages.success(request, "U kijkt nu mee. Wat u hier schrijft, lezen beide gemeenten.")
    return redirect("signals:shared", pk)


@page(SignalAction.REFUSE_CONCERN, methods=FORM)
def refuse_concern(request: Request, pk: uuid.UUID) -> HttpResponse:
    """It does not concern this municipality."""
    words = _Words("Dit betreft ons niet", _REFUSING, "Niet meekijken", "U kijkt niet mee.")
    return _settle(request, pk, operations.refuse_concern, words)


@page(SignalAction.END_CONCERN, methods=FORM)
def leave_concern(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The second municipality ends it."""
    stop = "Stoppen met meekijken"
    return _settle(request, pk, operations.leave_concern, _Words(stop, _LEAVING, stop, "U kijkt niet meer mee."))


class _Words(NamedTuple):
    """What the page of a step of the second municipality says."""

    heading: str
    lead: str
    submit: str
    done: str


_REFUSING = "U ziet dan niets van het signaal. Het blijft bij de gemeente die het vroeg; zij leest waarom."
_LEAVING = "Wat met u gedeeld is, ziet u dan niet meer. Gezamenlijke regels blijven bij beide gemeenten staan."
_GONE_THERE = "Wat u deelde, is daar dan weg. De gezamenlijke regels blijven bij beide gemeenten staan."
_SEEN = "Wat beide gemeenten zien"


def _heading_of(on: Concern) -> str:
    """Above what the holder chose: whether the other sees it, saw it, or never did."""
    other = on.other_municipality
    if on.is_shared:
        return _SEEN
    if on.is_running:
        return f"Dit ziet {other} zodra zij meekijkt"
    return f"Dit zag {other}, en nu niet meer" if on.accepted_at else f"Dit koos u; {other} heeft het niet gezien"


def _how_ended(side: Concern | SharedSignal, refused: str) -> str:
    """Above the reason: `refused`, taken back before it was answered, or ended."""
    if side.state == ConcernState.REFUSED:
        return refused
    return "Er wordt niet meer gedeeld" if side.accepted_at else "De vraag is ingetrokken"


def _settle(request: Request, pk: uuid.UUID, step: Any, words: _Words) -> HttpResponse:
    found = _shared_or_404(request, pk)
    form = EndConcernForm(request.POST or None, actor=request.actor, version=found.version)

    def run() -> SharedSignal:
        data = form.cleaned_data
        settled: SharedSignal = step(actor=request.actor, shared=found, reason=data["reason"], seen=data["version"])
        return settled

    if form.carried_out(run):
        messages.success(request, f"{words.done} {found.from_municipality} leest waarom.")
        return redirect("signals:shared", pk)
    wanted = found.is_offered if step is operations.refuse_concern else found.is_shared
    if not wanted:
        raise WrongState(NOT_SHARED, leads_to=("Naar de signalen", reverse("signals:list")))
    record_view(SignalEvent.SHARE_VIEWED, found, actor=request.actor)
    context = {"side": found, "form": form, "heading": words.heading, "lead": words.lead, "submit": words.submit}
    return show(request, "signals/shared_end.html", context, status=form.status)


def concerns_of(signal: Signal) -> list[Concern]:
    """For the page of a signal: which other municipalities it concerns too, oldest first."""
    if not getattr(signal, "has_concerns", True):
        return []
    return list(Concern.objects.of(signal).select_related("other_municipality").order_by("offered_at"))


def _ask(form: ConcernForm, actor: Actor, signal: Signal) -> Signal:
    return operations.concern_also(signal, actor=actor, version=form.cleaned_data["version"], asked=form.asked())


def _adopted_as(on: Concern, actor: Actor) -> list[tuple[str, str]]:
    """As what the holder may put down what the other wrote: the word of its address, and on screen."""
    signal = on.signal
    if SIGNAL.why_not(SignalAction.MENTION, signal) or not may(actor, SignalAction.MENTION, signal):
        return []
    return [(SLUGS[kind], str(kind.label).lower()) for kind in KINDS]


def _share(form: ShareMoreForm, actor: Actor, on: Concern) -> Concern:
    parts, agreed = form.chosen()
    given = {"parts": parts, "permitted_by": agreed, "pointing_why": form.pointing_why, "seen": form.seen()}
    return operations.share_more(on, actor=actor, version=form.cleaned_data["version"], **given)


def _nothing_new(gone: Sequence[SharedText]) -> str:
    told = "; ".join(part.label for part in gone)
    return f"{NOTHING_NEW} Intussen teruggenomen, of niet meer te delen: {told}." if gone else NOTHING_NEW


def _write(form: WriteAlongForm, actor: Actor, on: Concern | SharedSignal) -> JointNote:
    return operations.write_along(actor=actor, on=on, key=form.cleaned_data["key"], text=form.cleaned_data["text"])


def _written(request: Request, side: Concern | SharedSignal, back: str) -> HttpResponse:
    messages.success(request, "De regel staat er. De andere gemeente leest hem ook.")
    return redirect(back, side.pk)


def _notes(side: Concern | SharedSignal) -> list[JointNote]:
    return list(JointNote.objects.on(side).select_related("written_by", "author").order_by("written_at", "id"))


def _shared_or_404(request: Request, pk: uuid.UUID) -> SharedSignal:
    rows = SharedSignal.objects.listed_for(request.actor).select_related("municipality", "from_municipality")
    found: SharedSignal = visible_or_404(rows, pk=pk)
    return found
