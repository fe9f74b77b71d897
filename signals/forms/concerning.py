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


class PartsFields(forms.Form):
    """What of the signal is shared. `there`: what may be, as it would be; `origins`: of whom a part does not go on by itself."""

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
        there: Mapping[SharedPart, str],
        origins: Mapping[SharedPart, Collection[str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.there, self.origins = there, origins
        self.fields["permitted_by"].widget.attrs["data-needed"] = True
        if not any(LAWFUL_RECEIVERS.keys() & origins.get(part, ()) for part in there):
            del self.fields["permitted_by"]
        choices = [(code, self._words(code)) for code in there]
        self.fields["parts"].choices = choices  # type: ignore[attr-defined]  # a field of choices

    def _words(self, part: SharedPart) -> str:
        notes = "; ".join(HELD_BY_LAW[origin] for origin in self.origins.get(part, ()))
        return f"{part.label} ({notes})" if notes else str(part.label)

    def _label(self, part: SharedPart) -> str:
        """With whose data it holds, for who reads it there."""
        whose = ", ".join(Provenance(origin).label for origin in self.origins.get(part, ()))
        return f"{part.label} [{whose}]" if whose else str(part.label)

    def chosen(self) -> tuple[list[tuple[str, str]], set[str], str]:
        """The parsed values: the parts as they stood on the page, of whom they are, who agreed."""
        data = self.cleaned_data
        codes = [code for code in SharedPart if code in data["parts"]]
        origins = {origin for code in codes for origin in self.origins.get(code, ())}
        return [(self._label(code), self.there[code]) for code in codes], origins, data.get("permitted_by", "")


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
        self.fields["other_municipality"].queryset = others  # type: ignore[attr-defined]  # the field has one
        first = [code.value for code in AT_FIRST if code in self.there and code not in self.origins]
        self.fields["parts"].initial = first

    def asked(self) -> AskedConcern:
        """The parsed values."""
        data = self.cleaned_data
        return AskedConcern(data["key"], data["other_municipality"], data["why"], *self.chosen())


class ShareMoreForm(PartsFields, ChangeForm):
    """What the second municipality sees from now on as well. `there`: what it has not, or reads otherwise by now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].label = "Wat ziet zij er nu bij?"
        self.fields["parts"].error_messages["required"] = "Kies wat de andere gemeente er nu bij ziet."


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
