"""The words of the demo world: invented through and through, and never the same text too often."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from cases.birds import BIRDS
from mensenhandel.demo import naming, people, plan
from mensenhandel.demo.casework.told import TOLD_CASES
from mensenhandel.demo.filler.deal import Card, deal, kind_of
from mensenhandel.demo.filler.fates import REST, Fate
from mensenhandel.demo.personas import personas
from mensenhandel.demo.stories import STORIES
from mensenhandel.demo.stories.steps import MovedTo
from mensenhandel.demo.texts.openings import OPENINGS
from mensenhandel.demo.texts.places import PLACES
from mensenhandel.demo.texts.writer import LONGEST, MOST, OBSERVATIONS, Writer
from mensenhandel.demo.world import World

DAY = date(2026, 11, 21)
# A leap year, the ends of months, quarters and years: the tables must fit whatever day the world is built on.
DAYS = [date(2026, 1, 1) + timedelta(days=23 * number) for number in range(64)]


def test_everybody_is_called_after_an_object_with_the_first_letter_of_the_first_name() -> None:
    for person in people.everybody():
        first, thing = person.name.split()
        assert first[0] == thing[0]
        assert person.email.startswith(f"{thing.lower()}@")
        assert person.email.endswith(".example")


def test_no_word_names_two_people() -> None:
    names = [person.name for person in people.everybody()]
    drawn = [*naming.PEOPLE, *(card.name for card in personas())]
    assert len({name.split()[1] for name in drawn}) == len(drawn)
    assert len(set(names)) == len(names)
    assert len(naming.PEOPLE) >= 150


def test_clients_are_called_demo_and_a_bird() -> None:
    assert set(TOLD_CASES) <= set(BIRDS)
    assert set(TOLD_CASES) == set(naming.STORY_BIRDS)


def test_forty_openings_thirty_places_and_observations_for_every_form() -> None:
    assert sum(len(openings) for openings in OPENINGS.values()) == 40
    assert len(set(PLACES)) == 30
    assert all(len(OBSERVATIONS[kind]) >= 25 for kind in (plan.LABOUR, plan.CRIMINAL, plan.SEXUAL_DOMESTIC))
    assert set(OBSERVATIONS) == set(plan.KINDS)


def test_no_generated_text_is_long_or_stands_more_than_three_times() -> None:
    writer = Writer(World(DAY, 1).random)
    texts = [writer.facts(kind, group)[1] for kind in plan.KINDS for group in OPENINGS for _ in range(20)]
    assert max(Counter(texts).values()) <= MOST
    assert max(len(text.split()) for text in texts) <= LONGEST


def test_a_kind_of_phrase_that_is_used_up_says_so() -> None:
    writer = Writer(World(DAY, 1).random, {"word": (("een",), ("twee", "drie"))})
    assert Counter(writer.phrase("word") for _ in range(6)) == {"een twee": 3, "een drie": 3}
    with pytest.raises(LookupError, match="word"):
        writer.phrase("word")


def test_a_story_is_told_in_order_and_within_sixty_words() -> None:
    for story in STORIES:
        agos = [step.ago for step in story.steps]
        assert agos == sorted(agos, reverse=True), story.key
        assert len(story.facts.facts.split()) <= LONGEST, story.key
        assert story.received >= 1, story.key


def test_phones_plates_and_postcodes_cannot_exist() -> None:
    texts = " ".join(f"{story.facts} {story.steps}" for story in STORIES) + str(TOLD_CASES)
    assert all(found.startswith("06-0000 ") for found in re.findall(r"06-?[ 0-9]{8,}", texts))
    assert all(found.startswith("0") for found in re.findall(r"\b\d{4} [A-Z]{2}\b", texts))
    assert all(found.startswith("0-DEM-") for found in re.findall(r"kenteken (\S+\d)", texts))
    assert not re.findall(r"\b\d{9}\b", texts)


# --- the tables


@pytest.fixture(scope="module")
def cards() -> list[Card]:
    return deal(World(DAY, 7))


def test_the_tables_add_up() -> None:
    assert {area: sum(counts.values()) for area, counts in plan.SIGNALS.items()} == {
        "Zeeland": 120,
        "De Markiezaten": 90,
        "De Baronie": 95,
        "Hart van Brabant": 95,
        "niet ingedeeld": 6,
        "Zuid-Limburg": 14,
    }
    for area, counts in plan.SIGNALS.items():
        assert sum(plan.FORMS[area].values()) == sum(counts.values()), area
    for kind in plan.KINDS:
        assert sum(plan.SOURCES[kind].values()) == sum(forms[kind] for forms in plan.FORMS.values()), kind
    assert sum(count <= 1 for counts in plan.SIGNALS.values() for count in counts.values()) >= 6


def test_the_shares_are_those_of_the_plan(cards: list[Card]) -> None:
    told = [story for story in STORIES for _ in range(1 + sum(isinstance(step, MovedTo) for step in story.steps))]
    kinds = Counter([card.kind for card in cards] + [kind_of(story.facts.form, story.facts.route) for story in told])
    shares = [round(100 * kinds[kind] / 420) for kind in plan.KINDS]
    assert shares == [38, 24, 16, 8, 5, 3, 2, 4]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_whatever_the_day_there_are_as_many_signals_and_fates(day: date) -> None:
    dealt = deal(World(day, 7))
    assert len(dealt) == 420 - len(STORIES) - 1  # one story is two signals: it moved
    assert all(card.municipality and card.day < day for card in dealt)
    fates = Counter(card.fate for card in dealt if card.area == "Zeeland")
    assert fates[Fate.FOLLOW_OWN] + fates[Fate.FOLLOW_RETURNED] == 30
    assert fates[Fate.OFFERED] == 2


@pytest.mark.parametrize("seed", range(8))
def test_another_seed_deals_the_same_numbers_anew(seed: int, cards: list[Card]) -> None:
    dealt = deal(World(DAY, seed))
    fates, expected = (Counter(card.fate for card in hand if card.fate not in REST) for hand in (dealt, cards))
    assert fates == expected
    assert seed == 7 or [card.day for card in dealt] != [card.day for card in cards]


def test_where_nobody_is_appointed_nothing_new_was_taken_up(cards: list[Card]) -> None:
    world = World(DAY, 7)
    assert all(card.ago(world) > people.BORSELE_LEFT for card in cards if card.municipality == "Borsele")
    assert all(
        card.ago(world) > people.STOOD_IN_UNTIL for card in cards if card.municipality in ("Veere", "Baarle-Nassau")
    )


def test_generated_signals_come_in_on_working_days(cards: list[Card]) -> None:
    assert all(card.day.weekday() < 5 for card in cards)
