"""Who need not wait any more, which browsers are forgotten, codes that are guessed, and what is cleared away."""

import re
from typing import Any

import pytest
import time_machine
from allauth.core import context
from django import forms
from django.core import mail
from django.test import Client, RequestFactory

from accounts import throttle
from accounts.forms import CountedCode
from accounts.models import AttemptCount, KnownDevice, User
from accounts.operations import change_user, deactivate_user
from accounts.tasks import clear_counts
from core.access import NOBODY, Actor
from core.unit import unit_of_work
from jobs.models import Job
from jobs.outbox import send_waiting

from .conftest import PASSWORD, SignIn

pytestmark = pytest.mark.django_db

LIMIT = throttle.RULES["name"].limit


def guess(user: User) -> int:
    return Client().post("/inloggen/", {"login": user.email, "password": "mis"}).status_code


def chooses_anew(user: User) -> str:
    """The new password that somebody chose by the mail."""
    client = Client()
    client.post("/wachtwoord/vergeten/", {"email": user.email})
    send_waiting()
    link = re.search(r"http://testserver(/wachtwoord/herstel/\S+)", str(mail.outbox[0].body))
    assert link is not None
    new = "een andere zin, net zo lang"
    client.post(client.get(link[1])["Location"], {"password1": new, "password2": new})
    return new


def test_who_chose_a_new_password_by_the_mail_need_not_wait_for_the_guesses_of_others(admin: User) -> None:
    for _ in range(LIMIT):
        guess(admin)
    new = chooses_anew(admin)
    assert Client().post("/inloggen/", {"login": admin.email, "password": new}).status_code == 302


def test_a_forgotten_password_makes_every_browser_unknown(admin: User, sign_in: SignIn) -> None:
    sign_in(admin)
    chooses_anew(admin)
    assert not KnownDevice.objects.exists()


def test_a_closed_account_and_one_with_another_address_have_no_known_browsers(
    admin: User, colleague: User, sign_in: SignIn
) -> None:
    bo = Actor(admin.pk, hat="app_admin", hats=("app_admin",))
    sign_in(colleague)
    with unit_of_work():
        change_user(colleague, actor=bo, email="w@goes.example", full_name="W", function_title="app_admin", phone="")
    assert not KnownDevice.objects.exists()
    colleague.refresh_from_db()
    sign_in(colleague)
    assert KnownDevice.objects.count() == 1
    with unit_of_work():
        deactivate_user(colleague, actor=bo)
    assert not KnownDevice.objects.exists()


def test_a_password_alone_makes_no_browser_known(admin: User) -> None:
    client = Client()
    assert client.post("/inloggen/", {"login": admin.email, "password": PASSWORD}).status_code == 302
    assert not KnownDevice.objects.exists()
    assert not any(name.endswith("-apparaat") for name in client.cookies)


def test_signing_in_again_in_one_browser_is_one_known_browser(admin: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    client.post("/uitloggen/")
    sign_in(admin, client)
    assert KnownDevice.objects.count() == 1


class _Code(forms.Form):
    code = forms.CharField()

    def __init__(self, *given: Any, user: User) -> None:
        super().__init__(*given)
        self.user = user

    def clean_code(self) -> str:
        self.judged = True
        if self.cleaned_data["code"] != "123456":
            raise forms.ValidationError("mis")
        return str(self.cleaned_data["code"])


class _CountedCode(CountedCode, _Code):
    pass


def test_a_code_is_not_guessed_either_and_none_is_used_up_by_who_has_to_wait(admin: User, rf: RequestFactory) -> None:
    with unit_of_work(), context.request_context(rf.post("/")), time_machine.travel(1_800_000_000, tick=False) as clock:
        for _ in range(LIMIT):
            assert not _CountedCode({"code": "000000"}, user=admin).is_valid()
        right = _CountedCode({"code": "123456"}, user=admin)
        assert not right.is_valid()
        assert not hasattr(right, "judged")
        assert "Deze code klopt niet of is al gebruikt" in str(right.errors)
        clock.shift(61)
        assert _CountedCode({"code": "123456"}, user=admin).is_valid()


def test_what_counts_for_nothing_any_more_is_cleared_away(admin: User, sign_in: SignIn) -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        sign_in(admin)
        guess(admin)
        clear_counts(Job(), NOBODY)
        assert AttemptCount.objects.exists()
        clock.shift(15 * 60)
        clear_counts(Job(), NOBODY)
        assert not AttemptCount.objects.exists()
        assert KnownDevice.objects.count() == 1
        clock.shift(90 * 24 * 60 * 60)
        clear_counts(Job(), NOBODY)
        assert not KnownDevice.objects.exists()
