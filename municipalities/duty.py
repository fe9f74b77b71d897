"""Who is on duty for a municipality: a signal is never lost and never shown with content to a role that only counts.

The chain: focal officer -> deputy -> fall-back that the municipality named -> care coordinators under a
mandate -> fall-back of the region, who sees reference and municipality and appoints. On days of absence the deputy
named for it receives the work; where officers and deputies are all away the chain goes on, past care coordination, until
one of them is back. At its very end the officer who is away is told all the same, or a coordinator, and who can name a fall-back. Where nobody has
the role of officer or deputy, care coordinators read what came in (`Actor.pool`, by roles/actor.sql): that follows from roles
and not from anybody's absence. Taking it up is an officer's, so the
fall-back of the region is told as well. Work of a municipality that became part of another is that one's: whoever is
appointed there.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from core.access import Actor
from core.reading import read_together

from . import areas, roles
from .codes import Role
from .mandates import care_areas_under_mandate
from .models import (
    Absence,
    ApiClient,
    Municipality,
    MunicipalityFallBack,
    Organisation,
    OrganisationQuerySet,
    Region,
    RegionFallBack,
    RegionMembership,
    ServiceArea,
)
from .models.periods import DatedQuerySet


class Desk(StrEnum):
    """Where in the chain somebody was found."""

    FOCAL_OFFICER = "focal_officer"
    DEPUTY = "deputy"
    MUNICIPALITY_FALL_BACK = "municipality_fall_back"
    CARE_COORDINATOR = "care_coordinator"
    REGION_FALL_BACK = "region_fall_back"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Duty:
    """The desk and the ids of the users at it, none at NOBODY. `waits`: the chain came to its end, and nobody is there to act."""

    desk: Desk
    users: tuple[int, ...] = ()
    waits: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Gap:
    """No focal officer and no deputy is there: nobody has the role, or (`away`, user ids) all are absent.

    `until`: the day before the first of them is back.
    """

    away: frozenset[int] = frozenset()
    until: date | None = None


def fallback_for(municipality: Municipality, on: date) -> Duty:
    """Who receives the municipality's work that day: the first desk of the chain with anybody at it."""
    places = areas.since_merged(municipality, on)
    holdings = roles.holders(Role.FOCAL_OFFICER, places, on)
    first = _focal_officer(holdings, on) or _at(
        Desk.MUNICIPALITY_FALL_BACK, _named(MunicipalityFallBack, on, municipality__in=places)
    )
    if first is not None:
        return first
    # An officer who is away has the role still, and what care coordination may read follows from roles alone.
    rota = [] if holdings else _care_rota(municipality, on)
    return (
        _at(Desk.CARE_COORDINATOR, _present(rota, rota, Role.CARE_COORDINATOR, on))
        or _at(Desk.REGION_FALL_BACK, _named(RegionFallBack, on, region=areas.region_of(places[-1], on)))
        or replace(
            # Nobody is left to receive it: then at least somebody hears of it.
            _at(Desk.FOCAL_OFFICER, dict.fromkeys(holding.user.pk for holding in holdings))
            or _at(Desk.CARE_COORDINATOR, rota)
            or Duty(Desk.NOBODY),
            waits=True,
        )
    )


def pool_of(municipality: Municipality, on: date) -> list[int]:
    """The care coordinators who may read that day what came in, also who of them is away (`Actor.pool`): nobody has the role of
    officer or deputy there, and the municipality named no fall-back.
    """
    places = areas.since_merged(municipality, on)
    if roles.holders(Role.FOCAL_OFFICER, places, on) or _named(MunicipalityFallBack, on, municipality__in=places):
        return []
    return _care_rota(municipality, on)


def gap_of(municipality: Municipality, on: date) -> Gap | None:
    """Whether its fall-back appoints that day, and for how long; None where an officer or a deputy is there. One query."""
    held, back = _officers_and_away([municipality], on)
    officers = {user for _, user in held}
    if officers - back.keys():
        return None
    return Gap(frozenset(officers), min(filter(None, back.values()), default=None))


def told_of(municipality: Municipality, on: date) -> tuple[int, ...]:
    """Who hears that day that something came in: everybody at the desk.

    With a care coordinator also the fall-back of the region: she cannot take up what others sent, so somebody appoints. Where
    nobody is there and no fall-back was named, also who names one.
    """
    duty = fallback_for(municipality, on)
    if duty.waits:
        return tuple(dict.fromkeys([*duty.users, *administrators_of(municipality, on)]))
    if duty.desk is not Desk.CARE_COORDINATOR:
        return duty.users
    last = areas.since_merged(municipality, on)[-1]
    region = _named(RegionFallBack, on, region=areas.region_of(last, on))
    return tuple(dict.fromkeys([*duty.users, *region]))


