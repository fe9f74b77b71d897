"""The rows of a spreadsheet, as text: CSV, XLSX and ODS, read by us and by nothing that could do what they ask.

Nothing is computed: of a formula the value counts that its own program saw last. A date becomes "2026-11-22", a number stays
as it was typed, "waar" becomes "ja". Hidden sheets are read like others, so that nobody imports what she cannot choose.
What an office document may hold is judged first (offices.py): no macros, nothing fetched from elsewhere, no entities.
A small file can stand for a very big table (a text told a million times); what comes out is counted, and the file refused.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from . import offices, texts
from .formulas import unguarded
from .refusing import Refusal, Why

type Row = list[str]
type Sheet = dict[str, Any]

LAST_ROW = 1_048_576  # of a sheet, in the programs that make them
MOST_COLUMNS = 100
MOST_SHEETS = 50
# Of all cells together. Ten thousand rows of two thousand signs.
MOST_CHARACTERS = 20_000_000
LONGEST_CELL = 32_767  # what Excel holds in one
_SEPARATORS = ";,\t"
_LOOKED_AT = 30
_LOOKED_THROUGH = 30 * LONGEST_CELL  # signs in which these rows are
_QUOTED = re.compile(r'(^|[;,\t])"(?:[^"]|"")*+"', re.MULTILINE)


class Gathering:
    """The rows of one file, counted as they come."""

    def __init__(self, most_rows: int) -> None:
        self.most_rows = most_rows
        self.characters = 0
        self.sheets: list[Sheet] = []

    def begin(self, name: str) -> None:
        """A next sheet."""
        if len(self.sheets) == MOST_SHEETS:
            raise Refusal(Why.TOO_HEAVY)
        self.sheets.append({"name": name[:120], "rows": []})

    def add(self, number: int, cells: Iterable[str], times: int = 1) -> None:
        """One row of the sheet that was begun, `number` as its program counts; `times`: it stands there so often."""
        row = [cell.strip()[:LONGEST_CELL] for cell in cells]
        while row and not row[-1]:
            row.pop()
        if not row:
            return
        rows = self.sheets[-1]["rows"]
        if len(rows) + times > self.most_rows:
            raise Refusal(Why.TOO_MANY_ROWS)
        # A row that comes before the one above it, or further than any program counts, is no row of a list.
        if not (rows[-1][0] if rows else 0) < number <= LAST_ROW - times + 1:
            raise Refusal(Why.BROKEN)
        if len(row) > MOST_COLUMNS:
            raise Refusal(Why.TOO_HEAVY)
        self.characters += times * sum(map(len, row))
        if self.characters > MOST_CHARACTERS:
            raise Refusal(Why.TOO_HEAVY)
        rows.extend([number + turn, row] for turn in range(times))

    def found(self) -> list[Sheet]:
        """The sheets with something in them."""
        sheets = [sheet for sheet in self.sheets if sheet["rows"]]
        if not sheets:
            raise Refusal(Why.NO_TABLE)
        return sheets


def read(data: bytes, code: str, most_rows: int) -> list[Sheet]:
    """[{"name": of the sheet, "rows": [[number, [cell, ...]], ...]}]; empty rows are left out. Raises Refusal.

    `code`: "csv", "xlsx" or "ods".
    """
    gathering = Gathering(most_rows)
    if code == "csv":
        _read_csv(data, gathering)
    elif code == "xlsx":
        from . import xlsx  # noqa: PLC0415  loaded for what needs it

        xlsx.read(offices.members_of(data, code), gathering)
    else:
        from . import ods  # noqa: PLC0415  loaded for what needs it

        ods.read(offices.members_of(data, code), gathering)
    return gathering.found()


def _read_csv(data: bytes, gathering: Gathering) -> None:
    text = _text(data)
    first, _, rest = text.partition("\n")
    told = first.strip().lower()
    if told.startswith("sep=") and len(told) <= len("sep=;"):
        # A line by which Excel is told the separator; no row, but it counts as one.
        separator, text, begin = (first.strip()[4:] or "\t"), rest, 2
    else:
        separator, begin = _separator(text), 1
    gathering.begin("")
    try:
        for number, cells in enumerate(_rows(text, separator), start=begin):
            gathering.add(number, (unguarded(cell) for cell in cells))
    except csv.Error:
        raise Refusal(Why.BROKEN) from None


def _text(data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        try:
            data = data.decode("utf-16").encode()  # "Unicode text" of Excel
        except UnicodeDecodeError:
            raise Refusal(Why.OTHER_TYPE) from None
    return texts.cleaned(data).decode()


def _rows(text: str, separator: str) -> Iterator[Row]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _separator(text: str) -> str:
    """The one that splits most of the first rows, and the first of these into most columns: above a list stand plain words.

    What stands between quotes is a text, in which a sign splits nothing and a new line begins no row.
    """
    rows = _QUOTED.sub(r"\1", text[:_LOOKED_THROUGH]).splitlines()[:_LOOKED_AT]

    def fitness(separator: str) -> tuple[int, int]:
        split = [row.count(separator) + 1 for row in rows if separator in row]
        return len(split), split[0] if split else 0

    return max(_SEPARATORS, key=fitness)
