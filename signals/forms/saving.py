"""A name for a set of filters; which filters travels along with the form."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from core.forms import BROKEN, ChangeForm, CreateForm
from signals.filters import kept_filters

LONGEST = 40


def _name() -> forms.CharField:
    return forms.CharField(
        label="Naam van dit filter",
        max_length=LONGEST,
        help_text="Bijvoorbeeld: nieuw van partners. Gebruik geen naam van een persoon.",
        error_messages={"required": "Geef het filter een naam."},
    )


class KeepFilterForm(CreateForm):
    """`filters`: the address of the list as it was, without words; read again by `chosen`."""

    name = _name()
    filters = forms.CharField(widget=forms.HiddenInput, max_length=500, error_messages=BROKEN)

    def __init__(self, *args: Any, shown: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["filters"].initial = urlencode(shown)

    def chosen(self) -> dict[str, str]:
        """What is kept: of what was sent, what the list knows."""
        return kept_filters(QueryDict(self.cleaned_data["filters"]), self.actor)


class RenameFilterForm(ChangeForm):
    """Another name."""

    name = _name()
