"""One throttle: who guesses waits, who is herself comes in, and nobody sees the difference from outside."""

import uuid
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache.backends.base import BaseCache
from django.test import Client
from pytest_django import Settings

from accounts import adapter, throttle
from accounts.events import AccountEvent
from accounts.models import AttemptCount, User
from audit.models import AuditEvent
from core.unit import unit_of_work
from jobs.outbox import send_waiting
from tests.support import contexts, second_step
from tests.support.html import without_tokens
from tests.support.queries import queries_of
from tests.support.statuses import only_statuses
from tests.support.threads import at_once

__all__ = ["only_statuses"]
PASSWORD, WRONG = "een lange zin die niemand raadt", "iets heel anders dan dat"
NAME, UNKNOWN = "windvaan@goes.example", "niemand@goes.example"
BOTH = ["default", "throttle"]
LIMIT = throttle.RULES["name"].limit


@pytest.fixture
def wilma(db: None) -> User:
    return made()


def made() -> User:
    """Wilma, with a second factor."""
    with unit_of_work():
        user = User.objects.create_user(NAME, "Wilma Windvaan", PASSWORD)
        second_step.set_up(user)
    return user


def guess(name: str = NAME, password: str = WRONG, *, at: str = "192.0.2.1", browser: Client | None = None) -> Any:
    return (browser or Client()).post("/inloggen/", {"login": name, "password": password}, REMOTE_ADDR=at)


def comes_in(name: str = NAME, *, at: str = "192.0.2.1", browser: Client | None = None) -> bool:
    """With the right password, and the second step after it."""
    browser = browser or Client()
    if guess(name, PASSWORD, at=at, browser=browser).status_code != 302:
        return False
    second_step.give(browser, User.objects.get(email=name))
    return True


def known_browser() -> Client:
    """One in which Wilma signed in, and out again."""
    browser = Client()
    assert comes_in(browser=browser)
    browser.post("/uitloggen/")
    return browser


def strangers_fill(name: str = NAME) -> None:
    for number in range(LIMIT):
        guess(name, at=f"203.0.113.{number}")


def waits() -> list[AuditEvent]:
    log = AuditEvent.objects.unscoped(reason="a test looks at the whole log")
    with contexts.everywhere():
        return list(log.filter(event=AccountEvent.MADE_TO_WAIT))


@pytest.mark.usefixtures("only_statuses")
@pytest.mark.django_db
class TestAName:
    def test_after_five_wrong_passwords_not_even_the_right_one_opens_until_the_wait_is_over(self, wilma: User) -> None:
        with time_machine.travel(1_800_000_000, tick=False) as clock:
            for _ in range(LIMIT):
                guess()
            assert not comes_in()
            clock.shift(59)
            assert not comes_in()
            clock.shift(2)
            assert comes_in()

    def test_another_address_for_each_guess_does_not_help(self, wilma: User) -> None:
        strangers_fill()
        assert not comes_in(at="198.51.100.7")

    def test_each_next_wait_is_longer_and_none_is_longer_than_a_quarter_of_an_hour(self, wilma: User) -> None:
        with time_machine.travel(1_800_000_000, tick=False) as clock:
            for _ in range(LIMIT - 1):
                guess()
            for seconds in (60, 120, 240, 480, 900, 900):
                guess()
                assert not comes_in()
                clock.shift(seconds)
            assert comes_in()

    def test_what_is_tried_meanwhile_does_not_make_the_wait_longer(self, wilma: User) -> None:
        with time_machine.travel(1_800_000_000, tick=False) as clock:
            for _ in range(LIMIT):
                guess()
            clock.shift(30)
            for _ in range(20):
                guess()
            clock.shift(31)
            assert comes_in()

    def test_a_quarter_of_an_hour_without_a_guess_forgets_them(self, wilma: User) -> None:
        with time_machine.travel(1_800_000_000, tick=False) as clock:
            for _ in range(LIMIT - 1):
                guess()
            clock.shift(15 * 60)
            guess()
            assert comes_in()

    def test_the_right_password_starts_anew(self, wilma: User) -> None:
        for _ in range(3):
            for _ in range(LIMIT - 1):
                guess()
            assert comes_in()

    def test_capitals_and_spaces_make_no_other_name(self, wilma: User) -> None:
        for name in (NAME, NAME.upper(), f" {NAME} ", NAME.title(), NAME):
            guess(name)
        assert not comes_in()


