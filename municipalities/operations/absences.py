"""Away for some days: work and mail go to the deputy. What the deputy may see follows from a role row, not from this.
Without a deputy they go to who else is there, and where nobody is, on along the chain (municipalities/duty.py). Where that comes to
its end, who can name a fall-back is told beforehand, and so is who follows the municipality.

A focal officer's deputy already has that role in the same municipalities. A care coordinator may be covered by one of
another service area, who gets the role there as deputy for exactly those days. Only what is one's own is lent, and
never longer than one has it: what somebody was lent does not travel on.

Who fell ill cannot arrange it. Whoever stands in and has the role there already writes it down for her. Where a role has to
be lent, the administrator of her areas does, who gives roles anyway; nobody does it to get an area herself.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import cast

from accounts.models import User
from audit.operation import operation
from audit.recording import record
from core.access import Actor, reaches_for
from core.errors import Invalid
from jobs.outbox import queue_mail
from municipalities import roles
from municipalities.codes import Role
from municipalities.duty import administrators_of, coordinators_of, waits_without
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
    are turned round or overlap an earlier absence, when they last longer than a year, when the deputy cannot stand in, or when
    the deputy is away too and the work would come back to `user`.
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
    _record(MunicipalityEvent.ABSENCE_SET, absence, _rows_of(absence), actor, detail)
    if deputy is None:
        _tell_waits(user, covered, first_day, actor)
    return absence


def _tell_waits(user: User, role: Role, first_day: date, actor: Actor) -> None:
    """Who can name a fall-back hears it beforehand, and who follows the municipality, who is told nothing of what comes in."""
    for place in waits_without(user.pk, role, first_day):
        told = {*administrators_of(place, first_day), *coordinators_of(place, first_day)}
        for user_id in sorted(told - {actor.user_id}):
            queue_mail(user_id=user_id)


@operation(MunicipalityAction.END_ABSENCE)
def end_absence(absence: Absence, *, actor: Actor, last_day: date) -> Absence:
    """Back earlier: the absence, and a role that was given to the deputy for it, end after `last_day`.

    A `last_day` before the first day means that the absence does not happen: it is removed.
    """
    first_day, until = absence.valid_from, absence.valid_until
    if until is None or last_day > until:
        raise Invalid({"last_day": ["De afwezigheid eindigt al eerder."]})
    rows = _rows_of(absence)
    _end_lent(absence, rows, last_day, actor)
    if last_day < first_day:
        Absence.objects.filter(pk=absence.pk).delete()
    else:
        absence.valid_until = last_day
    _record(MunicipalityEvent.ABSENCE_ENDED, absence, rows, actor, {"user": absence.user_id, "until": str(last_day)})
    return absence


def _rows_of(absence: Absence) -> list[RoleRow]:
    last_day = absence.valid_until or absence.valid_from
    return roles.rows_held(absence.user_id, Role(absence.role), absence.valid_from, last_day)


def _record(
    event: MunicipalityEvent, absence: Absence, rows: Iterable[RoleRow], actor: Actor, detail: Mapping[str, object]
) -> None:
    """One absence holds for every place where she has the role: it stands in the log of each."""
    for obj in {row.content_object: row for row in rows}.values() or [absence]:
        record(event, obj, actor=actor, detail=detail)


def standing_in_for(absence: Absence) -> list[RoleRow]:
    """Whom fall-backs appointed in her places on these days, because everybody was away: that ends when she is back."""
    if absence.role in LENT_WHEN_AWAY:
        return []
    return _given_in(absence, _rows_of(absence), absence.valid_until or absence.valid_from)


def _given_in(absence: Absence, rows: Iterable[RoleRow], last_day: date) -> list[RoleRow]:
    """To others: who was appointed herself, and was away for some days of it, goes on."""
    given = roles.given_while_away([row.content_object for row in rows], (absence.valid_from, last_day))
    return [row for row in given if row.user_id != absence.user_id]


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
    if _comes_back(deputy.pk, user.pk, role, (first_day, last_day)):
        message = (
            f"{deputy} is dan ook weg, en het werk van {deputy} gaat dan naar {user}. Kies iemand anders, of niemand."
        )
        raise Invalid({"deputy": [message]})
    if role in LENT_WHEN_AWAY:
        _lend(role, actor, user, deputy, first_day, last_day)
    else:
        _demand_held_everywhere(role, user, deputy, first_day)


def _comes_back(
    deputy: int, user: int, role: Role, days: tuple[date, date], seen: frozenset[int] = frozenset()
) -> bool:
    """Whether on any of these days the deputy is away too, and her work would come to `user`, by one deputy or several."""
    for row in Absence.objects.not_ended(days[0]).filter(user=deputy, role=role, valid_from__lte=days[1]):
        both = (max(days[0], row.valid_from), min(days[1], row.valid_until or days[1]))
        further = row.deputy_id
        if further == user:
            return True
        if further is not None and further not in seen and _comes_back(further, user, role, both, seen | {further}):
            return True
    return False


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


def _end_lent(absence: Absence, rows: Iterable[RoleRow], last_day: date, actor: Actor) -> None:
    """What a care coordinator lent; of an officer her named deputy's cover, and what fall-backs gave because nobody was there."""
    role, days = Role(absence.role), (absence.valid_from, absence.valid_until or last_day)
    if role in LENT_WHEN_AWAY:
        areas = [row.content_object for row in rows if not row.deputy]
    else:
        areas = [row.content_object for row in rows]
        _end_given(_given_in(absence, rows, days[1]), last_day, actor)
    if absence.deputy_id is not None:
        roles.end_cover(absence.deputy_id, role, areas, days, last_day)


def _end_given(rows: Iterable[RoleRow], last_day: date, actor: Actor) -> None:
    """An officer is there again: of whoever was appointed, in each of her places, the role ends with its line in the log there."""
    for row in rows:
        if row.valid_until is None or row.valid_until <= last_day:
            continue
        detail = {"role": row.role.value, "user": row.user_id, "until": str(last_day)}
        record(MunicipalityEvent.ROLE_ENDED, row, actor=actor, detail=detail)
        roles.end(row, last_day)
        if row.valid_until == last_day:
            row.save(update_fields=["valid_until"])
