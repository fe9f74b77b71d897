"""What a partner has already of the matter that a signal is about: also of every signal that was merged with it.

Merging copies nothing, so what was told about one signal stands with that one. Whoever reads both at the same desk puts
them together, and an anonymous tip is anonymous no more. Yes or no is all that comes out.
"""

from uuid import UUID

from django.db.models import Q

from .models import Handover, Merge, Question, Signal, TableItem
from .table_states import ItemState

_WHY = "signals that were merged are one matter to who reads of both; only whether there is something comes out"


def one_matter(signal: Signal) -> set[UUID]:
    """The signal, the one it leads to and all that lead there too: keys. One query."""
    running = Merge.objects.unscoped(reason=_WHY).running()
    root = running.filter(signal=signal).values("into")
    pairs = running.filter(Q(into=signal) | Q(into__in=root)).values_list("signal_id", "into_id")
    return {signal.pk, *(key for pair in pairs for key in pair)}


def got_otherwise(signal: Signal, partner_id: int, *, anonymous: bool) -> bool:
    """Whether this partner got the matter the other way: by name where `anonymous`, else as an anonymous tip."""
    rows = Handover.objects.unscoped(reason=_WHY).filter(signal__in=one_matter(signal))
    return rows.linkable(partner_id, anonymous=anonymous).exists()


def was_asked(signal: Signal, partner_id: int) -> bool:
    """Whether this partner was asked something about it."""
    rows = Question.objects.unscoped(reason=_WHY).filter(signal__in=one_matter(signal))
    return rows.filter(to_partner=partner_id).exists()


def was_tabled(signal: Signal, partner_id: int) -> bool:
    """Whether this partner read about it at a screening table."""
    rows = TableItem.objects.unscoped(reason=_WHY).filter(signal__in=one_matter(signal))
    put = rows.exclude(state=ItemState.WITHDRAWN).values_list("parties", flat=True)
    return any(f"o{partner_id}" in dict(parties) for parties in put)
