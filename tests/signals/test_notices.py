"""Who gets a mail that there is something to see: whoever has to act on it, that day."""

import pytest
from django.utils import timezone

from jobs.models import OutboxMessage
from municipalities.codes import Role
from municipalities.models import Absence, MunicipalityRole
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Outcome
from signals.models import Offer, Signal
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support.world import World


@pytest.fixture
def signal(world: World) -> Signal:
    return make.handled(world.goes, world.wilma)


def mailed() -> set[int | None]:
    """Whom a mail waits for; it is taken away, so that the next question is about the next step."""
    waiting = OutboxMessage.objects.all()
    found = {message.user_id for message in waiting}
    waiting.delete()
    return found


def _again(signal: Signal) -> Signal:
    return Signal._base_manager.get(pk=signal.pk)


def offered(signal: Signal, world: World) -> Offer:
    operations.offer_signal(signal, actor=actor_for(world.wilma), why="Zij heeft zorg nodig.", asked=agreed())
    return Offer.objects.of(signal).get()


def test_a_partner_is_mailed_of_a_new_handover_and_the_owner_of_its_answer(world: World, signal: Signal) -> None:
    handover = make.handed_over(signal, actor_for(world.wilma), world.inspectorate)
    assert mailed() == {world.philo.pk}
    operations.answer_handover(handover, actor=actor_for(world.philo), outcomes=[Outcome.INSPECTION_DONE])
    assert mailed() == {world.wilma.pk}


def test_the_owner_is_mailed_when_a_partner_refuses(world: World, signal: Signal) -> None:
    handover = make.handed_over(signal, actor_for(world.wilma), world.inspectorate)
    mailed()
    operations.refuse_handover(handover, actor=actor_for(world.philo), refusal="Niet ons werk.")
    assert mailed() == {world.wilma.pk}


def test_nobody_is_mailed_of_an_answer_that_the_officer_wrote_down_herself(world: World, signal: Signal) -> None:
    handover = make.handed_over(signal, actor_for(world.wilma), world.inspectorate)
    mailed()
    operations.record_answer(handover, actor=actor_for(world.wilma), outcomes=[Outcome.INSPECTION_DONE])
    assert mailed() == set()


def test_an_offer_reaches_care_coordination_and_what_comes_back_its_owner(world: World, signal: Signal) -> None:
    offer = offered(signal, world)
    assert mailed() == {world.karlijn.pk}
    karlijn = actor_for(world.karlijn)
    offer = operations.return_offer(offer, actor=karlijn, question="Spreekt zij Nederlands?")
    assert mailed() == {world.wilma.pk}
    offer = operations.offer_again(offer, actor=actor_for(world.wilma), reply="Een beetje.")
    assert mailed() == {world.karlijn.pk}
    operations.refuse_offer(offer, actor=karlijn, refusal="Zij wil geen hulp.")
    assert mailed() == {world.wilma.pk}


def test_the_deputy_is_mailed_while_the_owner_is_away(world: World, signal: Signal) -> None:
    offer = offered(signal, world)
    mailed()
    day = timezone.localdate()
    Absence.objects.create(
        user=world.wilma, deputy=world.koos, role=Role.FOCAL_OFFICER, valid_from=day, valid_until=day
    )
    karlijn = actor_for(world.karlijn)
    offer = operations.return_offer(offer, actor=karlijn, question="Spreekt zij Nederlands?")
    assert mailed() == {world.koos.pk}
    # From whom it is kept hears of nothing; everybody else does.
    wilma = actor_for(world.wilma, Role.FOCAL_OFFICER)
    offer = operations.offer_again(offer, actor=wilma, reply="Een beetje.")
    operations.exclude_colleague(_again(signal), actor=wilma, user_id=world.koos.pk, why="Zij kennen elkaar.")
    mailed()
    operations.return_offer(offer, actor=karlijn, question="En leest zij het?")
    assert mailed() == {world.daphne.pk, world.wilma.pk}


def test_who_is_on_duty_is_mailed_when_the_owner_left(world: World, signal: Signal) -> None:
    offer = offered(signal, world)
    mailed()
    MunicipalityRole.objects.filter(user=world.wilma).delete()
    operations.return_offer(offer, actor=actor_for(world.karlijn), question="Spreekt zij Nederlands?")
    assert mailed() == {world.koos.pk, world.daphne.pk}


def test_who_had_it_in_hand_is_mailed_when_it_is_taken_back(world: World, signal: Signal) -> None:
    wilma = actor_for(world.wilma, "focal_officer")
    unread, read = (make.handed_over(signal, wilma, world.inspectorate) for _ in range(2))
    mailed()
    operations.withdraw_handover(unread, actor=wilma, reason="Te vroeg.")
    assert mailed() == set()
    read = operations.receive_handover(read, actor=actor_for(world.philo))
    operations.withdraw_handover(read, actor=wilma, reason="Te vroeg.")
    assert mailed() == {world.philo.pk}
    offer = offered(signal, world)
    mailed()
    operations.withdraw_offer(offer, actor=wilma)
    assert mailed() == {world.karlijn.pk}
    asked = make.questioned(signal, wilma, to_user_id=world.koos.pk)
    mailed()
    operations.withdraw_question(asked, actor=wilma, reason="Al bekend.")
    assert mailed() == {world.koos.pk}
