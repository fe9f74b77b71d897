"""Random people try random steps on one signal: none reaches a state, or leaves a row, that may not be.

What may be is written out here by hand, not read from the tables that it judges: who can take which step (STEPS), which
slow states can follow each other (FOLLOWS), and what must hold of the rows after each step, done or refused (`Walk.judge`).
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.access import SYSTEM, Actor
from core.errors import DomainError
from core.unit import current_unit
from municipalities.roles import actor_for
from signals import operations as do
from signals.codes import Answered, Outcome
from signals.models import (
    Arrival,
    Concern,
    Decision,
    Follow,
    Handover,
    Move,
    Offer,
    Question,
    SharedSignal,
    Signal,
    StatePeriod,
    Submission,
)
from signals.operations.concerning import AskedConcern
from signals.operations.danger import Danger
from signals.operations.moving import OfferedMove
from signals.workflow import (
    ConcernState,
    FollowState,
    HandoverState,
    MoveState,
    OfferState,
    QuestionState,
    SignalState,
)
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support import contexts
from tests.support.world import World

S = SignalState
WHY = "Verzonnen reden."
SEEN = "the walk is judged by what lies in the tables"
OF_GOES = frozenset({"Wilma", "Koos", "Daphne"})
CARE, PARTNER, NEXT_DOOR, MACHINE = frozenset({"Karlijn"}), frozenset({"Philo"}), frozenset({"Floor"}), frozenset({""})
NOBODYS = ("Vera", "Berend", "Hanna", "Tirza", "Lowie", "Bo", "Vince", "Otto")

# The slow states that may follow each; what is not named here may follow nothing.
FOLLOWS: Mapping[str, frozenset[str]] = {
    S.RECEIVED: frozenset({S.TRIAGE, S.HANDLING, S.CLOSED, S.MOVED}),
    S.TRIAGE: frozenset({S.ENRICHING, S.HANDLING, S.CLOSED, S.MOVED}),
    S.ENRICHING: frozenset({S.TRIAGE, S.HANDLING, S.CLOSED, S.MOVED}),
    S.HANDLING: frozenset({S.CLOSED}),
    S.CLOSED: frozenset({S.TRIAGE}),
    S.MOVED: frozenset(),
}
RUNNING: tuple[tuple[type[models.Model], frozenset[str]], ...] = (
    (Handover, frozenset({HandoverState.SENT, HandoverState.RECEIVED, HandoverState.ACCEPTED})),
    (Offer, frozenset({OfferState.OFFERED, OfferState.RETURNED})),
    (Follow, frozenset({FollowState.ACTIVE})),
    (Move, frozenset({MoveState.OFFERED})),
    (Concern, frozenset({ConcernState.OFFERED, ConcernState.ACCEPTED})),
    (Question, frozenset({QuestionState.OPEN})),
)


class Walk:
    """One signal of Goes, sent by a colleague, and what hangs on it."""

    def __init__(self, world: World, danger: Answered) -> None:
        self.world = world
        self.key = make.received(world.goes, world.hanna, danger=danger).pk

    @property
    def signal(self) -> Signal:
        """The row as it lies there."""
        found: Signal = Signal.objects.unscoped(reason=SEEN).get(pk=self.key)
        return found

    def last(self, model: type[models.Model]) -> Any:
        """The newest of its parts of this kind. Raises DoesNotExist when it has none, which tries nothing."""
        return model._base_manager.filter(signal_id=self.key).order_by("-created_at", "-pk")[:1].get()

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """By first name; "" is the machine."""
        names = {*OF_GOES, *CARE, *PARTNER, *NEXT_DOOR, *NOBODYS} - {"Daphne"}
        with contexts.everywhere():
            people = {name: actor_for(self.world.person(name)) for name in names}
            return people | {"Daphne": actor_for(self.world.daphne, "focal_officer"), "": SYSTEM}

    def arrival(self) -> Arrival:
        """What Breda has of the newest move."""
        return Arrival._base_manager.get(move_id=self.last(Move).pk)

    def shared(self) -> SharedSignal:
        """What Breda has of the newest share."""
        return SharedSignal._base_manager.get(concern_id=self.last(Concern).pk)

    @contextmanager
    def as_(self, name: str) -> Iterator[Actor]:
        """What that person reaches, and no more; the machine works where its job says."""
        with contexts.acting_as(self.actors[name]) if name else contexts.everywhere():
            yield self.actors[name]

    def tries(self, step: str, name: str) -> bool:
        """Whether it was done; a fault is no refusal, and comes through."""
        try:
            with self.as_(name) as actor, transaction.atomic():
                STEPS[step].attempt(self, actor)
        except (DomainError, ObjectDoesNotExist):
            return False
        return True

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that a refused step may not have touched."""
        kinds = (Handover, Offer, Follow, Move, Concern, Question, Decision, StatePeriod)
        rows = {
            kind.__name__: [*kind._base_manager.filter(signal_id=self.key).order_by("pk").values_list()]
            for kind in kinds
        }
        signals = Signal.objects.unscoped(reason=SEEN).order_by("pk")
        return rows | {"Signal": [*signals.values_list("pk", "version", "state", "due_on", "owner_id", "care_sees")]}

    def judge(self, came_from: str) -> None:
        """What holds after every step."""
        signal = self.signal
        assert signal.state in {came_from} | FOLLOWS[came_from]
        if (came_from, signal.state) == (S.RECEIVED, S.HANDLING):
            assert signal.danger == Answered.YES
        periods = [*StatePeriod.objects.unscoped(reason=SEEN).filter(signal=signal).order_by("since", "until")]
        assert [period.until for period in periods[:-1]] == [period.since for period in periods[1:]]
        assert (periods[-1].state, periods[-1].until) == (signal.state, None)
        assert Submission.objects.unscoped(reason=SEEN).get(signal=signal).state == signal.state
        running = {kind.__name__ for kind, open_ in RUNNING if self._of(kind).filter(state__in=open_).exists()}
        if signal.state in {S.CLOSED, S.MOVED}:
            assert not running
            assert signal.due_on is None
        assert signal.is_followed == ("Follow" in running)
        given = {OfferState.OFFERED, OfferState.RETURNED, OfferState.ACCEPTED}
        assert signal.care_sees == self._of(Offer).filter(state__in=given).exists()
        assert (signal.decided_at is None) == (not self._of(Decision).exists())
        moved = self._of(Move).filter(state=MoveState.ACCEPTED).exists()
        assert moved == (signal.state == S.MOVED)
        assert Signal.objects.unscoped(reason=SEEN).filter(municipality=self.world.breda).count() == moved
        self.judge_who_sees(signal)

    def judge_who_sees(self, signal: Signal) -> None:
        """Behind the gate and behind the wall alike: who has nothing to do with it finds nothing."""
        sees = {"Wilma": True, "Karlijn": signal.care_sees, "Vera": False, "Floor": False}
        for name, expected in sees.items():
            with self.as_(name) as actor:
                assert Signal.objects.visible_to(actor).filter(pk=self.key).exists() == expected
        with self.as_("Vera"):
            assert not Signal.objects.unscoped(reason=SEEN).exists()

    def _of(self, kind: type[models.Model]) -> models.QuerySet[Any]:
        return kind._base_manager.filter(signal_id=self.key)


