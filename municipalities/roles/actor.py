"""What somebody's roles open: the role rows of today become the lists of an actor (walls.md 1).

Six lists give and one (excluded) takes away. Which role fills which list from which source stands in LISTS and nowhere
else. One *hat* acts at a time: one role with all its areas.

    content     the municipality's own signals and cases; for care coordination only under a mandate that holds today
    governance  readiness, plans and meetings, never signals
    partners    the organisations somebody answers for
    dossiers    signals and cases opened to somebody by name (core.access.DOSSIER_SOURCES)
    excluded    what is kept from somebody of all that: excluded by name, or restricted to a team without this person
    opened      of the dossiers, those opened by emergency access
    oversees    whose log and emergency accesses somebody watches over; no content
    reports_for for which municipalities somebody reports, and is asked about their signals; no content

A flag on the user, a global permission, an expired row or a deactivated account opens nothing: the query does not
look at the first two and skips the others.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from core.access import DOSSIER_SOURCES, NOBODY, Actor, HeldTerm, WhoLeft
from core.walls.planned import Planned
from municipalities.codes import HAT_ORDER, Role
from municipalities.models import Absence, MunicipalityRole, Organisation, ServiceAreaRole

from .labels import hat_name


class Source(StrEnum):
    """Where an id in a list comes from; the words of actor.sql."""

    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    REGION = "region"
    SERVICE_AREA = "service_area"
    MANDATE = "mandate"  # the part of a service area whose municipality gave a mandate
    ORGANISATION = "organisation"
    POOL = "pool"  # of those under mandate, where no officer is there and the municipality named no fall-back
    COVERS = "covers"  # users, not areas: whose work somebody receives; opens nothing
    FALL_BACK = "fall_back"  # of the person, whatever the hat; opens nothing


@dataclass(frozen=True, slots=True)
class Lists:
    """From which sources a role fills its lists."""

    content: tuple[Source, ...] = ()
    governance: tuple[Source, ...] = ()
    partners: tuple[Source, ...] = ()
    pool: tuple[Source, ...] = ()
    oversees: tuple[Source, ...] = ()
    reports_for: tuple[Source, ...] = ()


_ANY_AREA = (Source.MUNICIPALITY, Source.DISTRICT, Source.REGION)

LISTS: Mapping[str, Lists] = {
    Role.REPORTER: Lists(reports_for=(Source.MUNICIPALITY,)),
    Role.FOCAL_OFFICER: Lists(content=(Source.MUNICIPALITY,), governance=(Source.MUNICIPALITY,)),
    Role.CARE_COORDINATOR: Lists(content=(Source.MANDATE,), governance=(Source.SERVICE_AREA,), pool=(Source.POOL,)),
    Role.PROCESS_DIRECTOR: Lists(content=(Source.MANDATE,), governance=(Source.SERVICE_AREA,)),
    Role.PARTNER_CONTACT: Lists(partners=(Source.ORGANISATION,)),
    Role.PARTNER_FOCAL: Lists(partners=(Source.ORGANISATION,)),
    Role.DISTRICT_COORDINATOR: Lists(governance=(Source.DISTRICT,)),
    Role.REGIONAL_COORDINATOR: Lists(governance=(Source.REGION,)),
    Role.POLICY_OFFICER: Lists(governance=_ANY_AREA),
    Role.BOARD_MEMBER: Lists(governance=_ANY_AREA),
    Role.PRIVACY_OFFICER: Lists(oversees=(Source.MUNICIPALITY, Source.REGION)),
    Role.APP_ADMIN: Lists(),
}

_QUERY, _COVER = ((Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("actor.sql", "cover.sql"))
# Of a colleague at one of this person's areas, or at any that merged: else nobody pays for asking whom she left alone.
_SOMEBODY_NEAR_IS_AWAY = " or ".join(
    f"exists (select from {role} r join {Absence._meta.db_table} a on a.user_id = r.user_id and a.user_id <> %(user)s"
    f" where r.content_object_id = any(held.area_id {also})"
    " and daterange(a.valid_from, a.valid_until, '[]') @> %(today)s::date)"
    for role, also in (
        (MunicipalityRole._meta.db_table, "|| merged.municipality_id || merged.place_id"),
        (ServiceAreaRole._meta.db_table, ""),
    )
)
_NO_GRANTS = "select null::bigint, null::text, null::uuid where false"


def actor_for(user: AbstractBaseUser | AnonymousUser, hat: str = "") -> Actor:
    """The actor behind `user` today: one query, whatever the number of roles and areas.

    `hat`: the role to act in; when the user does not hold it (any more), or none is given, the first of HAT_ORDER.
    A user without any role today gets an actor that is signed in and reaches nothing.
    """
    if not user.is_authenticated:
        return NOBODY
    found = _reach_of(user.pk, timezone.localdate())
    worn = hat if hat in found.hats else next(iter(found.hats), "")
    lists = LISTS.get(worn, Lists())
    by_name = found.dossiers("excluded", worn)
    opened = found.dossiers("opened", worn) - by_name
    # Whoever oversees sees no content to keep anything of; what happened to a restricted dossier is what she looks at.
    excluded = by_name if lists.oversees else by_name | found.dossiers("restricted", worn) - opened
    return Actor(
        user_id=user.pk,
        name=str(user),
        hat=worn,
        hats=found.hats,
        hat_names=found.hat_names,
        content=found.ids(worn, lists.content),
        governance=found.ids(worn, lists.governance),
        partners=found.ids(worn, lists.partners),
        stands_in=found.ids("", (Source.FALL_BACK,)),
        pool=found.ids(worn, lists.pool),
        covers=found.ids(worn, (Source.COVERS,)),
        succeeds=found.left.get(worn, frozenset()),
        dossiers=(found.dossiers("dossier", worn) | opened) - excluded if worn else frozenset(),
        excluded=excluded,
        opened=opened,
        withheld=found.dossiers("restricted", "") - opened,
        oversees=found.ids(worn, lists.oversees),
        reports_for=found.ids(worn, lists.reports_for),
        alerts=found.dossiers("review", worn) if lists.oversees else found.dossiers("told", ""),
        terms=found.terms,
    )


def program_actor(organisation: Organisation) -> Actor:
    """The actor behind a partner's program: it acts for its organisation and for nobody in person."""
    hat = Role.PARTNER_CONTACT.value
    return Actor(
        user_id=None,
        name=organisation.name,
        hat=hat,
        hats=(hat,),
        hat_names=(hat_name(hat, [organisation.name], deputy=False),),
        partners=frozenset({organisation.pk}),
    )


