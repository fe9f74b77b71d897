"""The check of a file that was added: once, whatever dies meanwhile; shut while nobody could say."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from core import scanning
from core.access import SYSTEM
from core.errors import Forbidden
from core.files import Why
from core.scanning import Verdict
from jobs.models import Job
from jobs.runner import run
from jobs.states import JobState
from municipalities.models import StoredFile
from municipalities.roles import actor_for
from signals import operations, tasks
from signals.models import Attachment, Signal, Upload
from signals.workflow import AttachmentState
from tests.factories import signals as make
from tests.support.adding import address, check
from tests.support.clients import OutsideClient
from tests.support.killed import Killed
from tests.support.scanner import Scanner, scanner
from tests.support.world import World

__all__ = ["scanner"]
type ClientOf = Callable[..., OutsideClient]


@pytest.fixture
def signal(world: World) -> Signal:
    return make.handled(world.goes, world.wilma)


@pytest.fixture
def wilma(world: World, client_of: ClientOf) -> OutsideClient:
    return client_of(world.wilma)


def test_a_worker_that_dies_halfway_leaves_nothing_and_the_next_does_it_once(
    world: World, signal: Signal, monkeypatch: pytest.MonkeyPatch
) -> None:
    attachment = make.attached(signal, actor_for(world.wilma))
    job = Job.objects.get(object_id=attachment.pk)

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("signals.operations.attachments._drop_upload", die)  # after the file was made
        with pytest.raises(Killed):
            run(job.pk)
    assert not StoredFile.objects.made_for(attachment.pk).exists()
    Job.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))
    for _ in range(2):
        run(job.pk)
    assert check(attachment).state == AttachmentState.CLEAN
    assert StoredFile.objects.made_for(attachment.pk).count() == 1
    told = AuditEvent.objects.unscoped(reason="test").filter(
        object_id=str(attachment.pk), event="signals.file_accepted"
    )
    assert told.count() == 1


def test_a_check_that_is_lost_shuts_the_file_until_somebody_has_it_checked_again(
    world: World, wilma: OutsideClient, signal: Signal
) -> None:
    attachment = make.attached(signal, actor_for(world.wilma))
    waiting = {"waits_since": timezone.now() - timedelta(minutes=21)}
    Attachment.objects.unscoped(reason="test").update(**waiting)
    _look_after()
    attachment.refresh_from_db()
    assert attachment.state == AttachmentState.RECEIVED, "its job still waits"
    Job.objects.filter(object_id=attachment.pk).update(
        state=JobState.MANUAL, attempts=3, started_at=Now(), finished_at=Now(), error="worker_lost"
    )
    _look_after()
    attachment.refresh_from_db()
    assert (attachment.state, attachment.why) == (AttachmentState.HELD, Why.NOT_CHECKED)
    _look_after()
    assert check(attachment).state == AttachmentState.HELD, "what breaks the check is not tried for ever"
    url = reverse("signals:recheck-file", args=[signal.pk, attachment.pk])
    page = wilma.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert f'action="{url}"' in page
    wilma.post(url, {"hat": wilma.hat, "version": attachment.version})
    assert check(attachment).state == AttachmentState.CLEAN


def _look_after() -> None:
    tasks.look_after_held_files(Job(), SYSTEM)


@pytest.fixture
def verdict(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[Verdict], None]:
    """A scanner that says this from now on."""
    settings.CLAMAV_ADDRESS = "unix:/nergens"

    def says(word: Verdict) -> None:
        monkeypatch.setattr(scanning, "scan", lambda _data: word)

    return says


def test_what_the_scanner_finds_is_refused_and_not_kept(
    world: World, signal: Signal, verdict: Callable[[Verdict], None]
) -> None:
    verdict(Verdict.FOUND)
    attachment = check(make.attached(signal, actor_for(world.wilma)))
    assert (attachment.state, attachment.why) == (AttachmentState.REFUSED, Why.VIRUS)
    assert not Upload.objects.of(signal).exists()


def test_while_the_scanner_is_away_a_file_stays_shut_and_is_tried_again_by_itself(
    world: World, wilma: OutsideClient, signal: Signal, verdict: Callable[[Verdict], None]
) -> None:
    verdict(Verdict.UNKNOWN)
    attachment = check(make.attached(signal, actor_for(world.wilma)))
    assert (attachment.state, attachment.why) == (AttachmentState.HELD, Why.NO_SCANNER)
    assert wilma.get(address(attachment)).status_code == 409
    page = wilma.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "De virusscanner antwoordt nu niet." in page
    _look_after()
    assert check(attachment).state == AttachmentState.HELD
    verdict(Verdict.CLEAN)
    _look_after()
    assert check(attachment).state == AttachmentState.CLEAN
    assert wilma.get(address(attachment)).content == make.CLEANED.content


def test_what_a_scanner_says_over_its_socket_decides(world: World, signal: Signal, scanner: Scanner) -> None:
    actor = actor_for(world.wilma)
    assert check(make.attached(signal, actor)).state == AttachmentState.CLEAN
    assert scanner.came == [make.CLEANED.content]
    scanner.answer = b"stream: Eicar-Test-Signature FOUND\0"
    assert check(make.attached(signal, actor)).why == Why.VIRUS
    scanner.most = 3
    assert check(make.attached(signal, actor)).why == Why.NO_SCANNER


def test_without_a_scanner_the_page_says_nothing_of_one(world: World, wilma: OutsideClient, signal: Signal) -> None:
    assert not scanning.is_configured()
    check(make.attached(signal, actor_for(world.wilma)))
    assert "virus" not in wilma.get(reverse("signals:detail", args=[signal.pk])).content.decode().lower()


def test_what_is_removed_while_it_waits_is_not_checked_any_more(world: World, signal: Signal) -> None:
    attachment = make.attached(signal, actor_for(world.wilma))
    operations.remove_file(attachment, actor=actor_for(world.wilma), reason="Verkeerd bestand.")
    assert check(attachment).state == AttachmentState.REMOVED
    assert Job.objects.get(object_id=attachment.pk).state == JobState.DONE


def test_nobody_but_the_check_accepts_or_refuses_a_file(world: World, signal: Signal) -> None:
    attachment = make.attached(signal, actor_for(world.wilma))
    for step, given in (
        (operations.accept_file, {"made": make.CLEANED}),
        (operations.refuse_file, {"why": Why.BROKEN}),
        (operations.hold_file, {"why": Why.NO_SCANNER}),
    ):
        with pytest.raises(Forbidden):
            step(attachment, actor=actor_for(world.wilma), **given)
