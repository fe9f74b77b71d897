"""Browsers for tests."""

import time
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.models import Session
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.client import store_rendered_templates  # type: ignore[attr-defined]  # the stubs leave it out
from django.test.signals import template_rendered
from django.utils.crypto import get_random_string

from accounts import second_factor
from accounts.models import User
from accounts.session_store import SessionStore
from core import walls
from core.access import Actor
from municipalities.roles import actor_for

_KEPT_SECONDS = 3600


def draw(template: Template, context: Context) -> Any:
    """As Django's tests draw a template, but only of a whole one it is told: of its parts nobody asks."""
    if context.template is template:
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)


def keep_context_of_page(store: dict[str, Any], *sent: Any, **rendering: Any) -> None:
    """What `answer.context` tells is that of the page; Django would copy it for every part of the page too."""
    if "context" not in store:
        store_rendered_templates(store, *sent, **rendering)


class OutsideClient(Client):
    """A client whose requests begin as in production: without the context that the test itself holds."""

    def request(self, **request: Any) -> Any:
        if not connection.in_atomic_block:
            return super().request(**request)
        with walls.context(walls.NO_CONTEXT):
            return super().request(**request)

    def force_login(self, user: User, backend: str | None = None, *, hat: str = "") -> None:
        """Fully signed in: with the mark that a code or a passkey sets in a real session. Nothing is told of it anywhere.

        `hat`: the role under which she acts, when it is not the first that she holds.

        Django's own goes through all of signing in, which is half of what a test of one page costs.
        """
        session = SessionStore()
        session[auth.SESSION_KEY] = str(user.pk)
        session[auth.BACKEND_SESSION_KEY] = backend or settings.AUTHENTICATION_BACKENDS[0]
        session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
        second_factor.mark(session, user)
        # As if she signs in all the time: sessions are kept for as long as the tests run (SignedIn).
        session["account_authentication_methods"] = [{"method": "password", "at": time.time() + _KEPT_SECONDS}]
        session["account_authentication_methods_user"] = str(user.pk)
        if hat:
            session["hat"] = hat
        # As `create()`, which first asks whether nobody has a key that is as random.
        session._session_key = get_random_string(32, VALID_KEY_CHARS)
        session.save(must_create=True)
        self.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)

    def filled(self, url: str, **given: Any) -> dict[str, Any]:
        """What the form of a page sends: its hidden fields as the page has them, with what is given."""
        form = self.get(url).context["form"]
        return {field.html_name: field.value() for field in form.hidden_fields()} | given

    def let_proof_age(self) -> None:
        """From the next request on, it is long ago that she showed that it is her."""
        session = self.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time() - _KEPT_SECONDS}]
        session.save()

    @property
    def hat(self) -> str:
        """The role under which the next request acts: the chosen one, else the first that the user holds."""
        session = self.session
        return actor_for(User(pk=int(session["_auth_user_id"])), session.get("hat", "")).hat

    def wear(self, hat: str) -> None:
        """From the next request on, act under this role."""
        session = self.session
        session["hat"] = hat
        session.save()


class SignedIn:
    """Several people, each in a browser of her own: signed in once for real, afterwards from the sessions kept then.

    A test that asks one address as everybody would otherwise spend most of its time on signing in.
    """

    def __init__(self, people: Iterable[tuple[str, User, str]]) -> None:
        self.browsers: dict[str, OutsideClient] = {}
        self.actors: dict[str, Actor] = {}
        self._sessions: list[Session] = []
        for name, user, hat in people:
            browser, actor = OutsideClient(), actor_for(user, hat)
            browser.force_login(user)
            # What the first request of a session would write into it.
            session = browser.session
            session.update({"hat": actor.hat, "signed_in_at": time.time(), "touched": time.time() + _KEPT_SECONDS})
            session.save()
            self.browsers[name], self.actors[name] = browser, actor
            self._sessions.append(Session.objects.get(pk=session.session_key))

    def again(self) -> None:
        """Put back what was undone since, by signing out or with the transaction of a test."""
        Session.objects.bulk_create(self._sessions, ignore_conflicts=True)
        for browser, session in zip(self.browsers.values(), self._sessions, strict=True):
            browser.cookies.clear()
            browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
