"""Writing role rows, and who holds what on a day. Checks and records are the operations' (municipalities/operations)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models

from accounts.models import User
from core.access import Actor
from core.errors import NotVisible
from core.reading import read_together
from municipalities.areas import works_for
from municipalities.codes import AreaKind, Role
from municipalities.mandates import cares_for
from municipalities.models import (
    Administered,
    District,
    DistrictRole,
    Municipality,
    MunicipalityRole,
    Organisation,
    OrganisationRole,
    Region,
    RegionRole,
    RoleRow,
    ServiceArea,
    ServiceAreaMembership,
    ServiceAreaRole,
)

ROLE_TABLES: Mapping[type[models.Model], Any] = {
    Municipality: MunicipalityRole,
    District: DistrictRole,
    Region: RegionRole,
    ServiceArea: ServiceAreaRole,
    Organisation: OrganisationRole,
}
KINDS: Mapping[str, type[models.Model]] = {
    "municipality": Municipality,
    AreaKind.DISTRICT.value: District,
    AreaKind.REGION.value: Region,
    AreaKind.SERVICE_AREA.value: ServiceArea,
    "organisation": Organisation,
}
# How an address names them.
KIND_WORDS: Mapping[str, str] = {
    "municipality": "gemeente",
    AreaKind.DISTRICT.value: "district",
    AreaKind.REGION.value: "regio",
    AreaKind.SERVICE_AREA.value: "verzorgingsgebied",
    "organisation": "organisatie",
}


@dataclass(frozen=True, slots=True)
class Holding:
    """One role row, as a page or a rota reads it."""

    pk: int
    kind: str
    role: Role
    user: User
    area: Any
    valid_from: date
    valid_until: date | None
    deputy: bool

    @property
    def kind_word(self) -> str:
        """How an address names the kind of its area."""
        return KIND_WORDS[self.kind]

    @property
    def is_officer(self) -> bool:
        """Whether signals of the municipality come to this person: its focal officer, or a deputy of hers."""
        return self.role == Role.FOCAL_OFFICER


def give(
    area: models.Model,
    user_id: int,
    role: str,
    *,
    valid_from: date,
    valid_until: date | None,
    deputy: bool,
    while_away: bool = False,
) -> RoleRow:
    """Write a role row; `while_away`: of a municipality's officer alone. Permission.DoesNotExist for a role that is not given here."""
    kind = ContentType.objects.get_for_model(type(area))
    row: RoleRow = ROLE_TABLES[type(area)].objects.create(
        user_id=user_id,
        permission=Permission.objects.get(content_type=kind, codename=role),
        content_object=area,
        valid_from=valid_from,
        valid_until=valid_until,
        deputy=deputy,
        **({"while_away": True} if while_away else {}),
    )
    return row


def end(row: RoleRow, last_day: date) -> None:
    """Set the last day of a row that an operation holds (which writes it); before its first day: remove the row."""
    if last_day < row.valid_from:
        type(row).objects.filter(pk=row.pk).delete()
    else:
        row.valid_until = last_day


def rows_held(user_id: int, role: Role, first_day: date, until: date) -> list[RoleRow]:
    """The rows by which somebody has the role on any of these days."""
    found: list[RoleRow] = []
    for table in _tables_with(role):
        rows = table.objects.not_ended(first_day).filter(user=user_id, permission__codename=role)
        found += rows.filter(valid_from__lte=until).select_related("permission", "content_object").order_by("pk")
    return found


def own_rows(user_id: int, role: Role, first_day: date, until: date) -> list[RoleRow]:
    """The same, of one's own and not held as deputy: what somebody can lend."""
    return [row for row in rows_held(user_id, role, first_day, until) if not row.deputy]


def end_cover(user_id: int, role: Role, areas: Iterable[models.Model], days: tuple[date, date], last_day: date) -> None:
    """End what a deputy was lent on `areas` within `days` (first and last), after `last_day`.

    By area and not by exact days: what was lent may since have been shortened.
    """
    for area in areas:
        rows = ROLE_TABLES[type(area)].objects.filter(user=user_id, permission__codename=role, deputy=True)
        lent = rows.filter(content_object=area, valid_from__gte=days[0], valid_until__lte=days[1])
        lent.filter(valid_from__gt=last_day).delete()
        lent.filter(valid_until__gt=last_day).update(valid_until=last_day)


