"""What a region set otherwise, by the operation as its administrator does it."""

import uuid
from datetime import date

from core.workdays import today
from municipalities import operations
from municipalities.models import Region, TermSetting
from municipalities.operations.terms import NewSetting
from municipalities.roles import actor_for
from municipalities.terms import Setting, declared
from tests.support.world import World

WHY = "Besluit van het regionaal overleg, verzonnen."


def new(world: World, term: Setting, amount: int, **given: object) -> NewSetting:
    """What the form of the administrator would say."""
    region = given.pop("region", world.region)
    assert isinstance(region, Region)
    seen = TermSetting.objects.of_term(region, term.code).count()
    facts: dict[str, object] = {"valid_from": today(), "why": WHY, "seen": seen, "key": uuid.uuid4()}
    return NewSetting(region=region, code=term.code, amount=amount, **(facts | given))  # type: ignore[arg-type]  # a test gives what fits


def set_to(world: World, term: Setting, amount: int, valid_from: date | None = None) -> TermSetting:
    """The region of the small world has this from then on."""
    setting = new(world, term, amount, valid_from=valid_from or today())
    return operations.set_term(actor=actor_for(world.person("Bo")), setting=setting)


def every_other(world: World) -> None:
    """Each term is set to the other end of what may be chosen."""
    for term in declared().values():
        set_to(world, term, term.most if term.usual != term.most else term.least)
