"""Cases: care coordination under mandate, and who is in the case team. A focal officer learns that there is one."""

import uuid
from collections.abc import Callable
from typing import Any

from cases import operations
from cases.codes import ClockKind, ReferralKind
from cases.models import Case, CasePerson, Clock, Referral, Task, Transfer
from cases.operations.course import Asked, Start
from cases.operations.people import Identity
from cases.operations.transfers import Offered
from core.workdays import today
from tests.factories import cases as make
from tests.factories import shielding as shield
from tests.support.world import World

from .rows import CARE, GOES, OTHER_OFFICERS, Row

# Pieter directs the process in Zeeland: the pages of a case team are there for his role, this case is not.
TEAM = CARE | {"Pieter"}


def case(world: World) -> list[Any]:
    return [make.intensive(world.goes, world.karlijn).pk]


def _part(model: Any, step: Callable[[Case, Any], object]) -> Callable[[World], list[Any]]:
    def about(world: World) -> list[Any]:
        row = make.intensive(world.goes, world.karlijn)
        step(row, make.coordinator(world.karlijn))
        return [model.objects.of(row).get().pk]

    return about


def task(world: World) -> list[Any]:
    return [Task.objects.of(make.in_aftercare(world.goes, world.karlijn))[0].pk]


person = _part(
    CasePerson, lambda row, actor: operations.add_person(row, actor=actor, key=uuid.uuid4(), identity=Identity())
)
clock = _part(
    Clock,
    lambda row, actor: operations.start_clock(
        row, actor=actor, start=Start(uuid.uuid4(), ClockKind.REFLECTION, today())
    ),
)
referral = _part(
    Referral,
    lambda row, actor: operations.refer_on(
        row, actor=actor, asked=Asked(uuid.uuid4(), ReferralKind.HOUSING, today(), provider="Opvang")
    ),
)
transfer = _part(
    Transfer,
    lambda row, actor: operations.offer_transfer(
        row, actor=actor, offered=Offered(uuid.uuid4(), "Verhuisd.", "toestemming", receiver="Elders")
    ),
)


def pair(world: World) -> list[Any]:
    return [*case(world), *case(world)]


def offer(world: World) -> list[Any]:
    return [make.offer_of(make.offered(world.goes, world.wilma)).pk]


def signal(world: World) -> list[Any]:
    return [make.offered(world.goes, world.wilma).pk]


def member(world: World) -> list[Any]:
    return [*case(world), world.person("Pieter").pk]


def excluded(world: World) -> list[Any]:
    """Bo was excluded from it."""
    row = make.intensive(world.goes, world.karlijn)
    return [row.pk, shield.excluded(row, world.person("Bo")).user_id]


def restricted(world: World) -> list[Any]:
    """To Karlijn."""
    row = make.intensive(world.goes, world.karlijn)
    shield.restricted(row, [world.karlijn])
    return [row.pk]


def _of(about: Callable[[World], list[Any]], *methods: str, role: frozenset[str] = CARE) -> Row:
    """A page of something in Goes that Karlijn coordinates; for the others of that role it is not there."""
    return Row(open_to=frozenset({"Karlijn"}), absent_for=role - {"Karlijn"}, about=about, methods=methods or ("get",))


_FORM = ("get", "post")

ROWS = {
    "cases:list": Row(open_to=TEAM, methods=_FORM),
    "cases:ended": Row(open_to=TEAM, methods=_FORM),
    "cases:followed": Row(open_to=CARE),
    "cases:offers": Row(open_to=CARE),
    "cases:offer": _of(offer),
    "cases:ask-back": _of(offer, *_FORM),
    "cases:advise-following": _of(offer, *_FORM),
    "cases:refuse-offer": _of(offer, *_FORM),
    # Without a signal in the address it is the own list, which says to choose first.
    "cases:new": Row(open_to=CARE),
    "cases:join": Row(open_to=CARE),
    "cases:refer": Row(open_to=CARE, methods=_FORM),
    "cases:of-signal": Row(open_to=GOES | {"Karlijn"}, absent_for=OTHER_OFFICERS | {"Berend"}, about=signal),
    **{f"cases:{name}": _of(case, role=TEAM) for name in ("detail", "people", "help", "course", "readers", "related")},
    **{f"cases:{name}": _of(case, *_FORM, role=TEAM) for name in ("add-note", "plan-task")},
    "cases:judge-pair": _of(pair, *_FORM),
    **{
        f"cases:{name}": _of(case, *_FORM)
        for name in (
            "take-in",
            "start-intensive",
            "scale-up",
            "follow",
            "scale-down",
            "start-aftercare",
            "review",
            "close",
            "reopen",
            "log-contact",
            "edit-safe-contact",
            "edit",
            "add-person",
            "start-clock",
            "refer-on",
            "assign",
            "add-member",
            "offer-transfer",
            "exclude",
            "restrict",
        )
    },
    "cases:complete-task": _of(task, "post", role=TEAM),
    "cases:reveal": _of(person, "post", role=TEAM),
    "cases:edit-person": _of(person, *_FORM),
    "cases:stop-clock": _of(clock, *_FORM),
    "cases:record-outcome": _of(referral, *_FORM),
    "cases:readmit": _of(excluded, *_FORM),
    "cases:lift-restriction": _of(restricted, *_FORM),
    "cases:end-member": _of(member, "post"),
    "cases:accept-transfer": _of(transfer, *_FORM),
    "cases:refuse-transfer": _of(transfer, *_FORM),
    "cases:withdraw-transfer": _of(transfer, "post"),
}
