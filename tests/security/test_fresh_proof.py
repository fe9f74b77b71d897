"""A step that reaches far asks once more who it is: before the first write, and without losing what was typed."""

import re
import time
from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.models import User
from core.pages import mark_of
from municipalities.models import EmergencyGrant, MunicipalityRole
from tests.architecture.matrix import ROWS
from tests.architecture.test_access_matrix import ADDRESSES
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.support import second_step
from tests.support.clients import OutsideClient
from tests.support.world import PASSWORD, World

type ClientOf = Callable[..., OutsideClient]
FRESH = {
    "municipalities:grant-role",
    "municipalities:end-role",
    "municipalities:register-mandate",
    "municipalities:end-mandate",
    "municipalities:register-organisation",
    "municipalities:change-organisation",
    "municipalities:end-organisation",
    "municipalities:name-fall-back",
    "municipalities:appoint",
    "municipalities:set-term",
    "municipalities:absence",
    "municipalities:end-absence",
    "municipalities:reset-second-factor",
    "municipalities:emergency",
    "signals:register-agreement",
    "signals:end-agreement",
    "signals:agree-erasure",
    "signals:open-table",
    "signals:change-table",
    "signals:end-table",
    "signals:add-seat",
    "signals:end-seat",
    "signals:switch-comparison",
    "signals:end-comparison",
    "signals:export",
    "signals:export-file",
    "reports:pdf",
    "reports:tables",
}
CONFIRM, AGAIN = reverse("accounts:confirm"), reverse("account_reauthenticate")


def old(client: OutsideClient) -> OutsideClient:
    """Signed in, and it is long ago that she showed that it is her."""
    client.let_proof_age()
    return client


def test_these_pages_ask_it_and_no_other() -> None:
    marked = {name for name, pattern in ADDRESSES.items() if (mark := mark_of(pattern.callback)) and mark.fresh}
    assert marked == FRESH


@pytest.mark.parametrize("name", sorted(FRESH))
def test_an_old_proof_opens_none_of_them(name: str, world: World, client_of: ClientOf) -> None:
    row = ROWS[name]
    url = reverse(name, args=row.about(world) if row.about else row.arguments)
    person = world.person(min(row.open_to).removesuffix("+"))
    browser = client_of(person)
    assert AGAIN not in browser.get(url).headers.get("Location", "")
    for method in row.methods:
        answer = getattr(old(browser), method)(url, {"hat": browser.hat} if method == "post" else {})
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(f"{AGAIN}?next=")


def test_it_leads_to_the_page_that_was_asked_for(world: World, client_of: ClientOf) -> None:
    browser = old(client_of(world.koos))
    url = reverse("municipalities:emergency")
    asked = browser.get(url).headers["Location"]
    page = browser.get(asked)
    assert page.status_code == 200
    assert 'name="next"' in page.content.decode()
    assert browser.post(AGAIN, {"password": "niet het wachtwoord", "next": url}).status_code == 200
    assert browser.get(url).status_code == 302
    answer = browser.post(AGAIN, {"password": PASSWORD, "next": url})
    assert answer.headers["Location"] == url
    assert browser.get(url).status_code == 200


def test_what_was_typed_when_the_proof_ran_out_is_there_again_and_nothing_was_done(
    world: World, client_of: ClientOf
) -> None:
    signal = make.handled(world.goes, world.wilma)
    shield.restricted(signal, [world.wilma])
    browser, url = client_of(world.koos), reverse("municipalities:emergency")
    typed = {"hat": browser.hat, "reference": signal.reference, "why": "De politie belt, en vraagt naar een adres."}
    answer = old(browser).post(url, typed)
    assert not EmergencyGrant.objects.exists()
    resume = reverse("accounts:resume")
    assert answer.headers["Location"] == f"{AGAIN}?next={resume.replace('/', '%2F')}"
    assert browser.post(AGAIN, {"password": PASSWORD, "next": resume}).headers["Location"] == resume
    shown = browser.get(resume).content.decode()
    assert typed["why"] in shown
    assert signal.reference in shown
    assert browser.post(url, typed).status_code == 302
    assert EmergencyGrant.objects.count() == 1


