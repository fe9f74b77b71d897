"""Streets that are spelt nearly the same meet, though nobody compares their letters."""

import itertools
import string
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access import Actor
from core.unit import unit_of_work
from municipalities.roles import actor_for
from signals import operations
from signals.finding import find
from signals.models import Signal
from signals.normal.keys import address_keys
from signals.normal.streets import near_contents
from signals.operations.mentions import ToldThing
from signals.related import related_to
from signals.things import ThingKind
from signals.views.beside import beside
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.support import contexts
from tests.support.emergency import break_glass, koos
from tests.support.queries import queries_of
from tests.support.world import World

SAME, ALIKE = "zelfde straat", "straat lijkt erop"


def street(name: str, place: str = "Goes") -> set[str]:
    """What is kept of a street, without the single house."""
    return {key for key in address_keys(f"{name} 12", place) if not key.startswith("address|")}


def meet(one: str, other: str, place: str = "Goes") -> bool:
    """Whether who has the first finds the other by nearly its name."""
    return bool(near_contents(street(one)) & street(other, place))


_LETTER = st.sampled_from(string.ascii_lowercase)


@st.composite
def _mistaken(draw: st.DrawFn) -> tuple[str, str]:
    """The name of a street of at least five letters, and that name with one mistake."""
    words = draw(st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=9), min_size=1, max_size=3))
    name = " ".join(words)
    if len("".join(words)) < 5:
        name += "straat"
    places = [place for place, sign in enumerate(name) if sign != " "]
    place = draw(st.sampled_from(places))
    before, letter, rest = name[:place], name[place], name[place + 1 :]
    ways = [before + rest, before + draw(_LETTER) + letter + rest, before + draw(_LETTER) + rest, name + draw(_LETTER)]
    if rest[:1].strip():
        ways.append(before + rest[0] + letter + rest[1:])
    return name, draw(st.sampled_from(ways))


@given(_mistaken())
def test_any_one_mistake_in_a_street_of_five_letters_is_found_from_both_sides(names: tuple[str, str]) -> None:
    one, other = names
    both = street(one) & street(other)
    for here, there in (names, names[::-1]):
        assert meet(here, there) or any(key.startswith("street_name|") for key in both), (here, there)
        assert not meet(here, there, "Breda")


_USUAL = [
    first + last
    for first in ("Kerk", "Dorps", "School", "Molen", "Stations", "Linden", "Merel", "Juliana", "Raadhuis", "Industrie")
    for last in ("straat", "laan", "weg", "plein", "singel", "dijk", "pad", "hof")
]
_APART = [
    ("Dam", "Dal"),
    ("Kade", "Kaai"),
    ("1e Kruisstraat", "2e Kruisstraat"),
    ("Lange Kerkstraat", "Korte Kerkstraat"),
]


def test_usual_streets_and_short_ones_are_not_taken_for_each_other() -> None:
    kept = {name: street(name) for name in _USUAL}
    near = {name: near_contents(keys) for name, keys in kept.items()}
    for one, other in itertools.permutations(_USUAL, 2):
        assert not kept[one] & kept[other] | near[one] & kept[other], (one, other)
    for one, other in _APART:
        assert not any(itertools.starmap(meet, ((one, other), (other, one)))), (one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Burg. Wulpstraat", "Burgemeester Wulpstraat"),
        ("Burg. van der Wulpstraat", "Burgemeester v.d. Wulpstraat"),
        ("Burg. Wulpsraat", "Burgemeester Wulpstraat"),
        ("Wulpstraat", "Dr. J.C. Wulpstraat"),
        ("Wulpstrat", "Dr. J.C. Wulpstraat"),
        ("St. Wulpplein", "Sint-Wulpplein"),
        ("Nieuwe Burg. Wulpstraat", "Nieuwe Wulpstraat"),
        ("Mark", "Markt"),
    ],
)
def test_what_people_shorten_or_leave_out_makes_no_other_street(one: str, other: str) -> None:
    # A core that both have is a key of both.
    for here, there in ((one, other), (other, one)):
        assert street(here) & street(there) or meet(here, there), (here, there)


