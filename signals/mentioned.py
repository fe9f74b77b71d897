"""What is said of a person or a thing, wherever it comes from: a form, a list, a partner's program. What of it cannot be.

`data` holds the answers of one row under the names of `ToldPerson` or `ToldThing`; all of it may stay empty. A number that
cannot be one is told, since it would find nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any

from core.workdays import today

from .codes import Certainty, PossibleRole
from .models.people import PERSON
from .normal.numbers import company_number, is_short, phone, plate, reference
from .operations.mentions import Told, ToldPerson, ToldThing
from .things import ThingKind, Whose

OLDEST = 1900
# What somebody wrote, beside what was chosen from a list.
_OF_PERSON = ("name", "alias", "birth_year", "description")
_OF_THING = ("name", "value", "place", "description")
TOO_LITTLE: Mapping[str, tuple[str, str]] = {
    ThingKind.COMPANY: ("name", "Vul de naam van het bedrijf in."),
    ThingKind.VEHICLE: ("value", "Vul een kenteken in, of het merk, de kleur of de soort."),
    ThingKind.PHONE: ("value", "Vul het telefoonnummer in."),
    ThingKind.PROFILE: ("value", "Vul het adres van de pagina of de naam van het profiel in."),
    ThingKind.ADDRESS: ("value", "Vul het adres in."),
    ThingKind.REFERENCE: ("value", "Vul het nummer in."),
}


def told(kind: str, data: Mapping[str, Any]) -> Told:
    """What the answers of one row tell; what was not answered is not known."""
    said: dict[str, Any] = {name: data.get(name) or "" for name in (_OF_PERSON if kind == PERSON else _OF_THING)}
    certainty = Certainty(data.get("certainty") or Certainty.UNKNOWN)
    known: dict[str, Any] = {"certainty": certainty, "provenance": data.get("provenance") or ""}
    if kind == PERSON:
        return ToldPerson(**said, role=PossibleRole(data.get("role") or PossibleRole.UNKNOWN), **known)
    whose = Whose(data.get("whose") or Whose.UNKNOWN)
    return ToldThing(ThingKind(kind), **said, platform=data.get("platform") or "", whose=whose, **known)


def is_untouched(kind: str, data: Mapping[str, Any]) -> bool:
    """Whether a row holds nothing but what stood there already."""
    if kind != PERSON:
        return not any(data.get(name) for name in _OF_THING)
    role = data.get("role") or PossibleRole.UNKNOWN
    return role == PossibleRole.UNKNOWN and not any(data.get(name) for name in _OF_PERSON)


def problems(kind: str, data: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong, by field; a row that holds nothing has no problem."""
    if is_untouched(kind, data):
        return {}
    found: dict[str, str] = {}
    if kind != PERSON and told(kind, data).is_empty:
        name, message = TOO_LITTLE[kind]
        found[name] = message
    value = str(data.get("value") or "")
    if value and kind in _UNREADABLE and not _UNREADABLE[kind][0](value):
        found["value"] = _UNREADABLE[kind][1]
    year = str(data.get("birth_year") or "").strip()
    if year.isdecimal() and len(year) > 3 and not OLDEST <= int(year) <= today().year:
        found["birth_year"] = "Dit jaar kan niet. Vul een jaar in, of ongeveer hoe oud."
    return found


def _whole_phone(text: str) -> str:
    return "" if is_short(text) else phone(text)


_UNREADABLE: Mapping[str, tuple[Callable[[str], str], str]] = {
    ThingKind.COMPANY: (company_number, "Een KvK-nummer heeft 8 cijfers."),
    ThingKind.VEHICLE: (plate, "Dit is geen kenteken. Een omschrijving kan hieronder."),
    ThingKind.PHONE: (
        _whole_phone,
        "Dit is geen telefoonnummer. Vul alle cijfers in en niets anders, bijvoorbeeld 06-12345678 of 0800-2000. Een kort "
        "nummer, zoals 112 of van een sms-dienst, zet u bij wat er is gezien of gehoord.",
    ),
    ThingKind.REFERENCE: (
        reference,
        "Dit nummer is te kort om op te zoeken. Neem het hele nummer over, met letters en cijfers.",
    ),
}
