"""The sets of what the person concerned was asked and told."""

import datetime as dt
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from .consent_codes import ConsentAbout
from .querysets import SignalPartQuerySet


class ConsentQuerySet(SignalPartQuerySet[Any]):
    """What somebody was asked, the newest last."""

    def standing(self, signal: Any, about: ConsentAbout = ConsentAbout.CARE) -> Any:
        """What was said last about one thing, of a signal that has passed its gate; None when nothing was noted."""
        return self.of(signal).filter(about=about).select_related("author").last()


class TellingQuerySet(SignalPartQuerySet[Any]):
    """What somebody was told, the newest last."""

    def to_look_at(self, today: dt.date) -> Self:
        """Not told yet, nothing noted since, and the day to look again has come."""
        rows: Any = self.model._base_manager
        later = Q(noted_at__gt=OuterRef("noted_at")) | Q(noted_at=OuterRef("noted_at"), pk__gt=OuterRef("pk"))
        newer = rows.filter(later, signal=OuterRef("signal"))
        return self.filter(~Exists(newer), told=False, review_on__lte=today)
