"""A cell that somebody typed becomes no formula in a spreadsheet, and a number stays one."""

import csv
import io

import pytest

from core.spreadsheets import csv_answer, harmless

DANGEROUS = [
    "=1+1",
    "+1-1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "＝1+1",
    "-",
    "+31",
    "-1,2,3",
]


@pytest.mark.parametrize("cell", DANGEROUS, ids=repr)
def test_what_a_spreadsheet_could_take_for_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "-3", "-3,5", "-3.5", "12", "<5", "•", "Alphen-Chaam", "'s-Gravenpolder", "a=b"])
def test_anything_else_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


def test_the_file_reads_back_as_it_was_written() -> None:
    lines = [["Naam; met teken", 'Zij zei "nee"', "=1+1"], ["regel\neen", "-3", ""]]
    answer = csv_answer(lines, name="proef")
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="proef.csv"'
    read = list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))
    assert read == [["Naam; met teken", 'Zij zei "nee"', "'=1+1"], ["regel\neen", "-3", ""]]
