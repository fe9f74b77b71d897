"""Organisations, accounts, roles, mandates, absences: everything that is there before the first signal comes in.

Two hundred rows that an administrator gave in the course of years, so they are written as such and not one by one through
her screens: the rows, and the facts that the log would hold.
"""

from datetime import date

from django.db import models

from accounts.models import User
from audit.recording import record
from core.access import Actor
from municipalities import operations, roles
from municipalities.codes import Role
from municipalities.events import MunicipalityEvent
from municipalities.models import (
    District,
    Mandate,
    Municipality,
    MunicipalityFallBack,
    Organisation,
    OrganisationAlias,
    Region,
    RegionFallBack,
    ServiceArea,
    ServiceAreaMembership,
    ServiceAreaOrganisation,
)
from municipalities.models.periods import FIRST_DAY
from signals.codes import HandoverKind, LegalGround
from signals.events import SignalEvent
from signals.models import Agreement, Comparison
from signals.sharing_codes import DataCategory

from . import people
from .naming import phone, slug
from .partners import AGREED, NLA, PARTNERS, WITH_ONE
from .people import FALL_BACK, NO_MANDATE, STOOD_IN_UNTIL, VACANT, Person, Post, everybody
from .world import World

ADMINISTRATOR = "Bo Brievenbus"
# First and last day of leave, counted as everywhere in days before the build: these lie ahead.
WILMAS_LEAVE = (-3, -10)
KARLIJNS_LEAVE = (-17, -24)
# Where municipalities may ask each other whether something is known, from and until when: the last day lies ahead.
COMPARING_SINCE, COMPARING_UNTIL = 90, -275
_INSPECTIE_SZW_UNTIL = date(2021, 12, 31)

_AREAS: dict[Role, type[models.Model]] = {
    Role.FOCAL_OFFICER: Municipality,
    Role.REPORTER: Municipality,
    Role.PRIVACY_OFFICER: Municipality,
    Role.CARE_COORDINATOR: ServiceArea,
    Role.PROCESS_DIRECTOR: ServiceArea,
    Role.DISTRICT_COORDINATOR: District,
    Role.BOARD_MEMBER: District,
    Role.POLICY_OFFICER: District,
    Role.REGIONAL_COORDINATOR: Region,
    Role.APP_ADMIN: Region,
    Role.PARTNER_CONTACT: Organisation,
    Role.PARTNER_FOCAL: Organisation,
}


_WITHOUT_NAMES = ((LegalGround.NO_PERSONAL_DATA, {HandoverKind.ANONYMOUS_TIP, HandoverKind.ADVICE}),)


def lay(world: World) -> None:
    """Write all of it. The caller holds the context and the clock of the first day."""
    _organisations()
    _accounts(world)
    _roles(world)
    _mandates(world)
    _agreements(world)
    _comparison(world)
    _fall_backs(world)


def plan_leave(world: World) -> None:
    """Wilma and Karlijn are away soon; each arranges it herself, today."""
    for name, deputy, role, (first, last) in (
        ("Wilma Windvaan", "Koos Koffiekan", Role.FOCAL_OFFICER, WILMAS_LEAVE),
        ("Karlijn Kompasroos", "Bram Boekenlegger", Role.CARE_COORDINATOR, KARLIJNS_LEAVE),
    ):
        operations.set_absence(
            actor=world.actor(people.named(name), role),
            user=world.users[name],
            deputy=world.users[deputy],
            first_day=world.date(first),
            last_day=world.date(last),
            role=role,
        )


def _organisations() -> None:
    keeper = Region.objects.get(name=people.ZWB)
    for partner in PARTNERS:
        row = Organisation.objects.create(
            kind=partner.kind, name=partner.name, mailbox=partner.mailbox, keeper=keeper, valid_from=FIRST_DAY
        )
        if partner.alias:
            until = _INSPECTIE_SZW_UNTIL if partner.name == NLA else None
            OrganisationAlias.objects.create(
                organisation=row, name=partner.alias, valid_from=FIRST_DAY, valid_until=until
            )


def _accounts(world: World) -> None:
    for number, person in enumerate(everybody()):
        world.users[person.name] = User.objects.create_user(
            person.email, person.name, function_title=person.function, phone=phone(100 + number)
        )


def close_accounts(world: World) -> None:
    """Who left has no way in; what they did stays in the log."""
    User.objects.filter(full_name__in=[person.name for person in everybody() if person.left]).update(is_active=False)


