"""Reading, checking and importing a list: what the jobs of signals/operations/importing.py do. A row of it: list_rows.py."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from core import scanning, walls
from core.access import Actor
from core.characters import visible
from core.errors import WrongState
from core.files import Refusal, Why, read_list
from core.scanning import Verdict

from .codes import Answered
from .column_names import DAYS, REASONS
from .columns import COLUMNS, Choice, code_of, folded, heading_row, says_nothing, words_in
from .list_days import day_of
from .list_rows import RowReader
from .list_states import ImportState
from .list_words import Standing
from .models import ImportedFrom, ListImport
from .not_known import is_not_known
from .operations.importing import (
    content_of,
    halt_list,
    keep_result,
    keep_rows,
    refuse_list,
    rows_of,
)
from .operations.remembering import suggested
from .operations.taking_over import ListRow, Tell, keep_list, store_rows, take_back_list

MOST_TOLD = 500
MOST_JOINED = 3  # enough to see how the columns come together


def read(about: ListImport, actor: Actor) -> None:
    """The virus scanner where there is one, then the reader in a process of its own."""
    content = content_of(about)
    match scanning.scan(content) if scanning.is_configured() else Verdict.CLEAN:
        case Verdict.FOUND:
            refuse_list(about, actor=actor, why=Why.VIRUS)
        case Verdict.UNKNOWN:
            refuse_list(about, actor=actor, why=Why.NOT_CHECKED)
        case Verdict.CLEAN:
            _read(about, actor, content)


def _read(about: ListImport, actor: Actor, content: bytes) -> None:
    try:
        sheets = read_list(about.kind, content)
    except Refusal as refusal:
        refuse_list(about, actor=actor, why=refusal.why)
        return
    for sheet in sheets:
        sheet["rows"] = [[number, [visible(cell) for cell in cells]] for number, cells in sheet["rows"]]
    # The longest sheet: what stands before it is mostly an explanation.
    chosen = max(range(len(sheets)), key=lambda place: len(sheets[place]["rows"]))
    keep_rows(about, actor=actor, sheets=sheets, choice=first_choice(about, actor, sheets[chosen]["rows"][:15], chosen))


def first_choice(about: ListImport, actor: Actor, top: Sequence[Any], sheet: int, heading: int = 0) -> Choice:
    """What is proposed for a sheet of which `top` are the first rows. `heading`: the row with the names; 0: not said."""
    number = heading or heading_row(top)
    headings: list[str] = next((cells for row, cells in top if row == number), [])
    below = [cells for row, cells in top if row > number]
    told = {place: what for place in range(len(headings)) if (what := _told_below(below, place))}
    return suggested(about.municipality_id, actor, sheet, number, headings, told)


def _told_below(rows: Sequence[Sequence[str]], place: int) -> str:
    """What stands in this column: mostly days (a loose word among them is no other column), or reasons for closing alone."""
    cells = [row[place] for row in rows if place < len(row) and row[place].strip()]
    told = [cell for cell in cells if not is_not_known(cell)]
    days = sum(day_of(cell) is not None for cell in told)
    if days * 2 > len(told):
        return DAYS
    return REASONS if told and all(code_of("close_reason", cell) for cell in told) else ""


@dataclass(slots=True)
class Found:
    """What the check of a list found. `errors`: (row, what, sentence); `bsn`: rows with a number that may be one.

    `joined`: (row, what, text) of the first rows in which several columns became one text.
    """

    rows: list[ListRow] = field(default_factory=list)
    errors: list[tuple[int, str, str]] = field(default_factory=list)
    bsn: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    joined: list[tuple[int, str, str]] = field(default_factory=list)
    again: str = ""

    @property
    def counts(self) -> tuple[int, int, int]:
        """Rows that are good and new, that are wrong, that are known."""
        return len(self.rows), len({row for row, _, _ in self.errors}), len(self.known)

    def told(self) -> dict[str, Any]:
        """As it is stored for the page."""
        return {
            "errors": [list(error) for error in self.errors],
            "bsn": self.bsn[:MOST_TOLD],
            "known": self.known[:MOST_TOLD],
            "danger": sum(row.facts.danger == Answered.YES for row in self.rows),
            "followed": sum(row.standing == Standing.FOLLOWED for row in self.rows),
            "calls": sum(row.asks_veilig_thuis for row in self.rows),
            "mentions": sum(len(row.facts.told) for row in self.rows),
            "joined": self.joined,
            "again": self.again,
        }


def check(about: ListImport, actor: Actor, tell: Tell) -> None:
    """Look at every row; nothing becomes a signal."""
    found = judged(about, actor, tell)
    keep_result(about, actor=actor, counts=found.counts, result=found.told())


def run(about: ListImport, actor: Actor, tell: Tell) -> None:
    """Look once more, for a day has passed or a colleague imported the same; then all rows become signals, or none."""
    if about.state != ImportState.IMPORTING:
        raise WrongState("Deze lijst is intussen geïmporteerd of weggegooid.")
    found = judged(about, actor, lambda _done, _total: None)
    if found.errors or not found.rows:
        halt_list(about, actor=actor, counts=found.counts, result=found.told())
        return
    store_rows(about, actor=actor, rows=found.rows, tell=tell)


def take_back(about: ListImport, actor: Actor) -> None:
    """Take all its signals back, unless something was done to one of them since it was asked."""
    try:
        take_back_list(about, actor=actor)
    except WrongState:
        keep_list(about, actor=actor)


def judged(about: ListImport, actor: Actor, tell: Tell) -> Found:
    """Every row of the list against the checks of logging, against each other, and against what was imported."""
    choice = Choice.told(about.choice)
    headings, rows = rows_of(about, choice)
    found, seen = Found(), dict[str, int]()
    known = _known(about, actor)
    again = ListImport.objects.visible_to(actor).of_same_file(about).first()
    found.again = again.imported_at.date().isoformat() if again else ""
    for place, (number, cells) in enumerate(rows):
        if place % MOST_TOLD == 0:
            tell(place, len(rows))
        row = RowReader(number, cells, choice, about.municipality_id, headings)
        print_ = row.fingerprint
        if print_ in known:
            found.known.append(number)
            continue
        facts = row.read()
        if print_ in seen:
            row.wrong(
                "number", f"Dit nummer of deze regel staat ook op regel {seen[print_]} van de lijst. Haal er een weg."
            )
        seen.setdefault(print_, number)
        found.errors += row.errors
        if row.has_bsn:
            found.bsn.append(number)
        if facts is not None and not row.errors:
            found.rows.append(facts)
            found.joined += row.joined[: MOST_JOINED - len(found.joined)]
    return found


def _known(about: ListImport, actor: Actor) -> set[str]:
    rows = ImportedFrom.objects.unscoped(reason="that a row was imported, also where its signal is kept from her")
    # Behind the wall too: what she may not read stands in the way of the same row all the same.
    with walls.context(walls.sign_all(user_id=actor.user_id, content=[about.municipality_id])):
        return set(rows.filter(municipality=about.municipality_id).values_list("fingerprint", flat=True))


def values_to_choose(about: ListImport, choice: Choice) -> dict[str, dict[str, str]]:
    """Per column with a code list: each word that stands there, folded, as it is written first."""
    _, rows = rows_of(about, choice)
    found: dict[str, dict[str, str]] = {}
    for place, code in choice.columns.items():
        if not COLUMNS[code].has_words:
            continue
        for _, cells in rows:
            for text in words_in(code, cells[place] if place < len(cells) else ""):
                if not says_nothing(code, text):
                    found.setdefault(code, {}).setdefault(folded(text), text)
    return found
