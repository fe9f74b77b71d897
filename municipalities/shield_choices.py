"""Whom the forms of an exclusion and of a team offer."""

from collections.abc import Mapping
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from core.access import Actor
from core.reading import read_together
from core.workdays import today

from . import roles
from .areas import MEMBERSHIPS, since_merged
from .codes import AreaKind
from .dossiers import DossierRoot
from .duty import named_for
from .models import Municipality, Restriction, RestrictionMember

_WORK_IN = (AreaKind.SERVICE_AREA, AreaKind.DISTRICT, AreaKind.REGION)


def colleagues_of(
    municipality: Municipality, *, beside: Mapping[str, QuerySet[Any, Any]] | None = None
) -> dict[int, str]:
    """Who could be excluded, id -> name: who has a role there or on an area it lies in, now or later, and the fall-backs.

    `beside`: rows with a user who could be besides, as `read_together` takes them. Whoever deputises from next week is kept out
    before the first day; a fall-back may appoint herself.
    """
    places = since_merged(municipality, today())
    areas: list[Any] = list(places)
    lies_in: dict[str, QuerySet[Any, Any]] = {
        kind: MEMBERSHIPS[kind].objects.on(today()).filter(municipality__in=places).select_related("area")
        for kind in _WORK_IN
    }
    areas += [row.area for row in chain.from_iterable(read_together(lies_in).values())]
    sets = {**roles.rows_around(areas, today(), later=True), **named_for(places, areas, today()), **(beside or {})}
    people = {row.user.pk: row.user.full_name for row in chain.from_iterable(read_together(sets).values())}
    return dict(sorted(people.items(), key=lambda pair: pair[1]))


def team_choice(root: DossierRoot, actor: Actor, owner_id: int | None, people: Mapping[int, str]) -> dict[str, Any]:
    """What the form of a team needs: whom one may choose, who is in it anyway, who is in it now."""
    always = {pk for pk in (actor.user_id, owner_id) if pk is not None}
    found = read_together(
        {
            "always": User.objects.filter(pk__in=always),
            "now": RestrictionMember.objects.filter(
                restriction__in=Restriction.objects.running().filter(dossier_id=root.dossier_id)
            ),
        }
    )
    return {
        "people": {pk: name for pk, name in people.items() if pk not in always},
        "always": [user.full_name for user in found["always"]],
        "now": [row.user_id for row in found["now"]],
    }
