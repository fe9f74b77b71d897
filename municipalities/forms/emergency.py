"""Taking emergency access, and judging one."""

from typing import Any

from django import forms

from core.forms import ChangeForm, Form
from core.widgets import Explained
from municipalities.codes import Verdict


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


class ReviewForm(ChangeForm):
    """The privacy officer's judgement."""

    verdict = forms.ChoiceField(
        label="Wat vindt u van deze noodtoegang?",
        choices=[
            (Verdict.FINE, Explained("In orde", hint="Een toelichting mag, maar hoeft niet.")),
            (Verdict.NOT_FINE, Explained("Niet in orde", hint="Schrijf hieronder op wat er niet in orde is.")),
        ],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label="Toelichting",
        required=False,
        max_length=1000,
        help_text="Verplicht als het niet in orde is. Geen namen van betrokkenen.",
        widget=forms.Textarea(attrs={"rows": 3, "data-needed": True}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("verdict") == Verdict.NOT_FINE and not data.get("remark", "").strip():
            self.add_error("remark", "Schrijf op wat er niet in orde is.")
        return data
