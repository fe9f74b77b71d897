"""Whether this session gave a second factor, and what a session without one may still do.

A password opens nothing by itself. A session counts as signed in when it carries the mark that `give` sets: after a
code or a passkey, or, in the demo alone, after one click on a persona. Without the mark the person behind it is nobody
(accounts/middleware.py), except on the few addresses in `FINISH`: there somebody who has no second factor yet sets one
up. Whoever has one already gives it before there is a session at all (allauth's stage `mfa_authenticate`).
"""

from collections.abc import Mapping

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.crypto import constant_time_compare

from . import factors
from . import session as sessions
from .models import User

FINISH = frozenset({"accounts:second-factor", "accounts:add-app", "accounts:add-passkey"})
LEAVE = frozenset({"account_logout"})
HALF_AGE = 15 * 60  # seconds that somebody gets for setting up a second factor after giving the password
DEMO = "demo"

_GIVEN = "second_factor_of"
_BEGUN = "second_factor_begun"
_WAY = "second_factor_way"
_CODES = "second_factor_codes"


def begin(request: HttpRequest, user: User) -> None:
    """The first step was taken in this session, with the password of this moment."""
    request.session[_BEGUN] = user.get_session_auth_hash()


def is_begun(request: HttpRequest, user: User) -> bool:
    """Whether that password still is hers, and she has a factor to give."""
    begun = str(request.session.get(_BEGUN, ""))
    return constant_time_compare(begun, user.get_session_auth_hash()) and factors.has_factor(user.pk)


def give(request: HttpRequest, user: User) -> None:
    """From here on this session is that of somebody who is fully signed in."""
    mark(request.session, user)


def mark(session: SessionBase, user: User) -> None:
    """The mark itself."""
    session[_GIVEN] = user.pk


def is_given(request: HttpRequest) -> bool:
    """Whether who is signed in here gave a second factor in this session."""
    return isinstance(request.user, User) and request.session.get(_GIVEN) == request.user.pk


def is_marked(content: Mapping[str, object], user_id: int) -> bool:
    """Whether a stored session of this user carries the mark."""
    return content.get(_GIVEN) == user_id


def give_after_enrolling(request: HttpRequest, user: User) -> None:
    """The same, under a new key: whoever knows the key of the half-open session does not come in with it."""
    renew_key(request)
    give(request, user)


def renew_key(request: HttpRequest) -> None:
    """The same session under a new key; the old one opens nothing any more."""
    former = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=former).update(session_key=request.session.session_key)


def kind_given(request: HttpRequest, user: User) -> str:
    """What kind of second factor was given while signing in just now; "" for none."""
    kinds = [str(step["type"]) for step in get_authentication_records(request, user) if step.get("method") == "mfa"]
    return kinds[-1] if kinds else (DEMO if request.session.get(_GIVEN) == user.pk else "")


def hold_back(request: HttpRequest, user: User) -> bool:
    """Whether the person of this session, who gave a password only, is nobody for this address.

    Who has a second factor by now, or waited too long, begins again: a session that somebody else kept half-open is
    no way in.
    """
    request._may_enrol = (  # type: ignore[attr-defined]  # kept on the request
        sessions.age(request) < HALF_AGE and not factors.has_factor(user.pk)
    )
    name = _name_of(request)
    return name not in LEAVE and not (name in FINISH and may_enrol(request))


def may_enrol(request: HttpRequest) -> bool:
    """Whether a password was given here by somebody who is still to set up a second factor."""
    return bool(getattr(request, "_may_enrol", False))


def is_halfway(request: HttpRequest) -> bool:
    """Whether `hold_back` judged this request: there is a session, without a second factor."""
    return hasattr(request, "_may_enrol")


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def keep_way(request: HttpRequest, address: str) -> None:
    """Where signing in would have led to, for when the second factor is there."""
    request.session[_WAY] = address


def take_way(request: HttpRequest) -> str:
    """That address, once; afterwards the page about one's second factor."""
    return str(request.session.pop(_WAY, "") or reverse("accounts:second-factor"))


def promise_codes(request: HttpRequest) -> None:
    """This session made new recovery codes and may see them once."""
    request.session[_CODES] = True


def may_see_codes(request: HttpRequest) -> bool:
    """Whether this is that one time."""
    return bool(request.session.pop(_CODES, False))


def names_of_kinds() -> dict[str, str]:
    """What the kinds of factors are called on screen."""
    kinds = Authenticator.Type
    return {kinds.TOTP: "Code uit een app", kinds.WEBAUTHN: "Passkey", kinds.RECOVERY_CODES: "Herstelcodes"}
