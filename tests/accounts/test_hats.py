"""Two roles on one account: one acts, changing is one click, and a form keeps to the role it was opened in."""

import re
import time

import pytest
import time_machine

from accounts.events import AccountEvent
from accounts.models import User
from tests.support.clients import OutsideClient

from . import pages
from .conftest import SignIn
from .test_sign_in import events_of

pytestmark = pytest.mark.django_db


def hidden_fields(html: str) -> list[tuple[str, str]]:
    """Every hidden field of a page, in its order."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html)
    return [(name, value) for name, value in found if name != "csrfmiddlewaretoken"]


def test_changing_hat_is_one_click_and_stands_in_the_log(admin: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    assert b"hat=app_admin" in client.get("/").content
    answer = client.post("/pet/", {"hat": "focal_officer"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert b"hat=focal_officer" in client.get("/").content
    (event,) = events_of(AccountEvent.HAT_SWITCHED)
    assert event.detail == {"from": "app_admin", "to": "focal_officer"}


def test_a_role_given_meanwhile_does_not_change_the_hat(admin: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    assert b"hat=app_admin" in client.get("/").content
    User.objects.filter(pk=admin.pk).update(function_title="privacy_officer app_admin")
    assert b"hat=app_admin" in client.get("/").content
    assert b"hat=privacy_officer" in sign_in(admin).get("/").content


def test_who_loses_the_hat_that_acted_keeps_the_next_one(admin: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    client.get("/")
    User.objects.filter(pk=admin.pk).update(function_title="focal_officer")
    assert b"hat=focal_officer" in client.get("/").content
    User.objects.filter(pk=admin.pk).update(function_title="app_admin focal_officer privacy_officer")
    assert b"hat=focal_officer" in client.get("/").content


def test_a_hat_that_one_does_not_have_is_refused(admin: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    assert client.post("/pet/", {"hat": "privacy_officer"}).status_code == 403
    assert b"hat=app_admin" in client.get("/").content


def test_a_form_of_another_hat_is_refused_with_its_text_kept(admin: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    typed = {"hat": "focal_officer", "what": "Acht bedden\nin een huis", "danger": "yes"}
    answer = client.post("/notitie/", typed)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert pages.SAVED == []
    assert "Acht bedden<br>in een huis" in text
    assert "Is iemand in gevaar?" in text
    assert "Wissel terug en verstuur opnieuw" in text


def test_one_click_changes_back_and_sends_the_same_form(admin: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    client.post("/pet/", {"hat": "focal_officer"})
    typed = {"hat": "app_admin", "what": "Acht bedden"}
    refused = client.post("/notitie/", typed).content.decode()
    action = re.search(r'action="(/pet/\?naar=[^"]+)"', refused)
    assert action is not None
    answer = client.post(action[1], dict(hidden_fields(refused)), follow=True)
    assert answer.redirect_chain == [("/notitie/", 307)]
    assert pages.SAVED == ["Acht bedden"]


@pytest.mark.parametrize("onward", ["//elders.example/", "https://elders.example/", "javascript:alert(1)", "/\\elders"])
def test_changing_hat_leads_to_no_other_site(onward: str, admin: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    assert client.post(f"/pet/?naar={onward}", {"hat": "app_admin"})["Location"] == "/"


def test_changing_hat_needs_a_form_of_ours(admin: User) -> None:
    client = OutsideClient(enforce_csrf_checks=True)
    client.force_login(admin)
    assert client.post("/pet/", {"hat": "focal_officer"}).status_code == 403
    assert client.get("/pet/").status_code == 405


def test_the_session_is_written_at_most_once_a_minute(
    admin: User, sign_in: SignIn, django_assert_num_queries: "pytest.FixtureRequest"
) -> None:
    start = time.time()
    with time_machine.travel(start, tick=False) as clock:
        client = sign_in(admin)
        client.get("/")
        before = client.session["touched"]
        clock.move_to(start + 59)
        client.get("/")
        assert client.session["touched"] == before
        clock.move_to(start + 61)
        client.get("/")
        assert client.session["touched"] > before
