"""An exception to the list of receivers: asked by the officer, decided or judged afterwards by the privacy officer."""

from typing import Any

from django import forms

from core.forms import ChangeForm, CreateForm, offer_choices, offer_rows
from core.widgets import Explained
from municipalities.forms.verdict import VerdictForm
from municipalities.models import Organisation
from signals.codes import HandoverKind, LegalGround
from signals.models import Signal
from signals.operations.overriding import AskedOverride
from signals.receivers import by_group, receivers_for
from signals.sharing_codes import DataCategory

_NO_NAMES = "Schrijf geen namen van betrokkenen op: de privacy officer leest dit, en niet het signaal."


def _lines(label: str, help_text: str, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, **more.pop("attrs", {})})
    return forms.CharField(label=label, max_length=1000, help_text=help_text, widget=widget, **more)


class AskOverrideForm(CreateForm):
    """To whom, what, for what, and why now."""

    partner = forms.ModelChoiceField(label="Aan wie wilt u doorgeven?", queryset=Organisation.objects.none())
    kind = forms.ChoiceField(label="Wat vraagt u?", choices=[("", "Kies"), *HandoverKind.choices])
    categories = forms.MultipleChoiceField(
        label="Welke gegevens wilt u meegeven?",
        choices=DataCategory.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één soort gegevens."},
    )
    purpose = forms.CharField(label="Met welk doel?", max_length=300, help_text=_NO_NAMES)
    ground = forms.ChoiceField(label="Grondslag", choices=[("", "Kies"), *LegalGround.choices])
    why = _lines("Waarom is dit nu nodig?", f"Waarom kan het niet met wie wel is afgesproken? {_NO_NAMES}")

    def __init__(self, *args: Any, signal: Signal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = receivers_for(signal.municipality)
        offer_rows(self, "partner", partners)
        offer_choices(self, "partner", [("", "Kies een partner"), *by_group(partners)])

    def asked(self) -> AskedOverride:
        """The parsed values."""
        data = self.cleaned_data
        return AskedOverride(
            key=data["key"],
            partner=data["partner"],
            kind=HandoverKind(data["kind"]),
            ground=LegalGround(data["ground"]),
            categories=[DataCategory(code) for code in data["categories"]],
            purpose=data["purpose"],
            why=data["why"],
        )


class DecideOverrideForm(ChangeForm):
    """Beforehand: allowed until a day, or refused with why."""

    decision = forms.ChoiceField(
        label="Mag dit?",
        choices=[
            ("allow", Explained("Ja, één keer", hint="Alleen voor dit signaal, deze ontvanger en deze gegevens.")),
            ("refuse", Explained("Nee", hint="Schrijf hieronder op waarom niet.")),
        ],
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label="Tot en met",
        required=False,
        help_text="Verplicht bij ja.",
        widget=forms.DateInput(attrs={"data-needed": True}),
    )
    reason = _lines(
        "Toelichting",
        "Verplicht bij nee. De aandachtsfunctionaris leest dit. Geen namen van betrokkenen.",
        required=False,
        attrs={"data-needed": True},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("decision") == "allow" and not data.get("until") and "until" not in self.errors:
            self.add_error("until", "Kies tot en met welke dag het mag.")
        if data.get("decision") == "refuse" and not data.get("reason", "").strip():
            self.add_error("reason", "Schrijf op waarom dit niet mag.")
        return data


class ReviewOverrideForm(VerdictForm):
    """Afterwards: what was handed over at once with direct danger."""

    asks = "Wat vindt u van deze doormelding?"
