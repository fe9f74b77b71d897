"""What becomes of a row when the term of its dossier is over: declared beside each model, as its wall is.

    class Person(...):  erasing = Gone()
    class Offer(...):   erasing = Bare(kept=("state", "offered_at"), said=("why",))
    class Table(...):   erasing = Untouched(reason="...")

Of a row that stays bare, only what is named stays; a column that nobody named is emptied, so that a new one cannot be
forgotten. A test asks each model with content for its declaration, and that no text is named as kept.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from .workdays import AMSTERDAM

# Stands where a constraint wants a reason that somebody wrote.
WORDS = "Gewist na de bewaartermijn."


@dataclass(frozen=True, slots=True)
class Gone:
    """The row is deleted."""


@dataclass(frozen=True, slots=True)
class Bare:
    """The row stays with these columns alone.

    `kept`: as they are, codes, numbers and days, and keys; `months`: moments and days, brought back to the first of their month;
    `said`: text that may not be empty, WORDS where there was any.
    """

    kept: tuple[str, ...] = ()
    months: tuple[str, ...] = field(default=(), kw_only=True)
    said: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def named(self) -> tuple[str, ...]:
        """The columns that this says something of."""
        return (*self.kept, *self.months, *self.said)


@dataclass(frozen=True, slots=True)
class Untouched:
    """It holds nothing of one dossier, or has a term of its own. The reason is one sentence."""

    reason: str


type Erasing = Gone | Bare | Untouched

# What ties a row to its dossier; never written again.
_PLACE = ("municipality", "dossier_id", "version")


def erasing_of(model: type[models.Model]) -> Erasing | None:
    """The declaration of a model; None when it has none."""
    found = getattr(model, "erasing", None)
    return found if isinstance(found, (Gone, Bare, Untouched)) else None


def emptied(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The columns of a bare model that are emptied."""
    rule = erasing_of(model)
    named = rule.named if isinstance(rule, Bare) else ()
    return [
        column
        for column in model._meta.local_concrete_fields
        if not column.primary_key and column.name not in _PLACE and column.name not in named
    ]


def empty_value(column: "models.Field[Any, Any]") -> Any:
    """What stands in an emptied column: nothing, or what a new row has there."""
    return None if column.null else column.get_default()


def make_bare(row: models.Model) -> list[str]:
    """Empty the row as its model declares, without saving it; the names of its columns that may have changed."""
    rule = erasing_of(type(row))
    if not isinstance(rule, Bare):
        message = f"{type(row).__name__} does not say what stays of it."
        raise TypeError(message)
    columns = emptied(type(row))
    for column in columns:
        setattr(row, column.attname, empty_value(column))
    months = bring_back(row, to=first_of_month)
    for column in row._meta.local_concrete_fields:
        if column.name in rule.said:
            setattr(row, column.name, WORDS if getattr(row, column.name) else empty_value(column))
    return [*(column.attname for column in columns), *months, *rule.said]


def bring_back(row: models.Model, *, to: Callable[[Any], Any]) -> tuple[str, ...]:
    """What the row of a bare model keeps as months becomes what `to` gives for each; without saving it. Their names."""
    rule = erasing_of(type(row))
    names = rule.months if isinstance(rule, Bare) else ()
    for name in names:
        moment = getattr(row, name)
        setattr(row, name, None if moment is None else to(moment))
    return names


def first_of_month[Day: dt.date](moment: Day) -> Day | dt.datetime:
    """The first day or moment of its month in the Netherlands: what held at the end of a month still does."""
    if not isinstance(moment, dt.datetime):
        return moment.replace(day=1)
    local = moment.astimezone(AMSTERDAM)
    return dt.datetime.combine(local.date().replace(day=1), dt.time.min, AMSTERDAM)


def first_of_quarter[Day: dt.date](moment: Day) -> Day | dt.datetime:
    """The first day or moment of its quarter in the Netherlands: what held at the end of a quarter still does."""
    month = first_of_month(moment)
    return month.replace(month=(month.month - 1) // 3 * 3 + 1)
