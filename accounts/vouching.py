"""For whom an issuer may speak: the apps above this one know where somebody works, and register here in `ready()`.

An issuer of one municipality must never sign in somebody who works for another.
"""

from collections.abc import Callable
from uuid import UUID

# Given the ids of an issuer and of a user: whether all that this person is, lies within what the issuer is for.
type Vouches = Callable[[UUID, int], bool]

VOUCHES: list[Vouches] = []


def may_vouch(issuer_id: UUID, user_id: int) -> bool:
    """Whether everybody who knows of roles agrees; nobody registered is nobody who agrees."""
    return bool(VOUCHES) and all(agrees(issuer_id, user_id) for agrees in VOUCHES)
