"""The digest: who gets one, and that it holds numbers of kinds and nothing else."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse

from accounts.codes import Rhythm
from accounts.models import User
from accounts.operations import choose_digest
from accounts.policies import AccountAction
from audit.models import AuditEvent
from core.access import Reach, policy_of
from core.errors import Forbidden
from core.workdays import AMSTERDAM, add_working_days
from jobs import runner, sweeper
from jobs.models import Job, OutboxMessage
from jobs.outbox import send_waiting
from jobs.states import MailKind, MailState
from municipalities import digests
from municipalities.codes import Role
from municipalities.models import Absence, MunicipalityFallBack, MunicipalityRole
from municipalities.roles import actor_for
from signals.models import Reporter, Signal
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.factories.municipalities import holds
from tests.support.clients import OutsideClient
from tests.support.html import main_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

# A Wednesday without a holiday around it.
WEDNESDAY = dt.date(2026, 6, 17)
MONDAY, SATURDAY, EASTER_MONDAY = dt.date(2026, 6, 15), dt.date(2026, 6, 20), dt.date(2026, 4, 6)
PLANTED = ("Dijkzicht", "Kwekerij", "Goes", "Vlissingen", "S-", "Wilma", "Windvaan", "gevaar", "uitbuiting", "kas")


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), AMSTERDAM)


@pytest.fixture(autouse=True)
def _wednesday() -> Any:
    with time_machine.travel(noon(WEDNESDAY), tick=False):
        yield


def wants(user: User, rhythm: Rhythm = Rhythm.DAILY) -> User:
    User.objects.filter(pk=user.pk).update(digest=rhythm)
    user.digest = rhythm
    return user


def away(user: User, deputy: User | None, day: dt.date = WEDNESDAY, role: Role = Role.FOCAL_OFFICER) -> Absence:
    return Absence.objects.create(user=user, deputy=deputy, role=role, valid_from=day, valid_until=day)


def waiting_signal(world: World, **given: Any) -> Signal:
    return make.received(
        world.goes, world.hanna, **{"facts": "In de kas van Dijkzicht.", "company": "Kwekerij Dijkzicht", **given}
    )


def queued(day: dt.date) -> set[int]:
    OutboxMessage.objects.all().delete()
    digests.queue_digests(day)
    found = OutboxMessage.objects.filter(kind=MailKind.DIGEST).values_list("user_id", flat=True)
    return {pk for pk in found if pk is not None}


def body(user: User) -> str:
    written = digests.digest(user.pk)
    return "" if written is None else " ".join(written)


def test_it_counts_by_kind_and_what_is_late(world: World) -> None:
    wants(world.wilma)
    waiting_signal(world)
    late = make.triaged(world.goes, world.wilma)
    Signal.objects.unscoped(reason="test").filter(pk=late.pk).update(due_on=add_working_days(WEDNESDAY, -2))
    said = body(world.wilma)
    for line in ("- 1 termijn verlopen\n", "- 1 nieuw signaal\n", "- 1 signaal om te beoordelen\n"):
        assert line in said
    waiting_signal(world)
    assert "- 2 nieuwe signalen\n" in body(world.wilma)
    # What "Mijn werk" only counts waits too: a reporter who heard nothing for longer than the term.
    Signal.objects.unscoped(reason="test").filter(pk=late.pk).update(inform_by=add_working_days(WEDNESDAY, -1))
    reporter = Reporter.objects.unscoped(reason="test").get(signal=late.pk)
    reporter.call_back = "0113-000012"
    reporter.save(update_fields=["call_back"])
    assert "- 1 melder die nog niets hoorde\n" in body(world.wilma)


def test_nothing_of_any_signal_person_or_place_stands_in_it(world: World) -> None:
    wants(world.wilma)
    waiting_signal(world, danger="yes")
    asked = make.triaged(world.goes, world.wilma, company="Kwekerij Dijkzicht")
    make.questioned(asked, actor_for(world.koos), to_user_id=world.wilma.pk)
    make.offered_to(make.triaged(world.vlissingen, world.vera), world.goes, actor_for(world.vera))
    digests.queue_digests(WEDNESDAY)
    send_waiting()
    letters = [letter for letter in mail.outbox if letter.subject == "Wat er op u wacht"]
    assert len(letters) == 1
    said = f"{letters[0].subject} {letters[0].body} {letters[0].extra_headers}"
    assert "1 verzoek van een andere gemeente" in said
    assert "1 vraag aan u" in said
    for planted in PLANTED:
        assert planted.lower() not in said.lower()


def test_without_anything_to_do_there_is_no_mail(world: World) -> None:
    wants(world.wilma)
    digests.queue_digests(WEDNESDAY)
    assert send_waiting() == 0
    assert [row.state for row in OutboxMessage.objects.all()] == [MailState.DROPPED]


@pytest.mark.parametrize(
    ("rhythm", "day", "comes"),
    [
        (Rhythm.DAILY, WEDNESDAY, True),
        (Rhythm.DAILY, SATURDAY, False),
        (Rhythm.DAILY, EASTER_MONDAY, False),
        (Rhythm.WEEKLY, MONDAY, True),
        (Rhythm.WEEKLY, WEDNESDAY, False),
        (Rhythm.WEEKLY, EASTER_MONDAY + dt.timedelta(days=1), True),
        (Rhythm.WEEKLY, EASTER_MONDAY + dt.timedelta(days=2), False),
        (Rhythm.NONE, WEDNESDAY, False),
    ],
)
def test_it_comes_on_working_days_as_often_as_was_chosen(
    world: World, rhythm: Rhythm, day: dt.date, comes: bool
) -> None:
    wants(world.wilma, rhythm)
    assert (world.wilma.pk in queued(day)) is comes


def test_on_days_of_absence_the_deputy_gets_it_and_who_is_away_does_not(world: World) -> None:
    wants(world.wilma)
    make.triaged(world.goes, world.wilma)
    assert body(world.wilma)
    assert not body(world.koos)
    away(world.wilma, world.koos)
    assert world.koos.pk in queued(WEDNESDAY)
    assert "1 signaal om te beoordelen" in body(world.koos)
    assert not body(world.wilma)
    with time_machine.travel(noon(WEDNESDAY + dt.timedelta(days=1)), tick=False):
        assert world.koos.pk not in queued(WEDNESDAY + dt.timedelta(days=1))
        assert not body(world.koos)
        assert body(world.wilma)


def test_where_nobody_stands_in_the_fall_back_gets_it_as_a_number_to_appoint_for(world: World) -> None:
    wants(world.wilma)
    make.triaged(world.goes, world.wilma)
    MunicipalityRole.objects.filter(content_object=world.goes, deputy=True).delete()
    named = {"user": world.outsider, "municipality": world.goes, "valid_from": WEDNESDAY}
    MunicipalityFallBack.objects.create(**named)
    assert not body(world.outsider)
    away(world.wilma, None)
    assert queued(WEDNESDAY) == {world.wilma.pk, world.outsider.pk}
    assert "1 signaal zonder aandachtsfunctionaris" in body(world.outsider)


def test_a_deputy_who_is_away_too_passes_it_on(world: World) -> None:
    wants(world.wilma)
    make.triaged(world.goes, world.wilma)
    away(world.wilma, world.koos)
    away(world.koos, world.daphne)
    assert queued(WEDNESDAY) == {world.wilma.pk, world.daphne.pk}
    assert "1 signaal om te beoordelen" in body(world.daphne)
    assert not body(world.koos)
    assert not body(world.wilma)


def test_a_deputy_who_wants_none_reads_only_of_the_hat_she_stands_in_under(world: World) -> None:
    """Daphne is coordinator of the district too; that hat is not what she stands in for."""
    wants(world.wilma)
    make.triaged(world.goes, world.wilma)
    away(world.wilma, world.daphne)
    assert digests._hats(world.daphne, WEDNESDAY) == ["focal_officer"]
    assert "1 signaal om te beoordelen" in body(world.daphne)


def test_of_a_role_that_ended_nothing_is_counted(world: World) -> None:
    wants(world.wilma)
    waiting_signal(world)
    assert body(world.wilma)
    MunicipalityRole.objects.filter(user=world.wilma).update(valid_until=WEDNESDAY - dt.timedelta(days=1))
    assert not body(world.wilma)


def test_what_is_kept_from_somebody_is_not_counted(world: World) -> None:
    wants(world.koos)
    signal = waiting_signal(world)
    assert body(world.koos)
    shield.excluded(signal, world.koos)
    assert not body(world.koos)


def test_every_hat_is_counted_once(world: World) -> None:
    wants(world.wilma)
    holds(world.wilma, Role.REPORTER, world.goes)
    waiting_signal(world)
    assert "- 1 nieuw signaal\n" in body(world.wilma)


def test_a_closed_account_gets_none(world: World) -> None:
    wants(world.wilma)
    waiting_signal(world)
    User.objects.filter(pk=world.wilma.pk).update(is_active=False)
    assert world.wilma.pk not in queued(WEDNESDAY)
    assert not body(world.wilma)


def test_who_changed_her_mind_meanwhile_gets_none(world: World) -> None:
    wants(world.wilma)
    waiting_signal(world)
    OutboxMessage.objects.all().delete()
    digests.queue_digests(WEDNESDAY)
    wants(world.wilma, Rhythm.NONE)
    assert send_waiting() == 0


def test_a_clock_that_ticks_twice_makes_one_job_and_one_mail(world: World) -> None:
    wants(world.wilma)
    waiting_signal(world)
    OutboxMessage.objects.all().delete()
    for _ in range(2):
        made = [job for job in sweeper.start_due() if job.kind == "municipalities.digests"]
        for job in made:
            runner.run(job.pk)
    assert Job.objects.filter(kind="municipalities.digests").count() == 1
    assert send_waiting() == 1
    assert send_waiting() == 0


def test_before_half_past_seven_there_is_no_turn(world: World) -> None:
    early = dt.datetime.combine(WEDNESDAY, dt.time(7, 29), AMSTERDAM)
    with time_machine.travel(early, tick=False):
        assert all(job.kind != "municipalities.digests" for job in sweeper.start_due())


def test_a_worker_that_dies_halfway_leaves_no_mail_and_the_next_one_sends_each_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (world.wilma, world.koos):
        wants(person)
    waiting_signal(world)
    OutboxMessage.objects.all().delete()

    def one_and_no_more(**given: Any) -> None:
        if OutboxMessage.objects.exists():
            raise SystemExit
        OutboxMessage.objects.create(user_id=given["user_id"], kind=given["kind"])

    with monkeypatch.context() as patch:
        patch.setattr(digests, "queue_mail", one_and_no_more)
        with pytest.raises(SystemExit), transaction.atomic():
            digests.queue_digests(WEDNESDAY)
    assert not OutboxMessage.objects.exists()
    digests.queue_digests(WEDNESDAY)
    digests.queue_digests(WEDNESDAY)
    assert send_waiting() == 2


def test_without_a_mail_server_it_waits_and_says_later_what_waits_then(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants(world.wilma)
    waiting_signal(world)
    OutboxMessage.objects.all().delete()
    digests.queue_digests(WEDNESDAY)
    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", lambda *_, **__: (_ for _ in ()).throw(ConnectionRefusedError))
        assert send_waiting() == 0
    row = OutboxMessage.objects.get()
    assert (row.state, row.attempts, row.error) == (MailState.QUEUED, 1, "ConnectionRefusedError")
    waiting_signal(world)
    digests.queue_digests(WEDNESDAY + dt.timedelta(days=1))
    OutboxMessage.objects.filter(kind=MailKind.DIGEST).update(send_at=Now())
    send_waiting()
    [letter] = [letter for letter in mail.outbox if letter.subject == "Wat er op u wacht"]
    assert "- 2 nieuwe signalen\n" in letter.body


def test_everybody_chooses_for_herself(world: World, client_of: ClientOf) -> None:
    url, wilma = reverse("accounts:digest"), client_of(world.wilma)
    assert url in main_of(wilma.get(reverse("work")))
    assert wilma.post(url, {"hat": "focal_officer", "rhythm": "elk uur"}).status_code == 422
    for rhythm in (Rhythm.WEEKLY, Rhythm.WEEKLY, Rhythm.NONE):
        assert wilma.post(url, {"hat": "focal_officer", "rhythm": rhythm.value}).status_code == 302
        assert User.objects.get(pk=world.wilma.pk).digest == rhythm
    events = AuditEvent.objects.unscoped(reason="test").filter(event="accounts.digest_chosen")
    assert [event.detail["rhythm"] for event in events.order_by("at", "number")] == ["weekly", "none"]
    assert User.objects.get(pk=world.koos.pk).digest == Rhythm.NONE


def test_nobody_chooses_for_a_colleague_and_who_has_no_role_for_herself(world: World, client_of: ClientOf) -> None:
    with pytest.raises(Forbidden):
        choose_digest(world.koos, actor=actor_for(world.wilma), rhythm=Rhythm.DAILY)
    with pytest.raises(Forbidden):
        choose_digest(world.koos, actor=actor_for(world.person("Bo"), "app_admin"), rhythm=Rhythm.DAILY)
    browser = client_of(world.person("Otto"))
    assert browser.post(reverse("accounts:digest"), {"hat": "", "rhythm": "weekly"}).status_code == 302


@pytest.mark.parametrize("hat", ["", *Role.values])
def test_every_role_chooses(hat: str) -> None:
    assert policy_of(AccountAction.CHOOSE_DIGEST).table[AccountAction.CHOOSE_DIGEST][hat] == {Reach.MINE}
