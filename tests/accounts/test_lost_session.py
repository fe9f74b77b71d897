"""A form sent after the session ended comes back, to who typed it and to nobody else."""

import re
import time

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts import carrying
from accounts.models import User
from tests.support import second_step
from tests.support.clients import OutsideClient

from . import pages
from .conftest import PASSWORD, SignIn
from .test_hats import hidden_fields

pytestmark = pytest.mark.django_db

TYPED = {"hat": "app_admin", "what": "Acht bedden in een huis voor drie", "danger": "yes"}


@pytest.fixture
def lost(admin: User, sign_in: SignIn) -> Client:
    """A browser whose session is gone, with the page still open in it."""
    client = sign_in(admin)
    client.get("/")
    client.session.flush()
    return client


def carried_in(html: str) -> str:
    found = re.search(r'name="carried" value="([^"]*)"', html)
    return found[1] if found else ""


def sign_in_again(client: Client, user: User, carried: str, **more: str) -> str:
    form = {"login": user.email, "password": PASSWORD, "carried": carried} | more
    second_step.set_up(user)
    client.post("/inloggen/", form)
    return client.get(second_step.give(client, user)["Location"]).content.decode()


def test_the_form_comes_back_after_signing_in_and_is_not_sent_by_itself(lost: Client, admin: User) -> None:
    answer = lost.post("/notitie/", TYPED)
    assert answer.status_code == 403
    text = answer.content.decode()
    assert "Uw sessie is verlopen" in text
    assert "Acht bedden" not in text
    page = sign_in_again(lost, admin, carried_in(text))
    assert "U was bezig met dit formulier" in page
    assert "Acht bedden in een huis voor drie" in page
    assert "Wat is er gezien?" in page
    assert pages.SAVED == []
    lost.post("/notitie/", dict(hidden_fields(page)))
    assert pages.SAVED == ["Acht bedden in een huis voor drie"]


def test_a_mistyped_password_does_not_lose_it(lost: Client, admin: User) -> None:
    carried = carried_in(lost.post("/notitie/", TYPED).content.decode())
    again = lost.post("/inloggen/", {"login": admin.email, "password": "mis", "carried": carried}).content.decode()
    assert carried_in(again) == carried
    assert "Acht bedden" in sign_in_again(lost, admin, carried)


def test_it_comes_back_to_nobody_else(lost: Client, colleague: User) -> None:
    carried = carried_in(lost.post("/notitie/", TYPED).content.decode())
    page = sign_in_again(lost, colleague, carried)
    assert "hoort bij een ander account" in page
    assert "Acht bedden" not in page
    assert "Acht bedden" not in lost.get("/inloggen/verder/").content.decode()


def test_it_waits_sealed(lost: Client, admin: User) -> None:
    carried = carried_in(lost.post("/notitie/", TYPED).content.decode())
    sign_in_again(lost, admin, carried)
    assert lost.session["carried"] == carried
    assert "bedden" not in carried


def test_it_can_be_thrown_away(lost: Client, admin: User) -> None:
    sign_in_again(lost, admin, carried_in(lost.post("/notitie/", TYPED).content.decode()))
    lost.post("/inloggen/verder/")
    assert "carried" not in lost.session


def test_sending_it_again_forgets_it(lost: Client, admin: User) -> None:
    page = sign_in_again(lost, admin, carried_in(lost.post("/notitie/", TYPED).content.decode()))
    lost.post("/notitie/", dict(hidden_fields(page)))
    assert "carried" not in lost.session


def test_after_an_hour_it_is_gone(lost: Client, admin: User) -> None:
    now = time.time()
    with time_machine.travel(now, tick=False) as clock:
        carried = carried_in(lost.post("/notitie/", TYPED).content.decode())
        clock.move_to(now + 3601)
        assert "langer dan een uur" in sign_in_again(lost, admin, carried)


def test_one_goes_on_under_the_hat_of_the_form(lost: Client, admin: User) -> None:
    typed = TYPED | {"hat": "focal_officer"}
    sign_in_again(lost, admin, carried_in(lost.post("/notitie/", typed).content.decode()))
    assert b"hat=focal_officer" in lost.get("/").content


def test_a_form_that_is_too_large_is_not_carried_and_says_so(lost: Client) -> None:
    text = lost.post("/notitie/", TYPED | {"what": "x" * (carrying.LIMIT + 1)}).content.decode()
    assert carried_in(text) == ""
    assert "te groot" in text


def test_a_file_stays_behind_and_that_is_said(lost: Client, admin: User) -> None:
    answer = lost.post("/notitie/", TYPED | {"file": SimpleUploadedFile("verslag.pdf", b"x")})
    page = sign_in_again(lost, admin, carried_in(answer.content.decode()))
    assert "Kies ze straks opnieuw" in page


def test_without_knowing_who_typed_it_nothing_is_carried(lost: Client) -> None:
    del lost.cookies["sessie-van"]
    text = lost.post("/notitie/", TYPED).content.decode()
    assert carried_in(text) == ""
    assert "niet bewaard" in text


def test_a_forged_text_opens_nothing(admin: User) -> None:
    for text in ("", "x", "AAAA", "é", "A" * 400):
        assert carrying.unseal(text, admin.pk) is None
    assert "Het formulier is er niet meer" in sign_in_again(Client(), admin, "A" * 400)


def test_a_password_is_never_carried(lost: Client) -> None:
    answer = lost.post("/account/wachtwoord/", {"oldpassword": PASSWORD})
    assert answer.status_code == 302


def test_a_page_opened_before_signing_in_again_keeps_its_text(admin: User) -> None:
    client = OutsideClient(enforce_csrf_checks=True)
    client.force_login(admin)
    client.get("/inloggen/verder/")
    answer = client.post("/notitie/", TYPED | {"csrfmiddlewaretoken": "a" * 64})
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "Alsnog versturen" in text
    assert "Acht bedden" in text
    assert pages.SAVED == []


def test_another_site_gets_nothing_back(admin: User) -> None:
    client = OutsideClient(enforce_csrf_checks=True)
    client.force_login(admin)
    client.get("/inloggen/verder/")
    answer = client.post("/notitie/", TYPED, headers={"origin": "https://elders.example"})
    assert answer.status_code == 403
    assert "Acht bedden" not in answer.content.decode()


def test_signing_in_in_a_second_tab_does_not_lose_it(lost: Client, admin: User, sign_in: SignIn) -> None:
    carried = carried_in(lost.post("/notitie/", TYPED).content.decode())
    sign_in(admin, lost)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = lost.cookies
    page = strict.post("/inloggen/", {"login": admin.email, "password": "x", "carried": carried}, follow=True)
    assert "Acht bedden" in page.content.decode()


def test_a_part_of_a_page_leads_the_whole_page_to_sign_in() -> None:
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/notitie/?tab=2"}
    answer = Client().get("/notitie/", headers=headers)
    assert answer["HX-Redirect"] == "/inloggen/?next=/notitie/%3Ftab%3D2"
    lost = Client().post("/notitie/", TYPED, headers=headers)
    assert (lost.status_code, lost["HX-Retarget"]) == (403, "body")
