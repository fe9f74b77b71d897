"""What becomes of a screening meeting: who leads it, how long it is read, and what the database does not keep."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.access import Actor
from core.errors import Forbidden, NotVisible, WrongState
from core.unit import unit_of_work
from core.workdays import today
from municipalities.roles import actor_for
from signals import operations
from signals.models import Meeting, Signal, TableItem, TablePaper
from signals.table_states import ItemState
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.support import contexts
from tests.support.threads import at_once
from tests.support.world import World

from .seated import item as item
from .seated import karlijn as karlijn
from .seated import meeting as meeting
from .seated import now as now
from .seated import philo as philo
from .seated import seen as seen
from .seated import signal as signal
from .seated import tirza as tirza
from .seated import to_inspectorate as to_inspectorate
from .seated import to_vlissingen as to_vlissingen
from .seated import vera as vera
from .seated import wilma as wilma

# --- afterwards


def test_after_the_time_to_read_only_who_has_something_to_do_reads_the_outcome(
    item: TableItem, world: World, karlijn: Actor, vera: Actor, meeting: Meeting, to_inspectorate: str
) -> None:
    at_table.begun(world, meeting)
    outcome = at_table.outcome(owner=to_inspectorate, due_on=today())
    operations.record_outcome(actor=karlijn, paper=at_table.paper(item, "zorg"), outcome=outcome)
    closed = operations.close_meeting(Meeting.objects.get(pk=meeting.pk), actor=karlijn)
    assert closed.reads_until == today() + timedelta(days=14)
    assert len(seen(vera)) == 1
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        assert seen(actor_for(world.vera)) == []
        [paper] = seen(actor_for(world.philo))
        assert (paper.is_read, paper.decision) == (True, at_table.DECISION)


def test_a_meeting_is_led_by_its_chair_alone_and_walks_one_way(world: World, meeting: Meeting, karlijn: Actor) -> None:
    for person in (world.wilma, world.vera, world.philo, world.person("Berend")):
        with pytest.raises(Forbidden):
            operations.start_meeting(meeting, actor=actor_for(person))
    with pytest.raises(WrongState):
        operations.close_meeting(meeting, actor=karlijn)
    at_table.begun(world, meeting)
    with pytest.raises(WrongState):
        operations.start_meeting(Meeting.objects.get(pk=meeting.pk), actor=karlijn)


def test_the_database_keeps_no_closed_meeting_without_a_last_day_and_no_withdrawn_text(
    item: TableItem, meeting: Meeting, to_inspectorate: str
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(state="closed")
    papers = TablePaper.objects.unscoped(reason="test").filter(item_id=item.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        papers.update(state=ItemState.WITHDRAWN)


def test_who_was_shut_out_since_her_request_began_writes_nothing(
    item: TableItem, signal: Signal, world: World, karlijn: Actor, wilma: Actor, meeting: Meeting
) -> None:
    at_table.begun(world, meeting)
    paper = at_table.paper(item, "zorg")
    operations.exclude_colleague(signal, actor=wilma, user_id=world.karlijn.pk, why="Familie.")
    with pytest.raises(NotVisible):
        operations.record_outcome(actor=karlijn, paper=paper, outcome=at_table.outcome())


@pytest.mark.django_db(transaction=True, databases=["default", "throttle"])
def test_an_outcome_and_the_end_of_the_meeting_at_the_same_moment_wait_for_each_other() -> None:
    world = World()
    with unit_of_work("test"), contexts.everywhere():
        meeting = at_table.meeting(world)
        wilma, karlijn = actor_for(world.wilma, "focal_officer"), actor_for(world.karlijn)
        signal = make.triaged(world.goes, world.wilma)
        item = at_table.tabled(signal, wilma, meeting, f"o{world.inspectorate.pk}")
        at_table.begun(world, meeting)
        paper = at_table.paper(item, "eigen")
    gate = threading.Barrier(2)

    def step(work: Callable[[], object]) -> str:
        gate.wait(20)
        try:
            with unit_of_work("test"), contexts.everywhere():
                work()
        except WrongState:
            return "too late"
        return "done"

    decide, close = at_once(
        lambda: step(lambda: operations.record_outcome(actor=wilma, paper=paper, outcome=at_table.outcome())),
        lambda: step(lambda: operations.close_meeting(Meeting.objects.get(pk=meeting.pk), actor=karlijn)),
    )
    with unit_of_work("test"), contexts.everywhere():
        expected = ItemState.DECIDED if decide == "done" else ItemState.RETURNED
        assert (close, now(item).state) == ("done", expected)
