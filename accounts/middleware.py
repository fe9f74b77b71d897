"""Who this request is by, under which hat it acts, and how far it reaches.

`SecondFactor` comes right behind authentication: whoever gave a password and no second factor is nobody from there on,
for every view, part of a page and middleware, except where a second factor is set up (accounts/second_factor.py).

`ActingHat` runs after authentication and inside the request's transaction. `settings.ACTOR_FACTORY` names the function that knows
the roles (`municipalities`, above this app): `actor_for(user, hat) -> Actor`, one query. Whoever is not signed in is
nobody, with empty lists. A form that arrives when the session has ended goes along through the sign-in page.
"""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django_htmx.http import HttpResponseClientRedirect

from core import walls
from core.access import NOBODY, Actor
from core.errors import OtherHat, error_page
from core.headers import FORGET
from core.pages import Request, mark_of

from . import carrying, fresh, second_factor, session
from .hats import chosen_hat, keep_hat
from .models import User
from .views.sign_in import ask_to_sign_in_again

type ActorFactory = Callable[[User, str], Actor]


class SecondFactor:
    """Makes nobody of who has not given a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.without_transaction = tuple(settings.REQUEST_TRANSACTION_EXEMPT)

    def __call__(self, request: Request) -> HttpResponse:
        if not request.path_info.startswith(self.without_transaction) and _is_half_signed_in(request):
            _make_nobody(request)
        return self.get_response(request)


def _is_half_signed_in(request: Request) -> bool:
    if not isinstance(request.user, User) or second_factor.is_given(request):
        return False
    return second_factor.hold_back(request, request.user)


def _make_nobody(request: HttpRequest) -> None:
    nobody = AnonymousUser()

    async def nobody_later() -> AnonymousUser:
        return nobody

    request.user = nobody
    request.auser = nobody_later


class ActingHat:
    """Puts `request.actor` on the request and opens the walls for exactly that actor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.without_transaction = tuple(settings.REQUEST_TRANSACTION_EXEMPT)

    def __call__(self, request: Request) -> HttpResponse:
        if request.path_info.startswith(self.without_transaction):
            request.actor = NOBODY
            return self.get_response(request)
        was_signed_in = isinstance(request.user, User)
        session.end_if_too_old(request)
        request.actor = _actor_of(request)
        with walls.enter(request.actor):
            response = self.get_response(request)
        if was_signed_in and not request.user.is_authenticated:
            response.headers[FORGET[0]] = FORGET[1]
        keep_hat(request, request.actor)
        session.touch(request)
        if isinstance(request.user, User) and second_factor.is_given(request):
            carrying.remember_sender(request, response, request.user.pk)
        return response

    def process_view(self, request: Request, view: object, args: Any, kwargs: Any) -> HttpResponse | None:
        if fresh.is_missing(request, view):
            return fresh.ask(request)
        if not carrying.can_be_carried(request, view):
            return _send_to_sign_in(request, view)
        if request.actor.user_id is None:
            return ask_to_sign_in_again(request)
        carrying.drop_when_sent(request, request.actor.user_id)
        return _refuse_other_hat(request)


def _send_to_sign_in(request: Request, view: object) -> HttpResponse | None:
    """A part of a page that is asked for without a session: the whole page goes to sign-in, not the part."""
    mark = mark_of(view)
    if request.actor.is_signed_in or not request.htmx or mark is None or mark.public:
        return None
    return HttpResponseClientRedirect(redirect_to_login(_asked_on(request)).url)


def _asked_on(request: Request) -> str:
    """The page that asked for a part of itself, as the browser says; what is no address is the start page."""
    try:
        return request.htmx.current_url_abs_path or "/"
    except ValueError:
        return "/"


def _refuse_other_hat(request: Request) -> HttpResponse | None:
    """Before the policy is asked: the hat that acts now may lack an action that the form's hat has."""
    opened_as = request.POST.get("hat")
    if opened_as is None or opened_as == request.actor.hat:
        return None
    message = "U opende dit formulier in een andere rol dan waarin u nu werkt. Er is niets opgeslagen."
    return error_page(request, OtherHat(message, opened_as=opened_as))


def _actor_of(request: HttpRequest) -> Actor:
    if not isinstance(request.user, User):
        return NOBODY
    if not second_factor.is_given(request):  # setting one up: no roles, so no reach
        return Actor(request.user.pk, name=request.user.full_name)
    factory = cast("ActorFactory", import_string(settings.ACTOR_FACTORY))
    return factory(request.user, chosen_hat(request))
