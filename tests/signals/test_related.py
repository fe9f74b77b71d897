"""What may be about the same: found by what is the same, then by what is alike; only of what somebody lists."""

import uuid
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access import Actor
from municipalities.models import Mandate
from municipalities.roles import actor_for
from signals import operations
from signals.codes import PossibleRole
from signals.models import Arrival, MatchKey, Signal
from signals.normal.keys import address_keys, kind_of, person_keys, thing_keys
from signals.operations.mentions import ToldPerson, ToldThing
from signals.related import MOST_ALIKE, MOST_SURE, related_by_hand, related_to, related_to_new, standing_ask, told
from signals.things import MatchKind, ThingKind
from signals.views.parts import parts_of
from tests.factories import cases as make_case
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.support import contexts
from tests.support.emergency import break_glass, koos
from tests.support.world import World

PLATE = ToldThing(ThingKind.VEHICLE, value="0-DEM-04")
COMPANY = "Voorbeeldbedrijf Nevelfruit"


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma)


def told_with(world: World, *mentions: ToldPerson | ToldThing, **given: str) -> Signal:
    """Of Goes, with these people and things."""
    return make.triaged(world.goes, world.wilma, told=mentions, **given)


def why(one: Signal, actor: Actor) -> dict[str, str]:
    """By the number of each other dossier why it was found."""
    with contexts.acting_as(actor):
        found = related_to(one, actor)
    return {kin.row.reference: kin.why for kin in (*found.sure, *found.alike)}


def in_margin(one: Signal, actor: Actor) -> list[str]:
    """The numbers that the page of the signal itself shows, and the one that says it was saved."""
    with contexts.acting_as(actor):
        found = told(standing_ask(actor, one.pk), parts_of(one, actor))
        new = related_to_new(one, actor)
    shown = [kin.row.reference for kin in found.sure]
    assert [kin.row.reference for kin in new.sure] == shown
    assert [kin.row.reference for kin in new.alike] == [kin.row.reference for kin in found.alike]
    return shown


def test_each_other_signal_says_why_the_strongest_reason_first(world: World, wilma: Actor) -> None:
    one = told_with(world, PLATE, make.PHONE, ToldPerson("Demo Kovalsky"), address="Nergensweg 12")
    both = told_with(world, make.PHONE, PLATE)
    sounds = told_with(world, ToldPerson("Demo Kowalski", role=PossibleRole.EXPLOITER))
    street = told_with(world, address="nergens weg 88")
    near = told_with(world, address="Nergensweeg 3")
    assert list(why(one, wilma).items()) == [
        (both.reference, "zelfde kenteken, zelfde telefoonnummer"),
        (sounds.reference, "naam die hetzelfde klinkt"),
        (street.reference, "zelfde straat"),
        (near.reference, "straat lijkt erop"),
    ]
    with contexts.acting_as(wilma):
        found = related_to(one, wilma)
    assert ([kin.sure for kin in found.sure], [kin.sure for kin in found.alike]) == ([True], [False] * 3)


def test_the_margin_shows_what_the_page_calls_the_same(world: World, wilma: Actor) -> None:
    one, other = told_with(world, PLATE), told_with(world, PLATE)
    told_with(world, company=COMPANY)
    assert in_margin(one, wilma) == [other.reference] == list(why(one, wilma))


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (COMPANY, "Voorbeeldbedrijf Nevelfriut"),
        (COMPANY, "Nevelfruit"),
        ("Kwekerij de Rozenhof", "Kwekerij de Roosenhof"),
    ],
)
def test_a_company_that_is_spelt_otherwise_is_alike(world: World, wilma: Actor, here: str, there: str) -> None:
    one = told_with(world, company=here)
    other = told_with(world, ToldThing(ThingKind.COMPANY, name=there))
    assert why(one, wilma) == {other.reference: "naam van het bedrijf lijkt erop"}
    assert why(other, wilma) == {one.reference: "naam van het bedrijf lijkt erop"}


def test_two_companies_that_share_a_first_word_are_not(world: World, wilma: Actor) -> None:
    one = told_with(world, company=COMPANY)
    told_with(world, company="Voorbeeldbedrijf Zeepbel")
    assert why(one, wilma) == {}


def test_a_place_is_compared_unless_it_is_the_municipality(world: World, wilma: Actor) -> None:
    one, other = told_with(world, place="Bedenksteeg"), told_with(world, place="Bedenkstege")
    assert why(one, wilma) == {other.reference: "plaats lijkt erop"}
    assert why(told_with(world), wilma) == {}
    # Every address there holds its name.
    assert why(told_with(world, place="Fantasiehof, Goes"), wilma) == {}


