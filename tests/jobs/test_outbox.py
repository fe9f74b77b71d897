from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from jobs import outbox
from jobs.models import Job, OutboxMessage
from jobs.outbox import MAIL_TASK, queue_mail, send_waiting
from jobs.states import FIRST_RESEND, JobState, MailKind, MailState
from tests.support.world import World

type Sent = list[tuple[str, ...]]


def no_mail_server(*_: object, **__: object) -> int:
    raise ConnectionRefusedError


def test_a_mail_says_that_there_is_something_and_never_what(world: World) -> None:
    queue_mail(user_id=world.wilma.pk)
    assert send_waiting() == 1
    (letter,) = mail.outbox
    assert letter.to == [world.wilma.email]
    assert letter.subject == "U hebt een bericht"
    assert "Log in" in letter.body
    assert world.wilma.full_name not in f"{letter.subject} {letter.body}"
    assert send_waiting() == 0


def test_what_is_urgent_says_so_and_is_sent_at_once(
    world: World, sent: Sent, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        queue_mail(user_id=world.wilma.pk, kind=MailKind.URGENT)
        queue_mail(user_id=world.wilma.pk)
    assert sent == [(MAIL_TASK,)]
    assert send_waiting() == 2
    assert [letter.subject for letter in mail.outbox] == ["Spoed: kijk nu", "U hebt een bericht"]


def test_two_waiting_mails_to_one_person_are_one(world: World) -> None:
    for _ in range(3):
        queue_mail(user_id=world.wilma.pk)
        queue_mail(email="Partner@Voorbeeld.example")
    queue_mail(user_id=world.vera.pk)
    assert send_waiting() == 3
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        [world.wilma.email, world.vera.email, "partner@voorbeeld.example"]
    )
    queue_mail(user_id=world.wilma.pk)
    assert send_waiting() == 1


def test_without_a_mail_server_it_waits_longer_each_time_and_goes_when_it_is_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue_mail(user_id=world.wilma.pk)
    queue_mail(user_id=world.vera.pk)
    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", no_mail_server)
        assert send_waiting() == 0
    row = OutboxMessage.objects.get(user_id=world.wilma.pk)
    assert (row.state, row.attempts, row.error) == (MailState.QUEUED, 1, "ConnectionRefusedError")
    assert send_waiting() == 0, "not before its time"
    OutboxMessage.objects.update(send_at=Now())
    assert send_waiting() == 2
    assert [outbox.pause(n) for n in (1, 3, 40)] == [timedelta(minutes=2), timedelta(minutes=8), timedelta(hours=1)]


def test_a_mail_whose_text_cannot_be_made_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_the_transaction(user_id: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    queue_mail(user_id=world.wilma.pk)
    queue_mail(user_id=world.vera.pk, kind=MailKind.URGENT)
    monkeypatch.setattr(outbox, "_TEXTS", {MailKind.MESSAGE: ("U hebt een bericht", "Log in.")})
    monkeypatch.setattr(outbox, "_MAKERS", {MailKind.URGENT: break_the_transaction})
    assert send_waiting() == 1
    assert OutboxMessage.objects.get(user_id=world.vera.pk).state == MailState.QUEUED


def test_after_three_days_without_mail_server_a_person_must_look(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    queue_mail(user_id=world.wilma.pk)
    OutboxMessage.objects.update(created_at=Now() - timedelta(days=4))
    monkeypatch.setattr(mail.EmailMessage, "send", no_mail_server)
    send_waiting()
    assert OutboxMessage.objects.get().state == MailState.MANUAL


def test_a_mail_to_somebody_whose_account_was_closed_is_dropped(world: World) -> None:
    queue_mail(user_id=world.wilma.pk)
    User.objects.filter(pk=world.wilma.pk).update(is_active=False)
    assert send_waiting() == 0
    assert OutboxMessage.objects.get().state == MailState.DROPPED
    assert mail.outbox == []


def test_the_mail_follows_a_changed_address(world: World) -> None:
    queue_mail(user_id=world.wilma.pk)
    User.objects.filter(pk=world.wilma.pk).update(email="nieuw@voorbeeld.example")
    send_waiting()
    assert mail.outbox[0].to == ["nieuw@voorbeeld.example"]


@pytest.mark.parametrize("given", [{}, {"user_id": 1, "email": "a@voorbeeld.example"}])
def test_a_mail_goes_to_a_user_or_to_an_address(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a user or to an address"):
        queue_mail(**given)


def test_an_urgent_mail_is_made_although_the_broker_is_down(
    world: World,
    broker_down: Callable[[], Any],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with broker_down(), django_capture_on_commit_callbacks(execute=True):
        queue_mail(user_id=world.wilma.pk, kind=MailKind.URGENT)
    assert send_waiting() == 1


# What can never be.

RUNNING = {"state": JobState.RUNNING, "attempts": 1, "started_at": Now(), "lease_until": Now()}


@pytest.mark.parametrize(
    "impossible",
    [
        {"state": "lost"},
        {"attempts": 1},
        {"state": JobState.RUNNING},
        RUNNING | {"lease_until": None},
        RUNNING | {"state": JobState.DONE, "finished_at": Now()},
        RUNNING | {"state": JobState.DONE, "lease_until": None},
        RUNNING | {"state": JobState.FAILED, "lease_until": None, "finished_at": Now()},
        RUNNING | {"state": JobState.DONE, "lease_until": None, "finished_at": Now(), "error": "x"},
        RUNNING | {"attempts": 4},
        RUNNING | {"finished_at": Now()},
        {"finished_at": Now()},
        {"hat": "focal_officer"},
        {"progress_done": 3, "progress_total": 2},
    ],
)
def test_an_impossible_job_cannot_be_stored(world: World, impossible: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="test", send_at=Now() + FIRST_RESEND, **impossible)


@pytest.mark.parametrize(
    "impossible",
    [
        {},
        {"user_id": 1, "email": "a@voorbeeld.example"},
        {"user_id": 1, "kind": "brief"},
        {"user_id": 1, "state": "sent"},
        {"user_id": 1, "finished_at": Now()},
        {"user_id": 1, "state": "lost", "finished_at": Now()},
    ],
)
def test_an_impossible_mail_cannot_be_stored(world: World, impossible: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMessage.objects.create(**({"kind": MailKind.MESSAGE} | impossible))
