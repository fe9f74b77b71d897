"""How a signal becomes a case."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from audit.models import AuditEvent
from cases import intake
from cases.models import Case, PhasePeriod, SignalLink, SignalOutcome
from cases.team import members_of
from cases.workflow import CasePhase
from core.access import Actor
from core.errors import Forbidden, Invalid, NotVisible, Stale, WrongState
from core.resend import AlreadySent
from core.unit import Unit
from core.workdays import today
from municipalities.models import Mandate
from signals import operations as signal_operations
from signals.codes import Answered, Form
from signals.models import Offer, Signal
from signals.workflow import OfferState
from tests.factories import cases as make
from tests.factories import signals as make_signal
from tests.support.world import World

type AsUser = Callable[..., AbstractContextManager[Actor]]
HAT = make.HAT


def _accept(
    world: World, actor: Actor, *signals: Signal, key: uuid.UUID | None = None, again: bool = False, **given: Any
) -> Case:
    return intake.accept_into_new_case(
        actor=actor,
        key=key or uuid.uuid4(),
        opening=make.opening(world.goes, **given),
        brought=make.brought(*signals, again=again),
    )


def test_an_accepted_offer_becomes_a_case_in_intake_owned_by_the_coordinator(world: World, as_user: AsUser) -> None:
    signal = make.offered(world.goes, world.wilma)
    with as_user(world.karlijn, HAT) as karlijn:
        case = _accept(world, karlijn, signal)
        assert (case.phase, case.owner, case.municipality) == (CasePhase.INTAKE, world.karlijn, world.goes)
        assert make.offer_of(signal).state == OfferState.ACCEPTED
        assert [row.user for row in members_of(case, today())] == [world.karlijn]
        assert PhasePeriod.objects.of(case).get().phase == CasePhase.INTAKE
    assert case.reference.startswith("C-")
    assert case.working_name
    assert case.due_on == case.next_contact_on
    assert case.next_contact_on is not None


def test_the_link_copies_what_care_needs_and_nothing_of_the_story(world: World, as_user: AsUser) -> None:
    signal = make.offered(world.goes, world.wilma, form=Form.LABOUR, minor=Answered.YES)
    with as_user(world.karlijn, HAT) as karlijn:
        case = _accept(world, karlijn, signal)
        link = SignalLink.objects.of(case).get()
    assert (link.signal_id, link.form, link.minor, link.summary) == (
        signal.pk,
        Form.LABOUR,
        Answered.YES,
        make.SUMMARY,
    )
    copied = {str(value) for row in (case, link) for value in row.__dict__.values()}
    assert make_signal.FACTS not in copied


def test_several_signals_go_into_one_case(world: World, as_user: AsUser) -> None:
    signals = [make.offered(world.goes, world.wilma) for _ in range(3)]
    with as_user(world.karlijn, HAT) as karlijn:
        case = _accept(world, karlijn, *signals)
        assert SignalLink.objects.of(case).count() == 3
        states = {offer.state for signal in signals for offer in Offer.objects.of(signal)}
    assert states == {OfferState.ACCEPTED}


def test_a_signal_joins_a_case_that_runs(world: World, as_user: AsUser) -> None:
    first, second = make.offered(world.goes, world.wilma), make.offered(world.goes, world.wilma)
    with as_user(world.karlijn, HAT) as karlijn:
        case = _accept(world, karlijn, first)
        intake.accept_into_case(case, actor=karlijn, brought=make.brought(second))
        assert {link.signal_id for link in SignalLink.objects.of(case)} == {first.pk, second.pk}


def test_one_signal_can_feed_two_cases_when_she_says_so(world: World, as_user: AsUser) -> None:
    signal = make.offered(world.goes, world.wilma)
    with as_user(world.karlijn, HAT) as karlijn:
        first, second = _accept(world, karlijn, signal), _accept(world, karlijn, signal, again=True)
        assert first.working_name != second.working_name
        assert Offer.objects.of(signal).count() == 1
    with as_user(world.wilma) as wilma:
        assert SignalOutcome.objects.visible_to(wilma).of_signal(signal.pk).count() == 1


def test_one_offer_never_makes_two_cases_unasked(world: World, as_user: AsUser) -> None:
    signal = make.offered(world.goes, world.wilma)
    with as_user(world.karlijn, HAT) as karlijn:
        first = _accept(world, karlijn, signal)
        with pytest.raises(intake.AlreadyCase) as refused:
            _accept(world, karlijn, signal)
        assert [link.case_id for link in refused.value.links] == [first.pk]
        assert Case.objects.visible_to(karlijn).count() == 1


def test_another_opening_under_the_same_key_is_refused(world: World, as_user: AsUser) -> None:
    signal, key = make.offered(world.goes, world.wilma), uuid.uuid4()
    with as_user(world.karlijn, HAT) as karlijn:
        case = _accept(world, karlijn, signal, key=key)
        with pytest.raises(AlreadySent):
            _accept(world, karlijn, signal, key=key, request="Iets heel anders.")
        case.refresh_from_db()
        assert case.request != "Iets heel anders."


def test_sending_the_form_twice_makes_one_case(world: World, as_user: AsUser) -> None:
    signal, key = make.offered(world.goes, world.wilma), uuid.uuid4()
    with as_user(world.karlijn, HAT) as karlijn:
        assert _accept(world, karlijn, signal, key=key) == _accept(world, karlijn, signal, key=key)
        assert Case.objects.visible_to(karlijn).count() == 1
        assert SignalLink.objects.visible_to(karlijn).count() == 1


def test_an_offer_that_changed_since_the_form_was_opened_is_not_accepted(world: World, as_user: AsUser) -> None:
    signal = make.offered(world.goes, world.wilma)
    with as_user(world.karlijn, HAT) as karlijn:
        seen = make.offer_of(signal).version
        Offer.objects.of(signal).update(version=seen + 1)
        stale = [intake.Brought(signal, make.SUMMARY, offer_version=seen)]
        with pytest.raises(Stale):
            intake.accept_into_new_case(
                actor=karlijn, key=uuid.uuid4(), opening=make.opening(world.goes), brought=stale
            )
        assert not Case.objects.visible_to(karlijn).exists()
        assert make.offer_of(signal).state == OfferState.OFFERED


def test_when_one_of_several_cannot_be_accepted_nothing_is(world: World, as_user: AsUser) -> None:
    signal, foreign = make.offered(world.goes, world.wilma), make.offered(world.breda, world.floor)
    with as_user(world.karlijn, HAT) as karlijn, pytest.raises(NotVisible):
        _accept(world, karlijn, signal, foreign)
    assert not Case.objects.unscoped(reason="test").exists()
    assert make.offer_of(signal).state == make.offer_of(foreign).state == OfferState.OFFERED


def test_a_refused_or_withdrawn_signal_cannot_be_brought_in(world: World, as_user: AsUser) -> None:
    signal = make.offered(world.goes, world.wilma)
    with as_user(world.karlijn, HAT) as karlijn:
        intake.refuse(make.offer_of(signal), actor=karlijn, refusal="Geen hulpvraag.")
        with pytest.raises(NotVisible):
            _accept(world, karlijn, signal, again=True)
        assert not Case.objects.visible_to(karlijn).exists()


def test_a_signal_that_is_closed_goes_into_no_second_case(world: World, as_user: AsUser) -> None:
    signal = make.offered(world.goes, world.wilma)
    with as_user(world.karlijn, HAT) as karlijn:
        _accept(world, karlijn, signal)
    with as_user(world.wilma) as wilma:
        signal_operations.close(signal, actor=wilma, closing=make_signal.CLOSING)
    with as_user(world.karlijn, HAT) as karlijn, pytest.raises(WrongState, match="gesloten"):
        _accept(world, karlijn, signal, again=True)
    assert Case.objects.unscoped(reason="test").count() == 1


def test_what_she_said_of_one_signal_is_not_said_of_another_whose_offer_was_taken_meanwhile(
    world: World, as_user: AsUser
) -> None:
    first, second = make.offered(world.goes, world.wilma), make.offered(world.goes, world.wilma)
    shown = [intake.Brought(second, make.SUMMARY, make.offer_of(second).version, again=True)]
    with as_user(world.karlijn, HAT) as karlijn:
        _accept(world, karlijn, first, second)
        with pytest.raises(intake.AlreadyCase):
            intake.accept_into_new_case(
                actor=karlijn, key=uuid.uuid4(), opening=make.opening(world.goes), brought=shown
            )


def test_her_own_signal_is_offered_and_accepted_in_one_step(world: World, as_user: AsUser) -> None:
    with as_user(world.karlijn, HAT) as karlijn:
        signal = make.own_signal(world.goes, world.karlijn)
        _accept(world, karlijn, signal)
        offer = Offer.objects.of(signal).get()
    assert (offer.state, offer.author, offer.answered_by) == (OfferState.ACCEPTED, world.karlijn, world.karlijn)


def test_without_a_signal_there_is_no_acceptance(world: World, as_user: AsUser) -> None:
    with as_user(world.karlijn, HAT) as karlijn, pytest.raises(Invalid):
        _accept(world, karlijn)


def test_a_closed_case_takes_no_more_signals(world: World, as_user: AsUser) -> None:
    signal = make.offered(world.goes, world.wilma)
    with as_user(world.karlijn, HAT) as karlijn:
        case = make.closed(world.goes, world.karlijn)
        with pytest.raises(WrongState):
            intake.accept_into_case(case, actor=karlijn, brought=make.brought(signal))


@pytest.mark.parametrize("person", ["wilma", "vera", "daphne", "lowie", "hanna", "outsider"])
def test_nobody_else_opens_a_case(world: World, as_user: AsUser, person: str) -> None:
    signal = make.offered(world.goes, world.wilma)
    with as_user(getattr(world, person)) as actor, pytest.raises(Forbidden):
        _accept(world, actor, signal)
    assert not Case.objects.unscoped(reason="test").exists()


def test_without_a_mandate_nothing_can_be_started(world: World, as_user: AsUser) -> None:
    signal = make.offered(world.goes, world.wilma)
    opening = make.opening(world.goes)
    Mandate.objects.filter(municipality=world.goes).delete()
    brought = make.brought(signal)
    with as_user(world.karlijn, HAT) as karlijn, pytest.raises(Forbidden):
        intake.accept_into_new_case(actor=karlijn, key=uuid.uuid4(), opening=opening, brought=brought)


def test_a_question_returns_the_offer_and_the_answer_offers_it_again(world: World, as_user: AsUser) -> None:
    signal = make.offered(world.goes, world.wilma)
    with as_user(world.karlijn, HAT) as karlijn:
        offer = intake.ask_back(make.offer_of(signal), actor=karlijn, question="Is een eigen tolk geregeld?")
    assert (offer.state, offer.follow_first) == (OfferState.RETURNED, False)
    with as_user(world.wilma) as wilma:
        signal_operations.offer_again(offer, actor=wilma, reply="Ja.")
    with as_user(world.karlijn, HAT) as karlijn:
        assert _accept(world, karlijn, signal).phase == CasePhase.INTAKE


def test_following_first_is_a_return_with_that_advice(world: World, as_user: AsUser) -> None:
    signal = make.offered(world.goes, world.wilma)
    with as_user(world.karlijn, HAT) as karlijn:
        offer = intake.advise_following(make.offer_of(signal), actor=karlijn, why="Nog geen hulpvraag.")
    assert (offer.state, offer.follow_first) == (OfferState.RETURNED, True)


@pytest.mark.parametrize("answer", ["ask_back", "advise_following", "refuse"])
def test_an_answer_without_words_is_refused(world: World, as_user: AsUser, answer: str) -> None:
    signal = make.offered(world.goes, world.wilma)
    words = {"ask_back": "question", "advise_following": "why", "refuse": "refusal"}[answer]
    with as_user(world.karlijn, HAT) as karlijn, pytest.raises(Invalid):
        getattr(intake, answer)(make.offer_of(signal), actor=karlijn, **{words: " "})


def _two_municipalities(world: World, as_user: AsUser) -> tuple[Case, Signal, Signal]:
    """A case of Goes and Vlissingen, once Vlissingen has a mandate too."""
    carer = Mandate.objects.get(municipality=world.goes).organisation
    Mandate.objects.create(
        municipality=world.vlissingen, organisation=carer, document="Voorbeeldbesluit", valid_from=today()
    )
    goes, vlissingen = make.offered(world.goes, world.wilma), make.offered(world.vlissingen, world.vera)
    with as_user(world.karlijn, HAT) as karlijn:
        return _accept(world, karlijn, goes, vlissingen), goes, vlissingen


def test_neither_focal_officer_learns_of_the_other_municipality(world: World, as_user: AsUser) -> None:
    _, goes, vlissingen = _two_municipalities(world, as_user)
    for officer, own, other in ((world.wilma, goes, vlissingen), (world.vera, vlissingen, goes)):
        with as_user(officer) as actor:
            outcome = SignalOutcome.objects.visible_to(actor).get()
            assert (outcome.signal_id, outcome.municipality_id) == (own.pk, own.municipality_id)
            assert not SignalOutcome.objects.visible_to(actor).of_signal(other.pk).exists()
            assert not Case.objects.visible_to(actor).exists()
            assert not SignalLink.objects.visible_to(actor).exists()


def test_the_log_of_a_signal_says_nothing_of_the_case_or_of_the_other_signal(
    world: World, unit: Unit, as_user: AsUser
) -> None:
    case, goes, vlissingen = _two_municipalities(world, as_user)
    told = [event for event in unit.gathered if isinstance(event, AuditEvent) and event.dossier_id == goes.pk]
    assert {"cases.became_case", "signals.offer_accepted"} <= {event.event for event in told}
    words = " ".join(f"{event.detail} {event.reference} {event.object_id}" for event in told)
    for secret in (case.reference, str(case.pk), vlissingen.reference, str(vlissingen.pk)):
        assert secret not in words
    assert {event.municipality_id for event in told} == {world.goes.pk}
