"""To which colleague work goes: of one signal, or of several of one owner."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from core.forms import BROKEN, ChangeForm, Form
from signals.models import Signal

from .page import CHOOSE

_TAKE, _SEEN = "take_", "seen_"


def _to(people: Mapping[int, str]) -> forms.TypedChoiceField:
    choices = [("", "Kies"), *((str(pk), name) for pk, name in people.items())]
    return forms.TypedChoiceField(label="Wie wordt de eigenaar?", choices=choices, coerce=int, error_messages=CHOOSE)


class HandOnForm(ChangeForm):
    """Who goes on with this signal. `people`: id -> name."""

    def __init__(self, *args: Any, people: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = _to(people)


@dataclass(frozen=True, slots=True)
class HandedOn:
    """One signal that goes to a colleague: as the form saw it."""

    signal: Signal
    version: int


class HandOnManyForm(Form):
    """Of one owner: which signals go, and to whom. `take_all`: all are ticked, of somebody who left."""

    added: ClassVar[Mapping[str, str]] = {_TAKE: "Aan een collega geven"}
    unseen = (_SEEN,)

    def __init__(
        self, *args: Any, signals: Sequence[Signal], people: Mapping[int, str], take_all: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.signals = signals
        self.fields["to"] = _to(people)
        for signal in signals:
            label = f"{signal.reference}, {signal.get_state_display().lower()}, ontvangen {signal.received_at:%d-%m-%Y}"
            self.fields[_TAKE + signal.pk.hex] = forms.BooleanField(label=label, required=False, initial=take_all)
            self.fields[_SEEN + signal.pk.hex] = forms.IntegerField(
                widget=forms.HiddenInput, initial=signal.version, error_messages=BROKEN
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not any(data.get(_TAKE + signal.pk.hex) for signal in self.signals):
            self.add_error(None, "Kruis aan welke signalen naar een collega gaan.")
        return data

    def handed_on(self) -> list[HandedOn]:
        """What was chosen, in an order in which two forms never wait for each other."""
        data = self.cleaned_data
        taken = (signal for signal in self.signals if data[_TAKE + signal.pk.hex])
        return [HandedOn(one, data[_SEEN + one.pk.hex]) for one in sorted(taken, key=lambda one: one.pk)]

    def tick_of(self, signal: Signal) -> str:
        """Its field: where it is said that this one cannot go."""
        return _TAKE + signal.pk.hex

    def version_field(self, row: object) -> str:
        """The field that carries the version of this signal."""
        return next(_SEEN + signal.pk.hex for signal in self.signals if signal.pk == row)

    def ticks(self) -> Iterator[forms.BoundField]:
        """The box of each signal, for the page."""
        return (self[_TAKE + signal.pk.hex] for signal in self.signals)


def shown_in(data: Mapping[str, Any]) -> list[uuid.UUID]:
    """The keys of the signals that a sent form showed."""
    found = []
    for name in data:
        if name.startswith(_SEEN):
            with suppress(ValueError):
                found.append(uuid.UUID(name.removeprefix(_SEEN)))
    return found
