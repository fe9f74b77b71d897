"""Under which hat this request acts, and how far it reaches.

Runs after authentication and inside the request's transaction. `settings.ACTOR_FACTORY` names the function that knows
the roles (`municipalities`, above this app): `actor_for(user, hat) -> Actor`, one query. Whoever is not signed in is
nobody, with empty lists. A form that arrives when the session has ended goes along through the sign-in page.
"""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from core import walls
from core.access import NOBODY, Actor
from core.pages import Request

from . import carrying, session
from .hats import chosen_hat
from .models import User
from .views.sign_in import ask_to_sign_in_again

type ActorFactory = Callable[[User, str], Actor]


class ActingHat:
    """Puts `request.actor` on the request and opens the walls for exactly that actor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.without_transaction = tuple(settings.REQUEST_TRANSACTION_EXEMPT)

    def __call__(self, request: Request) -> HttpResponse:
        if request.path_info.startswith(self.without_transaction):
            request.actor = NOBODY
            return self.get_response(request)
        session.end_if_too_old(request)
        request.actor = _actor_of(request)
        with walls.enter(request.actor):
            response = self.get_response(request)
        session.touch(request)
        if isinstance(request.user, User):
            carrying.remember_sender(request, response, request.user.pk)
        return response

    def process_view(self, request: Request, view: object, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.actor.is_signed_in or not carrying.can_be_carried(request, view):
            return None
        return ask_to_sign_in_again(request)


def _actor_of(request: HttpRequest) -> Actor:
    if not isinstance(request.user, User):
        return NOBODY
    factory = cast("ActorFactory", import_string(settings.ACTOR_FACTORY))
    return factory(request.user, chosen_hat(request))