@dataclass(frozen=True)
class Step:
    """Who can take it when its moment is there, and how it is tried."""

    by: frozenset[str]
    attempt: Callable[[Walk, Actor], object]


def _ask(walk: Walk, actor: Actor) -> object:
    return do.ask_question(walk.signal, actor=actor, question=make.question(to_user_id=walk.world.koos.pk))


def _share(walk: Walk, actor: Actor) -> object:
    asked = AskedConcern(uuid.uuid4(), walk.world.breda, WHY, make.PARTS)
    return do.concern_also(walk.signal, actor=actor, asked=asked)


def _offer_move(walk: Walk, actor: Actor) -> object:
    return do.offer_move(walk.signal, actor=actor, offered=OfferedMove(uuid.uuid4(), walk.world.breda, WHY, ()))


def _follow(walk: Walk, actor: Actor) -> object:
    return do.follow_signal(walk.signal, actor=actor, why=WHY, what_changes_it="Een tweede melding.")


def _hand_over(walk: Walk, actor: Actor) -> object:
    return do.hand_over(walk.signal, actor=actor, disclosure=make.disclosure(walk.world.inspectorate))


def _set_danger(walk: Walk, actor: Actor) -> object:
    """Set where there is none, lifted where there is."""
    acute = walk.signal.is_acute
    danger = Danger(Answered.NO, over=WHY) if acute else Danger(Answered.YES, not_called=WHY)
    return do.set_danger(walk.signal, actor=actor, danger=danger)


