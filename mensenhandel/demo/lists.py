"""A list of signals in a spreadsheet of somebody in the demo, brought in as far as a worker looks at its rows."""

from collections.abc import Iterable, Sequence

from core.access import Actor
from core.spreadsheets import csv_bytes
from signals import importing, operations
from signals.columns import Choice
from signals.models import ListImport
from signals.operations.importing import NewList

from .world import World

_WHY = "a story reads its own rows while the demo world is built"
_HEADINGS = (
    "Nr",
    "Datum melding",
    "Bron",
    "Omschrijving",
    "Plaats",
    "Gezien op",
    "Vorm",
    "Gevaar",
    "Minderjarig",
    "Stand",
)


def look_at(world: World, actor: Actor, place: str, name: str, rows: Iterable[Sequence[str]]) -> NewList:
    """Read and check the list `name` of this municipality; a value in each row for each heading. Its job is the caller's to end."""
    new = NewList(name, "csv", csv_bytes((_HEADINGS, *rows)), world.key("list", place))
    importing.read(operations.read_in_list(actor=actor, municipality=world.municipalities[place], new=new), actor)
    about = found(new)
    operations.check_list(about, actor=actor, choice=Choice.told(about.choice))
    importing.check(found(new), actor, lambda _done, _total: None)
    return new


def found(new: NewList) -> ListImport:
    """It as it is now."""
    row: ListImport = ListImport.objects.unscoped(reason=_WHY).select_related("municipality").get(pk=new.key)
    return row