def standing_in(actor: Actor, on: date) -> models.QuerySet[Any, Any]:
    """The rows of that day or later by which a fall-back had this officer stand in because everybody was away."""
    officer = actor.user_id if actor.hat == Role.FOCAL_OFFICER else None
    rows = MunicipalityRole.objects.not_ended(on).filter(user=officer, while_away=True)
    return rows.select_related("content_object").order_by("valid_from", "pk")


def given_while_away(places: Iterable[models.Model], days: tuple[date, date]) -> list[RoleRow]:
    """What fall-backs gave there because everybody was away, on any of these days (first and last)."""
    rows = MunicipalityRole.objects.not_ended(days[0]).filter(content_object__in=list(places), while_away=True)
    return list(
        rows.filter(valid_from__lte=days[1]).select_related("permission", "content_object", "user").order_by("pk")
    )


def role_row(kind_word: str, pk: int) -> RoleRow:
    """The row behind an address; NotVisible when there is none."""
    model = next((KINDS[kind] for kind, word in KIND_WORDS.items() if word == kind_word), None)
    row = (
        model
        and ROLE_TABLES[model].objects.select_related("user", "permission", "content_object").filter(pk=pk).first()
    )
    if not isinstance(row, RoleRow):
        raise NotVisible
    return row


def role_fits(area: models.Model, role: str) -> bool:
    """Whether `role` is given on this kind of area."""
    return role in dict(area._meta.permissions)


def holders(
    role: Role, areas: Iterable[models.Model], on: date, *, deputy: bool | None = None, later: bool = False
) -> list[Holding]:
    """Who has `role` on any of `areas` (all of one kind) that day, by name; closed accounts do not count.

    `deputy`: True or False for deputies or others only; `later`: who gets it after that day too. One query.
    """
    held = holders_of([role], areas, on, later=later)
    return [one for one in held if deputy is None or one.deputy == deputy]


def holders_of(
    chosen: Collection[Role], areas: Iterable[models.Model], on: date, *, later: bool = False
) -> list[Holding]:
    """The same of several roles, one after the other. One query."""
    places = list(areas)
    if not places:
        return []
    rows = _on(type(places[0]), on, later=later).filter(content_object__in=places, permission__codename__in=chosen)
    held = _holdings(rows.filter(user__is_active=True).order_by("user__full_name", "pk"))
    return sorted(held, key=lambda one: list(chosen).index(one.role))


def staff_of(area: models.Model, on: date) -> list[Holding]:
    """Who has any role on this area that day or later, by name; closed accounts do not count."""
    rows = _on(type(area), on, later=True).filter(content_object=area, user__is_active=True)
    return _holdings(rows.order_by("user__full_name", "pk"))


def working_in(administered: Administered, role: Role, on: date) -> list[User]:
    """Who has `role` that day or later in an area that is administered, by name; closed accounts do not count."""
    found = {
        row.user_id: row.user
        for table, areas in (
            (MunicipalityRole, administered.municipalities),
            (ServiceAreaRole, administered.service_areas),
        )
        for row in table.objects.not_ended(on)
        .filter(content_object__in=areas, permission__codename=role, user__is_active=True)
        .select_related("user")
    }
    return sorted(found.values(), key=lambda user: user.full_name)


def officers_of(places: Collection[int], on: date) -> models.QuerySet[Any, Any]:
    """Of each focal officer of these municipalities that day whether she is a deputy, without closed accounts."""
    rows = MunicipalityRole.objects.on(on).filter(content_object__in=places, permission__codename=Role.FOCAL_OFFICER)
    return rows.filter(user__is_active=True).order_by("pk").values_list("deputy", flat=True)


def works_at(place: str, user: str, on: date) -> models.Q:
    """Of rows with a municipality and a user (names of fields): that user is focal officer there that day, or of what it became part of."""
    rows = MunicipalityRole.objects.on(on).filter(
        works_for("content_object", models.OuterRef(place), on),
        user=models.OuterRef(user),
        user__is_active=True,
        permission__codename=Role.FOCAL_OFFICER,
    )
    return models.Q(models.Exists(rows))


def coordinates_care(place: str, user: str, on: date) -> models.Q:
    """Of rows with a municipality and a user: that user is care coordinator that day of a service area that works for it."""
    rows = ServiceAreaRole.objects.on(on).filter(
        cares_for("content_object", models.OuterRef(place), on),
        user=models.OuterRef(user),
        user__is_active=True,
        permission__codename=Role.CARE_COORDINATOR,
    )
    return models.Q(models.Exists(rows))


