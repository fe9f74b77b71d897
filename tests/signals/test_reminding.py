"""A partner is reminded by who can reach it, and the log says what really happened."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from core.access import NOBODY, Actor
from core.unit import current_unit
from core.workdays import local_date
from jobs.models import Job, OutboxMessage
from jobs.outbox import send_waiting
from jobs.states import MailKind, MailState
from municipalities.models import Organisation
from municipalities.roles import actor_for
from signals import operations
from signals.codes import HandoverMethod, Outcome
from signals.models import Handover
from signals.reminding import Reminded, told_of_reminders, way_to_remind
from signals.tasks import run_handover_clock
from signals.work import count_work, work
from signals.workflow import HandoverState
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def police() -> Organisation:
    """Nobody there has an account, and nobody knows its mailbox."""
    return Organisation.objects.create(kind="police_avim", name="Politie Windstil", valid_from="2020-01-01")


def _sent(world: World, wilma: Actor, partner: Organisation) -> Handover:
    return make.handed_over(make.handled(world.goes, world.wilma), wilma, partner, method=HandoverMethod.LETTER)


def _after(handover: Handover, *days: int) -> Handover:
    """As it is once the clock ran on those days after sending."""
    for day in days:
        with time_machine.travel(timezone.localtime(handover.sent_at) + timedelta(days=day), tick=False):
            OutboxMessage.objects.all().delete()
            run_handover_clock(Job(), NOBODY)
    handover.refresh_from_db()
    return handover


def _told(handover: Handover) -> list[str]:
    rows = AuditEvent.objects.unscoped(reason="test").filter(
        object_id=str(handover.pk), event__contains="remind", result="done"
    )
    gathered = [one for one in current_unit().gathered if isinstance(one, AuditEvent)]
    here = [one.event for one in gathered if "remind" in one.event and str(one.object_id) == str(handover.pk)]
    return [*here, *rows.values_list("event", flat=True)]


def test_where_nobody_can_be_mailed_the_owner_is_asked_to_call_and_says_that_she_did(
    world: World, wilma: Actor, police: Organisation, client_of: ClientOf
) -> None:
    assert (way_to_remind(police), "zelf te bellen" in told_of_reminders(police)) == (Reminded.BY_OFFICER, True)
    handover = _after(_sent(world, wilma, police), 14)
    assert [(one.user_id, one.kind) for one in OutboxMessage.objects.all()] == [(world.wilma.pk, MailKind.MESSAGE)]
    assert (handover.reminded_on, _told(handover)) == ([], ["signals.reminder_asked"])
    lines = [line for line in work(wilma) if line.reference == handover.reference]
    assert [(line.what, line.since) for line in lines] == [
        ("Bel of schrijf Politie Windstil: nog geen antwoord", handover.ask_since)
    ]
    before = count_work(wilma)
    officer, url = client_of(world.wilma), reverse("signals:record-reminder", args=[handover.pk])
    assert url in officer.get(lines[0].url).content.decode()
    given = {"hat": "focal_officer", "version": handover.version}
    early = local_date(timezone.now()) - timedelta(days=1)
    assert officer.post(url, {**given, "on": f"{early:%Y-%m-%d}"}).status_code == 422
    assert officer.post(url, given).status_code == 302
    handover.refresh_from_db()
    assert (handover.ask_since, handover.reminded_on) == (None, [local_date(timezone.now())])
    assert count_work(wilma) == before - 1
    assert _told(handover) == ["signals.reminder_asked", "signals.reminder_recorded"]
    assert "Herinnerd" in officer.get(lines[0].url).content.decode()
    # Asked again at the second step; the end of the clock takes it off her list, and she is told.
    assert _after(handover, 28).ask_since is not None
    assert (_after(handover, 56).state, handover.ask_since) == (HandoverState.NO_ANSWER, None)
    assert [one.user_id for one in OutboxMessage.objects.all()] == [world.wilma.pk]


def test_a_mailbox_gets_the_numbers_of_what_waits_and_nothing_else(
    world: World, wilma: Actor, police: Organisation
) -> None:
    Organisation.objects.filter(pk=police.pk).update(mailbox="desk@windstil.example")
    police.refresh_from_db()
    handover, other = _sent(world, wilma, police), _sent(world, wilma, police)
    fresh = _sent(world, wilma, world.inspectorate)
    assert "met alleen het nummer" in told_of_reminders(police)
    handover = _after(handover, 14)
    assert (len(handover.reminded_on), handover.ask_since, _told(handover)) == (1, None, ["signals.handover_reminded"])
    operations.record_answer(other, actor=wilma, outcomes=[Outcome.INSPECTION_DONE])
    OutboxMessage.objects.exclude(email="desk@windstil.example").delete()
    assert send_waiting() == 1
    [letter] = mail.outbox
    assert (letter.to, handover.reference in letter.body) == (["desk@windstil.example"], True)
    for word in (other.reference, fresh.reference, handover.signal.reference, make.FACTS, "Goes", "Wilma"):
        assert word not in f"{letter.subject} {letter.body}"
    # Answered before the mail went out: then there is nothing to say.
    _after(handover, 28)
    operations.record_answer(handover, actor=wilma, outcomes=[Outcome.INSPECTION_DONE])
    OutboxMessage.objects.exclude(email="desk@windstil.example").delete()
    assert send_waiting() == 0
    assert OutboxMessage.objects.get().state == MailState.DROPPED
