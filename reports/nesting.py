"""What reports of areas that overlap may say beside each other, so that no small number can be worked out from them.

A region less its districts leaves the municipalities that lie in none (Alphen-Chaam, Baarle-Nassau); the province of
Zeeland less its district leaves Tholen. Who has both reports subtracts, and has a figure that neither shows. So a figure
is never judged for one area: it is judged for all areas that hang together, over the same period.

The overlapping areas cut the map into *parts* (Tholen is one). A number of any part, or of parts together, from 1 to 4
must stay unknown. It is unknown as long as the reader of all reports could believe *another world* just as well: the
same published numbers and marks, with one signal more here and one less there. So, figure by figure:

1. an area of 1 to 4 has "<5", but for a whole of four that have it, of which it would say that each has one, and where
   these marks together would give a small number away; an area of 0 has its 0; the others start hidden;
2. in a fixed order (districts, what lies in none, regions, provinces) the next number is shown when every small number
   still has another world in which it differs, and when all areas that make it up have theirs; otherwise it stays "•".

A district therefore keeps its own numbers, and the larger area gives way: of the region the districts are shown and the
total is no more than these say ("71–74"), which keeps most. The rows of a table are shown or hidden together, in the same way: first an area has to
show its totals and no small cell of its own, then every small cell of any part must still be another one in some world,
in which either another row makes up for it or no total that is shown changes.

What is shown follows from the counts alone: not from which reports exist, or who asked first. Limits: docs/adr/0019.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import combinations, islice, product, takewhile

from .disclosure import PROTECTED, SMALL, THRESHOLD, Shown, between, number
from .figures.places import Counts, inside, together

type _Part = frozenset[str]  # the areas in which its municipalities lie
type _World = Mapping[_Part, int]  # by part: one more or one less

# A world differs from the counted one in so many parts at most. More would hide less, at a price in time.
_MOST_CHANGES = 4


@dataclass(frozen=True)
class Family:
    """The areas that hang together, by key, with the ids of their municipalities, in the order in which they are judged.

    `loose`: keys of what lies in no district; it has a row in the report of its region and no report of its own.
    """

    areas: Mapping[str, frozenset[int]]
    loose: frozenset[str] = frozenset()

    @cached_property
    def places(self) -> frozenset[int]:
        """Every municipality of the family."""
        return frozenset().union(*self.areas.values())

    def marks(self, counts: Counts) -> dict[str, Shown]:
        """What may stand for each area, of one figure counted by municipality."""
        judged = self._judged(counts)
        marks: dict[str, Shown] = {}
        for key, total in judged.totals.items():
            if judged.shows(key):
                marks[key] = Shown(number(total), total)
            elif total < THRESHOLD and key not in judged.silent:
                marks[key] = Shown(SMALL)
            else:
                marks[key] = _range([marks[inner] for inner in self.covers[key]]) or Shown(PROTECTED)
        return marks

    @cached_property
    def covers(self) -> Mapping[str, Sequence[str]]:
        """Of each area the ones judged before it that make it up together without overlap; none when there are none."""
        return {key: self._cover(key) for key in self.areas}

    def _cover(self, key: str) -> list[str]:
        left, found = self.areas[key], []
        for other in takewhile(lambda other: other != key, self.areas):
            if self.areas[other] <= left:
                left -= self.areas[other]
                found.append(other)
        return [] if left else found

    def _may_be_small(self, key: str, totals: Mapping[str, int]) -> bool:
        """Whether a small number of this area may read "<5". Of four that are small it would say that each has one."""
        return sum(1 for inner in self.covers[key] if 0 < totals[inner] < THRESHOLD) < THRESHOLD - 1

    def with_rows(self, columns: Sequence[Sequence[Counts]]) -> frozenset[str]:
        """The areas whose table may show its rows. `columns`: of each column of counts all cells, by municipality."""
        totals = [self._judged(together(cells)) for cells in columns]
        tables = [table for cells, total in zip(columns, totals, strict=True) for table in self._rows_of(cells, total)]
        shown: set[str] = set()
        for key in self.areas:
            if key in self.loose or not all(total.shows(key) for total in totals):
                continue
            if any(0 < worlds.totals[key] < THRESHOLD for worlds in tables):
                continue
            tried = [worlds.with_shown(key) for worlds in tables]
            if all(worlds.keep_the_small for worlds in tried):
                tables = tried
                shown.add(key)
        return frozenset(shown)

    def _judged(self, counts: Counts) -> "_Worlds":
        """One figure with every number shown that may be.

        Not that of an area made up of others of which one has no number: next to these a number says which sums stay
        hidden, and a mark would say what the number is not.
        """
        worlds = self._before_any_number(_Worlds.of(self, counts))
        for key in self.areas:
            if worlds.totals[key] < THRESHOLD or not all(worlds.shows(inner) for inner in self.covers[key]):
                continue
            more = worlds.with_shown(key)
            if more.keep_the_small:
                worlds = more
        return worlds

    def _before_any_number(self, every: "_Worlds") -> "_Worlds":
        """The worlds in which each mark is right, with a "<5" wherever that keeps the small numbers open.

        Marks can be added up like numbers: four "<5" beside a "<5" of all four together are 1, 1, 1 and 1. Where they
        would fix a small number the "<5" of the larger area gives way, the last judged first.
        """
        totals = every.totals
        small = [key for key, total in totals.items() if 0 < total < THRESHOLD]
        silent = frozenset(key for key in totals if not self._may_be_small(key, totals))

        def alike(silent: frozenset[str]) -> _Worlds:
            return replace(every.only(partial(_looks_alike, totals, silent)), silent=silent)

        worlds = alike(silent)
        for key in reversed(small):
            if worlds.keep_the_small:
                break
            worlds = alike(worlds.silent | {key})
        return worlds

    def _rows_of(self, cells: Sequence[Counts], totals: "_Worlds") -> list["_Worlds"]:
        """The cells of one column, each with the worlds in which the totals of the column read the same."""
        rows = [_Worlds.of(self, counts) for counts in cells]
        worlds_of_totals = {frozenset(world.items()) for world in totals.worlds}

        def reads_the_same(row: _Worlds, world: _World) -> bool:
            made_up = any(world.keys() <= other.parts.keys() for other in rows if other is not row)
            return made_up or frozenset(world.items()) in worlds_of_totals

        return [row.only(partial(reads_the_same, row)) for row in rows]

    @cached_property
    def parts(self) -> Mapping[_Part, frozenset[int]]:
        """The municipalities by the areas in which they lie."""
        found: dict[_Part, set[int]] = {}
        for place in self.places:
            found.setdefault(frozenset(key for key, places in self.areas.items() if place in places), set()).add(place)
        return {part: frozenset(places) for part, places in sorted(found.items(), key=lambda item: min(item[1]))}


@dataclass(frozen=True, slots=True)
class _Worlds:
    """The worlds that a reader cannot tell from the counted one. `parts`: their counts, of those that have any.

    `silent`: the areas that do not say whether they are small.
    """

    parts: Mapping[_Part, int]
    totals: Mapping[str, int]
    worlds: Sequence[_World]
    shown: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()

    @classmethod
    def of(cls, family: Family, counts: Counts) -> "_Worlds":
        """All of them, before anything is shown."""
        summed = {part: inside(counts, places) for part, places in family.parts.items()}
        # Who knows a whole to be nought knows its parts to be: parts of nought are taken to be known.
        parts = {part: count for part, count in summed.items() if count}
        totals = {key: sum(count for part, count in parts.items() if key in part) for key in family.areas}
        return cls(parts, totals, list(_changes(list(parts))))

    def only(self, agrees: Callable[[_World], bool]) -> "_Worlds":
        """Those that agree with something more."""
        return replace(self, worlds=[world for world in self.worlds if agrees(world)])

    def with_shown(self, key: str) -> "_Worlds":
        """Those that are left once the number of this area is known too."""
        return replace(self.only(lambda world: not _change(world, key)), shown=self.shown | {key})

    def shows(self, key: str) -> bool:
        return key in self.shown or not self.totals[key]

    @property
    def keep_the_small(self) -> bool:
        """Whether each number of 1 to 4, of a part or of parts together, is another one in some world."""
        return all(any(sum(world.get(part, 0) for part in parts) for world in self.worlds) for parts in self._small())

    def _small(self, start: int = 0, room: int = THRESHOLD - 1) -> Iterator[tuple[_Part, ...]]:
        """The parts, and parts together, of 1 to 4."""
        for at, (part, count) in enumerate(islice(self.parts.items(), start, None), start + 1):
            if count <= room:
                yield (part,)
                yield from ((part, *more) for more in self._small(at, room - count))


def _changes(parts: Sequence[_Part]) -> Iterator[_World]:
    """Every way to make up to four parts one more or one less; no part falls below nought, for these all have one."""
    for size in range(1, min(len(parts), _MOST_CHANGES) + 1):
        for chosen in combinations(parts, size):
            for more in product((1, -1), repeat=size):
                yield dict(zip(chosen, more, strict=True))


def _looks_alike(totals: Mapping[str, int], silent: frozenset[str], world: _World) -> bool:
    """Whether no area becomes nought, or crosses the line between small and not small where that is to be seen."""
    for key, total in totals.items():
        changed = total + _change(world, key)
        if total and changed < 1:
            return False
        if (changed < THRESHOLD) != (total < THRESHOLD) and key not in silent:
            return False
    return True


def _change(world: _World, key: str) -> int:
    return sum(more for part, more in world.items() if key in part)


def _range(marks: Sequence[Shown]) -> Shown | None:
    """What a reader can work out of a whole from the marks of its parts; None where one of them is hidden."""
    bounds = [_bounds(mark) for mark in marks]
    known = [found for found in bounds if found is not None]
    if not marks or len(known) < len(bounds):
        return None
    return between(sum(least for least, _ in known), sum(most for _, most in known))


def _bounds(mark: Shown) -> tuple[int, int] | None:
    if mark.value is not None:
        return mark.value, mark.value
    if mark.least is not None and mark.most is not None:
        return mark.least, mark.most
    return (1, THRESHOLD - 1) if mark.text == SMALL else None
