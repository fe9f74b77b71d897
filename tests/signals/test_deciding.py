"""What was decided has a last day too: handing over after the decision, and looking at what a partner answered."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.access import Actor
from core.errors import Conflict, OwnChange, WrongState
from core.unit import unit_of_work
from core.workdays import AMSTERDAM, Term, Unit, today
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Answered, Outcome, Urgency
from signals.models import Handover, Signal
from signals.operations.danger import Danger
from signals.watched import watched
from signals.work import work
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
DAY = dt.timedelta(days=1)
DONE = Outcome.values[0]


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def decided(world: World, wilma: Actor) -> Signal:
    """To be handed over, and not sent yet."""
    signal = make.triaged(world.goes, world.wilma)
    return operations.decide(signal, actor=wilma, judgement=make.JUDGEMENT, hand_over=True)


@pytest.fixture
def sent(world: World, wilma: Actor, decided: Signal) -> Handover:
    return make.handed_over(decided, wilma, world.inspectorate)


def _now(signal: Signal) -> Signal:
    found: Signal = Signal._base_manager.get(pk=signal.pk)
    return found


def _waits(code: str, actor: Actor) -> list[Signal]:
    return list(watched(Signal.objects.visible_to(actor), code, actor))


def _lines(actor: Actor) -> list[str]:
    return [line.what for line in work(actor)]


class TestHandingOver:
    def test_the_decision_starts_the_term(self, decided: Signal, wilma: Actor) -> None:
        assert decided.hand_over_by == decided.due_on == Term(Unit.WORKDAYS, 2).due_from(today())
        assert _waits("doorgeven", wilma) == [decided]
        assert not _waits("stil", wilma)
        assert "Doorgeven, zoals u besloot" in _lines(wilma)

    def test_it_is_late_when_its_day_passed(self, decided: Signal, wilma: Actor) -> None:
        assert decided.hand_over_by
        assert not _waits("termijn", wilma)
        with time_machine.travel(dt.datetime.combine(decided.hand_over_by + DAY, dt.time(12), AMSTERDAM), tick=False):
            assert _waits("termijn", wilma) == [decided]
            assert list(Signal.objects.visible_to(wilma).late(today())) == [decided]

    def test_the_list_says_what_the_term_is_for(self, decided: Signal, world: World, client_of: ClientOf) -> None:
        page = client_of(world.wilma).get(reverse("signals:list"), {"tab": "alles"}).content.decode()
        row = page.split(decided.reference, 1)[1].split("</tr>", 1)[0]
        assert "doorgeven" in row
        assert "nog 2 werkdagen" in row

    def test_it_goes_when_something_was_sent(self, sent: Handover, wilma: Actor) -> None:
        signal = _now(sent.signal)
        assert (signal.hand_over_by, signal.due_on) == (None, None)
        assert not _waits("doorgeven", wilma)
        assert "Doorgeven, zoals u besloot" not in _lines(wilma)

    def test_another_decision_without_it_ends_it(self, decided: Signal, wilma: Actor) -> None:
        signal = operations.decide(decided, actor=wilma, judgement=make.JUDGEMENT)
        assert (signal.hand_over_by, signal.due_on) == (None, None)

    def test_the_same_decision_again_does_not_begin_it_anew(self, decided: Signal, wilma: Actor) -> None:
        by = decided.hand_over_by
        with time_machine.travel(dt.datetime.combine(today() + DAY, dt.time(12), AMSTERDAM), tick=False):
            assert operations.decide(decided, actor=wilma, judgement=make.JUDGEMENT, hand_over=True).hand_over_by == by

    def test_a_judgement_that_is_added_leaves_it(self, decided: Signal, wilma: Actor) -> None:
        by = decided.hand_over_by
        judgement = replace(make.JUDGEMENT, motivation="Nog eens bekeken.")
        assert operations.weigh(decided, actor=wilma, judgement=judgement).due_on == by

    def test_what_must_happen_today_is_handed_over_today(
        self, world: World, decided: Signal, wilma: Actor, client_of: ClientOf
    ) -> None:
        url = reverse("signals:danger", args=[decided.pk])
        assert url in client_of(world.wilma).get(reverse("signals:weigh", args=[decided.pk])).content.decode()
        now = replace(make.JUDGEMENT, urgency=Urgency.NOW, motivation="Morgen is zij weg.")
        fresh = make.triaged(world.goes, world.wilma)
        assert operations.decide(fresh, actor=wilma, judgement=now, hand_over=True).hand_over_by == today()
        # Judged so afterwards, and once the danger that was known for a while is over.
        assert operations.weigh(decided, actor=wilma, judgement=now).due_on == today()
        operations.set_danger(_now(decided), actor=wilma, danger=Danger(Answered.YES, not_called="Nog niet."))
        lifted = operations.set_danger(_now(decided), actor=wilma, danger=Danger(Answered.NO, over="Veilig."))
        assert (lifted.hand_over_by, lifted.due_on) == (today(), today())

    def test_closing_and_opening_again_begins_with_judging(self, decided: Signal, wilma: Actor) -> None:
        closed = operations.close(decided, actor=wilma, closing=make.CLOSING)
        assert closed.due_on is None
        assert not _waits("doorgeven", wilma)
        again = operations.reopen(closed, actor=wilma, new_fact="Er kwam iets bij.")
        assert (again.hand_over_by, again.consider_by) == (None, None)
        assert again.due_on

    def test_a_merge_that_is_undone_brings_it_back(self, world: World, decided: Signal, wilma: Actor) -> None:
        by, into = decided.hand_over_by, make.triaged(world.goes, world.wilma)
        make.merged(decided, into, wilma)
        assert not _waits("doorgeven", wilma)
        split = operations.split_signal(actor=wilma, signal=_now(decided), why="Toch niet hetzelfde.")
        assert (split.hand_over_by, split.due_on) == (by, by)

    def test_the_box_of_the_panel_starts_it_and_the_page_says_until_when(
        self, world: World, client_of: ClientOf
    ) -> None:
        signal, client = make.triaged(world.goes, world.wilma), client_of(world.wilma)
        form = client.get(reverse("signals:detail", args=[signal.pk])).context["decision_form"]
        data = {field.html_name: field.value() for field in form.hidden_fields()}
        judged = {"severity": "raised", "plausibility": "reasonable", "urgency": "normal", "motivation": "Het past."}
        client.post(reverse("signals:decide", args=[signal.pk]), data | judged | {"hand_over": "on"})
        assert _now(signal).hand_over_by
        page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
        assert "U besloot dit door te geven" in page
        assert "Doorgeven, zoals u besloot" in client.get("/mijn-werk/").content.decode()

    def test_the_first_of_the_two_terms_is_the_one_that_runs(self, decided: Signal) -> None:
        rows = Signal.objects.unscoped(reason="test").filter(pk=decided.pk)
        with pytest.raises(IntegrityError, match="signal_decided_has_the_first_term"), transaction.atomic():
            rows.update(due_on=None)
        with pytest.raises(IntegrityError, match="signal_decided_has_the_first_term"), transaction.atomic():
            rows.update(consider_by=today() - DAY)


class TestLookingAtAnAnswer:
    def test_an_answer_starts_the_term(self, world: World, sent: Handover, wilma: Actor) -> None:
        operations.answer_handover(sent, actor=actor_for(world.philo), outcomes=[DONE])
        signal = _now(sent.signal)
        assert signal.consider_by == signal.due_on == Term(Unit.WORKDAYS, 5).due_from(today())
        assert _waits("bekijken", wilma) == [signal]
        assert "Antwoord van een partner bekijken" in _lines(wilma)

    def test_so_does_one_that_the_officer_wrote_down_and_a_refusal(
        self, world: World, decided: Signal, wilma: Actor
    ) -> None:
        one = make.handed_over(decided, wilma, world.inspectorate)
        operations.record_answer(one, actor=wilma, outcomes=[DONE])
        assert _now(decided).consider_by
        other = make.handed_over(make.handled(world.goes, world.wilma), wilma, world.inspectorate)
        operations.refuse_handover(other, actor=actor_for(world.philo), refusal="Niet voor ons.")
        assert _now(other.signal).consider_by

    def test_a_second_answer_does_not_begin_it_anew(self, world: World, sent: Handover) -> None:
        operations.answer_handover(sent, actor=actor_for(world.philo), outcomes=[DONE])
        by = _now(sent.signal).consider_by
        with time_machine.travel(dt.datetime.combine(today() + DAY, dt.time(12), AMSTERDAM), tick=False):
            operations.answer_handover(sent, actor=actor_for(world.philo), outcomes=[DONE], text="Meer.")
        assert _now(sent.signal).consider_by == by

    def test_the_earlier_of_both_terms_runs(self, world: World, sent: Handover, wilma: Actor) -> None:
        operations.answer_handover(sent, actor=actor_for(world.philo), outcomes=[DONE])
        signal = operations.decide(_now(sent.signal), actor=wilma, judgement=make.JUDGEMENT, hand_over=True)
        assert (signal.consider_by, signal.due_on) == (None, signal.hand_over_by)
        operations.answer_handover(sent, actor=actor_for(world.philo), outcomes=[DONE], text="Meer.")
        both = _now(signal)
        assert both.due_on == both.hand_over_by
        assert both.consider_by

    @pytest.mark.parametrize("how", ["considered", "weighed", "decided", "closed"])
    def test_it_ends_when_somebody_looked(self, world: World, sent: Handover, wilma: Actor, how: str) -> None:
        operations.answer_handover(sent, actor=actor_for(world.philo), outcomes=[DONE])
        signal = _now(sent.signal)
        steps: dict[str, Callable[[], Signal]] = {
            "considered": lambda: operations.consider_answer(signal, actor=wilma, seen=1),
            "weighed": lambda: operations.weigh(
                signal, actor=wilma, judgement=replace(make.JUDGEMENT, motivation="Meer.")
            ),
            "decided": lambda: operations.decide(signal, actor=wilma, judgement=make.JUDGEMENT),
            "closed": lambda: operations.close(signal, actor=wilma, closing=make.CLOSING),
        }
        steps[how]()
        assert not _waits("bekijken", wilma)
        assert _now(signal).due_on is None

    def test_of_a_closed_signal_nobody_waits_for_anything(self, world: World, sent: Handover, wilma: Actor) -> None:
        operations.answer_handover(sent, actor=actor_for(world.philo), outcomes=[DONE])
        closed = operations.close(_now(sent.signal), actor=wilma, closing=make.CLOSING)
        operations.answer_handover(sent, actor=actor_for(world.philo), outcomes=[DONE], text="Nog iets.")
        assert _now(closed).due_on is None

    def test_an_answer_that_the_page_did_not_show_is_not_looked_at(
        self, world: World, sent: Handover, wilma: Actor
    ) -> None:
        operations.answer_handover(sent, actor=actor_for(world.philo), outcomes=[DONE])
        signal = _now(sent.signal)
        operations.answer_handover(sent, actor=actor_for(world.philo), outcomes=[DONE], text="Toch gevaar.")
        with pytest.raises(Conflict):
            operations.consider_answer(signal, actor=wilma, seen=1)
        assert _now(signal).consider_by

    @pytest.mark.parametrize("waited", [False, True])
    @pytest.mark.parametrize("how", ["weigh", "decide"])
    def test_a_form_that_was_opened_before_an_answer_does_not_tick_it_off(
        self, world: World, sent: Handover, wilma: Actor, how: str, waited: bool
    ) -> None:
        if waited:
            operations.answer_handover(sent, actor=actor_for(world.philo), outcomes=[DONE])
        opened = _now(sent.signal)
        operations.answer_handover(sent, actor=actor_for(world.philo), outcomes=[DONE], text="Toch gevaar.")
        judgement = replace(make.JUDGEMENT, motivation="Meer.")
        with pytest.raises(Conflict):
            getattr(operations, how)(opened, actor=wilma, version=opened.version, judgement=judgement)
        assert _now(opened).consider_by

    def test_who_wrote_the_answer_down_herself_is_told_that_it_was_her_own(
        self, world: World, sent: Handover, wilma: Actor
    ) -> None:
        opened = _now(sent.signal)
        with unit_of_work():
            operations.record_answer(sent, actor=wilma, outcomes=[DONE])
        with pytest.raises(OwnChange):
            operations.decide(opened, actor=wilma, version=opened.version, judgement=make.JUDGEMENT)

    def test_without_an_answer_there_is_nothing_to_look_at(self, decided: Signal, wilma: Actor) -> None:
        with pytest.raises(WrongState):
            operations.consider_answer(decided, actor=wilma, seen=0)

    def test_the_button_twice_is_one_look(self, world: World, sent: Handover, client_of: ClientOf) -> None:
        operations.answer_handover(sent, actor=actor_for(world.philo), outcomes=[DONE])
        client, url = client_of(world.wilma), reverse("signals:consider-answer", args=[sent.signal_id])
        page = client.get(reverse("signals:detail", args=[sent.signal_id]))
        assert "Bekeken, er verandert niets" in page.content.decode()
        data = {field.html_name: field.value() for field in page.context["consider_form"].hidden_fields()}
        for _ in range(2):
            assert client.post(url, data).status_code == 302
        assert _now(sent.signal).consider_by is None
        assert client.post(url, {}).status_code == 409