def test_the_one_line_of_a_note_is_read_as_an_address(world: World, wilma: Actor) -> None:
    whole = told_with(world, address="Nergensweg 12, 0000 AA Goes")
    note, beside = (told_with(world, place=place) for place in ("Nergensweg 12, Goes", "nergens weg 88, Goes"))
    assert why(note, wilma)[whole.reference] == "zelfde adres"
    assert why(note, wilma)[beside.reference].startswith("zelfde straat")
    assert why(whole, wilma) == {note.reference: "zelfde adres", beside.reference: "zelfde straat"}


def test_a_number_in_the_text_is_found_both_ways(world: World, wilma: Actor) -> None:
    other = told_with(world)
    one = told_with(world, facts=f"Zie ook {other.reference.lower()}: dezelfde straat.")
    assert why(one, wilma) == {other.reference: "het nummer wordt hier genoemd"}
    assert why(other, wilma) == {one.reference: "noemt het nummer van dit dossier"}


def test_a_number_that_was_misread_finds_the_one_that_was_meant(world: World, wilma: Actor) -> None:
    other = told_with(world)
    [kind, body, check] = other.reference.split("-")
    misread = f"{kind}-{body}-{'3' if check == '2' else '2'}"
    one = told_with(world, facts=f"Zie ook {misread}: dezelfde straat.")
    assert why(one, wilma) == {other.reference: "hier wordt bijna dit nummer genoemd"}
    with contexts.acting_as(wilma):
        assert [kin.row.reference for kin in related_by_hand(one, wilma).alike] == [other.reference], (
            "in the margin too"
        )


def test_what_was_corrected_or_withdrawn_is_found_by_nothing(world: World, wilma: Actor) -> None:
    company = ToldThing(ThingKind.COMPANY, name=COMPANY)
    one, corrected, withdrawn = told_with(world, company), told_with(world, company), told_with(world, company)
    assert set(why(one, wilma)) == {corrected.reference, withdrawn.reference}
    other = ToldThing(ThingKind.COMPANY, name="Demohandel Zeepbel")
    operations.correct_mention(corrected, actor=wilma, number=1, told=other, key=uuid.uuid4())
    operations.withdraw_mention(
        withdrawn, actor=wilma, kind=ThingKind.COMPANY, number=1, why="Dubbel.", key=uuid.uuid4()
    )
    assert why(one, wilma) == {}


def test_signals_that_were_merged_are_one(world: World, wilma: Actor) -> None:
    kept, closed, other = told_with(world, make.PHONE), told_with(world, PLATE), told_with(world, PLATE)
    make.merged(closed, kept, wilma)
    assert why(other, wilma) == {kept.reference: "zelfde kenteken"}
    assert why(kept, wilma) == why(closed, wilma) == {other.reference: "zelfde kenteken"}
    assert in_margin(kept, wilma) == in_margin(closed, wilma) == [other.reference]
    operations.split_signal(signal=closed, actor=wilma, why="Toch twee.")
    assert why(other, wilma) == {closed.reference: "zelfde kenteken"}


def test_a_closed_signal_is_found_and_one_that_was_moved_is_never_its_own_relation(world: World, wilma: Actor) -> None:
    one, closed, moved = told_with(world, PLATE), told_with(world, PLATE), told_with(world, PLATE)
    operations.decide(closed, actor=wilma, judgement=make.JUDGEMENT)
    operations.close(Signal._base_manager.get(pk=closed.pk), actor=wilma, closing=make.CLOSING)
    asked = make.offered_to(moved, world.breda, wilma)
    operations.accept_move(actor=actor_for(world.floor), arrival=Arrival._base_manager.get(move_id=asked.pk))
    assert set(why(one, wilma)) == {closed.reference, moved.reference}
    both = Actor(user_id=world.wilma.pk, hat="focal_officer", content=frozenset({world.goes.pk, world.breda.pk}))
    there = Signal._base_manager.get(municipality=world.breda)
    assert moved.reference not in why(there, both)
    assert there.reference not in why(Signal._base_manager.get(pk=moved.pk), both)


