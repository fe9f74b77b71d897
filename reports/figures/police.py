"""The published history: registrations by the police in one region.

It stands in a table of its own, with its source and what it does not say, and is never added to, compared with or drawn
beside what this application counts: the definitions differ.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from reports.disclosure import Column, Measure, Row, ShownTable, Table, hide

FILE = Path(__file__).resolve().parents[2] / "data" / "police-registrations.csv"
CAVEAT = (
    "Aanmeldingen zijn niet de omvang: de meeste mensenhandel blijft buiten beeld. Een hoger of lager aantal zegt "
    "vooral hoeveel er is gezocht en aangemeld. De aantallen gaan over de hele regio en zijn niet te vergelijken met de "
    "andere cijfers hier."
)


@dataclass(frozen=True, slots=True)
class _Line:
    region: str
    definition: str
    year: str
    registrations: int
    source: str
    published: str

    @property
    def origin(self) -> str:
        """Where the figure was published, and what was counted there."""
        return f"Bron: {self.source}, {self.published} ({self.definition})."


def police_history(region: str) -> ShownTable | None:
    """The published series of a region, years beside each other; None where nothing was published."""
    lines = [line for line in _lines() if line.region == region]
    if not lines:
        return None
    return hide(
        Table(
            caption=f"Aanmeldingen politie, {region}",
            corner="Jaar",
            columns=tuple(Column(line.year, Measure.OPEN) for line in lines),
            rows=(Row("Aantal", tuple(line.registrations for line in lines)),),
            source=" ".join((CAVEAT, *dict.fromkeys(line.origin for line in lines))),
        )
    )


def _lines() -> list[_Line]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        _Line(
            region=row["region"],
            definition=row["definition"],
            year=row["year"],
            registrations=int(row["registrations"]),
            source=row["source"],
            published=row["published"],
        )
        for row in rows
    ]
