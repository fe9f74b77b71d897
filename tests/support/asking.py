"""Asking a page itself: without what stands before every page, and is the same for all of them.

Who asks (session, account, roles, proof), the log and the drawn answer cost ten times what a page needs to turn somebody
away. A test that asks hundreds of addresses as everybody sends one person through all of that, and these to the page.
"""

from typing import Any

from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve
from django_htmx.middleware import HtmxDetails

from accounts.models import User
from core import walls
from core.access import Actor
from core.errors import DomainError
from core.unit import unit_of_work

_REQUESTS = RequestFactory()


def status_of_page(url: str, method: str, user: User, actor: Actor) -> int:
    """What the page answers to this actor, who reaches what these walls give; whatever it did is undone."""
    view, arguments, named = match = resolve(url)
    request: Any = getattr(_REQUESTS, method)(url, {"hat": actor.hat} if method == "post" else {})
    request.user, request.actor, request.resolver_match = user, actor, match
    request.session, request.htmx = SessionStore(), HtmxDetails(request)
    request._messages = SessionStorage(request)
    with unit_of_work("test"), walls.enter(actor):
        try:
            return int(view(request, *arguments, **named).status_code)
        except DomainError as refusal:
            return refusal.status
        except Http404:
            return 404
        except PermissionDenied:
            return 403
        finally:
            transaction.set_rollback(True)
