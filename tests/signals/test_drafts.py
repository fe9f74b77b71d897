"""Drafts: gone on with, thrown away, expired; and the alarm of a broken-off report with direct danger."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from core.access import SYSTEM, Actor
from core.errors import NotVisible
from jobs.models import Job, OutboxMessage
from jobs.registry import RECURRENCES
from jobs.states import MailKind
from municipalities.roles import actor_for
from signals import operations, tasks
from signals.models import DangerAlarm, Draft
from signals.operations.drafts import FORM_VERSION
from signals.wizard import CHANGED
from tests.support.clients import OutsideClient
from tests.support.world import World

from .filling import ANSWERS, begin, fill, page_url, send, signal_of

type ClientOf = Callable[..., OutsideClient]
type AsUser = Callable[..., AbstractContextManager[Actor]]


def _drafts() -> int:
    return Draft.objects.unscoped(reason="test").count()


def _alarms() -> list[DangerAlarm]:
    return list(DangerAlarm.objects.unscoped(reason="test"))


def _in_danger(client: OutsideClient) -> Draft:
    draft = begin(client, danger="yes")
    send(client, page_url(draft, "bellen"), called="no", not_called="Durf niet.", call_back="06-0000 4321")
    draft.refresh_from_db()
    return draft


def test_the_list_leads_to_where_the_writer_left_off(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    assert page_url(draft, "bron") in client.get(reverse("signals:drafts")).content.decode()
    check = fill(client, draft)
    assert check in client.get(reverse("signals:drafts")).content.decode()
    assert page_url(draft, "bron") not in client_of(world.koos).get(reverse("signals:drafts")).content.decode()


def test_a_draft_of_an_earlier_form_opens_with_all_its_answers_and_says_what_is_asked_otherwise(
    world: World, client_of: ClientOf
) -> None:
    assert max(CHANGED.values()) == FORM_VERSION
    client = client_of(world.wilma)
    draft = begin(client)
    check = fill(client, draft)
    assert "Het formulier is veranderd" not in client.get(check).content.decode()
    row = Draft.objects.unscoped(reason="test").get(pk=draft.pk)
    before = {slug: {name: kept for name, kept in page.items() if name != "form"} for slug, page in row.answers.items()}
    before["bron"]["fields"] = before["bron"]["fields"] | {"naming": "unknown"}
    before["wat"]["fields"] = before["wat"]["fields"] | {"how_many": "acht of negen mannen"}
    row.answers, row.form_version = before, 1
    row.save()
    page = client.get(check).content.decode()
    told = page.partition("Het formulier is veranderd")[2].partition("</ul>")[0]
    assert [page_url(draft, slug) in told for slug in ("bron", "wat", "waar", "vorm")] == [True, True, False, False]
    source = client.get(page_url(draft, "bron"))
    assert "Deze pagina is veranderd" in source.content.decode()
    assert (source.context["form"]["naming"].value(), source.context["form"]["contact"].value()) == (
        "unknown",
        "tst. 12",
    )
    assert "acht of negen mannen" in client.get(page_url(draft, "wat")).content.decode()
    # What was looked at again is of today.
    for slug in ("bron", "wat"):
        assert send(client, page_url(draft, slug), **ANSWERS[slug]).status_code == 302
    assert "veranderd" not in client.get(page_url(draft, "bron")).content.decode()
    assert "Het formulier is veranderd" not in client.get(check).content.decode()
    assert send(client, check).status_code == 302
    signal = signal_of(draft)
    assert (signal.facts, signal.place, signal.seen_when) == (ANSWERS["wat"]["facts"], "Goes", "elke dinsdag")


def test_a_draft_of_more_than_two_weeks_ago_is_not_offered_any_more(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    Draft.objects.unscoped(reason="test").update(saved_at=timezone.now() - dt.timedelta(days=14, minutes=1))
    assert "U hebt geen concepten" in client.get(reverse("signals:drafts")).content.decode()
    assert client.get(page_url(draft, "wat")).status_code == 404


def test_throwing_away_is_asked_once_more(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    url = reverse("signals:draft-discard", args=[begin(client).pk])
    assert "Dit concept weggooien?" in client.get(url).content.decode()
    assert _drafts() == 1
    assert send(client, url).headers["Location"] == reverse("signals:drafts")
    assert _drafts() == 0
    assert client.get(url).status_code == 404


def test_a_draft_that_went_on_in_another_window_is_not_thrown_away(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    url = reverse("signals:draft-discard", args=[draft.pk])
    shown = client.get(url).context["form"]
    data = {field.name: field.value() for field in shown.hidden_fields()}
    send(client, page_url(draft, "waar"), place="Goes")
    assert client.post(url, data).status_code == 409
    assert _drafts() == 1


def test_throwing_away_a_report_with_direct_danger_alarms_at_once(world: World, client_of: ClientOf) -> None:
    client = client_of(world.hanna)
    url = reverse("signals:draft-discard", args=[_in_danger(client).pk])
    assert "krijgt de aandachtsfunctionaris van Goes bericht" in client.get(url).content.decode()
    send(client, url)
    assert [(alarm.municipality, alarm.call_back) for alarm in _alarms()] == [(world.goes, "06-0000 4321")]


def test_sending_a_report_with_direct_danger_raises_no_alarm(world: World, client_of: ClientOf) -> None:
    client = client_of(world.hanna)
    draft = _in_danger(client)
    assert send(client, fill(client, draft)).status_code == 302
    assert _alarms() == []


def test_officer_and_deputy_see_the_alarm_and_nobody_else_does(world: World, client_of: ClientOf) -> None:
    alarm = _raised(client_of(world.hanna))
    url = reverse("signals:alarm", args=[alarm.pk])
    for person in (world.wilma, world.koos):
        page = client_of(person).get(url).content.decode()
        assert "06-0000 4321" in page
        assert "Durf niet." not in page
    assert client_of(world.daphne, "focal_officer").get(url).status_code == 200
    assert client_of(world.vera).get(url).status_code == 404
    for person in (world.hanna, world.karlijn, world.daphne, world.lowie, world.outsider):
        assert client_of(person).get(url).status_code == 403
    looks = AuditEvent.objects.unscoped(reason="test").filter(event="signals.alarm_viewed")
    assert looks.filter(actor_id=world.koos.pk, municipality_id=world.goes.pk).exists()


def _raised(client: OutsideClient) -> DangerAlarm:
    operations.raise_alarm(_in_danger(client), actor=SYSTEM)
    (alarm,) = _alarms()
    return alarm


def test_the_first_who_takes_the_alarm_up_stays_noted(world: World, client_of: ClientOf) -> None:
    alarm = _raised(client_of(world.hanna))
    url = reverse("signals:alarm", args=[alarm.pk])
    assert send(client_of(world.koos), url).status_code == 302
    late = client_of(world.wilma).post(url, {"hat": "focal_officer", "version": alarm.version})
    assert late.status_code == 409
    (seen,) = _alarms()
    assert seen.seen_by == world.koos
    assert "Opgepakt" in client_of(world.wilma).get(reverse("signals:alarms")).content.decode()


def test_no_person_can_raise_an_alarm_or_expire_a_draft_of_another(
    world: World, client_of: ClientOf, as_user: AsUser
) -> None:
    draft = _in_danger(client_of(world.hanna))
    with as_user(world.wilma) as wilma:
        for operation in (operations.raise_alarm, operations.expire_draft, operations.discard_draft):
            with pytest.raises(NotVisible):
                operation(draft, actor=wilma)
    assert _drafts() == 1


# --- by the clock


def _set_back(draft: Draft, **columns: object) -> None:
    Draft.objects.unscoped(reason="test").filter(pk=draft.pk).update(**columns)


def test_danger_not_sent_within_the_hour_alarms_once(world: World, client_of: ClientOf) -> None:
    draft = _in_danger(client_of(world.hanna))
    _set_back(draft, danger_since=timezone.now() - dt.timedelta(minutes=59))
    tasks.raise_danger_alarms(Job(), SYSTEM)
    assert _alarms() == []
    _set_back(draft, danger_since=timezone.now() - dt.timedelta(minutes=61))
    for _ in range(2):
        tasks.raise_danger_alarms(Job(), SYSTEM)
    assert [alarm.municipality for alarm in _alarms()] == [world.goes]
    mailed = OutboxMessage.objects.filter(kind=MailKind.URGENT).values_list("user_id", flat=True)
    assert set(mailed) == {world.wilma.pk, world.koos.pk, world.daphne.pk}


def test_danger_taken_back_alarms_nobody(world: World, client_of: ClientOf) -> None:
    client = client_of(world.hanna)
    draft = _in_danger(client)
    send(client, page_url(draft, "gevaar"), danger="no")
    draft.refresh_from_db()
    assert (draft.danger, draft.danger_since) == ("no", None)
    tasks.raise_danger_alarms(Job(), SYSTEM)
    assert _alarms() == []


def test_an_alarm_of_a_report_in_hand_does_not_disturb_the_writer(world: World, client_of: ClientOf) -> None:
    client = client_of(world.hanna)
    draft = _in_danger(client)
    operations.raise_alarm(draft, actor=SYSTEM)
    assert send(client, fill(client, draft)).status_code == 302


def test_drafts_go_after_two_weeks_of_silence(world: World, client_of: ClientOf) -> None:
    old, new = begin(client_of(world.wilma)), begin(client_of(world.hanna))
    _set_back(old, saved_at=timezone.now() - dt.timedelta(days=14, hours=1))
    _set_back(new, saved_at=timezone.now() - dt.timedelta(days=13))
    tasks.delete_old_drafts(Job(), SYSTEM)
    assert [draft.pk for draft in Draft.objects.unscoped(reason="test")] == [new.pk]


def test_an_alarm_goes_two_weeks_after_it_was_taken_up_and_waits_until_then(world: World, client_of: ClientOf) -> None:
    client, wilma = client_of(world.hanna), actor_for(world.wilma, "focal_officer")
    for _ in range(3):
        operations.raise_alarm(_in_danger(client), actor=SYSTEM)
    old, new, unseen = DangerAlarm.objects.unscoped(reason="test").order_by("raised_at")
    for alarm in (old, new):
        operations.see_alarm(alarm, actor=wilma)
    rows = DangerAlarm.objects.unscoped(reason="test")
    long_ago = timezone.now() - dt.timedelta(days=14, hours=1)
    rows.update(raised_at=long_ago)
    rows.filter(pk=old.pk).update(seen_at=long_ago)
    tasks.delete_old_drafts(Job(), SYSTEM)
    assert {alarm.pk for alarm in DangerAlarm.objects.unscoped(reason="test")} == {new.pk, unseen.pk}


def test_both_come_back_by_the_clock() -> None:
    assert {"signals.danger_alarms", "signals.old_drafts"} <= set(RECURRENCES)


def test_whoever_is_on_duty_hears_that_a_signal_came_in(world: World, client_of: ClientOf) -> None:
    client = client_of(world.hanna)
    send(client, fill(client, begin(client)))
    mail = OutboxMessage.objects.get(user_id__isnull=False)
    assert (mail.user_id, mail.kind) == (world.wilma.pk, MailKind.MESSAGE)
