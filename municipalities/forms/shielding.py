"""Keeping somebody out of a dossier, and letting in again. Every step says why."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms

from core.forms import ChangeForm, offer_choices


def _reason(help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label="Waarom?",
        max_length=1000,
        help_text=help_text or "Dit veld is extra beveiligd: alleen wie dit dossier mag zien, kan het lezen.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ExcludeForm(ChangeForm):
    """Which colleague may not see the dossier any more."""

    user = forms.TypedChoiceField(label="Welke collega?", coerce=int)
    why = _reason()

    def __init__(self, *args: Any, people: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "user", [("", "Kies een collega"), *people.items()])


class TeamForm(ChangeForm):
    """To whom the dossier is restricted. `always`: who is in the team anyway, by name; `now`: who is ticked already."""

    team = forms.TypedMultipleChoiceField(
        label="Wie mag dit dossier nog zien?", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    why = _reason()

    def __init__(
        self, *args: Any, people: Mapping[int, str], always: Collection[str], now: Collection[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["team"]
        offer_choices(self, "team", people.items())
        field.initial = [pk for pk in people if pk in now]
        field.help_text = f"In elk geval: {', '.join(sorted(always))}."
        if not people:
            field.help_text += " Er is nu niemand anders die u kunt kiezen."


class WhyForm(ChangeForm):
    """Ending an exclusion or a restriction."""

    why = _reason()
