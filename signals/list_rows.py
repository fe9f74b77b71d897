"""One row of a list: its cells by what they are, and what is wrong with them, each told by its column.

It is checked by the very fields with which somebody logs a signal (signals/forms/wizard.py): the same longest texts, the same
days, the same stop at a citizen service number with the same way out, and none of that where somebody is in danger.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field
from django.utils import timezone

from core.bsn import holds_bsn
from core.codes import Codes, is_retired, refusal
from core.forms import TOO_LONG
from core.workdays import today

from .by_key import LONGEST_NUMBER
from .codes import Answered, Form, Knowledge, Route, Source
from .columns import BY_FORM, COLUMNS, IN_WORDS, Choice, code_of, folded, keeps_heading, says_nothing, words_in
from .fingerprints import keyed, print_of_number
from .forms.closing import ClosingFields
from .forms.wizard import CallForm, SourceForm, WhatForm, WhenForm, WhereForm, past_day
from .indicators import Basis
from .list_days import day_of, noon_of, tells_when
from .list_mentions import mentioned
from .list_words import Standing
from .not_known import is_not_known
from .operations.logging import ReporterFacts, SignalFacts
from .operations.noticing import WHERE_OR_WHEN, SituationFacts
from .operations.taking_over import ListRow
from .sectors import NOT_OF_WORK, NOT_SEXUAL, LabourSector, SexSector, has_sector
from .sharing_codes import Naming, Provenance
from .situations import Confidence, SuspectedRole, VagueDay
from .when import UNKNOWN, known_when, told_when

_TOLD_OF = 40  # signs of a cell that a sentence repeats
UNKNOWN_PLACE = "Weet ik niet"
BSN = "Hier staat een nummer dat een burgerservicenummer (BSN) kan zijn. Haal het uit de lijst, of zeg hieronder dat het er geen is."

_ELSEWHERE = (
    "Maak de cel leeg, of kies die vorm. Staan in deze kolom sectoren van alle vormen? Kies dan voor de kolom "
    f"“{COLUMNS['sector'].label}”."
)
_NO_REASON = "Deze regel is gesloten. Kies bij de kolommen een reden van sluiten en een motivering."
_TEXTS: Mapping[str, Field] = {
    **{name: WhatForm.base_fields[name] for name in ("facts", "interpretation")},
    **{name: WhereForm.base_fields[name] for name in ("place", "place_unknown", "address", "company", "vehicle")},
    **{name: WhenForm.base_fields[name] for name in ("seen_when", "shift")},
    "already_done": SourceForm.base_fields["already_done"],
    "reporter_function": SourceForm.base_fields["source_function"],
    "reporter_name": SourceForm.base_fields["name"],
    "reporter_contact": SourceForm.base_fields["contact"],
    "reporter_call_back": CallForm.base_fields["call_back"],
    "close_motivation": ClosingFields.base_fields["close_motivation"],
}
# How a situation is known, by how the reporter knows what she told.
_BASIS = {Knowledge.SEEN: Basis.OBSERVED, Knowledge.TOLD: Basis.TOLD, Knowledge.READ: Basis.TOLD}
_CODES = (
    *("form", "route", "provenance", "knowledge", "danger", "minor", "veilig_thuis", "close_reason"),
    *("labour_sector", "sex_sector", "serious_disadvantage"),
)


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
        if len(places) == 1 and not keeps_heading(code, "".join(headings[places[0] :][:1])):
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
        source = self.coded("source") or self._taken("source", self.choice.source)
        if not source:
            self.wrong("source", "Vul in van wie dit komt, of kies bij de kolommen een bron voor regels zonder bron.")
        texts = {code: self._text(code) for code in _TEXTS}
        received, seen, closed = self._received(), self._seen(texts), self._day("closed_on")
        reported = self._day("reported_on")
        others, reviewed = self._other_forms(coded["form"]), self._day("review_on", may_come=True)
        if received and closed and closed < received:
            self.wrong("closed_on", "Deze dag ligt vóór de dag waarop het signaal binnenkwam.")
        self._place(texts)
        self._moment(texts, seen)
        standing, told = self._standing(reviewed, closed), mentioned(self)
        motivation = self._motivation(texts, standing)
        self._sectors(texts, coded, {coded["form"], *others})
        situations = self._situations(Source(source or Source.ANONYMOUS), texts, coded, seen)
        if coded["labour_sector"] and not has_sector([coded["form"], *others]):
            self.wrong("labour_sector", f"{NOT_OF_WORK} {_ELSEWHERE}")
        if coded["sex_sector"] and Form.SEXUAL not in {coded["form"], *others}:
            self.wrong("sex_sector", f"{NOT_SEXUAL} Maak de cel leeg, of kies die vorm.")
        self._stop_at_bsn(coded["danger"])
        if len(self.cell("number")) > LONGEST_NUMBER:
            self.wrong("number", TOO_LONG % {"limit_value": LONGEST_NUMBER, "show_value": len(self.cell("number"))})
        if self.errors:
            return None
        # A list that does not say when it came in: not after it was told, or closed.
        received = received or min(filter(None, (reported, closed)), default=None)
        return ListRow(
            number=self.number,
            facts=replace(
                _facts(Source(source), texts, coded, seen, self._reporter(texts)),
                told=told,
                situations=situations,
                other_forms=others,
                reported_on=reported,
            ),
            received_at=noon_of(received) if received and received < today() else timezone.now(),
            standing=standing,
            fingerprint=self.fingerprint,
            number_there=self.cell("number"),
            closed_on=closed,
            close_reason=coded["close_reason"],
            close_motivation=motivation,
            review_on=reviewed,
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
        return self._code_of(code, self.cell(code))

    def _code_of(self, code: str, text: str) -> str:
        if not text or says_nothing(code, text):
            return ""
        chosen = self.choice.values.get(code, {}).get(folded(text)) or code_of(code, text)
        if not chosen:
            self.wrong(code, f"“{text[:_TOLD_OF]}” kennen wij niet. Kies bij de waarden wat het betekent.")
        return self._taken(code, chosen)

    def _taken(self, code: str, chosen: str) -> str:
        """What was chosen for a word or for the whole list; tells when it may not be chosen any more."""
        codes = COLUMNS[code].codes
        found = codes(chosen) if codes and chosen else None
        if isinstance(found, Codes) and is_retired(found):
            self.wrong(code, refusal(found))
        return chosen

    def _other_forms(self, form: str) -> tuple[Form, ...]:
        """Those that fit too: neither the main one nor one of which nothing is known."""
        told = (self._code_of("other_forms", word) for word in words_in("other_forms", self.cell("other_forms")))
        return tuple(Form(code) for code in dict.fromkeys(told) if code and code not in {form, Form.UNKNOWN})

    def _day(self, code: str, *, may_come: bool = False) -> dt.date | None:
        text = self.cell(code)
        if not text or is_not_known(text):
            return None
        day = day_of(text)
        if day is None:
            self.wrong(code, f"“{text[:_TOLD_OF]}” is geen datum. Schrijf de dag zo: 21-11-2026.")
            return None
        if may_come:
            return day
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
        if is_not_known(texts["place"]):
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
        if self.choice.blank_is_unknown or is_not_known(self.cell("seen_on")):
            texts["seen_when"] = UNKNOWN
        else:
            self.wrong("seen_on", "Vul een dag in, schrijf ongeveer wanneer, of schrijf “onbekend”.")

    def _standing(self, reviewed: dt.date | None, closed: dt.date | None) -> str:
        """As what it comes in: one with the day on which it was closed is closed, unless the list says otherwise; one that is
        open and has a day to look again is followed.
        """
        told = self.coded("standing") if "standing" in self.cells else ""
        standing = told or (Standing.CLOSED if closed else self.choice.standing)
        if standing == Standing.CLOSED:
            said = self.cell("close_reason")
            if not said or says_nothing("close_reason", said):
                said = self._taken("close_reason", self.choice.close_reason)
            if not (said and (self.cell("close_motivation") or self.choice.close_motivation)):
                self.wrong("close_reason", _NO_REASON)
        return Standing.FOLLOWED if reviewed and standing == Standing.TRIAGE else standing

    def _seen(self, texts: dict[str, str]) -> dt.date | None:
        """The day; a loose word among days says when in words."""
        text = self.cell("seen_on")
        if day_of(text) or not tells_when(text):
            return self._day("seen_on")
        try:
            texts["seen_when"] = _TEXTS["seen_when"].clean("; ".join(filter(None, (text, texts["seen_when"]))))
        except ValidationError:
            self.wrong("seen_on", f"“{text[:_TOLD_OF]}” is geen datum. Schrijf de dag zo: 21-11-2026.")
        return None

    def _sectors(self, texts: dict[str, str], coded: dict[str, str], forms: Collection[str]) -> None:
        """One column for the sectors of all forms: each word goes where the form of its row has one, else beside the story."""
        text = self.cell("sector")
        if not text or says_nothing("sector", text):
            return
        fitting = [
            part for part, fits in (("labour_sector", has_sector(forms)), ("sex_sector", Form.SEXUAL in forms)) if fits
        ]
        chosen = self.choice.values.get("sector", {}).get(folded(text)) or code_of("sector", text)
        if not chosen:
            self.wrong("sector", f"“{text[:_TOLD_OF]}” kennen wij niet. Kies bij de waarden wat het betekent.")
            return
        found = {part: code_of(part, text if chosen == BY_FORM else chosen) for part in fitting if chosen != IN_WORDS}
        free = {part: code for part, code in found.items() if code and coded[part] in {"", code}}
        if len(free) != 1:
            self._tell_beside(texts, "sector", text)
        for part, code in free.items() if len(free) == 1 else ():
            coded[part] = self._taken(part, code)

    def _stop_at_bsn(self, danger: str) -> None:
        if danger == Answered.YES or self.number in self.choice.no_bsn:
            return
        for code, text in self.cells.items():
            # A number of a list is often a year and a place in it: "2024-00123" is none, nine digits on end may be.
            if holds_bsn(text) and (code != "number" or text.isdigit()):
                self.wrong(code, BSN)
                self.has_bsn = True

    def _motivation(self, texts: dict[str, str], standing: str) -> str:
        """Why it was closed. Of one that comes in open all of it stands with what was done: nothing of a list is lost."""
        motivation = texts.pop("close_motivation")
        if standing == Standing.CLOSED:
            return motivation
        for code in ("closed_on", "close_reason"):
            self._tell_beside(texts, code, self.cell(code))
        self._tell_beside(texts, "close_motivation", motivation)
        return ""

    def _tell_beside(self, texts: dict[str, str], code: str, text: str) -> None:
        """With what was done already, under the name of its column."""
        if text and not is_not_known(text):
            texts["already_done"] = "\n\n".join(
                filter(None, (texts["already_done"], f"{COLUMNS[code].label}:\n{text}"))
            )

    def _situations(
        self, source: Source, texts: dict[str, str], coded: Mapping[str, str], seen: dt.date | None
    ) -> tuple[SituationFacts, ...]:
        """For each role that the list tells of a suspected party: here, then, as sure as it says, and else not sure."""
        words = words_in("suspected_role", self.cell("suspected_role"))
        roles = dict.fromkeys(self._code_of("suspected_role", word) for word in words)
        sure, when = self.coded("confidence"), known_when(texts["seen_when"])
        if not any(roles.keys() - {SuspectedRole.UNKNOWN, ""}):
            # A word that is no role ("werkgever") is not lost all the same.
            self._tell_beside(texts, "suspected_role", self.cell("suspected_role"))
            return ()
        if not (texts["place"] or texts["address"] or seen or when):
            self.wrong("suspected_role", f"{WHERE_OR_WHEN} Dat moet bij een rol bekend zijn.")
            return ()
        day = VagueDay(seen.year, seen.month, seen.day) if seen else None
        return tuple(
            SituationFacts(
                form=Form(coded["form"] or Form.UNKNOWN),
                basis=_BASIS.get(Knowledge(coded["knowledge"] or Knowledge.NOT_ASKED), Basis.ASSUMED),
                source=source,
                confidence=Confidence(sure or Confidence.UNCERTAIN),
                provenance=Provenance(coded["provenance"]) if coded["provenance"] else None,
                place=texts["place"],
                address=texts["address"],
                since=day,
                until=day,
                seen_when=when,
                role=SuspectedRole(role),
            )
            for role in roles
            if role and role != SuspectedRole.UNKNOWN
        )

    def _reporter(self, texts: Mapping[str, str]) -> ReporterFacts:
        said, naming = self.coded("reporter_anonymous"), Naming(self.coded("reporter_naming") or Naming.NOT_ASKED)
        stays = said == Answered.YES or naming == Naming.ANONYMOUS  # of two answers the one that keeps her unnamed
        return ReporterFacts(
            name=texts["reporter_name"],
            function=texts["reporter_function"],
            contact=texts["reporter_contact"],
            call_back=texts["reporter_call_back"],
            # Unless the list says that she need not be: an empty cell and a column that is not there say nothing.
            wants_anonymity=stays or (said != Answered.NO and naming not in (Naming.MAY, Naming.INSIDE)),
            naming=Naming.ANONYMOUS if stays else naming,
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
        provenance=Provenance(coded["provenance"]) if coded["provenance"] else None,
        knowledge=Knowledge(coded["knowledge"] or Knowledge.NOT_ASKED),
        danger=Answered(coded["danger"] or Answered.UNKNOWN),
        minor=Answered(coded["minor"] or Answered.UNKNOWN),
        veilig_thuis=Answered(coded["veilig_thuis"] or Answered.UNKNOWN),
        labour_sector=LabourSector(coded["labour_sector"]) if coded["labour_sector"] else None,
        sex_sector=SexSector(coded["sex_sector"]) if coded["sex_sector"] else None,
        serious_disadvantage=coded["serious_disadvantage"] == Answered.YES,
        reporter=reporter,
        **plain,
    )
