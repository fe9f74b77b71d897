"""What is left of an anonymised signal looks like at least four others, and no figure of a closed period changes by that."""

import datetime as dt
from collections import Counter
from typing import Any

from django.utils import timezone

from core.workdays import AMSTERDAM, today
from reports.figures.handovers import passed_on_by_partner
from reports.figures.signals import followed_by_place, is_complete, received_by_form, received_by_place
from reports.figures.source import over_this_connection
from reports.periods import closed_periods
from signals.codes import CloseReason, Form, Source
from signals.models import Follow, Signal, StatePeriod, part_of
from signals.operations.coarsening import ALIKE, SHAPE
from signals.workflow import FollowState
from tests.factories import retention as past
from tests.factories import signals as make
from tests.support.world import World

WHY = "test"


def year() -> int:
    """In which all of it happened: long enough ago."""
    return today().year - 2


ALL = {"source": Source.CITIZEN, "form": Form.LABOUR, "close_reason": CloseReason.NO_INDICATION}


def closed(world: World, month: int, **given: Any) -> Signal:
    """Of Goes, received on the 20th of that month, closed after ten days."""
    received = dt.datetime(year(), month, 20, 12, tzinfo=AMSTERDAM)
    moments = {"received_at": received, "created_at": received, "closed_at": received + 10 * past.DAY}
    return past.past_its_day(world, **(ALL | moments | {"inform_by": received.date()} | given))


def erased(world: World, *signals: Signal) -> list[Signal]:
    erasure = past.agreed(world, past.put_forward(world, *signals))
    assert past.worked_off(erasure) == "done"
    return [past.again(signal) for signal in signals]


def shapes() -> Counter[tuple[Any, ...]]:
    rows = Signal.objects.unscoped(reason=WHY).filter(state="anonymised")
    return Counter(rows.values_list(*SHAPE))


def figures(world: World) -> list[Any]:
    places = [world.goes.pk, world.breda.pk]
    counts = (received_by_place, received_by_form, passed_on_by_partner, is_complete)
    with over_this_connection():
        return [
            (period.code, *(count(places, period) for count in counts), followed_by_place(places, period.end))
            for period in closed_periods()
        ]


def test_what_is_like_four_others_stays_as_it_is_and_the_rest_loses_what_tells_it_apart(world: World) -> None:
    five = [closed(world, 5) for _ in range(ALIKE)]
    lonely = closed(world, 6, source=Source.VICTIM, close_reason=CloseReason.PROMOTED, minor="yes", kept_why="worked")
    months = {past.again(one).received_at.month for one in erased(world, *five, lonely)[:ALIKE]}
    kept, left = past.again(five[0]), past.again(lonely)
    assert (months, kept.source, kept.close_reason, kept.days_to_close) == ({4}, "citizen", "no_indication", 10)
    assert kept.kept_until is None
    assert timezone.localtime(left.received_at).date() == dt.date(year(), 5, 1), "not before the first month there is"
    assert (left.source, left.minor, left.close_reason, left.days_to_close) == ("", "unknown", "", None)
    assert (left.municipality_id, left.form, left.closed_at) == (world.goes.pk, "labour", None)


def test_who_comes_later_joins_those_that_look_alike_by_then(world: World) -> None:
    closed(world, 1, form=Form.SEXUAL)  # with it the figures of Goes begin
    # Of one quarter, each alone by its month and days: together they are five.
    early = erased(world, *(closed(world, month) for month in (4, 4, 5, 5)))
    assert {one.source for one in early} == {""}
    later = [closed(world, 6, source=Source.POLICE, close_reason=CloseReason.WITHDRAWN)]
    erased(world, *later)
    assert list(shapes().values()) == [ALIKE]


def test_no_figure_of_a_closed_period_changes_by_it(world: World) -> None:
    wilma = past.officer(world)
    signals = [closed(world, month, form=form) for month in (2, 3, 4, 12) for form in (Form.LABOUR, Form.OTHER)]
    moved = closed(world, 7, state="moved", kept_why="moved", closed_at=None, close_reason="")
    handed = make.handled(world.goes, world.wilma)
    make.handed_over(handed, wilma, world.inspectorate)
    for month, signal in zip((3, 6), signals[:2], strict=True):
        began = dt.datetime(year(), month, 28, 12, tzinfo=AMSTERDAM)
        columns = {"started_at": began, "ended_at": began + 5 * past.DAY, "state": FollowState.ENDED}
        words = {"why": ".", "what_changes_it": ".", "end_reason": ".", "motivate_on": began.date()}
        Follow.objects.create(**part_of(signal), **columns, **words, author=world.wilma)
    before = figures(world)
    assert len({str(one[1:]) for one in before}) > ALIKE
    gone = erased(world, *signals, moved)
    assert {one.state for one in gone} == {"anonymised"}
    assert figures(world) == before
    # Each row is of the last step; of the periods of a signal nothing is finer than the quarter either.
    assert {one.source for one in gone} == {""}
    ended = StatePeriod.objects.unscoped(reason=WHY).filter(signal__in=signals, until__isnull=False)
    assert {timezone.localtime(one.until).month for one in ended} <= {1, 2, 4, 7, 10}
