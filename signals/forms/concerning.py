"""Which second municipality a signal concerns, why, and what it sees; a line that both read; why it ends."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from core.forms import ChangeForm, CreateForm
from municipalities.models import Municipality
from signals.codes import SharedPart
from signals.operations.concerning import AskedConcern
from signals.sharing_codes import HELD_BY_LAW, LAWFUL_RECEIVERS, Provenance

# Chosen unless somebody says otherwise: what the other must know to see why it is asked.
AT_FIRST = (SharedPart.FACTS, SharedPart.PLACE, SharedPart.SEEN_ON, SharedPart.FORM)


class ConcernForm(CreateForm, ChangeForm):
    """The question to a second municipality. `there`: what of the signal may be shared, as it would be; `origins`: of whom a
    part does not go on by itself.
    """

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

    permitted_by = forms.CharField(
        label="Wie bij de politie of het OM vond dit goed, en wanneer?",
        max_length=200,
        required=False,
        help_text="Nodig bij politiegegevens en justitiële gegevens. Noem een functie, geen naam.",
    )

    def __init__(
        self,
        *args: Any,
        others: QuerySet[Municipality],
        there: Mapping[SharedPart, str],
        origins: Mapping[SharedPart, Collection[str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.there, self.origins = there, origins
        self.fields["permitted_by"].widget.attrs["data-needed"] = True
        if not any(LAWFUL_RECEIVERS.keys() & held for held in origins.values()):
            del self.fields["permitted_by"]
        self.fields["other_municipality"].queryset = others  # type: ignore[attr-defined]  # the field has one
        parts: Any = self.fields["parts"]
        parts.choices = [(code.value, self._words(code)) for code in there]
        parts.initial = [code.value for code in AT_FIRST if code in there and code not in origins]

    def _words(self, part: SharedPart) -> str:
        notes = "; ".join(HELD_BY_LAW[origin] for origin in self.origins.get(part, ()))
        return f"{part.label} ({notes})" if notes else str(part.label)

    def _label(self, part: SharedPart) -> str:
        """With whose data it holds, for who reads it there."""
        whose = ", ".join(Provenance(origin).label for origin in self.origins.get(part, ()))
        return f"{part.label} [{whose}]" if whose else str(part.label)

    def asked(self) -> AskedConcern:
        """The parsed values, the parts as they stood on the page."""
        data = self.cleaned_data
        chosen = [SharedPart(code) for code in data["parts"]]
        parts = [(self._label(code), self.there[code]) for code in SharedPart if code in chosen]
        origins = {origin for code in chosen for origin in self.origins.get(code, ())}
        agreed = data.get("permitted_by", "")
        return AskedConcern(data["key"], data["other_municipality"], data["why"], parts, origins, agreed)


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
