"""Whose work a signal is, and whose it was: nobody gives the second yes to wiping her own work, whenever it was hers."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping

from signals.models import Decision, Signal

_WHY = "who worked on what is put forward to be erased: ids of people, shown to nobody"


def pass_to(signal: Signal, user_id: int | None) -> None:
    """Make this person the owner; who was it before stays known. A step of an operation."""
    if signal.owner_id is not None and signal.owner_id not in (user_id, *signal.past_owners):
        # A new list: the one that was read is compared with what stands there.
        signal.past_owners = [*signal.past_owners, signal.owner_id]
    signal.owner_id = user_id


def worked_on(signals: Iterable[Signal]) -> Mapping[uuid.UUID, list[int]]:
    """By id of the signal the user ids of who logged it, owned it at any moment or decided on it. One query."""
    found: dict[uuid.UUID, set[int | None]] = defaultdict(set)
    for signal in signals:
        found[signal.pk] |= {signal.owner_id, signal.author_id, *signal.past_owners}
    decided = Decision.objects.unscoped(reason=_WHY).filter(signal__in=list(found)).order_by()
    for signal_id, author_id in decided.values_list("signal_id", "author_id"):
        found[signal_id].add(author_id)
    return {pk: sorted(user for user in users if user is not None) for pk, users in found.items()}
