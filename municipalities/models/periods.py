"""Dated rows: what held from a day, until a day or still.

Both days belong to the period ("tot en met"). Two rows that say the same thing for the same day cannot be stored.
"""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

FIRST_DAY = date(2019, 1, 1)
"""The memberships of the data file hold from here: after the mergers of Altena and Beekdaelen."""


class Period(models.Func):
    """The days of a row as PostgreSQL's daterange, first and last day included; no last day = open-ended."""

    function = "daterange"

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        days = expressions or ("valid_from", "valid_until", RangeBoundary(inclusive_lower=True, inclusive_upper=True))
        extra.setdefault("output_field", DateRangeField())
        super().__init__(*days, **extra)


def no_overlap(*fields: str, name: str, message: str, condition: Q | None = None) -> ExclusionConstraint:
    """At most one row per `fields` on any day, of those with `condition`; `message` is the Dutch sentence when a second one is tried."""
    expressions: list[Any] = [(Period(), RangeOperators.OVERLAPS)]
    expressions += [(field, RangeOperators.EQUAL) for field in fields]
    return ExclusionConstraint(name=name, expressions=expressions, condition=condition, violation_error_message=message)


def in_order(name: str) -> models.CheckConstraint:
    """A period does not end before it starts."""
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
        violation_error_message="De einddatum ligt voor de begindatum.",
    )


class DatedQuerySet[M: models.Model](models.QuerySet[M]):
    """Rows with `valid_from` and `valid_until`."""

    def on(self, day: date) -> Self:
        """The rows that hold on `day`."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)

    def not_ended(self, day: date) -> Self:
        """The rows that hold on `day` or later."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day))


class Dated(models.Model):
    """Base of a dated row."""

    valid_from = models.DateField("vanaf")
    valid_until = models.DateField("tot en met", null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether the row says anything about `day`."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
