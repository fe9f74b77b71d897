"""A signal that moved to another municipality. Written as rows: the step itself gets its page with a later part of the
application, and until then the demo shows what is left at the sender and what stands at the receiver.
"""

from django.utils import timezone

from audit.recording import record
from core.access import Actor
from core.references import new_reference
from signals import terms
from signals.codes import Origin
from signals.events import SignalEvent
from signals.models import Move, Reporter, Signal, StatePeriod, part_of
from signals.workflow import MoveState, SignalState

from .stories.steps import MovedTo, Story
from .world import World


def move(world: World, story: Story, step: MovedTo, sender: Actor, receiver: Actor) -> None:
    """The receiver accepted: a dossier of its own there, a reference here."""
    now = timezone.now()
    left = Signal.objects.unscoped(reason="the story's own row").get(pk=world.key("signal", story.key))
    StatePeriod.objects.of(left).filter(until=None).update(until=now)
    left.state, left.due_on = SignalState.MOVED, None
    left.save(update_fields=["state", "due_on"])
    StatePeriod.objects.create(**part_of(left), state=SignalState.MOVED, since=now)
    Move.objects.create(
        **part_of(left),
        to_municipality=world.municipalities[step.municipality],
        state=MoveState.ACCEPTED,
        why=step.why,
        offered_at=now,
        settled_at=now,
        author_id=sender.person_id,
    )
    record(SignalEvent.EDITED, left, actor=sender, detail={"moved": True})
    _arrive(world, story, step, left, receiver)


def _arrive(world: World, story: Story, step: MovedTo, left: Signal, receiver: Actor) -> None:
    now = timezone.now()
    key = world.key("signal", story.key, "moved")
    arrived = Signal.objects.create(
        id=key,
        dossier_id=key,
        municipality=world.municipalities[step.municipality],
        reference=new_reference("S"),
        state=SignalState.TRIAGE,
        origin=Origin.FOCAL_OFFICER,
        author_id=receiver.person_id,
        owner_id=receiver.person_id,
        source=left.source,
        source_function=left.source_function,
        knowledge=left.knowledge,
        danger=left.danger,
        minor=left.minor,
        facts=f"Overgenomen van een andere gemeente. {left.facts}",
        place=left.place,
        form=left.form,
        route=left.route,
        seen_on=left.seen_on,
        received_at=now,
        due_on=terms.DECIDE.due(now),
    )
    StatePeriod.objects.create(**part_of(arrived), state=arrived.state, since=now)
    Reporter.objects.create(**part_of(arrived))
    record(SignalEvent.LOGGED, arrived, actor=receiver)
