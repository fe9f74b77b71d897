"""The people and things of a signal: added, corrected and taken back on short pages; the signal's page shows them."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse

from core.access import Actor
from core.errors import NotVisible
from core.forms import Form
from core.pages import Request, demand_possible, page
from core.reading import read_together
from signals import operations
from signals.adopting import OF_REPORT, read_from, read_from_report
from signals.at_address import url_at
from signals.at_thing import url_of
from signals.forms.mentions import SLUGS, WORDS, MentionForm, StrikeMentionForm, WithdrawMentionForm
from signals.models import JointNote, Merge, Signal, SignalPerson, SignalThing
from signals.models.people import standing
from signals.operations.mentions import WITHDRAWN, Row
from signals.operations.striking import STRUCK, why_not_struck
from signals.policies import SignalAction
from signals.things import ThingKind

from .start import FORM, form_page, signal_or_404, to_signal

_KINDS = {slug: kind for kind, slug in SLUGS.items()}
SEALED = "Dit is extra beveiligd: alleen wie dit signaal mag behandelen, ziet het."


@page(SignalAction.MENTION, methods=FORM)
def add(request: Request, pk: uuid.UUID, kind: str) -> HttpResponse:
    """Somebody or something more. `regel`: the line of another municipality that it is read from; `wat`: the report itself."""
    signal, kind = signal_or_404(request, pk), _kind(kind)
    of_report = request.GET.get("wat") == OF_REPORT
    begun = read_from_report(signal, kind) if of_report else _from_line(request, signal, kind)
    form = MentionForm(request.POST or None, actor=request.actor, signal=signal, kind=kind, begun=begun)
    word = WORDS[kind].lower()
    return form_page(
        request,
        form,
        about=signal,
        heading=f"{WORDS[kind]} toevoegen",
        lead=SEALED,
        submit=f"{WORDS[kind]} toevoegen",
        done=f"Toegevoegd: {word}.",
        run=lambda: operations.add_mention(
            signal,
            actor=request.actor,
            version=form.cleaned_data["version"],
            told=form.told(),
            key=form.cleaned_data["key"],
        ),
    )


@page(SignalAction.MENTION, methods=FORM)
def correct(request: Request, pk: uuid.UUID, kind: str, number: int) -> HttpResponse:
    """Say how it is; what stood there stays to be read."""
    signal, row = _row_or_404(request, pk, kind, number)
    form = MentionForm(request.POST or None, actor=request.actor, signal=signal, kind=row.kind, row=row)
    _demand_standing(form, row)
    return form_page(
        request,
        form,
        about=signal,
        heading=f"{str(row).capitalize()} aanpassen",
        lead="Wat er stond, blijft te lezen onder “Eerder” bij het signaal.",
        submit="Aanpassing opslaan",
        done=f"{str(row).capitalize()} is aangepast.",
        run=lambda: operations.correct_mention(
            signal,
            actor=request.actor,
            version=form.cleaned_data["version"],
            number=number,
            told=form.told(),
            key=form.cleaned_data["key"],
        ),
    )


@page(SignalAction.MENTION, methods=FORM)
def withdraw(request: Request, pk: uuid.UUID, kind: str, number: int) -> HttpResponse:
    """It does not belong here."""
    signal, row = _row_or_404(request, pk, kind, number)
    form = WithdrawMentionForm(request.POST or None, actor=request.actor, version=signal.version)
    _demand_standing(form, row)
    return _take_away(
        request,
        form,
        row,
        operations.withdraw_mention,
        heading=f"{str(row).capitalize()} intrekken",
        lead=f"{row.told}. Na het intrekken staat dit alleen nog onder “Ingetrokken”. Er wordt dan niet meer op vergeleken, en het "
        "gaat niet mee als u het signaal doorgeeft. Wat al is doorgegeven, verandert niet.",
        submit="Intrekken",
        done=f"{str(row).capitalize()} is ingetrokken.",
    )


@page(SignalAction.STRIKE_MENTION, methods=FORM)
def strike(request: Request, pk: uuid.UUID, kind: str, number: int) -> HttpResponse:
    """It goes for good, with what was said of it before."""
    signal, row = _row_or_404(request, pk, kind, number)
    form = StrikeMentionForm(request.POST or None, actor=request.actor, version=signal.version)
    if not form.is_valid():
        demand_possible(STRUCK if row.struck else why_not_struck(signal, request.actor), to_signal(signal))
    return _take_away(
        request,
        form,
        row,
        operations.strike_mention,
        heading=f"{str(row).capitalize()} voorgoed verwijderen",
        lead=f"{row.told}. Dit gaat weg, ook wat er eerder stond, en komt niet terug. Te lezen blijft dat hier iets is "
        "verwijderd, door wie, wanneer en waarom. Wat al is doorgegeven, verandert niet. Staat het ook in de tekst van "
        "het signaal? Verplaats het daar eerst uit.",
        submit="Voorgoed verwijderen",
        done=f"{str(row).capitalize()} is verwijderd.",
    )


def _take_away(request: Request, form: Form, row: Row, step: Callable[..., Signal], **said: str) -> HttpResponse:
    """The page that asks why somebody or something goes, taken back or for good: `step` does it; `said`: as in `form_page`."""
    return form_page(
        request,
        form,
        about=row.signal,
        **said,
        run=lambda: step(
            row.signal,
            actor=request.actor,
            version=form.cleaned_data["version"],
            kind=str(row.kind),
            number=row.number,
            why=form.cleaned_data["why"],
            key=form.cleaned_data["key"],
        ),
    )


def _from_line(request: Request, signal: Signal, kind: str) -> dict[str, str]:
    """What the other municipality wrote about it, when this comes from such a line of this very signal."""
    with suppress(ValueError):
        lines = JointNote.objects.visible_to(request.actor).filter(pk=uuid.UUID(request.GET.get("regel", "")))
        theirs = lines.filter(concern__signal=signal).exclude(written_by=signal.municipality_id)
        if line := theirs.select_related("written_by").first():
            return read_from(line, kind)
    return {}


def _demand_standing(form: Form, row: Row) -> None:
    """No form is shown that is refused when it is sent; what was sent twice is answered by the operation."""
    if not form.is_valid():
        demand_possible(WITHDRAWN if row.withdrawn else "", to_signal(row.signal))


def _kind(slug: str) -> str:
    if slug not in _KINDS:
        raise NotVisible
    return _KINDS[slug]


def _row_or_404(request: Request, pk: uuid.UUID, slug: str, number: int) -> tuple[Signal, Row]:
    """The signal, and how this person or thing of it stands; also one that was withdrawn meanwhile, for a second click."""
    signal, kind = signal_or_404(request, pk), _kind(slug)
    rows = [row for row in _every_row(signal, request.actor) if (row.kind, row.number) == (kind, number)]
    if not rows:
        raise NotVisible
    row = max(rows, key=lambda row: row.revision)
    row.signal = signal  # it was read already
    return signal, row


def _every_row(signal: Signal, actor: Actor) -> list[Row]:
    people = SignalPerson.objects.visible_to(actor).filter(signal=signal)
    things = SignalThing.objects.visible_to(actor).filter(signal=signal)
    rows = read_together({"people": people, "things": things})
    return [*rows["people"], *rows["things"]]


def mentions_of(signal: Signal, actor: Actor) -> list[Row]:
    """The people and things of a signal as they stand, as far as the actor may see them."""
    return standing(_every_row(signal, actor))


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the part "Personen en zaken"; `of`: the number of the signal that was merged into this one, else "".

    `at_url`: of an address the page of what plays there; of a company, plate or number that of where it comes up.
    """

    row: Row
    before: list[Row]
    of: str = ""
    at_url: str = ""

    @property
    def slug(self) -> str:
        """Its kind as it stands in an address."""
        return SLUGS[self.row.kind]