def everybody_told_of(municipality: Municipality, on: date) -> tuple[int, ...]:
    """Who is told of anything that day, and officer and deputies whatever the rota says: so far goes direct danger."""
    places = areas.since_merged(municipality, on)
    holders = [holding.user.pk for holding in roles.holders(Role.FOCAL_OFFICER, places, on)]
    return tuple(dict.fromkeys([*told_of(municipality, on), *holders]))


def told_of_work(municipality: Municipality, owner_id: int | None, on: date) -> tuple[int, ...]:
    """Who hears that day of work that has an owner: she, or her deputy on days of absence.

    Where neither works for the municipality, whoever hears that something came in.
    """
    return _at_work(municipality, owner_id, on) or told_of(municipality, on)


def told_in_person(municipality: Municipality, user_id: int, on: date) -> tuple[int, ...]:
    """Who hears that day of what was asked of one person: she, or her deputy on days of absence; never somebody else."""
    return _at_work(municipality, user_id, on) or (user_id,)


def _at_work(municipality: Municipality, user_id: int | None, on: date) -> tuple[int, ...]:
    """This officer or care coordinator of the municipality, or who deputises; nobody when neither works there."""
    places = areas.since_merged(municipality, on)
    officers = [holding.user.pk for holding in roles.holders(Role.FOCAL_OFFICER, places, on)]
    for role, rota in ((Role.FOCAL_OFFICER, officers), (Role.CARE_COORDINATOR, _care_rota(municipality, on))):
        if user_id in rota and (present := _present([user_id], rota, role, on)):
            return tuple(present)
    return ()


def care_coordinators_of(municipality: Municipality, on: date) -> list[int]:
    """The care coordinators who work for the municipality that day: only under a mandate. Absent ones give way.

    When all of them are away they are told all the same: nobody else may do their work. Who offers reads that (`care_away_until`).
    """
    rota = _care_rota(municipality, on)
    return _present(rota, rota, Role.CARE_COORDINATOR, on) or rota


def privacy_officers_of(municipality: Municipality, on: date) -> list[int]:
    """Who reviews that day what was done in the dossiers of the municipality: its privacy officer, and the region's."""
    places = areas.since_merged(municipality, on)
    regions = [region for place in places if (region := areas.region_of(place, on)) is not None]
    found = roles.holders(Role.PRIVACY_OFFICER, places, on) + roles.holders(Role.PRIVACY_OFFICER, regions, on)
    return list(dict.fromkeys(holding.user.pk for holding in found))


def administrators_of(municipality: Municipality, on: date) -> list[int]:
    """Who gives roles there that day."""
    region = areas.region_of(areas.since_merged(municipality, on)[-1], on)
    found = roles.holders(Role.APP_ADMIN, [region], on) if region else []
    return [holding.user.pk for holding in found]


def coordinators_of(municipality: Municipality, on: date) -> list[int]:
    """Who follows it that day for its district and region, and sees no signals."""
    placed = areas.placed([areas.since_merged(municipality, on)[-1]], on)[0]
    of = {Role.DISTRICT_COORDINATOR: placed.district, Role.REGIONAL_COORDINATOR: placed.region}
    found = [one for role, area in of.items() if area for one in roles.holders(role, [area], on)]
    return list(dict.fromkeys(holding.user.pk for holding in found))


def contacts_of(partner: Organisation, on: date) -> list[int]:
    """Who answers that day for what was passed on to a partner; nobody where a program alone does."""
    found = [roles.holders(role, [partner], on) for role in (Role.PARTNER_CONTACT, Role.PARTNER_FOCAL)]
    return list(dict.fromkeys(holding.user.pk for holdings in found for holding in holdings))


def answering(partners: OrganisationQuerySet, scope: str, on: date) -> OrganisationQuerySet:
    """Of these partners those where somebody answers that day: a contact, or a program that gets in with `scope`."""
    return partners.filter(_has_contact(on) | _has_program(scope))


def with_ways_in(partners: OrganisationQuerySet, on: date) -> OrganisationQuerySet:
    """Each with `has_contact` and `has_program`: whether somebody, or a program, opens what is given to it that day."""
    program = Exists(ApiClient.objects.filter(organisation=OuterRef("pk")))
    return partners.annotate(has_contact=_has_contact(on), has_program=program)


def reached_by(partner: Organisation, scope: str, on: date) -> tuple[bool, bool]:
    """Whether a contact answers there that day, and whether a program gets in with `scope`. One query."""
    rows = Organisation.objects.filter(pk=partner.pk).annotate(contact=_has_contact(on), program=_has_program(scope))
    return rows.values_list("contact", "program").get()


