"""Taking up, judging and closing a signal: the slow state and its rules."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.access import Actor
from core.errors import NotVisible, Stale, WrongState
from core.unit import Unit
from core.workdays import add_working_days, today
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Answered
from signals.models import Follow, Handover, Offer, Signal, StatePeriod, Submission
from signals.workflow import SignalState
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support.world import World

type AsUser = Callable[..., AbstractContextManager[Actor]]


def test_taking_up_makes_the_officer_owner_and_starts_the_term(world: World, as_user: AsUser) -> None:
    signal = make.received(world.goes, world.hanna)
    with as_user(world.wilma) as wilma:
        taken = operations.take_up(signal, actor=wilma)
    assert (taken.state, taken.owner, taken.version) == (SignalState.TRIAGE, world.wilma, 2)
    assert taken.due_on is not None


@pytest.mark.parametrize(("danger", "due"), [(Answered.YES, 0), (Answered.NO, 15)])
def test_with_direct_danger_the_officer_decides_the_same_day(
    world: World, as_user: AsUser, danger: Answered, due: int
) -> None:
    signal = make.received(world.goes, world.hanna, danger=danger)
    with as_user(world.wilma) as wilma:
        assert operations.take_up(signal, actor=wilma).due_on == (add_working_days(today(), due) if due else today())


@pytest.mark.parametrize(("danger", "due"), [(Answered.YES, 0), (Answered.NO, 1)])
def test_with_direct_danger_the_take_up_is_due_the_day_it_came_in(world: World, danger: Answered, due: int) -> None:
    assert make.received(world.goes, world.hanna, danger=danger).due_on == (
        add_working_days(today(), due) if due else today()
    )


def test_the_dated_states_follow_each_other_without_a_gap(world: World, as_user: AsUser) -> None:
    signal = make.received(world.goes, world.hanna)
    with as_user(world.wilma) as wilma:
        operations.take_up(signal, actor=wilma)
        first, second = StatePeriod.objects.of(signal).order_by("since")
    assert (first.state, second.state) == (SignalState.RECEIVED, SignalState.TRIAGE)
    assert first.until == second.since
    assert second.until is None


def test_the_reporter_sees_the_new_state_in_its_own_copy(world: World, as_user: AsUser) -> None:
    signal = make.received(world.goes, world.hanna)
    with as_user(world.wilma) as wilma:
        operations.take_up(signal, actor=wilma)
    with as_user(world.hanna) as hanna:
        assert Submission.objects.visible_to(hanna).get().state == SignalState.TRIAGE


def test_a_signal_is_taken_up_once(world: World, as_user: AsUser) -> None:
    signal = make.received(world.goes, world.hanna)
    with as_user(world.wilma) as wilma:
        operations.take_up(signal, actor=wilma)
        with pytest.raises(WrongState):
            operations.take_up(signal, actor=wilma)


def test_a_form_that_saw_an_older_version_changes_nothing(world: World, as_user: AsUser) -> None:
    signal = make.received(world.goes, world.hanna)
    with as_user(world.wilma) as wilma:
        taken = operations.take_up(signal, actor=wilma, version=1)
        with pytest.raises(Stale):
            operations.gather(taken, actor=wilma, version=1)
        assert Signal.objects.visible_to(wilma).get().state == SignalState.TRIAGE


def test_the_officer_of_another_municipality_cannot_take_it_up(world: World, unit: Unit, as_user: AsUser) -> None:
    signal = make.received(world.goes, world.hanna)
    before = len(unit.gathered)
    with as_user(world.vera) as vera, pytest.raises(NotVisible):
        operations.take_up(signal, actor=vera)
    refusal = unit.gathered[before]
    assert (refusal.result, refusal.actor_id, refusal.event) == ("refused", world.vera.pk, "signals.take_up")


@pytest.mark.parametrize("hidden_from", ["vera", "floor", "karlijn", "daphne", "lowie", "philo", "hanna", "outsider"])
def test_nobody_else_finds_a_signal_of_goes(world: World, as_user: AsUser, hidden_from: str) -> None:
    make.received(world.goes, world.hanna)
    person: User = getattr(world, hidden_from)
    with as_user(person) as actor:
        assert not Signal.objects.visible_to(actor).exists()


def test_a_signal_with_a_handover_on_its_way_cannot_be_closed(world: World, as_user: AsUser) -> None:
    signal = make.handled(world.goes, world.wilma)
    with as_user(world.wilma) as wilma:
        make.handed_over(signal, wilma, world.inspectorate)
        with pytest.raises(WrongState, match="doormelding"):
            operations.close(signal, actor=wilma, closing=make.CLOSING)


def test_closing_tells_the_reporter(world: World, as_user: AsUser) -> None:
    signal = make.received(world.goes, world.hanna)
    with as_user(world.wilma) as wilma:
        closed = operations.close_at_once(signal, actor=wilma, closing=make.CLOSING)
    assert closed.state == SignalState.CLOSED
    with as_user(world.hanna) as hanna:
        assert Submission.objects.visible_to(hanna).get().answer == make.CLOSING.answer


def test_a_sealed_value_that_was_only_read_is_not_written_again(world: World, as_user: AsUser) -> None:
    signal = make.triaged(world.goes, world.wilma, address="Nergensweg 12")
    with as_user(world.wilma) as wilma:
        stored = Signal.objects.visible_to(wilma).values_list("address", flat=True)
        before = stored.get()
        operations.gather(signal, actor=wilma)
        assert stored.all().get() == before
        assert Signal.objects.visible_to(wilma).get().address == "Nergensweg 12"


def _offer_refused(signal: Signal, world: World) -> None:
    operations.offer_signal(signal, actor=actor_for(world.wilma), why="Zij heeft zorg nodig.", asked=agreed())
    operations.refuse_offer(Offer.objects.of(signal).get(), actor=actor_for(world.karlijn), refusal="Geen hulpvraag.")


def _follow_ended(signal: Signal, world: World) -> None:
    wilma = actor_for(world.wilma)
    operations.follow_signal(signal, actor=wilma, why="Meer weten.", what_changes_it="Een melding.")
    operations.end_follow(Follow.objects.of(signal).get(), actor=wilma, reason="Verhuisd.")


@pytest.mark.parametrize("there_and_back", [_offer_refused, _follow_ended])
def test_what_a_part_changes_in_its_signal_is_written_under_lock_and_makes_older_forms_stale(
    world: World, there_and_back: Callable[[Signal, World], None]
) -> None:
    signal = make.handled(world.goes, world.wilma)
    with CaptureQueriesContext(connection) as queries:
        there_and_back(signal, world)
    locks = [one["sql"] for one in queries if "FOR UPDATE" in one["sql"] and 'FROM "signals_signal"' in one["sql"]]
    assert len(locks) == 2
    now = Signal.objects.unscoped(reason="test").get(pk=signal.pk)
    assert (now.version, now.care_sees, now.is_followed) == (signal.version + 2, False, False)


def test_the_database_keeps_no_undecided_signal_without_a_term(world: World) -> None:
    signals = Signal.objects.unscoped(reason="test")
    for signal in (make.received(world.goes, world.hanna), make.triaged(world.goes, world.wilma)):
        with pytest.raises(IntegrityError, match="signal_undecided_has_a_term"), transaction.atomic():
            signals.filter(pk=signal.pk).update(due_on=None)
    assert make.handled(world.goes, world.wilma).due_on is None


def test_the_database_keeps_no_waiting_handover_without_a_next_reminder(world: World) -> None:
    wilma = actor_for(world.wilma)
    handover = make.handed_over(make.handled(world.goes, world.wilma), wilma, world.inspectorate)
    rows = Handover.objects.unscoped(reason="test").filter(pk=handover.pk)
    with pytest.raises(IntegrityError, match="handover_waiting_has_a_clock"), transaction.atomic():
        rows.update(remind_on=None)
    assert operations.withdraw_handover(handover, actor=wilma, reason="Vergissing.").remind_on is None