def officers_among(places: Iterable[models.Model], on: date) -> models.QuerySet[Any, Any]:
    """(municipality, whether as deputy, user) of every focal officer of these municipalities that day, without closed accounts."""
    rows = MunicipalityRole.objects.on(on).filter(
        content_object__in=list(places), permission__codename=Role.FOCAL_OFFICER, user__is_active=True
    )
    return rows.values_list("content_object_id", "deputy", "user_id")


def care_among(places: Collection[int], on: date) -> models.QuerySet[Any, Any]:
    """(municipality, user) of every care coordinator of these municipalities that day under a mandate, without closed accounts."""
    rows = ServiceAreaMembership.objects.on(on).filter(
        cares_for("area", models.OuterRef("municipality"), on),
        models.Q(area__role_rows__valid_until=None) | models.Q(area__role_rows__valid_until__gte=on),
        municipality__in=places,
        area__role_rows__valid_from__lte=on,
        area__role_rows__permission__codename=Role.CARE_COORDINATOR,
        area__role_rows__user__is_active=True,
    )
    return rows.order_by().values_list("municipality_id", "area__role_rows__user_id").distinct()


def rows_around(
    chosen: Iterable[models.Model], on: date, *, later: bool = False
) -> dict[str, models.QuerySet[Any, Any]]:
    """Per area everybody with a role on it that day (`later`: or after it), to be read together; see `holding_of`.

    Closed accounts do not count.
    """
    return {
        f"{type(area).__name__} {area.pk}": _whole(
            _on(type(area), on, later=later).filter(content_object=area, user__is_active=True)
        ).order_by("user__full_name", "pk")
        for area in chosen
    }


def _on(kind: type[models.Model], day: date, *, later: bool) -> Any:
    rows = ROLE_TABLES[kind].objects
    return rows.not_ended(day) if later else rows.on(day)


def held_by(users: Collection[int], *, not_before: date) -> dict[int, list[Holding]]:
    """Per user the role rows that hold on `not_before` or later: one query for any number of users."""
    found: dict[int, list[Holding]] = {user_id: [] for user_id in users}
    tables = {
        kind: ROLE_TABLES[model].objects.not_ended(not_before).filter(user__in=users).order_by("valid_from", "pk")
        for kind, model in KINDS.items()
    }
    for rows in read_together({kind: _whole(rows) for kind, rows in tables.items()}).values():
        for holding in map(holding_of, rows):
            found[holding.user.pk].append(holding)
    return found


def has_role(role: Role | None, *, not_before: date) -> models.Q:
    """Of users: who has `role` on `not_before` or later; None: who has any."""
    found = models.Q(pk__in=[])
    for table in _tables_with(role) if role else ROLE_TABLES.values():
        rows = table.objects.not_ended(not_before).filter(user=models.OuterRef("pk"))
        found |= models.Q(models.Exists(rows.filter(permission__codename=role) if role else rows))
    return found


def covered_by(user_id: int, role: Role, on: date) -> list[Any]:
    """The areas where somebody has `role` that day as deputy; as `areas_of`."""
    rows = (
        table.objects.on(on).filter(user=user_id, permission__codename=role, deputy=True)
        for table in _tables_with(role)
    )
    return [row.content_object for found in rows for row in found.select_related("content_object")]


def areas_of(user_id: int, role: Role, on: date) -> list[Any]:
    """The areas on which somebody has `role` that day: one query for each kind on which the role is given."""
    rows = (table.objects.on(on).filter(user=user_id, permission__codename=role) for table in _tables_with(role))
    return [row.content_object for found in rows for row in found.select_related("content_object")]


def _tables_with(role: Role) -> list[Any]:
    """The tables of the kinds of area on which the role is given."""
    return [table for model, table in ROLE_TABLES.items() if role in dict(model._meta.permissions)]


def _whole(rows: Any) -> Any:
    return rows.select_related("user", "permission", "content_object")


def _holdings(rows: Any) -> list[Holding]:
    return [holding_of(row) for row in _whole(rows)]


def holding_of(row: RoleRow) -> Holding:
    """A role row that was read with its user, role and area."""
    return Holding(
        pk=row.pk,
        kind=next(kind for kind, model in KINDS.items() if ROLE_TABLES[model] is type(row)),
        role=row.role,
        user=row.user,
        area=row.content_object,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        deputy=row.deputy,
    )