def _has_contact(on: date) -> Exists:
    posts = (Role.PARTNER_CONTACT, Role.PARTNER_FOCAL)
    rows = roles.ROLE_TABLES[Organisation].objects.on(on).filter(user__is_active=True, permission__codename__in=posts)
    return Exists(rows.filter(content_object=OuterRef("pk")))


def _has_program(scope: str) -> Exists:
    return Exists(ApiClient.objects.filter(scopes__contains=[scope], organisation=OuterRef("pk")))


def owned_by(actor: Actor, field: str = "owner") -> Q:
    """Of rows with an owner and a municipality: the actor's own, or of a colleague for whom she stands in today under the acting hat.

    Also of who had that hat for that municipality and left it: what nobody took over would stand in nobody's work.
    """
    found = Q(**{f"{field}__in": sorted({actor.person_id, *actor.covers})})
    for left in sorted(actor.succeeds, key=lambda one: sorted(one.users)):
        found |= Q(**{f"{field}__in": sorted(left.users), "municipality__in": sorted(left.places)})
    return found


def fall_back_rows(user_id: int | None, municipality: Municipality, on: date) -> list[Any]:
    """The rows by which somebody is fall-back of the municipality that day, the municipality's own first. One query."""
    own = MunicipalityFallBack.objects.on(on).filter(user=user_id, municipality=municipality)
    region = RegionMembership.objects.on(on).filter(municipality=municipality).values("area")
    rows = read_together({"own": own, "wide": RegionFallBack.objects.on(on).filter(user=user_id, region__in=region)})
    return [*rows["own"], *rows["wide"]]


def named_for(places: Iterable[Municipality], regions: Iterable[Any], on: date) -> dict[str, QuerySet[Any, Any]]:
    """Rows, with their user, of who is fall-back of one of these municipalities, or of a region among these areas, that day or
    later; to be read together."""
    own = MunicipalityFallBack.objects.not_ended(on).filter(municipality__in=list(places))
    wide = RegionFallBack.objects.not_ended(on).filter(
        region__in=[area for area in regions if isinstance(area, Region)]
    )
    sets: dict[str, QuerySet[Any, Any]] = {"named here": own, "named in the region": wide}
    return {name: rows.filter(user__is_active=True).select_related("user") for name, rows in sets.items()}


def region_fall_back(municipality: Municipality, on: date) -> User | None:
    """Whom the region named as the last one that day, with the address at which that person is reached."""
    rows = RegionFallBack.objects.on(on).filter(region=areas.region_of(municipality, on), user__is_active=True)
    found = rows.select_related("user").first()
    return found.user if found else None


def has_post(user_id: int) -> bool:
    """Whether somebody has a role or is fall-back, today or later, also while the account is closed."""
    today = timezone.localdate()
    tables = (*roles.ROLE_TABLES.values(), MunicipalityFallBack, RegionFallBack)
    return any(table.objects.not_ended(today).filter(user=user_id).exists() for table in tables)


def waiting_for(actor: Actor, on: date) -> list[Municipality]:
    """The municipalities whose work waits that day until this person appoints an officer, by name: none is there.

    The fall-back of the region comes after whom the municipality named itself. Three queries (more after a merger), none for who is neither.
    """
    if not actor.stands_in:
        return []
    chains = areas.since_merged_each(Municipality.objects.filter(pk__in=actor.stands_in).order_by("sort_name"), on)
    everywhere = {place for chain in chains.values() for place in chain}
    held, away = _officers_and_away(everywhere, on)
    manned = {place for place, user in held if user not in away}
    places = [place for place, chain in chains.items() if manned.isdisjoint(one.pk for one in chain)]
    named: dict[int, set[int]] = defaultdict(set)
    fall_backs = MunicipalityFallBack.objects.on(on).filter(municipality__in=places, user__is_active=True)
    for place, user in fall_backs.values_list("municipality", "user"):
        named[place].add(user)
    return [place for place in places if place.pk not in named or actor.user_id in named[place.pk]]


def _focal_officer(holdings: Collection[roles.Holding], on: date) -> Duty | None:
    officers = [holding.user.pk for holding in holdings if not holding.deputy]
    able = [holding.user.pk for holding in holdings]
    present = _present(officers, able, Role.FOCAL_OFFICER, on)
    if set(present) & set(officers):
        return Duty(Desk.FOCAL_OFFICER, tuple(present))
    deputies = [holding.user.pk for holding in holdings if holding.deputy]
    return _at(Desk.DEPUTY, present or _present(deputies, able, Role.FOCAL_OFFICER, on))