def test_who_sends_long_words_for_streets_does_not_slow_down_who_reads_and_hides_no_other_street() -> None:
    long = [f"{letter * 190}straat" for letter in string.ascii_lowercase]
    asked = near_contents({key for name in (*long, "Burg. Wulpsraat") for key in street(name)})
    assert len(asked) < 40_000
    assert asked & street("Wulpstraat")


def of(world: World, line: str, **given: object) -> Signal:
    return make.triaged(world.goes, world.wilma, address=line, **given)


def why(one: Signal, actor: Actor) -> dict[str, str]:
    with contexts.acting_as(actor):
        return {kin.row.reference: kin.why for kin in related_to(one, actor).alike}


def test_who_works_on_both_reads_why_and_nobody_else(world: World) -> None:
    wilma = actor_for(world.wilma)
    one = of(world, "Burg. Nergensweg 12")
    same, near, core = (of(world, line) for line in ("burg nergensweg 4", "Burg. Nerdensweg 4", "Dr. Nergensweg 1"))
    of(world, "Burg. Nergensweg 12", place="Breda")
    make.triaged(world.breda, world.floor, address="Burg. Nerdensweg 4", place="Goes")
    hidden, opened = of(world, "Burg. Nerdensweg 5"), of(world, "Burg. Nerdensweg 6")
    shield.excluded(hidden, world.wilma)
    shield.restricted(opened, [world.wilma])
    wilma = actor_for(world.wilma)
    told = {same.reference: SAME, near.reference: ALIKE, core.reference: ALIKE, opened.reference: ALIKE}
    assert why(one, wilma) == told
    break_glass(world, opened)
    assert opened.reference not in why(one, koos(world))
    with contexts.acting_as(wilma):
        assert len(queries_of(lambda: related_to(one, wilma))) == 3
        assert beside(near, one, wilma)["same"] == ALIKE
        assert beside(same, one, wilma)["same"] == SAME


def test_it_is_found_as_it_stands_now_and_where_it_went(world: World) -> None:
    wilma = actor_for(world.wilma)
    told = [
        ToldThing(ThingKind.ADDRESS, value=f"{name} 3", place="Goes") for name in ("Nergensweg", "Nergnsweg", "Dijk")
    ]
    one, kept, closed = (make.triaged(world.goes, world.wilma, told=(thing,)) for thing in (told[0], told[2], told[1]))
    assert why(one, wilma) == {closed.reference: ALIKE}
    make.merged(closed, kept, wilma)
    assert why(one, wilma) == {kept.reference: ALIKE}
    assert why(kept, wilma) == {one.reference: ALIKE}
    again = ToldThing(ThingKind.ADDRESS, value="Dijk 5", place="Goes")
    operations.correct_mention(one, actor=wilma, number=1, told=again, key=uuid.uuid4())
    assert why(one, wilma) == {kept.reference: SAME}


def test_the_search_field_finds_a_street_and_nearly_it_also_without_its_house_and_place(world: World) -> None:
    one, other = of(world, "Burg. Nergensweg 12"), of(world, "Nergensdijk 3")
    make.triaged(world.breda, world.floor, address="Nergensdijk 3", place="Goes")
    hidden = of(world, "Nergensdijk 4")
    shield.excluded(hidden, world.wilma)
    for words, signal, why in (
        ("Burg Nergensweg", one, "straat"),
        ("burgemeester nergensweg 4", one, "straat lijkt op wat u typte"),
        ("Nerggensdijk, Goes", other, "straat lijkt op wat u typte"),
        ("Nergnsdijk 3, Goes", other, "straat lijkt op wat u typte"),
    ):
        with unit_of_work("test"):
            found = find(actor_for(world.wilma), words)
        assert found is not None, words
        assert [(hit.title, hit.why) for hit in found.hits] == [(signal.reference, why)], words
    for who in (world.vera, world.karlijn, world.hanna):
        with unit_of_work("test"):
            found = find(actor_for(who), "Nerggensdijk, Goes")
        assert found is None or not found.hits
    with unit_of_work("test"):
        nowhere = find(actor_for(world.wilma), "Nerggensdijk, Breda")
    assert nowhere is not None
    assert not nowhere.hits
