"""How long a step takes from a day on, as the administrator of a region sets it."""

from typing import Any

from django import forms
from django.utils import timezone

from core.access import Actor
from core.forms import BROKEN, CreateForm
from municipalities.models import Region
from municipalities.operations.terms import NewSetting, out_of_bounds
from municipalities.terms import RegionHour, Setting, minutes_of, time_at


class TermForm(CreateForm):
    """One term: how long, from which day, and why. `held`: the amount that holds now; `seen`: how many settings there are."""

    seen = forms.IntegerField(widget=forms.HiddenInput, error_messages=BROKEN)
    amount: forms.Field = forms.IntegerField()
    valid_from = forms.DateField(
        label="Vanaf welke dag?",
        initial=timezone.localdate,
        help_text="Vandaag of later. Wat al loopt, houdt de dag die het heeft.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    why = forms.CharField(
        label="Waarom?", max_length=200, help_text="Eén regel, zoals het besluit waarin dit is afgesproken."
    )

    def __init__(self, *args: Any, actor: Actor, term: Setting, held: int, seen: int, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.term = term
        self.fields["seen"].initial = seen
        self.fields["amount"] = _hour(term, held) if isinstance(term, RegionHour) else _amount(term, held)

    def setting(self, region: Region) -> NewSetting:
        """The parsed values."""
        data = self.cleaned_data
        amount = minutes_of(data["amount"]) if isinstance(self.term, RegionHour) else data["amount"]
        return NewSetting(
            region=region,
            code=self.term.code,
            amount=amount,
            valid_from=data["valid_from"],
            why=data["why"],
            seen=data["seen"],
            key=data["key"],
        )


def _amount(term: Setting, held: int) -> forms.Field:
    unit = term.words(2).partition(" ")[2]
    refusal = out_of_bounds(term)
    return forms.IntegerField(
        label=f"Hoeveel {unit}?",
        help_text=refusal,
        initial=held,
        min_value=term.least,
        max_value=term.most,
        error_messages={"min_value": refusal, "max_value": refusal, "invalid": "Vul een heel getal in."},
    )


def _hour(term: Setting, held: int) -> forms.Field:
    return forms.TimeField(
        label="Hoe laat?",
        help_text=out_of_bounds(term),
        initial=time_at(held),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Vul een tijd in, zoals 08:30."},
    )
