"""What every page shows around its content."""

from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.functional import cached_property

from core import navigation
from core.access import NOBODY, Actor
from core.links import address

from . import second_factor, session
from .models import User


def frame(request: HttpRequest) -> dict[str, object]:
    """`frame` for `base.html`: menu, search, hats, name. See core/navigation.py for where it comes from."""
    return {"frame": Frame(request)}


class Frame:
    """What may need a query (`work_count`) runs when the page asks for it, and once."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._actor: Actor = getattr(request, "actor", NOBODY)
        # Who sets up a second factor sees the name and the way out, and nothing that leads further.
        self._signed_in = self._actor.user_id is not None and not second_factor.is_halfway(request)
        self.demo: bool = settings.DEMO
        self.hat_url = address("accounts:hat")
        self.logout_url = address("account_logout")
        self.session_url = address("accounts:session")

    @cached_property
    def personas_url(self) -> str:
        """Where a demo lets its people sign in; outside a demo the page does not exist."""
        with suppress(NoReverseMatch):
            return address("accounts:personas")
        return ""

    @cached_property
    def user_name(self) -> str:
        """The name of who is signed in, "" for nobody."""
        user = self._request.user if self._actor.user_id is not None else None
        return user.get_short_name() if isinstance(user, User) else ""

    @cached_property
    def session_seconds(self) -> int:
        """How long the session lasts when nothing more is done, in whole minutes; 0 for nobody."""
        if not self._signed_in or not self.user_name:
            return 0
        return -(-session.time_left(self._request)[0] // 60) * 60

    @property
    def opened(self) -> int:
        """How many dossiers are open to who is signed in by emergency access."""
        return len(self._actor.opened) if self._signed_in else 0

    @cached_property
    def nav(self) -> list[navigation.Link]:
        if not self._signed_in:
            return []
        return navigation.links_for(self._actor, self._request.path)

    @cached_property
    def user_links(self) -> list[navigation.Link]:
        if not self._signed_in:
            return []
        return navigation.own_links_for(self._actor, self._request.path)

    @cached_property
    def search_url(self) -> str:
        return navigation.search_url_for(self._actor) if self._signed_in else ""

    @property
    def search_label(self) -> str:
        one = navigation.search_for(self._actor) if self._signed_in else None
        return one.entry.label if one else ""

    @cached_property
    def work_url(self) -> str:
        return navigation.work_url_for(self._actor) if self._signed_in else ""

    @cached_property
    def work_count(self) -> int:
        return navigation.count_work(self._actor)

    @cached_property
    def hats(self) -> list[dict[str, object]]:
        """Each hat of the account as {code, label, current}."""
        named = zip(self._actor.hats, self._actor.hat_names, strict=True)
        return [{"code": code, "label": label, "current": code == self._actor.hat} for code, label in named]

    @cached_property
    def hat_label(self) -> str:
        return next((str(hat["label"]) for hat in self.hats if hat["current"]), "")