def test_a_role_is_not_given_with_an_old_proof(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.person("Bo"))
    url = reverse("municipalities:grant-role", args=[world.outsider.pk])
    form = {
        "hat": browser.hat,
        "role": "focal_officer",
        "area": f"municipality-{world.goes.pk}",
        "valid_from": "2026-01-01",
    }
    old(browser).post(url, form)
    assert not MunicipalityRole.objects.filter(user=world.outsider).exists()
    assert browser.post(AGAIN, {"password": PASSWORD}).status_code == 302
    assert browser.post(url, form).status_code == 302
    assert MunicipalityRole.objects.filter(user=world.outsider).exists()


def test_signing_in_is_a_proof_for_ten_minutes(world: World, settings: object) -> None:
    browser = OutsideClient()
    browser.post(reverse("account_login"), {"login": world.koos.email, "password": PASSWORD})
    second_step.set_up(world.koos)
    browser = OutsideClient()
    browser.post(reverse("account_login"), {"login": world.koos.email, "password": PASSWORD})
    browser.post(reverse("mfa_authenticate"), {"code": second_step.code()})
    url = reverse("municipalities:emergency")
    assert browser.get(url).status_code == 200
    settings.FRESH_PROOF_SECONDS = 0  # type: ignore[attr-defined]  # pytest-django gives the settings as an object
    assert browser.get(url).status_code == 302


def test_another_s_proof_in_this_session_is_none(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.koos)
    session = browser.session
    session["account_authentication_methods_user"] = str(world.wilma.pk)
    session.save()
    assert browser.get(reverse("municipalities:emergency")).status_code == 302


# Who has no password here


@pytest.fixture
def without_password(world: World) -> User:
    koos = world.koos
    koos.set_unusable_password()
    koos.save()
    return koos


def test_a_code_will_do_and_a_wrong_one_will_not(without_password: User, client_of: ClientOf) -> None:
    second_step.set_up(without_password)
    browser, url = old(client_of(without_password)), reverse("municipalities:emergency")
    assert browser.get(url).headers["Location"].startswith(f"{CONFIRM}?next=")
    assert "code" in browser.get(CONFIRM).content.decode()
    assert browser.post(CONFIRM, {"code": "000000", "next": url}).status_code == 422
    assert browser.get(url).status_code == 302
    before = browser.session.session_key
    assert browser.post(CONFIRM, {"code": second_step.code(), "next": url}).headers["Location"] == url
    assert browser.get(url).status_code == 200
    assert browser.session.session_key != before, "who copied the old key stays behind"


def test_in_the_demo_one_click_will_do(without_password: User, client_of: ClientOf) -> None:
    browser, url = old(client_of(without_password)), reverse("municipalities:emergency")
    assert "In deze demonstratie" in browser.get(CONFIRM).content.decode()
    assert browser.post(CONFIRM, {"next": url}).headers["Location"] == url
    assert browser.get(url).status_code == 200


def test_outside_a_demo_a_click_proves_nothing(without_password: User, client_of: ClientOf, settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]  # pytest-django gives the settings as an object
    browser, url = old(client_of(without_password)), reverse("municipalities:emergency")
    answer = browser.post(CONFIRM, {"next": url})
    assert "Log opnieuw in" in answer.content.decode()
    assert browser.get(url).status_code == 302


def test_it_leads_nowhere_else(without_password: User, client_of: ClientOf) -> None:
    answer = old(client_of(without_password)).post(CONFIRM, {"next": "https://elders.example/"})
    assert answer.headers["Location"] == "/"


def test_who_has_a_password_gives_that(world: World, client_of: ClientOf) -> None:
    browser = old(client_of(world.koos))
    assert browser.post(CONFIRM, {"next": "/"}).headers["Location"].startswith(AGAIN)
    assert browser.get(reverse("municipalities:emergency")).status_code == 302


def test_a_part_of_a_page_sends_the_whole_page_there(world: World, client_of: ClientOf) -> None:
    browser = old(client_of(world.koos))
    answer = browser.get(reverse("municipalities:emergency"), headers={"hx-request": "true"})
    assert re.match(rf"{AGAIN}\?next=", answer.headers["HX-Redirect"])


def test_the_proof_is_as_old_as_it_says(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.koos)
    for age, status in ((9 * 60, 200), (11 * 60, 302)):
        session = browser.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time() - age}]
        session.save()
        assert browser.get(reverse("municipalities:emergency")).status_code == status
