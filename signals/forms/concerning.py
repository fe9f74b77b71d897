"""Which second municipality a signal concerns, why, and what it sees; a line that both read; why it ends."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from core.forms import ChangeForm, CreateForm
from municipalities.models import Municipality
from signals.codes import SharedPart
from signals.operations.concerning import AskedConcern

# Chosen unless somebody says otherwise: what the other must know to see why it is asked.
AT_FIRST = (SharedPart.FACTS, SharedPart.PLACE, SharedPart.SEEN_ON, SharedPart.FORM)


class ConcernForm(CreateForm, ChangeForm):
    """The question to a second municipality. `there`: what of the signal may be shared, as it would be."""

    other_municipality = forms.ModelChoiceField(
        label="Welke gemeente betreft het ook?", queryset=Municipality.objects.none(), empty_label="Kies een gemeente"
    )
    why = forms.CharField(
        label="Waarom betreft het die gemeente ook?",
        max_length=2000,
        help_text="Dit leest de andere gemeente voordat zij meekijkt. Noem geen namen.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    parts = forms.MultipleChoiceField(
        label="Wat ziet zij?",
        choices=SharedPart.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies wat de andere gemeente ziet."},
    )

    def __init__(
        self, *args: Any, others: QuerySet[Municipality], there: Mapping[SharedPart, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.there = there
        self.fields["other_municipality"].queryset = others  # type: ignore[attr-defined]  # the field has one
        parts: Any = self.fields["parts"]
        parts.choices = [(code.value, code.label) for code in there]
        parts.initial = [code.value for code in AT_FIRST if code in there]

    def asked(self) -> AskedConcern:
        """The parsed values, the parts as they stood on the page."""
        data = self.cleaned_data
        chosen = [SharedPart(code) for code in data["parts"]]
        parts = [(str(code.label), self.there[code]) for code in SharedPart if code in chosen]
        return AskedConcern(data["key"], data["other_municipality"], data["why"], parts)


class ShareMoreForm(ChangeForm):
    """What the second municipality sees from now on as well. `new`: what it has not, or reads otherwise by now."""

    parts = forms.MultipleChoiceField(
        label="Wat ziet zij er nu bij?",
        choices=SharedPart.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies wat de andere gemeente er nu bij ziet."},
    )

    def __init__(self, *args: Any, new: Mapping[SharedPart, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.new = new
        self.fields["parts"].choices = [(code.value, code.label) for code in new]  # type: ignore[attr-defined]  # a field of choices

    def more(self) -> list[tuple[str, str]]:
        """The parsed values, as they stood on the page."""
        return [(str(code.label), text) for code, text in self.new.items() if code.value in self.cleaned_data["parts"]]


class WriteAlongForm(CreateForm):
    """A line of the common timeline."""

    text = forms.CharField(
        label="Regel voor beide gemeenten",
        max_length=2000,
        help_text="De andere gemeente leest dit ook. Noem niet meer dan nodig.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EndConcernForm(ChangeForm):
    """Why it does not concern the second municipality, or not any more."""

    reason = forms.CharField(
        label="Waarom?",
        max_length=2000,
        help_text="De andere gemeente leest dit.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
