"""The number on every page: its statement is kept, an answer never is, and nobody gets another's."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from core import counting
from core.access import Actor
from core.counting import StandingCount, StandingCounts, StandingTally, Tally
from core.gate import Ungated
from municipalities.roles import actor_for
from signals.models import Signal
from tests.factories import signals as make
from tests.support import contexts
from tests.support.world import World

# One of each list, so that a change in any of them shows.
ONE = Actor(
    1, name="Wilma Windvaan", hat="focal_officer", hats=("focal_officer",), hat_names=("Aandachtsfunctionaris Goes",)
)
NEW: dict[type, Any] = {int: 2, str: "anders", tuple: ("anders",)}


class Counted(StandingCount):
    """Of signals, and it says for whom it was put together."""

    def __init__(self) -> None:
        super().__init__(self.rows_of)
        self.made: list[Actor] = []

    def rows_of(self, actor: Actor) -> list[Any]:
        self.made.append(actor)
        return [Signal.objects.visible_to(actor)]


@pytest.fixture
def count() -> Counted:
    return Counted()


@pytest.fixture
def ten_past() -> Iterator[Any]:
    """A moment at the beginning of its ten minutes, that stands still."""
    with time_machine.travel(dt.datetime(2026, 11, 20, 9, 10, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


def test_it_counts_anew_each_time_what_it_put_together_once(world: World, count: Counted, ten_past: Any) -> None:
    actor = actor_for(world.wilma)
    assert count(actor) == 0
    make.received(world.goes, world.hanna)
    again = actor_for(world.wilma)
    with CaptureQueriesContext(connection) as queries:
        assert count(again) == 1
    assert (len(queries), len(count.made)) == (1, 1)
    assert count(actor) == Signal.objects.visible_to(actor).count()


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Actor)])
def test_who_differs_in_anything_has_a_statement_of_her_own(
    world: World, count: Counted, ten_past: Any, name: str
) -> None:
    value = getattr(ONE, name)
    new: Any = NEW.get(type(value)) or frozenset(
        [uuid.UUID(int=7) if name in {"dossiers", "excluded", "opened", "alerts"} else 7]
    )
    other = dataclasses.replace(ONE, **{name: new})
    count(ONE)
    count(other)
    count(ONE)
    assert count.made == [ONE, other]


def test_nobody_gets_the_number_of_another(world: World, count: Counted, ten_past: Any) -> None:
    kept = make.received(world.goes, world.hanna)
    for _ in range(2):
        make.received(world.vlissingen, world.hanna)
    wilma, vera = actor_for(world.wilma), actor_for(world.vera)
    sees_less = dataclasses.replace(wilma, excluded=frozenset([kept.dossier_id]))
    elsewhere = dataclasses.replace(wilma, content=vera.content)
    actors = [wilma, sees_less, elsewhere, vera, actor_for(world.karlijn)]
    assert [count(actor) for actor in (*actors, *actors)] == [1, 0, 2, 2, 0] * 2


def test_the_walls_look_at_each_run(world: World, count: Counted, ten_past: Any) -> None:
    make.received(world.goes, world.hanna)
    wilma = actor_for(world.wilma)
    assert count(wilma) == 1
    with contexts.acting_as(actor_for(world.vera)):
        assert count(wilma) == 0


def test_after_ten_minutes_it_is_put_together_anew(world: World, count: Counted, ten_past: Any) -> None:
    for minutes, made in ((0, 1), (9.9, 1), (0.2, 2), (24 * 60, 3)):
        ten_past.shift(dt.timedelta(minutes=minutes))
        count(ONE)
        assert len(count.made) == made


def test_what_is_kept_has_an_end(world: World, monkeypatch: pytest.MonkeyPatch, ten_past: Any) -> None:
    monkeypatch.setattr(counting, "KEPT", 2)
    count = Counted()
    for number in (1, 2, 3, 2, 1):
        count(dataclasses.replace(ONE, user_id=number))
    assert [actor.user_id for actor in count.made] == [1, 2, 3, 1]


def test_rows_that_did_not_pass_the_gate_are_refused(world: World) -> None:
    for rows in ([Signal.objects.all()], [Signal.objects.visible_to(ONE), Signal.objects.all()]):
        with pytest.raises(Ungated):
            StandingCount(lambda _actor, rows=rows: rows)(ONE)  # type: ignore[misc]  # as it was when the line was read


def test_no_rows_at_all_are_no_query(world: World) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert StandingCount(lambda _actor: [])(ONE) == 0
        assert StandingCount(lambda _actor: [Signal.objects.none()])(ONE) == 0
    assert len(queries) == 0


def test_a_tally_counts_each_condition_and_tells_of_the_least_row_in_one_query_put_together_once(
    world: World, ten_past: Any
) -> None:
    first, second = (make.received(world.goes, world.hanna) for _ in range(2))
    make.received(world.vlissingen, world.hanna)
    made: list[Actor] = []

    def is_first(actor: Actor) -> Q:
        made.append(actor)
        return Q(reference=first.reference)

    tally = StandingTally(
        lambda actor: Signal.objects.visible_to(actor),
        {"first": is_first, "new": lambda _actor: Q(state="received"), "none": lambda _actor: Q(pk__in=[])},
        ("reference", "received_at"),
    )
    wilma = actor_for(world.wilma)
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            found = tally(wilma)
        assert len(queries) == 1
        assert found == {
            "first": Tally(1, (first.reference, first.received_at)),
            "new": Tally(2, (min(first.reference, second.reference), first.received_at)),
            "none": Tally(0, (None, None)),
        }
    assert made == [wilma]
    assert queries[0]["sql"].count(first.reference) == 1
    assert StandingTally(lambda _actor: Signal.objects.none(), {"new": is_first})(wilma) == {}
    with pytest.raises(Ungated):
        StandingTally(lambda _actor: Signal.objects.all(), {"new": is_first})(wilma)


def test_several_sets_are_counted_by_name_in_one_query(world: World, ten_past: Any) -> None:
    for _ in range(2):
        make.received(world.goes, world.hanna)
    counts = StandingCounts(
        {
            "new": lambda actor: Signal.objects.visible_to(actor).filter(state="received"),
            "closed": lambda actor: Signal.objects.visible_to(actor).filter(state="closed"),
            "none": lambda _actor: Signal.objects.none(),
        }
    )
    wilma = actor_for(world.wilma)
    with CaptureQueriesContext(connection) as queries:
        assert counts(wilma) == {"new": 2, "closed": 0, "none": 0}
    assert len(queries) == 1
    assert counts(actor_for(world.vera)) == {"new": 0, "closed": 0, "none": 0}
    with pytest.raises(Ungated):
        StandingCounts({"all": lambda _actor: Signal.objects.all()})(ONE)
