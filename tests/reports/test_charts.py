import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.charts import MOST_BARS, Bar, bar_chart
from reports.disclosure import SMALL, headline

SVG = "{http://www.w3.org/2000/svg}"
COUNTS = st.lists(st.integers(0, 500), min_size=1, max_size=MOST_BARS)


def chart(*counts: int, title: str = "In het laatste halfjaar kwamen 18 signalen binnen.") -> str:
    return bar_chart([Bar((f"{i}e helft", "2026"), headline(n)) for i, n in enumerate(counts)], title)


def drawing(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own output


def values(svg: str) -> list[str | None]:
    return [text.text for text in drawing(svg).iter(f"{SVG}text") if text.get("class") == "bars__value"]


def heights(svg: str) -> list[int]:
    return [int(rect.attrib["height"]) for rect in drawing(svg).iter(f"{SVG}rect")]


def test_the_title_is_the_message_and_the_drawing_an_image() -> None:
    root = drawing(chart(12, 18, title="18 signalen, 6 meer dan <vorig> halfjaar & meer."))
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == "18 signalen, 6 meer dan <vorig> halfjaar & meer."


def test_the_last_bar_is_marked_by_weight_as_well_as_colour() -> None:
    groups = list(drawing(chart(12, 9, 18)).iter(f"{SVG}g"))
    assert [group.get("font-weight") for group in groups] == [None, None, "600"]


@given(COUNTS)
def test_every_figure_is_printed_and_a_hidden_one_has_no_bar(counts: list[int]) -> None:
    svg = chart(*counts)
    assert values(svg) == [headline(n).text for n in counts]
    assert len(heights(svg)) == sum(1 for n in counts if n >= 5 and round(120 * n / max(counts)))


@given(st.lists(st.integers(1, 4), min_size=1, max_size=MOST_BARS))
def test_hidden_figures_all_look_the_same(counts: list[int]) -> None:
    assert chart(*counts) == chart(*[1] * len(counts))
    assert set(values(chart(*counts))) == {SMALL}


def test_bars_are_as_high_as_their_figures() -> None:
    assert heights(chart(30, 60, 15)) == [60, 120, 30]


@given(COUNTS)
def test_nothing_is_drawn_outside_the_picture(counts: list[int]) -> None:
    root = drawing(chart(*counts))
    for rect in root.iter(f"{SVG}rect"):
        assert float(rect.attrib["x"].rstrip("%")) >= 0
        assert float(rect.attrib["x"].rstrip("%")) + float(rect.attrib["width"].rstrip("%")) <= 100
    for text in root.iter(f"{SVG}text"):
        assert 10 <= int(text.attrib["y"]) <= int(root.attrib["height"])


def test_the_content_security_policy_finds_no_inline_style_or_script() -> None:
    svg = chart(12, 18)
    assert "style" not in svg
    assert "script" not in svg
    assert "href" not in svg


@pytest.mark.parametrize("number_of_bars", [0, MOST_BARS + 1])
def test_a_chart_has_one_to_eight_bars(number_of_bars: int) -> None:
    with pytest.raises(ValueError, match="bars"):
        chart(*[7] * number_of_bars)


def test_a_chart_without_message_is_refused() -> None:
    with pytest.raises(ValueError, match="title"):
        chart(7, title=" ")
