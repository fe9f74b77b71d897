"""What is typed about one item of basis op orde."""

import uuid
from typing import Any

from django import forms
from django.utils import timezone

from core.forms import ChangeForm, CreateForm
from municipalities.models import ReadinessCell
from municipalities.operations.readiness import Sent
from municipalities.readiness_items import ReadinessState


class ReadinessForm(ChangeForm, CreateForm):
    """State, day and evidence of a cell. With `corrects` it replaces that row; without, it adds a new one.

    `version`: of the cell, all its rows together; `key`: of the row that it adds.
    """

    unseen = ("cel", "gebied")  # of the table that its button stands in
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

    def __init__(self, *args: Any, row: ReadinessCell | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _shown(row))
        super().__init__(*args, **kwargs)

    @property
    def values(self) -> dict[str, Any]:
        """What `set_readiness` takes."""
        data = self.cleaned_data
        names = ("state", "since", "evidence", "responsible", "next_check")
        return {name: data[name] for name in names} | {"sent": Sent(data["corrects"], data["key"], data["version"])}


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
