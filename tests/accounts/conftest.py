"""People who sign in, and clients that do so."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from core.unit import unit_of_work
from tests.support import second_step

from . import pages

PASSWORD = "een lange zin die niemand raadt"


@pytest.fixture(autouse=True)
def _stand_ins(settings: Settings) -> None:
    """The page and the roles of these tests."""
    settings.ROOT_URLCONF = "tests.accounts.pages"
    settings.ACTOR_FACTORY = "tests.accounts.pages.actor_for"
    pages.SAVED.clear()


@pytest.fixture
def admin(db: None) -> User:
    """Bo has two hats: app_admin, and focal_officer."""
    with unit_of_work():
        return User.objects.create_user(
            "Brievenbus@Regio.example", "Bo Brievenbus", PASSWORD, function_title="app_admin focal_officer"
        )


@pytest.fixture
def colleague(db: None) -> User:
    """Wilma has one hat: app_admin."""
    with unit_of_work():
        return User.objects.create_user("windvaan@goes.example", "Wilma Windvaan", PASSWORD, function_title="app_admin")


type SignIn = Callable[..., Client]


@pytest.fixture
def sign_in() -> SignIn:
    """A client with an open session of the user, by the real pages of signing in."""

    def signed_in(user: User, client: Client | None = None) -> Client:
        client = client or Client()
        second_step.set_up(user)
        answer = client.post("/inloggen/", {"login": user.email, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        answer = second_step.give(client, user)
        assert answer.status_code == 302, answer.content.decode()
        return client

    return signed_in
