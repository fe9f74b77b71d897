"""Who made which version of a row: told in the log, asked when a form turns out to be older than its row.

Each raised version stands in the `detail` of an event of the same operation, {"versions": {"<key of the row>": 4}}.
So a person whose own other window was first hears that, and is not sent looking for somebody else; of another one's
change she hears who did what, as far as she may read the log.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.db.models import Q

from core.access import Actor
from core.unit import Unit

from .events import Kind
from .models import AuditEvent
from .querysets import AuditEventQuerySet

VERSIONS = "versions"


@contextmanager
def own_raised(unit: Unit) -> Iterator[None]:
    """An operation tells of what it raised itself; one inside another takes nothing of the outer one's with it."""
    outer, unit.raised = unit.raised, {}
    try:
        yield
    finally:
        unit.raised = outer


def note_raised(unit: Unit, row: models.Model, version: int) -> None:
    """The row gets this version; an event of the operation that runs will tell."""
    unit.raised[str(row.pk)] = version


def tell_raised(unit: Unit, before: int) -> None:
    """Put the versions that were raised into the last change gathered since `before`."""
    if not unit.raised:
        return
    since = unit.gathered[before:]
    event = next((event for event in reversed(since) if event.kind == Kind.CHANGE), since[-1])
    event.detail = {**event.detail, VERSIONS: {**event.detail.get(VERSIONS, {}), **unit.raised}}


def own_since(actor: Actor, row: Any, version: int) -> dt.datetime | None:
    """When the actor made the present version, if every version after `version` is the actor's own work.

    None when somebody else made one of them, or when the log does not tell. It is asked past the gate, also for a partner
    who reads nothing of the log: all that comes out is about the actor.
    """
    if actor.user_id is None:
        return None
    log = AuditEvent.objects.unscoped(reason="only whether the actor was first, and when")
    made = _since(log, row, version)
    complete = {_version_of(event, row) for event in made} == set(range(version + 1, row.version + 1))
    if not made or not complete or any(event.actor_id != actor.user_id for event in made):
        return None
    latest: dt.datetime = made[-1].at
    return latest


def made_since(actor: Actor, row: Any, version: int) -> list[AuditEvent]:
    """What made each version after `version`, as far as the actor may read the log; the oldest first."""
    return _since(AuditEvent.objects.visible_to(actor), row, version)


def _since(log: AuditEventQuerySet, row: Any, version: int) -> list[AuditEvent]:
    if version >= row.version:  # no page ever showed a version that is still to come
        return []
    dossier = getattr(row, "dossier_id", None)
    about = Q(dossier_id=dossier) if dossier else Q(object_type=row._meta.label_lower, object_id=str(row.pk))
    path = f"detail__{VERSIONS}__{row.pk}"
    events = log.changes().filter(about, **{f"{path}__gt": version}).filter(**{f"{path}__lte": row.version})
    return sorted(events, key=lambda event: _version_of(event, row))


def _version_of(event: AuditEvent, row: Any) -> int:
    version: int = event.detail[VERSIONS][str(row.pk)]
    return version
