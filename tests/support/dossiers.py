"""Which rows belong to a dossier: what tests of exclusion and restriction ask every address and every table about."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from core.gate import GatedQuerySet
from core.walls import Content
from core.walls.policies import walled
from core.walls.tables import declared
from municipalities.dossiers import DossierRow
from tests.architecture.matrix import ROWS
from tests.architecture.matrix.rows import Row
from tests.support.world import World

TABLES = sorted(
    table.name for table in walled(declared().tables) if "dossier_id" in table.columns and table.wall is not None
)
GATED = [
    model
    for model in apps.get_models()
    if isinstance(model._default_manager.none(), GatedQuerySet) and "dossier_id" in {f.name for f in model._meta.fields}
]
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
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE dossier_id = %s', [dossier_id])  # noqa: S608  our names
            found[table] = cursor.fetchall()[0][0]
    return {table: count for table, count in found.items() if count}


def models_behind_content() -> list[type[models.Model]]:
    """The gated models whose rows are reached by municipality or dossier."""
    return [model for model in GATED if model.wall.has(Content)]  # type: ignore[attr-defined]  # every model asked here declares one


# Addresses of a dossier. A partner's own handover, an alarm (a dossier of its own) and one's own draft are none.
ADDRESSES = {
    name: row
    for name, row in ROWS.items()
    if row.about and name.startswith(("signals:", "cases:")) and name not in {"signals:alarm", "signals:unattended"}
}
