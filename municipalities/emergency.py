"""Emergency access: which dossier a deputy may open by its number, and what the privacy officer sees of it afterwards.

Somebody phones a deputy about a dossier that is shut for that deputy: restricted to a team, or never offered. With the
number and a reason it opens for some hours, for looking and for writing down what was done; nothing of who works on it
can be changed. The owner is told at once. A number that does not exist, lies elsewhere, or belongs to a dossier from
which this deputy is excluded by name gives one and the same answer.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, Max, OuterRef
from django.utils import timezone

from audit.events import outcome_of, told_as
from audit.models import AuditEvent
from core import walls
from core.access import Actor, Reach, reaches_for
from core.references import number_of
from core.workdays import today

from . import roles
from .areas import municipalities_of, since_merged
from .codes import Role
from .dossiers import DossierRoot
from .duty import privacy_officers_of
from .models import EmergencyAccess, EmergencyGrant, Exclusion, Municipality, administered_by
from .policies import MunicipalityAction
from .shielding import told_about

MOST_TRIES = 5
# Of a dossier that is still shut, no more is read than this.
_NEEDED = ("id", "dossier_id", "municipality_id", "reference", "owner_id")
TRIES_COUNT_FOR = dt.timedelta(hours=1)


def lasts() -> dt.timedelta:
    """How long an emergency access lasts (EMERGENCY_HOURS)."""
    return dt.timedelta(hours=settings.EMERGENCY_HOURS)


def covered(actor: Actor) -> frozenset[int]:
    """The municipalities where this actor is deputy today, under the hat that acts: ids."""
    if actor.user_id is None or actor.hat not in Role.values:
        return frozenset()
    found: set[int] = set()
    for area in roles.covered_by(actor.user_id, Role(actor.hat), today()):
        places = [area] if isinstance(area, Municipality) else municipalities_of(area, today())
        found |= {place.pk for place in places}
    return frozenset(found & actor.content)


def tries_lately(actor: Actor) -> int:
    """How often this actor was refused lately, as the log has it; after `MOST_TRIES` no number is looked up any more."""
    tries = AuditEvent.objects.unscoped(reason="the actor's own refused tries").refusals()
    mine = tries.filter(actor_id=actor.user_id, event=MunicipalityAction.BREAK_GLASS.value)
    return mine.filter(at__gte=timezone.now() - TRIES_COUNT_FOR).count()


def find(actor: Actor, typed: str) -> DossierRoot | None:
    """The dossier of this number that the actor, as deputy, could open; None for every other number."""
    places = covered(actor)
    if not places:
        return None
    out = Exclusion.objects.running().filter(user_id=actor.person_id, dossier_id=OuterRef("dossier_id"))
    kinds: list[Any] = [model for model in DossierRoot.__subclasses__() if _is_for(model, actor)]
    with walls.context(walls.sign_all(content=places)):
        for model in kinds:
            rows = model._base_manager.filter(~Exists(out), reference=number_of(model.letter, typed) or "")
            found: DossierRoot | None = rows.filter(municipality__in=places).only(*_NEEDED).first()
            if found is not None:
                return found
    return None


def aimed_at(actor: Actor, typed: str) -> list[models.Model]:
    """In whose log a refused try belongs: of the dossier with this number, wherever it lies, so that who watches over it knows.

    A number of nothing: of `works_at`. One log, and the same statements, whatever the number names.
    """
    everywhere = list(Municipality.objects.only("pk"))
    kinds: list[Any] = [model for model in DossierRoot.__subclasses__() if model.letter]
    with walls.context(walls.sign_all(content=[place.pk for place in everywhere])):
        named = [
            model._base_manager.filter(reference=number_of(model.letter, typed) or "").only(*_NEEDED).first()
            for model in kinds
        ]
    place = works_at(actor)
    return [root for root in named if root is not None] or place


def works_at(actor: Actor) -> list[models.Model]:
    """The one municipality in whose log a try at nothing belongs, always the same of all where the actor deputises.

    Of who is no deputy: of all where the actor works; empty for who works nowhere.
    """
    under = covered(actor) or actor.content
    return [Municipality(pk=min(under))] if under else []


def _is_for(model: Any, actor: Actor) -> bool:
    return bool(model.letter) and Reach.EMERGENCY in reaches_for(actor, model.view_action)


def is_open_to(actor: Actor, root: DossierRoot) -> bool:
    """Whether the actor sees the dossier without breaking any glass."""
    rows = type(root)._default_manager.visible_to(actor)  # type: ignore[attr-defined]  # every dossier is gated
    return bool(rows.filter(pk=root.pk).exists())


def has_opened(actor: Actor, root: DossierRoot) -> bool:
    """Whether the actor opened it a moment ago, in a request of which this one knows nothing yet."""
    running = EmergencyGrant.objects.filter(user=actor.user_id, hat=actor.hat, dossier_id=root.dossier_id)
    return bool(running.filter(ended_at=None, until__gt=timezone.now()).exists())


@contextmanager
def writing(actor: Actor, root: DossierRoot) -> Iterator[None]:
    """As long as the block runs, a row about this dossier, which is still shut, can be added."""
    with walls.context(walls.sign_all(user_id=actor.user_id, dossiers=[root.dossier_id])):
        yield


def reviewers_of(dossier_id: UUID, municipality: Municipality, taken_by: int) -> list[int]:
    """Who can judge an emergency access to this dossier now: a privacy officer who did not take it and is not excluded."""
    officers = told_about(dossier_id, privacy_officers_of(municipality, today()))
    return [user_id for user_id in officers if user_id != taken_by]


def without_reviewer(actor: Actor) -> list[tuple[Municipality, int]]:
    """Where this administrator gives roles: the emergency accesses that nobody can judge, how many in which municipality.

    They wait until somebody else is privacy officer there. One query where none waits for a judgement at all.
    """
    waiting = list(EmergencyGrant.objects.filter(reviewed_at=None).select_related("municipality__successor"))
    administered = administered_by(actor.user_id, today()) if waiting else None
    found = Counter(
        grant.municipality
        for grant in waiting
        if administered is not None
        and administered.has(since_merged(grant.municipality, today())[-1])
        and not reviewers_of(grant.dossier_id, grant.municipality, grant.user_id)
    )
    return sorted(found.items(), key=lambda one: one[0].sort_name)


@dataclass(frozen=True, slots=True)
class Done:
    """What the deputy did in the dossier while it was open: the kind of thing, how it ended if it was not done, how often, the last time."""

    what: str
    outcome: str
    times: int
    last: dt.datetime


def done_in(access: EmergencyAccess) -> list[Done]:
    """What stands in the log of this dossier by who opened it, in that time; kinds only. One query."""
    events = AuditEvent.objects.unscoped(reason="kinds and times of what was done under an emergency access")
    grant = access.grant
    rows = events.of_dossier(access.dossier_id).filter(
        actor_id=grant.user_id, at__gte=grant.since, at__lte=grant.ends_at
    )
    kinds = rows.order_by().values("event", "kind", "result")
    return [
        Done(
            told_as(row["event"], row["kind"], row["result"]),
            outcome_of(row["result"]),
            row["times"],
            row["last"],
        )
        for row in kinds.annotate(times=Count("pk"), last=Max("at")).order_by("last")
    ]
