"""One code at the same moment in two browsers, with real commits: one of them gets in."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts import factors
from accounts.models import User
from core.unit import unit_of_work
from tests.support import contexts, second_step
from tests.support.clients import OutsideClient
from tests.support.threads import at_once
from tests.support.world import PASSWORD, World

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "throttle"]),
    pytest.mark.usefixtures("own_counts"),
]


@pytest.fixture
def wilma(monkeypatch: pytest.MonkeyPatch) -> User:
    """Two requests come to the lock before either has it."""
    with unit_of_work("test"), contexts.everywhere():
        person = World().wilma
        second_step.set_up(person)
    gate, lock = threading.Barrier(2), factors._lock
    stage = threading.get_ident()

    def meet(user: User, **more: Any) -> None:
        if threading.get_ident() != stage:
            gate.wait(20)
        lock(user, **more)

    monkeypatch.setattr(factors, "_lock", meet)
    return person


def _at_the_second_step(person: User) -> OutsideClient:
    browser = OutsideClient()
    browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return browser


@pytest.mark.parametrize("kind", ["recovery code", "code of the app"])
def test_of_two_that_use_one_code_at_the_same_moment_one_gets_in(wilma: User, kind: str) -> None:
    with time_machine.travel(time.time(), tick=False):
        code = factors.recovery_codes(wilma.pk)[0] if kind == "recovery code" else second_step.code()
        browsers = [_at_the_second_step(wilma) for _ in range(2)]

        def use(browser: OutsideClient) -> Callable[[], Any]:
            return lambda: browser.post(reverse("mfa_authenticate"), {"code": code}).status_code

        assert sorted(at_once(*(use(browser) for browser in browsers))) == [302, 422]
        assert sorted(browser.get(reverse("start")).status_code for browser in browsers) == [200, 302]
    assert factors.codes_left(wilma.pk) == (9 if kind == "recovery code" else 10)


def test_of_two_that_set_up_a_first_factor_at_the_same_moment_one_gets_in() -> None:
    """Both know the password; whoever comes second is not let in by a factor of his own."""
    person = User.objects.get(full_name="Vera Vuurboei")
    browsers = [_at_the_second_step(person) for _ in range(2)]
    answers = at_once(*(lambda browser=browser: _set_up(browser) for browser in browsers))
    assert sorted(answers) in ([302, 302], [302, 409])
    assert sorted(browser.get(reverse("start")).status_code for browser in browsers) == [200, 302]
    assert len(factors.factors_of(person.pk)) == 1


def _set_up(browser: OutsideClient) -> int:
    shown = browser.get(reverse("accounts:add-app")).content.decode()
    secret = shown.partition('class="secret">')[2].partition("<")[0].replace(" ", "")
    code = second_step.code(secret=secret) if secret else "000000"
    status: int = browser.post(reverse("accounts:add-app"), {"hat": "", "code": code}).status_code
    return status
