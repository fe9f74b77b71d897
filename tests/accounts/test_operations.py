"""Giving and closing accounts is for the application administrator, and nobody locks himself out."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.operations import activate_user, change_user, deactivate_user, invite_user
from accounts.tasks import clear_sessions
from core.access import NOBODY, Actor
from core.errors import Forbidden, Invalid, WrongState
from core.unit import unit_of_work
from jobs.models import Job
from jobs.outbox import send_waiting

from .conftest import PASSWORD, SignIn
from .pages import actor_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo(admin: User) -> Actor:
    return actor_for(admin)


def test_an_invitation_makes_a_verified_account_without_password(bo: Actor) -> None:
    with unit_of_work():
        user = invite_user(actor=bo, email=" Nieuw@Goes.example", full_name="  Nina   Naaldhaak ")
    assert (user.email, user.full_name, user.has_usable_password()) == ("nieuw@goes.example", "Nina Naaldhaak", False)
    assert EmailAddress.objects.get(user=user).verified


def test_the_invitation_leads_to_choosing_a_password(bo: Actor) -> None:
    with unit_of_work():
        invite_user(actor=bo, email="nieuw@goes.example", full_name="Nina Naaldhaak")
    assert send_waiting() == 1
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["nieuw@goes.example"], "Uw account is klaar")
    link = re.search(r"http://testserver(/wachtwoord/herstel/\S+)", str(letter.body))
    assert link is not None
    client = Client()
    form = client.get(link[1])
    client.post(form["Location"], {"password1": PASSWORD, "password2": PASSWORD})
    assert client.post("/inloggen/", {"login": "nieuw@goes.example", "password": PASSWORD}).status_code == 302


def test_an_account_that_was_closed_meanwhile_gets_no_mail(bo: Actor) -> None:
    with unit_of_work():
        user = invite_user(actor=bo, email="nieuw@goes.example", full_name="Nina Naaldhaak")
        deactivate_user(user, actor=bo)
    assert send_waiting() == 0
    assert mail.outbox == []


def test_sessions_that_ended_are_cleared_away(colleague: User, sign_in: SignIn) -> None:
    old, alive = sign_in(colleague), sign_in(colleague)
    Session.objects.filter(session_key=old.session.session_key).update(expire_date=timezone.now())
    clear_sessions(Job(), NOBODY)
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [alive.session.session_key]
    assert Session.objects.count() == 1


@pytest.mark.parametrize("email", ["", "geen adres", "BRIEVENBUS@regio.example"])
def test_an_address_that_is_wrong_or_taken_is_refused(bo: Actor, email: str) -> None:
    with unit_of_work(), pytest.raises(Invalid) as refusal:
        invite_user(actor=bo, email=email, full_name="Nina Naaldhaak")
    assert "email" in refusal.value.fields


def test_who_is_no_administrator_changes_no_account(colleague: User) -> None:
    focal = Actor(colleague.pk, hat="focal_officer", hats=("focal_officer",))
    with unit_of_work():
        with pytest.raises(Forbidden):
            invite_user(actor=focal, email="nieuw@goes.example", full_name="Nina Naaldhaak")
        with pytest.raises(Forbidden):
            deactivate_user(colleague, actor=focal)
    assert not User.objects.filter(email="nieuw@goes.example").exists()


def test_closing_an_account_ends_its_sessions_and_opening_it_brings_back_the_password(
    bo: Actor, colleague: User, sign_in: SignIn
) -> None:
    client = sign_in(colleague)
    with unit_of_work():
        deactivate_user(colleague, actor=bo)
    assert b"signed_in=False" in client.get("/").content
    with unit_of_work():
        activate_user(colleague, actor=bo)
    assert b"signed_in=False" in client.get("/").content
    sign_in(colleague)


def test_nobody_closes_his_own_account_and_nothing_is_done_twice(bo: Actor, admin: User, colleague: User) -> None:
    with unit_of_work():
        with pytest.raises(Invalid):
            deactivate_user(admin, actor=bo)
        with pytest.raises(WrongState):
            activate_user(colleague, actor=bo)


def test_another_address_is_the_name_from_then_on(bo: Actor, colleague: User, sign_in: SignIn) -> None:
    client = sign_in(colleague)
    details = {"full_name": "Wilma Windvaan", "function_title": "app_admin", "phone": "06-0000 1234"}
    with unit_of_work():
        change_user(colleague, actor=bo, email="Wilma@Goes.example", **details)
    assert b"signed_in=False" in client.get("/").content
    assert send_waiting() == 1
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["windvaan@goes.example"], "Uw e-mailadres is gewijzigd")
    assert "wilma" not in str(letter.body).lower()
    answer = Client().post("/inloggen/", {"login": "wilma@goes.example", "password": PASSWORD})
    assert answer.status_code == 302
    assert Client().post("/inloggen/", {"login": "windvaan@goes.example", "password": PASSWORD}).status_code == 422
