"""Which second municipality a signal concerns, why, and what it sees; a line that both read; why it ends."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from core.forms import ChangeForm, CreateForm, offer_choices, offer_rows
from municipalities.models import Municipality
from signals.codes import SharedPart
from signals.models import Signal
from signals.operations.concerning import AskedConcern
from signals.shared_texts import SharedText
from signals.sharing_codes import ASKED_FIRST, note_of

from .permitted import permitted_field
from .pointing import PointingForm

# Chosen unless somebody says otherwise: what the other must know to see why it is asked.
AT_FIRST = (SharedPart.FACTS, SharedPart.PLACE, SharedPart.SEEN_ON, SharedPart.FORM)


class PartsFields(PointingForm):
    """What of the signal is shared. `there`: what may be, by its code."""

    parts = forms.MultipleChoiceField(
        label="Wat ziet zij?",
        choices=SharedPart.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies wat de andere gemeente ziet."},
    )
    permitted_by = permitted_field(of_partner=True)

    def __init__(self, *args: Any, there: Mapping[str, SharedText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there = there
        if not (self.is_by_leave or any(ASKED_FIRST.intersection(part.origins) for part in there.values())):
            del self.fields["permitted_by"]
        choices = [(code, _beside_box(part)) for code, part in there.items()]
        offer_choices(self, "parts", choices)

    def chosen(self) -> tuple[list[SharedText], str]:
        """The parsed values: the parts as they stood on the page, and who agreed."""
        data = self.cleaned_data
        return [part for code, part in self.there.items() if code in data["parts"]], data.get("permitted_by", "")


def _beside_box(part: SharedText) -> str:
    notes = "; ".join(note_of(origin) for origin in part.origins)
    return f"{part.label} ({notes})" if notes else part.label


class ConcernForm(PartsFields, CreateForm, ChangeForm):
    """The question to a second municipality."""

    other_municipality = forms.ModelChoiceField(
        label="Welke gemeente betreft het ook?", queryset=Municipality.objects.none(), empty_label="Kies een gemeente"
    )
    why = forms.CharField(
        label="Waarom betreft het die gemeente ook?",
        max_length=2000,
        help_text="Dit leest de andere gemeente voordat zij meekijkt. Noem geen namen.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("other_municipality", "why", "parts", "permitted_by")

    def __init__(self, *args: Any, others: QuerySet[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "other_municipality", others)
        first = [code.value for code in AT_FIRST if code in self.there and not self.there[code].origins]
        self.fields["parts"].initial = first

    def asked(self) -> AskedConcern:
        """The parsed values."""
        data = self.cleaned_data
        return AskedConcern(
            data["key"], data["other_municipality"], data["why"], *self.chosen(), pointing_why=self.pointing_why
        )


class ShareMoreForm(PartsFields, ChangeForm):
    """What the second municipality sees from now on as well. `there`: what it has not, or reads otherwise by now."""

    # Of the signal of which these are parts: what stood on the page is what is shared.
    signal_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, signal: Signal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._signal = signal
        self.fields["signal_version"].initial = signal.version
        self.fields["parts"].label = "Wat ziet zij er nu bij?"
        self.fields["parts"].error_messages["required"] = "Kies wat de andere gemeente er nu bij ziet."

    def version_field(self, row: object) -> str:
        """Of the signal it has a field of its own."""
        return "signal_version" if row == self._signal.pk else super().version_field(row)

    def seen(self) -> int:
        """The version of the signal that was on the page; without one that of now."""
        given: int | None = self.cleaned_data["signal_version"]
        return self._signal.version if given is None else given


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
