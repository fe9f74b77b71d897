"""Reports of areas that overlap: what they show beside each other, and what nobody can work out from all of them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.disclosure import PROTECTED, SMALL, Shown
from reports.figures.places import Counts
from reports.nesting import Family

# A region of two districts and one municipality that lies in neither (3), and a province that takes in the first
# district and a municipality of the second (2): Zeeland, Tholen and Alphen-Chaam in small.
ZEELAND, MARKIEZATEN, LOOSE = frozenset({0, 1}), frozenset({2, 4}), frozenset({3})
REGION = ZEELAND | MARKIEZATEN | LOOSE
PROVINCE, OTHER_PROVINCE = ZEELAND | {2}, frozenset({3, 4})
SMALL_MAP = Family(
    {
        "zeeland": ZEELAND,
        "markiezaten": MARKIEZATEN,
        "loose": LOOSE,
        "region": REGION,
        "province": PROVINCE,
        "other_province": OTHER_PROVINCE,
    },
    frozenset({"loose"}),
)
# Nothing lies outside the districts, and the province is the region: Zuid-Limburg.
LIMBURG = Family({"parkstad": frozenset({0, 1}), "heuvelland": frozenset({2}), "region": frozenset({0, 1, 2})})
# Every larger area is made up of smaller ones that have marks of their own.
THREE = Family({"a": frozenset({0}), "b": frozenset({1}), "c": frozenset({2}), "region": frozenset({0, 1, 2})})
FOUR = Family({**{str(i): frozenset({i}) for i in range(4)}, "region": frozenset(range(4))})
TWO_REGIONS = Family(
    {
        **{str(i): frozenset({i}) for i in range(3)},
        "west": frozenset({0, 1}),
        "east": frozenset({2}),
        "province": frozenset({1, 2}),
        "country": frozenset(range(3)),
    }
)


def read(family: Family, **counts: int) -> dict[str, str]:
    """The marks when each named set of municipalities counts so many, all in its first one."""
    named = {"zeeland": 0, "tholen": 2, "markiezaten": 4, "loose": 3}
    marks = family.marks({named[name]: count for name, count in counts.items()})
    return {key: str(mark) for key, mark in marks.items()}


class TestTheNamedDifferences:
    def test_a_region_less_its_districts_never_gives_what_lies_in_none(self) -> None:
        shown = read(SMALL_MAP, zeeland=30, tholen=6, markiezaten=12, loose=3)
        assert (shown["zeeland"], shown["markiezaten"], shown["loose"]) == ("30", "18", SMALL)
        assert shown["region"] == "49–52"

    def test_a_province_less_its_district_never_gives_tholen(self) -> None:
        shown = read(SMALL_MAP, zeeland=30, tholen=2, markiezaten=12, loose=8)
        assert (shown["zeeland"], shown["region"]) == ("30", "52")
        assert shown["province"] == PROTECTED

    def test_a_hidden_province_cannot_be_had_from_the_region_and_the_other_province(self) -> None:
        shown = read(SMALL_MAP, zeeland=30, tholen=2, markiezaten=12, loose=8)
        assert shown["other_province"] == PROTECTED

    def test_where_nothing_small_is_left_over_every_number_is_shown(self) -> None:
        shown = read(SMALL_MAP, zeeland=30, tholen=6, markiezaten=12, loose=8)
        assert list(shown.values()) == ["30", "18", "8", "56", "36", "20"]

    def test_a_difference_of_nought_hides_nothing(self) -> None:
        assert read(SMALL_MAP, zeeland=30, markiezaten=12)["province"] == "30"

    def test_a_small_district_cannot_be_had_from_the_region_and_the_other_districts(self) -> None:
        shown = {key: str(mark) for key, mark in LIMBURG.marks({0: 3, 2: 20}).items()}
        assert shown == {"parkstad": SMALL, "heuvelland": "20", "region": "21–24"}

    @pytest.mark.parametrize(("one", "other"), [(4, 1), (3, 2), (4, 2), (3, 4), (4, 4)])
    def test_two_small_districts_read_the_same_whatever_their_sum(self, one: int, other: int) -> None:
        """A number for some sums would say of the others that they are not these."""
        assert str(LIMBURG.marks({0: one, 2: other})["region"]) == "2–8"

    def test_a_region_of_four_small_districts_is_not_said_to_be_small_for_then_each_has_one(self) -> None:
        assert str(FOUR.marks({0: 1, 1: 1, 2: 1, 3: 1})["region"]) == "4–16"
        assert str(FOUR.marks({0: 1, 1: 1, 2: 1})["region"]) == SMALL
        assert str(FOUR.marks({0: 1, 1: 1, 2: 1, 3: 9})["region"]) == "12–21"


COUNTS = st.integers(0, 7)
MAPS = st.sampled_from([SMALL_MAP, LIMBURG])


@st.composite
def random_maps(draw: st.DrawFn) -> Family:
    """Areas that overlap in any way, of five municipalities."""
    some = st.frozensets(st.integers(0, 4), min_size=1)
    return Family(
        {str(i): places for i, places in enumerate(draw(st.lists(some, min_size=1, max_size=6, unique=True)))}
    )


def small_sets(family: Family, counts: Counts) -> Iterator[frozenset[int]]:
    """Every set of municipalities that the areas can tell from the others, alone or together, with 1 to 4."""
    parts = list(family.parts.values())
    for size in range(1, len(parts) + 1):
        for chosen in combinations(parts, size):
            places: frozenset[int] = frozenset().union(*chosen)
            if 1 <= sum(counts.get(place, 0) for place in places) <= 4:
                yield places


def reads_so(mark: Shown, total: int) -> bool:
    """Whether a reader of this mark can believe this total."""
    if mark.text == SMALL:
        return 1 <= total <= 4
    if mark.least is not None and mark.most is not None:
        return mark.least <= total <= mark.most
    return total >= 5 if mark.text == PROTECTED else total == mark.value


def believable(family: Family, counts: Counts, marks: Mapping[str, Shown]) -> list[tuple[int, ...]]:
    """By part, divisions near the counted one that agree with all that is shown."""
    parts = list(family.parts)
    counted = [sum(counts.get(place, 0) for place in places) for places in family.parts.values()]
    return [
        division
        for division in product(*(range(max(0, count - 4), count + 5) for count in counted))
        if all(
            reads_so(mark, sum(n for areas, n in zip(parts, division, strict=True) if key in areas))
            for key, mark in marks.items()
        )
    ]


@settings(max_examples=40, deadline=None)
@given(st.one_of(MAPS, random_maps()), st.lists(COUNTS, min_size=5, max_size=5))
def test_who_has_all_reports_knows_no_number_of_one_to_four(family: Family, numbers: list[int]) -> None:
    """By trying every division of signals over the parts that the reports leave open."""
    counts = {place: number for place, number in enumerate(numbers) if place in family.places}
    worlds = believable(family, counts, family.marks(counts))
    parts = list(family.parts.values())
    for places in small_sets(family, counts):
        sums = {sum(n for part, n in zip(parts, world, strict=True) if part <= places) for world in worlds}
        assert len(sums) > 1


@pytest.mark.parametrize("family", [LIMBURG, THREE, FOUR, TWO_REGIONS])
def test_who_knows_the_method_too_knows_no_number_of_one_to_four(family: Family) -> None:
    """By taking all divisions that lead to the same marks, which is all that a reader has."""
    parts = list(family.parts.values())
    read_alike: dict[tuple[Shown, ...], list[dict[int, int]]] = defaultdict(list)
    for division in product(range(7), repeat=len(parts)):
        counts = {min(places): number for places, number in zip(parts, division, strict=True)}
        read_alike[tuple(family.marks(counts).values())].append(counts)
    for alike in read_alike.values():
        for places in small_sets(family, alike[0]):
            assert len({sum(counts.get(place, 0) for place in places) for counts in alike}) > 1


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(MAPS, random_maps()),
    st.lists(st.lists(st.sampled_from([0, 1, 3, 5, 6, 9, 20]), min_size=5, max_size=5), min_size=1, max_size=3),
)
def test_no_adding_and_subtracting_of_cells_and_totals_gives_one_to_four(family: Family, rows: list[list[int]]) -> None:
    """Over tables with rows: every sum of published cells and totals of all areas, with any sign."""
    cells = [{place: row[place] for place in family.places} for row in rows]
    total = {place: sum(row[place] for row in rows) for place in family.places}
    shown = family.with_rows([cells])
    marks = family.marks(total)
    parts = list(family.parts.items())
    published = [
        _vector(parts, key, range(len(rows)), len(rows)) for key, mark in marks.items() if mark.value is not None
    ] + [_vector(parts, key, [row], len(rows)) for key in shown for row in range(len(rows))]
    known = _Span(published)
    _learn_what_is_nought(known, parts, cells)
    for chosen in ([*range(len(rows))], *([row] for row in range(len(rows)))):
        counted = {place: sum(cells[row][place] for row in chosen) for place in family.places}
        for places in small_sets(family, counted):
            wanted = [Fraction(part <= places and row in chosen) for _, part in parts for row in range(len(rows))]
            assert wanted not in known


@given(st.lists(COUNTS, min_size=5, max_size=5), st.permutations(list(range(5))))
def test_what_is_shown_depends_on_the_counts_and_not_on_their_order(numbers: list[int], order: list[int]) -> None:
    ordered = {place: numbers[place] for place in order}
    assert SMALL_MAP.marks(ordered) == SMALL_MAP.marks(dict(enumerate(numbers)))


@pytest.mark.parametrize("loose", [0, 5, 9])
def test_rows_of_a_region_and_its_districts_stand_beside_each_other_when_nothing_small_is_left(loose: int) -> None:
    row = {0: 9, 2: 6, 4: 7, 3: loose}
    assert SMALL_MAP.with_rows([[row, row]]) == {*("zeeland", "markiezaten", "region", "province", "other_province")}


def test_the_rows_of_a_region_go_when_a_cell_less_those_of_its_districts_is_small() -> None:
    first, second = {0: 9, 4: 13, 3: 7}, {0: 6, 4: 8, 3: 2}
    shown = SMALL_MAP.with_rows([[first, second]])
    assert shown >= {"zeeland", "markiezaten"}
    assert "region" not in shown


def _vector(
    parts: Sequence[tuple[Collection[str], object]], key: str, rows: Collection[int], width: int
) -> list[Fraction]:
    return [Fraction(key in areas and row in rows) for areas, _ in parts for row in range(width)]


def _unit(length: int, at: int) -> list[Fraction]:
    return [Fraction(i == at) for i in range(length)]


def _learn_what_is_nought(
    known: "_Span", parts: Sequence[tuple[object, frozenset[int]]], cells: Sequence[Counts]
) -> None:
    """Who finds that a sum is nought knows that each of its parts is, and may find more with that."""
    width = len(cells)
    sums = [
        [p * width + row for p in chosen for row in rows]
        for size in range(1, len(parts) + 1)
        for chosen in combinations(range(len(parts)), size)
        for rows in ([*range(width)], *([row] for row in range(width)))
        if not any(cells[row][place] for p in chosen for row in rows for place in parts[p][1])
    ]
    before = -1
    while before < len(known.rows):
        before = len(known.rows)
        for at in sums:
            if [Fraction(i in at) for i in range(len(parts) * width)] in known:
                for i in at:
                    known.add(_unit(len(parts) * width, i))


class _Span:
    """Everything that adding and subtracting can make of these."""

    def __init__(self, vectors: list[list[Fraction]]) -> None:
        self.rows: list[tuple[int, list[Fraction]]] = []
        for vector in vectors:
            self.add(vector)

    def add(self, vector: list[Fraction]) -> None:
        rest = self._rest(vector)
        pivot = next((i for i, value in enumerate(rest) if value), None)
        if pivot is not None:
            self.rows.append((pivot, [value / rest[pivot] for value in rest]))

    def __contains__(self, vector: list[Fraction]) -> bool:
        return not any(self._rest(vector))

    def _rest(self, vector: list[Fraction]) -> list[Fraction]:
        for pivot, row in self.rows:
            vector = [value - vector[pivot] * other for value, other in zip(vector, row, strict=True)]
        return vector
