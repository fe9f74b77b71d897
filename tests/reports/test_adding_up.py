"""Marks can be added up as numbers can: what plain arithmetic makes of all reports of the areas around Tholen together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

import pytest

from reports.disclosure import PROTECTED, SMALL, Shown
from reports.nesting import Family

# The shape of Zeeland-West-Brabant, one municipality for each part: Tholen lies in De Markiezaten and in the province of
# Zeeland; what lies in no district (loose) in Noord-Brabant.
BARONIE, BERGEN, THOLEN, HART, ZEELAND, LOOSE = PLACES = range(6)
AROUND_THOLEN = Family(
    {
        "baronie": frozenset({BARONIE}),
        "markiezaten": frozenset({BERGEN, THOLEN}),
        "hart": frozenset({HART}),
        "zeeland": frozenset({ZEELAND}),
        "loose": frozenset({LOOSE}),
        "region": frozenset(PLACES),
        "brabant": frozenset({BARONIE, BERGEN, HART, LOOSE}),
        "province": frozenset({ZEELAND, THOLEN}),
    },
    frozenset({"loose"}),
)
type Division = tuple[int, ...]
type Bounds = tuple[tuple[int, int], ...]  # by municipality: the least and the most
_ENDLESS = 40  # above every number of these tests, with room for a reader to believe more


@dataclass(frozen=True)
class Statement:
    """What a report says of some municipalities together."""

    places: tuple[int, ...]
    least: int
    most: int


def statements(marks: Mapping[str, Shown], division: Division) -> list[Statement]:
    """What all reports say; of a "•" the reader is taken to know whether it stands for five or more."""
    found = []
    for key, mark in marks.items():
        places = tuple(sorted(AROUND_THOLEN.areas[key]))
        if mark.text == SMALL:
            found.append(Statement(places, 1, 4))
        elif mark.text == PROTECTED:
            is_small = sum(division[place] for place in places) < 5
            found.append(Statement(places, 1 if is_small else 5, _ENDLESS * 6))
        elif mark.least is not None and mark.most is not None:
            found.append(Statement(places, mark.least, mark.most))
        else:
            assert mark.value is not None
            found.append(Statement(places, mark.value, mark.value))
    return found


def solution(said: Sequence[Statement], bounds: Bounds) -> Division | None:
    """A division that agrees with all that is said, None when there is none: narrow the bounds, then halve one."""
    narrowed = _narrow(said, bounds)
    if narrowed is None:
        return None
    open_ = [place for place, (least, most) in enumerate(narrowed) if least < most]
    if not open_:
        return tuple(least for least, _ in narrowed)
    place = min(open_, key=lambda place: narrowed[place][1] - narrowed[place][0])
    least, most = narrowed[place]
    middle = (least + most) // 2
    for half in ((least, middle), (middle + 1, most)):
        found = solution(said, (*narrowed[:place], half, *narrowed[place + 1 :]))
        if found is not None:
            return found
    return None


def _narrow(said: Sequence[Statement], bounds: Bounds) -> Bounds | None:
    """Subtract until nothing changes; None when it cannot be."""
    now, before = list(bounds), None
    while now != before:
        before = list(now)
        for one in said:
            least, most = (sum(now[place][end] for place in one.places) for end in (0, 1))
            for place in one.places:
                low, high = now[place]
                now[place] = max(low, one.least - most + high), min(high, one.most - least + low)
                if now[place][0] > now[place][1]:
                    return None
                least, most = least - low + now[place][0], most - high + now[place][1]
    return tuple(now)


def fixed_small_numbers(division: Division, marks: Mapping[str, Shown]) -> list[tuple[int, ...]]:
    """The municipalities, alone or together, of which the reader knows that they have this number from 1 to 4."""
    said = statements(marks, division)
    everything = ((0, _ENDLESS),) * len(division)
    seen = [division]
    fixed = []
    for places in _small_sets(division):
        total = sum(division[place] for place in places)
        if all(sum(other[place] for place in places) == total for other in seen):
            other_sums = Statement(places, 0, total - 1), Statement(places, total + 1, _ENDLESS * 6)
            other = next((found for one in other_sums if (found := solution([*said, one], everything))), None)
            if other is None:
                fixed.append(places)
            else:
                seen.append(other)
    return fixed


def _small_sets(division: Division) -> Iterator[tuple[int, ...]]:
    for size in range(1, len(division) + 1):
        for places in combinations(range(len(division)), size):
            if 1 <= sum(division[place] for place in places) <= 4:
                yield places


def marks_of(division: Division) -> dict[str, Shown]:
    return AROUND_THOLEN.marks(dict(enumerate(division)))


@pytest.mark.parametrize(
    "division",
    [
        (1, 1, 0, 1, 0, 1),  # four "<5" in a "<5": each is 1
        (1, 1, 4, 1, 0, 1),  # "•" is five or more: Tholen would be 4, and the four others 1
        (1, 2, 3, 1, 1, 0),  # five numbers at once
    ],
)
def test_marks_that_would_fix_small_numbers_together_give_way(division: Division) -> None:
    marks = marks_of(division)
    assert PROTECTED in {str(marks["brabant"]), str(marks["province"])}
    assert fixed_small_numbers(division, marks) == []


def test_the_reader_of_these_tests_finds_what_four_marks_say_of_each_other() -> None:
    division = (1, 1, 0, 1, 0, 1)
    told = {**marks_of(division), "brabant": Shown(SMALL)}
    assert fixed_small_numbers(division, told)[:2] == [(BARONIE,), (BERGEN,)]


def test_a_small_number_says_so_where_that_gives_nothing_away() -> None:
    assert {str(mark) for mark in marks_of((2, 0, 0, 1, 0, 0)).values()} == {"0", SMALL}


def test_adding_up_all_marks_fixes_no_number_of_one_to_four() -> None:
    """Small maps most of all: there a mark says much."""
    draw = Random(8)  # noqa: S311  the same maps each time
    for _ in range(1000):
        division = tuple(draw.choice((0, 0, 1, 1, 1, 2, 3, 4, 5, 9)) for _ in PLACES)
        assert (division, fixed_small_numbers(division, marks_of(division))) == (division, [])
