"""Who gets which role where, mandates and fall-backs."""

from typing import Any

from django import forms
from django.db import models
from django.utils import timezone

from accounts.models import User
from core.access import Actor
from core.forms import Form, offer_choices, offer_rows
from core.reading import read_together
from municipalities import roles
from municipalities.appointing import REFUSED, can_be_appointed
from municipalities.codes import CARE_KINDS, ROLE_SENTENCES, Role
from municipalities.models import (
    Administered,
    Municipality,
    MunicipalityFallBack,
    Organisation,
    Region,
    RegionFallBack,
)
from municipalities.roles import KINDS

type Choices = list[tuple[str, list[tuple[str, str]]]]

_KIND_LABELS = {
    "municipality": "Gemeenten",
    "service_area": "Verzorgingsgebieden",
    "district": "Districten",
    "region": "Regio's",
    "organisation": "Organisaties",
}


class RoleForm(Form):
    """A role for one person, on an area that the administrator looks after."""

    role = forms.ChoiceField(label="Rol", choices=[("", "Kies een rol"), *Role.choices])
    area = forms.ChoiceField(
        label="Gemeente, gebied of organisatie",
        help_text="Staat een organisatie er niet bij? Bij Organisaties ziet u welke regio haar beheert. Vraag een beheerder "
        "van die regio om de rol te geven.",
    )
    valid_from = forms.DateField(label="Vanaf", initial=timezone.localdate)
    valid_until = forms.DateField(label="Tot en met", required=False, help_text="Laat leeg als er geen einddatum is.")
    deputy = forms.BooleanField(label="Als vervanger", required=False)

    def __init__(self, *args: Any, actor: Actor, administered: Administered, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self._areas = _areas_of(administered)
        offer_choices(self, "area", [("", "Kies een gebied"), *_grouped(self._areas)])

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """Each role with what it is for."""
        return [(str(Role(code).label).capitalize(), sentence) for code, sentence in ROLE_SENTENCES.items()]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        role, area = values.get("role"), self._areas.get(values.get("area", ""))
        if role and area and not roles.role_fits(area, role):
            kinds = [label for kind, label in _KIND_LABELS.items() if roles.role_fits(KINDS[kind](), role)]
            self.add_error("area", f"De rol {Role(role).label} wordt gegeven bij: {', '.join(kinds).lower()}.")
        return values

    @property
    def values(self) -> dict[str, Any]:
        """What `grant_role` takes."""
        return {name: self.cleaned_data[name] for name in ("role", "valid_from", "valid_until", "deputy")} | {
            "area": self._areas[self.cleaned_data["area"]]
        }


class LastDayForm(Form):
    """Until when something still holds."""

    last_day = forms.DateField(
        label="Laatste dag",
        initial=timezone.localdate,
        help_text="Vul gisteren in om het meteen te laten stoppen.",
    )


class MandateForm(Form):
    """A municipality's agreement with a care organisation."""

    municipality = forms.ModelChoiceField(label="Gemeente", queryset=Municipality.objects.none(), empty_label="Kies")
    organisation = forms.ModelChoiceField(
        label="Zorgorganisatie", queryset=Organisation.objects.none(), empty_label="Kies"
    )
    valid_from = forms.DateField(label="Vanaf", initial=timezone.localdate)
    valid_until = forms.DateField(label="Tot en met", required=False, help_text="Laat leeg als er geen einddatum is.")
    document = forms.CharField(
        label="Vastgelegd in", max_length=200, help_text="Zoals het nummer van het besluit van het college."
    )

    def __init__(self, *args: Any, actor: Actor, administered: Administered, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        today = timezone.localdate()
        offer_rows(self, "municipality", Municipality.objects.filter(pk__in=administered.municipalities))
        offer_rows(self, "organisation", Organisation.objects.on(today).filter(kind__in=CARE_KINDS))


class PersonField(forms.EmailField):
    """Somebody by the address of the account; cleans to the user."""

    default_error_messages = {"unknown": "Er is geen open account met dit e-mailadres."}

    def clean(self, value: Any) -> Any:
        address = super().clean(value)
        found = User.objects.active().filter(email=address.lower()).first()
        if found is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return found


class AppointForm(Form):
    """Whom the fall-back makes focal officer. Cleans to the user; every refusal reads the same."""

    user = forms.EmailField(label="E-mailadres van de nieuwe aandachtsfunctionaris")

    def __init__(
        self, *args: Any, actor: Actor, fall_back: MunicipalityFallBack | RegionFallBack, **kwargs: Any
    ) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self._fall_back = fall_back

    def clean_user(self) -> User:
        found = can_be_appointed(self.cleaned_data["user"], self._fall_back, timezone.localdate())
        if found is None:
            raise forms.ValidationError(REFUSED)
        return found


class MunicipalityFallBackForm(Form):
    """Who is called when a municipality has no focal officer."""

    municipality = forms.ModelChoiceField(label="Gemeente", queryset=Municipality.objects.none(), empty_label="Kies")
    user = PersonField(label="E-mailadres van de achtervang")
    valid_from = forms.DateField(label="Vanaf", initial=timezone.localdate)

    def __init__(self, *args: Any, actor: Actor, administered: Administered, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        offer_rows(self, "municipality", Municipality.objects.filter(pk__in=administered.municipalities))


class RegionFallBackForm(Form):
    """Who is called last of all."""

    region = forms.ModelChoiceField(label="Regio", queryset=Region.objects.none(), empty_label="Kies")
    user = PersonField(label="E-mailadres van de achtervang")
    municipality = forms.ModelChoiceField(
        label="Gemeente voor signalen zonder plaats",
        queryset=Municipality.objects.none(),
        empty_label="Kies",
        help_text="Een signaal van een partner waarvan de plaats niet bekend is, komt bij deze gemeente.",
    )
    valid_from = forms.DateField(label="Vanaf", initial=timezone.localdate)

    def __init__(self, *args: Any, actor: Actor, administered: Administered, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        offer_rows(self, "region", Region.objects.filter(pk__in=administered.regions))
        offer_rows(self, "municipality", Municipality.objects.filter(pk__in=administered.municipalities))


def _areas_of(administered: Administered) -> dict[str, models.Model]:
    """Every area on which the administrator may give a role, by the code of its choice: one query."""
    areas = read_together({kind: KINDS[kind]._default_manager.all() for kind in _KIND_LABELS})
    return {f"{kind}-{area.pk}": area for kind, rows in areas.items() for area in rows if administered.has(area)}


def _grouped(areas: dict[str, models.Model]) -> Choices:
    return [
        (label, [(code, str(area)) for code, area in areas.items() if code.startswith(f"{kind}-")])
        for kind, label in _KIND_LABELS.items()
    ]
