"""Filters of the list that somebody keeps for herself: which ones and under what name, never the words she searched for."""

import uuid
from collections.abc import Mapping

from django.utils import timezone

from audit.operation import operation
from audit.recording import record
from core.access import Actor
from core.errors import Invalid
from core.resend import demand_same
from core.unit import once
from signals.events import SignalEvent
from signals.models import SavedFilter
from signals.policies import SignalAction

# More tabs than this are looked for longer than filters are chosen.
MOST = 8
_PLACE = uuid.UUID("6d0f3a52-2f0c-4b39-8f44-0c2a7d5f9e11")


@operation(SignalAction.KEEP_FILTER)
def keep_filter(*, actor: Actor, name: str, filters: Mapping[str, str], key: uuid.UUID) -> SavedFilter:
    """Keep `filters` (codes by field of the address, without words) as `name`. The same key gives the same row.

    Raises Invalid for a name that is in use, or when there are as many as there may be.
    """
    once(uuid.uuid5(_PLACE, f"{actor.person_id}"))
    mine = list(SavedFilter.objects.visible_to(actor))
    made: SavedFilter | None = next((row for row in mine if row.pk == key), None)
    if made is None:
        if len(mine) >= MOST:
            raise Invalid(message=f"U hebt al {MOST} eigen filters. Verwijder er eerst een.")
        _demand_free(mine, name)
        made = SavedFilter(
            id=key,
            author_id=actor.person_id,
            hat=actor.hat,
            name=name,
            filters=dict(filters),
            made_at=timezone.now(),
        )
        made.save(force_insert=True)
    demand_same(made, {"name": name, "filters": dict(filters)})
    record(SignalEvent.FILTER_KEPT, made, actor=actor)
    return made


@operation(SignalAction.RENAME_FILTER)
def rename_filter(saved: SavedFilter, *, actor: Actor, name: str) -> SavedFilter:
    """Call it otherwise. Raises Invalid for a name that is in use."""
    once(uuid.uuid5(_PLACE, f"{actor.person_id}"))
    _demand_free([row for row in SavedFilter.objects.visible_to(actor) if row.pk != saved.pk], name)
    saved.name = name
    record(SignalEvent.FILTER_RENAMED, saved, actor=actor)
    return saved


@operation(SignalAction.REMOVE_FILTER)
def remove_filter(saved: SavedFilter, *, actor: Actor) -> SavedFilter:
    """Keep it no longer; the signals stay as they are."""
    record(SignalEvent.FILTER_REMOVED, saved, actor=actor)
    SavedFilter.objects.visible_to(actor).filter(pk=saved.pk).delete()
    return saved


def _demand_free(others: list[SavedFilter], name: str) -> None:
    if name.casefold() in {(row.name or "").casefold() for row in others}:
        raise Invalid({"name": ["U hebt al een filter met deze naam."]})
