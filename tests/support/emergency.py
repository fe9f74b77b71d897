"""A deputy in an emergency, and who judges it afterwards."""

from core.access import Actor
from municipalities import operations
from municipalities.models import EmergencyAccess
from municipalities.roles import actor_for
from signals.models import Signal
from tests.support import contexts
from tests.support.world import World

WHY = "De politie belt: er is vannacht iemand gevonden."


def koos(world: World) -> Actor:
    return actor_for(world.koos)


def vince(world: World) -> Actor:
    return actor_for(world.person("Vince"))


def break_glass(world: World, signal: Signal, actor: Actor | None = None) -> EmergencyAccess:
    """As in a request of the deputy: under no wider context than his own."""
    actor = actor or koos(world)
    with contexts.acting_as(actor):
        return operations.break_glass(actor=actor, reference=signal.reference, why=WHY)


def sees(actor: Actor, signal: Signal) -> bool:
    with contexts.acting_as(actor):
        return Signal.objects.visible_to(actor).filter(pk=signal.pk).exists()
