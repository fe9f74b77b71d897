import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.disclosure import (
    NIL,
    PROTECTED,
    SMALL,
    Cell,
    Column,
    Measure,
    Row,
    Shown,
    ShownTable,
    Table,
    between,
    change,
    headline,
    hide,
    number,
    out_of,
    total_of,
)

SIGNALS_AND_CASES = (Column("Signalen"), Column("Casussen"))


def table(*rows: tuple[Cell, ...], columns: tuple[Column, ...] = SIGNALS_AND_CASES) -> Table:
    named = tuple(Row(f"vorm {i}", cells) for i, cells in enumerate(rows))
    return Table("Vormen", columns, named, total_of("Totaal", named), corner="Vorm")


def texts(shown: ShownTable) -> list[list[str]]:
    return [line[1:] for line in shown.lines()[1:]]


ANY_COUNT = st.integers(0, 40)


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[int] = ANY_COUNT) -> Table:
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.tuples(*[cells] * width), min_size=1, max_size=8))
    return table(*rows, columns=tuple(Column(f"kolom {i}") for i in range(width)))


def is_small(value: Cell) -> bool:
    return isinstance(value, int) and 1 <= value <= 4


def test_a_small_cell_leaves_only_the_totals_of_the_whole_table() -> None:
    shown = hide(table((12, 6), (3, 7), (0, 0)))
    assert texts(shown) == [["15", "13"]]
    assert shown.only_totals
    assert shown.note.startswith("Alleen totalen. Anders is een aantal kleiner dan 5 te lezen, of uit te rekenen")


def test_a_cell_of_nought_hides_nothing_and_reads_as_a_dash() -> None:
    shown = hide(table((12, 0), (5, 7)))
    assert texts(shown) == [["12", NIL], ["5", "7"], ["17", "7"]]
    assert shown.note == ""


def test_a_small_total_is_less_than_five_and_an_empty_one_is_nought() -> None:
    assert texts(hide(table((3, 0), (0, 0))))[-1] == [SMALL, "0"]


@given(tables())
def test_no_number_from_one_to_four_ever_comes_out(exact: Table) -> None:
    for row in texts(hide(exact)):
        assert not {"1", "2", "3", "4"} & set(row)


@given(tables())
def test_either_every_part_is_shown_or_none(exact: Table) -> None:
    shown = hide(exact)
    cells = [cell for row in shown.rows for cell in row.cells]
    if any(is_small(cell) for row in exact.rows for cell in row.cells):
        assert not shown.rows
    else:
        assert [cell.value for cell in cells] == [cell for row in exact.rows for cell in row.cells]


@given(tables(st.sampled_from([0, 5, 9, 40])))
def test_a_table_without_small_numbers_loses_nothing(exact: Table) -> None:
    shown = hide(exact)
    assert exact.total is not None
    assert shown.total is not None
    assert [cell.value for cell in shown.total.cells] == list(exact.total.cells)
    assert not shown.only_totals
    assert shown.note == ""


@given(tables())
def test_a_frozen_table_reads_back_the_same_and_holds_no_hidden_number(exact: Table) -> None:
    shown = hide(exact)
    frozen = json.loads(json.dumps(shown.as_data()))
    assert ShownTable.from_data(frozen) == shown
    for row in [*frozen["rows"], frozen["total"]]:
        assert all(value is None for text, value, *_ in row["cells"] if text in {SMALL, PROTECTED})


@given(st.lists(st.integers(0, 53), min_size=1, max_size=9))
def test_counts_of_municipalities_never_hide(counts: list[int]) -> None:
    exact = table(*[(count,) for count in counts], columns=(Column("Gemeenten", Measure.OPEN),))
    assert [row[0] for row in texts(hide(exact))] == [str(count) for count in (*counts, sum(counts))]


def test_open_columns_stay_beside_hidden_ones() -> None:
    columns = (Column("Signalen"), Column("Gemeenten", Measure.OPEN), Column("Stand", Measure.OPEN))
    exact = Table("Districten", columns, (Row("Zeeland", (3, 12, "op schema")), Row("De Baronie", (9, 2, "te laat"))))
    shown = hide(exact)
    assert texts(shown) == [[PROTECTED, "12", "op schema"], [PROTECTED, "2", "te laat"]]
    assert [heading.is_words for heading in shown.headings] == [False, False, True]


