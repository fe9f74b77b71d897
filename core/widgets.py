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


class NewestRadios(forms.RadioSelect):
    """Groups of choices, the newest first: of each group the first few and what is chosen, the others folded below them."""

    template_name = "django/forms/widgets/newest_radios.html"
    shown = 2

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["folded"] = [
            (group, *self._split(options)) for group, options, _ in context["widget"]["optgroups"]
        ]
        return context

    def _split(self, options: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        in_sight = [at < self.shown or bool(option["selected"]) for at, option in enumerate(options)]
        pairs = list(zip(options, in_sight, strict=True))
        return [option for option, seen in pairs if seen], [option for option, seen in pairs if not seen]


class InlineRadios(forms.RadioSelect):
    """One of a few short answers, beside each other."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "choices--inline", **(attrs or {})}, choices)
