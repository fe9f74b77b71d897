"""To which municipality a signal goes, why, and what goes along; and why it is not taken over."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import QuerySet

from core.forms import ChangeForm, CreateForm
from municipalities.models import Municipality
from signals.codes import MoveField
from signals.operations.moving import OfferedMove

# Chosen unless somebody says otherwise: where it is.
AT_FIRST = (MoveField.ADDRESS, MoveField.COMPANY)


class MoveForm(CreateForm, ChangeForm):
    """The question to another municipality. `there`: which of what may go along the signal holds."""

    to_municipality = forms.ModelChoiceField(
        label="Aan welke gemeente?", queryset=Municipality.objects.none(), empty_label="Kies een gemeente"
    )
    why = forms.CharField(
        label="Waarom hoort het signaal daar?",
        max_length=2000,
        help_text="Dit leest de andere gemeente voordat zij overneemt. Noem geen namen en niets uit het signaal dat nog "
        "niet mag worden gelezen.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    fields_along = forms.MultipleChoiceField(
        label="Wat gaat er ook mee?", required=False, widget=forms.CheckboxSelectMultiple, choices=MoveField.choices
    )

    def __init__(self, *args: Any, others: QuerySet[Municipality], there: Collection[MoveField], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_municipality"].queryset = others  # type: ignore[attr-defined]  # the field has one
        along: Any = self.fields["fields_along"]
        along.choices = [(code, code.label) for code in MoveField if code in there]
        along.initial = [code.value for code in AT_FIRST if code in there]
        if not there:
            del self.fields["fields_along"]

    def offered(self) -> OfferedMove:
        """The parsed values."""
        data = self.cleaned_data
        chosen = [MoveField(code) for code in data.get("fields_along", ())]
        return OfferedMove(data["key"], data["to_municipality"], data["why"], chosen)


class NotTakenForm(ChangeForm):
    """Why a signal of another municipality is not taken over."""

    refusal = forms.CharField(
        label="Waarom neemt u het niet over?",
        max_length=2000,
        help_text="Dit leest de andere gemeente.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
