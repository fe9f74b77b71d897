"""Second factors of an account: a code from an app, a passkey, and recovery codes for when neither is at hand.

The rows are allauth's (`Authenticator`); what is secret in them stands sealed (accounts/factor_adapter.py). Every change
is an event and a mail to the owner that says no more than that something changed.

A code works once. For a code from an app the row keeps the time step of the last one that was accepted, the one used
to set it up included: that step and older ones are refused. A recovery code is struck off. The account's row is locked
while a code is judged, so of two requests with the same code one gets in. Who guesses is
stopped by the form that asks (`accounts.forms.CountedCode`).
"""

from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import models

from audit.recording import record
from core.access import NOBODY, Actor
from core.errors import Invalid, WrongState
from jobs.outbox import queue_mail
from jobs.states import MailKind

from .events import AccountEvent
from .models import User

WRONG_CODE = "Deze code klopt niet of is al gebruikt. Wacht op de volgende code en probeer het opnieuw."
ONLY_ONE = "Dit is uw enige tweede stap. Stel eerst een andere in, daarna kunt u deze verwijderen."
SIGN_IN_AGAIN = "Dit account heeft al een tweede stap. Log opnieuw in en gebruik die."

_LAST_STEP = "last_step"
_KINDS = Authenticator.Type


def new_secret() -> str:
    """A secret for an app, in base32."""
    return str(generate_totp_secret())


def has_factor(user_id: int) -> bool:
    """Whether this account has a second factor; recovery codes alone are none."""
    return _factors(user_id).exists()


def factors_of(user_id: int) -> list[Authenticator]:
    """The account's factors, oldest first, without its recovery codes."""
    return list(_factors(user_id).order_by("created_at", "pk"))


def codes_left(user_id: int) -> int | None:
    """How many recovery codes were not used yet; None as long as there never were any."""
    row = _codes(user_id)
    return None if row is None else len(RecoveryCodes(row).get_unused_codes())


def recovery_codes(user_id: int) -> list[str]:
    """The recovery codes that were not used yet."""
    row = _codes(user_id)
    return [str(code) for code in RecoveryCodes(row).get_unused_codes()] if row else []


def _codes(user_id: int) -> Authenticator | None:
    row: Authenticator | None = Authenticator.objects.filter(user_id=user_id, type=_KINDS.RECOVERY_CODES).first()
    return row


def accept_code(user: User, code: str) -> Authenticator:
    """The factor whose code this is; the code is used up. Raises Invalid for a wrong, old or used one."""
    _lock(user)
    rows = list(Authenticator.objects.filter(user=user).exclude(type=_KINDS.WEBAUTHN).order_by("pk"))
    found = next((row for row in rows if _uses_up(row, code)), None)
    if found is None:
        record(AccountEvent.SECOND_STEP_FAILED, user, actor=NOBODY)
        raise Invalid({"code": [WRONG_CODE]})
    if found.type == _KINDS.RECOVERY_CODES:
        _tell(AccountEvent.RECOVERY_CODE_USED, user, _plain(user))
    return found


def _uses_up(row: Authenticator, code: str) -> bool:
    if row.type == _KINDS.RECOVERY_CODES:
        codes = RecoveryCodes(row)
        fits = bool(codes.validate_code(code))
        row.data = codes.instance.data
        return fits
    step = _step_of(decrypt(row.data["secret"]), code, after=row.data.get(_LAST_STEP, 0))
    if step:
        row.data[_LAST_STEP] = step
        row.save(update_fields=["data"])
    return bool(step)


def _step_of(secret: str, code: str, *, after: int) -> int:
    """The time step, later than `after`, of which this is the code; 0 for none."""
    for step in yield_hotp_counters_from_time():
        if step > after and compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return int(step)
    return 0


def add_app(user: User, *, actor: Actor, secret: str, code: str, first: bool) -> Authenticator:
    """Set up an app that shows codes; with the first factor come recovery codes. `first`: the session gave none yet.

    Raises Invalid when the code is not one of this secret or an app is there already, WrongState when the session was
    to be finished by another factor.
    """
    _lock(user, first=first)
    if Authenticator.objects.filter(user=user, type=_KINDS.TOTP).exists():
        raise Invalid(message="U hebt al een app ingesteld. Verwijder die eerst.")
    step = _step_of(secret, code, after=0)
    if not step:
        raise Invalid(
            {"code": ["Deze code klopt niet. Kijk of de app de goede tijd heeft en probeer de volgende code."]}
        )
    row = TOTP.activate(user, secret).instance
    row.data[_LAST_STEP] = step
    row.save(update_fields=["data"])
    return _added(user, actor, row)


def add_passkey(user: User, *, actor: Actor, name: str, credential: dict[str, Any], first: bool) -> Authenticator:
    """Keep the public half of a passkey; otherwise as `add_app`."""
    _lock(user, first=first)
    return _added(user, actor, WebAuthn.add(user, name, credential).instance)


def remove_factor(user: User, *, actor: Actor, factor_id: int) -> Authenticator:
    """Take a factor away; the row as it was. Raises WrongState for the only one."""
    _lock(user)
    row = _factors(user.pk).filter(pk=factor_id).first()
    if row is None:
        raise WrongState("Deze tweede stap is al verwijderd.")
    refuse_only_one(user.pk)
    row.delete()
    _tell(AccountEvent.FACTOR_REMOVED, user, actor, kind=row.type)
    return row


def refuse_only_one(user_id: int) -> None:
    """Nobody is left without a second factor. Raises WrongState."""
    if _factors(user_id).count() == 1:
        raise WrongState(ONLY_ONE)


def renew_codes(user: User, *, actor: Actor) -> None:
    """New recovery codes; the old ones no longer work. Raises WrongState for who has no second factor."""
    _lock(user)
    if not has_factor(user.pk):
        raise WrongState("Stel eerst een tweede stap in.")
    Authenticator.objects.filter(user=user, type=_KINDS.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)
    _tell(AccountEvent.RECOVERY_CODES_RENEWED, user, actor)


def forget_all(user: User) -> int:
    """Take every factor and recovery code away; how many factors there were. For the operation that resets them."""
    _lock(user)
    count = _factors(user.pk).count()
    Authenticator.objects.filter(user=user).delete()
    return count


def _added(user: User, actor: Actor, row: Authenticator) -> Authenticator:
    RecoveryCodes.activate(user)  # leaves those that are there
    _tell(AccountEvent.FACTOR_ADDED, user, actor, kind=row.type)
    return row


def _tell(event: AccountEvent, user: User, actor: Actor, **detail: str) -> None:
    record(event, user, actor=actor, detail=detail)
    queue_mail(user_id=user.pk, kind=MailKind.SECOND_STEP)


def _lock(user: User, *, first: bool = False) -> None:
    """One change of somebody's factors at a time; the first one only while there is none."""
    User.objects.select_for_update().get(pk=user.pk)
    if first and has_factor(user.pk):
        raise WrongState(SIGN_IN_AGAIN)


def _factors(user_id: int) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = Authenticator.objects.filter(user_id=user_id).exclude(type=_KINDS.RECOVERY_CODES)
    return rows


def _plain(user: User) -> Actor:
    """Somebody who is signing in wears no hat."""
    return Actor(user.pk, name=user.full_name)