def _roles(world: World) -> None:
    for person in everybody():
        for post in person.posts:
            _give(world, person, post)
    places = {name: (float(row.latitude), float(row.longitude)) for name, row in world.municipalities.items()}
    world.deputies = people.neighbours(places)
    for municipality, deputy in world.deputies.items():
        until = STOOD_IN_UNTIL if municipality in VACANT else None
        _give(world, deputy, Post(Role.FOCAL_OFFICER, municipality, deputy=True, until=until))


def _give(world: World, person: Person, post: Post) -> None:
    until = None if post.until is None else world.date(post.until)
    user = world.user(person)
    row = roles.give(
        world.area(_AREAS[post.role], post.area),
        user.pk,
        post.role,
        valid_from=post.since,
        valid_until=until,
        deputy=post.deputy,
    )
    detail = {"role": post.role.value, "user": user.pk, "deputy": post.deputy, "from": str(post.since)}
    record(MunicipalityEvent.ROLE_GRANTED, row, actor=_administrator(world), detail=detail)


def _administrator(world: World) -> Actor:
    """Only her name goes into the log; the rights of this step are the build's own."""
    user = world.users[ADMINISTRATOR]
    return Actor(user_id=user.pk, name=user.full_name, hat=Role.APP_ADMIN)


def _mandates(world: World) -> None:
    """Every municipality in a service area agreed to care coordination there, but one."""
    carriers = dict(ServiceAreaOrganisation.objects.values_list("service_area", "organisation"))
    areas = dict(ServiceAreaMembership.objects.values_list("municipality", "area"))
    agreed = [name for name, row in sorted(world.municipalities.items()) if row.pk in areas and name not in NO_MANDATE]
    rows = Mandate.objects.bulk_create(
        Mandate(
            municipality=world.municipalities[name],
            organisation_id=carriers[areas[world.municipalities[name].pk]],
            valid_from=people.SINCE,
            document=f"Collegebesluit {name}, zaak 0000-{17 + number:03} (verzonnen)",
        )
        for number, name in enumerate(agreed)
    )
    for row in rows:
        detail = {"organisation": row.organisation_id, "from": str(row.valid_from)}
        record(MunicipalityEvent.MANDATE_REGISTERED, row, actor=_administrator(world), detail=detail)


def _agreements(world: World) -> None:
    """With whom each region agreed on handing over: the same everywhere."""
    for region in Region.objects.filter(name__in=people.REGION_FALL_BACKS):
        rows = Agreement.objects.bulk_create(
            Agreement(
                region=region,
                organisation_kind=kind,
                organisation=world.organisations.get(WITH_ONE.get(kind, "")),
                kinds=sorted(kinds),
                categories=sorted(DataCategory.values),
                purpose=purpose,
                ground=ground,
                document=f"Convenant aanpak mensenhandel {region} (verzonnen)",
                valid_from=people.SINCE,
            )
            for kind, asked, purpose in AGREED
            for ground, kinds in ((LegalGround.PUBLIC_TASK, {*asked, HandoverKind.ANONYMOUS_TIP}), *_WITHOUT_NAMES)
        )
        for row in rows:
            detail = {"region": region.pk, "organisation_kind": row.organisation_kind, "kinds": list(row.kinds)}
            record(SignalEvent.AGREEMENT_REGISTERED, row, actor=_administrator(world), detail=detail)


def _comparison(world: World) -> None:
    """One region lets its municipalities ask each other whether something is known."""
    row = Comparison.objects.create(
        region=Region.objects.get(name=people.ZWB),
        dpia="DPIA 14 (verzonnen)",
        decided_by="portefeuillehouder mensenhandel",
        valid_from=world.date(COMPARING_SINCE),
        valid_until=world.date(COMPARING_UNTIL),
        author=world.users[ADMINISTRATOR],
    )
    record(SignalEvent.COMPARISON_SWITCHED, row, actor=_administrator(world), detail={"region": row.region_id})


def _fall_backs(world: World) -> None:
    for name in people.FALL_BACK_AREAS:
        user = world.user(_fall_back_of(name))
        MunicipalityFallBack.objects.create(municipality=world.municipalities[name], user=user, valid_from=people.SINCE)
    for region, name in people.REGION_FALL_BACKS.items():
        RegionFallBack.objects.create(
            region=Region.objects.get(name=region),
            user=world.user(_fall_back_of(name)),
            municipality=world.municipalities[name],
            valid_from=people.SINCE,
        )


def _fall_back_of(municipality: str) -> Person:
    ending = f"@{slug(municipality)}.example"
    return next(person for person in everybody() if person.function == FALL_BACK and person.email.endswith(ending))
