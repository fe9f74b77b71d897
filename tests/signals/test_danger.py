"""Direct danger after a signal was logged: set, the call written down, lifted; in every open state, and nothing is lost of it."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from core.access import Actor
from core.errors import Forbidden, Invalid, WrongState
from core.unit import current_unit
from core.workdays import today
from jobs.models import OutboxMessage
from jobs.states import MailKind
from municipalities.roles import actor_for
from signals import operations, terms
from signals.attention import lines
from signals.calling import Caller
from signals.codes import Answered
from signals.events import SignalEvent
from signals.models import Arrival, Revision, Signal
from signals.operations.danger import Danger
from signals.work import count_work, work
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.factories import terms as make_terms
from tests.factories.consent import agreed
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.emergency import break_glass, koos
from tests.support.world import World

from .filling import open_page, send

type ClientOf = Callable[..., OutsideClient]

MONDAY, FRIDAY = "2026-11-23 12:00+01:00", "2026-11-27 12:00+01:00"
CALLED = Danger(Answered.YES, called_on=date(2026, 11, 27), called_at=time(11, 5), called_by=Caller.COLLEAGUE)
NOT_CALLED = Danger(Answered.YES, not_called="De wijkagent staat er al.")
OVER = Danger(Answered.NO, over="Zij is daar weg.")
BSN = "111222333"


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


def now(signal: Signal) -> Signal:
    found: Signal = Signal.objects.unscoped(reason="test").get(pk=signal.pk)
    return found


def url(signal: Signal) -> str:
    return reverse("signals:danger", args=[signal.pk])


def page(client: OutsideClient, signal: Signal) -> str:
    return client.get(reverse("signals:detail", args=[signal.pk])).content.decode()


def test_the_term_that_runs_follows_the_danger_and_comes_back_when_it_is_lifted(world: World, wilma: Actor) -> None:
    with time_machine.travel(MONDAY, tick=False):
        usual = {
            "received": make.received(world.goes, world.hanna),
            "triage": make.triaged(world.goes, world.wilma),
            "enriching": operations.gather(make.triaged(world.goes, world.wilma), actor=wilma),
        }
        decided = make.triaged(world.goes, world.wilma)
        usual["handling"] = operations.decide(decided, actor=wilma, judgement=make.JUDGEMENT, hand_over=True)
        days = {state: now(signal).due_on for state, signal in usual.items()}
        late = make.received(world.goes, world.hanna)
        double = make.triaged(world.goes, world.wilma)
    with time_machine.travel("2026-11-23 15:00+01:00", tick=False):
        for state, signal in usual.items():
            operations.set_danger(signal, actor=wilma, danger=NOT_CALLED)
            assert (now(signal).state, now(signal).due_on) == (state, date(2026, 11, 23))
            assert now(signal).danger_since is not None
        twin = make.merged(operations.set_danger(double, actor=wilma, danger=NOT_CALLED), usual["triage"], wilma)
        assert twin.due_on == date(2026, 11, 23)
    with time_machine.travel(FRIDAY, tick=False):
        # Another setting of today moves nothing that began before it.
        make_terms.set_to(world, terms.DECIDE, 5)
        # What is too late already stays so.
        operations.set_danger(late, actor=wilma, danger=NOT_CALLED)
        assert now(late).due_on == date(2026, 11, 24)
        for state, signal in usual.items():
            operations.set_danger(now(signal), actor=wilma, danger=OVER)
            assert (now(signal).due_on, now(signal).danger_since) == (days[state], None)
        back = operations.split_signal(actor=wilma, signal=now(double), why="Toch een ander huis.")
        assert (back.due_on, back.danger_since) == (days["triage"], None)


def test_the_call_is_written_down_later_and_every_earlier_answer_stays_to_be_read(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    with time_machine.travel(FRIDAY, tick=False):
        signal = make.triaged(world.goes, world.wilma, danger="yes")
        client = client_of(world.wilma)
        assert "Nog niemand legde vast of 112 is gebeld" in page(client, signal)
        for danger in (NOT_CALLED, CALLED, OVER, CALLED):
            operations.set_danger(now(signal), actor=wilma, danger=danger)
            shown = page(client, signal)
        assert "112 gebeld op 27 november 2026 om 11:05 door een collega" in shown
        for told in ("De wijkagent staat er al.", "Zij is daar weg.", "11:05"):
            assert told in shown
    assert {"danger_not_called": ""} in [one.was for one in Revision.objects.of(signal)]
    kinds = [SignalEvent.DANGER_CALL, SignalEvent.DANGER_CALL, SignalEvent.DANGER_LIFTED, SignalEvent.DANGER_SET]
    assert [one.event for one in current_unit().gathered if one.event in {*kinds}] == kinds


def test_a_call_or_a_reason_is_needed_and_a_second_click_changes_nothing(world: World, wilma: Actor) -> None:
    signal = make.triaged(world.goes, world.wilma)
    with pytest.raises(Invalid):
        operations.set_danger(signal, actor=wilma, danger=Danger(Answered.YES))
    version = now(signal).version
    for _ in range(2):
        operations.set_danger(now(signal), actor=wilma, version=version, danger=NOT_CALLED)
    assert Revision.objects.of(signal).count() == 1
    with pytest.raises(Invalid):
        operations.set_danger(now(signal), actor=wilma, danger=Danger(Answered.NO))
    operations.set_danger(now(signal), actor=wilma, danger=OVER)
    closed = operations.close(now(signal), actor=wilma, closing=make.CLOSING)
    with pytest.raises(WrongState):
        operations.set_danger(closed, actor=wilma, danger=NOT_CALLED)


def test_officer_and_deputies_and_the_owner_hear_at_once_but_not_who_set_it_or_is_kept_out(
    world: World, wilma: Actor
) -> None:
    signal = make.triaged(world.goes, world.wilma)
    shield.excluded(signal, world.koos)
    operations.set_danger(now(signal), actor=wilma, danger=NOT_CALLED)
    operations.set_danger(now(signal), actor=wilma, danger=CALLED)
    told = OutboxMessage.objects.filter(kind=MailKind.URGENT).values_list("user_id", flat=True)
    assert [*told] == [world.daphne.pk]


def test_who_reads_and_works_on_it_sets_it_and_nobody_else(world: World, wilma: Actor) -> None:
    signal = make.handled(world.goes, world.wilma)
    karlijn = actor_for(world.karlijn)
    for stranger in (karlijn, actor_for(world.vera), actor_for(world.hanna)):
        with pytest.raises(Forbidden):
            operations.set_danger(now(signal), actor=stranger, danger=NOT_CALLED)
    operations.offer_signal(now(signal), actor=wilma, why="Zij zoekt een bed.", asked=agreed())
    operations.set_danger(now(signal), actor=karlijn, danger=NOT_CALLED)
    assert now(signal).is_acute


def test_a_deputy_who_opened_it_in_an_emergency_writes_the_call_down(world: World) -> None:
    signal = make.triaged(world.goes, world.wilma, danger="yes")
    shield.restricted(signal, [world.wilma])
    break_glass(world, signal)
    operations.set_danger(now(signal), actor=koos(world), danger=NOT_CALLED)
    assert now(signal).told_call == "112 niet gebeld: De wijkagent staat er al."


def test_what_he_lifts_is_lifted_in_what_was_merged_too(world: World, wilma: Actor) -> None:
    kept, other = (make.triaged(world.goes, world.wilma, danger="yes") for _ in range(2))
    make.merged(other, kept, wilma)
    for one in (kept, other):
        shield.restricted(one, [world.wilma])
    break_glass(world, now(kept))
    with contexts.acting_as(koos(world)):
        assert not Signal.objects.visible_to(koos(world)).filter(pk=other.pk).exists()
        operations.set_danger(Signal.objects.visible_to(koos(world)).get(pk=kept.pk), actor=koos(world), danger=OVER)
    assert not any(now(one).is_acute for one in (kept, other))


def test_the_form_keeps_what_was_typed_and_says_what_is_missing(world: World, client_of: ClientOf) -> None:
    signal, client = make.triaged(world.goes, world.wilma), client_of(world.wilma)
    yesterday, tomorrow = (today() + timedelta(days=days) for days in (-1, 1))
    called: dict[str, Any] = {"danger": "yes", "called": "yes", "called_at": "12:00", "called_by": "writer"}
    for wrong, name in (
        ({"danger": "yes"}, "called"),
        ({"danger": "yes", "called": "no", "not_called": ""}, "not_called"),
        ({**called, "called_on": f"{tomorrow}"}, "called_at"),
        ({**called, "called_on": f"{yesterday}", "called_by": ""}, "called_by"),
    ):
        answer = send(client, url(signal), **wrong)
        assert (answer.status_code, [*answer.context["form"].errors]) == (422, [name])
    # With danger nothing is in the way of it, a number that may be a BSN neither; without danger it is asked about.
    assert send(client, url(signal), danger="yes", called="no", not_called=f"Zijn nummer is {BSN}").status_code == 302
    assert send(client, url(signal), danger="no", over=f"Zijn nummer is {BSN}").status_code == 422
    shown = open_page(client, url(signal))
    assert send(client, url(signal), danger="no", over="Zij is veilig.").status_code == 302
    assert client.post(url(signal), {**shown, "danger": "yes", "called": "no", "not_called": "Nee."}).status_code == 409
    assert client_of(world.vera).get(url(signal)).status_code == 404


def test_today_and_my_work_follow_what_is_so_now(world: World, wilma: Actor) -> None:
    signal = make.handled(world.goes, world.wilma)
    before = count_work(wilma)
    operations.set_danger(now(signal), actor=wilma, danger=NOT_CALLED)
    assert count_work(wilma) == before + 1
    assert next((one.what, one.tone) for one in work(wilma)) == ("Neem een nieuw besluit", "danger")
    assert any("direct gevaar wacht op een besluit" in line.text and line.tone == "danger" for line in lines(wilma))
    operations.decide(now(signal), actor=wilma, judgement=make.JUDGEMENT)
    assert count_work(wilma) == before
    uncalled = make.triaged(world.goes, world.wilma, danger="yes")
    assert "Leg vast of 112 is gebeld" in [one.what for one in work(wilma)]
    assert any("niet vastgelegd of 112 is gebeld" in line.text for line in lines(wilma))
    operations.set_danger(uncalled, actor=wilma, danger=OVER)
    operations.set_danger(now(signal), actor=wilma, danger=OVER)
    assert "danger" not in {one.tone for one in work(wilma)} | {line.tone for line in lines(wilma)}


def test_what_is_lifted_is_lifted_of_what_was_merged_into_it_too(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    kept, double = (make.triaged(world.goes, world.wilma, danger="yes") for _ in range(2))
    make.merged(double, kept, wilma)
    operations.set_danger(now(kept), actor=wilma, danger=OVER)
    assert (now(kept).is_acute, now(double).is_acute, now(double).danger_over) == (False, False, OVER.over)
    assert "Direct gevaar</" not in page(client_of(world.wilma), kept).partition('id="samengevoegd"')[2]
    operations.split_signal(actor=wilma, signal=now(double), why="Toch een ander huis.")
    assert Revision.objects.of(double).get().was["danger"] == "yes"


def test_what_was_known_of_it_goes_along_to_another_municipality_without_who_wrote_it(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    signal = make.triaged(world.goes, world.wilma)
    for danger in (NOT_CALLED, OVER, CALLED):
        operations.set_danger(now(signal), actor=wilma, danger=danger)
    move = make.offered_to(now(signal), world.breda, wilma)
    arrival = Arrival.objects.unscoped(reason="test").get(move_id=move.pk)
    there = operations.accept_move(actor=actor_for(world.floor), arrival=arrival)
    assert (there.told_call, there.due_on) == (now(signal).told_call, today())
    shown = page(client_of(world.floor), there)
    assert "in Goes, voor de overdracht" in shown
    assert NOT_CALLED.not_called in shown
    assert world.wilma.full_name not in shown
    assert Revision.objects.of(signal).count() == 3
