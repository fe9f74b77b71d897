"""Choices that need a sentence of explanation.

A choice label may be `Explained("Uitbuiting in werk", hint="Iemand werkt onder dwang.")`: the form templates put the
hint below the label. The card widgets show each choice as a block of its own.
"""

from typing import Any, Self

from django import forms


class Explained(str):
    """A label with one plain sentence below it."""

    __slots__ = ("hint",)
    hint: str

    def __new__(cls, label: str, *, hint: str = "") -> Self:
        made = super().__new__(cls, label)
        made.hint = hint
        return made


def _as_cards(attrs: dict[str, Any] | None) -> dict[str, Any]:
    return {"class": "choices--cards", **(attrs or {})}


class CardRadios(forms.RadioSelect):
    """One of several, each a card."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__(_as_cards(attrs), choices)


class CardCheckboxes(forms.CheckboxSelectMultiple):
    """Several, each a card."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__(_as_cards(attrs), choices)


class InlineRadios(forms.RadioSelect):
    """One of a few short answers, beside each other."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "choices--inline", **(attrs or {})}, choices)
