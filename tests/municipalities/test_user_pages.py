"""The administrator invites people, changes who they are, closes and opens accounts."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from jobs.models import OutboxMessage
from jobs.states import MailKind
from municipalities.codes import Role
from municipalities.models import MunicipalityFallBack, RegionFallBack
from municipalities.roles import actor_for
from tests.factories import municipalities as make
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


def test_who_has_a_role_keeps_the_address_so_that_nobody_takes_the_account_over(
    world: World, bo: OutsideClient
) -> None:
    url = f"{ROLES}{world.wilma.pk}/wijzigen/"
    answer = bo.post(url, NEW | {"seen": seen(bo.get(url))})
    assert answer.status_code == 422
    assert "Dit account heeft een rol of is achtervang" in text(answer)
    wilma = User.objects.get(pk=world.wilma.pk)
    assert (wilma.email, wilma.full_name) == (world.wilma.email, "Wilma Windvaan")
    kept = {"seen": seen(bo.get(url)), "email": wilma.email}
    assert bo.post(url, NEW | kept).status_code == 302
    assert User.objects.get(pk=world.wilma.pk).full_name == "Nina Naaldhaak"


def test_closing_the_account_first_is_no_way_round(world: World, bo: OutsideClient) -> None:
    url = f"{ROLES}{world.wilma.pk}/"
    bo.post(f"{url}sluiten/", {"hat": "app_admin"})
    assert bo.post(f"{url}wijzigen/", NEW | {"seen": seen(bo.get(f"{url}wijzigen/"))}).status_code == 422
    assert User.objects.get(pk=world.wilma.pk).email == world.wilma.email


@pytest.mark.parametrize("kind", ["role that begins later", "municipality", "region"])
def test_who_is_fall_back_or_gets_a_role_later_keeps_it_too(world: World, bo: OutsideClient, kind: str) -> None:
    today, otto = timezone.localdate(), world.outsider
    if kind == "municipality":
        MunicipalityFallBack.objects.create(municipality=world.goes, user=otto, valid_from=today)
    elif kind == "region":
        RegionFallBack.objects.create(region=world.region, user=otto, municipality=world.goes, valid_from=today)
    else:
        make.holds(otto, Role.FOCAL_OFFICER, world.goes, since=today + timedelta(days=1))
    url = f"{ROLES}{otto.pk}/wijzigen/"
    assert bo.post(url, NEW | {"seen": seen(bo.get(url))}).status_code == 422
    assert User.objects.get(pk=otto.pk).email == otto.email


def test_without_a_role_the_address_changes_and_the_old_one_hears_of_it(world: World, bo: OutsideClient) -> None:
    otto = world.outsider
    url = f"{ROLES}{otto.pk}/wijzigen/"
    bo.post(url, NEW | {"seen": seen(bo.get(url))})
    assert User.objects.get(pk=otto.pk).email == "naaldhaak@voorbeeld.example"
    assert [(told.email, told.kind) for told in OutboxMessage.objects.all()] == [(otto.email, MailKind.ADDRESS)]
    event = AuditEvent.objects.unscoped(reason="test").get(event="accounts.address_changed")
    assert event.detail == {"former_told": True, "sessions_ended": 0}


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
