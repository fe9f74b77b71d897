"""The administrator invites people, changes who they are, closes and opens accounts."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from municipalities.roles import actor_for
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

ROLES = "/gemeenten/gebruikers-en-rollen/"
NEW = {
    "hat": "app_admin",
    "full_name": "Nina Naaldhaak",
    "email": "Naaldhaak@Voorbeeld.example",
    "function_title": "Aandachtsfunctionaris",
    "phone": "06-0000 1234",
}


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def bo(world: World, client_of: ClientOf) -> OutsideClient:
    return client_of(world.person("Bo"))


def test_somebody_is_invited_and_next_gets_a_role(bo: OutsideClient) -> None:
    answer = bo.post(f"{ROLES}uitnodigen/", NEW)
    nina = User.objects.get(email="naaldhaak@voorbeeld.example")
    assert answer["Location"] == f"{ROLES}{nina.pk}/rol-geven/"
    assert "Nina Naaldhaak is uitgenodigd" in text(bo.get(answer["Location"]))
    assert actor_for(nina).hats == ()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"email": "geen adres"}, "E-mailadres"),
        ({"full_name": "   "}, "Naam"),
        ({"full_name": "x" * 151}, "Naam"),
        ({"email": "windvaan@voorbeeld.example"}, "Er is al een account met dit e-mailadres"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(bo: OutsideClient, given: dict[str, str], message: str) -> None:
    answer = bo.post(f"{ROLES}uitnodigen/", NEW | given)
    assert answer.status_code == 422
    assert message in text(answer)
    assert not User.objects.filter(full_name="Nina Naaldhaak").exists()


def seen(page: Any) -> str:
    return text(page).split('name="seen" value="')[1].split('"')[0]


def test_a_name_is_changed(world: World, bo: OutsideClient) -> None:
    url = f"{ROLES}{world.outsider.pk}/wijzigen/"
    bo.post(url, NEW | {"seen": seen(bo.get(url))})
    assert User.objects.get(pk=world.outsider.pk).full_name == "Nina Naaldhaak"


def test_somebody_elses_change_is_not_overwritten(world: World, bo: OutsideClient) -> None:
    url = f"{ROLES}{world.outsider.pk}/wijzigen/"
    before = seen(bo.get(url))
    User.objects.filter(pk=world.outsider.pk).update(phone="06-0000 9999")
    assert bo.post(url, NEW | {"seen": before}).status_code == 409
    assert User.objects.get(pk=world.outsider.pk).phone == "06-0000 9999"


def test_an_account_is_closed_and_opened_again(world: World, bo: OutsideClient) -> None:
    url = f"{ROLES}{world.wilma.pk}/"
    assert "Account van Wilma Windvaan sluiten?" in text(bo.get(f"{url}sluiten/"))
    bo.post(f"{url}sluiten/", {"hat": "app_admin"})
    assert actor_for(world.wilma).hats == ()
    assert "account gesloten" in text(bo.get(ROLES))
    assert bo.get(f"{url}rol-geven/").status_code == 404
    bo.post(f"{url}openen/", {"hat": "app_admin"})
    assert actor_for(world.wilma).hats == ("focal_officer",)


def test_nobody_closes_his_own_account(world: World, bo: OutsideClient) -> None:
    answer = bo.post(f"{ROLES}{world.person('Bo').pk}/sluiten/", {"hat": "app_admin"})
    assert answer.status_code == 422
    assert "uw eigen account niet sluiten" in text(answer)


def test_turning_the_pages_of_the_users_puts_no_name_in_an_address(world: World, bo: OutsideClient) -> None:
    for number in range(30):
        User.objects.create_user(f"dropje{number}@voorbeeld.example", full_name=f"Dora Dropje {number:02}")
    seen: list[str] = []
    url = ROLES
    for _ in range(3):
        page = bo.get(url)
        seen += [line.user.full_name for line in page.context["lines"]]
        if not page.context["page"].next:
            break
        place = page.context["page"].next
        assert "Dropje" not in base64.urlsafe_b64decode(place + "==").decode()
        url = f"{ROLES}?na={place}"
    everybody = sorted(User.objects.values_list("full_name", flat=True))
    assert seen == everybody
    back = bo.get(f"{ROLES}?na={page.context['page'].previous}")
    assert [line.user.full_name for line in back.context["lines"]] == everybody[:25]


def test_a_place_that_is_nobodys_row_gives_the_first_page(world: World, bo: OutsideClient) -> None:
    first = [line.user for line in bo.get(ROLES).context["lines"]]
    for value in (10**9, 10**40, -1, -(10**40)):
        place = base64.urlsafe_b64encode(json.dumps([["p", value]]).encode()).decode()
        assert [line.user for line in bo.get(ROLES, {"na": place}).context["lines"]] == first
