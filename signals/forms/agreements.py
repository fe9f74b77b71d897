"""An agreement about handing over, as the administrator of a region writes it down."""

from typing import Any

from django import forms
from django.utils import timezone

from core.access import Actor
from core.forms import Form
from municipalities.codes import OrganisationKind
from municipalities.models import Administered, Region
from signals.codes import HandoverKind, LegalGround
from signals.operations.agreements import Agreed
from signals.sharing_codes import DataCategory


class AgreementForm(Form):
    """Who may get what, for which purpose and on which ground."""

    region = forms.ModelChoiceField(label="Regio", queryset=Region.objects.none(), empty_label="Kies")
    organisation_kind = forms.ChoiceField(label="Soort ontvanger", choices=[("", "Kies"), *OrganisationKind.choices])
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
    purpose = forms.CharField(label="Met welk doel?", max_length=200)
    ground = forms.ChoiceField(label="Grondslag", choices=[("", "Kies"), *LegalGround.choices])
    document = forms.CharField(
        label="Vastgelegd in", max_length=200, help_text="Zoals de naam en het jaar van het convenant."
    )
    valid_from = forms.DateField(label="Vanaf", initial=timezone.localdate)
    valid_until = forms.DateField(label="Tot en met", required=False, help_text="Laat leeg als er geen einddatum is.")

    def __init__(self, *args: Any, actor: Actor, administered: Administered, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        regions = Region.objects.filter(pk__in=administered.regions)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        if len(regions) == 1:
            self.fields["region"].initial = regions[0].pk

    def agreed(self) -> Agreed:
        """The parsed values."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "hat"}
        kinds = [HandoverKind(kind) for kind in data.pop("kinds")]
        data["categories"] = [DataCategory(code) for code in data["categories"]]
        return Agreed(**data | {"kinds": kinds, "ground": LegalGround(data["ground"])})
