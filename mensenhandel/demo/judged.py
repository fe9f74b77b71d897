"""What was asked of the privacy officer of Goes beside the agreements, and two signals that were put aside as a pair.

For the apples Wilma wanted to tell three organisations with which nothing was agreed: one was refused, one was allowed and
not used yet, one still waits for Vince. The two houses of the same street in Roosendaal were taken for one: since that was undone they stand apart. These
come after everything else of the world, so that they change nothing of it.
"""

from municipalities.codes import Role
from municipalities.oversight import overseeing
from municipalities.roles import actor_for
from signals import operations
from signals.codes import HandoverKind, LegalGround
from signals.models import Override, Signal
from signals.operations.overriding import AskedOverride
from signals.operations.pairs import Pair
from signals.sharing_codes import DataCategory

from . import people
from .people import Person
from .world import World

_WHY = "a story reads its own rows while the demo world is built"
ADVICE_DESK, HEALTH_SERVICE, HELPERS = "FairWork (demo)", "GGD (demo)", "Slachtofferhulp (demo)"


def judge(world: World) -> None:
    """Play them. The caller holds the context."""
    refused = _ask(
        world,
        (12, "10:20"),
        ADVICE_DESK,
        "Uitleg aan de huurders over loon en werktijden",
        "Zij spreken de taal van de huurders. Wij zien de huurders alleen bij de woning.",
    )
    vince = people.holder(Role.PRIVACY_OFFICER, "Goes")
    with world.then(11, "14:10"):
        actor = actor_for(world.user(vince))
        with overseeing(actor):
            asked = Override.objects.visible_to(actor).get(pk=refused.pk)
            reason = "Vraag het de Arbeidsinspectie: daarmee is dit afgesproken. Uitleg kan zonder te zeggen om wie het gaat."
            operations.refuse_override(asked, actor=actor, reason=reason)
    helped = _ask(
        world,
        (5, "11:15"),
        HELPERS,
        "Klaarstaan voor huurders die tijdens de controle willen vertrekken",
        "De controle is over anderhalve week. Zij moeten weten hoeveel mensen er kunnen komen en waar.",
    )
    with world.then(4, "09:25"):
        actor = actor_for(world.user(vince))
        with overseeing(actor):
            asked = Override.objects.visible_to(actor).get(pk=helped.pk)
            until, reason = world.date(-14), "Alleen plaats, dag en aantal. Geen namen."
            operations.allow_override(asked, actor=actor, until=until, reason=reason)
    _ask(
        world,
        (1, "15:35"),
        HEALTH_SERVICE,
        "Beoordelen of de woning gezond en veilig is voor zes mensen",
        "De controle is over een week. De inspecteur moet vooraf weten hoeveel mensen er slapen.",
    )
    _put_aside(world)


def _ask(world: World, when: tuple[int, str], partner: str, purpose: str, why: str) -> Override:
    with world.then(*when):
        return operations.ask_override(
            _signal(world, "appels"),
            actor=actor_for(world.user(_officer("Goes"))),
            asked=AskedOverride(
                key=world.key("override", partner),
                partner=world.organisations[partner],
                kind=HandoverKind.INFORM,
                ground=LegalGround.PUBLIC_TASK,
                categories=[DataCategory.PLACE],
                purpose=purpose,
                why=why,
            ),
        )


def _put_aside(world: World) -> None:
    first, second = (_signal(world, key) for key in ("dubbel-eerste", "dubbel-tweede"))
    with world.then(40, "11:10"):
        pair = Pair(world.key("pair", "dubbel"), first, apart=True, why="Een ander huis: nummer 41, niet 14.")
        operations.judge_pair(second, actor=actor_for(world.user(_officer("Roosendaal"))), pair=pair)


def _signal(world: World, story: str) -> Signal:
    found: Signal = Signal.objects.unscoped(reason=_WHY).get(pk=world.key("signal", story))
    return found


def _officer(municipality: str) -> Person:
    found = people.officer(municipality)
    if found is None:
        message = f"{municipality} has nobody who could do this."
        raise LookupError(message)
    return found
