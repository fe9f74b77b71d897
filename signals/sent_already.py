"""To whom a signal went already, told before it goes to one more: so nobody gets it twice without whoever sends knowing.

Of a signal that passed its gate, whose page shows the same. Nothing of a content is read, only whether it is the same one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format

from core.workdays import local_date

from .models import Concern, Handover, Signal
from .workflow import ConcernState, HandoverState


@dataclass(frozen=True, slots=True)
class Gone:
    """One time before, in a sentence; `twice`: it is the very receiver that is chosen now. `same`: the very content too."""

    words: str
    twice: bool = False
    same: bool = False


def handed_of(signal: Signal) -> QuerySet[Any, Any]:
    """The handovers of this signal that stand, the oldest first, as `handed_already` tells them."""
    rows = Handover.objects.of(signal).filter(sent_at__isnull=False).exclude(state=HandoverState.WITHDRAWN)
    columns = ("partner_id", "partner__name", "anonymous", "content_hash", "sent_at")
    handed: QuerySet[Any, Any] = rows.order_by("sent_at", "id").values_list(*columns)
    return handed


def handed_already(
    rows: Iterable[Any], *, partner_id: int | None = None, anonymous: bool = False, content_hash: str = ""
) -> Sequence[Gone]:
    """Each of `handed_of` in a sentence. The keywords: what is chosen now."""
    found = []
    for to, name, was_anonymous, told, sent_at in rows:
        same = bool(content_hash) and told == content_hash
        how = "als anonieme tip" if was_anonymous else "herkenbaar"
        with_what = ", met precies deze inhoud" if same else ""
        day = date_format(local_date(sent_at), "j F Y")
        words = f"Op {day} ging dit signaal al naar {name}, {how}{with_what}."
        found.append(Gone(words, twice=to == partner_id and was_anonymous == anonymous, same=same))
    return found


def concerned_already(signal: Signal) -> Sequence[Gone]:
    """The municipalities that were asked to look along and may do so, the oldest first. One query."""
    rows = Concern.objects.of(signal).filter(state__in=(ConcernState.OFFERED, ConcernState.ACCEPTED))
    columns = ("other_municipality__name", "offered_at", "state")
    found = rows.order_by("offered_at", "id").values_list(*columns)
    return [
        Gone(
            f"Op {date_format(local_date(at), 'j F Y')} ging dit signaal al naar {name}"
            f" ({str(ConcernState(state).label).lower()})."
        )
        for name, at, state in found
    ]
