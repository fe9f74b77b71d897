"""Away for some days: work and mail go to the deputy. What the deputy may see follows from a role row, not from this.
Without a deputy they go to who else is there, and where nobody is, on along the chain (municipalities/duty.py).

A focal officer's deputy already has that role in the same municipalities. A care coordinator may be covered by one of
another service area, who gets the role there as deputy for exactly those days. Only what is one's own is lent, and
never longer than one has it: what somebody was lent does not travel on.

Who fell ill cannot arrange it. Whoever stands in and has the role there already writes it down for her. Where a role has to
be lent, the administrator of her areas does, who gives roles anyway; nobody does it to get an area herself.
"""

from datetime import date, timedelta
from typing import cast

from accounts.models import User
from audit.operation import operation
from audit.recording import record
from core.access import Actor, reaches_for
from core.errors import Invalid
from municipalities import roles
from municipalities.codes import Role
from municipalities.events import MunicipalityEvent
from municipalities.models import Absence, AreaReach, RoleRow, ServiceArea, administers_all_of
from municipalities.policies import LENT_WHEN_AWAY, RECEIVERS, MunicipalityAction
from municipalities.shielding import keep_out_newcomer

_LONGEST = timedelta(days=365)


@operation(MunicipalityAction.SET_ABSENCE)
def set_absence(
    *, actor: Actor, user: User, deputy: User | None, first_day: date, last_day: date, role: str = ""
) -> Absence:
    """`user` is away from `first_day` to `last_day`; `deputy` receives the work of `role` (default: the acting hat).

    None: nobody does in person. That is said by who is away, or by the administrator; a colleague who registers it stands in.
    Somebody who fell ill may be registered by the deputy, or by the administrator of her areas. Raises Invalid when the days
    are turned round or overlap an earlier absence, when they last longer than a year, or when the deputy cannot stand in.
    """
    covered = Role(role or actor.hat)
    _demand_arranger(actor, user, deputy, covered, first_day)
    if last_day < first_day:
        raise Invalid({"last_day": ["De laatste dag ligt voor de eerste dag."]})
    if last_day - first_day > _LONGEST:
        message = "Een afwezigheid duurt hooguit een jaar. Kies een eerdere dag, of vraag de functioneel beheerder."
        raise Invalid({"last_day": [message]})
    if deputy is not None:
        _arrange(covered, actor, user, deputy, first_day, last_day)
    elif user.pk != actor.user_id and not _administers(actor):
        raise Invalid({"deputy": ["Kies wie het werk krijgt. U kunt ook uzelf kiezen."]})
    absence = Absence.objects.create(
        user=user,
        role=covered,
        deputy=deputy,
        valid_from=first_day,
        valid_until=last_day,
        registered_by_id=actor.person_id,
    )
    detail = {
        "user": user.pk,
        "deputy": deputy.pk if deputy else None,
        "role": covered.value,
        "from": str(first_day),
        "until": str(last_day),
    }
    record(MunicipalityEvent.ABSENCE_SET, absence, actor=actor, detail=detail)
    return absence


@operation(MunicipalityAction.END_ABSENCE)
def end_absence(absence: Absence, *, actor: Actor, last_day: date) -> Absence:
    """Back earlier: the absence, and a role that was given to the deputy for it, end after `last_day`.

    A `last_day` before the first day means that the absence does not happen: it is removed.
    """
    first_day, until = absence.valid_from, absence.valid_until
    if until is None or last_day > until:
        raise Invalid({"last_day": ["De afwezigheid eindigt al eerder."]})
    _end_lent(absence, last_day)
    if last_day < first_day:
        Absence.objects.filter(pk=absence.pk).delete()
    else:
        absence.valid_until = last_day
    record(MunicipalityEvent.ABSENCE_ENDED, absence, actor=actor, detail={"until": str(last_day)})
    return absence


def end_what_was_lent(row: RoleRow, last_day: date) -> None:
    """A role of one's own ends after `last_day`: so does what was lent of it. Does nothing for what one was lent."""
    if row.role not in LENT_WHEN_AWAY or row.deputy:
        return
    for absence in Absence.objects.not_ended(last_day).filter(user=row.user_id, role=row.role, deputy__isnull=False):
        days = (absence.valid_from, absence.valid_until or last_day)
        roles.end_cover(cast("int", absence.deputy_id), row.role, [row.content_object], days, last_day)


def possible_deputies(user_id: int, role: Role, on: date) -> list[User]:
    """Who can stand in for somebody: who holds the role in all the same places; anybody with it when it can be lent."""
    if role in LENT_WHEN_AWAY:
        users = {holding.user for holding in roles.holders(role, ServiceArea.objects.all(), on)}
    else:
        own = roles.areas_of(user_id, role, on)
        per_area = [{holding.user for holding in roles.holders(role, [area], on)} for area in own]
        users = set.intersection(*per_area) if per_area else set()
    return sorted((user for user in users if user.pk != user_id), key=lambda user: user.full_name)


