"""What of a signal goes along to another municipality when it moves; and that who reported is named in none of it when she stays.

Her name is looked for in all words that go, by the same finders as in a handover. Nobody can take it out of a text on its
way: the officer puts it in order first, or lets the reporter go along.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from core.columns import column_of, label_of_column
from core.errors import Faults
from signals.codes import MoveField
from signals.held import held_rows
from signals.models import Reporter, Signal, SignalPerson, SignalThing
from signals.models.people import PERSON, standing
from signals.noticed import indicators_in_words, situation_in_words
from signals.portable import Portable
from signals.things import ThingKind, Whose
from signals.typed_beside import names_source_left
from signals.withheld import words_of_files

from .mentions import Row, Told, told_of

# What always goes along: without it the receiver could not judge. In the order in which it is shown before it goes.
ALWAYS = (
    *("reported_on", "received_at", "facts", "place", "place_unknown", "shift", "seen_on", "seen_when"),
    *("source", "provenance", "knowledge"),
    *("danger", "danger_since", "danger_called_on", "danger_called_at", "danger_called_by", "danger_not_called"),
    *("danger_over", "minor", "veilig_thuis", "veilig_thuis_not"),
    *("form", "other_forms", "labour_sector", "sex_sector", "serious_disadvantage", "route"),
)
# What goes along when it is chosen; reporter and names are rows of their own.
COLUMNS: Mapping[MoveField, tuple[str, ...]] = {
    MoveField.INTERPRETATION: ("interpretation",),
    MoveField.ALREADY_DONE: ("already_done",),
    MoveField.ADDRESS: ("address", "address_found"),
    MoveField.COMPANY: ("company", "vehicle"),
}
# With which choice the people and things go.
GOES_WITH: Mapping[str, MoveField] = {
    PERSON: MoveField.PEOPLE,
    ThingKind.PHONE: MoveField.PEOPLE,
    ThingKind.PROFILE: MoveField.PEOPLE,
    ThingKind.REFERENCE: MoveField.PEOPLE,
    ThingKind.ADDRESS: MoveField.ADDRESS,
    ThingKind.COMPANY: MoveField.COMPANY,
    ThingKind.VEHICLE: MoveField.COMPANY,
}


def goes_with(row: Row) -> MoveField:
    """With which choice it goes; what is of the reporter with the reporter, whatever it is."""
    return MoveField.REPORTER if getattr(row, "whose", "") == Whose.REPORTER else GOES_WITH[row.kind]


def columns_along(chosen: Collection[MoveField]) -> list[str]:
    """The columns of a signal that go along with this choice."""
    return [*ALWAYS, *(name for field, columns in COLUMNS.items() if field in chosen for name in columns)]


def told_along(source: Signal, chosen: Collection[MoveField]) -> list[tuple[int, Told]]:
    """The people and things that go along with what was chosen, as they stand, with the number that the text may say."""
    return [(row.number, told_of(row)) for row in _rows_along(source, chosen)]


def reporter_along(source: Signal, chosen: Collection[MoveField]) -> dict[str, Any]:
    """The reporter, when that was chosen and the reporter does not want to stay unknown."""
    reporter = Reporter.objects.of(source).first() if MoveField.REPORTER in chosen else None
    if reporter is None or reporter.wants_anonymity:
        return {}
    names = ("name", "function", "contact", "call_back", "wants_anonymity", "naming")
    return {name: getattr(reporter, name) for name in names}


def words_along(along: Collection[Portable]) -> Iterator[tuple[Portable, str]]:
    """Of each all its words: its title, what it says, and of a file also what can be read within it."""
    within = words_of_files([one.row.pk for one in along if one.is_file])
    for one in along:
        yield one, "\n".join(filter(None, (one.title, one.text, within.get(one.row.pk, ""))))


_WAYS = {"why": "Schrijf het anders", "along": "Laat dit hier, of kruis ook de melder aan"}


def demand_source_stays(
    source: Signal, chosen: Collection[MoveField], why: str, along: Collection[Portable] = ()
) -> None:
    """Raise Invalid for every text that goes and names a reporter who does not: at `why`, `fields_along`, `along`, or at all."""
    goes, faults = bool(reporter_along(source, chosen)), Faults()
    for field, where, text, _ in _every_text(source, chosen, why, along):
        if named := names_source_left(source, text, goes=goes):
            way = _WAYS.get(field, "Zet de tekst eerst goed")
            message = f"In “{where}” staat {named}. Die gaat niet mee, dus de naam mag er niet in staan. {way}."
            faults.add(field or "__all__", message)
    faults.demand_none()


def texts_leaving(
    source: Signal, chosen: Collection[MoveField], why: str, along: Collection[Portable]
) -> Iterator[tuple[str, str, str]]:
    """(where it stands, what it says, whose data it is) of all words that go along."""
    for _, where, text, origin in _every_text(source, chosen, why, along):
        yield where, text, origin


def _every_text(
    source: Signal, chosen: Collection[MoveField], why: str, along: Collection[Portable]
) -> Iterator[tuple[str, str, str, str]]:
    going = chosen if reporter_along(source, chosen) else set(chosen) - {MoveField.REPORTER}
    yield "why", "Waarom", why, source.provenance
    yield from _texts_along(source, going)
    yield from (("along", one.title, text, one.origin.value) for one, text in words_along(along))


def _texts_along(source: Signal, chosen: Collection[MoveField]) -> Iterator[tuple[str, str, str, str]]:
    """(at which field of the question, where it stands, what it says, whose data it is) of all words that go along."""
    whose = source.provenance
    ticked = {name: str(field.label) for field, columns in COLUMNS.items() for name in columns}
    for name in columns_along(chosen):
        text = getattr(source, name)
        if isinstance(text, str) and not column_of(Signal, name).choices:
            where = ticked.get(name) or label_of_column(Signal, name)  # as the page calls what she ticks
            yield "" if name in ALWAYS else "fields_along", where, text, whose
    for row in _rows_along(source, chosen):
        yield "fields_along", str(row).capitalize(), row.told, row.provenance or whose
    if MoveField.INDICATORS in chosen:
        yield "fields_along", str(MoveField.INDICATORS.label), indicators_in_words(source), whose
    for one in held_rows(source)["situations"] if MoveField.SITUATIONS in chosen else ():
        yield "fields_along", str(MoveField.SITUATIONS.label), situation_in_words(one), one.provenance


def _rows_along(source: Signal, chosen: Collection[MoveField]) -> list[Row]:
    rows: list[Row] = standing([*SignalPerson.objects.of(source), *SignalThing.objects.of(source)])
    return [row for row in rows if goes_with(row) in chosen]