def told_mentions(parts: dict[str, Any], merged_here: Iterable[Merge], actor: Actor) -> dict[str, Any]:
    """What the signal's page shows of `parts` (parts.py): its own, and what the ones that were merged into it hold."""
    numbers = {merge.signal_id: merge.signal.reference for merge in merged_here}
    own = [*parts.pop("people"), *parts.pop("things")]
    theirs = [*parts.pop("merged_people"), *parts.pop("merged_things")]
    shown = [_shown(own)] + [_shown((r for r in theirs if r.signal_id == pk), ref) for pk, ref in numbers.items()]
    return {
        "mentions": [_with_page(line, actor) for lines in shown for line in lines],
        "withdrawn": [Shown(row, []) for row in _last(own) if row.withdrawn],
        "mention_kinds": [(slug, WORDS[kind].lower()) for kind, slug in SLUGS.items()],
    }


def _with_page(line: Shown, actor: Actor) -> Shown:
    row = line.row
    if not isinstance(row, SignalThing):
        return line
    is_address = row.kind == ThingKind.ADDRESS
    return replace(line, at_url=url_at(actor, row.value or "", row.place) if is_address else url_of(actor, row))


def in_report(signal: Signal, mentions: Iterable[Shown]) -> list[tuple[str, str]]:
    """What the report itself names beside people, and nobody wrote down as something mentioned: each with its word."""
    report = (
        (ThingKind.COMPANY, signal.company),
        (ThingKind.VEHICLE, signal.vehicle),
        (ThingKind.ADDRESS, signal.address or ""),
    )
    rows = [line.row for line in mentions if isinstance(line.row, SignalThing)]
    return [
        (kind.label, said)
        for kind, said in report
        if said and not any(row.kind == kind and _same(said, row) for row in rows)
    ]


def _same(said: str, row: SignalThing) -> bool:
    """Whether one is written within the other: "Bestelbus DE-MO-12" and the plate "demo12"."""
    return _bare(said) in _bare(row.told) or (bool(row.bare) and _bare(row.bare) in _bare(said))


def _bare(text: str) -> str:
    """Without spaces, dashes and capitals, by which a plate or address is written this way and that."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _shown(rows: Iterable[Row], of: str = "") -> list[Shown]:
    by_place: defaultdict[tuple[str, int], list[Row]] = defaultdict(list)
    every = list(rows)
    for row in every:
        by_place[row.kind, row.number].append(row)
    lines = [
        Shown(row, [one for one in by_place[row.kind, row.number] if one.pk != row.pk], of) for row in standing(every)
    ]
    return sorted(lines, key=lambda line: (list(SLUGS).index(line.row.kind), line.row.number))


def _last(rows: Iterable[Row]) -> list[Row]:
    found: dict[tuple[str, int], Row] = {}
    for row in sorted(rows, key=lambda row: row.revision):
        found[row.kind, row.number] = row
    return list(found.values())
