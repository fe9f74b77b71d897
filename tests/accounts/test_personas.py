"""The cards of the demo: one click signs in, and outside a demo they do not exist."""

import importlib
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, clear_url_caches, reverse
from pytest_django import Settings

import accounts.urls
import mensenhandel.urls
from accounts.models import User
from accounts.personas import personas
from core import links
from core.unit import unit_of_work
from tests.support import second_step

from . import pages
from .test_lost_session import carried_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def wilma() -> User:
    with unit_of_work():
        return User.objects.create_user("windvaan@goes.example", "Wilma Windvaan", function_title="focal_officer")


def test_one_click_signs_in(wilma: User) -> None:
    client = Client()
    page = client.get("/inloggen/demo/").content.decode()
    assert "Wilma Windvaan" in page
    assert "Koos Koffiekan" not in page  # no account: his card would lead nowhere
    answer = client.post("/inloggen/demo/", {"email": wilma.email})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert b"hat=focal_officer signed_in=True" in client.get("/").content


def test_a_persona_with_a_second_factor_is_signed_in_by_one_click_too(wilma: User) -> None:
    second_step.set_up(wilma)
    client = Client()
    assert client.post("/inloggen/demo/", {"email": wilma.email})["Location"] == "/"
    assert b"hat=focal_officer signed_in=True" in client.get("/").content


@pytest.mark.parametrize(("demo", "production"), [(False, False), (False, True), (True, True)])
def test_outside_a_demo_the_page_itself_refuses_even_if_it_were_routed(
    demo: bool, production: bool, wilma: User, settings: Settings
) -> None:
    settings.DEMO, settings.PRODUCTION = demo, production
    client = Client()
    assert client.post("/inloggen/demo/", {"email": wilma.email}).status_code == 404
    assert b"signed_in=False" in client.get("/").content


def test_one_click_changes_to_another_person(wilma: User) -> None:
    with unit_of_work():
        User.objects.create_user("koffiekan@goes.example", "Koos Koffiekan", function_title="app_admin")
    client = Client()
    client.post("/inloggen/demo/", {"email": wilma.email})
    client.post("/inloggen/demo/", {"email": "koffiekan@goes.example"})
    assert b"hat=app_admin" in client.get("/").content


def test_a_page_in_hand_comes_back_to_a_persona_whose_session_was_lost(wilma: User) -> None:
    client = Client()
    client.post("/inloggen/demo/", {"email": wilma.email})
    client.get("/")
    client.session.flush()
    page = client.post("/notitie/", {"hat": "focal_officer", "what": "Acht bedden in een huis"}).content.decode()
    assert "Verder als Wilma Windvaan" in page
    again = client.post("/inloggen/demo/", {"email": wilma.email, "carried": carried_in(page)}, follow=True)
    assert "U was bezig met dit formulier" in again.content.decode()
    assert "Acht bedden in een huis" in again.content.decode()


def test_a_page_in_hand_does_not_come_back_to_another_persona(wilma: User) -> None:
    with unit_of_work():
        User.objects.create_user("koffiekan@goes.example", "Koos Koffiekan", function_title="app_admin")
    client = Client()
    client.post("/inloggen/demo/", {"email": wilma.email})
    client.get("/")
    client.session.flush()
    page = client.post("/notitie/", {"hat": "focal_officer", "what": "Acht bedden in een huis"}).content.decode()
    other = {"email": "koffiekan@goes.example", "carried": carried_in(page)}
    assert "Acht bedden" not in client.post("/inloggen/demo/", other, follow=True).content.decode()


def test_only_personas_can_be_signed_in_that_way() -> None:
    with unit_of_work():
        User.objects.create_user("echt@goes.example", "Echt Account", function_title="app_admin")
    assert Client().post("/inloggen/demo/", {"email": "echt@goes.example"}).status_code == 404


def test_a_closed_account_has_no_card(wilma: User) -> None:
    User.objects.filter(pk=wilma.pk).update(is_active=False)
    assert "Wilma" not in Client().get("/inloggen/demo/").content.decode()
    assert Client().post("/inloggen/demo/", {"email": wilma.email}).status_code == 404


def test_the_personas_are_plainly_invented_and_no_two_share_an_address() -> None:
    listed = personas()
    assert len({persona.email for persona in listed}) == len(listed) == 18
    assert all(persona.email.endswith(".example") for persona in listed)
    assert all(first[0] == last[0] for first, last in (persona.name.split() for persona in listed))


@pytest.fixture
def _routes_again(settings: Settings) -> Iterator[None]:
    yield
    settings.DEMO, settings.PRODUCTION = True, False
    _load_routes()


def _load_routes() -> None:
    importlib.reload(accounts.urls)
    importlib.reload(mensenhandel.urls)
    importlib.reload(pages)
    clear_url_caches()
    links._path.cache_clear()


@pytest.mark.usefixtures("_routes_again")
@pytest.mark.parametrize(("demo", "production"), [(False, False), (False, True), (True, True)])
def test_outside_a_demo_the_page_is_not_even_routed(
    demo: bool, production: bool, wilma: User, settings: Settings
) -> None:
    settings.DEMO, settings.PRODUCTION = demo, production
    _load_routes()
    with pytest.raises(NoReverseMatch):
        reverse("accounts:personas")
    assert Client().get("/inloggen/demo/").status_code == 404
    assert Client().post("/inloggen/demo/", {"email": wilma.email}).status_code == 404
    assert "verzonnen persoon" not in Client().get("/inloggen/").content.decode()
