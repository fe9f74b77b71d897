"""Which rows belong to a dossier: what tests of exclusion and restriction ask every address and every table about."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.urls import reverse

from core.gate import GatedQuerySet
from core.walls import Content
from core.walls.policies import walled
from core.walls.tables import declared
from municipalities.dossiers import DossierRow
from tests.architecture.matrix import ROWS, sharing
from tests.architecture.matrix.rows import Row
from tests.support.clients import OutsideClient
from tests.support.world import World

TABLES = sorted(
    table.name for table in walled(declared().tables) if "dossier_id" in table.columns and table.wall is not None
)
GATED = [
    model
    for model in apps.get_models()
    if isinstance(model._default_manager.none(), GatedQuerySet) and "dossier_id" in {f.name for f in model._meta.fields}
]
_COUNTED = " UNION ALL ".join(
    f"SELECT '{table}', count(*) FROM \"{table}\" WHERE dossier_id = %(dossier)s"  # noqa: S608  our names
    for table in TABLES
)
_DOSSIER_ROWS = [model for model in apps.get_models() if issubclass(model, DossierRow)]


def about(row: Row, world: World) -> tuple[list[Any], DossierRow | None]:
    """The arguments of an address, and the row of a dossier that the first of them names."""
    arguments = row.about(world) if row.about else row.arguments
    for model in _DOSSIER_ROWS if arguments and isinstance(arguments[0], UUID) else ():
        found = model._base_manager.filter(pk=arguments[0]).first()
        if isinstance(found, DossierRow):
            return arguments, found
    return arguments, None


def rows_within_walls(dossier_id: UUID) -> dict[str, int]:
    """How many rows of a dossier a query without any gate finds, by table; those without any left out."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"dossier": dossier_id})
        return {table: count for table, count in cursor.fetchall() if count}


def not_hidden(names: Sequence[str], arguments: list[Any], browsers: Mapping[str, OutsideClient]) -> list[object]:
    """Where one of these people, to whom an address may be open, gets another answer than that nothing is there.

    And each address to which none of them was sent: of that, nothing was asked.
    """
    hats = {person: browser.hat for person, browser in browsers.items()}
    wrong: list[object] = []
    for name in names:
        url = reverse(name, args=arguments)
        sent_there = sorted(ADDRESSES[name].open_to & browsers.keys())
        wrong += [] if sent_there else [(name, "nobody was sent there")]
        for person in sent_there:
            for method in ADDRESSES[name].methods:
                sent = {"hat": hats[person]} if method == "post" else {}
                status = getattr(browsers[person], method)(url, sent).status_code
                wrong += [] if status == 404 else [(name, person, method, status)]
    return wrong


def models_behind_content() -> list[type[models.Model]]:
    """The gated models whose rows are reached by municipality or dossier."""
    return [model for model in GATED if model.wall.has(Content)]  # type: ignore[attr-defined]  # every model asked here declares one


# When and where a table meets, and whose agenda it is; what stands on it has addresses of its own.
_MEETINGS = {
    f"signals:{name}"
    for name in ("meeting", "meeting-decisions", "lead-meeting", "start-meeting", "close-meeting", "plan-meeting")
}
# Addresses of a dossier. A partner's own handover, an alarm (a dossier of its own) and one's own draft are none.
ADDRESSES = {
    name: row
    for name, row in ROWS.items()
    if row.about
    and name.startswith(("signals:", "cases:"))
    and name not in {"signals:alarm", "signals:unattended", *_MEETINGS}
}
SHARING = sharing(ADDRESSES)
