"""Three dossiers that were shut to all but one, and three nights on which a deputy opened one all the same.

In Goes a colleague of the counter knows the man that a signal is about: Wilma keeps it to herself, and what her deputy
did one night still waits for the privacy officer. Another one there, and one in Tilburg before a case came of it, were reviewed,
and the restriction is lifted. These come after everything else of the world, so that they change nothing of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from audit.recording import record_view
from core.access import Actor
from municipalities import operations as emergencies
from municipalities.codes import Role, Verdict
from municipalities.models import EmergencyAccess
from municipalities.oversight import overseeing
from municipalities.roles import actor_for
from signals import operations
from signals.events import SignalEvent
from signals.models import Signal

from . import people
from .people import Person
from .world import World

_WHY = "a story reads its own rows while the demo world is built"


@dataclass(frozen=True, slots=True)
class Night:
    """A deputy opened the dossier `ago` days before the build, and closed it; the owner saw that the day after."""

    ago: int
    opened: str
    looked: tuple[str, ...]
    closed: str
    why: str
    seen: str = "08:35"


@dataclass(frozen=True, slots=True)
class Kept:
    """A signal by the key of its story, restricted to its officer alone. `reviewed`, `lifted`: days before the build."""

    story: str
    municipality: str
    ago: int
    why: str
    night: Night
    reviewed: int | None = None
    lifted: int | None = None
    no_longer: str = ""


KEPT = (
    Kept(
        story="te-laat-balie",
        municipality="Goes",
        ago=37,
        why="Een collega van de balie kent de man. Tot ik weet hoe, kijk alleen ik.",
        night=Night(
            ago=9,
            opened="22:40",
            looked=("22:41", "22:58"),
            closed="23:05",
            why=(
                "De politie belde om half elf: op het station staat iemand die dit nummer op een briefje heeft. Mijn collega "
                "nam niet op. Ik moest weten of er een adres is waar zij niet heen kan."
            ),
        ),
    ),
    Kept(
        story="te-laat-school",
        municipality="Goes",
        ago=29,
        why="De moeder werkt op onze afdeling.",
        night=Night(
            ago=27,
            opened="19:30",
            looked=("19:31",),
            closed="19:45",
            why="Veilig Thuis belde na kantoortijd en vroeg welke school het is. Mijn collega was niet te bereiken.",
        ),
        reviewed=26,
        lifted=20,
        no_longer="De moeder weet ervan: zij vond zelf de brieven.",
    ),
    Kept(
        story="kamer-214",
        municipality="Tilburg",
        ago=39,
        why="Een nicht van de receptionist werkt bij ons op de afdeling. Zij hoort dit niet te lezen.",
        night=Night(
            ago=38,
            opened="21:15",
            looked=("21:16",),
            closed="21:40",
            why="De receptie belde het piketnummer: de man boekte vanavond weer. De politie vroeg wat wij al wisten.",
        ),
        reviewed=36,
        lifted=35,
        no_longer="De collega werkt nu op een andere afdeling.",
    ),
)


def shield(world: World) -> None:
    """Play them. The caller holds the context."""
    for kept in KEPT:
        signal = Signal.objects.unscoped(reason=_WHY).get(pk=world.key("signal", kept.story))
        owner = people.officer(kept.municipality)
        if owner is None:
            message = f"{kept.story}: {kept.municipality} has nobody who could do this."
            raise LookupError(message)
        with _as(world, owner, kept.ago, "11:20") as actor:
            operations.restrict_signal(signal, actor=actor, user_ids=[], why=kept.why)
        access = _open(world, signal, kept.night, _deputy(world, kept.municipality))
        with _as(world, owner, kept.night.ago - 1, kept.night.seen) as actor:
            emergencies.see_emergency(access, actor=actor)
        if kept.reviewed is not None:
            officer = people.holder(Role.PRIVACY_OFFICER, kept.municipality)
            with _as(world, officer, kept.reviewed, "10:05") as actor, overseeing(actor):
                emergencies.review_emergency(access, actor=actor, verdict=Verdict.FINE)
        if kept.lifted is not None:
            with _as(world, owner, kept.lifted, "09:15") as actor:
                operations.lift_restriction(signal, actor=actor, why=kept.no_longer)


def _open(world: World, signal: Signal, night: Night, deputy: Person) -> EmergencyAccess:
    with _as(world, deputy, night.ago, night.opened) as actor:
        access = emergencies.break_glass(actor=actor, reference=signal.reference, why=night.why)
    for clock in night.looked:
        with _as(world, deputy, night.ago, clock) as actor:
            record_view(SignalEvent.VIEWED, signal, actor=actor)
    with _as(world, deputy, night.ago, night.closed) as actor:
        emergencies.end_emergency(access, actor=actor)
    return access


def _deputy(world: World, municipality: str) -> Person:
    """By name where the stories name one, else the neighbour who stands in."""
    named = (person for person in people.everybody() if _deputises(person, municipality))
    return next(named, None) or world.deputies[municipality]


def _deputises(person: Person, municipality: str) -> bool:
    return any(post.deputy and post.role == Role.FOCAL_OFFICER and post.area == municipality for post in person.posts)


@contextmanager
def _as(world: World, person: Person, ago: int, clock: str) -> Iterator[Actor]:
    """At that moment, this person, with what is open and shut to her then."""
    with world.then(ago, clock):
        yield actor_for(world.user(person))
