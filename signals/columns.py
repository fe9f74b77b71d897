"""What the columns of somebody's list can be, and how its words are read: by name, by Dutch synonym, by code list.

What is proposed is shown and can be changed; nothing is guessed behind her back. A value that is in no list is said to be so.
"""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices

from core.codes import is_retired
from municipalities.names import fold
from signals.codes import (
    SOURCE_GROUPS,
    Answered,
    Certainty,
    CloseReason,
    Form,
    Knowledge,
    PossibleRole,
    Route,
    Source,
)
from signals.sharing_codes import WHOSE_REPORTED, Naming, Provenance

from .column_names import ALSO_CALLED, CALLED_WITH
from .list_words import ANSWERS, WORDS, Standing
from .not_known import is_not_known
from .sectors import LabourSector, SexSector
from .situations import Confidence, SuspectedRole

EMPTY: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True)
class Column:
    """One thing that a column can be. `names`: folded headings it goes by; `codes`: the list that its values come from.

    `joins`: several columns may be it, each under its own heading. `told`: more names, of which what stands below them means
    nothing without the name: it stays above the text, also where one column is all. `many`: a cell holds several, with commas.
    `parts`: the columns that it is together; each of its words says of which one it is, or the form of its row does.
    """

    code: str
    label: str
    names: tuple[str, ...]
    codes: type[TextChoices] | None = None
    joins: bool = False
    told: tuple[str, ...] = ()
    many: bool = False
    parts: tuple[str, ...] = ()

    @property
    def has_words(self) -> bool:
        """Whether what stands below it are words of a fixed list."""
        return self.codes is not None or bool(self.parts)