def test_a_total_that_gives_another_area_away_is_hidden_and_so_is_what_is_made_of_it() -> None:
    columns = (Column("Beantwoord"), Column("Mediaan in dagen", Measure.DERIVED, made_of=0))
    exact = Table("Antwoorden", columns, (Row("Politie", (9, Decimal(4))),), total=Row("Totaal", (9, Decimal(4))))
    assert texts(hide(exact, totals=[Shown(PROTECTED)], with_rows=False)) == [[PROTECTED] * 2]
    assert texts(hide(exact, totals=[between(7, 10)], with_rows=False))[-1] == ["7–10", PROTECTED]
    assert texts(hide(exact, totals=[Shown("9", 9)])) == [["9", "4"], ["9", "4"]]


def test_a_table_of_only_totals_explains_the_marks_of_its_totals_too() -> None:
    exact = table((9, 9, 3), columns=tuple(Column(name) for name in ("een", "twee", "drie")))
    shown = hide(exact, totals=[Shown(PROTECTED), between(7, 10), Shown(SMALL)], with_rows=False)
    assert shown.note.startswith("Alleen totalen.")
    for explained in ("<5: kleiner dan 5", "•: weggelaten.", "7–10: het aantal ligt ertussen"):
        assert explained in shown.note
    assert "•: weggelaten." not in hide(exact, with_rows=False).note


def test_a_frozen_range_stays_a_range() -> None:
    shown = hide(table((1200, 9)), totals=[between(1197, 1200), Shown("9", 9)])
    assert ShownTable.from_data(json.loads(json.dumps(shown.as_data()))) == shown
    assert shown.total is not None
    assert (shown.total.cells[0].text, shown.total.cells[0].bar_height) == ("1.197–1.200", 1197)
    assert [cell.is_inexact for cell in shown.total.cells] == [True, False]


def test_a_median_hides_with_the_counts_it_is_made_of() -> None:
    columns = (Column("Beantwoord"), Column("Mediaan in dagen", Measure.DERIVED, made_of=0))
    rows = (Row("Politie", (9, Decimal("3.5"))), Row("Arbeidsinspectie", (0, None)))
    assert texts(hide(Table("Partners", columns, rows, Row("Totaal", (9, Decimal("3.5")))))) == [
        ["9", "3,5"],
        [NIL, NIL],
        ["9", "3,5"],
    ]
    small = (Row("Politie", (2, Decimal(3))), Row("Arbeidsinspectie", (1, Decimal(8))))
    assert texts(hide(Table("Partners", columns, small, Row("Totaal", (3, Decimal(4))))))[-1] == [SMALL, PROTECTED]


def test_a_derived_total_that_names_no_count_hides_with_the_table() -> None:
    columns = (Column("Signalen"), Column("Aandeel", Measure.DERIVED))
    exact = Table("Vormen", columns, (Row("arbeid", (2, 5)), Row("seksueel", (40, 95))), Row("Totaal", (42, 100)))
    assert texts(hide(exact))[-1] == ["42", PROTECTED]


def test_the_file_has_headings_rows_and_total() -> None:
    assert hide(table((12, 6))).lines() == [
        ["Vorm", "Signalen", "Casussen"],
        ["vorm 0", "12", "6"],
        ["Totaal", "12", "6"],
    ]


def test_a_row_of_another_width_is_a_mistake_of_the_maker() -> None:
    with pytest.raises(ValueError, match="1 cells, not 2"):
        Table("Vormen", SIGNALS_AND_CASES, (Row("arbeid", (3,)),))


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (18, 12, "6 meer dan"),
        (12, 18, "6 minder dan"),
        (12, 12, "evenveel als"),
        (18, 3, ""),
        (2, 18, ""),
        (9, 0, "9 meer dan"),
    ],
)
def test_a_change_is_said_only_when_both_figures_are_shown(now: int, before: int, said: str) -> None:
    assert change(headline(now), headline(before)) == said


def test_headlines_read_as_dutch() -> None:
    assert [str(headline(n)) for n in (0, 1, 4, 5, 1234)] == ["0", SMALL, SMALL, "5", "1.234"]
    assert out_of(headline(38), headline(41)) == "38 van 41"
    assert out_of(headline(3), headline(9)) == "<5 van 9"
    assert number(Decimal("0.8")) == "0,8"


def test_a_figure_left_out_without_a_small_one_beside_it_is_explained_too() -> None:
    words = Table("Hulp", (Column("Stand", Measure.OPEN),), (Row("Mediaan", (PROTECTED,)), Row("Gevolgd", ("54",))))
    assert hide(words).note.startswith("•: weggelaten. Het gaat over minder dan 5, of u kunt er zo'n aantal mee")
    both = Table("Hulp", (Column("Stand", Measure.OPEN),), (Row("Mediaan", (PROTECTED,)), Row("Gevolgd", (SMALL,))))
    assert hide(both).note.startswith("<5: kleiner dan 5")
    assert "•: weggelaten." in hide(both).note
