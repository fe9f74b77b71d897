"""What a report shows: figures as they may be read, and the sentences that they propose.

This is what a report freezes. Page, PDF and CSV all read it, so what one hides the others hide.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from .charts import Bar
from .disclosure import Shown, ShownTable


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the four on top. `before`: the same figure of the period before, in words; empty when there is none.

    `made_of`: the figures that `value` says in words.
    """

    name: str
    value: str
    before: str = ""
    made_of: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with their message; the figures stand in the table "half_years"."""

    message: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the figures say in words. A person may write something else instead."""

    key_sentence: str = ""
    good: tuple[str, ...] = ()
    attention: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """`tables` by name, in the order of the page; `changes`: what differs from the period before; `compared`: whence its
    figures come; `beside`: the codes of the other periods of which it has figures."""

    key_figures: tuple[KeyFigure, ...]
    tables: Mapping[str, ShownTable]
    chart: Chart | None = None
    proposal: Proposal = field(default_factory=Proposal)
    changes: tuple[str, ...] = ()
    compared: str = ""
    beside: tuple[str, ...] = ()

    @property
    def hidden(self) -> list[str]:
        """Where something is hidden: in the figures on top, and the captions of tables."""
        on_top = any(shown.is_inexact for figure in self.key_figures for shown in figure.made_of)
        return [*(["In vier cijfers"] if on_top else []), *(t.caption for t in self.tables.values() if t.note)]

    def lines(self, name: str = "") -> Iterator[list[str]]:
        """The table of that name, or all of them below each other, as rows of text for a CSV file."""
        for key, table in self.tables.items():
            if name in ("", key):
                yield [table.caption]
                yield from table.lines()
                yield from ([text] for text in (table.note, table.source) if text)
                yield []

    def as_data(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        chart = None
        if self.chart:
            bars = [[list(bar.lines), bar.figure.as_data()] for bar in self.chart.bars]
            chart = {"message": self.chart.message, "bars": bars}
        return {
            "key_figures": [
                [figure.name, figure.value, figure.before, [shown.as_data() for shown in figure.made_of]]
                for figure in self.key_figures
            ],
            # A list of pairs: a JSON column does not keep the order of names.
            "tables": [[name, table.as_data()] for name, table in self.tables.items()],
            "chart": chart,
            "proposal": {
                "key_sentence": self.proposal.key_sentence,
                "good": list(self.proposal.good),
                "attention": list(self.proposal.attention),
            },
            "changes": list(self.changes),
            "compared": self.compared,
            "beside": list(self.beside),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The edition that `as_data` wrote."""
        chart = data.get("chart")
        proposal = data.get("proposal") or {}
        return cls(
            key_figures=tuple(_key_figure(*figure) for figure in data.get("key_figures", ())),
            tables={name: ShownTable.from_data(table) for name, table in data.get("tables", ())},
            chart=_chart(chart) if chart else None,
            proposal=Proposal(
                key_sentence=proposal.get("key_sentence", ""),
                good=tuple(proposal.get("good", ())),
                attention=tuple(proposal.get("attention", ())),
            ),
            changes=tuple(data.get("changes", ())),
            compared=data.get("compared", ""),
            beside=tuple(data.get("beside", ())),
        )


def _key_figure(name: str, value: str, before: str, made_of: Iterable[Iterable[Any]]) -> KeyFigure:
    return KeyFigure(name, value, before, tuple(Shown(*shown) for shown in made_of))


def _chart(data: Mapping[str, Any]) -> Chart:
    return Chart(data["message"], tuple(Bar(tuple(lines), Shown(*figure)) for lines, figure in data["bars"]))
