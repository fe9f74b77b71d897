"""Signals that were merged are one matter: what a partner has of one counts for all of them."""

from typing import Any

import pytest

from core.access import Actor
from core.errors import Invalid
from municipalities.roles import actor_for
from signals import matter, operations
from signals.codes import LegalGround
from signals.models import Meeting, Signal
from signals.operations.questions import NewQuestion
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.support.world import World

TIP = {"anonymous": True, "kind": "anonymous_tip", "fields": ["place"]}


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def meeting(world: World) -> Meeting:
    return at_table.meeting(world)


@pytest.fixture
def three(world: World) -> list[Signal]:
    """In this order: the one that stays, and two that will lead there."""
    return [make.handled(world.goes, world.wilma) for _ in range(3)]


def _merge(three: list[Signal], wilma: Actor) -> None:
    for one in three[1:]:
        make.merged(now(one), now(three[0]), wilma)


def now(signal: Signal) -> Signal:
    return Signal._base_manager.get(pk=signal.pk)


@pytest.mark.parametrize("asked_of", [0, 1, 2])
def test_a_tip_about_one_keeps_its_reader_from_the_table_and_from_questions_about_each(
    asked_of: int, three: list[Signal], wilma: Actor, world: World, meeting: Meeting
) -> None:
    make.handed_over(three[0], wilma, world.inspectorate, **TIP)
    _merge(three, wilma)
    assert matter.one_matter(three[asked_of]) == {one.pk for one in three}
    assert matter.got_otherwise(three[asked_of], world.inspectorate.pk, anonymous=False)
    assert not matter.got_otherwise(three[asked_of], world.inspectorate.pk, anonymous=True)
    assert not matter.got_otherwise(three[asked_of], world.veilig_thuis.pk, anonymous=False)
    if asked_of:
        return  # what was merged away is closed
    with pytest.raises(Invalid) as refused:
        at_table.tabled(now(three[0]), wilma, meeting, f"o{world.inspectorate.pk}")
    assert "niet meer anoniem" in refused.value.fields["parties"][0]


def test_a_tip_about_what_was_merged_away_counts_for_what_stays_until_that_is_undone(
    three: list[Signal], wilma: Actor, world: World, meeting: Meeting
) -> None:
    tip = make.handed_over(three[1], wilma, world.inspectorate, **TIP)
    operations.withdraw_handover(tip, actor=wilma, reason="Vergissing.")
    _merge(three, wilma)
    party = f"o{world.inspectorate.pk}"
    with pytest.raises(Invalid):
        at_table.tabled(now(three[0]), wilma, meeting, party)
    question = NewQuestion(
        "Kent u dit huis?",
        to_partner_id=world.inspectorate.pk,
        purpose="Onderzoek",
        ground=LegalGround.PUBLIC_TASK,
    )
    with pytest.raises(Invalid) as refused:
        operations.ask_question(now(three[0]), actor=wilma, question=question)
    assert "niet meer anoniem" in refused.value.fields["to"][0]
    operations.split_signal(actor=wilma, signal=now(three[1]), why="Het zijn twee huizen.")
    assert at_table.tabled(now(three[0]), wilma, meeting, party).state == "tabled"


def test_what_was_tabled_of_one_is_known_when_another_is_passed_on_as_a_tip(
    three: list[Signal], wilma: Actor, world: World, meeting: Meeting
) -> None:
    item = at_table.tabled(three[1], wilma, meeting, f"o{world.inspectorate.pk}")
    _hold(world, meeting, item)
    assert not matter.was_tabled(three[0], world.inspectorate.pk)
    _merge(three, wilma)
    for one in three:
        assert matter.was_tabled(one, world.inspectorate.pk)
        assert not matter.was_tabled(one, world.veilig_thuis.pk)
        assert not matter.was_asked(one, world.inspectorate.pk)


def _hold(world: World, meeting: Meeting, item: Any) -> None:
    """What waits at a table keeps its signal open: it is decided first."""
    at_table.begun(world, meeting)
    leader = at_table.leader(world, meeting)
    operations.record_outcome(actor=leader, paper=at_table.paper(item, "zorg"), outcome=at_table.outcome())
