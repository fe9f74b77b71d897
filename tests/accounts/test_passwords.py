"""Which passwords are taken, and that they are taken as they were typed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.passwords import WORDS, NotOurWords
from jobs.outbox import send_waiting
from mensenhandel.settings.paths import BASE_DIR
from tests.support.clients import OutsideClient
from tests.support.world import PASSWORD, World

type ClientOf = Callable[..., OutsideClient]

LONG = "één lange zin met Spaties, HOOFDLETTERS en tekens €&<>'\" die over de tachtig tekens gaat "


def change(browser: OutsideClient, new: str, old: str = PASSWORD) -> Any:
    typed = {"oldpassword": old, "password1": new, "password2": new}
    return browser.post(reverse("account_change_password"), typed)


@pytest.mark.parametrize("new", ["vier losse dagen", "0918273645567", LONG, "a" * 5 + "bcd efgh"])
def test_any_signs_and_any_length_from_twelve_on_are_taken_whole(world: World, client_of: ClientOf, new: str) -> None:
    assert change(client_of(world.wilma), new).status_code == 302
    world.wilma.refresh_from_db()
    assert world.wilma.check_password(new)
    assert not world.wilma.check_password(new[:-1])
    assert not world.wilma.check_password(new.swapcase() if new.swapcase() != new else new + "x")


@pytest.mark.parametrize(
    "new", ["kort", "elf letters", "password1234", "Signaalpunt2026!", "gemeenteGoes123", "Welkom-Zeeland!"]
)
def test_what_is_short_common_or_ours_is_refused(world: World, client_of: ClientOf, new: str) -> None:
    assert change(client_of(world.wilma), new).status_code == 200
    world.wilma.refresh_from_db()
    assert world.wilma.check_password(PASSWORD)


def test_the_present_one_is_asked(world: World, client_of: ClientOf) -> None:
    assert change(client_of(world.wilma), "vier losse dagen", old="iets anders dan dat").status_code == 200
    world.wilma.refresh_from_db()
    assert world.wilma.check_password(PASSWORD)


def test_a_word_of_ours_among_enough_else_is_taken() -> None:
    NotOurWords().validate("de gemeente kocht vier paarse fietsen")
    with pytest.raises(ValidationError):
        NotOurWords().validate("mensenhandel mensenhandel 12")


def test_the_owner_hears_of_a_new_password(world: World, client_of: ClientOf) -> None:
    change(client_of(world.wilma), "vier losse dagen")
    send_waiting()
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == ([world.wilma.email], "Uw wachtwoord is gewijzigd")


def test_showing_again_who_one_is_gives_the_session_another_key(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.wilma)
    browser.get("/")
    before = browser.session.session_key or ""
    wrong = browser.post(reverse("account_reauthenticate"), {"password": "iets anders dan dat"})
    assert (wrong.status_code, browser.session.session_key) == (200, before)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert browser.session.session_key != before
    assert browser.get(reverse("accounts:second-factor")).status_code == 200
    copy = OutsideClient()
    copy.cookies["sessie"] = before
    assert copy.get(reverse("accounts:second-factor")).status_code == 302


def test_a_field_for_a_password_hides_it_and_lets_a_manager_fill_it_in(client: OutsideClient, db: None) -> None:
    page = client.get("/inloggen/").content.decode()
    [field] = [part for part in page.split("<input") if 'name="password"' in part]
    tag = field.partition(">")[0]
    assert 'type="password"' in tag
    assert 'autocomplete="current-password"' in tag
    scripts = "".join(path.read_text() for path in (BASE_DIR / "assets" / "src" / "js").glob("*.js"))
    assert "paste" not in scripts


def test_the_list_of_words_stands_in_the_docs() -> None:
    text = (BASE_DIR / "docs" / "security.md").read_text()
    assert [word for word in WORDS if word not in text] == []
