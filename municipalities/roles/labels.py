"""How a hat is called in the frame around a page: the role with its areas, "Aandachtsfunctionaris Goes"."""

from collections.abc import Sequence

from municipalities.codes import Role

_SHOWN = 2  # areas by name; more are counted


def hat_name(role: str, areas: Sequence[str], *, deputy: bool) -> str:
    """The name of a role on these areas; `deputy`: it is held as deputy only."""
    label = f"vervangend {Role(role).label}" if deputy else str(Role(role).label)
    names = areas if len(areas) <= _SHOWN else [*areas[: _SHOWN - 1], f"{len(areas) - _SHOWN + 1} andere"]
    return f"{label[0].upper()}{label[1:]} {' en '.join(names)}"
