"""Asking whether something is known elsewhere, and the switch of a region."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils import timezone

from core.access import Actor
from core.forms import CreateForm, offer_choices, offer_rows
from municipalities.models import Administered, Region
from signals.comparing import items_of
from signals.models import Comparison, Signal
from signals.operations.comparing import CHANGED, AskedElsewhere, Ended, Switched

_FUNCTION = "In welke functie, zoals “portefeuillehouder”. Geen naam."


class AskElsewhereForm(CreateForm):
    """What to ask about, of what stands with the signal now. Ticked beforehand is only what is asked `again`."""

    items = forms.MultipleChoiceField(
        label="Waar vraagt u naar?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één ding waarnaar u vraagt.", "invalid_choice": CHANGED},
    )
    necessity = forms.CharField(
        label="Waarom is dit nodig?",
        max_length=300,
        help_text="Dit blijft bij uw signaal. De andere gemeente leest het niet. Dit veld is extra beveiligd.",
        error_messages={"required": "Schrijf op waarom dit nodig is."},
    )

    def __init__(self, *args: Any, signal: Signal, again: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = [(item.key, item.words) for item in items_of(signal, self.actor)]
        offer_choices(self, "items", there)
        self.initial["items"] = [key for key, _ in there if key in again]
        self.is_empty = not there

    def asked(self) -> AskedElsewhere:
        """The parsed values."""
        data = self.cleaned_data
        return AskedElsewhere(items=data["items"], necessity=data["necessity"], key=data["key"])


class SwitchComparisonForm(CreateForm):
    """Where, from and until when, and on what it rests."""

    region = forms.ModelChoiceField(label="Regio", queryset=Region.objects.none(), empty_label="Kies")
    dpia = forms.CharField(
        label="Kenmerk van de DPIA", max_length=120, help_text="Onder dit nummer is de beoordeling terug te vinden."
    )
    decided_by = forms.CharField(label="Wie besloot dit?", max_length=120, help_text=_FUNCTION)
    valid_from = forms.DateField(label="Vanaf", initial=timezone.localdate)
    valid_until = forms.DateField(
        label="Tot en met", help_text="Hoogstens twee jaar na de begindatum. Daarna staat het vanzelf uit."
    )

    def __init__(self, *args: Any, actor: Actor, administered: Administered, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        regions = Region.objects.filter(pk__in=administered.regions)
        offer_rows(self, "region", regions)
        if len(regions) == 1:
            self.fields["region"].initial = regions[0].pk

    def switched(self) -> Switched:
        """The parsed values."""
        return Switched(**{name: value for name, value in self.cleaned_data.items() if name != "hat"})


class EndComparisonForm(CreateForm):
    """Why it is switched off before its last day."""

    why = forms.CharField(label="Waarom?", max_length=300)
    decided_by = forms.CharField(label="Wie besloot dit?", max_length=120, help_text=_FUNCTION)

    def ended(self, comparison: Comparison) -> Ended:
        """The parsed values."""
        data = self.cleaned_data
        return Ended(comparison, why=data["why"], decided_by=data["decided_by"], key=data["key"])
