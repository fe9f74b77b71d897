"""How a hat is called in the frame around a page: the role with its areas, "Aandachtsfunctionaris Goes"."""

from collections.abc import Mapping

from django.utils import timezone

from core.access import Actor
from municipalities.codes import Role

from .rows import ROLE_TABLES

_SHOWN = 2  # areas by name; more are counted


def names_of_hats(actor: Actor) -> Mapping[str, str]:
    """Hat -> label, for each role that the actor's user holds today. One query."""
    areas: dict[str, list[str]] = {}
    own: set[str] = set()
    for role, area, deputy in _rows_of(actor.user_id):
        areas.setdefault(role, []).append(area)
        own |= set() if deputy else {role}
    return {role: _label(role, names, deputy=role not in own) for role, names in areas.items()}


def _rows_of(user_id: int | None) -> list[tuple[str, str, bool]]:
    today = timezone.localdate()
    first, *others = (
        table.objects.on(today)
        .filter(user=user_id)
        .values_list("permission__codename", "content_object__name", "deputy")
        for table in ROLE_TABLES.values()
    )
    return sorted(first.union(*others))


def _label(role: str, areas: list[str], *, deputy: bool) -> str:
    label = f"vervangend {Role(role).label}" if deputy else str(Role(role).label)
    names = areas if len(areas) <= _SHOWN else [*areas[: _SHOWN - 1], f"{len(areas) - _SHOWN + 1} andere"]
    return f"{label[0].upper()}{label[1:]} {' en '.join(names)}"
