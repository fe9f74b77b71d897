"""Signing in and one's own account."""

from typing import Any

from allauth.usersessions.models import UserSession

from accounts import factors
from tests.support import second_step
from tests.support.world import World

from .rows import EVERYBODY, Row


def _one_of_two(world: World) -> list[Any]:
    """A second factor of Wilma, who has another one too."""
    second_step.set_up(world.wilma)
    second_step.add_passkey(world.wilma)
    return [factors.factors_of(world.wilma.pk)[0].pk]


def _session_elsewhere(world: World) -> list[Any]:
    """A session of Wilma in another browser."""
    return [UserSession.objects.create(user=world.wilma, ip="192.0.2.1", session_key="elders", user_agent="x").pk]


_PUBLIC = Row(open_to=EVERYBODY, public=True)
_OWN = Row(open_to=EVERYBODY)
_OWN_FORM = Row(open_to=EVERYBODY, methods=("get", "post"))

ROWS = {
    "accounts:resume": _OWN,
    "accounts:session": Row(open_to=EVERYBODY, methods=("get", "post")),
    # Who has a password is led to the page that asks for it.
    "accounts:confirm": _OWN,
    "accounts:hat": Row(open_to=EVERYBODY - {"Otto"}, methods=("post",)),
    "accounts:second-factor": _OWN,
    "accounts:add-app": _OWN_FORM,
    "accounts:add-passkey": _OWN_FORM,
    "accounts:recovery-codes": _OWN_FORM,
    "accounts:remove-factor": Row(
        # Who has a password types it once more, before the page says whose it is.
        open_to=EVERYBODY,
        about=_one_of_two,
        methods=("get", "post"),
    ),
    "accounts:organisation": _PUBLIC,
    "accounts:returned": Row(open_to=EVERYBODY, public=True, arguments=["00000000-0000-4000-8000-000000000000"]),
    "accounts:again": _OWN,
    # Whoever did not come from there is told, in the same words as whoever is not believed, that nothing happened.
    "accounts:shown-again": Row(open_to=EVERYBODY),
    "accounts:personas": _PUBLIC,
    "mfa_authenticate": Row(open_to=EVERYBODY, public=True, methods=("get", "post")),
    "account_login": _PUBLIC,
    "account_signup": _PUBLIC,
    "account_inactive": _PUBLIC,
    "account_email_verification_sent": _PUBLIC,
    "account_confirm_email": Row(open_to=EVERYBODY, public=True, arguments=["no-such-key"]),
    "account_reauthenticate": _OWN,
    "account_logout": _PUBLIC,
    "account_reset_password": _PUBLIC,
    "account_reset_password_done": _PUBLIC,
    "account_reset_password_from_key": Row(open_to=EVERYBODY, public=True, arguments=["1", "no-such-key"]),
    "account_reset_password_from_key_done": _PUBLIC,
    "account_change_password": _OWN,
    "account_set_password": _OWN,
    "usersessions_list": _OWN_FORM,
    "accounts:digest": _OWN_FORM,
    "accounts:end-session": Row(
        # Her own; that of somebody else is not there.
        open_to=frozenset({"Wilma"}),
        absent_for=EVERYBODY - {"Wilma"},
        about=_session_elsewhere,
        methods=("get", "post"),
    ),
    "help": _PUBLIC,
    "security-text": _PUBLIC,
    "accessibility": _PUBLIC,
}
