"""An agreement about handing over, as the administrator of a region writes it down."""

from typing import Any

from django import forms
from django.utils import timezone

from core.access import Actor
from core.forms import Form, offer_rows
from core.workdays import today
from municipalities.codes import OrganisationKind
from municipalities.models import Administered, Organisation, Region
from signals.codes import HandoverKind, LegalGround
from signals.operations.agreements import Agreed
from signals.sharing_codes import DataCategory


class AgreementForm(Form):
    """Who may get what, for which purpose and on which ground."""

    region = forms.ModelChoiceField(label="Regio", queryset=Region.objects.none(), empty_label="Kies")
    organisation_kind = forms.ChoiceField(label="Soort ontvanger", choices=[("", "Kies"), *OrganisationKind.choices])
    organisation = forms.ModelChoiceField(
        label="Eén ontvanger",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Alle ontvangers van deze soort",
        help_text="Geldt de afspraak met één organisatie? Kies die. Anders geldt zij voor elke ontvanger van de soort hierboven.",
    )
    kinds = forms.MultipleChoiceField(
        label="Wat mag u doorgeven?",
        choices=HandoverKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één soort doormelding."},
    )
    categories = forms.MultipleChoiceField(
        label="Welke gegevens mogen mee?",
        choices=DataCategory.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één soort gegevens."},
    )
    purpose = forms.CharField(
        label="Met welk doel?",
        max_length=200,
        help_text="Elke doormelding begint met dit doel. Schrijf het zo kort dat er een toelichting achter past.",
    )
    ground = forms.ChoiceField(label="Grondslag", choices=[("", "Kies"), *LegalGround.choices])
    document = forms.CharField(
        label="Vastgelegd in", max_length=200, help_text="Zoals de naam en het jaar van het convenant."
    )
    valid_from = forms.DateField(label="Vanaf", initial=timezone.localdate)
    valid_until = forms.DateField(label="Tot en met", required=False, help_text="Laat leeg als er geen einddatum is.")

    def __init__(self, *args: Any, actor: Actor, administered: Administered, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        offer_rows(self, "organisation", Organisation.objects.on(today()).order_by("sort_name"))
        regions = Region.objects.filter(pk__in=administered.regions)
        offer_rows(self, "region", regions)
        if len(regions) == 1:
            self.fields["region"].initial = regions[0].pk

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        one, kind = data.get("organisation"), data.get("organisation_kind")
        if one and kind and one.kind != kind:
            self.add_error("organisation", f"{one} is van een andere soort: {one.get_kind_display()}.")
        return data

    def agreed(self) -> Agreed:
        """The parsed values."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "hat"}
        kinds = [HandoverKind(kind) for kind in data.pop("kinds")]
        data["categories"] = [DataCategory(code) for code in data["categories"]]
        return Agreed(**data | {"kinds": kinds, "ground": LegalGround(data["ground"])})
