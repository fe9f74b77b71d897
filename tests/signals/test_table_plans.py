"""When a screening table meets: its rhythm, another day, not at all; and where its points go then."""

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEvent
from core.access import Actor
from core.errors import Conflict, Invalid, WrongState
from core.workdays import AMSTERDAM, is_working_day, today
from jobs.models import OutboxMessage
from municipalities.roles import actor_for
from signals import operations
from signals.events import SignalEvent
from signals.models import Meeting, ScreeningTable, Signal, TableItem
from signals.operations import carrying
from signals.rhythm import AHEAD, next_slots
from signals.table_states import ItemState, MeetingState
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.support.clients import OutsideClient
from tests.support.world import World

from .seated import item as item
from .seated import karlijn as karlijn
from .seated import meeting as meeting
from .seated import now as now
from .seated import philo as philo
from .seated import seen as seen
from .seated import signal as signal
from .seated import to_inspectorate as to_inspectorate
from .seated import to_vlissingen as to_vlissingen
from .seated import vera as vera
from .seated import wilma as wilma

type ClientOf = Callable[..., OutsideClient]
CARE = {"hat": "care_coordinator"}
BEFORE_CHRISTMAS = dt.datetime(2026, 12, 1, 12, tzinfo=AMSTERDAM)


def current(meeting: Meeting) -> Meeting:
    return Meeting.objects.get(pk=meeting.pk)


def noon(days: int) -> dt.datetime:
    return dt.datetime.combine(today() + dt.timedelta(days=days), dt.time(12), AMSTERDAM)


# --- the rhythm


@given(
    first=st.dates(dt.date(2024, 1, 1), dt.date(2030, 1, 1)),
    weeks=st.sampled_from([1, 2, 4]),
    later=st.integers(0, 900),
)
def test_every_day_of_the_rhythm_is_its_weekday_and_after_the_day_that_was_asked(
    first: dt.date, weeks: int, later: int
) -> None:
    table = ScreeningTable(first_on=first, begins_at=dt.time(10), every_weeks=weeks)
    after = first + dt.timedelta(days=later)
    slots = next_slots(table, after=after, known=())
    assert len(slots) == AHEAD
    for slot in slots:
        assert slot.day > after
        assert slot.day.weekday() == first.weekday()
        assert (slot.day - first).days % (7 * weeks) == 0
        assert slot.is_holiday == (not is_working_day(slot.day))
        assert slot.starts_at.time() == dt.time(10)


def test_planning_ahead_skips_holidays_where_everybody_sees_it(
    world: World, karlijn: Actor, client_of: ClientOf
) -> None:
    with time_machine.travel(BEFORE_CHRISTMAS, tick=False):
        table = at_table.table(world)
        ScreeningTable.objects.filter(pk=table.pk).update(first_on=dt.date(2026, 12, 4))
        client = client_of(world.karlijn)
        url = reverse("signals:plan-ahead", args=[table.pk])
        page = client.get(url).content.decode()
        assert page.count("Feestdag, slaat over") == 2  # Friday 25 December and 1 January
        for _ in range(2):
            assert client.post(url, CARE).status_code == 302
        days = sorted(one.day for one in table.meetings.all())
        assert len(days) == AHEAD - 2
        assert dt.date(2026, 12, 25) not in days
        assert "Staat er al" in client.get(url).content.decode()


def test_a_day_that_was_moved_or_cancelled_is_not_planned_again(world: World, karlijn: Actor) -> None:
    table = at_table.table(world)
    operations.plan_ahead(table, actor=karlijn)
    first, second, *_ = table.meetings.order_by("starts_at")
    operations.move_meeting(first, actor=karlijn, starts_at=first.starts_at + dt.timedelta(days=1), place="x")
    operations.cancel_meeting(second, actor=karlijn, reason="Vakantie.")
    before = table.meetings.count()
    operations.plan_ahead(table, actor=karlijn)
    assert table.meetings.count() == before


# --- another day


def test_a_meeting_moves_with_its_points_and_who_sits_there_is_mailed_without_content(
    item: TableItem, meeting: Meeting, karlijn: Actor, world: World, philo: Actor
) -> None:
    OutboxMessage.objects.all().delete()
    moved = operations.move_meeting(meeting, actor=karlijn, starts_at=noon(3), place="Kapelle")
    assert (moved.moved_from, moved.place) == (meeting.starts_at, "Kapelle")
    [paper] = seen(philo)
    assert paper.meeting_id == meeting.pk
    assert world.philo.pk in {mail.user_id for mail in OutboxMessage.objects.all()}
    assert world.karlijn.pk not in {mail.user_id for mail in OutboxMessage.objects.all()}


