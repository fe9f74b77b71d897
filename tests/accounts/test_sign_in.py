"""Who comes in, and what the page says to who does not."""

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.events import AccountEvent
from accounts.models import User
from accounts.templatetags.browsers import browser_name
from audit.models import AuditEvent
from jobs.outbox import send_waiting
from tests.support import contexts, second_step
from tests.support.html import without_tokens

from .conftest import PASSWORD, SignIn

pytestmark = pytest.mark.django_db


def events_of(name: AccountEvent) -> list[AuditEvent]:
    with contexts.everywhere():
        return list(AuditEvent.objects.unscoped(reason="a test looks at the whole log").filter(event=name))


def test_the_address_is_the_name_in_any_case(admin: User) -> None:
    assert admin.email == "brievenbus@regio.example"
    client = Client()
    second_step.set_up(admin)
    client.post("/inloggen/", {"login": " BRIEVENBUS@regio.example", "password": PASSWORD})
    answer = second_step.give(client, admin)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert b"signed_in=True" in client.get("/").content


def test_signing_in_and_out_stands_in_the_log(admin: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    client.post("/uitloggen/")
    assert [event.actor_id for event in events_of(AccountEvent.SIGNED_IN)] == [admin.pk]
    assert [event.actor_id for event in events_of(AccountEvent.SIGNED_OUT)] == [admin.pk]
    assert b"signed_in=False" in client.get("/").content


def _wrong(email: str) -> tuple[int, str]:
    answer = Client().post("/inloggen/", {"login": email, "password": "iets heel anders"})
    return answer.status_code, without_tokens(answer)


def test_an_unknown_address_gets_the_same_answer_as_a_wrong_password(admin: User) -> None:
    assert _wrong(admin.email) == _wrong("niemand@regio.example")
    assert _wrong(admin.email)[0] == 422
    assert "Inloggen is niet gelukt" in _wrong(admin.email)[1]


def test_a_failed_attempt_is_logged_on_the_account_and_never_with_what_was_typed(admin: User) -> None:
    _wrong(admin.email)
    _wrong("mijn-wachtwoord@regio.example")
    known, unknown = sorted(events_of(AccountEvent.SIGN_IN_FAILED), key=lambda event: event.object_id, reverse=True)
    assert (known.object_id, unknown.object_id) == (str(admin.pk), "")
    assert known.detail == unknown.detail == {}


def test_nobody_makes_an_account_himself() -> None:
    assert "zelf geen account" in Client().get("/inloggen/nieuw-account/").content.decode()
    Client().post("/inloggen/nieuw-account/", {"email": "nieuw@regio.example", "password1": PASSWORD})
    assert not User.objects.filter(email="nieuw@regio.example").exists()


def test_a_closed_account_is_signed_out_at_its_next_request(admin: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    User.objects.filter(pk=admin.pk).update(is_active=False)
    assert b"signed_in=False" in client.get("/").content
    assert client.get("/notitie/").status_code == 302


def test_a_closed_account_does_not_come_in(admin: User) -> None:
    User.objects.filter(pk=admin.pk).update(is_active=False)
    client = Client()
    answer = client.post("/inloggen/", {"login": admin.email, "password": PASSWORD}, follow=True)
    assert "Inloggen is niet gelukt" in answer.content.decode()
    assert "gesloten" not in answer.content.decode()
    assert b"signed_in=False" in client.get("/").content


def test_a_superuser_flag_opens_nothing(colleague: User, sign_in: SignIn) -> None:
    names = {field.name for field in User._meta.get_fields()}
    assert not names & {"is_superuser", "is_staff", "groups", "user_permissions"}
    assert not hasattr(User, "has_perm")
    User.objects.filter(pk=colleague.pk).update(function_title="")
    User.is_superuser = User.is_staff = True  # type: ignore[attr-defined]  # columns that this user has not
    try:
        assert sign_in(colleague).get("/notitie/").status_code == 403
    finally:
        del User.is_superuser, User.is_staff  # type: ignore[attr-defined]  # as above


def test_a_forgotten_password_is_replaced_by_the_link_in_the_mail(admin: User) -> None:
    client = Client()
    client.post("/wachtwoord/vergeten/", {"email": admin.email}, headers={"host": "localhost"})
    assert mail.outbox == []  # no request waits for a mail server
    assert send_waiting() == 1
    (letter,) = mail.outbox
    assert letter.subject == "Nieuw wachtwoord kiezen"
    link = re.search(r"http://testserver(/wachtwoord/herstel/\S+)", str(letter.body))
    assert link is not None
    form = client.get(link[1])
    new = "een andere zin, net zo lang"
    answer = client.post(form["Location"], {"password1": new, "password2": new}, follow=True)
    assert "nieuwe wachtwoord is bewaard" in answer.content.decode()
    assert Client().post("/inloggen/", {"login": admin.email, "password": new}).status_code == 302
    assert len(events_of(AccountEvent.PASSWORD_CHANGED)) == 1
    assert "werkt niet meer" in Client().get(link[1], follow=True).content.decode()


def test_asking_a_new_password_says_the_same_for_an_unknown_address(admin: User) -> None:
    known = Client().post("/wachtwoord/vergeten/", {"email": admin.email}, follow=True)
    unknown = Client().post("/wachtwoord/vergeten/", {"email": "niemand@regio.example"}, follow=True)
    send_waiting()
    assert known.redirect_chain == unknown.redirect_chain
    assert [letter.to for letter in mail.outbox] == [[admin.email]]


def test_one_sees_where_one_is_signed_in_and_ends_the_other_sessions(admin: User, sign_in: SignIn) -> None:
    here, elsewhere = sign_in(admin), sign_in(admin)
    assert "deze sessie" in here.get("/account/sessies/").content.decode()
    here.post("/account/sessies/")
    assert b"signed_in=False" in elsewhere.get("/").content
    assert b"signed_in=True" in here.get("/").content


@pytest.mark.parametrize(
    "path",
    [
        "/inloggen/",
        "/inloggen/demo/",
        "/inloggen/gesloten-account/",
        "/inloggen/bevestig/",
        "/inloggen/bevestig/onbekend/",
        "/wachtwoord/vergeten/",
        "/wachtwoord/vergeten/verstuurd/",
        "/wachtwoord/herstel/1-onbekend/",
        "/wachtwoord/hersteld/",
    ],
)
def test_the_entrance_pages_are_dutch_and_without_inline_style(path: str) -> None:
    answer = Client().get(path, follow=True)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="nl"' in text
    assert "style=" not in text
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/account/wachtwoord/", "/account/sessies/", "/inloggen/verder/", "/inloggen/nogmaals/"]
)
def test_pages_of_ones_own_account_ask_for_sign_in(path: str, admin: User, sign_in: SignIn) -> None:
    assert Client().get(path)["Location"].startswith("/inloggen/")
    assert sign_in(admin).get(path).status_code == 200


def test_a_session_is_named_by_its_browser() -> None:
    edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0"
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1"
    assert [browser_name(agent) for agent in (edge, phone, "")] == [
        "Edge op Windows",
        "Safari op iPhone",
        "onbekende browser",
    ]
