"""Whom an anonymous tip about a signal may not lead to: everybody in it, who reported it and who works on it.

Also of the signals that were merged into it: their people and reporters are in the same matter.
"""

from typing import cast

from municipalities.areas import every_name

from .anonymising import Protected
from .held import held_rows
from .models import Reporter, Signal, SignalPerson, SignalThing
from .models.people import label_of
from .seeing import workers_at
from .things import ThingKind, Whose

_COLLEAGUE = "iemand"


def protected_in(signal: Signal) -> Protected:
    """The names and words of this signal that may stand in no anonymous tip. A handful of queries."""
    rows = held_rows(signal)
    signals = [signal, *cast("list[Signal]", rows["merged"])]
    people = {
        name: label_of(person.number)
        for person in cast("list[SignalPerson]", [*rows["merged_people"], *rows["people"]])
        for name in (person.name, person.alias)
        if name
    }
    # Also as they were before they were corrected: somebody may have written so.
    things = cast("list[SignalThing]", [*rows["things"], *rows["merged_things"]])
    colleagues = dict.fromkeys(_colleagues(signal, signals), _COLLEAGUE)
    reporters = cast("list[Reporter]", [*rows["reporters"], *rows["merged_reporters"]])
    reported = {row.name: _COLLEAGUE for row in reporters if row.name}
    # Free words of a place may hold somebody's name; a place that is not known here is for the officer to leave standing.
    companies = [*(one.company for one in signals), *(thing.name for thing in things)]
    return Protected(
        names={**colleagues, **reported, **people},
        whole=[
            *(said for row in reporters for said in (row.contact, row.call_back) if said),
            *(thing.value for thing in things if thing.value and leads_to_somebody(thing)),
        ],
        source=[said for one in signals for said in (one.source_function, str(one.sender or "")) if said],
        nobody=[*every_name(), *filter(None, companies)],
    )


def _colleagues(signal: Signal, signals: list[Signal]) -> list[str]:
    known = [person.full_name for one in signals for person in (one.author, one.owner) if person]
    return [*workers_at(signal.municipality).values(), *known]


def leads_to_somebody(thing: SignalThing) -> bool:
    """Whether its number or address is of somebody whom a tip must hide."""
    return thing.kind in {ThingKind.PHONE, ThingKind.PROFILE} or thing.whose in {Whose.VICTIM, Whose.REPORTER}