@pytest.mark.parametrize("days", [-1, 0])
def test_not_to_a_day_that_is_over_nor_beside_another(days: int, world: World, karlijn: Actor) -> None:
    table = at_table.table(world)
    at_table.meeting(world, on=table)
    later = at_table.meeting(world, on=table, days=7)
    with pytest.raises(Invalid) as refused:
        operations.move_meeting(later, actor=karlijn, starts_at=noon(days), place="x")
    assert set(refused.value.fields) == {"day"}


def test_two_chairs_at_once_the_second_overwrites_nothing(meeting: Meeting, karlijn: Actor) -> None:
    operations.move_meeting(meeting, actor=karlijn, starts_at=noon(3), place="x", version=meeting.version)
    with pytest.raises(Conflict):
        operations.cancel_meeting(meeting, actor=karlijn, reason="Ziek.", version=meeting.version)
    assert current(meeting).is_planned


# --- not at all


def test_without_another_meeting_points_go_back_to_who_put_them_with_their_text(
    item: TableItem, meeting: Meeting, karlijn: Actor, wilma: Actor, philo: Actor, vera: Actor, signal: Signal
) -> None:
    operations.cancel_meeting(meeting, actor=karlijn, reason="Ziek.")
    assert [seen(actor) for actor in (karlijn, philo, vera, wilma)] == [[], [], [], []]
    back = now(item)
    assert (back.state, back.text) == (ItemState.RETURNED, at_table.TEXT)
    assert "ging niet door" in back.reason
    # It holds its signal no longer, and can be put again.
    operations.close(now(signal), actor=wilma, closing=make.CLOSING)


def test_points_go_along_to_the_next_meeting_when_the_chair_says_so(
    item: TableItem, meeting: Meeting, karlijn: Actor, world: World, philo: Actor
) -> None:
    following = at_table.meeting(world, on=meeting.table, days=7)
    operations.cancel_meeting(meeting, actor=karlijn, reason="Ziek.", to=following)
    assert (now(item).meeting_id, now(item).state) == (following.pk, ItemState.TABLED)
    assert [paper.meeting_id for paper in seen(philo)] == [following.pk]


def test_also_a_point_that_the_chair_may_not_read_goes_along(
    world: World, karlijn: Actor, vera: Actor, meeting: Meeting, to_inspectorate: str
) -> None:
    hidden = at_table.tabled(make.triaged(world.vlissingen, world.vera), vera, meeting, to_inspectorate)
    assert seen(karlijn) == []
    following = at_table.meeting(world, on=meeting.table, days=7)
    operations.cancel_meeting(meeting, actor=karlijn, reason="Ziek.", to=following)
    assert now(hidden).meeting_id == following.pk


def test_what_stands_on_the_next_agenda_already_goes_back_and_nothing_is_lost(
    item: TableItem, signal: Signal, wilma: Actor, meeting: Meeting, karlijn: Actor, world: World, to_inspectorate: str
) -> None:
    following = at_table.meeting(world, on=meeting.table, days=7)
    at_table.tabled(now(signal), wilma, following, to_inspectorate)
    operations.cancel_meeting(meeting, actor=karlijn, reason="Ziek.", to=following)
    assert (now(item).state, now(item).meeting_id) == (ItemState.RETURNED, meeting.pk)
    assert now(item).text == at_table.TEXT


def test_points_do_not_go_to_a_meeting_that_is_planned_no_more(
    item: TableItem, meeting: Meeting, karlijn: Actor, world: World
) -> None:
    following = at_table.meeting(world, on=meeting.table, days=7)
    operations.cancel_meeting(current(following), actor=karlijn, reason="Vakantie.")
    with pytest.raises(Invalid) as refused:
        operations.cancel_meeting(meeting, actor=karlijn, reason="Ziek.", to=following)
    assert set(refused.value.fields) == {"rest"}
    assert current(meeting).is_planned


def test_the_signal_shows_that_its_point_came_back_and_offers_to_put_it_again(
    item: TableItem, meeting: Meeting, karlijn: Actor, world: World, signal: Signal, client_of: ClientOf
) -> None:
    following = at_table.meeting(world, on=meeting.table, days=7)
    operations.cancel_meeting(meeting, actor=karlijn, reason="Ziek.")
    client = client_of(world.wilma)
    page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert f"Punt {item.reference} opnieuw inbrengen" in page
    choose = client.get(reverse("signals:choose-meeting", args=[signal.pk]), {"punt": str(item.pk)}).content.decode()
    url = reverse("signals:table-signal", args=[signal.pk, following.pk])
    assert f"{url}?punt={item.pk}" in choose
    form = client.get(url, {"punt": str(item.pk)}).context["form"]
    assert form.initial["text"] == at_table.TEXT
    assert client.get(url, {"punt": "geen-nummer"}).status_code == 200


# --- beginning and ending


