"""What lies on desks beside the stories: reports with danger that were broken off, filters that somebody keeps, a list
that was imported this morning, a street that was heard wrong.

These come after everything else of the world, so that they change nothing of it.
"""

from dataclasses import dataclass

from core.access import SYSTEM, Actor
from jobs.models import Job
from municipalities.roles import actor_for
from signals import importing, operations
from signals.codes import Certainty
from signals.models import DangerAlarm, Signal
from signals.operations.mentions import ToldThing
from signals.things import ThingKind, Whose
from signals.wizard import FIRST

from . import lists, people
from .world import World

_WHY = "a story reads its own rows while the demo world is built"


@dataclass(frozen=True, slots=True)
class BrokenOff:
    """A colleague of this municipality said that there was danger and did not go on. `seen`: when somebody took it up."""

    municipality: str
    ago: int
    at: str
    alarmed: str
    call_back: str
    seen: str = ""


BROKEN_OFF = (
    BrokenOff("Goes", 12, "16:05", "17:06", "06-0000 1120", seen="17:20"),
    BrokenOff("Vlissingen", 0, "05:40", "06:41", "06-0000 2231"),
)
FILTERS = (
    ("Wilma Windvaan", "Arbeid in beoordeling", {"tab": "alles", "stand": "triage", "vorm": "labour"}),
    ("Wilma Windvaan", "Van collega's", {"tab": "alles", "bron": "mun_enforcement"}),
    ("Teun Theelepel", "Oudste die wij volgen", {"tab": "gevolgd", "volgorde": "oud"}),
    ("Sjoerd Stoeptegel", "Van de balie", {"tab": "alles", "bron": "mun_counter"}),
)
_FOLLOWED = (
    (
        "B-7",
        62,
        "wijkteam",
        "Een man leent steeds zijn pas uit aan een kennis. Hij weet niet waarvoor en durft niet te vragen.",
        "crimineel",
    ),
    (
        "B-9",
        48,
        "bewoner",
        "Boven een leegstaande winkel brandt de hele nacht licht. Overdag komt er niemand naar buiten.",
        "onbekend",
    ),
)


def lay_out(world: World) -> None:
    """Play them. The caller holds the context."""
    for one in BROKEN_OFF:
        _break_off(world, one)
    with world.then(8, "16:40"):
        for name, called, chosen in FILTERS:
            key = world.key("filter", name, called)
            operations.keep_filter(actor=_actor(world, name), name=called, filters=chosen, key=key)
    _heard_wrong(world)
    _import(world)


def _break_off(world: World, one: BrokenOff) -> None:
    writer, place = people.colleague(one.municipality), world.municipalities[one.municipality]
    officer = people.officer(one.municipality)
    if writer is None or officer is None:
        message = f"{one.municipality} has nobody who could do this."
        raise LookupError(message)
    with world.then(one.ago, one.at):
        actor = actor_for(world.user(writer))
        key = world.key("draft", "danger", one.municipality)
        draft = operations.start_draft(actor=actor, municipality=place, key=key)
        typed = {"danger": "yes", "call_back": one.call_back}
        draft = operations.save_draft(draft, actor=actor, step=FIRST, fields=typed)
    with world.then(one.ago, one.alarmed):
        operations.raise_alarm(draft, actor=SYSTEM)
    if one.seen:
        with world.then(one.ago, one.seen):
            actor = actor_for(world.user(officer))
            alarm = DangerAlarm.objects.visible_to(actor).get(municipality=place)
            operations.see_alarm(alarm, actor=actor)
            operations.discard_draft(draft, actor=actor_for(world.user(writer)))


def _heard_wrong(world: World) -> None:
    """Of the house in Goes that the first story is about somebody knew the street by ear."""
    told = ToldThing(
        ThingKind.ADDRESS,
        value="Negensweg 12",
        place="Goes",
        description="daar zou de neef ook mensen laten slapen; de straat is gehoord, niet gezien",
        whose=Whose.EXPLOITER,
        certainty=Certainty.TOLD,
    )
    with world.then(4, "16:10"):
        signal: Signal = Signal.objects.unscoped(reason=_WHY).get(pk=world.key("signal", "terug-met-vraag"))
        operations.add_mention(
            signal, actor=_actor(world, "Wilma Windvaan"), told=told, key=world.key("mention", "heard wrong")
        )


def _import(world: World) -> None:
    """Floor took two signals over from the list of a predecessor; until tomorrow she can take that back."""
    rows = [_row(world, *told) for told in _FOLLOWED]
    with world.then(0, "06:55"):
        actor = _actor(world, "Floor Fietsbel")
        new = lists.look_at(world, actor, "Breda", "gevolgd in Breda.csv", rows)
        # What a worker would have done a moment later.
        Job.objects.filter(object_id=new.key).delete()
        operations.run_list(lists.found(new), actor=actor)
        importing.run(lists.found(new), actor, lambda _done, _total: None)
    Job.objects.filter(object_id=new.key).delete()


def _row(world: World, number: str, ago: int, source: str, facts: str, form: str) -> tuple[str, ...]:
    day = world.date(ago)
    told = f"{day.day}-{day.month}-{day.year}"
    return (number, told, source, facts, "Breda", "onbekend", form, "nee", "nee", "gevolgd")


def _actor(world: World, name: str) -> Actor:
    return actor_for(world.user(people.named(name)))
