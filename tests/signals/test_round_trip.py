"""Whatever a signal says, its line in our own file is read as the same again, cell by cell; without a database."""

import datetime as dt
from typing import Any

from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.cleaning import sheets
from core.spreadsheets import csv_bytes, ods_bytes
from signals.codes import Answered, CloseReason, Form, Knowledge, Route, Source
from signals.columns import CLOSE_REASONS, COLUMNS, Choice, code_of, proposed, value_codes
from signals.exported_beside import COLUMNS_BESIDE
from signals.exporting import PLAIN, WORDS
from signals.list_rows import RowReader
from signals.models import Signal
from signals.sectors import LabourSector, SexSector, has_sector
from signals.sharing_codes import WHOSE_REPORTED
from signals.workflow import SignalState

TEXT = st.text(st.sampled_from("abz ABZ-=+@'\"\u2212;,\n\u00e9"), min_size=1, max_size=30).map(
    lambda text: f"Zij {text} zo"
)
DAY = st.dates(dt.date(2015, 1, 1), dt.date(2024, 12, 31))
SAME = (
    *("facts", "interpretation", "company", "vehicle", "seen_when", "shift", "place", "seen_on", "reported_on"),
    *("source", "provenance", "knowledge", "form", "other_forms", "route", "danger", "minor", "veilig_thuis"),
    *("labour_sector", "sex_sector", "serious_disadvantage"),
)


@st.composite
def signals(draw: Any) -> Signal:
    """One that may stand in the database: a sector only beside work, of the other forms none twice."""
    form = draw(st.sampled_from(Form))
    others = draw(st.lists(st.sampled_from([one for one in Form if one not in {form, Form.UNKNOWN}]), unique=True))
    sector = draw(st.sampled_from(LabourSector)) if has_sector([form, *others]) else ""
    sold = draw(st.sampled_from(SexSector)) if Form.SEXUAL in {form, *others} else ""
    answers = {name: draw(st.sampled_from(Answered)) for name in ("danger", "minor", "veilig_thuis")}
    texts = {
        name: draw(TEXT) for name in ("facts", "interpretation", "company", "vehicle", "seen_when", "shift", "place")
    }
    closed = draw(st.booleans())
    shut: dict[str, Any] = {"state": SignalState.TRIAGE}
    if closed:
        reason = draw(st.sampled_from([CloseReason(code) for code, _ in CLOSE_REASONS]))
        shut = {"state": SignalState.CLOSED, "closed_at": timezone.now(), "close_reason": reason}
        shut["close_motivation"] = draw(TEXT)
    return Signal(
        reference="S-K7R4-M",
        received_at=timezone.now(),
        source=draw(st.sampled_from(Source)),
        provenance=draw(st.sampled_from([code for code, _ in WHOSE_REPORTED])),
        knowledge=draw(st.sampled_from(Knowledge)),
        form=form,
        other_forms=others,
        labour_sector=sector,
        sex_sector=sold,
        route=draw(st.sampled_from(Route)),
        serious_disadvantage=draw(st.booleans()),
        seen_on=draw(DAY),
        reported_on=draw(DAY),
        **texts,
        **answers,
        **shut,
    )


@given(signal=signals(), kind=st.sampled_from(["csv", "ods"]))
def test_a_signal_comes_back_as_it_was(signal: Signal, kind: str) -> None:
    told = {**PLAIN, **WORDS}
    lines = [[heading for heading, _ in told.values()], [of(signal) for _, of in told.values()]]
    [sheet] = sheets.read(ods_bytes(lines, sheet="Signalen") if kind == "ods" else csv_bytes(lines), kind, 10)
    (_, headings), (number, cells) = sheet["rows"]
    reader = RowReader(number, cells, Choice(columns=proposed(headings)), 1, headings)
    row = reader.read()
    assert row is not None, reader.errors
    columns = row.facts.columns()
    # White space at the ends of a text and lines of a cell are as the form has them.
    assert {name: columns[name] for name in SAME} == {
        name: value.strip() if isinstance(value := getattr(signal, name), str) else value for name in SAME
    }
    if signal.state == SignalState.CLOSED:
        assert (row.standing, row.close_reason, row.close_motivation) == (
            "closed",
            signal.close_reason,
            signal.close_motivation.strip(),
        )


def test_each_heading_of_our_file_is_the_column_it_came_from_and_each_label_its_code() -> None:
    same = {code for code in (*PLAIN, *COLUMNS_BESIDE, *WORDS) if code in COLUMNS}
    headings = {**PLAIN, **COLUMNS_BESIDE, **WORDS}
    for code in same:
        assert proposed([headings[code][0]]) == {0: code}
    for code in (code for code, column in COLUMNS.items() if column.codes is not None):
        assert {value: code_of(code, label) for value, label in value_codes(code)} == {
            value: value for value, _ in value_codes(code)
        }
