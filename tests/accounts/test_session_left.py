"""The warning before a session ends: it looks without lengthening, and going on lengthens as far as a session may last."""

import time

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from accounts.models import User

from .conftest import SignIn

pytestmark = pytest.mark.django_db

URL = "/account/sessie/"
IDLE, WHOLE = 15 * 60, 8 * 60 * 60


@pytest.fixture(autouse=True)
def _terms(settings: Settings) -> None:
    settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE = IDLE, WHOLE


def left(client: Client) -> tuple[int, bool]:
    told = client.get(URL).json()
    return told["seconds"], told["extendable"]


def test_asking_how_long_is_left_does_not_make_it_longer(admin: User, sign_in: SignIn) -> None:
    start = time.time()
    with time_machine.travel(start, tick=False) as clock:
        client = sign_in(admin)
        for minutes in (0, 5, 12):
            clock.move_to(start + minutes * 60)
            assert left(client) == (IDLE - minutes * 60, True)
        clock.move_to(start + IDLE + 1)
        assert client.get(URL).status_code == 302


def test_going_on_gives_the_whole_time_again(admin: User, sign_in: SignIn) -> None:
    start = time.time()
    with time_machine.travel(start, tick=False) as clock:
        client = sign_in(admin)
        clock.move_to(start + 12 * 60)
        assert client.post(URL).json() == {"seconds": IDLE, "extendable": True}
        clock.move_to(start + 20 * 60)
        assert left(client) == (IDLE - 8 * 60, True)


def test_no_session_goes_on_beyond_its_whole_time(admin: User, sign_in: SignIn) -> None:
    start = time.time()
    with time_machine.travel(start, tick=False) as clock:
        client = sign_in(admin)
        for minutes in range(10, WHOLE // 60, 10):
            clock.move_to(start + minutes * 60)
            told = client.post(URL).json()
        assert told == {"seconds": 10 * 60, "extendable": False}
        clock.move_to(start + WHOLE + 1)
        assert client.post(URL).status_code in {302, 403}