COLUMNS: Mapping[str, Column] = {
    column.code: column
    for column in (
        Column(
            "number", "Nummer in uw lijst", ("nummer", "nr", "volgnummer", "zaaknummer", "kenmerk", "id", "dossier")
        ),
        Column(
            "received_on",
            "Ontvangen op",
            (
                "ontvangen",
                "datum ontvangst",
                "datum melding",
                "datum",
                "meldingsdatum",
                "binnengekomen",
                "datum signaal",
            ),
        ),
        Column("reported_on", "Gemeld op", ("bij de gemeente gemeld op",)),
        Column(
            "source", "Bron", ("bron", "melder soort", "soort melder", "herkomst", "afkomstig van", "van wie"), Source
        ),
        Column("provenance", "Van wie zijn de gegevens", ("eigenaar gegevens",), Provenance),
        Column("reporter_function", "Functie of afdeling", ("functie", "afdeling", "organisatie", "instantie")),
        Column("knowledge", "Hoe bekend", ("hoe bekend", "kennis", "zelf gezien"), Knowledge),
        Column(
            "facts",
            "Wat is er gezien of gehoord",
            (
                *(
                    "feiten",
                    "omschrijving",
                    "melding",
                    "signaal",
                    "toelichting",
                    "beschrijving",
                    "verhaal",
                    "inhoud",
                    "wat",
                ),
                *("wat is er gemeld", "wat is gemeld", "wat is er gezien"),
            ),
            joins=True,
            told=("kenmerken", "indicatoren", "signalen van mensenhandel"),
        ),
        Column(
            "interpretation",
            "Wat denkt u zelf",
            ("duiding", "interpretatie", "eigen gedachten", "vermoeden"),
            joins=True,
            # What was judged there is no judgement here: it comes in as words, and somebody judges it.
            told=("ernst", "prioriteit", "urgentie", "aannemelijkheid", "weging", "score", "beoordeling"),
        ),
        Column(
            "already_done",
            "Wat is er al gedaan",
            ("al gedaan", "actie", "acties", "ondernomen acties", "opvolging"),
            joins=True,
            told=(
                *("doorgegeven aan", "doorgegeven op", "doorgezet naar", "doorgezet op", "overgedragen aan"),
                *("overgedragen aan gemeente", "overgedragen op", "ook gemeld als"),
                *(
                    "antwoord",
                    "antwoord op",
                    "reactie",
                    "terugkoppeling",
                    "uitkomst",
                    "resultaat",
                    "besluiten",
                    "besluit",
                ),
                "112 gebeld",
            ),
        ),
        Column("danger", "Direct gevaar", ("gevaar", "direct gevaar", "spoed", "acuut"), Answered),
        Column("minor", "Minderjarig", ("minderjarig", "jonger dan 18", "kind", "18-"), Answered),
        Column("veilig_thuis", "Is Veilig Thuis gebeld", ("veilig thuis", "veilig thuis gebeld"), Answered),
        Column("place", "Plaats", ("plaats", "woonplaats", "kern", "dorp", "stad", "waar", "locatie")),
        Column("place_unknown", "Waarom geen plaats", ("waarom geen plaats", "plaats onbekend")),
        Column("address", "Adres of plek", ("adres", "straat", "plek", "adres of plek")),
        Column("company", "Bedrijf", ("bedrijf", "bedrijfsnaam", "onderneming", "werkgever")),
        Column("vehicle", "Voertuig", ("voertuig", "kenteken", "auto")),
        Column("seen_on", "Gezien op", ("gezien op", "datum gezien", "datum waarneming", "pleegdatum")),
        Column("seen_when", "Wanneer (in woorden)", ("wanneer", "periode", "hoe vaak")),
        Column("shift", "Moment van de dag", ("tijdstip", "tijd", "dienst", "moment")),
        Column("form", "Vorm", ("vorm", "vorm van uitbuiting", "soort uitbuiting", "type", "categorie", "soort"), Form),
        Column("other_forms", "Andere vormen", ("andere vorm",), Form, many=True),
        Column(
            "labour_sector",
            "Sector van het werk",
            ("branche", "bedrijfstak", "sector werk", "soort werk", "soort bedrijf"),
            LabourSector,
        ),
        Column(
            "sex_sector",
            "Waar of hoe, bij seksuele uitbuiting",
            ("soort seksuele uitbuiting", "soort prostitutie", "sector seks"),
            SexSector,
        ),
        Column("sector", "Sector, van werk of van seks", ("sector",), parts=("labour_sector", "sex_sector")),
        Column(
            "serious_disadvantage",
            "Ernstige benadeling",
            ("ernstige benadeling of misstand op het werk", "arbeidsmisstand", "misstand op het werk", "misstand"),
            Answered,
        ),
        Column("route", "Binnen Nederland of over de grens", ("route", "grens", "grensoverschrijdend"), Route),
        Column("reporter_name", "Naam van de melder", ("melder", "naam melder", "gemeld door", "contactpersoon")),
        Column(
            "reporter_contact", "Bereikbaarheid melder", ("telefoon", "telefoon melder", "mail", "e-mail", "contact")
        ),
        Column("reporter_call_back", "Terugbellen op", ("terugbelnummer", "terugbellen")),
        Column("reporter_naming", "Mag de naam mee naar een partner", ("naam mag mee", "mag naam mee"), Naming),
        Column("reporter_anonymous", "Melder wil anoniem blijven", ("anoniem", "melder anoniem"), Answered),
        Column("standing", "Stand", ("stand", "status", "afgehandeld"), Standing),
        Column("closed_on", "Gesloten op", ("gesloten op", "datum afgesloten", "afgesloten op", "datum afhandeling")),
        Column("close_reason", "Reden van sluiten", ("reden afsluiten", "reden sluiting"), CloseReason),
        Column(
            "close_motivation",
            "Motivering bij het sluiten",
            ("motivering", "motivatie", "toelichting afsluiten", "toelichting sluiting", "waarom gesloten"),
        ),
        Column(
            "review_on",
            "Opnieuw bekijken op",
            ("opnieuw bekijken", "volgen tot", "herbeoordelen op", "terugkijken op", "rappel", "rappeldatum"),
        ),
        Column(
            "suspected_role",
            "Mogelijke rol van de verdachte",
            ("rol verdachte", "rol van de verdachte", "rol dader", "rol uitbuiter"),
            SuspectedRole,
            many=True,
        ),
        Column("confidence", "Hoe zeker is dat", ("zekerheid rol verdachte",), Confidence),
        # One person and one thing of each kind a row: what the list says more of stands in the story.
        Column("person_role", "Persoon: mogelijke rol", ("rol", "mogelijke rol", "rol persoon"), PossibleRole),
        Column("person_name", "Persoon: naam", ("naam", "betrokkene", "naam betrokkene", "persoon", "naam persoon")),
        Column("person_alias", "Persoon: roepnaam of bijnaam", ("bijnaam", "roepnaam", "alias")),
        Column(
            "person_age",
            "Persoon: geboortejaar of leeftijd",
            ("geboortejaar", "leeftijd", "geboortedatum", "leeftijd betrokkene"),
        ),
        Column("person_certainty", "Persoon: hoe zeker is de rol", ("zekerheid", "hoe zeker"), Certainty),
        Column("person_description", "Persoon: beschrijving", ("signalement", "beschrijving persoon", "uiterlijk")),
        Column("phone", "Telefoonnummer, niet van de melder", ("telefoon betrokkene", "telefoonnummer betrokkene")),
        Column("plate", "Kenteken, zonder omschrijving", ("nummerbord",)),
        Column("company_named", "Betrokken bedrijf: naam", ("betrokken bedrijf",)),
        Column("company_number", "Betrokken bedrijf: KvK-nummer", ("kvk", "kvk-nummer", "kvk nummer")),
        Column(
            "other_number",
            "Zaaknummer bij een ander",
            (
                "zaaknummer politie",
                "registratienummer",
                "registratienummer politie",
                "nummer politie",
                "kenmerk partner",
            ),
        ),
        Column("profile", "Website of profiel", ("website", "profiel", "advertentie", "social media", "url")),
    )
}
MOST_VALUES = 60
# What a word of a column with `parts` may mean beside a code of one of these.
BY_FORM, IN_WORDS = "by_form", "in_words"
_OF_PARTS = (
    (BY_FORM, "Hangt af van de vorm op de regel"),
    (IN_WORDS, "Geen van deze: neem het woord over bij wat er al gedaan is"),
)

