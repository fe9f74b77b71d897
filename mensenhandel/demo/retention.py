"""What is past its day in Goes and Tilburg: one waits for the privacy officer, one is held, one was anonymised.

These come after everything else of the world, and take the oldest of what waits on the list of these officers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from core.access import Actor
from core.workdays import today
from municipalities.codes import Role
from municipalities.oversight import overseeing
from municipalities.roles import actor_for
from signals import operations
from signals.models import Erasure, Signal
from signals.operations.erasing import Longer
from signals.retention import to_put_forward
from signals.retention_work import carry_out

from . import people
from .people import Person
from .world import World

_WHY = "a story reads its own rows while the demo world is built"
HELD_FOR = timedelta(days=60)
WHY_HELD = "De politie vroeg vorige week of wij dit nog hebben. Zij beslist voor het eind van de maand."


def tidy_up(world: World) -> None:
    """Goes: hold one, put one forward, and leave the rest on the list. Tilburg: all the way. The caller holds the context."""
    # On some days chance leaves one or none of a place past its day: then there is less to see, and the world is built all the same.
    due = _due(world, "Goes")[:2]
    for signal in due[:-1]:
        _hold(world, signal)
    for signal in due[-1:]:
        _put_forward(world, "Goes", signal, 1)
    for signal in _due(world, "Tilburg")[:1]:
        _to_the_end(world, _put_forward(world, "Tilburg", signal, 1))


def _to_the_end(world: World, done: Erasure) -> None:
    watcher = people.holder(Role.PRIVACY_OFFICER, "Tilburg")
    with _as(world, watcher, 0, "06:40") as actor:
        with overseeing(actor):
            operations.agree_erasure(Erasure.objects.visible_to(actor).get(pk=done.pk), actor=actor)
        carry_out(done.pk, actor)


def _hold(world: World, signal: Signal) -> None:
    with _as(world, _officer("Goes"), 2, "09:10") as actor:
        until = today() + HELD_FOR
        named = (signal.pk, signal.municipality_id, signal.reference)
        longer = Longer(world.key("retention", "hold"), *named, WHY_HELD, until)
        operations.hold_signal(actor=actor, longer=longer)


def _due(world: World, place: str) -> list[Signal]:
    rows = Signal.objects.unscoped(reason=_WHY).filter(municipality=world.municipalities[place])
    with world.then(2, "09:00"):
        return list(to_put_forward(rows.select_related("municipality"), today()))


def _put_forward(world: World, place: str, signal: Signal, ago: int) -> Erasure:
    with _as(world, _officer(place), ago, "09:20") as actor:
        return operations.approve_erasure(
            actor=actor,
            key=world.key("retention", place),
            municipality=signal.municipality,
            chosen=[signal.pk],
        )


def _officer(place: str) -> Person:
    found = people.officer(place)
    if found is None:
        message = f"{place} has nobody who could do this."
        raise LookupError(message)
    return found


@contextmanager
def _as(world: World, person: Person, ago: int, clock: str) -> Iterator[Actor]:
    """At that moment, this person, with what is open and shut to her then."""
    with world.then(ago, clock):
        yield actor_for(world.user(person))
