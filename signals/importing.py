"""Reading, checking and importing a list: what the jobs of signals/operations/importing.py do.

A row is checked by the very fields with which somebody logs a signal (signals/forms/wizard.py): the same longest texts, the
same days, the same stop at a citizen service number with the same way out, and none of that where somebody is in danger.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field
from django.utils import timezone

from core import scanning, walls
from core.access import Actor
from core.bsn import holds_bsn
from core.characters import visible
from core.errors import WrongState
from core.files import Refusal, Why, read_list
from core.forms import TOO_LONG
from core.scanning import Verdict
from core.workdays import today

from .by_key import LONGEST_NUMBER
from .codes import Answered, Form, Knowledge, Route, Source
from .columns import COLUMNS, Choice, code_of, day_of, folded, heading_row, is_unknown, noon_of
from .fingerprints import keyed, print_of_number
from .forms.wizard import SourceForm, WhatForm, WhenForm, WhereForm, past_day
from .list_mentions import mentioned
from .list_states import ImportState
from .models import ImportedFrom, ListImport
from .operations.importing import (
    content_of,
    halt_list,
    keep_result,
    keep_rows,
    refuse_list,
    rows_of,
    suggested,
)
from .operations.logging import ReporterFacts, SignalFacts
from .operations.taking_over import ListRow, Tell, keep_list, store_rows, take_back_list
from .sharing_codes import Naming
from .when import UNKNOWN, told_when

MOST_TOLD = 500
MOST_JOINED = 3  # enough to see how the columns come together
_TOLD_OF = 40  # signs of a cell that a sentence repeats
UNKNOWN_PLACE = "Weet ik niet"
BSN = "Hier staat een nummer dat een burgerservicenummer (BSN) kan zijn. Haal het uit de lijst, of zeg hieronder dat het er geen is."

_TEXTS: Mapping[str, Field] = {
    **{name: WhatForm.base_fields[name] for name in ("facts", "interpretation")},
    **{name: WhereForm.base_fields[name] for name in ("place", "place_unknown", "address", "company", "vehicle")},
    **{name: WhenForm.base_fields[name] for name in ("seen_when", "shift")},
    **{name: SourceForm.base_fields[name] for name in ("source_function", "already_done")},
    "reporter_name": SourceForm.base_fields["name"],
    "reporter_contact": SourceForm.base_fields["contact"],
}
_CODES = ("form", "route", "knowledge", "danger", "minor", "veilig_thuis")


def read(about: ListImport, actor: Actor) -> None:
    """The virus scanner where there is one, then the reader in a process of its own."""
    content = content_of(about)
    match scanning.scan(content) if scanning.is_configured() else Verdict.CLEAN:
        case Verdict.FOUND:
            refuse_list(about, actor=actor, why=Why.VIRUS)
        case Verdict.UNKNOWN:
            refuse_list(about, actor=actor, why=Why.NOT_CHECKED)
        case Verdict.CLEAN:
            _read(about, actor, content)


def _read(about: ListImport, actor: Actor, content: bytes) -> None:
    try:
        sheets = read_list(about.kind, content)
    except Refusal as refusal:
        refuse_list(about, actor=actor, why=refusal.why)
        return
    for sheet in sheets:
        sheet["rows"] = [[number, [visible(cell) for cell in cells]] for number, cells in sheet["rows"]]
    # The longest sheet: what stands before it is mostly an explanation.
    chosen = max(range(len(sheets)), key=lambda place: len(sheets[place]["rows"]))
    keep_rows(about, actor=actor, sheets=sheets, choice=first_choice(about, actor, sheets[chosen]["rows"][:15], chosen))


def first_choice(about: ListImport, actor: Actor, top: Sequence[Any], sheet: int, heading: int = 0) -> Choice:
    """What is proposed for a sheet of which `top` are the first rows. `heading`: the row with the names; 0: not said."""
    number = heading or heading_row(top)
    headings: list[str] = next((cells for row, cells in top if row == number), [])
    return suggested(about, actor, sheet, number, headings)


@dataclass(slots=True)
class Found:
    """What the check of a list found. `errors`: (row, what, sentence); `bsn`: rows with a number that may be one.

    `joined`: (row, what, text) of the first rows in which several columns became one text.
    """

    rows: list[ListRow] = field(default_factory=list)
    errors: list[tuple[int, str, str]] = field(default_factory=list)
    bsn: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    joined: list[tuple[int, str, str]] = field(default_factory=list)
    again: str = ""

    @property
    def counts(self) -> tuple[int, int, int]:
        """Rows that are good and new, that are wrong, that are known."""
        return len(self.rows), len({row for row, _, _ in self.errors}), len(self.known)

    def told(self) -> dict[str, Any]:
        """As it is stored for the page."""
        return {
            "errors": [list(error) for error in self.errors[:MOST_TOLD]],
            "more": max(0, len(self.errors) - MOST_TOLD),
            "bsn": self.bsn[:MOST_TOLD],
            "known": self.known[:MOST_TOLD],
            "danger": sum(row.facts.danger == Answered.YES for row in self.rows),
            "calls": sum(row.asks_veilig_thuis for row in self.rows),
            "mentions": sum(len(row.facts.told) for row in self.rows),
            "joined": self.joined,
            "again": self.again,
        }


def check(about: ListImport, actor: Actor, tell: Tell) -> None:
    """Look at every row; nothing becomes a signal."""
    found = judged(about, actor, tell)
    keep_result(about, actor=actor, counts=found.counts, result=found.told())


def run(about: ListImport, actor: Actor, tell: Tell) -> None:
    """Look once more, for a day has passed or a colleague imported the same; then all rows become signals, or none."""
    if about.state != ImportState.IMPORTING:
        raise WrongState("Deze lijst is intussen geïmporteerd of weggegooid.")
    found = judged(about, actor, lambda _done, _total: None)
    if found.errors or not found.rows:
        halt_list(about, actor=actor, counts=found.counts, result=found.told())
        return
    store_rows(about, actor=actor, rows=found.rows, tell=tell)


def take_back(about: ListImport, actor: Actor) -> None:
    """Take all its signals back, unless something was done to one of them since it was asked."""
    try:
        take_back_list(about, actor=actor)
    except WrongState:
        keep_list(about, actor=actor)


def judged(about: ListImport, actor: Actor, tell: Tell) -> Found:
    """Every row of the list against the checks of logging, against each other, and against what was imported."""
    choice = Choice.told(about.choice)
    headings, rows = rows_of(about, choice)
    found, seen = Found(), dict[str, int]()
    known = _known(about, actor)
    again = ListImport.objects.visible_to(actor).of_same_file(about).first()
    found.again = again.imported_at.date().isoformat() if again else ""
    for place, (number, cells) in enumerate(rows):
        if place % MOST_TOLD == 0:
            tell(place, len(rows))
        row = RowReader(number, cells, choice, about.municipality_id, headings)
        print_ = row.fingerprint
        if print_ in known:
            found.known.append(number)
            continue
        facts = row.read()
        if print_ in seen:
            row.wrong(
                "number", f"Dit nummer of deze regel staat ook op regel {seen[print_]} van de lijst. Haal er een weg."
            )
        seen.setdefault(print_, number)
        found.errors += row.errors
        if row.has_bsn:
            found.bsn.append(number)
        if facts is not None and not row.errors:
            found.rows.append(facts)
            found.joined += row.joined[: MOST_JOINED - len(found.joined)]
    return found


def _known(about: ListImport, actor: Actor) -> set[str]:
    rows = ImportedFrom.objects.unscoped(reason="that a row was imported, also where its signal is kept from her")
    # Behind the wall too: what she may not read stands in the way of the same row all the same.
    with walls.context(walls.sign_all(user_id=actor.user_id, content=[about.municipality_id])):
        return set(rows.filter(municipality=about.municipality_id).values_list("fingerprint", flat=True))


class RowReader:
    """One row: its cells by what they are, and what is wrong with them."""

    def __init__(
        self, number: int, cells: Sequence[str], choice: Choice, municipality_id: int, headings: Sequence[str]
    ) -> None:
        self.number, self.choice, self.municipality_id = number, choice, municipality_id
        self.joined: list[tuple[int, str, str]] = []
        self.cells = {
            code: self._text_of(code, cells, headings)
            for code in dict.fromkeys(choice.columns.values())
            if code and min(choice.places_of(code)) < len(cells)
        }
        self.errors: list[tuple[int, str, str]] = []
        self.has_bsn = False

    def _text_of(self, code: str, cells: Sequence[str], headings: Sequence[str]) -> str:
        """What stands there; of several columns each piece under its heading, in the order of the sheet."""
        places = self.choice.places_of(code)
        if len(places) == 1:
            return cells[places[0]].strip()
        pieces = [(place, cells[place].strip()) for place in places if place < len(cells)]
        named = [(headings[place] if place < len(headings) else "", text) for place, text in pieces if text]
        text = "\n\n".join(f"{name}:\n{text}" if name else text for name, text in named)
        if len(named) > 1:
            self.joined.append((self.number, str(COLUMNS[code].label), text))
        return text

    def cell(self, code: str) -> str:
        """What stands there; "" for a column that the list has not."""
        return self.cells.get(code, "")

    def wrong(self, code: str, sentence: str) -> None:
        """One thing that is wrong, in a sentence for who made the list."""
        self.errors.append((self.number, str(COLUMNS[code].label), sentence))

    @property
    def fingerprint(self) -> str:
        """By its own number; a row without one by what it says."""
        if number := self.cell("number"):
            return print_of_number(self.municipality_id, number)
        said = [self.cell(code) for code in ("facts", "received_on", "place", "seen_on", "seen_when")]
        return keyed(self.municipality_id, "row", *map(folded, said))

    def read(self) -> ListRow | None:
        """The row as it is imported; None, with its errors told, when something is wrong."""
        coded = {code: self.coded(code) for code in _CODES}
        source = self.coded("source") or self.choice.source
        if not source:
            self.wrong("source", "Vul in van wie dit komt, of kies bij de kolommen een bron voor regels zonder bron.")
        texts = {code: self._text(code) for code in _TEXTS}
        received, seen, closed = self._received(), self._day("seen_on"), self._day("closed_on")
        if received and closed and closed < received:
            self.wrong("closed_on", "Deze dag ligt vóór de dag waarop het signaal binnenkwam.")
        self._place(texts)
        self._moment(texts, seen)
        standing, told = self._standing(), mentioned(self)
        self._stop_at_bsn(coded["danger"])
        if len(self.cell("number")) > LONGEST_NUMBER:
            self.wrong("number", TOO_LONG % {"limit_value": LONGEST_NUMBER, "show_value": len(self.cell("number"))})
        if self.errors:
            return None
        return ListRow(
            number=self.number,
            facts=replace(_facts(Source(source), texts, coded, seen, self._reporter(texts)), told=told),
            received_at=noon_of(received) if received and received < today() else timezone.now(),
            standing=standing,
            fingerprint=self.fingerprint,
            number_there=self.cell("number"),
            closed_on=closed,
        )

    def _text(self, code: str) -> str:
        try:
            return str(_TEXTS[code].clean(self.cell(code)))
        except ValidationError as error:
            for one in error.error_list:
                self.wrong(code, TOO_LONG % one.params if one.code == "max_length" and one.params else one.messages[0])
            return ""

    def coded(self, code: str) -> str:
        """The code of what stands there, as she chose it for this word; "" for an empty cell."""
        text = self.cell(code)
        if not text:
            return ""
        chosen = self.choice.values.get(code, {}).get(folded(text)) or code_of(code, text)
        if not chosen:
            self.wrong(code, f"“{text[:_TOLD_OF]}” kennen wij niet. Kies bij de waarden wat het betekent.")
        return chosen

    def _day(self, code: str) -> dt.date | None:
        text = self.cell(code)
        if not text or is_unknown(text):
            return None
        day = day_of(text)
        if day is None:
            self.wrong(code, f"“{text[:_TOLD_OF]}” is geen datum. Schrijf de dag zo: 21-11-2026.")
            return None
        try:
            return past_day(day)
        except ValidationError as error:
            self.wrong(code, error.messages[0])
            return None

    def _received(self) -> dt.date | None:
        day = self._day("received_on")
        if day is None and "received_on" in self.cells and not self._is_told("received_on"):
            self.wrong("received_on", "Vul in op welke dag het signaal binnenkwam.")
        return day

    def _is_told(self, code: str) -> bool:
        return any(label == COLUMNS[code].label for _, label, _ in self.errors)

    def _place(self, texts: dict[str, str]) -> None:
        if is_unknown(texts["place"]):
            texts["place"], texts["place_unknown"] = "", texts["place_unknown"] or UNKNOWN_PLACE
        if texts["place"]:
            texts["place_unknown"] = ""
        elif not texts["place_unknown"] and self.choice.blank_is_unknown:
            texts["place_unknown"] = UNKNOWN_PLACE
        elif not texts["place_unknown"] and not self._is_told("place"):
            self.wrong("place", "Vul een plaats in, of schrijf “onbekend”.")

    def _moment(self, texts: dict[str, str], seen: dt.date | None) -> None:
        if seen or texts["seen_when"] or texts["shift"] or self._is_told("seen_on"):
            return
        if self.choice.blank_is_unknown or is_unknown(self.cell("seen_on")):
            texts["seen_when"] = UNKNOWN
        else:
            self.wrong("seen_on", "Vul een dag in, schrijf ongeveer wanneer, of schrijf “onbekend”.")

    def _standing(self) -> str:
        if "standing" not in self.cells:
            return self.choice.standing
        return self.coded("standing") or self.choice.standing

    def _stop_at_bsn(self, danger: str) -> None:
        if danger == Answered.YES or self.number in self.choice.no_bsn:
            return
        for code, text in self.cells.items():
            # A number of a list is often a year and a place in it: "2024-00123" is none, nine digits on end may be.
            if holds_bsn(text) and (code != "number" or text.isdigit()):
                self.wrong(code, BSN)
                self.has_bsn = True

    def _reporter(self, texts: Mapping[str, str]) -> ReporterFacts:
        return ReporterFacts(
            name=texts["reporter_name"],
            contact=texts["reporter_contact"],
            # Unless the list says that she need not be: an empty cell and a column that is not there say nothing.
            wants_anonymity=self.coded("reporter_anonymous") != Answered.NO,
            naming=Naming.ANONYMOUS if self.coded("reporter_anonymous") == Answered.YES else Naming.NOT_ASKED,
        )


def _facts(
    source: Source, texts: Mapping[str, str], coded: Mapping[str, str], seen: dt.date | None, reporter: ReporterFacts
) -> SignalFacts:
    plain: dict[str, Any] = {code: text for code, text in texts.items() if not code.startswith("reporter_")}
    # As the wizard has it: without a day there are words, and no words means that it is not known.
    plain["seen_when"] = told_when(seen, plain["seen_when"])
    return SignalFacts(
        source=source,
        seen_on=seen,
        form=Form(coded["form"] or Form.UNKNOWN),
        route=Route(coded["route"] or Route.UNKNOWN),
        knowledge=Knowledge(coded["knowledge"] or Knowledge.NOT_ASKED),
        danger=Answered(coded["danger"] or Answered.UNKNOWN),
        minor=Answered(coded["minor"] or Answered.UNKNOWN),
        veilig_thuis=Answered(coded["veilig_thuis"] or Answered.UNKNOWN),
        reporter=reporter,
        **plain,
    )


def values_to_choose(about: ListImport, choice: Choice) -> dict[str, dict[str, str]]:
    """Per column with a code list: each word that stands there, folded, as it is written first."""
    _, rows = rows_of(about, choice)
    found: dict[str, dict[str, str]] = {}
    for place, code in choice.columns.items():
        if COLUMNS[code].codes is None:
            continue
        for _, cells in rows:
            text = cells[place].strip() if place < len(cells) else ""
            if text:
                found.setdefault(code, {}).setdefault(folded(text), text)
    return found
