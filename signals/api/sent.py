"""Base of the calls about what a partner sent itself: which rows these are, and one of them."""

import uuid

from django.db.models import QuerySet

from core.api import PartnerViewSet
from core.pages import visible_or_404
from signals.models import Submission


class SentViewSet(PartnerViewSet):
    """Of a signal that somebody else sent, or that is not there: 404."""

    scope = "signalen"

    def _rows(self) -> QuerySet[Submission]:
        rows: QuerySet[Submission] = Submission.objects.visible_to(self.actor).select_related("municipality")
        return rows

    def _submission(self, pk: uuid.UUID) -> Submission:
        """By the number of the signal, which is what the program was given."""
        found: Submission = visible_or_404(self._rows(), signal_id=pk)
        return found
