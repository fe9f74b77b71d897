"""The cells of an Excel workbook (ECMA-376), from the members of its package that offices.py has judged.

Only what a list needs: texts, numbers, dates, "waar" and "onwaar". A cell with an error in it is empty.
"""

import datetime as dt
import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from .refusing import Refusal, Why

if TYPE_CHECKING:
    from .sheets import Gathering

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Formats of dates and times that have a number and no text (ECMA-376, 18.8.30).
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_FIRST_OWN_FORMAT = 164
_SAID_IN_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_COLUMN = re.compile(r"([A-Z]{1,3})(\d*)")
_WHOLE = re.compile(r"(-?\d+)\.0+")
_MOST_COLUMNS = 16_384


def read(members: Mapping[str, bytes], gathering: "Gathering") -> None:
    """Give every row of every sheet. Raises Refusal."""
    try:
        _read(members, gathering)
    except (KeyError, ValueError, IndexError, OverflowError, ElementTree.ParseError):
        raise Refusal(Why.BROKEN) from None


def _read(members: Mapping[str, bytes], gathering: "Gathering") -> None:
    start = next(target for kind, target in _relations(members, "").values() if kind == "officeDocument")
    book, near = _tree(members[start]), _relations(members, start)
    texts = next((_texts(members[target]) for kind, target in near.values() if kind == "sharedStrings"), [])
    dates = next((_date_styles(members[target]) for kind, target in near.values() if kind == "styles"), set())
    settings = book.find(f"{_MAIN}workbookPr")
    epoch = dt.datetime(1904, 1, 1) if _is_true(settings, "date1904") else dt.datetime(1899, 12, 30)  # noqa: DTZ001  no zone in a sheet
    cells = _Cells(texts, dates, epoch)
    for sheet in book.iter(f"{_MAIN}sheet"):
        kind, target = near[sheet.get(_RELATION, "")]
        if kind == "worksheet":
            gathering.begin(sheet.get("name", ""))
            for number, row in cells.rows(members[target]):
                gathering.add(number, row)


def _tree(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314  judged: it declares no entities (markup.py)


def _relations(members: Mapping[str, bytes], part: str) -> dict[str, tuple[str, str]]:
    """What a part points at, by id: the last word of its type, and the name of the member."""
    folder, name = posixpath.split(part)
    listed = _tree(members[posixpath.join(folder, "_rels", f"{name}.rels")])
    return {
        one.get("Id", ""): (
            one.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
        )
        for one in listed
    }


def _is_true(element: ElementTree.Element | None, name: str) -> bool:
    return element is not None and element.get(name) in {"1", "true"}


def _texts(content: bytes) -> list[str]:
    return [_text(one) for one in _tree(content).iter(f"{_MAIN}si")]


def _text(element: ElementTree.Element) -> str:
    """Of a text in pieces all of them, but how it is pronounced."""
    direct = [one.text or "" for one in element.findall(f"{_MAIN}t")]
    pieces = [one.text or "" for run in element.findall(f"{_MAIN}r") for one in run.findall(f"{_MAIN}t")]
    return "".join([*direct, *pieces])


def _date_styles(content: bytes) -> set[int]:
    """The styles, by number, that show a number as a date."""
    styles = _tree(content)
    own = {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in styles.iter(f"{_MAIN}numFmt")}
    listed = styles.find(f"{_MAIN}cellXfs")
    formats = [int(one.get("numFmtId", "0")) for one in listed] if listed is not None else []
    return {number for number, code in enumerate(formats) if _is_date(code, own)}


def _is_date(code: int, own: Mapping[int, str]) -> bool:
    if code < _FIRST_OWN_FORMAT:
        return code in _DATES
    bare = _SAID_IN_FORMAT.sub("", own.get(code, "").partition(";")[0]).lower()
    return bool(re.search("[dy]|m.*[hs]|[hs].*m|^m+$|j", bare)) and "general" not in bare


class _Cells:
    """How the cells of one workbook are told."""

    def __init__(self, texts: list[str], dates: set[int], epoch: dt.datetime) -> None:
        self.texts, self.dates, self.epoch = texts, dates, epoch

    def rows(self, content: bytes) -> Iterator[tuple[int, list[str]]]:
        """Each row with its number."""
        last = 0
        for _, element in ElementTree.iterparse(io.BytesIO(content)):  # noqa: S314  judged, as above
            if element.tag != f"{_MAIN}row":
                continue
            last = int(element.get("r", last + 1))
            yield last, self._row(element)
            element.clear()

    def _row(self, row: ElementTree.Element) -> list[str]:
        found: dict[int, str] = {}
        place = -1
        for cell in row.iter(f"{_MAIN}c"):
            place = _column(cell.get("r", ""), place + 1)
            if text := self._told(cell):
                found[place] = text
        if not found:
            return []
        if max(found) >= _MOST_COLUMNS:
            raise Refusal(Why.BROKEN)
        return [found.get(number, "") for number in range(max(found) + 1)]

    def _told(self, cell: ElementTree.Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(f"{_MAIN}is")
            return _text(inline) if inline is not None else ""
        value = cell.findtext(f"{_MAIN}v") or ""
        if kind == "n":
            is_date = value and int(cell.get("s", "0")) in self.dates
            return _moment(float(value), self.epoch) if is_date else _WHOLE.sub(r"\1", value)
        if kind == "s":
            return self.texts[int(value)] if value else ""
        return {"e": "", "b": "ja" if value == "1" else "nee"}.get(kind, value)


def _column(reference: str, otherwise: int) -> int:
    """The place of a cell in its row, from 0: "C7" is 2."""
    match = _COLUMN.fullmatch(reference)
    if match is None:
        return otherwise
    place = 0
    for letter in match.group(1):
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _moment(days: float, epoch: dt.datetime) -> str:
    """A day, a day with its hour, or an hour alone."""
    moment = epoch + dt.timedelta(seconds=round(days * 86_400))
    if 0 < days < 1:
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d}" if moment.time() == dt.time.min else f"{moment:%Y-%m-%d %H:%M}"
