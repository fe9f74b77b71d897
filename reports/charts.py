"""Bar charts as plain SVG, the same on the page and in the PDF.

Horizontal measures are percentages and letters have a fixed size, so a chart fills a phone as well as a sheet of paper
without its text shrinking. No inline style (the content security policy forbids it): presentation attributes, which a
style sheet may override by class. Values are printed at the bars, the marked bar is darker and bold, a hidden figure
has its mark and no bar. A screen reader gets the title, one sentence with the message; the table stands under it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from .disclosure import Shown

MOST_BARS = 8

# Heights in CSS pixels from the top: room for the values, the bars, then a line of text per label line.
_TOP = 22
_BASELINE = 142
_LINE = 15
# Shares of the width. Few bars do not grow into walls.
_WIDEST_SLOT = 20.0
_BAR_OF_SLOT = 0.62
# Of more bars than this, two words do not fit beside each other under a bar on a phone.
_MOST_WIDE = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the lines under it (short; "1e helft", "2026") and the figure as it may be read."""

    lines: tuple[str, ...]
    figure: Shown


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A bar with its place: left edge, width and middle as percentages, top and height in pixels."""

    left: str
    width: str
    middle: str
    top: int
    height: int
    value_y: int
    text: str
    lines: tuple[tuple[int, str], ...]
    marked: bool


def bar_chart(bars: Sequence[Bar], title: str) -> SafeString:
    """An SVG element with at most eight bars, the last one marked. `title` is the chart's message in one sentence.

    ValueError without bars, with more than eight, or without a title.
    """
    if not 1 <= len(bars) <= MOST_BARS:
        message = f"A chart has 1 to {MOST_BARS} bars, not {len(bars)}."
        raise ValueError(message)
    if not title.strip():
        raise ValueError("A chart has a title: its message in one sentence.")
    narrow = len(bars) > _MOST_WIDE
    bars = [Bar(_one_word_each(bar.lines) if narrow else bar.lines, bar.figure) for bar in bars]
    lines = max(len(bar.lines) for bar in bars)
    context = {
        "title": title,
        "bars": [_drawn(i, bar, bars) for i, bar in enumerate(bars)],
        "baseline": _BASELINE,
        "height": _BASELINE + 6 + _LINE * lines,
    }
    return render_to_string("charts/bars.svg", context)


def _one_word_each(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for line in lines for word in line.split())


def _drawn(i: int, bar: Bar, bars: Sequence[Bar]) -> _Drawn:
    slot = min(100 / len(bars), _WIDEST_SLOT)
    left = slot * (i + (1 - _BAR_OF_SLOT) / 2)
    highest = max((other.figure.bar_height for other in bars), default=0) or 1
    height = round((_BASELINE - _TOP) * bar.figure.bar_height / highest)
    return _Drawn(
        left=f"{left:.2f}%",
        width=f"{slot * _BAR_OF_SLOT:.2f}%",
        middle=f"{slot * (i + 0.5):.2f}%",
        top=_BASELINE - height,
        height=height,
        value_y=_BASELINE - height - 6,
        text=bar.figure.text,
        lines=tuple((_BASELINE + 4 + _LINE * (n + 1), line) for n, line in enumerate(bar.lines)),
        marked=i == len(bars) - 1,
    )
