"""The parts of a dossier in one statement: the same rows as asked one by one, its text kept, never an answer."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BinaryField,
    CharField,
    DateTimeField,
    DecimalField,
    JSONField,
    QuerySet,
    TimeField,
    Value,
)

from accounts.models import User
from core import reading
from core.access import Actor
from core.errors import NotVisible
from core.gate import Ungated
from core.reading import StandingReading, StandingRow, read_together
from municipalities.roles import actor_for
from signals import operations
from signals.models import Attachment, Decision, Handover, Offer, Reporter, Signal
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support import contexts
from tests.support.queries import queries_of
from tests.support.world import World

MOMENT = dt.datetime(2026, 11, 20, 9, 10, tzinfo=dt.UTC)


def _sets(actor: Actor, dossier_id: uuid.UUID, _municipality_id: int) -> Mapping[str, QuerySet[Any, Any]]:
    signal = Signal(pk=dossier_id)
    return {
        "signal": Signal.objects.visible_to(actor).for_detail().filter(pk=dossier_id),
        "reporter": Reporter.objects.visible_to(actor).filter(signal=signal),
        "attachments": Attachment.objects.of(signal).select_related("author").order_by("-added_at"),
        "decisions": Decision.objects.of(signal),
        "handovers": Handover.objects.of(signal).select_related("partner"),
        "offers": Offer.objects.of(signal).values_list("why", "offered_at"),
        "nothing": Signal.objects.none(),
    }


def test_the_rows_are_those_that_the_sets_give_themselves(world: World) -> None:
    wilma = actor_for(world.wilma)
    full = make.handled(world.goes, world.wilma)
    make.handed_over(full, wilma, world.inspectorate)
    operations.offer_signal(full, actor=wilma, why='Hulp "nodig", 100 %.', asked=agreed())
    for name in ("eerste.txt", "tweede.txt"):
        make.attached(full, wilma, name=name)
    make.handled(world.goes, world.wilma)
    read = StandingReading(_sets)
    found: list[dict[str, list[Any]]] = []
    for _ in range(2):
        assert len(queries_of(lambda: found.append(read(wilma, full.pk, world.goes.pk)))) == 1
    for name, rows in _sets(wilma, full.pk, world.goes.pk).items():
        asked = list(rows)
        assert found[0][name] == found[1][name] == asked
        for one, other in zip(found[0][name], asked, strict=True):
            if not isinstance(one, tuple):
                assert {k: v for k, v in vars(one).items() if k != "_state"} == {
                    k: v for k, v in vars(other).items() if k != "_state"
                }
    signal, first = found[0]["signal"][0], found[0]["attachments"][0]
    assert queries_of(lambda: (str(signal.owner), str(first.author), found[0]["handovers"][0].partner.name)) == []
    assert (first.name, signal.municipality.latitude) == ("tweede.txt", world.goes.latitude)
    assert [len(found[0][name]) for name in ("signal", "handovers", "offers", "nothing")] == [1, 1, 1, 0]


def test_one_row_is_what_its_set_gives_itself_however_wide_and_for_who_may_not_see_it_absent(world: World) -> None:
    wilma, vera = actor_for(world.wilma), actor_for(world.vera)
    made = make.handed_over(make.handled(world.goes, world.wilma), wilma, world.inspectorate)

    def rows(actor: Actor) -> QuerySet[Handover, Handover]:
        found: QuerySet[Handover, Handover] = Handover.objects.visible_to(actor).select_related("signal__municipality")
        return found

    row, asked = StandingRow(rows), rows(wilma).get()
    for _ in range(3):  # put together, planned, run again
        found = row(wilma, made.pk)
        for one, other in ((found, asked), (found.signal, asked.signal)):
            assert {k: v for k, v in vars(one).items() if k != "_state"} == {
                k: v for k, v in vars(other).items() if k != "_state"
            }
        for actor in (vera, dataclasses.replace(wilma, excluded=frozenset([made.dossier_id]))):
            with pytest.raises(NotVisible) as refusal:
                row(actor, made.pk)
        told: Any = refusal.value.detail
        assert (told["asked"].model, told["lookup"]) == (Handover, {"pk": made.pk})
        with contexts.acting_as(vera), pytest.raises(NotVisible):
            row(wilma, made.pk)


def test_each_actor_asks_for_herself_and_the_walls_look_at_each_run(world: World) -> None:
    full = make.handled(world.goes, world.wilma)
    made: list[Actor] = []

    def sets(actor: Actor, *place: Any) -> Mapping[str, QuerySet[Any, Any]]:
        made.append(actor)
        return _sets(actor, *place)

    read = StandingReading(sets)
    wilma, vera = actor_for(world.wilma), actor_for(world.vera)
    excluded = dataclasses.replace(wilma, excluded=frozenset([full.dossier_id]))
    with time_machine.travel(MOMENT, tick=False) as clock:
        seen = [len(read(actor, full.pk, world.goes.pk)["signal"]) for actor in (wilma, excluded, vera) * 2]
        assert seen == [1, 0, 0] * 2
        assert made == [wilma, excluded, vera]
        with contexts.acting_as(vera):
            assert read(wilma, full.pk, world.goes.pk)["signal"] == []
        clock.shift(dt.timedelta(minutes=10))
        read(wilma, full.pk, world.goes.pk)
        assert made == [wilma, excluded, vera, wilma]


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        pytest.param(lambda key: Signal.objects.filter(pk=key), Ungated, id="not through its gate"),
        pytest.param(
            lambda _key: Signal.objects.unscoped(reason="test"), ValueError, id="gated rows of any other dossier too"
        ),
        pytest.param(
            lambda _key: User.objects.annotate(half=Value(0.5)), TypeError, id="a type that nobody can read back"
        ),
        pytest.param(
            lambda _key: User.objects.annotate(
                some=Value([1], ArrayField(DecimalField(max_digits=5, decimal_places=2)))
            ),
            TypeError,
            id="an array of such a type",
        ),
        pytest.param(lambda _key: User.objects.prefetch_related("groups"), ValueError, id="a prefetch"),  # type: ignore[misc]  # refused before it is looked up
        pytest.param(lambda _key: User.objects.using("default"), ValueError, id="a connection of its own"),
    ],
)
def test_a_set_that_cannot_be_read_so_is_refused(world: World, rows: Any, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        StandingReading(lambda _actor, key, _place: {"rows": rows(key)})(
            actor_for(world.wilma), uuid.uuid4(), world.goes.pk
        )


@pytest.mark.parametrize(
    "value",
    [
        Value({"days": 1.5, "of": [1, "twee", None]}, JSONField()),
        Value(Decimal("10.50"), DecimalField(max_digits=5, decimal_places=2)),
        Value(["een", "twee"], ArrayField(CharField(max_length=9))),
        Value([3, None], ArrayField(BigIntegerField())),
        Value(2**62, BigIntegerField()),
        Value(dt.time(9, 10), TimeField()),
        Value(MOMENT, DateTimeField()),
        Value(b"\x00\xff", BinaryField()),
        Value(None, CharField()),
    ],
    ids=["json", "decimal", "texts", "numbers", "large", "time", "moment", "bytes", "nothing"],
)
def test_each_kind_of_value_comes_back_as_it_was(world: World, value: Value) -> None:
    rows = User.objects.filter(pk=world.wilma.pk).annotate(value=value)
    [asked], [read] = list(rows), read_together({"rows": rows})["rows"]
    told = [bytes(one.value) if isinstance(one.value, memoryview) else one.value for one in (asked, read)]
    assert told[0] == told[1]
    assert type(told[0]) is type(told[1])


def test_what_is_kept_has_an_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "KEPT", 1)
    made: list[int] = []

    def sets(_actor: Actor, _key: uuid.UUID, place: int) -> Mapping[str, QuerySet[Any, Any]]:
        made.append(place)
        return {"users": User.objects.filter(pk=place)}

    read = StandingReading(sets)
    with time_machine.travel(MOMENT, tick=False):
        for place in (1, 1, 2, 1):
            read(actor_for(world.wilma), uuid.uuid4(), place)
    assert made == [1, 2, 1]


def test_sets_that_differ_each_time_are_read_together_too(world: World) -> None:
    wilma = actor_for(world.wilma)
    mine = [make.received(world.goes, world.hanna) for _ in range(2)]
    sets = {"signals": Signal.objects.visible_to(wilma).order_by("received_at"), "none": Signal.objects.none()}
    found: list[dict[str, list[Any]]] = []
    assert len(queries_of(lambda: found.append(read_together(sets)))) == 1
    assert found == [{"signals": mine, "none": []}]
    assert queries_of(lambda: found.append(read_together({"none": Signal.objects.none()}))) == []
    with pytest.raises(Ungated):
        read_together({"all": Signal.objects.all()})
