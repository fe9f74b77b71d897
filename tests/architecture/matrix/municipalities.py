"""Municipalities: open to who works with them; plans to who counts there; roles and mandates to the administrator."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from municipalities import operations
from municipalities.models import Absence, EmergencyAccess, Mandate, MunicipalityRole, RegionFallBack, RegionMembership
from municipalities.roles import actor_for
from tests.factories import municipalities as make
from tests.factories import shielding, signals
from tests.support.world import World

from .rows import CARE, EVERYBODY, GOES, OFFICERS, OTHER_OFFICERS, Row

COUNTING = frozenset({"Daphne", "Lowie"})
# Who reads the plans of Goes without filling them in; Berend does so elsewhere.
READERS_OF_GOES = frozenset({"Karlijn", "Pieter", "Bente", "Jet"})
ADMINISTRATOR = frozenset({"Bo"})


def cell(world: World) -> list[Any]:
    today = timezone.localdate()
    return [make.readiness(world.goes, "budget", "yes", today, actor=actor_for(world.wilma)).pk]


def person(world: World) -> list[Any]:
    return [make.user().pk]


def role_row(world: World) -> list[Any]:
    return ["gemeente", MunicipalityRole.objects.get(user=world.wilma).pk]


def mandate(world: World) -> list[Any]:
    return [Mandate.objects.get(municipality=world.goes).pk]


def organisation(world: World) -> list[Any]:
    return [world.inspectorate.pk]


def region(world: World) -> list[Any]:
    return [world.region.pk, "oppakken"]


def absence(world: World) -> list[Any]:
    today = timezone.localdate()
    days = {"valid_from": today, "valid_until": today + timedelta(days=7)}
    return [Absence.objects.create(user=world.wilma, deputy=world.koos, role="focal_officer", **days).pk]


def without_officer(world: World) -> list[Any]:
    place = make.municipality()
    RegionMembership.objects.create(municipality=place, area=world.region, valid_from=make.FIRST)
    RegionFallBack.objects.create(region=world.region, user=world.lowie, municipality=world.goes, valid_from=make.FIRST)
    return [place.gm_code]


def opened(world: World) -> list[Any]:
    """Koos opened a signal of Wilma that is restricted to her."""
    signal = signals.handled(world.goes, world.wilma)
    shielding.restricted(signal, [world.wilma])
    reference, why = signal.reference, "De politie belt."
    return [operations.break_glass(actor=actor_for(world.koos), reference=reference, why=why).pk]


def closed(world: World) -> list[Any]:
    [pk] = opened(world)
    access = EmergencyAccess.objects.unscoped(reason="test").get(pk=pk)
    operations.end_emergency(access, actor=actor_for(world.koos))
    return [pk]


_CELL_OF_GOES = ["GM0664", "middelen"]
_FORM = ("get", "post")
_PAGE = Row(open_to=EVERYBODY - {"Hanna", "Otto"})
_ADMINISTRATION = Row(open_to=ADMINISTRATOR)

ROWS = {
    "municipalities:list": _PAGE,
    "municipalities:emergency": Row(open_to=OFFICERS | CARE, methods=_FORM),
    "municipalities:end-emergency": Row(
        open_to=frozenset({"Koos"}), absent_for=OFFICERS - {"Koos"} | CARE, about=opened, methods=("post",)
    ),
    "municipalities:emergency-told": Row(
        open_to=frozenset({"Wilma"}), absent_for=OFFICERS - {"Wilma"} | CARE, about=opened, methods=_FORM
    ),
    "municipalities:emergency-reviews": Row(open_to=frozenset({"Vince"})),
    "municipalities:review-emergency": Row(open_to=frozenset({"Vince"}), about=closed, methods=_FORM),
    "municipalities:detail": Row(open_to=_PAGE.open_to, arguments=["GM0664"]),
    "municipalities:readiness": Row(open_to=OFFICERS | COUNTING | READERS_OF_GOES | {"Berend"}),
    "municipalities:set-readiness": Row(open_to=OFFICERS | COUNTING, methods=("post",)),
    "municipalities:readiness-cell": Row(
        open_to=GOES | COUNTING | READERS_OF_GOES, absent_for=OTHER_OFFICERS | {"Berend"}, arguments=_CELL_OF_GOES
    ),
    "municipalities:change-readiness": Row(
        open_to=GOES | COUNTING, absent_for=OTHER_OFFICERS, arguments=_CELL_OF_GOES, methods=_FORM
    ),
    "municipalities:strike-readiness": Row(
        open_to=GOES | COUNTING, absent_for=OTHER_OFFICERS, about=cell, methods=("post",)
    ),
    "municipalities:users-and-roles": Row(open_to=ADMINISTRATOR, methods=_FORM),
    "municipalities:invite-user": Row(open_to=ADMINISTRATOR, methods=_FORM),
    "municipalities:change-user": Row(open_to=ADMINISTRATOR, about=person, methods=_FORM),
    "municipalities:close-account": Row(open_to=ADMINISTRATOR, about=person, methods=_FORM),
    "municipalities:reset-second-factor": Row(open_to=ADMINISTRATOR, about=person, methods=_FORM),
    "municipalities:open-account": Row(open_to=ADMINISTRATOR, about=person, methods=_FORM),
    "municipalities:grant-role": Row(open_to=ADMINISTRATOR, about=person, methods=_FORM),
    "municipalities:end-role": Row(open_to=ADMINISTRATOR, about=role_row, methods=_FORM),
    "municipalities:mandates": _ADMINISTRATION,
    "municipalities:register-mandate": Row(open_to=ADMINISTRATOR, methods=_FORM),
    "municipalities:end-mandate": Row(open_to=ADMINISTRATOR, about=mandate, methods=_FORM),
    "municipalities:organisations": _ADMINISTRATION,
    "municipalities:register-organisation": Row(open_to=ADMINISTRATOR, methods=_FORM),
    "municipalities:change-organisation": Row(open_to=ADMINISTRATOR, about=organisation, methods=_FORM),
    "municipalities:end-organisation": Row(open_to=ADMINISTRATOR, about=organisation, methods=_FORM),
    "municipalities:fall-backs": _ADMINISTRATION,
    "municipalities:name-fall-back": Row(open_to=ADMINISTRATOR, arguments=["regio"], methods=_FORM),
    "municipalities:terms": Row(open_to=OFFICERS | COUNTING | READERS_OF_GOES | ADMINISTRATOR | {"Berend"}),
    "municipalities:term": Row(
        open_to=OFFICERS | COUNTING | READERS_OF_GOES | ADMINISTRATOR | {"Berend"}, about=region
    ),
    "municipalities:set-term": Row(open_to=ADMINISTRATOR, about=region, methods=_FORM),
    "municipalities:absence": Row(open_to=OFFICERS | CARE | ADMINISTRATOR, methods=_FORM),
    "municipalities:end-absence": Row(
        open_to=frozenset({"Wilma", "Koos"}) | ADMINISTRATOR,
        absent_for=OTHER_OFFICERS | CARE | {"Daphne+"},
        about=absence,
        methods=_FORM,
    ),
    "log": Row(open_to=frozenset({"Vince"})),
    "municipalities:appoint": Row(
        open_to=frozenset({"Lowie"}), absent_for=EVERYBODY - {"Lowie"}, about=without_officer, methods=_FORM
    ),
}