def test_another_municipality_another_role_and_who_is_kept_out_find_nothing(world: World, wilma: Actor) -> None:
    one, other = told_with(world, PLATE, company=COMPANY), told_with(world, PLATE, company="Nevelfruit")
    there = make.triaged(world.breda, world.floor, told=(PLATE,), company=COMPANY)
    assert set(why(one, wilma)) == {other.reference}
    assert why(there, actor_for(world.floor)) == {}
    restricted, excluded = told_with(world, PLATE), told_with(world, PLATE)
    shield.restricted(restricted, [world.koos])
    shield.excluded(excluded, world.wilma)
    for found in (set(why(one, actor_for(world.wilma))), set(in_margin(one, actor_for(world.wilma)))):
        assert found == {other.reference}


def test_what_emergency_access_opened_is_no_relation(world: World) -> None:
    one, opened = told_with(world, PLATE), told_with(world, PLATE, facts="Een busje.")
    shield.restricted(opened, [world.wilma])
    break_glass(world, opened)
    assert why(one, koos(world)) == {}
    assert in_margin(one, koos(world)) == []


def test_a_coordinator_sees_the_relation_between_two_municipalities_and_neither_officer_does(world: World) -> None:
    carer = Mandate.objects.get(municipality=world.goes).organisation
    Mandate.objects.create(
        municipality=world.vlissingen, organisation=carer, document="Voorbeeldbesluit", valid_from="2020-01-01"
    )
    goes = make_case.offered(world.goes, world.wilma, told=(PLATE,))
    vlissingen = make_case.offered(world.vlissingen, world.vera, told=(PLATE,))
    make.triaged(world.vlissingen, world.vera, told=(PLATE,))  # not offered
    assert why(goes, make_case.coordinator(world.karlijn)) == {vlissingen.reference: "zelfde kenteken"}
    assert why(goes, actor_for(world.wilma)) == {}
    assert in_margin(goes, actor_for(world.wilma)) == []


def test_what_is_alike_alone_does_not_flood_and_what_is_the_same_is_counted(world: World, wilma: Actor) -> None:
    one = told_with(world, PLATE, address="Nergensweg 1")
    for number in range(MOST_ALIKE + 3):
        told_with(world, address=f"Nergensweg {number + 2}")
    for _ in range(2):
        told_with(world, PLATE)
    with contexts.acting_as(wilma):
        found = related_to(one, wilma)
    assert (len(found.sure), len(found.alike), found.more_alike, found.count) == (2, MOST_ALIKE, 3, 2)
    assert MOST_SURE > MOST_ALIKE


_WORD = st.text("abdefgklmnoprstuvw", min_size=4, max_size=9)
_SIGNS = st.sampled_from([str.upper, str.title, lambda text: f" {text}  ", lambda text: text.replace(" ", "  ")])
_PHONES = st.integers(10_000_000, 99_999_999)


@given(_WORD, _WORD, st.integers(1, 999), _SIGNS)
def test_values_with_the_same_normal_form_meet_and_others_do_not(
    first: str, second: str, number: int, written: Callable[[str], str]
) -> None:
    name, street = f"{first} {second}", f"{first}straat {number}"
    assert person_keys(name) == person_keys(written(name))
    assert address_keys(street, second) == address_keys(written(street), written(second))
    exact = {key for key in person_keys(name) if key.startswith("person|")}
    assert exact.isdisjoint(person_keys(f"{name} zz"))
    assert {key for key in address_keys(street, second) if key.startswith("address|")}.isdisjoint(
        address_keys(f"{first}straat {number + 1}", second)
    )


@given(_PHONES, _PHONES)
def test_telephone_numbers_meet_when_they_are_one(one: int, other: int) -> None:
    def keys(text: str) -> set[str]:
        return thing_keys(ThingKind.PHONE, value=text)

    assert keys(f"06 {one}") == keys(f"+31 (0)6-{one}") == keys(f"00316{one}") != set()
    assert (keys(f"06{one}") == keys(f"06{other}")) == (one == other)


def test_the_key_of_a_street_is_of_no_single_house() -> None:
    both = address_keys("Nergensweg 1", "Goes") & address_keys("Nergensweg 2", "Goes")
    assert {kind_of(key) for key in both} == {MatchKind.STREET_NAME, MatchKind.STREET}
    assert not address_keys("Dorpsstraat 1") & address_keys("Dorpsstraat 2")


def test_a_signal_that_mentions_nothing_finds_nothing(world: World, wilma: Actor) -> None:
    one = told_with(world)
    assert not MatchKey.objects.of(one).exists()
    assert why(one, wilma) == {}
