"""Dealing the generated signals: the tables of `plan`, minus what the stories use, become single signals.

Every number comes from a table; chance only decides which card goes where.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.workdays import is_working_day
from mensenhandel.demo import plan
from mensenhandel.demo.people import BORSELE_LEFT, NO_MANDATE, STOOD_IN_UNTIL
from mensenhandel.demo.plan import FORMS, KINDS, SIGNALS, SOURCES, Area, Kind
from mensenhandel.demo.stories import STORIES, Story
from mensenhandel.demo.stories.steps import MovedTo
from mensenhandel.demo.texts.openings import GROUP_OF, Group
from mensenhandel.demo.world import World
from signals.codes import Form

from .fates import BY_CARE, COUNTS, NOT_IN_GOES, RECENT, REST, WINDOWS, Fate

AREA_OF = {name: area for area, counts in SIGNALS.items() for name in counts}
# Where nobody is appointed, only what came in while somebody was.
_AT_LEAST_AGO = {"Borsele": BORSELE_LEFT + 100, "Veere": STOOD_IN_UNTIL + 100, "Baarle-Nassau": STOOD_IN_UNTIL + 100}


@dataclass(slots=True)
class Card:
    """One generated signal, before it is written."""

    number: int
    area: str
    day: date
    municipality: str = ""
    kind: Kind = plan.UNKNOWN
    group: Group = Group.OTHERS
    fate: Fate = Fate.CLOSED_NONE

    def ago(self, world: World) -> int:
        return (world.day - self.day).days


def deal(world: World) -> list[Card]:
    """All generated signals, oldest first per area."""
    cards: list[Card] = []
    for area in SIGNALS:
        dealt = list(_days(world, area))
        _places(world, area, dealt)
        _fates(world, area, dealt)
        cards += dealt
    _kinds(world, cards)
    _groups(world, cards)
    return cards


def kind_of(form: str, route: str) -> Kind:
    """In which row of the tables a form and route are counted."""
    if form == Form.SEXUAL:
        return plan.SEXUAL_DOMESTIC if route == "domestic" else plan.SEXUAL_OTHER
    return next((kind for kind in KINDS if kind.form == form), plan.OTHER)


# --- when


def _days(world: World, area: str) -> Iterator[Card]:
    told = Counter(_told_months(world, area))
    total = sum(SIGNALS[area].values())
    counts = plan.zeeland_per_month(world.day, told) if area == Area.ZEELAND else plan.per_month(world.day, total, told)
    number = 0
    for month, count in counts.items():
        days = _working_days(month, plan.last_of(month, world.day))
        for _ in range(count - told[month]):
            yield Card(number, area, world.random.choice(days or [month]))
            number += 1
    for recent in RECENT:
        if AREA_OF[recent.municipality] == area:
            yield Card(number, area, _recent_day(world, recent.ago), recent.municipality, fate=recent.fate)
            number += 1


def _told_months(world: World, area: str) -> Iterator[date]:
    for story in STORIES:
        for municipality, ago in _signals_of(story):
            if AREA_OF[municipality] == area:
                yield world.date(ago).replace(day=1)
    for recent in RECENT:
        if AREA_OF[recent.municipality] == area:
            yield _recent_day(world, recent.ago).replace(day=1)


def _signals_of(story: Story) -> Iterator[tuple[str, int]]:
    """A story is one signal, or two when it moved: the second came in when the first did."""
    yield story.municipality, story.received
    for step in story.steps:
        if isinstance(step, MovedTo):
            yield step.municipality, story.received


def _recent_day(world: World, ago: int) -> date:
    day = world.date(ago)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _working_days(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if is_working_day(day)]


# --- where


def _places(world: World, area: str, cards: list[Card]) -> None:
    """Municipalities with a condition choose first, from the oldest cards; the others are shuffled over what is left."""
    left = Counter(SIGNALS[area])
    left.subtract(place for story in STORIES for place, _ in _signals_of(story) if AREA_OF[place] == area)
    left.subtract(card.municipality for card in cards if card.municipality)
    free = [card for card in cards if not card.municipality]
    for place, least in _AT_LEAST_AGO.items():
        for card in [card for card in free if card.ago(world) > least][: left[place]]:
            card.municipality = place
        free = [card for card in free if not card.municipality]
        left[place] = 0
    names = sorted(left.elements())
    world.random.shuffle(names)
    for card, name in zip(free, names, strict=True):
        card.municipality = name


# --- what became of it


def _fates(world: World, area: str, cards: list[Card]) -> None:
    recent = sum(1 for line in RECENT if AREA_OF[line.municipality] == area)
    free = cards[: len(cards) - recent]
    for fate, count in COUNTS[area].items():
        low, high = WINDOWS[fate]
        fitting = [card for card in free if low <= card.ago(world) <= high and _may_have(card.municipality, fate)]
        for card in _pick(world.random, fitting, count):
            card.fate = fate
            free.remove(card)
    for card, fate in zip(free, REST * len(free), strict=False):
        card.fate = Fate.CLOSED_NONE if card.ago(world) < _HANDLED_WITHIN else fate


_HANDLED_WITHIN = 95


def _may_have(municipality: str, fate: Fate) -> bool:
    if fate in BY_CARE and (municipality in NO_MANDATE or AREA_OF[municipality] == Area.UNASSIGNED):
        return False
    return not (municipality == "Goes" and fate in NOT_IN_GOES)


def _pick(chance: random.Random, cards: list[Card], count: int) -> list[Card]:
    if len(cards) < count:
        message = f"Only {len(cards)} cards fit where {count} are needed: change the tables of the demo world."
        raise ValueError(message)
    return chance.sample(cards, count)


# --- which form, from whom


def _kinds(world: World, cards: list[Card]) -> None:
    for area in SIGNALS:
        left = Counter(FORMS[area])
        left.subtract(
            kind_of(story.facts.form, story.facts.route) for story, place in _told() if AREA_OF[place] == area
        )
        kinds = [kind for kind in KINDS for _ in range(left[kind])]
        world.random.shuffle(kinds)
        here = [card for card in cards if card.area == area]
        for card, kind in zip(here, kinds, strict=True):
            card.kind = kind


def _groups(world: World, cards: list[Card]) -> None:
    for kind in KINDS:
        left = Counter(SOURCES[kind])
        told = [story for story, _ in _told() if kind_of(story.facts.form, story.facts.route) == kind]
        left.subtract(GROUP_OF[story.facts.source] for story in told)
        _spread(left)
        groups = [group for group in Group for _ in range(left[group])]
        world.random.shuffle(groups)
        here = [card for card in cards if card.kind == kind]
        for card, group in zip(here, groups, strict=True):
            card.group = group
    _care_logs_tips(cards)


def _spread(left: Counter[Group]) -> None:
    """A story may come from a source that its form has none of: then one that has most gives one away."""
    for group in [group for group, count in left.items() if count < 0]:
        while left[group] < 0:
            left[left.most_common(1)[0][0]] -= 1
            left[group] += 1


def _care_logs_tips(cards: list[Card]) -> None:
    """What the care coordinator logs herself comes from her network; her cards change source with others like them."""
    for card in cards:
        if card.fate != Fate.FOLLOW_OWN or card.group in _HEARD_BY_CARE:
            continue
        for other in cards:
            if other.kind == card.kind and other.group in _HEARD_BY_CARE and other.fate != Fate.FOLLOW_OWN:
                card.group, other.group = other.group, card.group
                break


_HEARD_BY_CARE = (Group.CARE, Group.OTHERS, Group.RESIDENTS, Group.SOCIAL)


def _told() -> Iterator[tuple[Story, str]]:
    for story in STORIES:
        for municipality, _ in _signals_of(story):
            yield story, municipality
