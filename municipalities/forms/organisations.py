"""Organisations in the address book: what they are called, where they work, how their function is reached."""

from typing import Any

from django import forms
from django.utils import timezone

from core.access import Actor
from core.forms import ChangeForm, Form, offer_choices, offer_rows
from municipalities.codes import ORGANISATION_GROUPS, OrganisationKind
from municipalities.models import Administered, Municipality, Organisation, Region
from municipalities.operations.organisations import OrganisationFacts

NAME_LENGTH = 200
MOST_NAMES = 10


class _Facts(Form):
    """What can be changed later, too."""

    name = forms.CharField(label="Naam", max_length=NAME_LENGTH, error_messages={"required": "Vul de naam in."})
    also = forms.CharField(
        label="Andere namen",
        required=False,
        max_length=MOST_NAMES * NAME_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Zoals een afkorting of een vroegere naam. Zet elke naam op een eigen regel.",
    )
    mailbox = forms.EmailField(
        label="E-mailadres van de functie",
        required=False,
        help_text="Geen adres van één persoon. Hierheen gaat nooit iets met inhoud.",
    )
    phone = forms.CharField(label="Telefoonnummer van de functie", required=False, max_length=40)

    def clean_also(self) -> str:
        names = _each(self.cleaned_data["also"])
        if len(names) > MOST_NAMES or any(len(name) > NAME_LENGTH for name in names):
            message = f"Vul hoogstens {MOST_NAMES} namen in, elk van hoogstens {NAME_LENGTH} tekens."
            raise forms.ValidationError(message)
        return "\n".join(names)

    def facts(self) -> OrganisationFacts:
        """The parsed values."""
        known = {name: self.cleaned_data[name] for name in ("name", "mailbox", "phone")}
        return OrganisationFacts(also=_each(self.cleaned_data["also"]), **known)


class NewOrganisationForm(_Facts):
    """One more organisation."""

    field_order = ("kind", "name", "also", "municipality", "keeper", "valid_from", "mailbox", "phone")

    kind = forms.ChoiceField(label="Wat voor organisatie is het?", error_messages={"required": "Kies een soort."})
    municipality = forms.ModelChoiceField(
        label="In welke gemeente?",
        queryset=Municipality.objects.none(),
        required=False,
        empty_label="Werkt overal",
        help_text="Kies een gemeente als deze organisatie alleen daar en in de buurt werkt.",
    )
    keeper = forms.ModelChoiceField(
        label="Welke regio beheert deze organisatie?", queryset=Region.objects.none(), empty_label="Kies"
    )
    valid_from = forms.DateField(label="Vanaf", initial=timezone.localdate)

    def __init__(self, *args: Any, actor: Actor, administered: Administered, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        offer_choices(self, "kind", [("", "Kies een soort"), *_kinds()])
        places = Municipality.objects.filter(pk__in=administered.municipalities)
        offer_rows(self, "municipality", places)
        regions = Region.objects.filter(pk__in=administered.regions)
        offer_rows(self, "keeper", regions)
        if len(administered.regions) == 1:
            self.fields["keeper"].initial = next(iter(administered.regions))
            self.fields["keeper"].widget = forms.HiddenInput()

    def values(self) -> dict[str, Any]:
        """What `register_organisation` takes."""
        names = ("kind", "municipality", "keeper", "valid_from")
        return {name: self.cleaned_data[name] for name in names} | {"facts": self.facts()}


class OrganisationForm(ChangeForm, _Facts):
    """What is known of an organisation now."""

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        initial = {name: getattr(organisation, name) for name in ("name", "mailbox", "phone")}
        initial["also"] = "\n".join(organisation.also)
        super().__init__(*args, version=organisation.version, initial=initial, **kwargs)


def _each(text: str) -> tuple[str, ...]:
    """Each name once, in order, without spaces too many."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(dict.fromkeys(filter(None, lines)))


def _kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """By the groups in which organisations are listed."""
    return [
        (heading, [(kind, str(kind.label)) for kind in OrganisationKind if kind in kinds])
        for heading, kinds in ORGANISATION_GROUPS
    ]
