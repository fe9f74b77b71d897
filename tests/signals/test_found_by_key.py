"""Searching for what is sealed: a whole plate, number, address, company or exact name finds its signal, within scope only."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from core.unit import unit_of_work
from municipalities.roles import actor_for
from signals import operations
from signals.by_key import found_by_key
from signals.finding import find
from signals.models import Signal
from signals.models.people import PERSON
from signals.operations.mentions import Told, ToldPerson, ToldThing
from signals.things import Platform, ThingKind
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.factories.shielding import excluded
from tests.support.clients import OutsideClient
from tests.support.html import main_of
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

PLATE = ToldThing(ThingKind.VEHICLE, value="0-DEM-88")
NAMED = ToldPerson("Demo van den Wulp", alias="Kluut")


def hits(world: World, words: str, who: Any = None) -> list[Any]:
    with unit_of_work("test"):
        found = find(actor_for(who or world.wilma), words)
    return found.hits if found else []


def holding(world: World, *told: Told) -> Signal:
    return make.mentioned(make.triaged(world.goes, world.wilma), actor_for(world.wilma), *told)


@pytest.mark.parametrize(
    ("told", "typed", "why"),
    [
        (PLATE, "0dem88", "kenteken"),
        (PLATE, "0-DEM-88", "kenteken"),
        (make.PHONE, "+31 6 0000 1234", "telefoonnummer"),
        (make.PHONE, "06 00001234", "telefoonnummer"),
        (NAMED, "wulp, demo v.d.", "naam van een persoon"),
        (NAMED, "kluut", "naam van een persoon"),
        (ToldThing(ThingKind.COMPANY, name="Voorbeeldbedrijf Zeepbel B.V."), "voorbeeldbedrijf zeepbel", "bedrijf"),
        (ToldThing(ThingKind.COMPANY, name="Zeepbel", value="00000001"), "0000 0001", "KvK-nummer"),
        (ToldThing(ThingKind.ADDRESS, value="Nergensweg 12", place="Goes"), "nergensweg 12, goes", "plaats, adres"),
        (ToldThing(ThingKind.REFERENCE, value="PLX-2026.000123"), "plx 2026 000 123", "zaaknummer bij een ander"),
        (
            ToldThing(ThingKind.PROFILE, value="@demo.wulp", platform=Platform.INSTAGRAM),
            "demo.wulp",
            "website of profiel",
        ),
    ],
)
def test_what_is_sealed_is_found_when_the_whole_of_it_is_typed(told: Told, typed: str, why: str, world: World) -> None:
    signal = holding(world, told)
    [hit] = hits(world, typed)
    assert (hit.title, hit.why) == (signal.reference, why)


@pytest.mark.parametrize("typed", ["0-DEM", "06 0000", "wulp", "Demo van den Wulf", "Nergensweg"])
def test_a_part_of_it_or_how_it_sounds_finds_nothing(typed: str, world: World) -> None:
    holding(world, PLATE, make.PHONE, NAMED)
    assert hits(world, typed) == []


def test_what_was_corrected_or_taken_back_is_not_found_any_more(world: World) -> None:
    wilma, signal = actor_for(world.wilma), holding(world, PLATE, NAMED)
    other = ToldThing(ThingKind.VEHICLE, value="0-DEM-99")
    operations.correct_mention(signal, actor=wilma, number=1, told=other, key=uuid.uuid4())
    operations.withdraw_mention(signal, actor=wilma, kind=PERSON, number=1, why="Niet waar.", key=uuid.uuid4())
    assert hits(world, "0-DEM-88") == hits(world, "Demo van den Wulp") == []
    assert len(hits(world, "0-DEM-99")) == 1


def test_nobody_elsewhere_and_nobody_who_is_kept_out_finds_it(world: World) -> None:
    signal = holding(world, PLATE, make.PHONE, NAMED)
    for typed in ("0-DEM-88", "06-0000 1234", "Demo van den Wulp"):
        for person in (world.vera, world.floor, world.karlijn, world.hanna, world.person("Philo")):
            assert hits(world, typed, person) == [], (typed, person)
    excluded(signal, world.person("Koos"))
    assert hits(world, "0-DEM-88", world.person("Koos")) == []
    assert len(hits(world, "0-DEM-88")) == 1


def test_the_care_coordinator_finds_it_while_it_is_offered_to_her(world: World) -> None:
    signal = make.mentioned(make.handled(world.goes, world.wilma), actor_for(world.wilma), PLATE)
    assert hits(world, "0-DEM-88", world.karlijn) == []
    operations.offer_signal(signal, actor=actor_for(world.wilma), why="Hulp nodig.", asked=agreed())
    assert [hit.title for hit in hits(world, "0-DEM-88", world.karlijn)] == [signal.reference]


def test_the_list_finds_it_too_and_says_in_what(world: World, client_of: ClientOf) -> None:
    signal = holding(world, PLATE)
    client = client_of(world.wilma)
    page = main_of(client.post(reverse("signals:list"), {"q": "0dem88", "tab": "alles"}, follow=True))
    assert signal.reference in page
    assert '<td data-label="Gevonden in">kenteken' in page


def test_words_and_a_key_in_one_signal_name_both(world: World) -> None:
    signal = make.triaged(world.goes, world.wilma, facts="Vooraan staat Zeepbel op het raam.")
    make.mentioned(signal, actor_for(world.wilma), ToldThing(ThingKind.COMPANY, name="Zeepbel"))
    [hit] = hits(world, "zeepbel")
    assert hit.why == "wat er gezien of gehoord is, bedrijf"


def test_it_takes_one_query_however_many_signals_hold_it(world: World) -> None:
    wilma = actor_for(world.wilma)
    for _ in range(3):
        holding(world, PLATE, make.PHONE)
    assert len(queries_of(lambda: found_by_key(wilma, "0-DEM-88"))) == 1
    assert len(queries_of(lambda: found_by_key(wilma, ""))) == 0
    assert len(found_by_key(wilma, "0-DEM-88")) == 3


def test_the_pages_that_search_take_few_queries(world: World, client_of: ClientOf) -> None:
    holding(world, PLATE)
    client = client_of(world.wilma)
    for url, more in (("/zoeken/", {}), (reverse("signals:list"), {"tab": "alles"})):
        address = client.post(url, {"q": "0-DEM-88", **more}).headers["Location"]
        client.get(address)
        assert len(queries_of(partial(client.get, address))) <= 9
