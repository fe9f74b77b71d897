"""What somebody typed, with the labels of its form, for the pages that give it back.

The page that gives text back does not have the form at hand: it looks for the form of the same app that knows most of
the fields, and of two that know as many for the smaller. A field that no form knows is shown under its own name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from inspect import unwrap
from typing import Any

from django import forms
from django.urls import Resolver404, resolve
from django.utils.choices import flatten_choices

from core import words
from core.forms import Form, every_form, is_for_a_reader

from .carrying import Fields

_WITHOUT_FORM = {words.FIELD: "Zoeken naar"}  # fields that stand on a page without being one of a form
# A choice from a list that is made for one person or comes from a table: its value is a code, its words need a query.
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
    return [_typed(name, values, form.base_fields.get(name), form.added_label(name)) for name, values in fields]


def _typed(name: str, values: list[str], field: forms.Field | None, added: str) -> Typed:
    filled = [value for value in values if value.strip()]
    hidden = not is_for_a_reader(name) or (field is not None and field.widget.is_hidden)
    if hidden or not filled:
        return Typed(name, values, "", [])
    known = added or _WITHOUT_FORM.get(name, name.replace("_", " ").replace("-", " "))
    label = str(field.label) if field is not None and field.label else known
    return Typed(name, values, label, list(dict.fromkeys(_spoken(value, field, added) for value in filled)))


def _spoken(value: str, field: forms.Field | None, added: str) -> str:
    if isinstance(field, forms.ChoiceField):
        return dict(_choices(field)).get(value, _CHOSEN)
    is_box = isinstance(field, forms.BooleanField) or (field is None and added)
    return "ja" if is_box and value == "on" else value


def _choices(field: forms.ChoiceField) -> Iterator[tuple[str, str]]:
    """The options of a choice field with fixed options; those of a table stay out: they would need a query."""
    if isinstance(field, forms.ModelChoiceField):
        return
    options: Any = field.choices
    flat: Iterator[tuple[Any, Any]] = flatten_choices(options)
    for value, label in flat:
        yield str(value), str(label)


def _form_of(path: str, names: set[str]) -> type[Form]:
    app = _app_of(path)
    found = [form for form in every_form() if app and form.__module__.split(".")[0] == app]
    typed_names = {name for name in names if is_for_a_reader(name)}
    best = max(found, key=lambda form: (_known(form, typed_names), -len(form.base_fields)), default=Form)
    return best if _known(best, typed_names) else Form


def _known(form: type[Form], names: set[str]) -> int:
    return sum(name in form.base_fields or bool(form.added_label(name)) for name in names)


def _app_of(path: str) -> str:
    try:
        view = resolve(path.partition("?")[0]).func
    except Resolver404:
        return ""
    return str(unwrap(view).__module__).split(".")[0]
