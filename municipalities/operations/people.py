"""What holds for the person whom an administrator gives something."""

from accounts.models import User
from core.access import Actor
from core.errors import Invalid


def demand_another(actor: Actor, user: User, message: str) -> None:
    """Raises Invalid with `message` when the administrator means himself: two people are needed."""
    if user.pk == actor.user_id:
        raise Invalid({"user": [message]})


def demand_open_account(user: User) -> None:
    """Raises Invalid when nobody signs in with the account."""
    if not user.is_active:
        raise Invalid({"user": ["Dit account is gesloten."]})
