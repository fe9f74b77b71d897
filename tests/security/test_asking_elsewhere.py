"""The question across municipalities as somebody asks it who goes past the pages: what the database itself gives and refuses."""

import base64
import json
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from core import walls
from core.access import Actor
from core.errors import Invalid
from core.keyed import hashes_of
from core.unit import unit_of_work
from core.workdays import today
from municipalities.roles import actor_for
from signals import operations
from signals.comparable import COMPARER, KINDS, OF_SIGNAL, SEEN, THINGS
from signals.models import Comparison, Inquiry, InquiryAnswer, InquiryHit, MatchKey, Signal, part_of
from signals.normal.keys import person_keys
from signals.operations.comparing import AskedElsewhere
from signals.things import MatchKind, Whose
from tests.factories import comparing as make_comparing
from tests.factories import signals as make
from tests.factories.comparing import PLATE, inquire
from tests.support import contexts
from tests.support.threads import at_once
from tests.support.world import World

VEHICLE = "vehicle-1"


def call(signal: Signal, *asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The function as somebody calls it who runs SQL as the application."""
    with transaction.atomic(), connection.cursor() as cursor:
        given: list[Any] = [uuid.uuid4(), signal.pk, json.dumps(asked)]
        cursor.execute("SELECT * FROM walls.ask_elsewhere(%s, %s, %s::jsonb)", given)
        return list(cursor.fetchall())


def thing(content: str = "plate|GB001B", about: str = "vehicle", number: int = 1) -> dict[str, Any]:
    return {"about": about, "number": number, "digests": [one.hex() for one in hashes_of(content)]}


@contextmanager
def refused(because: str) -> Iterator[None]:
    with pytest.raises(ProgrammingError, match=because) as caught, transaction.atomic():
        yield
    assert caught.value.__cause__.sqlstate == "42501"  # type: ignore[union-attr]  # of the driver


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def signal(world: World, wilma: Actor) -> Signal:
    """Of Goes, with a plate that Vlissingen knows, where it is switched on."""
    make_comparing.switched(world)
    other = make.triaged(world.vlissingen, world.vera)
    make.mentioned(other, actor_for(world.vera), PLATE)
    return make.mentioned(make.triaged(world.goes, world.wilma), wilma, PLATE)


# --- past the gate


def test_without_a_context_of_a_person_it_gives_nothing(signal: Signal, wilma: Actor) -> None:
    with walls.context(walls.NO_CONTEXT), refused("no context"):
        call(signal, thing())
    with walls.context(walls.sign_all(content=list(wilma.content))), refused("nobody asks"):
        call(signal, thing())
    with walls.context(walls.sign_all(user_id=walls.EVERYONE, content=list(wilma.content))), refused("nobody asks"):
        call(signal, thing())
    with contexts.acting_as(wilma):
        assert [row[:2] for row in call(signal, thing())] == [(0, World().vlissingen.pk)]


@pytest.mark.parametrize("name", ["vera", "daphne", "lowie", "hanna"])
def test_somebody_elses_signal_asks_nothing(signal: Signal, world: World, name: str) -> None:
    with contexts.acting_as(actor_for(getattr(world, name))), refused("nobody asks"):
        call(signal, thing())


def test_who_is_excluded_from_her_own_signal_asks_nothing(signal: Signal, world: World, wilma: Actor) -> None:
    kept = Actor(user_id=wilma.user_id, content=wilma.content, excluded=frozenset({signal.pk}))
    with contexts.acting_as(kept), refused("nobody asks"):
        call(signal, thing())


def test_switched_off_it_gives_nothing_whatever_the_page_said(signal: Signal, world: World, wilma: Actor) -> None:
    comparison = Comparison.objects.get()
    make_comparing.ended(world, comparison)
    with contexts.acting_as(wilma), refused("comparing is off"):
        call(signal, thing())


@pytest.mark.parametrize(
    "asked",
    [
        thing("plate|XX999X"),
        thing(number=2),
        thing(about="person"),
        thing(about=OF_SIGNAL, number=0),
        {"about": "vehicle", "number": 1, "digests": []},
    ],
)
def test_what_does_not_stand_in_the_signal_is_not_looked_for(
    signal: Signal, wilma: Actor, asked: dict[str, Any]
) -> None:
    with contexts.acting_as(wilma), refused("not a thing of this signal"):
        call(signal, asked)


@pytest.mark.parametrize("about", ["person", "vehicle", "phone", OF_SIGNAL])
def test_equal_keys_of_people_that_somebody_planted_give_no_hit(
    signal: Signal, world: World, wilma: Actor, about: str
) -> None:
    other = Signal.objects.unscoped(reason="test").get(municipality=world.vlissingen)
    contents = [*person_keys("Verzonnen Naam", "06-0000 1234", "1990"), "profile|instagram @verzonnen"]
    for one in (signal, other):
        for content in contents:
            kind = MatchKind(content.partition("|")[0])
            MatchKey.objects.create(**part_of(one), about=about, number=1, kind=kind, content=content)
    for content in contents:
        with contexts.acting_as(wilma), refused("not a thing of this signal"):
            call(signal, thing(content, about))


def test_a_plate_in_a_text_is_not_looked_for_and_what_is_also_of_a_victim_gives_no_hit(
    signal: Signal, world: World, wilma: Actor
) -> None:
    """As a page never sends it: it leaves both out."""
    text = make.triaged(world.goes, world.wilma, facts="GB-001-B GB-002-B")
    own = make.mentioned(make.triaged(world.goes, world.wilma), wilma, PLATE, replace(PLATE, whose=Whose.VICTIM))
    with contexts.acting_as(wilma), refused("not a thing of this signal"):
        call(text, thing(about=OF_SIGNAL, number=0))
    with contexts.acting_as(wilma):
        assert call(own, thing()) == []


def test_a_fault_in_the_function_would_find_no_person_either(world: World) -> None:
    """What its role sees of the keys is said by the database, and is the list of the code."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_expr(polqual, polrelid), polcmd FROM pg_policy"
            " WHERE polrelid = 'signals_matchkey'::regclass AND polname = 'walls_sight'"
        )
        ((condition, command),) = cursor.fetchall()
    kinds, abouts = condition.split(" AND ")
    assert set(re.findall(r"'(\w+)'", kinds)) == set(KINDS)
    assert set(re.findall(r"'(\w+)'", abouts)) == {OF_SIGNAL, *THINGS}
    assert command == "r"
    assert "content" not in SEEN["signals_matchkey"].columns