STEPS: Mapping[str, Step] = {
    "set danger": Step(OF_GOES | CARE, _set_danger),
    "take up": Step(OF_GOES, lambda w, a: do.take_up(w.signal, actor=a)),
    "gather": Step(OF_GOES, lambda w, a: do.gather(w.signal, actor=a)),
    "stop gathering": Step(OF_GOES, lambda w, a: do.stop_gathering(w.signal, actor=a)),
    "decide": Step(OF_GOES, lambda w, a: do.decide(w.signal, actor=a, judgement=make.JUDGEMENT)),
    "decide at once": Step(OF_GOES, lambda w, a: do.decide_acute(w.signal, actor=a, judgement=make.JUDGEMENT)),
    "close": Step(OF_GOES, lambda w, a: do.close(w.signal, actor=a, closing=make.CLOSING)),
    "close at once": Step(OF_GOES, lambda w, a: do.close_at_once(w.signal, actor=a, closing=make.CLOSING)),
    "reopen": Step(OF_GOES, lambda w, a: do.reopen(w.signal, actor=a, new_fact="Een tweede melding.")),
    "hand over": Step(OF_GOES, _hand_over),
    "receive": Step(PARTNER, lambda w, a: do.receive_handover(w.last(Handover), actor=a)),
    "accept handover": Step(PARTNER, lambda w, a: do.accept_handover(w.last(Handover), actor=a)),
    "refuse handover": Step(PARTNER, lambda w, a: do.refuse_handover(w.last(Handover), actor=a, refusal=WHY)),
    "answer": Step(
        PARTNER, lambda w, a: do.answer_handover(w.last(Handover), actor=a, outcomes=[Outcome.INSPECTION_DONE])
    ),
    "write answer down": Step(
        OF_GOES, lambda w, a: do.record_answer(w.last(Handover), actor=a, outcomes=[Outcome.INSPECTION_DONE])
    ),
    "write receipt down": Step(OF_GOES, lambda w, a: do.record_receipt(w.last(Handover), actor=a)),
    "write acceptance down": Step(OF_GOES, lambda w, a: do.record_acceptance(w.last(Handover), actor=a)),
    "write reminder down": Step(OF_GOES, lambda w, a: do.record_reminder(w.last(Handover), actor=a)),
    "withdraw handover": Step(OF_GOES, lambda w, a: do.withdraw_handover(w.last(Handover), actor=a, reason=WHY)),
    "expire handover": Step(MACHINE, lambda w, a: do.expire_handover(w.last(Handover), actor=a)),
    "offer": Step(OF_GOES, lambda w, a: do.offer_signal(w.signal, actor=a, why=WHY, asked=agreed())),
    "accept offer": Step(CARE, lambda w, a: do.accept_offer(w.last(Offer), actor=a)),
    "return offer": Step(CARE, lambda w, a: do.return_offer(w.last(Offer), actor=a, question="Wie woont er?")),
    "offer again": Step(OF_GOES, lambda w, a: do.offer_again(w.last(Offer), actor=a, reply="Drie mensen.")),
    "refuse offer": Step(CARE, lambda w, a: do.refuse_offer(w.last(Offer), actor=a, refusal=WHY)),
    "withdraw offer": Step(OF_GOES, lambda w, a: do.withdraw_offer(w.last(Offer), actor=a)),
    "follow": Step(OF_GOES, _follow),
    "review": Step(OF_GOES, lambda w, a: do.review_follow(w.last(Follow), actor=a, line="Nog niets nieuws.")),
    "end follow": Step(OF_GOES, lambda w, a: do.end_follow(w.last(Follow), actor=a, reason=WHY)),
    "ask": Step(OF_GOES, _ask),
    "answer question": Step(
        frozenset({"Koos"}), lambda w, a: do.answer_question(w.last(Question), actor=a, text="Ja.")
    ),
    "withdraw question": Step(OF_GOES, lambda w, a: do.withdraw_question(w.last(Question), actor=a, reason=WHY)),
    "expire question": Step(MACHINE, lambda w, a: do.expire_question(w.last(Question), actor=a)),
    "share": Step(OF_GOES, _share),
    "accept share": Step(NEXT_DOOR, lambda w, a: do.accept_concern(actor=a, shared=w.shared())),
    "refuse share": Step(NEXT_DOOR, lambda w, a: do.refuse_concern(actor=a, shared=w.shared(), reason=WHY)),
    "leave share": Step(NEXT_DOOR, lambda w, a: do.leave_concern(actor=a, shared=w.shared(), reason=WHY)),
    "end share": Step(OF_GOES, lambda w, a: do.end_concern(w.last(Concern), actor=a, reason=WHY)),
    "offer move": Step(OF_GOES, _offer_move),
    "accept move": Step(NEXT_DOOR, lambda w, a: do.accept_move(actor=a, arrival=w.arrival())),
    "refuse move": Step(NEXT_DOOR, lambda w, a: do.refuse_move(actor=a, arrival=w.arrival(), refusal=WHY)),
    "withdraw move": Step(OF_GOES, lambda w, a: do.withdraw_move(w.last(Move), actor=a)),
}
EVERYBODY = sorted({*NOBODYS, *(name for step in STEPS.values() for name in step.by)})


