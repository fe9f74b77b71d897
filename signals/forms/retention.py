"""What is past its day: which signals are put forward, and which are kept longer, why and until when."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from core.forms import CreateForm
from core.workdays import today
from signals.models import Signal
from signals.operations.erasing import Longer

_TAKE = "take_"


class ApproveForm(CreateForm):
    """For each signal that the page showed, whether it is put forward."""

    added: ClassVar[Mapping[str, str]] = {_TAKE: "Voorstellen"}

    def __init__(self, *args: Any, signals: Sequence[Signal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signals = signals
        for signal in signals:
            label = f"{signal.reference} voorstellen"
            self.fields[_name(signal)] = forms.BooleanField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not any(data.get(_name(signal)) for signal in self.signals):
            self.add_error(None, "Kruis aan welke signalen u voorstelt om te anonimiseren.")
        return data

    def chosen(self) -> dict[int, list[Signal]]:
        """What was ticked, by municipality."""
        found: dict[int, list[Signal]] = {}
        for signal in self.signals:
            if self.cleaned_data[_name(signal)]:
                found.setdefault(signal.municipality_id, []).append(signal)
        return found

    def rows(self) -> Iterator[tuple[Signal, forms.BoundField]]:
        """Each signal with its box."""
        return ((signal, self[_name(signal)]) for signal in self.signals)


def _name(signal: Signal) -> str:
    return f"{_TAKE}{signal.pk.hex}"


def ticked_in(data: Mapping[str, Any]) -> list[uuid.UUID]:
    """The keys of the signals that a sent form ticked; what is no key is left out."""
    found = []
    for name in data:
        if name.startswith(_TAKE):
            try:
                found.append(uuid.UUID(name.removeprefix(_TAKE)))
            except ValueError:
                continue
    return found


class LongerForm(CreateForm):
    """Why a signal is kept longer, and until when."""

    why = forms.CharField(
        label="Waarom moet dit langer bewaard worden?",
        max_length=300,
        help_text="Bijvoorbeeld: de politie vroeg er vorige week nog naar. Schrijf geen namen op.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    until = forms.DateField(
        label="Tot en met welke dag?",
        help_text="Daarna komt het weer op de lijst.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_until(self) -> dt.date:
        until: dt.date = self.cleaned_data["until"]
        if until <= today():
            message = "Kies een dag na vandaag."
            raise forms.ValidationError(message)
        return until

    def longer(self, dossier_id: uuid.UUID, municipality_id: int, reference: str) -> Longer:
        """What the operation takes, for the signal of that number."""
        data = self.cleaned_data
        return Longer(data["key"], dossier_id, municipality_id, reference, data["why"], data["until"])


class LongerByNumberForm(LongerForm):
    """The same for who knows the number and sees no signals."""

    number = forms.CharField(label="Nummer van het signaal", max_length=20, help_text="Bijvoorbeeld S-K7R4-M")
    field_order = ("number", "why", "until")