def _administers(actor: Actor) -> bool:
    return AreaReach.ADMINISTERED in reaches_for(actor, MunicipalityAction.SET_ABSENCE)


def _arrange(role: Role, actor: Actor, user: User, deputy: User, first_day: date, last_day: date) -> None:
    if deputy.pk == user.pk or not deputy.is_active:
        raise Invalid({"deputy": ["Kies iemand anders als vervanger."]})
    if role in LENT_WHEN_AWAY:
        _lend(role, actor, user, deputy, first_day, last_day)
    else:
        _demand_held_everywhere(role, user, deputy, first_day)


def _demand_arranger(actor: Actor, user: User, deputy: User | None, role: Role, first_day: date) -> None:
    """An administrator acts for others, in her own region, and never lends a role to herself."""
    if not _administers(actor):
        return
    if role not in RECEIVERS or not administers_all_of(actor, user.pk, role, first_day):
        raise Invalid({"person": ["Deze persoon werkt niet (alleen) in gebieden die u beheert."]})
    if actor.user_id in (user.pk, deputy and deputy.pk):
        raise Invalid({"deputy": ["U regelt hier de vervanging van en door anderen. Kies iemand anders."]})


def colleagues_of(user_id: int, role: Role, on: date) -> list[User]:
    """Who else works in any of the same places, by name: whom somebody can register away and stand in for."""
    own = roles.areas_of(user_id, role, on)
    users = {holding.user for area in own for holding in roles.holders(role, [area], on)}
    return sorted((user for user in users if user.pk != user_id), key=lambda user: user.full_name)


def _demand_held_everywhere(role: Role, user: User, deputy: User, on: date) -> None:
    for area in roles.areas_of(user.pk, role, on):
        if all(holding.user != deputy for holding in roles.holders(role, [area], on)):
            raise Invalid({"deputy": [f"{deputy} is dan geen {role.label} of vervanger in {area}."]})


def _lend(role: Role, actor: Actor, user: User, deputy: User, first_day: date, last_day: date) -> None:
    """Only by the absent person or the administrator: else somebody could give himself another area."""
    own = roles.areas_of(deputy.pk, role, first_day)
    if not own:
        raise Invalid({"deputy": [f"{deputy} is dan geen {role.label}."]})
    rows = roles.own_rows(user.pk, role, first_day, last_day)
    lent = [held for held in rows if held.content_object not in own]
    if user.pk != actor.user_id and not _administers(actor) and (lent or not rows):
        message = f"{deputy} werkt daar nog niet. Een {role.label} regelt dat zelf, of vraagt de functioneel beheerder."
        raise Invalid({"deputy": [message]})
    for held in lent:
        since = max(first_day, held.valid_from)
        until = min(last_day, held.valid_until or last_day)
        row = roles.give(held.content_object, deputy.pk, role, valid_from=since, valid_until=until, deputy=True)
        detail = {"role": role.value, "user": deputy.pk, "deputy": True, "from": str(since), "until": str(until)}
        record(MunicipalityEvent.ROLE_GRANTED, row, actor=actor, detail=detail)
    keep_out_newcomer(deputy.pk, actor)


def _end_lent(absence: Absence, last_day: date) -> None:
    """What a care coordinator lent, and what fall-backs gave because nobody was there."""
    role, days = Role(absence.role), (absence.valid_from, absence.valid_until or last_day)
    if role not in LENT_WHEN_AWAY:
        _end_appointed(absence, role, days, last_day)
    elif absence.deputy_id is not None:
        areas = [row.content_object for row in roles.own_rows(absence.user_id, role, *days)]
        roles.end_cover(absence.deputy_id, role, areas, days, last_day)


def _end_appointed(absence: Absence, role: Role, days: tuple[date, date], last_day: date) -> None:
    """In each of her places: who serves two is stood in for by two people, and the absence names one of them.

    A role that ends with her absence is cover of it (decision 11), unless a colleague there is away until that day too.
    """
    for area in roles.areas_of(absence.user_id, role, absence.valid_from):
        holding = roles.officers_among([area], absence.valid_from).values("user")
        others = Absence.objects.filter(user__in=holding, role=role, valid_until=days[1]).exclude(pk=absence.pk)
        found = set() if others.exists() else roles.lent_until(role, area, days)
        for user_id in found | ({absence.deputy_id} if absence.deputy_id else set()):
            roles.end_cover(user_id, role, [area], days, last_day)
