"""How many recovery codes there are is said as it is: none were made, all are used, or so many are left."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts import factors
from accounts.models import User
from tests.support import second_step
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
PAGES = ("accounts:second-factor", "accounts:recovery-codes")


@pytest.fixture
def wilma(world: World) -> User:
    """She has an app and ten codes."""
    second_step.set_up(world.wilma)
    return world.wilma


def said(client_of: ClientOf, user: User, page: str) -> str:
    return client_of(user).get(reverse(page)).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_so_many_are_left(page: str, wilma: User, client_of: ClientOf) -> None:
    assert "Nog 10 codes over" in said(client_of, wilma, page)
    factors.accept_code(wilma, factors.recovery_codes(wilma.pk)[0])
    assert "Nog 9 codes over" in said(client_of, wilma, page)


@pytest.mark.parametrize("page", PAGES)
def test_before_any_were_made_none_are_left_over(page: str, wilma: User, client_of: ClientOf) -> None:
    Authenticator.objects.filter(user=wilma, type=Authenticator.Type.RECOVERY_CODES).delete()
    shown = said(client_of, wilma, page)
    assert "Nog geen herstelcodes gemaakt" in shown
    assert "0 codes" not in shown


@pytest.mark.parametrize("page", PAGES)
def test_when_all_are_used_it_says_so(page: str, wilma: User, client_of: ClientOf) -> None:
    for code in factors.recovery_codes(wilma.pk):
        factors.accept_code(wilma, code)
    assert "Alle codes zijn gebruikt" in said(client_of, wilma, page)


def test_who_has_no_second_step_is_led_to_that_first(world: World, client_of: ClientOf) -> None:
    shown = said(client_of, world.vera, "accounts:recovery-codes")
    assert "Nog geen herstelcodes gemaakt" in shown
    assert "Stel eerst een tweede stap in" in shown
    assert "Codes maken" not in shown