def test_nobody_else_calls_what_it_uses_or_becomes_its_role(signal: Signal, wilma: Actor) -> None:
    for statement in (
        "SELECT walls.heirs(current_date)",
        "SELECT walls.is_comparable(gen_random_uuid(), 'vehicle', 1::smallint, 'plate')",
        "SELECT walls.one_matter(gen_random_uuid())",
        "SELECT walls.is_of_a_source(gen_random_uuid(), 'vehicle', 1::smallint, 'plate', '{}')",
        f"SET ROLE {COMPARER}",
        "CREATE OR REPLACE FUNCTION walls.today() RETURNS date LANGUAGE sql AS 'SELECT current_date'",
    ):
        with contexts.acting_as(wilma), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(statement)


def test_what_was_asked_and_where_it_was_found_is_written_by_the_function_alone(signal: Signal, wilma: Actor) -> None:
    answer = inquire(signal, wilma, VEHICLE)
    hit = InquiryHit.objects.unscoped(reason="test").get()
    both: Any = ((Inquiry, answer.inquiry), (InquiryHit, hit))
    for model, row in both:
        rows = model.objects.unscoped(reason="test").filter(pk=row.pk)
        # They go with their dossier once it is erased, and not before: else who asks could make room for more.
        assert not rows._raw_delete("default")
        assert rows.exists()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows.update(asked_at=None)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model.objects.bulk_create([row])
    answers: Any = InquiryAnswer.objects.unscoped(reason="test")
    assert not answers._raw_delete("default")
    assert answers.exists()


def test_the_switch_cannot_be_moved_or_removed_by_who_serves(signal: Signal) -> None:
    rows = Comparison.objects.all()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        rows.delete()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        rows.update(valid_until=today())


def test_a_region_has_one_period_at_a_time_whoever_writes_it(signal: Signal, world: World) -> None:
    """Also without the operation that asks it: a second one would stay when the first is switched off."""
    before, day = Comparison.objects.get(), today()
    given: dict[str, Any] = {"region": world.region, "dpia": "D", "decided_by": "W", "author": before.author}

    def written(first: int, last: int) -> Comparison:
        days = {"valid_from": day + timedelta(days=first), "valid_until": day + timedelta(days=last)}
        with transaction.atomic():
            return Comparison.objects.create(**given, **days)

    for first, last in ((0, 300), (-9, 0), (300, 400), (20, 30)):
        with pytest.raises(IntegrityError, match="another period"):
            written(first, last)
    assert written(301, 400)
    make_comparing.ended(world, before)
    assert written(0, 300)


