"""Giving, changing and closing accounts. An account alone opens nothing: roles are given in `municipalities`."""

import uuid

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from audit.operation import operation
from audit.recording import record
from core.access import Actor
from core.errors import Invalid, WrongState
from core.unit import once
from jobs.outbox import queue_mail
from jobs.states import MailKind

from . import factors, issuers
from .codes import IdentityCheck, Rhythm
from .ending import end_sessions
from .events import AccountEvent
from .models import Identity, User
from .policies import AccountAction
from .posts import has_post

_HAS_POST = (
    "Dit account heeft een rol of is achtervang. Beëindig dat eerst. Want wie het nieuwe e-mailadres heeft, kan een "
    "ander wachtwoord kiezen en alles lezen wat bij de rol hoort."
)


@operation(AccountAction.INVITE)
def invite_user(*, actor: Actor, email: str, full_name: str, function_title: str = "", phone: str = "") -> User:
    """Make an account and mail that it is there. Its owner chooses a password by the link of a password reset.

    The address counts as verified: the administrator vouches for it, and a second factor can be set up at once.
    Raises Invalid for an address that is wrong or taken.
    """
    email = _free_address(email)
    user = User.objects.create_user(email, _name(full_name), function_title=function_title, phone=phone)
    queue_mail(user_id=user.pk, kind=MailKind.INVITATION)
    record(AccountEvent.INVITED, user, actor=actor)
    return user


@operation(AccountAction.WELCOME)
def welcome_user(*, actor: Actor, email: str, full_name: str) -> User:
    """Make an account for whoever has this address and signs in elsewhere: without password. Raises Invalid as above."""
    user = User.objects.create_user(_free_address(email), _name(full_name))
    record(AccountEvent.WELCOMED, user, actor=actor)
    return user


@operation(AccountAction.CHANGE)
def change_user(user: User, *, actor: Actor, email: str, full_name: str, function_title: str, phone: str) -> User:
    """Change who somebody is. Another address ends the sessions: its owner signs in with the new one.

    Raises Invalid for another address of an account with a role or a task, now or later: end those first.
    """
    if email.strip().lower() != user.email:
        _change_address(user, actor, email)
    user.full_name = _name(full_name)
    user.function_title = function_title.strip()
    user.phone = phone.strip()
    record(AccountEvent.CHANGED, user, actor=actor)
    return user


@operation(AccountAction.DEACTIVATE)
def deactivate_user(user: User, *, actor: Actor) -> User:
    """Close an account: signed out at once, no way in, roles open nothing. What the person did stays in the log."""
    if user.pk == actor.user_id:
        raise Invalid(message="U kunt uw eigen account niet sluiten. Vraag een andere beheerder.")
    if not user.is_active:
        raise WrongState("Dit account is al gesloten.")
    user.is_active = False
    end_sessions(user)
    record(AccountEvent.DEACTIVATED, user, actor=actor)
    return user


@operation(AccountAction.ACTIVATE)
def activate_user(user: User, *, actor: Actor) -> User:
    """Open a closed account again; the password is the one it had."""
    if user.is_active:
        raise WrongState("Dit account is al open.")
    user.is_active = True
    record(AccountEvent.ACTIVATED, user, actor=actor)
    return user


@operation(AccountAction.RESET_FACTORS)
def reset_second_factor(user: User, *, actor: Actor, checked: IdentityCheck) -> User:
    """Take away the second factor of somebody who lost it: signed out at once, to set up a new one at the next sign-in.

    The password goes too: whoever got hold of it would set up a factor first. A mail brings the link with which its owner
    chooses another, where no issuer says who its people are. `checked`: how the administrator knew who asked. Nobody does this for himself.
    """
    if user.pk == actor.user_id:
        raise Invalid(message="U kunt uw eigen tweede stap niet wissen. Vraag een andere beheerder.")
    count = factors.forget_all(user)
    if not count:
        raise WrongState("Deze persoon heeft geen tweede stap die gewist kan worden.")
    detail = {"checked": checked.value, "factors": count, "sessions_ended": end_sessions(user)}
    user.set_unusable_password()
    queue_mail(user_id=user.pk, kind=MailKind.SECOND_STEP)
    if issuers.for_address(user.email) is None:
        queue_mail(user_id=user.pk, kind=MailKind.PASSWORD)
    record(AccountEvent.FACTORS_RESET, user, actor=actor, detail=detail)
    return user


@operation(AccountAction.CHOOSE_DIGEST)
def choose_digest(user: User, *, actor: Actor, rhythm: Rhythm) -> User:
    """Mail one's own overview so often from the next time on."""
    user.digest = rhythm
    record(AccountEvent.DIGEST_CHOSEN, user, actor=actor, detail={"rhythm": rhythm.value})
    return user


def _change_address(user: User, actor: Actor, email: str) -> None:
    """The owner of the old address hears of it there; no address stands in the log."""
    if has_post(user.pk):
        raise Invalid({"email": [_HAS_POST]})
    former, user.email = user.email, _free_address(email)
    EmailAddress.objects.filter(user=user).delete()
    Identity.objects.filter(user=user).delete()  # who she is to an issuer went with the address
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    ended = end_sessions(user)
    queue_mail(email=former, kind=MailKind.ADDRESS)
    record(AccountEvent.ADDRESS_CHANGED, user, actor=actor, detail={"former_told": True, "sessions_ended": ended})


def _free_address(email: str) -> str:
    """The address as it is stored. Two that want the same one pass one after the other: the second hears it is taken."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid({"email": ["Vul een e-mailadres in, zoals naam@gemeente.nl."]}) from None
    once(uuid.uuid5(uuid.NAMESPACE_URL, f"mailto:{email}"))
    if User.objects.filter(email=email).exists():
        raise Invalid({"email": ["Er is al een account met dit e-mailadres."]})
    return email


def _name(full_name: str) -> str:
    name = " ".join(full_name.split())
    if not name:
        raise Invalid({"full_name": ["Vul de naam in."]})
    return name
