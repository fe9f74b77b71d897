"""For whom an issuer may speak: the apps above this one know where somebody works, and register here in `ready()`.

An issuer of one municipality must never sign in somebody who works for another. Whether it may bring somebody who has no
account here yet, and as what, they know too.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:  # apps are loaded before there are models
    from .models import Issuer, User


# Given the ids of an issuer and of a user: whether all that this person is, lies within what the issuer is for.
type Vouches = Callable[[UUID, int], bool]

VOUCHES: list[Vouches] = []

# Given an issuer and an address in its domains that nobody has here: the account that was made, or None when it may not.
type Welcomes = Callable[[Issuer, str, str], User | None]

WELCOMES: list[Welcomes] = []


def welcomed(issuer: "Issuer", email: str, name: str) -> "User | None":
    """The account of somebody whom nobody knew here, made at this moment; None when nobody welcomes her."""
    made = (welcomes(issuer, email, name) for welcomes in WELCOMES)
    return next((user for user in made if user is not None), None)


def may_vouch(issuer_id: UUID, user_id: int) -> bool:
    """Whether everybody who knows of roles agrees; nobody registered is nobody who agrees."""
    return bool(VOUCHES) and all(agrees(issuer_id, user_id) for agrees in VOUCHES)