# What may come of the thing that was made last: half of the tries are of these, or few would get that far.
COMES_OF: Mapping[str, list[str]] = {
    "hand over": ["receive", "accept handover", "refuse handover", "answer", "write answer down", "withdraw handover"],
    "offer": ["accept offer", "return offer", "offer again", "refuse offer", "withdraw offer"],
    "return offer": ["accept offer", "offer again", "refuse offer", "withdraw offer"],
    "follow": ["review", "end follow"],
    "ask": ["answer question", "withdraw question", "expire question"],
    "share": ["accept share", "refuse share", "end share", "leave share"],
    "accept share": ["end share", "leave share"],
    "offer move": ["accept move", "refuse move", "withdraw move"],
}


# Where a walk begins: without it few would come as far as what hangs on a signal that was judged.
TRIES = 20
ALL = sorted(STEPS)
BEGINNINGS = ((), (("take up", "Wilma"),), (("take up", "Koos"), ("decide", "Wilma")))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, derandomize=True)
@given(danger=st.sampled_from([Answered.YES, Answered.NO]), chance=st.randoms(use_true_random=True))
def test_no_walk_reaches_or_leaves_what_may_not_be(world: World, danger: Answered, chance: Random) -> None:
    gathered = current_unit().gathered
    with transaction.atomic():
        walk, made = Walk(world, danger), ""
        for step, name in chance.choice(BEGINNINGS):
            walk.tries(step, name)
        for _ in range(TRIES):
            step = chance.choice(chance.choice([COMES_OF.get(made, ALL), ALL]))
            able = sorted(STEPS[step].by)
            name = chance.choice(chance.choice([EVERYBODY, able, able, able]))
            before, came_from, told = walk.rows(), walk.signal.state, len(gathered)
            done = walk.tries(step, name)
            if done:
                made = step
                assert name in able, f"{name or 'the machine'} could {step}"
                assert len(gathered) > told
            else:
                assert walk.rows() == before
            walk.judge(came_from)
        transaction.set_rollback(True)
    gathered.clear()
