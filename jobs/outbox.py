"""Mail that survives the absence of a mail server, and that says nothing.

A mail is a row, made in the transaction of its cause: somebody is to look, urgently or not. What at stands in the
application, behind sign-in; mail is read on phones and by mail providers. So two waiting mails to one person are one.
Only a mail about an account holds more: a link to choose a password, made when the mail goes out; and a reminder to the
mailbox of an organisation where nobody has an account: the numbers of what waits there, found when it goes out.
The row stays until the server took the mail; the address of a user is looked up at that moment.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Model
from django.db.models.functions import Now
from django.utils import timezone

from .models import OutboxMessage
from .operations import tell
from .states import MAIL_ENDED, MailKind, MailState

logger = logging.getLogger(__name__)

MAIL_TASK = "jobs.mail"

# A mail server may be away for a weekend; after that a person must look.
GIVE_UP_AFTER = timedelta(days=3)
LONGEST_PAUSE = timedelta(hours=1)
AT_ONCE = 200

_NOT_YOU = "Wist u hier niet van? Bel dan meteen uw functioneel beheerder of uw privacy officer.\n"
_WAS_IT_YOU = f"Deed u dit zelf? Dan hoeft u niets te doen.\n{_NOT_YOU}"

_TEXTS = {
    MailKind.MESSAGE: (
        "U hebt een bericht",
        "U hebt een bericht in Signaalpunt mensenhandel.\n\n"
        "Log in om het te lezen. Waarover het gaat, staat met opzet niet in deze mail.\n",
    ),
    MailKind.URGENT: (
        "Spoed: kijk nu",
        "In Signaalpunt mensenhandel staat iets dat nu uw aandacht nodig heeft.\n\n"
        "Log meteen in. Waarover het gaat, staat met opzet niet in deze mail.\n"
        "Is iemand in direct gevaar? Bel 112.\n",
    ),
    MailKind.ADDRESS: (
        "Uw e-mailadres is gewijzigd",
        "Dit e-mailadres hoort niet meer bij een account in Signaalpunt mensenhandel. Een beheerder heeft het "
        f"adres gewijzigd.\n\n{_NOT_YOU}",
    ),
    MailKind.SECOND_STEP: (
        "Uw tweede stap bij inloggen is gewijzigd",
        f"Er is iets veranderd aan de tweede stap waarmee u inlogt in Signaalpunt mensenhandel.\n\n{_WAS_IT_YOU}",
    ),
    MailKind.CHANGED: (
        "Uw wachtwoord is gewijzigd",
        f"Het wachtwoord waarmee u inlogt in Signaalpunt mensenhandel is gewijzigd.\n\n{_WAS_IT_YOU}",
    ),
}

# Given a user id: subject and text, or None when there is nothing to say any more.
type TextMaker = Callable[[int], tuple[str, str] | None]
_MAKERS: dict[str, TextMaker] = {}
# The same for a bare address, by the address.
type AddressTextMaker = Callable[[str], tuple[str, str] | None]
_ADDRESS_MAKERS: dict[str, AddressTextMaker] = {}


def mail_text(kind: MailKind) -> Callable[[TextMaker], TextMaker]:
    """Register who writes the mails of a kind that this app cannot write."""

    def register(maker: TextMaker) -> TextMaker:
        _MAKERS[kind] = maker
        return maker

    return register


def address_text(kind: MailKind) -> Callable[[AddressTextMaker], AddressTextMaker]:
    """Register who writes the mails of a kind that go to a bare address."""

    def register(maker: AddressTextMaker) -> AddressTextMaker:
        _ADDRESS_MAKERS[kind] = maker
        return maker

    return register


def queue_mail(*, user_id: int | None = None, email: str = "", kind: MailKind = MailKind.MESSAGE) -> None:
    """Let somebody know that there is something to see: a user, or (for who has no account) a bare address.

    ValueError unless exactly one of the two is given. When a mail of this kind already waits for them, that one serves.
    """
    if (user_id is None) == (email == ""):
        raise ValueError("A mail goes to a user or to an address.")
    OutboxMessage.objects.bulk_create(
        [OutboxMessage(user_id=user_id, email=email.strip().lower(), kind=kind)], ignore_conflicts=True
    )
    if kind != MailKind.MESSAGE:
        send_after_commit()


def send_after_commit() -> None:
    """Let a worker send what waits now, not at the next minute."""
    transaction.on_commit(lambda: tell(MAIL_TASK), robust=True)


def send_waiting() -> int:
    """Send what is due, one transaction per mail, so that one that fails holds up no other. Returns how many went out."""
    sent = 0
    for message_id in list(OutboxMessage.objects.to_send().values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            sent += _send_one(message_id)
    return sent


def _send_one(message_id: uuid.UUID) -> bool:
    due = OutboxMessage.objects.to_send().filter(pk=message_id).select_for_update(skip_locked=True).first()
    if due is None:
        return False
    try:
        # A savepoint: whoever writes the text may fail on the database, and the row must still be put off.
        with transaction.atomic():
            return _close(due, MailState.SENT if _hand_over(due) else MailState.DROPPED)
    except Exception as error:
        _put_off(due, error)
        return False


def _hand_over(message: OutboxMessage) -> bool:
    """Give it to the mail server. False when there is nobody, or nothing, to write to any more."""
    address = _address_of(message)
    words = _words_of(message) if address else None
    if words is None:
        return False
    subject, text = words
    EmailMessage(subject, text, to=[address]).send()
    return True


def _address_of(message: OutboxMessage) -> str:
    if message.user_id is None:
        return message.email
    user: Model | None = get_user_model()._default_manager.filter(pk=message.user_id, is_active=True).first()
    return "" if user is None else str(getattr(user, "email", ""))


def _words_of(message: OutboxMessage) -> tuple[str, str] | None:
    if message.kind in _TEXTS:
        return _TEXTS[MailKind(message.kind)]
    return (
        _ADDRESS_MAKERS[message.kind](message.email)
        if message.user_id is None
        else _MAKERS[message.kind](message.user_id)
    )


def _put_off(message: OutboxMessage, error: Exception) -> None:
    code = type(error).__name__
    logger.warning("A mail (%s) did not go out, attempt %s: %s", message.pk, message.attempts + 1, code)
    if timezone.now() - message.created_at > GIVE_UP_AFTER:
        _close(message, MailState.MANUAL, code)
        return
    message.attempts += 1
    message.error = code[:60]
    OutboxMessage.objects.filter(pk=message.pk).update(
        attempts=message.attempts, error=message.error, send_at=Now() + pause(message.attempts)
    )


def pause(attempts: int) -> timedelta:
    """How long to wait after the `attempts`-th failure: 2, 4, 8 minutes, up to an hour."""
    return min(timedelta(minutes=1 << min(attempts, 10)), LONGEST_PAUSE)


def _close(message: OutboxMessage, state: MailState, error: str = "") -> bool:
    OutboxMessage.objects.filter(pk=message.pk).update(state=state, error=error, finished_at=Now())
    return state == MailState.SENT


def delete_ended(before: timedelta) -> int:
    """Remove mails that ended longer ago than `before`. Says how many."""
    deleted, _ = OutboxMessage.objects.filter(state__in=MAIL_ENDED, finished_at__lt=Now() - before).delete()
    return deleted
