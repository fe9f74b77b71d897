"""The one-line forms on what is gathered: a phone call, an answer that comes later."""

from typing import Any

from django import forms
from django.utils import timezone

from core.forms import ChangeForm, CreateForm
from signals.codes import EnrichmentKind
from signals.operations.gathering import Call
from signals.usual import USUAL, WE_CALLED, Caller

_GROUND = USUAL[EnrichmentKind.PHONE_CALL].ground.label
_OURS = [(one, one.label) for one in WE_CALLED]
_THEIRS = [(one, one.label) for one in Caller if one not in WE_CALLED]


class CallForm(CreateForm):
    """Two fields and a button; the moment is now unless somebody says otherwise."""

    caller = forms.ChoiceField(
        label="Wie belde wie?", choices=[("", "Kies"), ("Wij werden gebeld", _THEIRS), ("Wij belden", _OURS)]
    )
    text = forms.CharField(
        label="Wat is er gezegd, in één zin?",
        max_length=500,
        help_text="Een naam hoeft niet. Dit veld is extra beveiligd. Als grondslag komt erbij te staan: "
        f"{_GROUND[:1].lower()}{_GROUND[1:]}.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    at = forms.DateTimeField(
        label="Wanneer?",
        required=False,
        help_text="Leeg: nu.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # On the page of a signal it stands beside other forms.
        super().__init__(*args, auto_id="gesprek_%s", **kwargs)

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"]
        if at is not None and at > timezone.now():
            message = "Dit moment ligt in de toekomst."
            raise forms.ValidationError(message)
        return at

    def call(self) -> Call:
        """The parsed values."""
        data = self.cleaned_data
        return Call(Caller(data["caller"]), data["text"], data["at"], data["key"])


class ExpectLaterForm(ChangeForm):
    """Another day on which an answer is expected, and why."""

    on = forms.DateField(
        label="Wanneer verwacht u het antwoord nu?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(label="Waarom komt het later?", max_length=300)
