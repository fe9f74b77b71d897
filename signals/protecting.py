"""Whom an anonymous tip about a signal may not lead to: everybody in it, who reported it and who works on it."""

from municipalities.areas import every_name

from .anonymising import Protected
from .models import Reporter, Signal, SignalPerson
from .models.people import label_of
from .seeing import workers_at

_COLLEAGUE = "iemand"


def protected_in(signal: Signal) -> Protected:
    """The names and words of this signal that may stand in no anonymous tip. A handful of queries."""
    people = {person.name: label_of(person.number) for person in SignalPerson.objects.of(signal)}
    colleagues = dict.fromkeys(_colleagues(signal), _COLLEAGUE)
    rows = list(Reporter.objects.of(signal))
    reported = {row.name: _COLLEAGUE for row in rows if row.name}
    company = [signal.company] if signal.company else []
    return Protected(
        names={**colleagues, **reported, **people},
        whole=[said for row in rows for said in (row.contact, row.call_back) if said],
        source=[signal.source_function] if signal.source_function else [],
        nobody=[*every_name(), signal.place, *company],
    )


def _colleagues(signal: Signal) -> list[str]:
    known = [person.full_name for person in (signal.author, signal.owner) if person]
    return [*workers_at(signal.municipality).values(), *known]
