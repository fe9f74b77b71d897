"""A question to a colleague or partner: who can be asked, what they see, one answer, and what is over."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.access import NOBODY, Actor
from core.errors import Forbidden, Invalid, WrongState
from core.resend import AlreadySent
from core.walls import context, sign
from core.workdays import Term, Unit, add_working_days, today
from jobs.models import Job, OutboxMessage
from municipalities.models import Absence, Mandate, Municipality, MunicipalityRole
from municipalities.roles import actor_for
from signals import operations
from signals.attention import lines
from signals.codes import LegalGround, Origin
from signals.filters import tab_of
from signals.finding_numbered import ABOUT_SIGNAL
from signals.models import Question, Signal
from signals.querysets import SignalQuerySet
from signals.tasks import run_question_clock
from signals.watched import watched
from signals.work import count_work, work
from signals.workflow import QuestionState
from tests.api.conftest import Program, program_of
from tests.factories import municipalities as make_municipality
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support.clients import OutsideClient
from tests.support.world import FIRST, World

__all__ = ["program_of"]
type ClientOf = Callable[..., OutsideClient]

TEXT, ANSWER = "Zag u het busje ook op zondag?", "Ja, elke zondag om vier uur."
LONG_AGO = timedelta(days=30)


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def hanna(world: World) -> Actor:
    return actor_for(world.hanna)


@pytest.fixture
def philo(world: World) -> Actor:
    return actor_for(world.philo)


@pytest.fixture
def signal(world: World, wilma: Actor) -> Signal:
    """Sent by Hanna, taken up by Wilma."""
    return operations.take_up(make.received(world.goes, world.hanna), actor=wilma)


@pytest.fixture
def to_hanna(signal: Signal, world: World, wilma: Actor) -> Question:
    return make.questioned(signal, wilma, to_user_id=world.hanna.pk, text=TEXT)


@pytest.fixture
def to_inspectorate(signal: Signal, world: World, wilma: Actor) -> Question:
    return make.questioned(signal, wilma, to_partner_id=world.inspectorate.pk, text=TEXT)


def _now(question: Question) -> Question:
    found: Question = Question.objects.unscoped(reason="test").get(pk=question.pk)
    return found


def _make_late(question: Question, due_on: Any = None) -> None:
    day = due_on or today() - timedelta(days=1)
    late = {"due_on": day, "expires_on": day + timedelta(days=28)}
    Question.objects.unscoped(reason="test").filter(pk=question.pk).update(**late)


# --- who can be asked


def test_who_reports_who_works_on_it_and_care_coordination_can_be_asked_and_nobody_else(
    signal: Signal, world: World, wilma: Actor
) -> None:
    for person in (world.hanna, world.koos, world.karlijn):
        assert make.questioned(signal, wilma, to_user_id=person.pk).to_user == person
    for person in (world.wilma, world.vera, world.person("Berend"), world.person("Bente"), world.person("Philo")):
        with pytest.raises(Invalid) as refused:
            make.questioned(signal, wilma, to_user_id=person.pk)
        assert set(refused.value.fields) == {"to"}


def test_only_a_connected_partner_can_be_asked_and_with_a_purpose_and_a_ground(
    signal: Signal, world: World, wilma: Actor, program_of: Callable[..., Program]
) -> None:
    asked = make.questioned(signal, wilma, to_partner_id=world.inspectorate.pk)
    assert (asked.purpose != "", asked.ground) == (True, LegalGround.PUBLIC_TASK)
    with pytest.raises(Invalid) as refused:
        make.questioned(signal, wilma, to_partner_id=world.inspectorate.pk, purpose="", ground=None)
    assert set(refused.value.fields) == {"purpose", "ground"}
    police = type(world.inspectorate).objects.get(name="Politie (demo)")
    program_of(police, ("doormeldingen",))
    with pytest.raises(Invalid):
        make.questioned(signal, wilma, to_partner_id=police.pk)
    program_of(police, ("vragen",))
    assert make.questioned(signal, wilma, to_partner_id=police.pk).to_partner == police


def test_a_question_gives_away_no_anonymous_tip(signal: Signal, world: World, wilma: Actor) -> None:
    operations.decide(signal, actor=wilma, judgement=make.JUDGEMENT)
    given = {"anonymous": True, "kind": "anonymous_tip", "fields": ["place"]}
    make.handed_over(signal, wilma, world.inspectorate, **given)
    with pytest.raises(Invalid) as refused:
        make.questioned(signal, wilma, to_partner_id=world.inspectorate.pk)
    assert set(refused.value.fields) == {"to"}
    assert make.questioned(signal, wilma, to_partner_id=world.veilig_thuis.pk).is_open


def test_the_database_lets_nothing_leave_without_a_ground(to_inspectorate: Question) -> None:
    rows = Question.objects.unscoped(reason="test").filter(pk=to_inspectorate.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(ground="")


def test_care_coordination_asks_a_partner_about_her_own_signal_without_personal_data_only(world: World) -> None:
    karlijn = actor_for(world.karlijn)
    signal = operations.log_signal(
        actor=karlijn,
        municipality=world.goes,
        origin=Origin.CARE_COORDINATOR,
        facts=make.facts(),
        key=uuid.uuid4(),
    )
    with pytest.raises(Invalid) as refused:
        make.questioned(signal, karlijn, to_partner_id=world.inspectorate.pk)
    assert set(refused.value.fields) == {"ground"}
    plain = LegalGround.NO_PERSONAL_DATA
    assert make.questioned(signal, karlijn, to_partner_id=world.inspectorate.pk, ground=plain).is_open
    assert make.questioned(signal, karlijn, to_user_id=world.hanna.pk).is_open


def test_asking_is_for_whoever_works_on_the_signal(signal: Signal, world: World, hanna: Actor) -> None:
    operations.decide(signal, actor=actor_for(world.wilma), judgement=make.JUDGEMENT)
    operations.offer_signal(signal, actor=actor_for(world.wilma), why="Hulp nodig.", asked=agreed())
    for actor in (hanna, actor_for(world.karlijn), actor_for(world.vera)):
        with pytest.raises(Forbidden):
            make.questioned(signal, actor, to_user_id=world.koos.pk)


def test_nothing_is_asked_about_a_signal_that_nobody_took_up_or_that_is_closed(world: World, wilma: Actor) -> None:
    waiting = make.received(world.goes, world.hanna)
    closed = operations.close(make.handled(world.goes, world.wilma), actor=wilma, closing=make.CLOSING)
    for signal in (waiting, closed):
        with pytest.raises(WrongState):
            make.questioned(signal, wilma, to_user_id=world.koos.pk)


def test_the_same_form_sent_twice_asks_once_and_the_term_is_in_working_days(
    signal: Signal, world: World, wilma: Actor
) -> None:
    given = make.question(to_user_id=world.hanna.pk, term=Term(Unit.WORKDAYS, 2))
    first = operations.ask_question(signal, actor=wilma, question=given)
    assert operations.ask_question(signal, actor=wilma, question=given) == first
    assert Question.objects.of(signal).count() == 1
    assert first.due_on == add_working_days(today(), 2)
    with pytest.raises(AlreadySent):
        operations.ask_question(signal, actor=wilma, question=replace(given, text="Iets anders"))
    mails = OutboxMessage.objects.filter(user_id=world.hanna.pk)
    assert mails.count() == 1


# --- what who was asked sees


def test_any_colleague_of_the_organisation_answers_and_nobody_of_another(
    to_inspectorate: Question, world: World, wilma: Actor, philo: Actor, hanna: Actor
) -> None:
    for other in (wilma, hanna, actor_for(world.person("Tirza")), actor_for(world.koos)):
        with pytest.raises(Forbidden):
            operations.answer_question(to_inspectorate, actor=other, text=ANSWER)
    operations.answer_question(to_inspectorate, actor=philo, text=ANSWER)
    assert (_now(to_inspectorate).answer, _now(to_inspectorate).answered_by) == (ANSWER, world.philo)


def test_who_is_shut_out_can_neither_be_asked_nor_read_nor_answer(
    to_hanna: Question, signal: Signal, world: World, wilma: Actor, client_of: ClientOf
) -> None:
    shield.excluded(signal, world.hanna)
    client = client_of(world.hanna)
    assert client.get(reverse("signals:question", args=[to_hanna.pk])).status_code == 404
    assert to_hanna.reference not in client.get(reverse("signals:questions")).content.decode()
    shut_out = actor_for(world.hanna)
    assert count_work(shut_out) == 0
    with pytest.raises(Forbidden):
        operations.answer_question(to_hanna, actor=shut_out, text=ANSWER)
    with context(sign(shut_out)):
        assert not Question._base_manager.exists()
    with pytest.raises(Invalid):
        make.questioned(signal, wilma, to_user_id=world.hanna.pk)


def test_of_a_restricted_signal_only_the_team_can_be_asked(
    to_hanna: Question, to_inspectorate: Question, signal: Signal, world: World, wilma: Actor, philo: Actor
) -> None:
    shield.restricted(signal, [world.wilma, world.koos])
    assert make.questioned(signal, wilma, to_user_id=world.koos.pk).is_open
    for outside in (world.hanna, world.karlijn):
        with pytest.raises(Invalid):
            make.questioned(signal, wilma, to_user_id=outside.pk)
    with context(sign(actor_for(world.hanna))):
        assert not Question.objects.asked_of(actor_for(world.hanna)).exists()
    # What a partner was asked is the partner's own.
    assert Question.objects.asked_of(philo).get() == to_inspectorate


@pytest.mark.parametrize("step", ["exclude", "restrict"])
def test_a_question_to_who_is_shut_out_is_taken_back_and_no_other(
    step: str, to_hanna: Question, to_inspectorate: Question, signal: Signal, world: World, wilma: Actor
) -> None:
    to_koos = make.questioned(signal, wilma, to_user_id=world.koos.pk)
    if step == "exclude":
        operations.exclude_colleague(signal, actor=wilma, user_id=world.hanna.pk, why="Familie.")
    else:
        operations.restrict_signal(signal, actor=wilma, user_ids=[world.wilma.pk, world.koos.pk], why="Gevoelig.")
    assert (_now(to_hanna).state, _now(to_hanna).reason != "") == (QuestionState.WITHDRAWN, True)
    assert {_now(one).state for one in (to_koos, to_inspectorate)} == {QuestionState.OPEN}


def test_on_days_of_absence_the_deputy_gets_the_question_and_answers_it(
    signal: Signal, world: World, wilma: Actor
) -> None:
    asked = make.questioned(signal, wilma, to_user_id=world.koos.pk)
    daphne = actor_for(world.daphne, "focal_officer")
    with pytest.raises(Forbidden):
        operations.answer_question(asked, actor=daphne, text=ANSWER)
    Absence.objects.create(
        user=world.koos, deputy=world.daphne, role="focal_officer", valid_from=today(), valid_until=today()
    )
    daphne = actor_for(world.daphne, "focal_officer")
    assert [item.reference for item in work(daphne) if item.what == "Vraag beantwoorden"] == [asked.reference]
    OutboxMessage.objects.all().delete()
    later = make.questioned(signal, wilma, to_user_id=world.koos.pk)
    assert [mail.user_id for mail in OutboxMessage.objects.all()] == [world.daphne.pk]
    operations.answer_question(later, actor=daphne, text=ANSWER)
    assert _now(later).answered_by == world.daphne


@pytest.mark.parametrize("person", ["hanna", "koos", "karlijn"])
def test_who_works_there_no_more_neither_reads_nor_answers_until_a_merger_brings_it_back(
    person: str, signal: Signal, world: World, wilma: Actor, client_of: ClientOf
) -> None:
    """A reporter, an officer and care coordination: the role went to Vlissingen, or the agreement with Goes ended."""
    user = getattr(world, person)
    asked = make.questioned(signal, wilma, to_user_id=user.pk, text=TEXT)
    assert Question.objects.asked_of(actor_for(user)).get() == asked
    Mandate.objects.filter(municipality=world.goes).update(valid_until=FIRST)
    MunicipalityRole.objects.filter(user=user).update(content_object=world.vlissingen)
    gone = actor_for(user)
    assert gone.hat
    assert not Question.objects.asked_of(gone).exists()
    assert not Question.objects.visible_to(gone).exists()
    assert count_work(gone) == 0
    assert client_of(user).get(reverse("signals:question", args=[asked.pk])).status_code == 404
    with pytest.raises(Forbidden):
        operations.answer_question(asked, actor=gone, text=ANSWER)
    make_municipality.mandate(world.vlissingen, world.zvh_zeeland)
    assert not Question.objects.asked_of(actor_for(user)).exists()
    Municipality.objects.filter(pk=world.goes.pk).update(successor=world.vlissingen, succeeded_on=today())
    assert Question.objects.asked_of(actor_for(user)).get() == asked
    operations.answer_question(asked, actor=actor_for(user), text=ANSWER)
    assert _now(asked).answered_by == user


def test_who_works_on_the_signal_finds_it_by_the_number_that_the_asked_names(
    to_inspectorate: Question, signal: Signal, world: World, wilma: Actor, hanna: Actor, philo: Actor
) -> None:
    found = ABOUT_SIGNAL.find(wilma, to_inspectorate.reference.lower())
    assert found is not None
    assert [hit.url for hit in found.hits] == [f"{reverse('signals:detail', args=[signal.pk])}#vragen"]
    elsewhere = ABOUT_SIGNAL.find(actor_for(world.vera), to_inspectorate.reference)
    assert elsewhere is not None
    assert elsewhere.hits == []
    assert ABOUT_SIGNAL.find(hanna, to_inspectorate.reference) is None
    assert ABOUT_SIGNAL.find(philo, to_inspectorate.reference) is None


# --- what is over


def test_withdrawing_is_for_who_works_on_the_signal_and_not_after_the_answer(
    to_hanna: Question, world: World, wilma: Actor, hanna: Actor
) -> None:
    with pytest.raises(Forbidden):
        operations.withdraw_question(to_hanna, actor=hanna, reason="Liever niet.")
    operations.answer_question(to_hanna, actor=hanna, text=ANSWER)
    with pytest.raises(WrongState):
        operations.withdraw_question(to_hanna, actor=wilma, reason="Al bekend.")


def test_an_open_question_keeps_the_signal_open_until_it_is_settled(
    to_hanna: Question, signal: Signal, wilma: Actor
) -> None:
    with pytest.raises(WrongState, match="een open vraag"):
        operations.close(signal, actor=wilma, closing=make.CLOSING)
    operations.withdraw_question(to_hanna, actor=wilma, reason="Niet meer nodig.")
    operations.close(signal, actor=wilma, closing=make.CLOSING)


def test_what_waits_stands_with_the_asked_and_what_is_late_with_the_asker(
    to_hanna: Question, signal: Signal, world: World, wilma: Actor, hanna: Actor
) -> None:
    def asking() -> list[str]:
        return [item.reference for item in work(wilma) if "vraag" in item.what]

    seen: SignalQuerySet = Signal.objects.visible_to(wilma)
    assert [(item.reference, item.due) for item in work(hanna)] == [(to_hanna.reference, to_hanna.due_on)]
    assert count_work(hanna) == 1
    assert [line.text for line in lines(hanna)] == ["1 vraag te beantwoorden"]
    assert asking() == []
    before = count_work(wilma)
    _make_late(to_hanna)
    assert asking() == [to_hanna.reference]
    assert count_work(wilma) == before + 1
    assert list(watched(seen, "zonder-antwoord", wilma)) == list(tab_of(seen, "te-laat")) == [signal]
    assert [item.reference for item in work(actor_for(world.koos)) if "vraag" in item.what] == []
    operations.answer_question(to_hanna, actor=hanna, text=ANSWER)
    assert (asking(), count_work(hanna), list(lines(hanna))) == ([], 0, [])
    assert not watched(seen, "zonder-antwoord", wilma).exists()


def test_a_late_answer_is_one_until_the_question_expires(
    to_hanna: Question, to_inspectorate: Question, philo: Actor, hanna: Actor, world: World
) -> None:
    OutboxMessage.objects.all().delete()
    _make_late(to_hanna, today() - timedelta(days=29))
    _make_late(to_inspectorate, today() - timedelta(days=28))
    with time_machine.travel(timezone.now(), tick=False):
        run_question_clock(Job(), NOBODY)
    assert (_now(to_hanna).state, _now(to_inspectorate).state) == (QuestionState.EXPIRED, QuestionState.OPEN)
    assert [mail.user_id for mail in OutboxMessage.objects.all()] == [world.wilma.pk]
    operations.answer_question(to_inspectorate, actor=philo, text=ANSWER)
    with pytest.raises(WrongState):
        operations.answer_question(to_hanna, actor=hanna, text=ANSWER)
