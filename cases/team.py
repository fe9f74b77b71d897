"""The case team: who works on a case by name, and since when. The one place that reads and writes those rows.

A team row is a role row on a dossier (municipalities/roles). From the rows of today the role query makes the actor's
dossier list (cases/grants.py), which opens the case under that hat, also when the mandate of its municipality ended.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from core.workdays import today
from municipalities.areas import service_area_of, since_merged
from municipalities.codes import Role
from municipalities.mandates import care_areas_under_mandate
from municipalities.models import Mandate, Municipality, Organisation, ServiceArea, ServiceAreaOrganisation
from municipalities.roles import holders_of
from municipalities.shield_choices import colleagues_of
from municipalities.shielding import excluded_from, not_kept_out

from .models import Case, CaseTeamMember

TEAM_ROLES = (Role.CARE_COORDINATOR, Role.PROCESS_DIRECTOR)


def members_of(case: Case, on: date) -> QuerySet[CaseTeamMember]:
    """The team on that day, with user and hat."""
    rows: QuerySet[CaseTeamMember] = CaseTeamMember.objects.on(on).filter(content_object=case)
    return rows.select_related("user", "permission").order_by("valid_from", "pk")


def candidates(case: Case, on: date) -> dict[int, str]:
    """Who can take the case: the care coordinators of the municipality's service area, id -> name."""
    return colleagues(case, Role.CARE_COORDINATOR, on)


def colleagues(case: Case, role: Role, on: date) -> dict[int, str]:
    """Who has `role` in the service area where the case's municipality lies that day, id -> name; see `colleagues_by_role`."""
    return colleagues_by_role(case, [role], on)[role]


def colleagues_by_role(case: Case, chosen: Collection[Role], on: date) -> dict[Role, dict[int, str]]:
    """Who has each of these roles in the service area where the case's municipality lies that day, id -> name.

    After a merger also where the municipality lies that it became part of.
    Without who is excluded from the case; of a restricted one, its team alone.
    """
    held = holders_of(chosen, _areas(case, on), on)
    seeing = not_kept_out(case.dossier_id, {one.user.pk: one.user.full_name for one in held})
    return {
        role: {one.user.pk: one.user.full_name for one in held if one.role == role and one.user.pk in seeing}
        for role in chosen
    }


def _areas(case: Case, on: date) -> list[ServiceArea]:
    areas = (service_area_of(place, on) for place in since_merged(case.municipality, on))
    return [area for area in areas if area is not None]


def workers_of(case: Case) -> dict[int, str]:
    """Who could be in the team that the case is restricted to: care coordination, process directors, now or later, the case team.

    Those who work for the municipality under a mandate, as the walls count them (roles/actor.sql), for a team of others would
    keep nobody out. Where no mandate holds any more, whom the case can be handed to.
    """
    day = today()
    people = {row.user_id: row.user.full_name for row in members_of(case, day)}
    areas = care_areas_under_mandate(case.municipality, day) or _areas(case, day)
    people |= {one.user.pk: one.user.full_name for one in holders_of(TEAM_ROLES, areas, day, later=True)}
    out = excluded_from(case.dossier_id)
    return {pk: name for pk, name in people.items() if pk not in out}


def could_see(case: Case) -> dict[int, str]:
    """Who could be excluded: everybody with a role on the municipality or an area it lies in, and the case team."""
    return colleagues_of(case.municipality, beside={"team": members_of(case, today())})


def accountable_for(municipality: Municipality, on: date) -> list[Organisation]:
    """The care organisations that have a mandate of this municipality that day and work in its service area.

    So too of what it became part of by a merger.
    """
    found: list[Organisation] = []
    for place in since_merged(municipality, on):
        mandates = Mandate.objects.on(on).filter(municipality=place)
        working = ServiceAreaOrganisation.objects.on(on).filter(service_area=service_area_of(place, on))
        organisations = Organisation.objects.filter(pk__in=mandates.values("organisation"))
        found += organisations.filter(pk__in=working.values("organisation")).exclude(pk__in=[one.pk for one in found])
    return found


def join(case: Case, user_id: int, on: date, *, role: Role = Role.CARE_COORDINATOR, deputy: bool = False) -> None:
    """Put somebody in the team from `on`. Somebody who is in it already, or left it today, simply stays."""
    rows = CaseTeamMember.objects.filter(content_object=case, user_id=user_id, permission__codename=role)
    if rows.on(on).update(valid_until=None):
        return
    row: Any = CaseTeamMember(
        user_id=user_id,
        permission=_permission(role),
        content_object=case,
        valid_from=on,
        valid_until=None,
        deputy=deputy,
    )
    row.save(force_insert=True)


def is_member(case: Case, user_id: int, on: date, *, role: Role | None = None) -> bool:
    """Whether somebody is in the team that day, in this role or in any, with no last day set."""
    rows = members_of(case, on).filter(user_id=user_id, valid_until=None)
    return rows.exists() if role is None else rows.filter(permission__codename=role).exists()


def leave(case: Case, on: date, user_ids: Iterable[int] | None = None) -> int:
    """Take these users, or everybody, out of the team; from `on` they find the case no more. Gives how many."""
    rows = CaseTeamMember.objects.not_ended(on).filter(content_object=case)
    if user_ids is not None:
        rows = rows.filter(user_id__in=list(user_ids))
    began_today = rows.filter(valid_from__gte=on)
    gone = began_today.count()
    began_today.delete()
    return gone + int(rows.filter(valid_from__lt=on).update(valid_until=on - timedelta(days=1)))


def _permission(role: Role) -> Permission:
    return Permission.objects.get(content_type__app_label="cases", content_type__model="case", codename=role)
