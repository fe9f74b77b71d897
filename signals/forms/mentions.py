"""A person or a thing of a signal: its fields; what they tell together and what is wrong with an answer says mentioned.py.

The same fields stand on a page of their own (`MentionForm`) and, several times over, on a page of the wizard (who.py).
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms

from core.forms import ChangeForm, CreateForm
from signals.codes import Certainty, PossibleRole
from signals.mentioned import problems, told
from signals.models import Signal
from signals.models.people import PERSON
from signals.operations.mentions import Row, Told
from signals.things import Platform, ThingKind, Whose

from .address import AddressSearch, Spot
from .page import line, lines, whose_data

_MOST = 500


def _choice(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        initial=choices[-1][0],
        error_messages={"invalid_choice": "Kies een van de antwoorden."},
    )


def _whose() -> forms.ChoiceField:
    return _choice("Van wie is het?", Whose.choices)


def _certainty() -> forms.ChoiceField:
    return _choice("Hoe zeker is dat?", Certainty.choices)


def _more(label: str = "Omschrijving", help_text: str = "") -> Any:
    return lines(label, 2, _MOST, help_text)


# By kind: the word in an address, and the word on screen.
SLUGS: Mapping[str, str] = {
    PERSON: "persoon",
    ThingKind.COMPANY: "bedrijf",
    ThingKind.VEHICLE: "voertuig",
    ThingKind.PHONE: "telefoon",
    ThingKind.PROFILE: "online",
    ThingKind.ADDRESS: "adres",
    ThingKind.REFERENCE: "zaaknummer",
}
WORDS: Mapping[str, str] = {PERSON: "Persoon"} | {kind.value: str(kind.label) for kind in ThingKind}

FIELDS: Mapping[str, Callable[[], Mapping[str, forms.Field]]] = {
    PERSON: lambda: {
        "name": line("Naam", 120, "Ook zonder naam kunt u iemand noemen."),
        "alias": line("Roepnaam of bijnaam", 120),
        "birth_year": line("Geboortejaar of leeftijd", 40, "Ongeveer mag ook: “1998” of “rond de 20”."),
        "role": _choice("Wat is deze persoon mogelijk?", PossibleRole.choices),
        "certainty": _certainty(),
        "description": _more("Beschrijving", "Alleen wat helpt om deze persoon te herkennen."),
    },
    ThingKind.COMPANY: lambda: {
        "name": line("Naam van het bedrijf", 120),
        "value": line("KvK-nummer", 12, "8 cijfers."),
        "place": line("Plaats", 120),
        "description": _more(),
    },
    ThingKind.VEHICLE: lambda: {
        "value": line("Kenteken", 20, "Een buitenlands kenteken mag ook."),
        "description": _more("Merk, kleur of soort"),
        "whose": _whose(),
        "certainty": _certainty(),
    },
    ThingKind.PHONE: lambda: {
        "value": line("Telefoonnummer", 30, "Een buitenlands nummer begint met + en het landnummer."),
        "whose": _whose(),
        "certainty": _certainty(),
        "description": _more(),
    },
    ThingKind.PROFILE: lambda: {
        "platform": _choice("Waar op internet?", [*Platform.choices, ("", "Weet ik niet")]),
        "value": line("Adres van de pagina, of naam van het profiel", 300),
        "whose": _whose(),
        "certainty": _certainty(),
        "description": _more(),
    },
    ThingKind.ADDRESS: lambda: {
        "value": line("Straat en nummer, of postcode en nummer", 200),
        "place": line("In welke plaats?", 120),
        "whose": _whose(),
        "certainty": _certainty(),
        "description": _more("Wat is daar?"),
    },
    ThingKind.REFERENCE: lambda: {
        "value": line("Nummer", 60, "Zoals de ander het schrijft, bijvoorbeeld het registratienummer van de politie."),
        "description": _more(
            "Van wie is dit nummer, en waarvan?", "Bijvoorbeeld: aangifte bij de politie. Noem geen namen."
        ),
    },
}


def address_spots(kind: str, row: str = "") -> tuple[Spot, ...]:
    """Where an address can be looked up in the fields of this kind; `row`: what stands before their names on a page of several."""
    if kind != ThingKind.ADDRESS:
        return ()
    before = f"{row}_" if row else ""
    return (Spot(row, line=f"{before}value", place=f"{before}place", below=f"{before}place"),)


class MentionForm(AddressSearch, CreateForm, ChangeForm):
    """One person or thing. `row`: how it stands, when it is corrected; `key` is that of the new row. `begun`: what stands there
    before anybody typed.
    """

    added: ClassVar[Mapping[str, str]] = {
        name: str(field.label) for kind in FIELDS.values() for name, field in kind().items()
    }
    # Of a whole report that is asked once, by the wizard; what is known later may come from somebody else.
    provenance = whose_data(
        "Van wie weet u dit?",
        "Van wie de melding is",
        "Vertelde de politie, justitie of M. dit? Dan gaat het later niet vanzelf mee.",
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        signal: Signal,
        row: Row | None = None,
        begun: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.kind = kind
        self.spots = address_spots(kind)
        self.held_by = signal.municipality
        self.base_fields = {**type(self).base_fields, **FIELDS[kind]()}  # type: ignore[misc]  # of this form alone, while it is made
        names = [*FIELDS[kind](), "provenance"]
        known = {name: getattr(row, name) or "" for name in names} if row else dict(begun or {})
        self.changes_row = row is not None
        super().__init__(*args, version=signal.version, initial=known, **kwargs)
        del self.base_fields
        self.order_fields([name for name in self.fields if name != "provenance"])
        for name in FIELDS[kind]():  # one is enough, and which one differs
            self.fields[name].widget.attrs["data-needed"] = True

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        for name, message in problems(self.kind, data).items():
            if name not in self.errors:
                self.add_error(name, message)
        return data

    def told(self) -> Told:
        """The parsed values."""
        return told(self.kind, self.cleaned_data)


class StrikeMentionForm(CreateForm, ChangeForm):
    """Why somebody or something goes for good."""

    why = forms.CharField(
        label="Waarom verwijdert u dit?",
        max_length=200,
        help_text="Bijvoorbeeld: dit was iemand anders. Noem geen namen.",
    )


class WithdrawMentionForm(CreateForm, ChangeForm):
    """Why somebody or something does not belong to the signal."""

    why = forms.CharField(
        label="Waarom trekt u dit in?",
        max_length=200,
        help_text="Bijvoorbeeld: stond er dubbel, of heeft er niets mee te maken. Noem geen namen.",
    )