def _care_rota(municipality: Municipality, on: date) -> list[int]:
    found = roles.holders(Role.CARE_COORDINATOR, care_areas_under_mandate(municipality, on), on)
    return list(dict.fromkeys(holding.user.pk for holding in found))


def _present(users: Iterable[int], able: Iterable[int], role: Role, on: date) -> list[int]:
    """`users` with everybody who is away replaced by who stands in for her those days, if that one is `able`."""
    ids, may_work = list(users), set(able)
    away = dict(_away(role, on).filter(user__in={*ids, *may_work}).values_list("user", "deputy"))
    at_work = (stand_in(pk, away) for pk in ids)
    return list(dict.fromkeys(pk for pk in at_work if pk in may_work))


def absent_among(officers: QuerySet[Any, Any], on: date) -> QuerySet[Absence]:
    """The absences that day of these focal officers (`roles.officers_among`)."""
    return _away(Role.FOCAL_OFFICER, on).filter(user__in=officers.values("user"))


def care_away_until(rota: Collection[int], away: Iterable[tuple[int, date | None]]) -> date | None:
    """Until which day no care coordinator is there; None when one is, or when there are none. From `care_and_away`."""
    back = dict(away)
    if not rota or set(rota) - back.keys():
        return None
    return min(filter(None, back.values()), default=None)


def care_and_away(places: Iterable[Municipality | int], on: date) -> dict[str, QuerySet[Any, Any]]:
    """To be read together: (municipality, user) of who coordinates its care that day, and (user, last day) of who is away."""
    ids = [place if isinstance(place, int) else place.pk for place in places]
    near = roles.ROLE_TABLES[ServiceArea].objects.on(on).filter(content_object__memberships__municipality__in=ids)
    away = _away(Role.CARE_COORDINATOR, on).filter(user__in=near.values("user"))
    return {"care": roles.care_among(ids, on), "care_away": away.values_list("user", "valid_until")}


def absent_from(places: Iterable[Municipality], on: date) -> set[int]:
    """The focal officers and deputies of these municipalities who are away that day, by id of the user. One query."""
    return set(absent_among(roles.officers_among(places, on), on).values_list("user", flat=True))


def waits_without(user_id: int, role: Role, on: date) -> list[Municipality]:
    """Where the work of a focal officer who is away that day waits: nobody is there, and no fall-back was named."""
    places = roles.areas_of(user_id, role, on) if role == Role.FOCAL_OFFICER else []
    return [place for place in places if fallback_for(place, on).waits]


def where_administrator(user_id: int | None, on: date) -> QuerySet[Municipality]:
    """The municipalities of the regions in which somebody gives roles that day, and names who is told where nobody is."""
    held = (
        roles.ROLE_TABLES[Region]
        .objects.on(on)
        .filter(user=user_id, permission__codename=Role.APP_ADMIN, user__is_active=True)
    )
    inside = RegionMembership.objects.on(on).filter(area__in=held.values("content_object"))
    return Municipality.objects.filter(successor=None, pk__in=inside.values("municipality"))


def told_instead_of(user_id: int, role: Role, on: date) -> set[int]:
    """Who hears that day of the work of somebody who is away and for whom nobody stands in: of a focal officer's by the chain."""
    places = roles.areas_of(user_id, role, on) if role == Role.FOCAL_OFFICER else []
    return {pk for place in places for pk in told_of(place, on)} - {user_id}


def _officers_and_away(
    places: Iterable[Municipality], on: date
) -> tuple[list[tuple[int, int]], dict[int, date | None]]:
    """Ids of municipality and user for each officer and deputy that day, and who of them is away until when. One query."""
    officers = roles.officers_among(places, on)
    away = absent_among(officers, on).values_list("user", "valid_until")
    rows = read_together({"officers": officers, "away": away})
    return [(place, user) for place, _, user in rows["officers"]], dict(rows["away"])


def _away(role: Role, on: date) -> DatedQuerySet[Absence]:
    return Absence.objects.on(on).filter(role=role)


def stand_in(user_id: int, away: Mapping[int, int | None]) -> int | None:
    """Who does somebody's work: she, or her deputy; of a deputy who is away too the next one. None when all are away.

    `away`: user id -> user id of the deputy (None: nobody), for one day and role.
    """
    found: int | None = user_id
    seen = set()
    while found is not None and found in away and found not in seen:
        seen.add(found)
        found = away[found]
    return None if found in away else found


def _named(model: Any, on: date, **where: Any) -> list[int]:
    rows = model.objects.on(on).filter(user__is_active=True, **where)
    return list(rows.values_list("user", flat=True))


def _at(desk: Desk, users: Iterable[int]) -> Duty | None:
    found = tuple(users)
    return Duty(desk, found) if found else None
