"""Programs of partners: making one, and which scopes it has. There is no scope that a program gets without asking."""

from collections.abc import Collection
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from oauth2_provider.generators import generate_client_secret
from oauth2_provider.models import get_access_token_model
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import SettingsScopes
from rest_framework.permissions import BasePermission
from rest_framework.throttling import BaseThrottle

from accounts import throttle
from core.unit import current_unit

from .models import ApiClient, Organisation
from .roles import program_actor

SCOPES: dict[str, str] = cast("dict[str, dict[str, str]]", settings.OAUTH2_PROVIDER)["SCOPES"]


class GivenScopes(SettingsScopes):  # type: ignore[misc]  # the package has no types
    """The scopes of a program are those that were given to it; asked for none, it gets none."""

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        return list(application.scopes) if application is not None else []

    def get_default_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        return []


class ProgramValidator(OAuth2Validator):  # type: ignore[misc]  # the package has no types
    """A name that no column can hold, or that is no text, is the name of no program: not a fault of ours."""

    def _load_application(self, client_id: str, request: Any) -> Any:
        return None if "\x00" in (client_id or "") else super()._load_application(client_id, request)

    def _authenticate_basic_auth(self, request: Any) -> bool:
        try:
            return bool(super()._authenticate_basic_auth(request))
        except ValueError:  # not even the letters of base64
            return False


class ProgramAuthentication(OAuth2Authentication):  # type: ignore[misc]  # the package has no types
    """A partner's program: its token leads to its organisation, under which the rest of the request acts."""

    def authenticate(self, request: Any) -> tuple[AnonymousUser, Any] | None:
        found = super().authenticate(request)
        if found is None:
            return None
        token = found[1]
        client = token.application
        actor = program_actor(client.organisation)
        request._request.actor = actor
        request._request.program = client
        unit = current_unit()
        unit.origin = f"{unit.origin[:40]} client:{client.pk}"
        return AnonymousUser(), token


class HasToken(BasePermission):
    """A valid token; which scope and action it needs, the viewset says."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return request.auth is not None


def _never(_request: Any) -> bool:
    return False


class ProgramThrottle(BaseThrottle):
    """A program's own allowance, whatever address it calls from. A call that breaks on a fault of ours counts too.

    What tells of danger (`is_urgent` of the view) has one of its own, so that nothing else uses it up.
    """

    allowance = throttle.Rule(limit=300, memory=60, waits=())

    def allow_request(self, request: Any, view: Any) -> bool:
        self._left = 0
        if request.auth is not None:
            what = "danger" if getattr(view, "is_urgent", _never)(request) else "program"
            self._left = throttle.spend(f"{what}|{request.auth.application_id}", self.allowance)
        return self._left == 0

    def wait(self) -> float | None:
        return self._left or None


def make_client(organisation: Organisation, *, name: str, scopes: Collection[str]) -> tuple[str, str]:
    """A new program of a partner, for the demo and for tests: (client id, secret). Elsewhere: operations.register_program."""
    secret = generate_client_secret()
    return store_client(organisation, name=name, scopes=scopes, secret=secret).client_id, secret


def store_client(organisation: Organisation, *, name: str, scopes: Collection[str], secret: str) -> ApiClient:
    """The row of a program; its secret is stored hashed."""
    client: ApiClient = ApiClient.objects.create(
        organisation=organisation,
        name=name,
        scopes=sorted(scopes),
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
        client_secret=secret,
    )
    return client


def take_access(client: ApiClient) -> None:
    """No scope, a secret that nobody knows, and none of the tokens that it has. The operation stores the row."""
    client.scopes = []
    client.client_secret = generate_client_secret()
    get_access_token_model().objects.filter(application=client).delete()
