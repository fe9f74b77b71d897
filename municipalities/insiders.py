"""Who has a dossier open now, by name and function: its team when it is restricted, and who opened it in an emergency."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from core.workdays import today

from . import roles
from .models import EmergencyGrant, Exclusion, Restriction


@dataclass(frozen=True, slots=True)
class Insider:
    """Somebody, what she is called in her work, and until when it is open to her (None: as long as it is restricted so)."""

    name: str
    function: str
    until: dt.datetime | None = None


def team_of(restriction: Restriction) -> list[Insider]:
    """The team of a restricted dossier, by name. Six queries."""
    members = restriction.members.select_related("user").order_by("user__full_name")
    people = {row.user_id: str(row.user) for row in members}
    functions = functions_of(people)
    return [Insider(name, functions[user_id]) for user_id, name in people.items()]


def in_emergency(dossier_id: UUID) -> list[Insider]:
    """Who has emergency access to the dossier now, the newest first. One query, six when there is somebody."""
    running = EmergencyGrant.objects.filter(dossier_id=dossier_id, ended_at=None, until__gt=timezone.now())
    running = running.exclude(user_id__in=Exclusion.objects.running().filter(dossier_id=dossier_id).values("user_id"))
    grants = list(running.select_related("user").order_by("-since"))
    functions = functions_of({grant.user_id for grant in grants}) if grants else {}
    return [Insider(str(grant.user), functions[grant.user_id], grant.until) for grant in grants]


def functions_of(users: Collection[int]) -> dict[int, str]:
    """What each of these users is called in the work that she does today. Five queries."""
    held = roles.held_by(users, not_before=today())
    return {user_id: _function(holdings) for user_id, holdings in held.items()}


def _function(holdings: Iterable[roles.Holding]) -> str:
    """The roles that somebody has today: of those that open content when there is one, else all."""
    now = [holding for holding in holdings if holding.valid_from <= today()]
    working = [holding for holding in now if holding.role in roles.LISTS and roles.LISTS[holding.role].content] or now
    areas: dict[tuple[Any, bool], list[str]] = {}
    for holding in working:
        areas.setdefault((holding.role, holding.deputy), []).append(str(holding.area))
    names = [roles.hat_name(role, of, deputy=deputy) for (role, deputy), of in areas.items()]
    return "; ".join(f"{name[0].lower()}{name[1:]}" for name in names) or "heeft hier nu geen rol"