@pytest.mark.usefixtures("only_statuses")
@pytest.mark.django_db
class TestAnAddress:
    def test_another_name_for_each_guess_does_not_help(self, wilma: User) -> None:
        for number in range(throttle.RULES["address"].limit):
            guess(f"naam{number}@goes.example")
        assert not comes_in()
        assert comes_in(at="198.51.100.7")

    def test_an_own_account_in_between_gives_nothing_back_but_itself(self, wilma: User) -> None:
        for number in range(throttle.RULES["address"].limit):
            guess(f"naam{number}@goes.example")
            if number % 10 == 0:
                assert comes_in()
        assert not comes_in()

    def test_all_addresses_of_one_subscriber_count_as_one(self) -> None:
        assert throttle.network_of("2001:db8:0:1::5") == throttle.network_of("2001:db8:0:1:ffff::9")
        assert throttle.network_of("2001:db8:0:1::5") != throttle.network_of("2001:db8:0:2::5")
        assert throttle.network_of("::ffff:192.0.2.1") == throttle.network_of("192.0.2.1")


@pytest.mark.usefixtures("only_statuses")
@pytest.mark.django_db
class TestAKnownBrowser:
    def test_strangers_do_not_lock_out_who_signs_in_where_she_did_before(self, wilma: User) -> None:
        browser = known_browser()
        strangers_fill()
        assert not comes_in()
        assert comes_in(browser=browser)

    def test_it_comes_in_from_an_address_that_has_to_wait(self, wilma: User) -> None:
        browser = known_browser()
        for number in range(throttle.RULES["address"].limit):
            guess(f"naam{number}@goes.example")
        assert comes_in(browser=browser)

    def test_it_has_to_wait_for_its_own_guesses(self, wilma: User) -> None:
        browser = known_browser()
        for _ in range(LIMIT):
            guess(browser=browser)
        assert not comes_in(browser=browser)

    def test_its_cookie_is_read_by_no_script_and_sent_to_nobody_else(self, wilma: User, settings: Settings) -> None:
        settings.SESSION_COOKIE_SECURE = True
        cookie = known_browser().cookies[f"{settings.SESSION_COOKIE_NAME}-apparaat"]
        assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Strict")
        assert NAME not in cookie.value

    def test_it_is_known_for_one_person_only(self, wilma: User) -> None:
        browser = known_browser()
        with unit_of_work():
            User.objects.create_user("koos@goes.example", "Koos Kompas", PASSWORD)
        strangers_fill("koos@goes.example")
        assert not comes_in("koos@goes.example", browser=browser)

    @pytest.mark.parametrize("forged", ["", "onzin", f"{uuid.UUID(int=7).hex}:abc:def"])
    def test_a_cookie_that_is_not_ours_says_nothing(self, wilma: User, settings: Settings, forged: str) -> None:
        browser = Client()
        browser.cookies[f"{settings.SESSION_COOKIE_NAME}-apparaat"] = forged
        strangers_fill()
        assert not comes_in(browser=browser)

    def test_signing_out_everywhere_else_makes_the_others_unknown(self, wilma: User) -> None:
        elsewhere, here = known_browser(), Client()
        assert comes_in(browser=here)
        here.post("/account/sessies/")
        strangers_fill()
        assert not comes_in(browser=elsewhere)
        here.post("/uitloggen/")
        assert comes_in(browser=here)

    def test_a_new_password_makes_the_others_unknown(self, wilma: User) -> None:
        elsewhere, here = known_browser(), Client()
        assert comes_in(browser=here)
        new = "een andere zin, net zo lang"
        sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        assert here.post("/account/wachtwoord/", sent).status_code == 302
        strangers_fill()
        assert guess(NAME, new, browser=elsewhere).status_code == 422
        here.post("/uitloggen/")
        assert guess(NAME, new, browser=here).status_code == 302


class Counting(Argon2PasswordHasher):
    """Argon2, as in production, but quick; it notes each hash."""

    time_cost, memory_cost, parallelism = 1, 8, 1
    made: list[str] = []

    def encode(self, password: str, salt: str) -> str:
        self.made.append("encode")
        return str(super().encode(password, salt))

    def verify(self, password: str, encoded: str) -> bool:
        self.made.append("verify")
        return bool(super().verify(password, encoded))


@pytest.fixture
def hashes(settings: Settings) -> list[str]:
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    Counting.made.clear()
    return Counting.made


