"""That something is not known, as people write it: in a cell of their list, or where they were asked when it was."""

from municipalities.names import fold

_WORDS = frozenset({"onbekend", "weet ik niet", "niet bekend", "?", "-", "nvt", "n.v.t", "nog niet bekend"})


def is_not_known(text: str) -> bool:
    """Whether a text says that, and nothing else: "Weet ik niet.", "n.v.t."; False for an empty one, which says nothing."""
    return " ".join(fold(text).split()).removesuffix(".") in _WORDS
