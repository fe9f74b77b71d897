"""What a screening table proposed to do with a signal: on its page until its officer decides, with the way to that step.

The proposal stays what the table said. Whoever decides fills in the form of that step herself; what the table decided stands
in it to begin with.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from signals.models import Signal, TableItem
from signals.table_states import ItemState, TableStep
from signals.workflow import SignalState

# By step: the box of the decision panel, and the field in which what the table decided stands to begin with.
_BOXES: Mapping[str, tuple[str, str]] = {
    TableStep.FOLLOW: ("follow", "follow_why"),
    TableStep.HAND_OVER: ("hand_over", ""),
    TableStep.OFFER: ("offer", "offer_why"),
    TableStep.CLOSE: ("close", "close_motivation"),
}
# By step: what on the page of the signal shows that it was taken.
_TAKEN: Mapping[str, Collection[str]] = {
    TableStep.GATHER: ("enrichments", "questions"),
    TableStep.FOLLOW: ("follows",),
    TableStep.HAND_OVER: ("handovers",),
    TableStep.OFFER: ("offers",),
    TableStep.CLOSE: (),
}
_LINKS: Mapping[str, str] = {
    TableStep.GATHER: "Informatie vastleggen",
    TableStep.FOLLOW: "Volgen invullen",
    TableStep.HAND_OVER: "Doorgeven invullen",
    TableStep.OFFER: "Aanbod invullen",
    TableStep.CLOSE: "Sluiten invullen",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One of them; `url`, `link`: to its step, "" when the reader cannot take it now."""

    item: TableItem
    url: str = ""
    link: str = ""


def proposals(signal: Signal, parts: Mapping[str, Any], steps: Collection[str]) -> list[Proposal]:
    """What waits for a decision, the newest first. `parts` as the page has them: no query."""
    if not signal.is_open or not steps:
        return []
    waiting = [one for one in parts["table_items"] if _waits(one, parts)]
    waiting.sort(key=lambda one: one.decided_at, reverse=True)
    return [_told(signal, one, steps) for one in waiting]


def to_begin_with(items: Collection[TableItem], key: str) -> dict[str, Any]:
    """What stands in the decision panel for the point of this id: its box ticked, the words of the table in its field."""
    item = next((one for one in items if str(one.pk) == key and one.step in _BOXES), None)
    if item is None:
        return {}
    box, field = _BOXES[item.step]
    words = {field: item.decision} if field else {}
    return {box: True} | words


def _waits(item: TableItem, parts: Mapping[str, Any]) -> bool:
    """Whether nobody decided anything, or took that step, since the table met."""
    since = item.decided_at
    if item.state != ItemState.DECIDED or not item.step or since is None:
        return False
    if any(one.decided_at > since for one in parts["decisions"]):
        return False
    rows = [row[0] if isinstance(row, tuple) else row for name in _TAKEN[item.step] for row in parts[name]]
    return not any(row.created_at > since and getattr(row, "withdrawn_at", None) is None for row in rows)


def _told(signal: Signal, item: TableItem, steps: Collection[str]) -> Proposal:
    if item.step == TableStep.GATHER:
        url = f"{reverse('signals:enrich', args=[signal.pk])}?punt={item.pk}" if "enrich" in steps else ""
    elif "decide" in steps:
        anchor = "opnieuw-besluiten" if signal.state == SignalState.HANDLING else "besluit"
        url = f"{reverse('signals:detail', args=[signal.pk])}?punt={item.pk}#{anchor}"
    else:
        url = ""
    return Proposal(item, url, _LINKS[item.step]) if url else Proposal(item)