# Reasons that say what became of a signal elsewhere in this application.
CLOSE_REASONS = [
    (reason, reason.label) for reason in CloseReason if reason not in {CloseReason.MERGED, CloseReason.PROMOTED}
]
# Columns that take only some of their codes.
_FEWER: Mapping[str, Sequence[tuple[str, Any]]] = {"close_reason": CLOSE_REASONS, "provenance": WHOSE_REPORTED}


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose for one list.

    `sheet`: its place, from 0; `heading`: the number of the row with the names. `columns`: code by place of the column.
    `values`: per column code the code of each value, folded. `source`: for rows without one. `blank_is_unknown`: an empty
    place or moment means that it is not known. `no_bsn`: the rows of which she said that the number is none.
    """

    sheet: int = 0
    heading: int = 1
    columns: Mapping[int, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    standing: str = Standing.TRIAGE
    source: str = ""
    blank_is_unknown: bool = False
    close_reason: str = ""
    close_motivation: str = ""
    no_bsn: Sequence[int] = ()

    @classmethod
    def told(cls, kept: Mapping[str, Any] | None) -> "Choice":
        """As it was stored: keys of JSON are texts."""
        known = dict(kept or {})
        known["columns"] = {int(place): code for place, code in known.get("columns", {}).items()}
        return cls(**known)

    def kept(self) -> dict[str, Any]:
        """As it is stored."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {
            "columns": {str(place): code for place, code in self.columns.items()},
            "no_bsn": list(self.no_bsn),
        }

    def places_of(self, code: str) -> list[int]:
        """The columns that were chosen to be this, in the order of the sheet."""
        return sorted(place for place, chosen in self.columns.items() if chosen == code)


