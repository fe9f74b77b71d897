"""What stands in a signal that was merged away is asked and answered for by the one that it leads to."""

import uuid
from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from core.access import Actor
from core.workdays import today
from municipalities.roles import actor_for
from signals import operations
from signals.comparing import items_of, look_up
from signals.models import InquiryAnswer, InquiryHit, Merge, Signal
from signals.operations.mentions import Told
from signals.things import Whose
from tests.factories import comparing as make_comparing
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.factories.comparing import PLATE, inquire, phone
from tests.support import contexts
from tests.support.world import World


@pytest.fixture
def wilma(world: World) -> Actor:
    make_comparing.switched(world)
    return actor_for(world.wilma, "focal_officer")


def of_goes(world: World, *told: Told, **given: str) -> Signal:
    return make.mentioned(
        make.triaged(world.goes, world.wilma, **given), actor_for(world.wilma, "focal_officer"), *told
    )


def of_vlissingen(world: World, *told: Told) -> Signal:
    return make.mentioned(make.triaged(world.vlissingen, world.vera), actor_for(world.vera), *told)


def led(world: World) -> tuple[Signal, Signal]:
    """Of Vlissingen: one with a plate, merged into another."""
    first, last = of_vlissingen(world, PLATE), of_vlissingen(world)
    make.merged(first, last, actor_for(world.vera))
    return first, now(last)


def now(signal: Signal) -> Signal:
    return Signal._base_manager.get(pk=signal.pk)


def known(answer: InquiryAnswer) -> list[list[int]]:
    return [list(places) for _key, _words, places in answer.found]


def test_it_answers_and_the_hit_stands_with_what_it_leads_to(world: World, wilma: Actor) -> None:
    _, last = led(world)
    assert known(inquire(of_goes(world, PLATE), wilma, "vehicle-1")) == [[world.vlissingen.pk]]
    with contexts.everywhere():
        assert [hit.signal_id for hit in InquiryHit.objects.unscoped(reason="test")] == [last.pk]


def test_it_answers_as_long_as_what_it_leads_to_is_kept(world: World, wilma: Actor) -> None:
    first, last = led(world)
    rows = Signal.objects.unscoped(reason="test")
    rows.filter(pk=first.pk).update(kept_until=today() - timedelta(days=9))
    mine = of_goes(world, PLATE)
    assert known(inquire(mine, wilma, "vehicle-1")) == [[world.vlissingen.pk]]
    vera = actor_for(world.vera)
    operations.close(operations.decide(last, actor=vera, judgement=make.JUDGEMENT), actor=vera, closing=make.CLOSING)
    assert known(inquire(mine, wilma, "vehicle-1")) == [[world.vlissingen.pk]]
    rows.filter(pk=last.pk).update(kept_until=today() - timedelta(days=9))
    assert known(inquire(mine, wilma, "vehicle-1")) == [[]]


@pytest.mark.parametrize("at", [0, 1])
def test_an_exclusion_from_either_keeps_it_silent(world: World, wilma: Actor, at: int) -> None:
    mine = of_goes(world, PLATE)
    shield.excluded(led(world)[at], world.wilma)
    assert known(inquire(mine, wilma, "vehicle-1")) == [[]]
    assert known(inquire(mine, actor_for(world.koos), "vehicle-1")) == [[world.vlissingen.pk]]


def test_what_was_merged_here_can_be_asked_about_once_and_by_what_it_is_there(world: World, wilma: Actor) -> None:
    of_vlissingen(world, phone(), PLATE)
    first, mine = of_goes(world, PLATE, phone(), vehicle="wit busje GB-001-B"), of_goes(world, PLATE)
    make.merged(first, mine, wilma)
    with contexts.acting_as(wilma):
        items = items_of(mine, wilma)
    assert [item.key for item in items] == ["vehicle-1", f"phone-1-{first.reference}"]
    assert items[1].words == f"Telefoonnummer: 06-0000 1234 (uit {first.reference})"
    assert known(inquire(now(mine), wilma, *(item.key for item in items))) == [[world.vlissingen.pk]] * 2


def test_what_is_of_a_victim_in_either_is_neither_asked_nor_answered_for(world: World, wilma: Actor) -> None:
    of_victim, vera = phone(Whose.VICTIM), actor_for(world.vera)
    mine = of_goes(world, phone())
    there, kept_there = of_vlissingen(world, phone()), of_vlissingen(world, of_victim)
    assert known(inquire(mine, wilma, "phone-1")) == [[world.vlissingen.pk]]
    make.merged(there, kept_there, vera)
    assert known(inquire(mine, wilma, "phone-1")) == [[]]
    first, kept = of_goes(world, phone()), of_goes(world, of_victim)
    make.merged(first, kept, wilma)
    with contexts.acting_as(wilma):
        assert items_of(kept, wilma) == []


def test_a_plate_in_the_text_of_what_was_merged_is_neither_asked_nor_answered_for(world: World, wilma: Actor) -> None:
    for place, owner in ((world.vlissingen, world.vera), (world.goes, world.wilma)):
        text, kept = make.triaged(place, owner, facts="Het busje was GB-001-B."), make.triaged(place, owner)
        make.merged(text, kept, actor_for(owner, "focal_officer"))
    with contexts.acting_as(wilma):
        assert items_of(kept, wilma) == []
    assert known(inquire(of_goes(world, PLATE), wilma, "vehicle-1")) == [[]]


def test_undone_it_is_no_thing_of_this_signal_any_more(world: World, wilma: Actor) -> None:
    first, mine = of_goes(world, phone()), of_goes(world)
    merge = make.merged(first, mine, wilma)
    with contexts.acting_as(wilma):
        items = items_of(mine, wilma)
        assert len(items) == 1
    Merge.objects.unscoped(reason="test").filter(pk=merge.pk).update(
        undone_at=timezone.now(), undone_by=world.wilma, undone_why="Toch iets anders."
    )
    with contexts.acting_as(wilma):
        assert items_of(mine, wilma) == []
        with pytest.raises(ProgrammingError, match="not a thing of this signal"), transaction.atomic():
            look_up(uuid.uuid4(), mine, items)
