"""What people did these weeks beside the stories: a list that has mistakes, a call cut off, away without a deputy.

And what an administrator changed in the other region. These come after everything else of the world, so that they change
nothing of it.
"""

from core.access import Actor
from jobs.models import Job
from municipalities.codes import Role
from municipalities.models import Region
from municipalities.operations import set_absence
from municipalities.operations.terms import NewSetting, set_term
from municipalities.roles import actor_for
from signals import operations
from signals.models import Comparison
from signals.operations.comparing import Ended, Switched
from signals.wizard import NOTE

from . import lists, people
from .foundations import ADMINISTRATOR
from .people import LIMBURG
from .world import World

AWAY = "Drimmelen"
_ROWS = (
    (
        "24-1",
        "4-3-2024",
        "boa",
        "In een schuur sliepen vier mensen op stro.",
        "Goes",
        "3-3-2024",
        "arbeid",
        "nee",
        "nee",
        "gesloten",
    ),
    (
        "24-2",
        "17-5-2024",
        "wijkteam",
        "Hij mag zijn telefoon alleen op zondag.",
        "Goes",
        "onbekend",
        "",
        "?",
        "nee",
        "gesloten",
    ),
    (
        "24-3",
        "31-2-2024",
        "balie",
        "Iemand anders tekende voor haar.",
        "Goes",
        "29-2-2024",
        "seksueel",
        "nee",
        "nee",
        "gesloten",
    ),
    ("24-4", "9-9-2024", "school", "", "Goes", "6-9-2024", "crimineel", "nee", "ja", "gesloten"),
)


def happen(world: World) -> None:
    """Play them. The caller holds the context."""
    _read_list(world)
    _cut_off(world)
    _away(world)
    _other_region(world)


def _read_list(world: World) -> None:
    """Wilma has a list of a former year looked at: two of its rows are wrong."""
    with world.then(1, "15:10"):
        actor = actor_for(world.user(people.named("Wilma Windvaan")))
        new = lists.look_at(world, actor, "Goes", "signalen 2024.csv", _ROWS)
    # What a worker would have done a moment later.
    Job.objects.filter(object_id=new.key).delete()


def _cut_off(world: World) -> None:
    """Teun was on the phone; what he typed until then kept itself."""
    typed = {
        "source": "mun_social",
        "facts": "Wijkteam belt: een jongen durft niet naar huis zolang de man met de witte scooter er staat. Hij",
        "place": "Roosendaal",
        "call_back": "wijkteam, 06-0000 5140",
        "danger": "no",
    }
    with world.then(1, "16:50"):
        actor = actor_for(world.user(people.named("Teun Theelepel")))
        key, place = world.key("draft", "note"), world.municipalities["Roosendaal"]
        draft = operations.start_draft(actor=actor, municipality=place, key=key)
        operations.save_draft(draft, actor=actor, step=NOTE, fields=typed)


def _away(world: World) -> None:
    """She is alone in her municipality: what comes in waits for the fall-back."""
    officer = people.holder(Role.FOCAL_OFFICER, AWAY)
    with world.then(0, "06:40"):
        actor = actor_for(world.user(officer))
        days = {"first_day": world.date(0), "last_day": world.date(-4)}
        set_absence(actor=actor, user=world.user(officer), deputy=None, **days)


def _other_region(world: World) -> None:
    """Comparing was tried and switched off again; reviewing a follow takes longer from next month on."""
    region = Region.objects.get(name=LIMBURG)
    switched = Switched(
        region,
        "DPIA 9 (verzonnen)",
        "portefeuillehouder mensenhandel",
        world.date(300),
        world.date(120),
        world.key("comparison", LIMBURG),
    )
    with world.then(301, "10:00"):
        operations.switch_comparison(actor=_administrator(world), switched=switched)
    why = "De gemeenten vonden de vragen te ruim. Eerst komt er een nieuwe DPIA."
    with world.then(210, "16:00"):
        comparison = Comparison.objects.get(pk=switched.key)
        key = world.key("comparison ended", LIMBURG)
        ended = Ended(comparison, why, "portefeuillehouder mensenhandel", key)
        operations.end_comparison(actor=_administrator(world), ended=ended)
    with world.then(20, "11:30"):
        term = NewSetting(
            region,
            "take_up",
            2,
            world.date(-10),
            "In kleine gemeenten is niet elke dag iemand aanwezig.",
            0,
            world.key("term", LIMBURG),
        )
        set_term(actor=_administrator(world), setting=term)


def _administrator(world: World) -> Actor:
    return actor_for(world.users[ADMINISTRATOR])
