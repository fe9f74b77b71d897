"""What a search says of each signal that it finds: in which field the words stand, and a line of the story around them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.references import ALPHABET, normalise
from core.search import MOST_COUNTED
from core.unit import unit_of_work
from core.words import tidy
from municipalities.roles import actor_for
from signals.finding import find
from signals.models import Signal
from signals.searching import resembling
from tests.factories import many
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.html import main_of
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

STORY = "Achter het bedrijf staan caravans. Elke nacht rijdt een bus met zes mannen naar de kassen en weer terug."


def hits(world: World, words: str) -> list[Any]:
    with unit_of_work("test"):
        found = find(actor_for(world.wilma), words)
    return found.hits if found else []


def searched(client: OutsideClient, words: str) -> str:
    return main_of(client.post("/zoeken/", {"q": words}, follow=True))


def test_a_word_of_the_story_is_quoted_with_what_stands_around_it(world: World) -> None:
    make.triaged(world.goes, world.wilma, facts=STORY)
    [hit] = hits(world, "caravan")
    assert hit.why == "wat er gezien of gehoord is"
    assert [piece.text for piece in hit.excerpt if piece.found] == ["caravans"]
    assert "staan" in "".join(piece.text for piece in hit.excerpt)


@pytest.mark.parametrize(("field", "label"), [("company", "bedrijf"), ("vehicle", "voertuig"), ("place", "plaats")])
def test_of_another_field_only_its_name_is_told(world: World, field: str, label: str) -> None:
    make.triaged(world.goes, world.wilma, **{"facts": STORY, field: "Zonnewende"})
    [hit] = hits(world, "zonnewende")
    assert (hit.why, hit.excerpt) == (label, ())


def test_words_in_two_fields_name_both(world: World) -> None:
    make.triaged(world.goes, world.wilma, facts=STORY, company="Kwekerij Zonnewende")
    [hit] = hits(world, "caravans zonnewende")
    assert hit.why == "wat er gezien of gehoord is, bedrijf"


def test_what_was_typed_in_a_story_stays_text(world: World, client_of: ClientOf) -> None:
    make.triaged(world.goes, world.wilma, facts="<script>alert('kas')</script> bij de kas \ue000weg\ue001")
    page = searched(client_of(world.wilma), "kas")
    assert "<script>alert" not in page
    assert "<mark>kas</mark>" in page
    assert "\ue000" not in page


def test_the_story_of_another_municipality_is_quoted_to_nobody_else(world: World, client_of: ClientOf) -> None:
    make.triaged(world.goes, world.wilma, facts=STORY, company="Kwekerij Zonnewende")
    for person in (world.vera, world.floor, world.karlijn, world.person("Philo")):
        for words in ("caravans", "zonnewende", "zonewende"):
            page = searched(client_of(person), words)
            assert "<mark>" not in page
            assert "Gevonden in" not in page


def test_a_name_that_is_spelt_otherwise_is_found_when_nothing_else_is(world: World, client_of: ClientOf) -> None:
    signal = make.triaged(world.goes, world.wilma, company="Kwekerij De Rozenhof")
    page = searched(client_of(world.wilma), "roosenhof")
    assert "Signalen die erop lijken" in page
    assert signal.reference in page
    assert "Signalen die erop lijken" not in searched(client_of(world.wilma), "rozenhof")


def test_what_resembles_nothing_is_not_found(world: World, client_of: ClientOf) -> None:
    make.triaged(world.goes, world.wilma, company="Kwekerij De Rozenhof")
    for words in ("vrachtschip", "roz"):
        assert "Niets gevonden" in searched(client_of(world.wilma), words)


def test_resembling_names_the_municipality_in_its_own_question(world: World) -> None:
    sql = str(resembling(Signal.objects.listed_for(actor_for(world.wilma)), "rozenhof").query)
    assert '"municipality_id" IN (' in sql


def test_a_number_read_wrong_is_told_and_shows_ones_own_that_is_nearly_so(world: World, client_of: ClientOf) -> None:
    signal = make.triaged(world.goes, world.wilma)
    wrong = next(sign for sign in ALPHABET if sign != signal.reference[-1])
    client = client_of(world.wilma)
    of_mine = signal.reference[:-1] + wrong
    others = [sign for sign in ALPHABET if sign not in signal.reference]
    of_nobody = f"S-{others[0] * 4}-{next(sign for sign in others if normalise(f'S-{others[0] * 4}-{sign}') is None)}"
    for typed, found in ((of_mine, True), (of_nobody, False), (of_mine.lower(), True)):
        page = searched(client, typed)
        assert "klopt niet met de rest" in page
        assert (signal.reference in page) is found
        assert ("nummer lijkt op wat u typte" in page) is found


def test_a_common_word_is_counted_up_to_a_limit_and_in_few_queries(world: World, client_of: ClientOf) -> None:
    many.signals(world, MOST_COUNTED + 1)
    word = "bedden"
    Signal.objects.unscoped(reason="test").update(facts=f"Veel {word} in de loods.")
    client = client_of(world.wilma)
    address = client.post("/zoeken/", {"q": word}).headers["Location"]
    client.get(address)
    assert len(queries_of(lambda: client.get(address))) <= 8
    assert f"(meer dan {MOST_COUNTED})" in main_of(client.get(address))
    in_list = client.post(reverse("signals:list"), {"q": word, "tab": "alles"}).headers["Location"]
    assert len(queries_of(lambda: client.get(in_list))) <= 9  # one of them for what is sealed (by_key.py)
    page = main_of(client.get(in_list))
    assert f"meer dan {MOST_COUNTED} signalen" in page
    assert page.count(f"<mark>{word}</mark>") == 25


def test_more_operators_than_the_database_can_hold_are_no_fault(world: World) -> None:
    make.triaged(world.goes, world.wilma, facts=STORY)
    for words in ("-<" * 40, "- " * 50, '-"' * 50, "-_" * 50, "!" * 100):
        assert hits(world, words) == []
    assert len(hits(world, "-< caravans --")) == 1


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.one_of(st.text(max_size=300), st.text(alphabet="\"-_&|!():*<>\\'% orOR\x00\ud800😀\ue000", max_size=60))
)
def test_whatever_is_typed_the_search_answers(world: World, words: str) -> None:
    """Quotes, minus signs, operators of the database, NUL, halves of a character, emoji, far too much."""
    actor = actor_for(world.wilma)
    for each in (words, words * 40):
        assert list(Signal.objects.listed_for(actor).matching(each)) == []
        assert list(resembling(Signal.objects.listed_for(actor), each)) == []
        assert hits(world, tidy(each)) == []
