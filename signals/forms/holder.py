"""The choice of a municipality on a form about all its signals: asked of who serves several, and never chosen for her."""

from collections.abc import Sequence
from typing import Any

from django import forms

from signals.holders import Holder


def choose_holder(field: Any, holders: Sequence[Holder], chosen: str = "") -> None:
    """Of one there is nothing to ask. Of several none stands ready but the one that she was looking at (`chosen`)."""
    names = [(one.code, one.label) for one in holders]
    if len(holders) == 1:
        field.choices, field.widget, field.initial = names, forms.HiddenInput(), holders[0].code
        return
    field.choices = [("", "Kies"), *names]
    field.initial = chosen if chosen in dict(names) else ""
