"""Keyset pages: a list that stays quick at any size and does not jump when rows are added.

The place in a list is the ordering key of its last row, not a row number. The key travels in the URL as opaque text:
it holds times, numbers and ids only, nothing of a person. Of a list that is ordered by a text (a name), the place is the
id of the row alone, and its text is looked up.
"""

import base64
import datetime as dt
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import CharField, DateField, DateTimeField, Field, Model, Q, QuerySet, TextField, UUIDField

from .access import Actor
from .nearest import nearest

BY_ROW = ("pk",)
# Rows of one list on a page that need no folding.
MOST_UNFOLDED = 20

_M = TypeVar("_M", bound=Model)


@dataclass(frozen=True, slots=True)
class Page[M: Model]:
    """One page of rows with the texts that lead to its neighbours ("" = there is none)."""

    rows: list[M]
    next: str = ""
    previous: str = ""


def keyset_page[M: Model](
    queryset: QuerySet[M], *, order: Sequence[str], after: str = "", size: int = 25, seen_by: Actor | None = None
) -> Page[M]:
    """The page of `queryset` that follows the place `after` ("" = first page; starts with "-" = the page before it).

    `order`: names of fields or annotations, "-" in front for descending; the last one must be unique. An unreadable place gives page one.
    `seen_by`: the actor for whom `queryset` passed its gate, to read it per municipality (core/nearest.py).
    One query, two after the first page of a list that is ordered by a text.
    """
    backwards = after.startswith("-")
    in_url = _in_url(queryset, order)
    place = _decode(after.removeprefix("-"), [_field(queryset, name) for name in in_url])
    if place is not None and in_url == BY_ROW:
        place = queryset.filter(pk=place[0]).values_list(*(name.removeprefix("-") for name in order)).first()
    turned = [_turn(name) for name in order] if backwards else list(order)
    if place is not None:
        queryset = queryset.filter(_beyond(turned, place))
    rows = nearest(queryset, turned, size + 1, seen_by) if seen_by else list(queryset.order_by(*turned)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return Page([])
    has_next = more if not backwards else True
    has_previous = more if backwards else place is not None
    return Page(
        rows,
        next=_encode(rows[-1], in_url) if has_next else "",
        previous=f"-{_encode(rows[0], in_url)}" if has_previous else "",
    )


def _in_url(queryset: QuerySet[Any], order: Sequence[str]) -> Sequence[str]:
    """The fields whose values may travel in the URL: the ordering key itself, or for a text the row's id alone."""
    return BY_ROW if any(isinstance(_field(queryset, name), (CharField, TextField)) for name in order) else order


def _turn(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], place: Sequence[Any]) -> Q:
    """Rows that come after `place`: the first key differs in the right way, or it is equal and the next one does.

    That the first key is no earlier follows from the rest; said apart, an index can begin there.
    """
    begins = "lte" if order[0].startswith("-") else "gte"
    condition = Q()
    equal = Q()
    for name, value in zip(order, place, strict=True):
        field = name.removeprefix("-")
        step = "lt" if name.startswith("-") else "gt"
        condition |= equal & Q(**{f"{field}__{step}": value})
        equal &= Q(**{field: value})
    return Q(**{f"{order[0].removeprefix('-')}__{begins}": place[0]}) & condition


def _encode(row: Model, order: Sequence[str]) -> str:
    values = [_plain(getattr(row, name.removeprefix("-"))) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _plain(value: Any) -> list[Any]:
    match value:
        case dt.datetime():
            return ["t", value.isoformat()]
        case dt.date():
            return ["d", value.isoformat()]
        case uuid.UUID():
            return ["u", str(value)]
        case _:
            return ["p", value]


_KINDS: "tuple[tuple[type[Field[Any, Any]], str], ...]" = ((DateTimeField, "t"), (DateField, "d"), (UUIDField, "u"))
_READERS: dict[str, Callable[[Any], Any]] = {
    "t": lambda text: dt.datetime.fromisoformat(text).astimezone(dt.UTC),
    "d": dt.date.fromisoformat,
    "u": uuid.UUID,
}


def _field(queryset: QuerySet[Any], name: str) -> "Field[Any, Any]":
    name, meta = name.removeprefix("-"), queryset.model._meta
    if name in queryset.query.annotations:
        return queryset.query.annotations[name].output_field
    field: Field[Any, Any] = meta.pk if name == "pk" else meta.get_field(name)
    return field


def _decode(text: str, fields: "Sequence[Field[Any, Any]]") -> list[Any] | None:
    """The place that `text` names, None when it names none: anybody can write an address by hand."""
    if not text:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return [_read(field, kind, value) for field, (kind, value) in zip(fields, values, strict=True)]
    except (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError, ValidationError):
        return None


def _read(field: "Field[Any, Any]", kind: Any, value: Any) -> Any:
    """The value when it is one that this field can hold. Raises one of the errors above when it is not."""
    if kind != next((code for known, code in _KINDS if isinstance(field, known)), "p"):
        raise ValueError
    if kind in _READERS:
        return _READERS[kind](value)
    if value is None or "\0" in str(value):
        raise ValueError
    str(value).encode()  # half of a surrogate pair is no text
    return field.to_python(value)
