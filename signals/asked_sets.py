"""The sets of what was asked outside the application."""

import datetime as dt
from typing import Any, Self

from .codes import EnrichmentResult
from .querysets import SignalPartQuerySet


class EnrichmentQuerySet(SignalPartQuerySet[Any]):
    """What was looked up or asked; what was withdrawn is only read."""

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def expected(self, today: dt.date) -> Self:
        """Asked, and the day of its answer has come."""
        return self.standing().filter(result=EnrichmentResult.ASKED, expected_on__lte=today)
