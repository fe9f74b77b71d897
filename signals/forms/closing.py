"""Closing: why, what the reporter hears, and for a plain signal in the same short form whether a minor is involved."""

from typing import Any

from django import forms

from core.forms import REQUIRED, ChangeForm
from signals.codes import CLOSE_REASONS_BY_HAND, CloseReason
from signals.models import Signal
from signals.operations.lifecycle import Closing
from signals.reporting_back import WayBack
from signals.veilig_thuis import still_asks_veilig_thuis

from .minors import VeiligThuisFields

# Its box asks for it: see `may_stay_empty`.
NEEDED = {"data-needed": True}


def text(label: str, help_text: str = "", rows: int = 3, **attrs: bool) -> forms.CharField:
    """A text of several lines that a box or a step may ask for."""
    widget = forms.Textarea(attrs={"rows": rows, **attrs})
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=4000, widget=widget)


class ClosingFields(forms.Form):
    """Why a signal is closed and what the reporter hears; `way_back` says how."""

    close_reason = forms.ChoiceField(
        label="Reden",
        help_text="Dubbel? Voeg de signalen samen.",
        required=False,
        choices=[("", "Kies een reden"), *((reason, reason.label) for reason in CLOSE_REASONS_BY_HAND)],
        widget=forms.Select(attrs=NEEDED),
    )
    close_motivation = text("Motivering", "Wat maakt dat u sluit?", **NEEDED)
    answer = text("Antwoord aan de melder", "", **NEEDED)
    no_answer_why = forms.CharField(
        label="Of: waarom hoort de melder niets?",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=NEEDED),
    )

    def __init__(self, *args: Any, way_back: WayBack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].help_text = way_back.before

    def demand_closing(self) -> None:
        """Add a message to each field that closing needs."""
        for name in ("close_reason", "close_motivation"):
            if not self.cleaned_data.get(name):
                self.add_error(name, REQUIRED)
        if not (self.cleaned_data.get("answer") or self.cleaned_data.get("no_answer_why")):
            self.add_error("answer", "Schrijf wat de melder hoort, of waarom de melder niets hoort.")

    def closing(self) -> Closing:
        """The parsed values."""
        data = self.cleaned_data
        return Closing(
            CloseReason(data["close_reason"]), data["close_motivation"], data["answer"], data["no_answer_why"]
        )


class CloseAtOnceForm(VeiligThuisFields, ClosingFields, ChangeForm):
    """The one-form path for a plain signal: take up, weigh and close together.

    `asks_minors`: nobody said yet whether Veilig Thuis was called, where a minor may be involved: after closing nothing asks it.
    """

    field_order = ("minor", "veilig_thuis", "why")

    def __init__(self, *args: Any, signal: Signal, **kwargs: Any) -> None:
        super().__init__(*args, version=signal.version, **kwargs)
        self.asks_minors = still_asks_veilig_thuis(signal, judged=False)
        if self.asks_minors:
            self.begin_minors(signal, judged=False)
        else:
            for name in VeiligThuisFields.base_fields:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.demand_closing()
        if self.asks_minors:
            self.demand_minors()
        return data
