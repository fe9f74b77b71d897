"""Fields that several forms of cases share."""

from typing import Any

from django import forms

from cases.models import CasePerson
from signals.codes import Answered

LONG = 4000


class Irreversible:
    """Mixin of a form whose step ends something: its button says so."""


class ShowsPerson:
    """Mixin of a form that opens with who somebody is: showing it is a look at that person, not only at the case."""

    person: CasePerson


def day_field(label: str, help_text: str = "", *, required: bool = False, **kwargs: Any) -> forms.DateField:
    """A date, as the browser's own field."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget, **kwargs)


def text_field(
    label: str, help_text: str = "", *, rows: int = 3, required: bool = True, length: int = LONG
) -> forms.CharField:
    """Text of several lines."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=length,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def choices_with(empty: str, choices: Any) -> list[tuple[Any, str]]:
    """The choices after an empty one that says what to do."""
    return [("", empty), *((value, str(label)) for value, label in choices)]


def demand_other_than_parent(form: forms.Form, data: dict[str, Any]) -> None:
    """Where a parent is possibly involved, somebody else stands up for a minor; unknown age counts as minor."""
    involved = data.get("parent_involved") == Answered.YES and data.get("minor") != Answered.NO
    if involved and not data.get("representative"):
        form.add_error("representative", "Een ouder is mogelijk betrokken: noem een voogd, Nidos of instelling.")
