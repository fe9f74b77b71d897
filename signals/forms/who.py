"""The page "Wie en wat" of the wizard: rows of people and things, as many as somebody adds, also none.

A row is a handful of fields with its kind and its place in front of their names ("phone_2_value"), so that the draft keeps
it as it keeps any other page. A button adds a row: the page is kept and comes back with it. A row that stays empty is none.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.forms import BoundField

from core.access import Actor
from signals.codes import Answered
from signals.mentioned import is_untouched, problems, told

from .address import AddressSearch
from .mentions import FIELDS, WORDS, address_spots
from .page import Kept, Part, StepForm, radios

MOST = 10  # rows of a kind
ADD = "erbij:"
_ROW = re.compile(rf"({'|'.join(FIELDS)})_(\d{{1,2}})_")


@dataclass(frozen=True, slots=True)
class MentionRow:
    """One row as the page shows it."""

    legend: str
    fields: list[BoundField]


class WhoForm(AddressSearch, StepForm):
    """People and things that were seen or heard of; where it happened stands on the page about that."""

    title = "Wie en wat"
    lead = "Weet u iets over personen, bedrijven, auto’s, telefoonnummers, websites of andere adressen? U hoeft hier niets in te vullen."
    added: ClassVar[Mapping[str, str]] = {f"{kind}_": word for kind, word in WORDS.items()}

    veilig_thuis = radios(
        "Is Veilig Thuis gebeld?",
        [(Answered.YES, "Ja"), (Answered.NO, "Nee, nog niet"), (Answered.UNKNOWN, "Weet ik niet")],
        "Is iemand jonger dan 18, of weet u de leeftijd niet? Bel dezelfde dag 0800-2000, gratis, dag en nacht.",
        required=False,
    )

    def __init__(self, data: Any = None, *, actor: Actor, kept: Kept | None = None, **kwargs: Any) -> None:
        names = data if data is not None else (kept or {"fields": {}})["fields"]
        self.rows_of = _rows(names)
        fields = {
            f"{kind}_{number}_{name}": field
            for kind, count in self.rows_of.items()
            for number in range(1, count + 1)
            for name, field in FIELDS[kind]().items()
        }
        self.spots = tuple(spot for kind, number in self._places() for spot in address_spots(kind, f"{kind}_{number}"))
        self.base_fields = {**type(self).base_fields, **fields}  # type: ignore[misc]  # of this form alone, while it is made
        super().__init__(data, actor=actor, kept=kept, **kwargs)
        del self.base_fields
        for name in fields:  # the page says that nothing has to be filled in
            self.fields[name].widget.attrs["data-needed"] = True
        if data is None and kept and (fresh := kept.get("fresh")) in self.fields:
            self.fields[fresh].widget.attrs["autofocus"] = True

    def ask_about_minor(self, *, asks: bool) -> None:
        """Whether somebody may be a minor: only then it matters who was called."""
        if not asks:
            self.fields.pop("veilig_thuis", None)

    @property
    def rows(self) -> Iterator[MentionRow]:
        """The rows, by kind."""
        for kind, number in self._places():
            legend = WORDS[kind] if self.rows_of[kind] == 1 else f"{WORDS[kind]} {number}"
            mine = {f"{kind}_{number}_{name}" for name in FIELDS[kind]()}
            mine |= {spot.choice for spot in address_spots(kind, f"{kind}_{number}")}
            yield MentionRow(legend, [self[name] for name in self.fields if name in mine])

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What can be added, as the value of a button and its words."""
        return [
            (f"{ADD}{kind}", f"{word} toevoegen" if not self.rows_of[kind] else f"Nog een {word.lower()}")
            for kind, word in WORDS.items()
            if self.rows_of[kind] < MOST
        ]

    def parts(self) -> Iterator[Part]:
        """What stands below the rows."""
        rows = tuple(f"{kind}_" for kind in FIELDS)
        return (part for part in super().parts() if not part.fields[0].name.startswith(rows))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for kind, number in self._places():
            for name, message in problems(kind, self._of(kind, number)).items():
                self._tell(f"{kind}_{number}_{name}", message)
        return data

    def _tell(self, name: str, message: str) -> None:
        if name not in self.errors:
            self.add_error(name, message)

    def _places(self) -> Iterator[tuple[str, int]]:
        return ((kind, number) for kind, count in self.rows_of.items() for number in range(1, count + 1))

    def _of(self, kind: str, number: int) -> dict[str, Any]:
        return {name: self.cleaned_data.get(f"{kind}_{number}_{name}", "") for name in FIELDS[kind]()}

    def _filled(self) -> Iterator[tuple[str, int, dict[str, Any]]]:
        for kind, number in self._places():
            if not is_untouched(kind, data := self._of(kind, number)):
                yield kind, number, data

    def summary(self) -> Iterator[tuple[str, str]]:
        found = False
        for kind, number, data in self._filled():
            row, found = told(kind, data).row(), True
            yield f"{WORDS[kind]} {number}", f"{row.told}\n{row.about}"
        if not found:
            yield self.title, "niets ingevuld"
        if answer := self.cleaned_data.get("veilig_thuis"):
            yield "Is Veilig Thuis gebeld?", str(Answered(answer).label)

    def known(self) -> dict[str, Any]:
        called = Answered(self.cleaned_data.get("veilig_thuis") or Answered.UNKNOWN)
        return {"told": tuple(told(kind, data) for kind, _, data in self._filled()), "veilig_thuis": called}


def with_row(kept: Kept | None, kind: str) -> Kept | None:
    """What the draft holds, with one empty row more of a kind."""
    held = kept or {"fields": {}, "saved": 0}
    number = _rows(held["fields"])[kind] + 1 if kind in FIELDS else MOST + 1
    if number > MOST:
        return kept
    first = f"{kind}_{number}_{next(iter(FIELDS[kind]()))}"
    return {**held, "fields": {**held["fields"], first: ""}, "fresh": first}


def _rows(names: Mapping[str, Any]) -> dict[str, int]:
    """How many rows of each kind fields with these names make."""
    counts = dict.fromkeys(FIELDS, 0)
    for name in names:
        if (found := _ROW.match(name)) and int(found.group(2)) <= MOST:
            counts[found.group(1)] = max(counts[found.group(1)], int(found.group(2)))
    return counts
