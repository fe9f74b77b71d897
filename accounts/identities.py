"""Whose account it is that an issuer tells of.

The first time by the e-mail address, which the issuer has verified and which lies in its own domains; from then on by the
number that the issuer gave the person, so that whoever gets her address later is not taken for her. Somebody without an
account gets one only where the municipality lets its colleagues report, and no issuer signs in somebody who works for
another (vouching.py).
"""

from audit.recording import record
from core.access import Actor

from . import issuers
from .events import AccountEvent
from .id_tokens import NotBelieved, Told, Why
from .models import Identity, Issuer, User
from .vouching import may_vouch, welcomed


def account_of(issuer: Issuer, told: Told) -> User:
    """The open account of this person. Raises NotBelieved; call within a transaction."""
    if not _is_own(issuer, told.email):
        raise NotBelieved(Why.DOMAIN)
    known = Identity.objects.select_related("user").filter(issuer=issuer, subject=told.subject).first()
    user = known.user if known else User.objects.filter(email=told.email).first()
    if user is None:
        user = welcomed(issuer, told.email, told.name)
    if user is None:
        raise NotBelieved(Why.UNKNOWN)
    if not user.is_active:
        raise NotBelieved(Why.CLOSED, user)
    if not _is_own(issuer, user.email):
        raise NotBelieved(Why.DOMAIN, user)
    if not may_vouch(issuer.pk, user.pk):
        raise NotBelieved(Why.OTHER_AREA, user)
    if known is None:
        _link(user, issuer, told.subject)
    return user


def _is_own(issuer: Issuer, email: str) -> bool:
    found = issuers.for_address(email)
    return found is not None and found.pk == issuer.pk


def _link(user: User, issuer: Issuer, subject: str) -> None:
    """Remember who this is there. Somebody else who got the address is nobody we know."""
    User.objects.select_for_update().get(pk=user.pk)
    if Identity.objects.filter(user=user, issuer=issuer).exists():
        raise NotBelieved(Why.OTHER_SUBJECT, user)
    Identity.objects.create(user=user, issuer=issuer, subject=subject)
    record(
        AccountEvent.IDENTITY_LINKED, user, actor=Actor(user.pk, name=user.full_name), detail={"issuer": str(issuer.pk)}
    )


def demand_same(issuer: Issuer, told: Told, user: User) -> None:
    """This is who `user` is to the issuer, and may still be. Raises NotBelieved."""
    if not Identity.objects.filter(issuer=issuer, subject=told.subject, user=user).exists():
        raise NotBelieved(Why.OTHER_PERSON, user)
    if not may_vouch(issuer.pk, user.pk):
        raise NotBelieved(Why.OTHER_AREA, user)
