"""Taking emergency access, and judging one."""

from typing import Any

from django import forms

from core.forms import Form

from .verdict import VerdictForm


class EmergencyForm(Form):
    """The number that was told on the phone, and why it cannot wait."""

    reference = forms.CharField(
        label="Nummer van het dossier", max_length=20, help_text="Zoals S-K7R4-M, zoals u het aan de telefoon hoorde."
    )
    why = forms.CharField(
        label="Waarom moet u dit dossier nu zien?",
        max_length=1000,
        help_text="Wie belde u, en wat kan niet wachten? Schrijf geen namen van betrokkenen op: dit leest ook de "
        "privacy officer.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nothing asks on the way to somebody who may be in danger.
        self.in_danger = True


class ReviewForm(VerdictForm):
    """The privacy officer's judgement."""

    asks = "Wat vindt u van deze noodtoegang?"
