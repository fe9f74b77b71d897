"""What every part of a build needs: the day, the seed, fixed keys, and the rows that were made so far by name."""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db import models

from accounts.models import User
from core import references, walls
from core.access import SYSTEM, Actor
from core.workdays import AMSTERDAM
from municipalities.codes import Role
from municipalities.models import Municipality, Organisation, ServiceArea, ServiceAreaMembership
from municipalities.roles import actor_for, program_actor

from . import people
from .clock import at
from .people import Person

_NAMESPACE = uuid.UUID("00000000-0000-4000-8000-000000000017")
# A build takes seconds; a slow machine may take minutes.
_LIFETIME = timedelta(minutes=30)


@dataclass
class World:
    """One build. `users` by full name, `deputies` by municipality; filled as the build goes on."""

    day: date
    seed: int
    users: dict[str, User] = field(default_factory=dict)
    deputies: dict[str, Person] = field(default_factory=dict)
    _areas: dict[tuple[type[models.Model], str], Any] = field(default_factory=dict)
    _actors: dict[tuple[str, str], Actor] = field(default_factory=dict)

    @cached_property
    def random(self) -> random.Random:
        """The build's own source of chance."""
        return random.Random(f"{self.seed} {self.day}")  # noqa: S311  the same in every build, on purpose

    def key(self, *parts: object) -> uuid.UUID:
        """The fixed key of a thing: the same in every build of this day and seed."""
        return uuid.uuid5(_NAMESPACE, "/".join(map(str, (self.day, self.seed, *parts))))

    def reference(self, kind: str, *parts: object) -> str:
        """The fixed reference of a thing, with its check sign. Two things may draw the same: see `Sheet.reference`."""
        turn = 0
        while True:
            number = self.key(kind, turn, *parts).int
            signs = len(references.ALPHABET)
            body = "".join(references.ALPHABET[number // signs**place % signs] for place in range(4))
            try:
                return references.with_check(kind, body)
            except IndexError:  # the one body in 31 without a check sign
                turn += 1

    # --- time

    def date(self, ago: int) -> date:
        """The day `ago` days before the build; negative: after it."""
        return self.day - timedelta(days=ago)

    def moment(self, ago: int, clock: str = "09:00") -> datetime:
        """That day at "HH:MM" in the Netherlands."""
        return datetime.combine(self.date(ago), time.fromisoformat(clock), AMSTERDAM)

    # --- rows

    @cached_property
    def municipalities(self) -> dict[str, Municipality]:
        return {row.name: row for row in Municipality.objects.all()}

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        return {row.name: row for row in Organisation.objects.all()}

    def area[A: models.Model](self, kind: type[A], name: str) -> A:
        """The area or organisation of this kind and name; asked once."""
        known = self._areas.get((kind, name))
        if known is None:
            known = self._areas[kind, name] = kind._default_manager.get(name=name)
        return known

    def user(self, person: Person) -> User:
        return self.users[person.name]

    @cached_property
    def _service_areas_by_place(self) -> dict[str, ServiceArea]:
        rows = ServiceAreaMembership.objects.on(self.day).select_related("area", "municipality")
        return {row.municipality.name: row.area for row in rows}

    def service_area_of(self, municipality: str) -> ServiceArea:
        """The service area in which a municipality lies today."""
        return self._service_areas_by_place[municipality]

    # --- actors

    def actor(self, person: Person, hat: str) -> Actor:
        """That person under one hat, with the rights of the moment that `clock.at` set. Asked once per build.

        Rights change during the three years for a few people only, who act in generated rows alone.
        """
        known = self._actors.get((person.name, hat))
        if known is None:
            known = self._actors[person.name, hat] = actor_for(self.user(person), hat)
        return known

    def contact(self, organisation: str) -> Actor:
        """The person who answers for a partner."""
        for role in (Role.PARTNER_CONTACT, Role.PARTNER_FOCAL):
            person = people.find_holder(role, organisation)
            if person is not None:
                return self.actor(person, role)
        message = f"Nobody answers for {organisation}."
        raise LookupError(message)

    def program(self, organisation: str) -> Actor:
        """A partner's program."""
        return program_actor(self.organisations[organisation])

    @property
    def system(self) -> Actor:
        """Who sends reminders."""
        return SYSTEM

    @contextmanager
    def then(self, ago: int, clock: str) -> Iterator[datetime]:
        """Inside the block it is that moment."""
        moment = self.moment(ago, clock)
        with at(moment):
            yield moment


@contextmanager
def everywhere() -> Iterator[None]:
    """Inside the block the rows of every municipality, organisation and user can be written. Needs a transaction."""
    places = list(Municipality.objects.values_list("pk", flat=True))
    partners = list(Organisation.objects.values_list("pk", flat=True))
    token = walls.sign_all(
        user_id=walls.EVERYONE, content=places, governance=places, partners=partners, lifetime=_LIFETIME
    )
    with walls.context(token):
        yield
