"""Municipalities, people and agreements for tests."""

from datetime import date
from itertools import count
from typing import Any

from django.db import models

from accounts.models import User
from core.access import Actor
from municipalities import roles
from municipalities.codes import OrganisationKind, Role
from municipalities.models import Mandate, Municipality, Organisation, ReadinessCell, RoleRow, ServiceArea
from municipalities.operations import set_readiness

FIRST = date(2019, 1, 1)
_numbers = count(1)


def user(name: str = "", **given: Any) -> User:
    """Somebody without any role."""
    number = next(_numbers)
    return User.objects.create_user(f"persoon{number}@voorbeeld.example", name or f"Persoon {number}", **given)


def municipality(name: str = "", **given: Any) -> Municipality:
    """A municipality that lies nowhere."""
    number = next(_numbers)
    facts = {"inhabitants": 1000, "inhabitants_year": 2023, "latitude": "51.5", "longitude": "3.8"} | given
    return Municipality.objects.create(gm_code=f"GM{9000 + number}", name=name or f"Gemeente {number}", **facts)


def organisation(kind: str = OrganisationKind.NGO_OTHER, **given: Any) -> Organisation:
    """A partner."""
    facts = {"name": f"Organisatie {next(_numbers)}", "valid_from": FIRST} | given
    return Organisation.objects.create(kind=kind, **facts)


def holds(
    person: User,
    role: Role,
    area: models.Model,
    *,
    since: date = FIRST,
    until: date | None = None,
    deputy: bool = False,
) -> RoleRow:
    """`person` has `role` on `area`."""
    return roles.give(area, person.pk, role, valid_from=since, valid_until=until, deputy=deputy)


def mandate(place: Municipality, area: ServiceArea, *, since: date = FIRST, until: date | None = None) -> Mandate:
    """`place` agreed that the (first) organisation of `area` coordinates care."""
    carer = area.organisations.all()[0].organisation
    return Mandate.objects.create(
        municipality=place, organisation=carer, valid_from=since, valid_until=until, document="Voorbeeldbesluit"
    )


def readiness(place: Municipality, item: str, state: str, since: date, *, actor: Actor) -> ReadinessCell:
    """Since `since` `place` is `state` with `item`."""
    return set_readiness(actor=actor, municipality=place, item=item, state=state, since=since)
