"""Whom an anonymous tip about a signal may not lead to: everybody in it, who reported it and who works on it."""

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
    mentioned = held_rows(signal)
    people = {
        name: label_of(person.number)
        for person in cast("list[SignalPerson]", mentioned["people"])
        for name in (person.name, person.alias)
        if name
    }
    # Also as they were before they were corrected: somebody may have written so.
    things = cast("list[SignalThing]", mentioned["things"])
    colleagues = dict.fromkeys(_colleagues(signal), _COLLEAGUE)
    rows = list(Reporter.objects.of(signal))
    reported = {row.name: _COLLEAGUE for row in rows if row.name}
    of_nobody = [signal.company, *(word for thing in things for word in (thing.name, thing.place))]
    return Protected(
        names={**colleagues, **reported, **people},
        whole=[
            *(said for row in rows for said in (row.contact, row.call_back) if said),
            *(thing.value for thing in things if thing.value and leads_to_somebody(thing)),
        ],
        source=[signal.source_function] if signal.source_function else [],
        nobody=[*every_name(), signal.place, *filter(None, of_nobody)],
    )


def _colleagues(signal: Signal) -> list[str]:
    known = [person.full_name for person in (signal.author, signal.owner) if person]
    return [*workers_at(signal.municipality).values(), *known]


def leads_to_somebody(thing: SignalThing) -> bool:
    """Whether its number or address is of somebody whom a tip must hide."""
    return thing.kind in {ThingKind.PHONE, ThingKind.PROFILE} or thing.whose in {Whose.VICTIM, Whose.REPORTER}
