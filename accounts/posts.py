"""Whether an account opens anything: the apps above this one say so, and register here in `ready()`.

An account that opens something keeps its address. Who gives it another one could choose a new password through it and
read what the owner reads.
"""

from collections.abc import Callable

# Given a user id: whether that person has a role or a task now or later, the account open or closed.
type HasPost = Callable[[int], bool]

POSTS: list[HasPost] = []


def has_post(user_id: int) -> bool:
    """Whether anybody knows of a role or a task of this person."""
    return any(known(user_id) for known in POSTS)
