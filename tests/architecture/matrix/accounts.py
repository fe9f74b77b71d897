"""Signing in and one's own account."""

from .rows import EVERYBODY, Row

_PUBLIC = Row(open_to=EVERYBODY, public=True)
_OWN = Row(open_to=EVERYBODY)

ROWS = {
    "accounts:resume": _OWN,
    "accounts:session": Row(open_to=EVERYBODY, methods=("get", "post")),
    "accounts:hat": Row(open_to=EVERYBODY - {"Otto"}, methods=("post",)),
    "accounts:personas": _PUBLIC,
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
    "usersessions_list": _OWN,
    "help": _PUBLIC,
    "accessibility": _PUBLIC,
}
