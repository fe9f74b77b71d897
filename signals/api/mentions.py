"""People and things in the API: lists beside the fields of a signal, each of its items optional but for what it is.

What is wrong is told by list, place (from 0) and field: `telefoons.0.nummer`.
"""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from core.errors import Invalid
from signals.codes import Certainty, PossibleRole
from signals.mentioned import problems, told
from signals.models.people import PERSON
from signals.operations.mentions import Told
from signals.things import Platform, ThingKind, Whose

from .strict import Strict, Written

MOST = 20  # of a list
TEXT = 500


def _text(most: int, *, required: bool = False, **more: Any) -> serializers.CharField:
    return serializers.CharField(required=required, max_length=most, **more)


def _code(choices: Any) -> serializers.ChoiceField:
    return serializers.ChoiceField(required=False, choices=choices)


class PersonIn(Strict):
    """Somebody, also without a name."""

    naam = _text(120)
    bijnaam = _text(120)
    geboortejaar = _text(40, help_text="Een jaartal, of in woorden hoe oud ongeveer.")
    rol = _code(PossibleRole.choices)
    zekerheid = _code(Certainty.choices)
    omschrijving = _text(TEXT)


class CompanyIn(Strict):
    """A company beside the one of the place."""

    naam = _text(120, required=True)
    kvkNummer = _text(12, help_text="8 cijfers.")  # noqa: N815 (name in the API)
    plaats = _text(120)
    omschrijving = _text(TEXT)


class VehicleIn(Strict):
    """A vehicle: a plate, or what it looks like."""

    kenteken = _text(20)
    omschrijving = _text(TEXT)
    vanWie = _code(Whose.choices)  # noqa: N815 (name in the API)
    zekerheid = _code(Certainty.choices)


class PhoneIn(Strict):
    """A telephone number; without a country it is Dutch."""

    nummer = _text(30, required=True)
    omschrijving = _text(TEXT)
    vanWie = _code(Whose.choices)  # noqa: N815 (name in the API)
    zekerheid = _code(Certainty.choices)


class ProfileIn(Strict):
    """A page or account on the internet."""

    platform = _code(Platform.choices)
    adres = _text(300, required=True, help_text="Adres van de pagina, of naam van het profiel.")
    omschrijving = _text(TEXT)
    vanWie = _code(Whose.choices)  # noqa: N815 (name in the API)
    zekerheid = _code(Certainty.choices)


class AddressIn(Strict):
    """An address beside the one where it happened."""

    adres = _text(200, required=True, help_text="Straat en nummer, of postcode en nummer.")
    plaats = _text(120)
    omschrijving = _text(TEXT)
    vanWie = _code(Whose.choices)  # noqa: N815 (name in the API)
    zekerheid = _code(Certainty.choices)


class ReferenceIn(Strict):
    """The number that the sender, or somebody else, has for the matter."""

    nummer = _text(60, required=True)
    omschrijving = _text(TEXT, help_text="Van wie het is, en waarvan.")


# By list: its kind, and where a field has another name than it has here (mentioned.py).
_ALWAYS = {"omschrijving": "description", "zekerheid": "certainty", "vanWie": "whose", "plaats": "place"}
LISTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "personen": (PERSON, {"naam": "name", "bijnaam": "alias", "geboortejaar": "birth_year", "rol": "role"}),
    "bedrijven": (ThingKind.COMPANY, {"naam": "name", "kvkNummer": "value"}),
    "voertuigen": (ThingKind.VEHICLE, {"kenteken": "value"}),
    "telefoons": (ThingKind.PHONE, {"nummer": "value"}),
    "profielen": (ThingKind.PROFILE, {"adres": "value", "platform": "platform"}),
    "adressen": (ThingKind.ADDRESS, {"adres": "value"}),
    "zaaknummers": (ThingKind.REFERENCE, {"nummer": "value"}),
}


class MentionsIn(Written):
    """The lists, for the serializer of a signal."""

    personen = serializers.ListField(child=PersonIn(), required=False, max_length=MOST)
    bedrijven = serializers.ListField(child=CompanyIn(), required=False, max_length=MOST)
    voertuigen = serializers.ListField(child=VehicleIn(), required=False, max_length=MOST)
    telefoons = serializers.ListField(child=PhoneIn(), required=False, max_length=MOST)
    profielen = serializers.ListField(child=ProfileIn(), required=False, max_length=MOST)
    adressen = serializers.ListField(child=AddressIn(), required=False, max_length=MOST)
    zaaknummers = serializers.ListField(child=ReferenceIn(), required=False, max_length=MOST)


def told_in(data: Mapping[str, Any]) -> tuple[Told, ...]:
    """The people and things of a request that has the right shape. Raises Invalid for numbers that are none."""
    found: list[Told] = []
    wrong: dict[str, list[str]] = {}
    for name, (kind, words) in LISTS.items():
        names = {**_ALWAYS, **words}
        for place, item in enumerate(data.get(name, ())):
            given = {names[key]: value for key, value in item.items()}
            told_wrong = problems(kind, given)
            back = {ours: theirs for theirs, ours in names.items()}
            wrong |= {f"{name}.{place}.{back[field]}": [reason] for field, reason in told_wrong.items()}
            row = told(kind, given)
            if row.is_empty and not told_wrong:
                wrong[f"{name}.{place}"] = ["Hier staat niets in."]
            found.append(row)
    if wrong:
        raise Invalid(wrong)
    return tuple(found)