def folded(text: str) -> str:
    """As words are compared: small letters, no accents, one space."""
    return " ".join(fold(text).split())


def closes(standing: str, columns: Container[str]) -> bool:
    """Whether rows of a list with these columns may come in closed."""
    return standing == Standing.CLOSED or "standing" in columns or "closed_on" in columns


def proposed(headings: Sequence[str], below: Mapping[int, str] = EMPTY) -> dict[int, str]:
    """Which column is what, by its name: exactly, else by how it begins. Each thing is proposed once.

    `below`: what stands in a column, where that says more than a bare name ("Gezien" over days is when it was there, and else
    nothing for certain; see column_names.py). Of what several columns may be, each with the exact name is: else only the first
    came in.
    """
    found: dict[int, str] = {}
    for exact in (True, False):
        for place, heading in enumerate(headings):
            name = folded(heading).rstrip(" ?:.")
            code = "" if place in found else _column_named(name, exact=exact, below=below.get(place, ""))
            if code and (code not in found.values() or (exact and COLUMNS[code].joins)):
                found[place] = code
    return found


def _column_named(name: str, *, exact: bool, below: str) -> str:
    if not name:
        return ""
    if said := next((code for code, names in CALLED_WITH.get(below, {}).items() if name in names), ""):
        return said
    for code, column in COLUMNS.items():
        known = (folded(column.label), *map(folded, (*column.names, *ALSO_CALLED.get(code, ()), *column.told)))
        if name in known or (not exact and any(len(one) > 3 and name.startswith(f"{one} ") for one in known)):
            return code
    return ""


def heading_row(rows: Sequence[tuple[int, Sequence[str]]]) -> int:
    """The number of the row that looks most like names of columns; of a list without such a row the first."""
    if not rows:
        return 1
    return max(rows, key=lambda row: (len(proposed(row[1])), -row[0]))[0]


def value_codes(code: str) -> list[tuple[str, str]]:
    """The choices for the values of a column."""
    codes, parts = COLUMNS[code].codes, COLUMNS[code].parts
    if parts:
        of_parts = (pair for part in parts for pair in value_codes(part) if not is_retired(pair[0]))
        return [*of_parts, *_OF_PARTS]
    return [(value, str(label)) for value, label in _FEWER.get(code, codes.choices if codes else ())]


def words_in(code: str, text: str) -> list[str]:
    """The words of a cell that each mean a code: all of it, or what stands between commas."""
    pieces = re.split(r"[,;]", text) if COLUMNS[code].many else [text]
    return [piece.strip() for piece in pieces if piece.strip()]


def says_nothing(code: str, word: str) -> bool:
    """Whether a word says that it is not known, where the list has no code for that: it is read as an empty cell."""
    codes = COLUMNS[code].codes
    return is_not_known(word) and (codes is None or "unknown" not in codes.values)


def keeps_heading(code: str, heading: str) -> bool:
    """Whether what stands under this heading says too little without it."""
    return folded(heading) in map(folded, COLUMNS[code].told)


def code_of(column: str, value: str) -> str:
    """The code that a value means, "" when that cannot be said."""
    words = folded(value)
    codes, parts = COLUMNS[column].codes, COLUMNS[column].parts
    if parts:
        meant = [found for part in parts if (found := code_of(part, value))]
        return BY_FORM if len(meant) > 1 else "".join(meant)
    if codes is None or not words:
        return ""
    for code, label in value_codes(column):
        if words in {folded(str(label)), folded(code)}:
            return str(code)
    told = ANSWERS if codes is Answered else WORDS.get(column, {})
    for code, known in told.items():
        if words in {folded(one) for one in known}:
            return str(code)
    return "unknown" if is_not_known(value) and "unknown" in codes.values else ""


def grouped_sources() -> list[tuple[str, list[tuple[str, str]]]]:
    """The sources by group."""
    return [(name, [(one, str(one.label)) for one in group]) for name, group in SOURCE_GROUPS]
