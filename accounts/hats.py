"""Two roles on one account: one of them acts at a time, and changing is logged."""

from django.http import HttpRequest

from audit.recording import record
from core.access import Actor
from core.errors import Forbidden

from .events import AccountEvent
from .models import User

_SESSION_KEY = "hat"


def chosen_hat(request: HttpRequest) -> str:
    """The hat last chosen in this session, or the first that acted; "" in the first request.

    Whether it is still held is for the roles to say.
    """
    return str(request.session.get(_SESSION_KEY, ""))


def keep_hat(request: HttpRequest, actor: Actor) -> None:
    """Hold on to the hat that acted: a role given meanwhile does not change it, only choosing one does.

    Called after the answer was made, so that a hat chosen in this request stands; another person, or nobody, who is
    signed in by then begins anew.
    """
    same_person = request.user.is_authenticated and request.user.pk == actor.user_id
    if same_person and actor.hat and chosen_hat(request) not in actor.hats:
        request.session[_SESSION_KEY] = actor.hat


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