@pytest.mark.django_db
def test_a_wrong_password_an_unknown_a_closed_a_passwordless_and_a_waiting_account_are_answered_alike(
    hashes: list[str], wilma: User
) -> None:
    with unit_of_work():
        closed = User.objects.create_user("gesloten@goes.example", "Geert Gesloten", PASSWORD)
        User.objects.filter(pk=closed.pk).update(is_active=False)
        User.objects.create_user("nieuw@goes.example", "Nina Naaldhaak")
    strangers_fill("nog-niemand@goes.example")
    cases = {
        NAME: WRONG,
        UNKNOWN: WRONG,
        closed.email: PASSWORD,
        "nieuw@goes.example": WRONG,
        "nog-niemand@goes.example": WRONG,
    }

    def answered(name: str, password: str) -> tuple[int, int, str, list[str], int]:
        hashes.clear()
        got: list[Any] = []
        statements = len(queries_of(lambda: got.append(guess(name, password))))
        text = without_tokens(got[0])
        return got[0].status_code, len(hashes), text, sorted(got[0].headers), statements

    answers = [answered(*case) for case in cases.items()]
    assert answers[0][:2] == (422, 1)
    assert "Inloggen is niet gelukt" in answers[0][2]
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.django_db
class TestOtherDoors:
    def test_who_asks_a_new_password_too_often_hears_the_same_and_gets_no_more_mails(self, wilma: User) -> None:
        sent = []
        for _ in range(LIMIT + 1):
            answer = Client().post("/wachtwoord/vergeten/", {"email": NAME})
            assert (answer.status_code, answer["Location"]) == (302, "/wachtwoord/vergeten/verstuurd/")
            sent.append(send_waiting())
        assert sent == [1] * LIMIT + [0]
        assert [event.object_id for event in waits()] == [str(wilma.pk)]

    def test_asking_costs_the_same_for_known_and_unknown(self, wilma: User) -> None:
        def ask(name: str) -> list[str]:
            return queries_of(lambda: Client().post("/wachtwoord/vergeten/", {"email": name}))

        assert len(ask(NAME)) == len(ask(UNKNOWN))
        assert send_waiting() == 1

    def test_who_must_show_again_that_she_is_herself_does_not_guess_either(self, wilma: User) -> None:
        browser = Client()
        assert comes_in(browser=browser)
        for _ in range(LIMIT):
            answer = browser.post("/inloggen/nogmaals/", {"password": WRONG})
            assert "Dit wachtwoord klopt niet" in answer.content.decode()
        refused = browser.post("/inloggen/nogmaals/", {"password": PASSWORD})
        assert "Dit wachtwoord klopt niet" in refused.content.decode()

    def test_nor_does_who_changes_her_password(self, wilma: User) -> None:
        browser = Client()
        assert comes_in(browser=browser)
        new = "een andere zin, net zo lang"
        for typed in [WRONG] * LIMIT + [PASSWORD]:
            browser.post("/account/wachtwoord/", {"oldpassword": typed, "password1": new, "password2": new})
        wilma.refresh_from_db()
        assert wilma.check_password(PASSWORD)


@pytest.mark.django_db
def test_each_wait_stands_in_the_log_and_no_typed_name_does(wilma: User) -> None:
    strangers_fill()
    strangers_fill(UNKNOWN)
    known, unknown = sorted(waits(), key=lambda event: event.object_id, reverse=True)
    assert (known.object_id, unknown.object_id) == (str(wilma.pk), "")
    assert known.detail == unknown.detail == {"per": "name"}
    stored = repr([(event.detail, event.reference, event.purpose) for event in waits()])
    stored += repr(list(AttemptCount.objects.values_list("key", flat=True)))
    assert UNKNOWN not in stored
    assert NAME not in stored


class Stopped(BaseCache):
    """Valkey that is away."""

    def __init__(self, *_given: Any) -> None:
        super().__init__({})

    def __getattribute__(self, name: str) -> Any:
        if name in {"get", "set", "add", "delete", "incr", "get_many", "set_many"}:
            message = "There is no cache."
            raise ConnectionError(message)
        return super().__getattribute__(name)


@pytest.mark.django_db
def test_it_holds_without_valkey(wilma: User, settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.Stopped"}}
    browser = known_browser()
    strangers_fill()
    assert not comes_in()
    assert comes_in(browser=browser)


@pytest.fixture
def committed(transactional_db: None, own_counts: None) -> User:
    """Wilma for good."""
    return made()


@pytest.mark.django_db(transaction=True, databases=BOTH)
def test_guesses_at_the_same_moment_all_count(committed: User, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    begin = throttle.begin

    def noting(*given: Any) -> throttle.Attempt:
        attempt = begin(*given)
        asked.append(attempt.admitted)
        return attempt

    monkeypatch.setattr(throttle, "begin", noting)
    answers = at_once(*[guess] * (LIMIT + 3))
    assert {answer.status_code for answer in answers} == {422}
    assert sorted(asked) == [False] * 3 + [True] * LIMIT


@pytest.mark.django_db(transaction=True, databases=BOTH)
def test_a_guess_counts_when_its_request_breaks(committed: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(adapter, "record", _break)
        for _ in range(LIMIT):
            assert guess(browser=Client(raise_request_exception=False)).status_code == 500
    assert not comes_in()
    with unit_of_work("test"):
        assert waits() == []  # who broke is in the log as a fault


def _break(*_given: Any, **_named: Any) -> None:
    message = "the log is out of order"
    raise RuntimeError(message)
