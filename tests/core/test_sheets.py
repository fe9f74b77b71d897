"""What is read of a stranger's spreadsheet: its texts and days, and nothing that it asks for."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cleaning import sheets
from core.cleaning.formulas import guarded, unguarded
from core.cleaning.refusing import Refusal, Why
from core.spreadsheets import csv_bytes, ods_bytes
from tests.factories import lists

LINES = [["naam", "tekst"], ["één", "twee; drie, vier"], ["regel\neen", 'zei "nee"']]
# Characters that a form lets through (core/characters.py), and a text has no white space round it there.
TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cf", "Cn", "Zl", "Zp", "Co"), include_characters="\n"), max_size=30
)


def cells(data: bytes, code: str, most: int = 100) -> list[list[str]]:
    return [row for sheet in sheets.read(data, code, most) for _, row in sheet["rows"]]


def refused(data: bytes, code: str, most: int = 100) -> Why:
    with pytest.raises(Refusal) as refusal:
        sheets.read(data, code, most)
    return refusal.value.why


@given(st.one_of(TEXT, st.from_regex(r"[\s']*[=+\-@\uff1d\uff0b\u2212\ufe66].{0,9}", fullmatch=True)))
def test_a_text_that_is_guarded_begins_no_formula_and_reads_back_the_same(text: str) -> None:
    there = guarded(text)
    first = unicodedata.normalize("NFKC", there.lstrip()[:1])[:1]
    assert first not in "=+-@\u2212" or not first or re.fullmatch(r"-?\d+(?:[.,]\d+)?", there)
    assert there[:1] not in "\t\r\n\0" or not there
    assert unguarded(there) == text


@given(st.lists(st.lists(TEXT.map(str.strip), min_size=2, max_size=4), min_size=1, max_size=4))
def test_what_is_written_as_ods_or_csv_reads_back_the_same(lines: list[list[str]]) -> None:
    filled = [["kop", "een", "slot"], *(["kop", *line, "slot"] for line in lines)]
    assert cells(ods_bytes(filled, sheet="Blad"), "ods") == filled
    assert cells(csv_bytes(filled), "csv") == filled


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lijst, 2026\nPlaats;Bedrag\nGoes;1,50\nHulst;2,25\n", ["Goes", "1,50"]),
        ("Plaats;Lengte;Breedte\nGoes;51,50;3,89\nHulst;51,28;4,05\n", ["Goes", "51,50", "3,89"]),
        ("Plaats,Wat\nGoes,bedden; matrassen; bus\nHulst,bus; bedden; geld\n", ["Goes", "bedden; matrassen; bus"]),
        ('Plaats;Wat\nGoes;"bedden, een\nbus, een\n""kas"", geld"\n', ["Goes", 'bedden, een\nbus, een\n"kas", geld']),
    ],
    ids=["a title above", "numbers with a comma", "words with semicolons", "lines within quotes"],
)
def test_a_separator_within_the_cells_is_not_taken_for_the_one_of_the_list(text: str, found: list[str]) -> None:
    assert found in cells(text.encode(), "csv")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_separator_and_the_encoding_are_found(separator: str, encoding: str) -> None:
    rows = [["naam", "plaats", "tekst"], ["één", "Súdwest", "a"], ["b", "c", "d"]]
    text = "\r\n".join(separator.join(row) for row in rows)
    assert cells(text.encode(encoding), "csv") == rows


def test_excel_days_numbers_and_texts_come_out_as_they_are_shown() -> None:
    row = (
        '<row r="9"><c r="A9" t="s"><v>0</v></c><c r="C9" t="s"><v>1</v></c><c r="D9" s="1"><v>45356</v></c>'
        '<c r="E9" s="2"><v>45356.5</v></c><c r="F9"><v>12.0</v></c><c r="G9" t="b"><v>1</v></c>'
        '<c r="H9" t="e"><v>#N/A</v></c><c r="I9"><f>1+1</f><v>2</v></c></row>'
    )
    [sheet] = sheets.read(lists.xlsx_list([], cells=row), "xlsx", 10)
    assert sheet["rows"] == [[9, ["gedeeld", "", "in stukken", "2024-03-05", "2024-03-05 12:00", "12", "ja", "", "2"]]]


def ods(rows: str, before: str = "") -> bytes:
    """A sheet with this XML for its rows."""
    made = lists.members(ods_bytes([["PLEK"]], sheet="Blad"))
    cell = re.search(rb"<table:table-row>.*</table:table-row>", made["content.xml"])
    assert cell is not None
    made["content.xml"] = made["content.xml"].replace(cell.group(), rows.encode())
    made["content.xml"] = made["content.xml"].replace(b"?>", b"?>" + before.encode(), 1)
    return lists.packed(made)


CELL = '<table:table-cell office:value-type="string"{}><text:p>x</text:p></table:table-cell>'


def test_an_ods_cell_without_its_note_and_a_day_as_a_day() -> None:
    rows = (
        '<table:table-row><table:table-cell office:value-type="date" office:date-value="2024-03-05"><text:p>5 mrt</text:p>'
        "</table:table-cell><table:table-cell><office:annotation><text:p>geheim</text:p></office:annotation>"
        '<text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p></table:table-cell></table:table-row>'
    )
    assert cells(ods(rows), "ods") == [["2024-03-05", "a  b\nc"]]


def test_a_row_that_stands_there_a_million_times_is_not_made() -> None:
    empty = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell/></table:table-row>'
    assert cells(ods(f"<table:table-row>{CELL.format('')}</table:table-row>{empty}"), "ods") == [["x"]]
    many = f'<table:table-row table:number-rows-repeated="999999999">{CELL.format("")}</table:table-row>'
    assert refused(ods(many), "ods") == Why.TOO_MANY_ROWS
    wide = CELL.format(' table:number-columns-repeated="999999999"')
    assert refused(ods(f"<table:table-row>{wide}</table:table-row>"), "ods") == Why.TOO_HEAVY


@pytest.mark.parametrize("number", ["-5", "0", "99999999999", "1"])
def test_a_row_whose_number_no_program_gives_is_no_row(number: str) -> None:
    more = f'<row r="{number}"><c t="inlineStr"><is><t>x</t></is></c></row>'
    assert refused(lists.xlsx_list([["kop"]], cells=more), "xlsx") == Why.BROKEN


def test_a_row_behind_more_empty_ones_than_a_sheet_has_is_no_row() -> None:
    empty = '<table:table-row table:number-rows-repeated="99999999999"><table:table-cell/></table:table-row>'
    assert refused(ods(f"{empty}<table:table-row>{CELL.format('')}</table:table-row>"), "ods") == Why.BROKEN


def test_a_text_that_is_told_without_end_is_counted() -> None:
    text = "x" * 32_000
    cell = f'<table:table-cell office:value-type="string" table:number-columns-repeated="90"><text:p>{text}</text:p></table:table-cell>'
    assert (
        refused(ods(f'<table:table-row table:number-rows-repeated="99">{cell}</table:table-row>'), "ods")
        == Why.TOO_HEAVY
    )


def test_entities_are_not_resolved() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bom"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    assert refused(ods("<table:table-row/>", before=bomb), "ods") == Why.BROKEN
    hostile = lists.xlsx_list(more={"xl/worksheets/sheet1.xml": f"{bomb}<worksheet>&c;</worksheet>".encode()})
    assert refused(hostile, "xlsx") == Why.BROKEN


@pytest.mark.parametrize(
    ("member", "content", "why"),
    [
        ("xl/vbaProject.bin", b"macro", Why.MACROS),
        (
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            b'Type="x/externalLinkPath" Target="file:///C:/geheim.xlsx" TargetMode="External"/></Relationships>',
            Why.EXTERNAL,
        ),
        ("xl/embeddings/ander.docx", b"PK\x03\x04", Why.EMBEDDED),
    ],
)
def test_what_an_excel_file_may_not_hold(member: str, content: bytes, why: Why) -> None:
    assert refused(lists.xlsx_list(more={member: content}), "xlsx") == why


def test_a_package_that_unpacks_without_end_is_refused() -> None:
    bomb = b"<worksheet>" + b" " * 60_000_000 + b"</worksheet>"
    assert refused(lists.xlsx_list(more={"xl/worksheets/sheet1.xml": bomb}), "xlsx") == Why.TOO_HEAVY


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 half", b"\x00\x01\x02"])
@pytest.mark.parametrize("code", ["csv", "xlsx", "ods"])
def test_what_is_no_list_is_refused(data: bytes, code: str) -> None:
    assert refused(data, code) in {Why.BROKEN, Why.OTHER_TYPE, Why.NO_TABLE}


@given(st.binary(max_size=300))
def test_whatever_is_sent_as_csv_is_read_or_refused(data: bytes) -> None:
    try:
        found = sheets.read(data, "csv", 20)
    except Refusal:
        return
    assert all(len(cell) <= sheets.LONGEST_CELL for sheet in found for _, row in sheet["rows"] for cell in row)
