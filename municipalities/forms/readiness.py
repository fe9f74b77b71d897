"""What is typed about one item of basis op orde."""

import uuid
from typing import Any

from django import forms
from django.utils import timezone

from core.access import Actor
from core.forms import Form
from municipalities.models import ReadinessCell
from municipalities.readiness_items import ReadinessState


class ReadinessForm(Form):
    """State, day and evidence of a cell. With `corrects` it replaces that row; without, it adds a new one."""

    corrects = forms.UUIDField(required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(label="Stand", choices=ReadinessState, widget=forms.RadioSelect)
    since = forms.DateField(label="Sinds", help_text="De dag waarop dit zo werd.")
    evidence = forms.CharField(
        label="Waaruit blijkt dat?",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Zoals het nummer van een besluit of de plaats van een document. Geen namen van betrokkenen.",
    )
    responsible = forms.CharField(
        label="Verantwoordelijke functie", required=False, max_length=150, help_text="Een functie, geen naam."
    )
    next_check = forms.DateField(label="Opnieuw bekijken op", required=False)

    def __init__(self, *args: Any, actor: Actor, row: ReadinessCell | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _shown(row))
        super().__init__(*args, actor=actor, **kwargs)

    @property
    def values(self) -> dict[str, Any]:
        """What `set_readiness` takes."""
        names = ("state", "since", "evidence", "responsible", "next_check", "corrects")
        return {name: self.cleaned_data[name] for name in names}


def _shown(row: ReadinessCell | None) -> dict[str, Any]:
    if row is None:
        return {"since": timezone.localdate()}
    names = ("state", "since", "evidence", "responsible", "next_check")
    return {name: getattr(row, name) for name in names} | {"corrects": row.pk}


def readable_id(text: str) -> uuid.UUID | None:
    """The id in an address, or None when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
