"""Whose account an issuer opens, what becomes of passwords there, and showing once more who one is."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import RequestFactory
from django.urls import reverse

from accounts import factors, fresh
from accounts.codes import IdentityCheck
from accounts.events import AccountEvent
from accounts.models import Departure, Identity, Issuer, User
from accounts.operations import change_user, invite_user, reset_second_factor
from audit.models import AuditEvent
from core.access import SYSTEM, Actor
from jobs.models import OutboxMessage
from jobs.outbox import send_waiting
from jobs.states import MailKind
from municipalities import operations
from municipalities.employers import vouches
from municipalities.roles import actor_for
from tests.support import second_step
from tests.support.clients import OutsideClient
from tests.support.issuer import LocalIssuer
from tests.support.signing_in import come_back, is_in, leave, refusals, register, sign_in, way_on
from tests.support.world import PASSWORD, World


@pytest.fixture
def goes(world: World, local: LocalIssuer) -> Issuer:
    """The issuer of Goes."""
    return register(local, world.goes)


def signed_in(issuer: Issuer, local: LocalIssuer, user: User) -> OutsideClient:
    browser = OutsideClient()
    assert sign_in(browser, issuer, local, user.email).status_code == 200
    assert is_in(browser)
    return browser


@pytest.mark.parametrize(
    ("name", "comes_in"),
    [
        ("Wilma", True),
        ("Koos", True),
        ("Hanna", True),
        ("Vince", True),
        ("Daphne", True),  # coordinates the district in which Goes lies
        ("Bo", True),
        ("Otto", True),  # has no role and so reaches nothing
        ("Vera", False),  # works for Vlissingen
        ("Floor", False),
        ("Berend", False),  # his service area does not hold Goes
        ("Philo", False),  # works for a partner
    ],
)
def test_an_issuer_signs_in_who_works_for_its_municipality_and_nobody_else(
    name: str, comes_in: bool, world: World, local: LocalIssuer, goes: Issuer
) -> None:
    browser = OutsideClient()
    sign_in(browser, goes, local, world.person(name).email)
    assert is_in(browser) is comes_in
    assert refusals() == ([] if comes_in else ["other_area"])
    assert Identity.objects.exists() is comes_in


def test_an_issuer_of_an_organisation_and_one_of_two_municipalities(world: World, local: LocalIssuer) -> None:
    partner = register(local, organisation=world.inspectorate, domains=["a.example"])
    carer = register(local, organisation=world.zvh_zeeland.organisations.get().organisation, domains=["b.example"])
    shared = register(local, world.goes, world.vlissingen, domains=["c.example"])
    spoken_for = {
        name: [vouches(issuer.pk, world.person(name).pk) for issuer in (partner, carer, shared)]
        for name in ("Philo", "Tirza", "Karlijn", "Berend", "Vera", "Wilma", "Floor")
    }
    assert spoken_for == {
        "Philo": [True, False, False],
        "Tirza": [False, False, False],
        "Karlijn": [False, True, True],
        "Berend": [False, False, False],
        "Vera": [False, False, True],
        "Wilma": [False, False, True],
        "Floor": [False, False, False],
    }


def test_an_issuer_of_another_municipality_opens_no_account_here(
    world: World, local: LocalIssuer, goes: Issuer
) -> None:
    """Vlissingen says, under its own good signature, that it is Wilma of Goes who signs in."""
    other = register(local, world.vlissingen, domains=["vlissingen.example"], name="Gemeente Vlissingen")
    browser = OutsideClient()
    address = leave(browser, "iemand@vlissingen.example")
    assert come_back(browser, other, local.authorize(address, world.wilma.email)).status_code == 422
    assert not is_in(browser)
    assert refusals() == ["domain"]
    # Nor by coming back at the address of the other one.
    browser = OutsideClient()
    address = leave(browser, "iemand@vlissingen.example")
    assert come_back(browser, goes, local.authorize(address, world.wilma.email)).status_code == 422
    assert refusals() == ["domain", "state"]


def test_somebody_else_with_the_same_address_is_not_her(world: World, local: LocalIssuer, goes: Issuer) -> None:
    signed_in(goes, local, world.wilma)
    browser = OutsideClient()
    sign_in(browser, goes, local, world.wilma.email, sub="een nieuwe collega")
    assert not is_in(browser)
    assert refusals() == ["other_subject"]
    operations.forget_identity(world.wilma, actor=SYSTEM)
    sign_in(browser, goes, local, world.wilma.email, sub="een nieuwe collega")
    assert is_in(browser)


def test_her_number_stays_hers_when_her_address_changes_there(world: World, local: LocalIssuer, goes: Issuer) -> None:
    browser = signed_in(goes, local, world.wilma)
    browser = OutsideClient()
    sub = f"nummer van {world.wilma.email}"
    sign_in(browser, goes, local, "nieuw@voorbeeld.example", sub=sub)
    assert is_in(browser)
    sign_in(OutsideClient(), goes, local, world.koos.email, sub=sub)
    assert not Identity.objects.filter(user=world.koos).exists(), "the number counts, not the address"


def test_a_closed_account_stays_closed_and_another_address_is_another_person(
    world: World, local: LocalIssuer, goes: Issuer
) -> None:
    signed_in(goes, local, world.wilma)
    User.objects.filter(pk=world.wilma.pk).update(is_active=False)
    sign_in(OutsideClient(), goes, local, world.wilma.email)
    User.objects.filter(pk=world.wilma.pk).update(is_active=True, email="windvaan@elders.example")
    sign_in(OutsideClient(), goes, local, "windvaan@voorbeeld.example")
    assert refusals() == ["closed", "domain"]


def test_a_new_address_given_by_the_administrator_forgets_who_it_was(
    world: World, local: LocalIssuer, goes: Issuer
) -> None:
    signed_in(goes, local, world.outsider)
    admin = Actor(world.person("Bo").pk, hat="app_admin", hats=("app_admin",))
    given = {"full_name": "Otto Ordnermap", "function_title": "", "phone": ""}
    change_user(world.outsider, actor=admin, email="map@voorbeeld.example", **given)
    assert not Identity.objects.exists()


def test_where_an_issuer_is_there_no_password_signs_in_and_none_is_asked(
    world: World, local: LocalIssuer, goes: Issuer
) -> None:
    for email in (world.wilma.email, "niemand@voorbeeld.example"):
        for password in (PASSWORD, "mis", ""):
            browser = OutsideClient()
            answer = browser.post(reverse("account_login"), {"login": email, "password": password, "next": "/zoeken/"})
            assert (answer.status_code, answer.context["issuer"]) == (200, goes)
            assert Departure.objects.latest("left_at").way == "/zoeken/"
    asked = OutsideClient().post(reverse("account_reset_password"), {"email": world.wilma.email})
    assert asked.status_code in {200, 422}
    assert "via uw eigen organisatie" in asked.content.decode()
    assert send_waiting() == 0
    assert "Inloggen via uw organisatie" in OutsideClient().get(reverse("account_login")).content.decode()


def test_the_old_password_changes_nothing_any_more(world: World, local: LocalIssuer, goes: Issuer) -> None:
    browser = signed_in(goes, local, world.wilma)
    new = "een andere zin, net zo lang"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    browser.post(reverse("account_change_password"), form)
    world.wilma.refresh_from_db()
    assert world.wilma.check_password(PASSWORD)


def test_while_it_is_off_a_password_and_a_second_step_sign_in_again(
    world: World, local: LocalIssuer, goes: Issuer
) -> None:
    hers = signed_in(goes, local, world.wilma)
    second_step.set_up(world.wilma)
    operations.switch_issuer(goes, actor=SYSTEM, on=False)
    assert not is_in(hers)
    browser = OutsideClient()
    browser.post(reverse("account_login"), {"login": world.wilma.email, "password": PASSWORD})
    assert not is_in(browser)
    second_step.give(browser, world.wilma)
    assert is_in(browser)
    assert "Inloggen via uw organisatie" not in OutsideClient().get(reverse("account_login")).content.decode()
    assert OutsideClient().post(reverse("accounts:organisation"), {"email": world.wilma.email}).status_code == 422


def test_who_was_on_the_way_when_it_was_switched_off_does_not_come_in(
    world: World, local: LocalIssuer, goes: Issuer
) -> None:
    browser = OutsideClient()
    brought = local.authorize(leave(browser, world.wilma.email), world.wilma.email)
    operations.switch_issuer(goes, actor=SYSTEM, on=False)
    assert come_back(browser, goes, brought).status_code == 422


def test_the_mail_to_a_new_colleague_speaks_of_no_password(world: World, local: LocalIssuer, goes: Issuer) -> None:
    admin = Actor(world.person("Bo").pk, hat="app_admin", hats=("app_admin",))
    invite_user(actor=admin, email="nieuw@voorbeeld.example", full_name="Nieuw Nietapparaat")
    assert send_waiting() == 1
    assert "Gemeente Goes" in str(mail.outbox[0].body)
    assert reverse("accounts:organisation") in str(mail.outbox[0].body)
    assert "herstel" not in str(mail.outbox[0].body)


def test_a_form_that_was_under_way_comes_back(world: World, local: LocalIssuer, goes: Issuer) -> None:
    browser = signed_in(goes, local, world.wilma)
    browser.session.flush()
    lost = browser.post("/zoeken/", {"q": "verzonnen", "hat": "x"})
    assert lost.status_code == 403
    carried = str(lost.context["form"].initial["carried"])
    left = browser.post(reverse("account_login"), {"login": world.wilma.email, "password": "", "carried": carried})
    arrived = come_back(browser, goes, local.authorize(left.context["address"], world.wilma.email))
    assert way_on(arrived) == reverse("accounts:resume")
    assert "verzonnen" in browser.get(reverse("accounts:resume")).content.decode()


def test_the_page_that_asks_the_address_helps_who_types_another(world: World, goes: Issuer) -> None:
    browser = OutsideClient()
    for typed in ("iemand@elders.example", "geen adres", "", "x@voorbeeld.example\x00"):
        answer = browser.post(reverse("accounts:organisation"), {"email": typed, "next": "/zoeken/"})
        assert answer.status_code in {422, 400}, typed
    shown = browser.post(reverse("accounts:organisation"), {"email": "iemand@elders.example", "next": "/zoeken/"})
    assert "is geen inlogscherm" in shown.content.decode()
    assert 'name="next" value="/zoeken/"' in shown.content.decode()
    assert "/inloggen/?next=%2Fzoeken%2F" in shown.content.decode()


# Showing once more who one is.

WAY = "/account/tweede-stap/"


def test_whose_second_step_is_wiped_gets_no_link_to_a_password_that_opens_nothing(
    world: World, goes: Issuer, client_of: Callable[..., OutsideClient]
) -> None:
    second_step.set_up(world.wilma)
    actor, page = actor_for(world.person("Bo")), reverse("municipalities:reset-second-factor", args=[world.wilma.pk])
    said = client_of(world.person("Bo")).get(page).content.decode()
    assert "logt daarna weer in via de eigen organisatie" in said
    assert "nieuw wachtwoord" not in said
    reset_second_factor(world.wilma, actor=actor, checked=IdentityCheck.IN_PERSON)
    assert [one.kind for one in OutboxMessage.objects.filter(user_id=world.wilma.pk)] == [MailKind.SECOND_STEP]


def ask_again(browser: OutsideClient) -> str:
    shown = browser.get(reverse("account_reauthenticate"), {"next": WAY}, follow=True)
    assert re.search(rf'name="next" value="{WAY}"', shown.content.decode())
    address = str(browser.post(reverse("accounts:again"), {"next": WAY}).context["address"])
    assert "prompt=login&max_age=0" in address
    return address


def show_again(browser: OutsideClient, issuer: Issuer, local: LocalIssuer, user: User, **told: Any) -> Any:
    address = ask_again(browser)
    back = come_back(browser, issuer, local.authorize(address, user.email, **{"auth_time": int(time.time()), **told}))
    return browser.get(way_on(back)) if back.status_code == 200 else back


def needs(browser: OutsideClient, user: User, rf: RequestFactory) -> bool:
    request = rf.get("/")
    request.session, request.user = browser.session, user
    return fresh.is_wanted_again(request, user)


def test_who_shows_there_again_that_it_is_her_may_go_on(
    world: World, local: LocalIssuer, goes: Issuer, rf: RequestFactory
) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        browser = signed_in(goes, local, world.wilma)
        assert needs(browser, world.wilma, rf)
        assert browser.get(reverse("accounts:add-app")).status_code == 302
        before = browser.session.session_key
        shown = show_again(browser, goes, local, world.wilma)
        assert (shown.status_code, shown.headers["Location"]) == (302, WAY)
        assert browser.session.session_key != before
        assert not needs(browser, world.wilma, rf)
        assert browser.get(reverse("accounts:add-app")).status_code == 200
        assert browser.get(reverse("accounts:shown-again")).status_code == 409
        assert is_in(browser)
        told = AuditEvent.objects.unscoped(reason="test").filter(event=AccountEvent.CONFIRMED_ELSEWHERE)
        assert told.get().actor_id == world.wilma.pk
        clock.shift(5 * 60)
        assert needs(browser, world.wilma, rf)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"auth_time": None}, "not_again"),
        ({"auth_time": "nu"}, "not_again"),
        ({"auth_time": True}, "not_again"),
        ({"auth_time": 1_700_000_000}, "not_again"),
        ({"sub": "nummer van een collega"}, "other_person"),
        ({"amr": ["pwd"]}, "second_factor"),
    ],
    ids=lambda value: "" if isinstance(value, dict) else value,
)
def test_who_does_not_show_it_may_not(
    told: dict[str, Any], why: str, world: World, local: LocalIssuer, goes: Issuer, rf: RequestFactory
) -> None:
    browser = signed_in(goes, local, world.wilma)
    assert show_again(browser, goes, local, world.wilma, **told).status_code == 422
    assert refusals() == [why]
    assert browser.get(reverse("accounts:shown-again")).status_code == 409
    assert needs(browser, world.wilma, rf)
    assert is_in(browser)


def test_what_one_shows_counts_in_the_session_that_asked_and_for_a_minute(
    world: World, local: LocalIssuer, goes: Issuer, rf: RequestFactory
) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        hers, other = signed_in(goes, local, world.wilma), signed_in(goes, local, world.wilma)
        brought = local.authorize(ask_again(hers), world.wilma.email, auth_time=int(time.time()))
        assert come_back(hers, goes, brought).status_code == 200
        assert other.get(reverse("accounts:shown-again")).status_code == 409
        clock.shift(61)
        assert hers.get(reverse("accounts:shown-again")).status_code == 409
        assert needs(hers, world.wilma, rf)
        assert needs(other, world.wilma, rf)


def test_a_return_that_only_shows_again_signs_in_nobody(world: World, local: LocalIssuer, goes: Issuer) -> None:
    hers = signed_in(goes, local, world.wilma)
    brought = local.authorize(ask_again(hers), world.wilma.email, auth_time=int(time.time()))
    thief = OutsideClient()
    thief.cookies["sessie-vertrek"] = hers.cookies["sessie-vertrek"].value
    assert come_back(thief, goes, brought).status_code == 200
    assert not is_in(thief)
    assert thief.get(reverse("accounts:shown-again")).status_code == 302


def test_who_has_a_password_here_still_types_that(world: World, local: LocalIssuer, rf: RequestFactory) -> None:
    register(local, world.vlissingen, domains=["vlissingen.example"])
    browser = OutsideClient()
    browser.force_login(world.wilma)
    assert needs(browser, world.wilma, rf)
    assert browser.get(reverse("accounts:again")).headers["Location"] == reverse("account_reauthenticate")
    assert browser.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    assert not needs(browser, world.wilma, rf)
    assert not factors.has_factor(world.wilma.pk)
