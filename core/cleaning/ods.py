"""The cells of an OpenDocument spreadsheet (ISO/IEC 26300), from the members that offices.py has judged.

A row or cell that stands there many times is written once with a number beside it: that number is a stranger's, so what
it would make is counted before it is made.
"""

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from .refusing import Refusal, Why

if TYPE_CHECKING:
    from .sheets import Gathering

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_OFFICE, _TABLE, _TEXT = (f"{{{_OASIS}:{name}:1.0}}" for name in ("office", "table", "text"))
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ASIDE = (f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}ruby-text")
_MOST_COLUMNS = 16_384


def read(members: Mapping[str, bytes], gathering: "Gathering") -> None:
    """Give every row of every sheet. Raises Refusal."""
    try:
        _read(members["content.xml"], gathering)
    except (KeyError, ValueError, OverflowError, ElementTree.ParseError):
        raise Refusal(Why.BROKEN) from None


def _read(content: bytes, gathering: "Gathering") -> None:
    number, inside = 1, 0
    for event, element in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):  # noqa: S314  no entities (markup.py)
        if element.tag == f"{_TABLE}table":
            inside += 1 if event == "start" else -1
            if event == "start" and inside == 1:
                gathering.begin(element.get(f"{_TABLE}name", ""))
                number = 1
        elif event == "end" and inside == 1 and element.tag == f"{_TABLE}table-row":
            times = _times(element, "rows")
            row = _row(element)
            if row:
                gathering.add(number, row, times)
            number += times
            element.clear()


def _times(element: ElementTree.Element, what: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{what}-repeated", "1")))


def _row(row: ElementTree.Element) -> list[str]:
    """The cells up to the last one with something in it."""
    found: list[str] = []
    empty = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        text, times = _told(cell), _times(cell, "columns")
        if not text:
            empty += times
            continue
        if len(found) + empty + times > _MOST_COLUMNS:
            raise Refusal(Why.TOO_HEAVY)
        found += [""] * empty + [text] * times
        empty = 0
    return found


def _told(cell: ElementTree.Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind == "date":
        day, _, hour = cell.get(f"{_OFFICE}date-value", "").partition("T")
        return f"{day} {hour[:5]}" if hour and not hour.startswith("00:00") else day
    if kind == "boolean":
        return "ja" if cell.get(f"{_OFFICE}boolean-value") == "true" else "nee"
    if kind == "float":
        value = cell.get(f"{_OFFICE}value", "")
        return value.removesuffix(".0")
    return "\n".join(_line(one) for one in cell if one.tag == f"{_TEXT}p")


def _line(element: ElementTree.Element) -> str:
    """The text of a paragraph, without the notes beside it."""
    if element.tag in _ASIDE:
        return ""
    if element.tag == f"{_TEXT}s":
        return " " * min(int(element.get(f"{_TEXT}c", "1")), 1_000)
    if element.tag == f"{_TEXT}tab":
        return "\t"
    if element.tag == f"{_TEXT}line-break":
        return "\n"
    return "".join([element.text or "", *(f"{_line(one)}{one.tail or ''}" for one in element)])
