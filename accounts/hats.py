"""Two roles on one account: one of them acts at a time, and changing is logged."""

from django.http import HttpRequest

from audit.recording import record
from core.access import Actor
from core.errors import Forbidden

from .events import AccountEvent
from .models import User

_SESSION_KEY = "hat"


def chosen_hat(request: HttpRequest) -> str:
    """The hat last chosen in this session, "" when none was. Whether it is still held is for the roles to say."""
    return str(request.session.get(_SESSION_KEY, ""))


def switch_hat(request: HttpRequest, user: User, actor: Actor, hat: str) -> None:
    """From the next request on, `hat` acts. Raises Forbidden when the account does not have it."""
    if hat not in actor.hats:
        message = "U hebt deze rol niet, of niet meer."
        raise Forbidden(message)
    request.session[_SESSION_KEY] = hat
    if hat != actor.hat:
        record(AccountEvent.HAT_SWITCHED, user, actor=actor, detail={"from": actor.hat, "to": hat})


def resume_hat(request: HttpRequest, hat: str) -> None:
    """Go on under the hat of a form that was carried through sign-in; the roles ignore one that is not held."""
    request.session[_SESSION_KEY] = hat
