"""The person and the things of one row of a list: read as the wizard reads them, what is wrong told by its column.

One person and one thing of each kind a row; whoever's list holds more has them in the story, as she wrote them.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.forms import ChoiceField

from core.forms import TOO_LONG

from .columns import COLUMNS
from .forms.mentions import FIELDS
from .list_days import day_of
from .mentioned import is_untouched, problems, told
from .models.people import PERSON
from .not_known import is_not_known
from .operations.mentions import Told
from .things import ThingKind

# By kind: of each field the column that it comes from.
_FROM: Mapping[str, Mapping[str, str]] = {
    PERSON: {
        "name": "person_name",
        "alias": "person_alias",
        "birth_year": "person_age",
        "role": "person_role",
        "certainty": "person_certainty",
        "description": "person_description",
    },
    ThingKind.COMPANY: {"name": "company_named", "value": "company_number"},
    ThingKind.VEHICLE: {"value": "plate"},
    ThingKind.PHONE: {"value": "phone"},
    ThingKind.PROFILE: {"value": "profile"},
    ThingKind.REFERENCE: {"value": "other_number"},
}
_NO_PLATE = f"Dit is geen kenteken. Staat er een omschrijving? Kies voor deze kolom “{COLUMNS['vehicle'].label}”."


class Reads(Protocol):
    """A row: what stands in a column, the code that it means, and where to tell what is wrong."""

    def cell(self, code: str) -> str:
        """What stands there; "" for a column that the list has not."""

    def coded(self, code: str) -> str:
        """The code of what stands there; "" for an empty cell."""

    def wrong(self, code: str, sentence: str) -> None:
        """One thing that is wrong."""


def mentioned(row: Reads) -> tuple[Told, ...]:
    """Whom and what the row tells of."""
    found = []
    for kind, columns in _FROM.items():
        data = {name: _answer(row, kind, name, code) for name, code in columns.items()}
        if kind == ThingKind.COMPANY and data["value"]:
            data["name"] = data["name"] or row.cell("company")
        for name, sentence in problems(kind, data).items():
            row.wrong(columns[name], _NO_PLATE if kind == ThingKind.VEHICLE else sentence)
        if not is_untouched(kind, data):
            found.append(told(kind, data))
    return tuple(found)


def _answer(row: Reads, kind: str, name: str, code: str) -> Any:
    field = FIELDS[kind]()[name]
    if isinstance(field, ChoiceField):
        return row.coded(code)
    text = row.cell(code)
    if is_not_known(text):
        return ""
    if name == "birth_year" and (day := day_of(text)):
        text = str(day.year)  # of a day of birth no more than the wizard asks
    try:
        return field.clean(text)
    except ValidationError as error:
        for one in error.error_list:
            row.wrong(code, TOO_LONG % one.params if one.code == "max_length" and one.params else one.messages[0])
        return ""