def test_it_begins_on_its_day_as_the_netherlands_count_it(world: World, karlijn: Actor) -> None:
    meeting = at_table.meeting(world, days=1)
    with pytest.raises(WrongState, match="Beginnen kan vanaf die dag"):
        operations.start_meeting(meeting, actor=karlijn)
    just_after = dt.datetime.combine(meeting.day, dt.time(0, 1), AMSTERDAM)
    with time_machine.travel(just_after, tick=False):
        assert operations.start_meeting(current(meeting), actor=actor_for(world.karlijn)).is_held


def test_closing_shows_what_is_undecided_and_one_button_does_it_once(
    item: TableItem, meeting: Meeting, world: World, karlijn: Actor, client_of: ClientOf
) -> None:
    following = at_table.meeting(world, on=meeting.table, days=7)
    at_table.begun(world, meeting)
    client, url = client_of(world.karlijn), reverse("signals:close-meeting", args=[meeting.pk])
    page = client.get(url).content.decode()
    assert item.reference in page
    assert f"Naar het volgende overleg, op {following.day:%d-%m-%Y}" in page
    assert current(meeting).is_held
    sent = {**CARE, "version": current(meeting).version, "rest": str(following.pk)}
    for _ in range(2):
        assert client.post(url, sent).status_code == 302
    assert current(meeting).is_closed
    assert now(item).meeting_id == following.pk
    assert client.get(url).status_code == 409


def test_a_decided_point_stays_where_it_was_decided(
    item: TableItem, meeting: Meeting, world: World, karlijn: Actor
) -> None:
    following = at_table.meeting(world, on=meeting.table, days=7)
    at_table.begun(world, meeting)
    operations.record_outcome(actor=karlijn, paper=at_table.paper(item, "zorg"), outcome=at_table.outcome())
    operations.close_meeting(current(meeting), actor=karlijn, to=following)
    assert (now(item).meeting_id, now(item).state) == (meeting.pk, ItemState.DECIDED)


def test_one_more_meeting_on_a_day_that_is_not_over(world: World, client_of: ClientOf) -> None:
    table = at_table.table(world)
    url = reverse("signals:plan-meeting", args=[table.pk])
    sent = {**CARE, "key": str(uuid4()), "day": str(today()), "time": "12:00", "place": "online"}
    client = client_of(world.karlijn)
    for _ in range(2):
        assert client.post(url, sent).status_code == 302
    # The second click planned nothing, and the log does not say that it did.
    planned = AuditEvent.objects.unscoped(reason="test").filter(event=SignalEvent.MEETING_PLANNED)
    assert planned.count() == 1
    for wrong in ({"day": "2020-01-01"}, {"place": "Elders"}):
        answer = client.post(url, sent | wrong)
        assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"day"})
    assert [one.state for one in table.meetings.all()] == [MeetingState.PLANNED]


def test_a_cancelled_meeting_says_why_to_who_sits_there(
    meeting: Meeting, world: World, karlijn: Actor, client_of: ClientOf
) -> None:
    url = reverse("signals:cancel-meeting", args=[meeting.pk])
    client = client_of(world.karlijn)
    empty = client.post(url, {**CARE, "version": meeting.version, "reason": "", "rest": "terug"})
    assert (empty.status_code, set(empty.context["form"].errors)) == (422, {"reason"})
    sent = {**CARE, "version": meeting.version, "reason": "De zaal is dicht.", "rest": "terug"}
    for _ in range(2):
        assert client.post(url, sent).status_code == 302
    page = client_of(world.philo).get(reverse("signals:meeting", args=[meeting.pk])).content.decode()
    assert "De zaal is dicht." in page


@pytest.mark.parametrize("goes_along", [False, True])
def test_a_point_that_is_taken_off_meanwhile_stays_off_and_the_meeting_is_cancelled(
    item: TableItem,
    wilma: Actor,
    meeting: Meeting,
    karlijn: Actor,
    world: World,
    to_inspectorate: str,
    monkeypatch: pytest.MonkeyPatch,
    goes_along: bool,
) -> None:
    other = at_table.tabled(make.triaged(world.goes, world.wilma), wilma, meeting, to_inspectorate)
    first, second = sorted((item, other), key=lambda one: one.pk)

    def after_the_first(*_row: object, **_given: object) -> None:
        if now(second).state == ItemState.TABLED:
            operations.withdraw_item(now(second), actor=wilma, reason="Te vroeg.")

    monkeypatch.setattr(carrying, "tell_worker", after_the_first)
    to = at_table.meeting(world, on=meeting.table, days=7) if goes_along else None
    operations.cancel_meeting(meeting, actor=karlijn, reason="Ziek.", to=to)
    assert now(first).state == (ItemState.TABLED if goes_along else ItemState.RETURNED)
    assert (now(second).state, now(second).meeting_id) == (ItemState.WITHDRAWN, meeting.pk)
