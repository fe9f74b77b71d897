"""What the person of a told story said when she was asked, and whether she was told what is kept."""

from core.access import Actor
from signals import operations
from signals.consent_codes import AgeGroup, Spokesperson
from signals.models import Signal
from signals.operations.consenting import Asked
from signals.operations.telling import Told

from .stories import steps as s
from .world import World


def asked(world: World, step: s.Offered | s.Wished) -> Asked:
    """On the day of the step; under sixteen the guardian answers."""
    spoke = Spokesperson.GUARDIAN if step.age == AgeGroup.UNDER_16 else Spokesperson.SELF
    return Asked(step.answer, step.age, spoke, step.asker, world.date(step.ago), step.why_not)


def wish(world: World, signal: Signal, actor: Actor, step: s.Wished) -> None:
    """Noted apart from an offer."""
    key = world.key("wish", signal.reference, step.ago, step.at)
    operations.note_consent(signal, actor=actor, key=key, asked=asked(world, step), about=step.about)


def inform(world: World, signal: Signal, actor: Actor, step: s.Informed) -> None:
    """Told that day, or a day chosen to look again."""
    told = Told(
        step.reason is None,
        step.to,
        world.date(step.ago),
        step.by,
        step.reason,
        step.why,
        None if step.look is None else world.date(step.look),
    )
    operations.note_telling(signal, actor=actor, key=world.key("told", signal.reference, step.ago), told=told)
