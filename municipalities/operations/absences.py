"""Away for some days: work and mail go to the deputy. What the deputy may see follows from a role row, not from this.

A focal officer's deputy already has that role in the same municipalities. A care coordinator may be covered by one of
another service area, who gets the role there as deputy for exactly those days.
"""

from datetime import date

from accounts.models import User
from audit.operation import operation
from audit.recording import record
from core.access import Actor
from core.errors import Invalid
from municipalities import roles
from municipalities.codes import Role
from municipalities.events import MunicipalityEvent
from municipalities.models import Absence, ServiceArea
from municipalities.policies import MunicipalityAction


@operation(MunicipalityAction.SET_ABSENCE)
def set_absence(*, actor: Actor, user: User, deputy: User, first_day: date, last_day: date, role: str = "") -> Absence:
    """`user` is away from `first_day` to `last_day`; `deputy` receives the work of `role` (default: the acting hat).

    A focal officer who fell ill may be registered by the deputy. Raises Invalid when the days are turned round or
    overlap an earlier absence, or when the deputy cannot stand in.
    """
    role = role or actor.hat
    if last_day < first_day:
        raise Invalid({"last_day": ["De laatste dag ligt voor de eerste dag."]})
    if deputy.pk == user.pk or not deputy.is_active:
        raise Invalid({"deputy": ["Kies iemand anders als vervanger."]})
    if role == Role.CARE_COORDINATOR:
        _cover_service_areas(actor, user, deputy, first_day, last_day)
    else:
        _demand_deputy_everywhere(user, deputy, first_day)
    absence = Absence.objects.create(user=user, role=role, deputy=deputy, valid_from=first_day, valid_until=last_day)
    detail = {"user": user.pk, "deputy": deputy.pk, "role": role, "from": str(first_day), "until": str(last_day)}
    record(MunicipalityEvent.ABSENCE_SET, absence, actor=actor, detail=detail)
    return absence


@operation(MunicipalityAction.END_ABSENCE)
def end_absence(absence: Absence, *, actor: Actor, last_day: date) -> Absence:
    """Back earlier: the absence, and a role that was given for it, end after `last_day`.

    A `last_day` before the first day means that the absence does not happen: it is removed.
    """
    first_day, until = absence.valid_from, absence.valid_until
    if until is None or last_day > until:
        raise Invalid({"last_day": ["De afwezigheid eindigt al eerder."]})
    if absence.role == Role.CARE_COORDINATOR:
        roles.end_cover(absence.deputy_id, Role.CARE_COORDINATOR, first_day, until, last_day)
    if last_day < first_day:
        Absence.objects.filter(pk=absence.pk).delete()
    else:
        absence.valid_until = last_day
    record(MunicipalityEvent.ABSENCE_ENDED, absence, actor=actor, detail={"until": str(last_day)})
    return absence


def possible_deputies(user_id: int, role: str, on: date) -> list[User]:
    """Who can stand in for somebody: who holds the role in all the same municipalities, or any care coordinator."""
    if role == Role.CARE_COORDINATOR:
        users = {holding.user for holding in roles.holders(Role.CARE_COORDINATOR, ServiceArea.objects.all(), on)}
    else:
        own = roles.areas_of(user_id, Role.FOCAL_OFFICER, on)
        per_area = [{holding.user for holding in roles.holders(Role.FOCAL_OFFICER, [area], on)} for area in own]
        users = set.intersection(*per_area) if per_area else set()
    return sorted((user for user in users if user.pk != user_id), key=lambda user: user.full_name)


def _demand_deputy_everywhere(user: User, deputy: User, on: date) -> None:
    for area in roles.areas_of(user.pk, Role.FOCAL_OFFICER, on):
        if all(holding.user != deputy for holding in roles.holders(Role.FOCAL_OFFICER, [area], on)):
            raise Invalid({"deputy": [f"{deputy} is dan geen aandachtsfunctionaris of vervanger in {area}."]})


def _cover_service_areas(actor: Actor, user: User, deputy: User, first_day: date, last_day: date) -> None:
    """Only by the coordinator herself: else somebody could give himself another area."""
    if user.pk != actor.user_id:
        raise Invalid(message="Een zorgcoördinator regelt de eigen vervanging, of vraagt de functioneel beheerder.")
    covered = roles.areas_of(deputy.pk, Role.CARE_COORDINATOR, first_day)
    if not covered:
        raise Invalid({"deputy": [f"{deputy} is dan geen zorgcoördinator."]})
    for area in roles.areas_of(user.pk, Role.CARE_COORDINATOR, first_day):
        if area in covered:
            continue
        row = roles.give(
            area, deputy.pk, Role.CARE_COORDINATOR, valid_from=first_day, valid_until=last_day, deputy=True
        )
        detail = {"role": Role.CARE_COORDINATOR.value, "user": deputy.pk, "deputy": True, "until": str(last_day)}
        record(MunicipalityEvent.ROLE_GRANTED, row, actor=actor, detail=detail)
