"""A signal that also concerns a second municipality: the question, what both read, and its end; each on its own side."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format

from audit.recording import record_view
from core.access import Actor, may
from core.errors import WrongState
from core.forms import ChangeForm, pressed
from core.pages import Request, page, show, visible_or_404
from core.workdays import today
from signals import operations
from signals.adopting import KINDS
from signals.anonymising import Protected, naming_in
from signals.codes import SharedPart
from signals.events import SignalEvent
from signals.forms.concerning import ConcernForm, EndConcernForm, ShareMoreForm, WriteAlongForm
from signals.forms.mentions import SLUGS
from signals.held import held_rows
from signals.holders import existing
from signals.models import Concern, JointNote, SharedSignal, Signal, SignalPerson
from signals.noticed import indicators_in_words, situations_in_words
from signals.operations.concerning import NOT_SHARED
from signals.operations.mentions import Row
from signals.policies import SignalAction
from signals.portable import portable
from signals.sent_already import concerned_already
from signals.shared_texts import SharedText, has_part, shared_parts
from signals.sharing_codes import HELD_BY_LAW, note_of, strictness
from signals.things import ThingKind, Whose
from signals.workflow import SIGNAL, ConcernState

from .mentions import mentions_of
from .start import FORM, form_page, look_for_step, note_look, part_or_404, signal_or_404

NOTHING_NEW = "Er is niets nieuws om te delen: de andere gemeente heeft alles wat u kunt kiezen, zoals het er nu staat."


@page(SignalAction.CONCERN_ALSO, methods=FORM)
def concern_also(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What may be shared as it would be, with whom and why; then the question goes out."""
    signal = signal_or_404(request, pk)
    there = _may_share(signal, request.actor)
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
    there = _may_share(found.signal, request.actor)
    # A second click finds what it sent shared already: the operation answers that.
    new = there if request.method == "POST" else _not_shared(found, there)
    form = ShareMoreForm(request.POST or None, actor=request.actor, version=found.version, there=new)
    if form.carried_out(lambda: _share(form, request.actor, found)):
        messages.success(request, f"{found.other_municipality} ziet nu ook wat u koos, met de dag van vandaag erbij.")
        return redirect("signals:concern", pk)
    look_for_step(request, found)
    if not new:
        raise WrongState(NOTHING_NEW, leads_to=("Naar wat u deelt", reverse("signals:concern", args=[pk])))
    new = _not_shared(found, there)
    context = {"side": found, "form": form, "new": [(part.label, part.text) for part in new.values()]}
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
    given = {"parts": parts, "permitted_by": agreed, "pointing_why": form.pointing_why}
    return operations.share_more(on, actor=actor, version=form.cleaned_data["version"], **given)


def _not_shared(on: Concern, there: Mapping[str, SharedText]) -> dict[str, SharedText]:
    """What the other has not, or reads otherwise by now."""
    return {code: part for code, part in there.items() if not has_part(on, part)}


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


_MENTIONED: Mapping[SharedPart, ThingKind] = {
    SharedPart.COMPANIES: ThingKind.COMPANY,
    SharedPart.VEHICLES: ThingKind.VEHICLE,
    SharedPart.ADDRESSES: ThingKind.ADDRESS,
}


# A part is ticked as a whole, so what leads to the reporter or a possible victim is in none.
_NEVER_OF = frozenset({Whose.REPORTER, Whose.VICTIM})


def _may_share(signal: Signal, actor: Actor) -> Mapping[str, SharedText]:
    """What there is to share, as the other would read it."""
    found: dict[str, SharedText] = {}
    mentions = [row for row in mentions_of(signal, actor) if getattr(row, "whose", "") not in _NEVER_OF]
    origins = _origins(signal, mentions)
    for part in SharedPart:
        if part in _MENTIONED:
            text = "\n".join(row.told for row in mentions if row.kind == _MENTIONED[part])
        else:
            text = _as_shared(signal, part)
        if text:
            found[part] = SharedText(str(part.label), text, origins.get(part, ()))
    return found | dict(_gathered(signal))


def _gathered(signal: Signal) -> Iterator[tuple[str, SharedText]]:
    """What was looked up or answered, each by itself: nothing that tells who reported or names somebody of the signal. Never a file."""
    people = cast("list[SignalPerson]", held_rows(signal)["people"])
    known = Protected(names={name: "" for row in people for name in (row.name, *(row.alias or "").split(",")) if name})
    for code, one in portable(signal).items():
        if one.is_file or one.is_of_source or naming_in(one.text, known):
            continue
        yield code, SharedText(one.title, one.text, [one.origin] if note_of(one.origin) else ())


def _origins(signal: Signal, mentions: Iterable[Row]) -> Mapping[SharedPart, Sequence[str]]:
    """By part whose data it holds, of whom it does not go on by itself."""
    whose = {part: {signal.provenance} for part in SharedPart}
    whose[SharedPart.SITUATIONS] |= {one.provenance for one in held_rows(signal)["situations"]}
    for part, kind in _MENTIONED.items():
        whose[part] |= {row.provenance for row in mentions if row.kind == kind}
    return {part: sorted(held, key=strictness) for part, every in whose.items() if (held := every & HELD_BY_LAW.keys())}


def _as_shared(signal: Signal, part: SharedPart) -> str:
    if part in _ROWS:
        return _ROWS[part](signal)
    display = getattr(signal, f"get_{part.value}_display", None)
    value = display() if display else getattr(signal, part.value)
    return date_format(value, "j F Y") if part is SharedPart.SEEN_ON and value else str(value or "")


# What stands in rows of its own.
_ROWS = {SharedPart.INDICATORS: indicators_in_words, SharedPart.SITUATIONS: situations_in_words}