def test_each_side_reads_its_own_and_not_the_other_s(signal: Signal, world: World, wilma: Actor) -> None:
    inquire(signal, wilma, VEHICLE)
    for person, sees in ((world.wilma, (1, 1, 0)), (world.vera, (0, 0, 1)), (world.floor, (0, 0, 0))):
        with contexts.acting_as(actor_for(person)):
            models: Any = (Inquiry, InquiryAnswer, InquiryHit)
            assert tuple(model.objects.unscoped(reason="test").count() for model in models) == sees


# --- how often


def ask(signal: Signal, actor: Actor, times: int) -> None:
    for _ in range(times):
        inquire(signal, actor, VEHICLE)


def test_a_person_and_a_municipality_have_so_many_a_day_and_are_told_when_again(
    signal: Signal, world: World, wilma: Actor
) -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError), transaction.atomic():
        cursor.execute("SELECT * FROM walls.asked_a_day()")
    ask(signal, wilma, 20)
    with pytest.raises(Invalid) as full:
        inquire(signal, wilma, VEHICLE)
    assert "Morgen kunt u dit weer vragen" in full.value.fields["items"][0]
    ask(signal, actor_for(world.koos), 20)
    daphne = actor_for(world.daphne, "focal_officer")
    ask(signal, daphne, 10)
    with pytest.raises(Invalid, match="ingevuld"):
        inquire(signal, daphne, VEHICLE)
    assert Inquiry.objects.unscoped(reason="test").count() == 50


def test_things_are_counted_and_not_forms(signal: Signal, world: World, wilma: Actor) -> None:
    make.mentioned(signal, wilma, *(make_comparing.phone(value=f"06-0000 12{number:02}") for number in range(19)))
    ask(signal, wilma, 2)
    with pytest.raises(Invalid) as full:
        inquire(signal, wilma, *(f"phone-{number}" for number in range(1, 20)))
    assert "nog 18 dingen" in full.value.fields["items"][0]
    inquire(signal, wilma, *(f"phone-{number}" for number in range(1, 19)))


def test_guesses_that_go_along_with_a_thing_are_counted_as_things(signal: Signal, wilma: Actor) -> None:
    def guessed(count: int) -> dict[str, Any]:
        return thing() | {"digests": [*thing()["digests"], *(f"{number:032x}" for number in range(count))]}

    with contexts.acting_as(wilma):
        assert call(signal, guessed(20)) == [(None, None, 20)]
        assert not Inquiry.objects.unscoped(reason="test").exists()
        [(item, _, room)] = call(signal, guessed(18))
        assert (item, room) == (0, 1)
        assert call(signal, guessed(1)) == [(None, None, 1)]  # the first one too
        [(item, _, room)] = call(signal, guessed(0))
        assert (item, room) == (0, 0)


def test_it_can_be_asked_with_any_number_of_keys_in_the_ring(signal: Signal, wilma: Actor, settings: Any) -> None:
    old = list(settings.SEAL_KEYS)
    ask(signal, wilma, 2)
    settings.SEAL_KEYS = [f"{number}:{base64.b64encode(bytes([number]) * 32).decode()}" for number in (4, 3, 2)] + old
    assert inquire(signal, wilma, VEHICLE).places == {World().vlissingen.pk}
    ask(signal, wilma, 3)  # each counts, and for the three hashes that do not stand here
    with pytest.raises(Invalid) as full:
        inquire(signal, wilma, VEHICLE)
    assert "Morgen" in full.value.fields["items"][0]
    settings.SEAL_KEYS = old
    ask(signal, wilma, 2)


@pytest.mark.django_db(transaction=True, databases=["default", "throttle"])
def test_two_at_once_do_not_both_get_the_last_one(client_of: Callable[..., Any]) -> None:
    world = World()
    with unit_of_work("test"), contexts.everywhere():
        wilma = actor_for(world.wilma, "focal_officer")
        make_comparing.switched(world)
        signals = [make.mentioned(make.triaged(world.goes, world.wilma), wilma, PLATE) for _ in range(2)]
        ask(signals[0], wilma, 19)

    def last(signal: Signal) -> bool:
        try:
            with unit_of_work("test"), contexts.acting_as(wilma):
                asked = AskedElsewhere(items=[VEHICLE], necessity="Nodig.")
                operations.ask_elsewhere(signal, actor=wilma, asked=asked)
        except Invalid:
            return False
        return True

    assert sorted(at_once(*(lambda signal=signal: last(signal) for signal in signals))) == [False, True]
    with unit_of_work("test"), contexts.everywhere():
        assert Inquiry.objects.unscoped(reason="test").count() == 20
