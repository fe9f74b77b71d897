"""When the time to read is over the texts of papers are erased; what was decided and whose it is stay."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from core.access import SYSTEM, Actor
from core.errors import WrongState
from core.unit import current_unit
from core.workdays import today
from municipalities.roles import actor_for
from signals import operations, tasks
from signals.models import Meeting, Signal, TableItem, TablePaper
from tests.factories import tables as at_table
from tests.support.clients import OutsideClient
from tests.support.world import World

from .seated import item as item
from .seated import karlijn as karlijn
from .seated import meeting as meeting
from .seated import now as now
from .seated import seen as seen
from .seated import signal as signal
from .seated import to_inspectorate as to_inspectorate
from .seated import to_vlissingen as to_vlissingen
from .seated import wilma as wilma

type ClientOf = Callable[..., OutsideClient]
AFTER = dt.timedelta(days=15)  # the term is 14 days


def erase() -> None:
    tasks.erase_old_papers(None, SYSTEM)  # type: ignore[arg-type]  # fewer rows than a report of progress


@pytest.fixture
def closed(item: TableItem, meeting: Meeting, world: World, karlijn: Actor, to_inspectorate: str) -> TableItem:
    """Decided, with something to do for the inspectorate; closed."""
    at_table.begun(world, meeting)
    outcome = at_table.outcome(owner=to_inspectorate, due_on=today())
    operations.record_outcome(actor=karlijn, paper=at_table.paper(item, "zorg"), outcome=outcome)
    operations.close_meeting(Meeting.objects.get(pk=meeting.pk), actor=karlijn)
    return item


def texts(item: TableItem) -> dict[str, str | None]:
    rows = TablePaper.objects.unscoped(reason="test").filter(item_id=item.pk)
    return {paper.party: paper.text for paper in rows}


def test_nothing_is_erased_while_it_is_read(closed: TableItem) -> None:
    with time_machine.travel(timezone.now() + dt.timedelta(days=14), tick=False):
        erase()
    assert set(texts(closed).values()) == {at_table.TEXT}


def test_texts_go_and_outcomes_stay_and_who_has_something_to_do_reads_on(
    closed: TableItem, world: World, to_inspectorate: str, meeting: Meeting
) -> None:
    with time_machine.travel(timezone.now() + AFTER, tick=False):
        erase()
        assert {party: text is None for party, text in texts(closed).items()} == {
            "eigen": True,
            "zorg": True,
            f"g{world.vlissingen.pk}": True,
            to_inspectorate: False,
        }
        [paper] = seen(actor_for(world.philo))
        assert (paper.is_read, paper.text) == (True, at_table.TEXT)
        own = at_table.paper(closed, "eigen")
        assert (own.decision, own.owner_name) == (at_table.DECISION, closed_owner(closed))
        assert Meeting.objects.get(pk=meeting.pk).erased_at == timezone.now()
        # Done: then it is erased too, and the outcome stays.
        operations.settle_action(actor=actor_for(world.philo), paper=paper, line="Gedaan.")
        assert not at_table.paper(closed, to_inspectorate).is_read
        erase()
        last = at_table.paper(closed, to_inspectorate)
        assert (last.text, last.question, last.decision) == (None, None, at_table.DECISION)
        assert now(closed).done_line == "Gedaan."


def closed_owner(item: TableItem) -> str:
    return str(now(item).owner_name)


def test_it_is_done_once_and_logged_without_content(closed: TableItem) -> None:
    with time_machine.travel(timezone.now() + AFTER, tick=False):
        for _ in range(2):
            erase()
    told = [event for event in current_unit().gathered if event.event == "signals.paper_erased"]
    assert len(told) == 3
    assert len([event for event in current_unit().gathered if event.event == "signals.texts_erased"]) == 1
    assert at_table.TEXT not in repr(told)
    assert not AuditEvent.objects.unscoped(reason="test").filter(detail__icontains="bedden").exists()


def test_a_job_that_broke_off_goes_on_where_it_was(
    closed: TableItem, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, left = operations.erase_paper, [1]

    def breaks(paper: TablePaper, *, actor: Actor) -> TablePaper:
        if not left:
            raise ConnectionError
        left.pop()
        return real(paper, actor=actor)

    monkeypatch.setattr(tasks, "erase_paper", breaks)
    with time_machine.travel(timezone.now() + AFTER, tick=False):
        with pytest.raises(ConnectionError):
            erase()
        assert list(texts(closed).values()).count(None) == 1
        assert Meeting.objects.get(pk=meeting.pk).erased_at is None
        monkeypatch.setattr(tasks, "erase_paper", real)
        erase()
        assert list(texts(closed).values()).count(None) == 3
        assert Meeting.objects.get(pk=meeting.pk).erased_at is not None


def test_a_paper_that_is_read_is_not_erased_by_hand_and_the_database_keeps_no_text_with_that_day(
    closed: TableItem,
) -> None:
    paper = at_table.paper(closed, "eigen")
    with pytest.raises(WrongState):
        operations.erase_paper(paper, actor=SYSTEM)
    rows = TablePaper.objects.unscoped(reason="test").filter(pk=paper.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(erased_at=timezone.now())


def test_the_pages_say_since_when(
    closed: TableItem, world: World, meeting: Meeting, signal: Signal, client_of: ClientOf
) -> None:
    with time_machine.travel(timezone.now() + AFTER, tick=False):
        erase()
        client = client_of(world.philo)
        assert "Teksten gewist op" in client.get(reverse("signals:meeting", args=[meeting.pk])).content.decode()
        page = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
        assert "Bij de deelnemers gewist op" in page
