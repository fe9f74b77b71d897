"""Code lists, and which of their codes are retired.

A code is never taken out of its list: what is stored with it is shown, exported, filtered and counted as ever. It gets a
last day on which it may be chosen (`RETIRED`). From the day after no form offers it and none takes it, nor does the API or
the import of a list; only a row that has it may keep it. So that this is decided in one place, each choice of a list carries
the code itself and not its text: a field then knows its list, also where it says the code in other words.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.db.models.enums import ChoicesType
from django.utils.choices import flatten_choices
from django.utils.formats import date_format

from .workdays import today

# The last day of each retired code, by the name of its list and the code:
#   ("signals.codes.Source", "tax"): dt.date(2030, 12, 31),
RETIRED: dict[tuple[str, str], dt.date] = {}
NO_MORE = "niet meer in gebruik"


class _CodesType(ChoicesType):
    @property
    def choices(cls) -> list[tuple[Any, Any]]:  # noqa: N805  a class of classes: its self is a list
        codes: Any = cls
        return [(code, code.label) for code in codes]


if TYPE_CHECKING:

    class Codes(models.TextChoices):
        """The stubs know no other class of classes below a list of texts."""
else:

    class Codes(models.TextChoices, metaclass=_CodesType):
        """Base of a list that somebody chooses from. Its `choices` are pairs of the code itself and its label."""


def name_of(codes: type[Codes]) -> str:
    """What `RETIRED` calls a list."""
    return f"{codes.__module__}.{codes.__qualname__}"


def last_day(code: object) -> dt.date | None:
    """The last day on which this may be chosen; None while no end is known, and for what is no code of a list."""
    return RETIRED.get((name_of(type(code)), code.value)) if isinstance(code, Codes) else None


def is_retired(code: object) -> bool:
    """Whether this is a code whose last day has passed, in the Netherlands."""
    last = last_day(code)
    return last is not None and last < today()


def refusal(code: Codes) -> str:
    """Why a retired code is not taken, for who chose it."""
    last = last_day(code)
    until = f" U kon dit kiezen tot en met {date_format(last, 'j F Y')}." if last else ""
    return f"“{code.label}” is {NO_MORE}.{until} Kies iets anders."


def offered(choices: Iterable[Any], stored: Collection[str] = ()) -> list[Any]:
    """These choices, also in groups, without the retired codes; one that is `stored` stays, and is marked."""
    return list(_offered(choices, stored))


def _offered(choices: Iterable[Any], stored: Collection[str]) -> Iterator[Any]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            if rest := offered(label, stored):
                yield value, rest
        elif not is_retired(value):
            yield value, label
        elif str(value) in stored:
            yield value, f"{label} ({NO_MORE})"


def narrow(field: forms.ChoiceField, *, stored: Any, chosen: Any, is_sent: bool) -> None:
    """Let a field of a form offer and take what may be chosen today.

    `stored`: what the row has that the form changes; `chosen`: what was sent, or what the form opens with. When that is
    retired, the field says so and is empty.
    """
    if isinstance(field, forms.ModelChoiceField):
        return
    choices: Any = field.choices
    every: Iterator[tuple[Any, Any]] = flatten_choices(choices)
    retired = {str(code): code for code, _ in every if is_retired(code)}
    if not retired:
        return
    kept, shown = _texts(stored), field.widget.choices
    field.choices = offered(choices, kept)
    field.widget.choices = offered(shown, kept)
    gone = [code for text, code in retired.items() if text in _texts(chosen) - kept]
    told = " ".join(map(refusal, gone))
    if gone and is_sent:
        field.error_messages["invalid_choice"] = told
    elif gone:
        field.help_text = f"{told} {field.help_text}".strip()
    if gone and type(field.widget) is forms.Select:
        # A browser would choose the first option for who does not look.
        field.widget.choices = [("", "Kies"), *(choice for choice in field.widget.choices if choice[0] != "")]


def _texts(value: Any) -> set[str]:
    many = value if isinstance(value, list | tuple | set) else [value]
    return {str(one) for one in many if one}
