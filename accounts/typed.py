"""What somebody typed, with the labels of its form, for the pages that give it back.

A choice reads as the list called it, a date as people write it. What a list that was made for one person called its options came
along with the form (`Form.list_words`).

The page that gives text back does not have the form at hand: it looks for the form that knows most of the fields, of two that
know as many for the one of the same app (a page may show the form of another), and then for the smaller. A field that no form knows is shown under its own name.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from inspect import unwrap

from django import forms
from django.urls import Resolver404, resolve
from django.utils.formats import date_format

from core import words
from core.forms import LIST_WORDS, Form, every_form, is_for_a_reader, options_of, told_words

from .carrying import FIELD, Fields

_WITHOUT_FORM = {words.FIELD: "Zoeken naar"}  # fields that stand on a page without being one of a form
# A choice of which neither the form nor what came along tells the words.
_CHOSEN = "Uw keuze uit de lijst"


@dataclass(frozen=True, slots=True)
class Typed:
    """One field: its values as sent, and how a person reads them. `label` is empty when it is not for a person."""

    name: str
    values: list[str]
    label: str
    shown: list[str]


def typed(path: str, fields: Fields) -> list[Typed]:
    """The fields that were sent to `path`."""
    form = _form_of(path, {name for name, _ in fields})
    told = told_words(next((values[-1] for name, values in fields if name == LIST_WORDS and values), ""))
    return [
        _typed(name, values, form.base_fields.get(name), form.added_label(name), told.get(name, {}))
        for name, values in fields
    ]


def _typed(name: str, values: list[str], field: forms.Field | None, added: str, told: Mapping[str, str]) -> Typed:
    filled = [value for value in values if value.strip()]
    hidden = name == FIELD or not is_for_a_reader(name) or (field is not None and field.widget.is_hidden)
    if hidden or not filled:
        return Typed(name, values, "", [])
    known = added or _WITHOUT_FORM.get(name, name.replace("_", " ").replace("-", " "))
    label = str(field.label) if field is not None and field.label else known
    shown = dict.fromkeys(told.get(value) or _spoken(value, field, added) for value in filled)
    return Typed(name, values, label, list(shown))


def _spoken(value: str, field: forms.Field | None, added: str) -> str:
    if isinstance(field, forms.ChoiceField):
        return options_of(field).get(value, _CHOSEN)
    if isinstance(field, forms.DateField):
        with suppress(forms.ValidationError):
            day = field.to_python(value)
            return date_format(day, "j F Y") if day else value
    is_box = isinstance(field, forms.BooleanField) or (field is None and added)
    return "ja" if is_box and value == "on" else value


def _form_of(path: str, names: set[str]) -> type[Form]:
    app = _app_of(path)
    typed_names = {name for name in names if is_for_a_reader(name)}

    def fits(form: type[Form]) -> tuple[int, bool, int]:
        return _known(form, typed_names), form.__module__.split(".")[0] == app, -len(form.base_fields)

    best = max(every_form(), key=fits, default=Form) if app else Form
    return best if _known(best, typed_names) else Form


def _known(form: type[Form], names: set[str]) -> int:
    return sum(name in form.base_fields or bool(form.added_label(name)) for name in names)


def _app_of(path: str) -> str:
    try:
        view = resolve(path.partition("?")[0]).func
    except Resolver404:
        return ""
    return str(unwrap(view).__module__).split(".")[0]
