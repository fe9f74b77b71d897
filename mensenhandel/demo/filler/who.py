"""Who brought a generated signal, who works on it, and to whom it is passed on."""

from dataclasses import dataclass

from core.access import Actor
from mensenhandel.demo import partners, people, plan
from mensenhandel.demo.people import Person
from mensenhandel.demo.plan import Area, Kind
from mensenhandel.demo.texts.openings import Group
from mensenhandel.demo.world import World
from municipalities.codes import Role
from municipalities.models import Organisation
from signals.codes import HandoverKind, Origin, Source

from .deal import Card
from .fates import Fate

_JUST_IN = 8
_MUNICIPAL = (Group.ENFORCEMENT, Group.COUNTER, Group.SOCIAL)
VEILIG_THUIS = {
    Area.ZEELAND: partners.VT_ZEELAND,
    Area.MARKIEZATEN: partners.VT_WEST_BRABANT,
    Area.BARONIE: partners.VT_WEST_BRABANT,
    Area.UNASSIGNED: partners.VT_WEST_BRABANT,
    Area.HART: partners.VT_MIDDEN_BRABANT,
    Area.LIMBURG: partners.VT_LIMBURG,
}


@dataclass(frozen=True, slots=True)
class Sender:
    """Under which kind of hat it was logged, by whom; `organisation` for a partner."""

    origin: Origin
    actor: Actor
    organisation: Organisation | None = None


def worker(world: World, card: Card) -> Actor:
    """Who works on it: the focal officer of that day, or the neighbour who stood in; the coordinator for her own."""
    if card.fate == Fate.FOLLOW_OWN:
        return coordinator(world, card)
    person: Person | None = people.officer(card.municipality, card.ago(world))
    person = person or world.deputies[card.municipality]
    return world.actor(person, Role.FOCAL_OFFICER)


def coordinator(world: World, card: Card) -> Actor:
    """The care coordinator of the service area in which the municipality lies."""
    area = world.service_area_of(card.municipality)
    return world.actor(people.holder(Role.CARE_COORDINATOR, area.name), Role.CARE_COORDINATOR)


def sender(world: World, card: Card, source: Source) -> Sender:
    """How it came in. What waits to be taken up came from a colleague; the rest by what the source is."""
    if card.fate == Fate.FOLLOW_OWN:
        return Sender(Origin.CARE_COORDINATOR, coordinator(world, card))
    if card.fate != Fate.RECEIVED and card.ago(world) < _JUST_IN:
        # Worked on within days of coming in: whoever does that took the call herself.
        return Sender(Origin.FOCAL_OFFICER, worker(world, card))
    colleague = people.colleague(card.municipality)
    if colleague and (card.fate == Fate.RECEIVED or (card.group in _MUNICIPAL and card.number % 5 < 3)):
        return Sender(Origin.REPORTER, world.actor(colleague, Role.REPORTER))
    partner = _partner_of(card, source)
    if partner and card.number % 2:
        return Sender(Origin.PARTNER, world.contact(partner), world.organisations[partner])
    return Sender(Origin.FOCAL_OFFICER, worker(world, card))


def _partner_of(card: Card, source: Source) -> str:
    if source == Source.VEILIG_THUIS:
        return VEILIG_THUIS[card.area]
    if source == Source.POLICE:
        return _police(card)
    return ""


def _police(card: Card) -> str:
    return partners.POLICE_LIMBURG if card.area == Area.LIMBURG else partners.POLICE


def receiver(card: Card, *, minor: bool) -> str:
    """The partner that can do something with it."""
    if card.kind == plan.LABOUR:
        return partners.NLA
    if minor:
        return VEILIG_THUIS[card.area] if card.number % 2 else _police(card)
    if card.kind == plan.CRIMINAL and card.number % 4 == 0 and card.area != Area.LIMBURG:
        return partners.RIEC
    return _police(card)


def handover_kind(card: Card, partner: str, *, by_care: bool) -> HandoverKind:
    """What the partner is asked. A third of the labour signals go as an anonymous tip; a coordinator's own always do."""
    if by_care or (_is_tip(card.kind) and card.number % 3 == 0):
        return HandoverKind.ANONYMOUS_TIP
    if partner == partners.RIEC:
        return HandoverKind.ADMINISTRATIVE
    return HandoverKind.INSPECT_JOINT if _is_tip(card.kind) and card.number % 5 == 0 else HandoverKind.INVESTIGATE


def _is_tip(kind: Kind) -> bool:
    return kind == plan.LABOUR