@dataclass(frozen=True, slots=True)
class _Reach:
    hats: tuple[str, ...]
    hat_names: tuple[str, ...]
    areas: Mapping[tuple[str, str], Iterable[int]]
    listed: Mapping[tuple[str, str], Iterable[UUID]]
    terms: frozenset[HeldTerm]
    left: Mapping[str, frozenset[WhoLeft]]

    def ids(self, hat: str, sources: Iterable[Source]) -> frozenset[int]:
        return frozenset(pk for source in sources for pk in self.areas.get((source, hat), ()))

    def dossiers(self, source: str, hat: str) -> frozenset[UUID]:
        """Those of the hat, and those that hold whatever the hat."""
        return frozenset(pk for worn in {hat, ""} for pk in self.listed.get((source, worn), ()))


def _reach_of(user_id: int, today: date) -> _Reach:
    with connection.cursor() as cursor:
        cursor.execute(REACH.call, {"user": user_id, "today": today, "now": timezone.now()})
        rows = cursor.fetchall()
    held = {hat: (deputy, names) for source, hat, deputy, _, _, names in rows if source == "hat"}
    hats = tuple(sorted(held, key=lambda hat: _rank(hat, deputy=held[hat][0])))
    left = [
        (hat, WhoLeft(frozenset(map(int, users)), frozenset(ids)))
        for source, hat, _, ids, _, users in rows
        if source == "succeeds"
    ]
    areas: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for source, hat, _, ids, _, _ in rows:
        if ids and source != "succeeds":
            areas[source, hat].update(ids)
    return _Reach(
        hats=hats,
        hat_names=tuple(hat_name(hat, held[hat][1], deputy=held[hat][0]) for hat in hats),
        areas=areas,
        listed={(source, hat): dossiers for source, hat, _, _, dossiers, _ in rows if dossiers},
        terms=frozenset(
            HeldTerm(code, int(amount), frozenset(ids))
            for source, code, _, ids, _, (amount, *_) in (row for row in rows if row[0] == "term")
        ),
        left={hat: frozenset(who for role, who in left if role == hat) for hat in hats},
    )


def _rank(hat: str, *, deputy: bool) -> tuple[bool, bool, int]:
    """One's own roles before those held as deputy only, reporting last."""
    return hat == Role.REPORTER, deputy, HAT_ORDER.index(hat)


def _query() -> str:
    """The text with everybody's grants in it, from all the sources that the apps brought."""
    return _QUERY.format(
        granted=" union all ".join(source() for source in DOSSIER_SOURCES) or _NO_GRANTS,
        cover=_COVER,
        somebody_near_is_away=f"({_SOMEBODY_NEAR_IS_AWAY})",
    )


# As many tables as this query has, planning it takes four fifths of its time.
REACH = Planned(
    "reach",
    parameters={"user": "bigint", "today": "date", "now": "timestamptz"},
    columns={
        "source": "text",
        "hat": "text",
        "deputy": "boolean",
        "ids": "bigint[]",
        "dossiers": "uuid[]",
        "names": "text[]",
    },
    text=_query,
)
