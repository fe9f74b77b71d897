"""Comparing across municipalities: the switch of a region, and a question about what stands with a signal."""

import uuid
from datetime import timedelta
from typing import Any

from core.access import Actor
from core.workdays import today
from municipalities.roles import actor_for
from signals import operations
from signals.models import Comparison, InquiryAnswer, Signal
from signals.operations.comparing import AskedElsewhere, Ended, Switched
from signals.operations.mentions import ToldThing
from signals.things import ThingKind, Whose
from tests.support import contexts
from tests.support.world import World

DPIA, WHY = "DPIA-PROEF-1", "Hetzelfde busje bij twee adressen."
PLATE = ToldThing(ThingKind.VEHICLE, value="GB-001-B")


def phone(whose: Whose = Whose.EXPLOITER, value: str = "06-0000 1234") -> ToldThing:
    """A telephone number of which it is known whose it is."""
    return ToldThing(ThingKind.PHONE, value=value, whose=whose)


def switched(world: World, **given: Any) -> Comparison:
    """On in the region of the small world, from today on."""
    day = today()
    known: dict[str, Any] = {"region": world.region, "dpia": DPIA, "decided_by": "portefeuillehouder"}
    known |= {"valid_from": day, "valid_until": day + timedelta(days=300)}
    return operations.switch_comparison(actor=actor_for(world.person("Bo")), switched=Switched(**(known | given)))


def on(world: World) -> Comparison:
    """On, also when something else of the same world needed that."""
    return Comparison.objects.running_at(world.goes.pk, today()).first() or switched(world)


def ended(world: World, comparison: Comparison, **given: Any) -> None:
    """Switched off at once."""
    off = Ended(comparison, **({"why": "De DPIA is ingetrokken.", "decided_by": "portefeuillehouder"} | given))
    operations.end_comparison(actor=actor_for(world.person("Bo")), ended=off)


def inquire(signal: Signal, actor: Actor, *items: str, **given: Any) -> InquiryAnswer:
    """Asked in exactly her own context, as her request is."""
    key = given.pop("key", None) or uuid.uuid4()
    asked = AskedElsewhere(items=list(items), necessity=given.pop("necessity", WHY), key=key)
    with contexts.acting_as(actor):
        operations.ask_elsewhere(signal, actor=actor, asked=asked)
        answer: InquiryAnswer = InquiryAnswer.objects.visible_to(actor).get(pk=key)
    return answer
