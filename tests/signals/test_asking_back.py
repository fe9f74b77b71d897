"""What the receiver of a handover asks about it, and the reply: in the inbox, in Mijn werk and over the API."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from core.access import Actor
from core.errors import Invalid, WrongState
from core.resend import AlreadySent
from core.workdays import today
from jobs.models import OutboxMessage
from municipalities.roles import actor_for
from signals import operations
from signals.models import Handover, HandoverQuestion
from signals.operations.asking_back import MOST_OPEN, AskedBack, named_in_reply
from signals.operations.mentions import ToldPerson
from signals.work import work
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

NEEDED = "Welke dagen wordt daar gewerkt?"
REPLY = "Elke dag, ook op zondag."
NAME = "Zwaantje Zeepdoos"


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma)


@pytest.fixture
def handover(world: World, wilma: Actor) -> Handover:
    signal = make.mentioned(make.handled(world.goes, world.wilma), wilma, ToldPerson(NAME))
    return make.handed_over(signal, wilma, world.inspectorate)


def _questions(handover: Handover) -> list[HandoverQuestion]:
    return list(HandoverQuestion.objects.unscoped(reason="test").filter(handover=handover))


def test_the_receiver_asks_the_officer_replies_and_both_read_it(
    world: World, handover: Handover, wilma: Actor, client_of: Callable[..., OutsideClient]
) -> None:
    partner, officer = client_of(world.philo), client_of(world.wilma)
    url = reverse("postbox:ask-back", args=[handover.pk])
    assert "Schrijf op wat u nog nodig hebt." in partner.post(url, {"hat": "partner_contact"}).content.decode()
    sent = partner.filled(url, text=NEEDED)
    mails = OutboxMessage.objects.count()
    assert partner.post(url, sent).status_code == partner.post(url, sent).status_code == 302
    [question] = _questions(handover)
    assert OutboxMessage.objects.count() == mails + 1
    assert f"Vraag van {world.inspectorate} beantwoorden" in [one.what for one in work(wilma)]
    assert NEEDED in officer.get(reverse("signals:handed-over", args=[handover.pk])).content.decode()
    answer = reverse("signals:reply-to-partner", args=[question.pk])
    refused = officer.post(answer, officer.filled(answer, text=f"Vraag het {NAME}."))
    assert refused.status_code == 422
    assert f"“{NAME}”" in refused.content.decode()
    # She rang before she wrote it down: to whom and when stays with her.
    by_phone = officer.filled(answer, text=REPLY, told_on=today().isoformat())
    assert set(officer.post(answer, by_phone).context["form"].errors) == {"told_to"}
    early = officer.post(answer, by_phone | {"told_to": "De balie daar", "told_on": "2020-01-02"})
    assert set(early.context["form"].errors) == {"told_on"}
    for _ in range(2):
        assert officer.post(answer, by_phone | {"told_to": "De balie daar"}).status_code == 302
    there = partner.get(reverse("postbox:handover", args=[handover.pk])).content.decode()
    assert (REPLY in there, "De balie daar" in there) == (True, False)
    here = officer.get(reverse("signals:handed-over", args=[handover.pk])).content.decode()
    assert REPLY in here
    assert "De balie daar" in here
    assert f"Vraag van {world.inspectorate} beantwoorden" not in [one.what for one in work(wilma)]


def test_so_many_wait_for_a_reply_and_no_more(handover: Handover, world: World, wilma: Actor) -> None:
    philo = actor_for(world.philo)
    for number in range(MOST_OPEN):
        operations.ask_back(handover, actor=philo, asked=AskedBack(f"Vraag {number}?"))
    with pytest.raises(WrongState, match="al vragen die op antwoord wachten"):
        operations.ask_back(handover, actor=philo, asked=AskedBack("Nog een?"))
    operations.reply_to_partner(_questions(handover)[0], actor=wilma, text=REPLY)
    operations.ask_back(handover, actor=philo, asked=AskedBack("Nog een?"))
    assert len(_questions(handover)) == MOST_OPEN + 1


def test_a_reply_names_nobody_who_did_not_go_along_and_of_a_tip_nothing_that_leads_to_somebody(
    world: World, handover: Handover, wilma: Actor
) -> None:
    philo = actor_for(world.philo)
    operations.ask_back(handover, actor=philo, asked=AskedBack(NEEDED))
    with pytest.raises(Invalid):
        operations.reply_to_partner(_questions(handover)[0], actor=wilma, text=f"Vraag het {NAME}.")
    tip = make.handed_over(handover.signal, wilma, world.inspectorate, anonymous=True)
    operations.ask_back(tip, actor=philo, asked=AskedBack(NEEDED))
    with pytest.raises(Invalid) as refusal:
        operations.reply_to_partner(_questions(tip)[0], actor=wilma, text="Bel 06 12345678.")
    assert "anonieme tip" in refusal.value.fields["text"][0]
    # With a capital, because it begins: an answer is nobody's name.
    assert not named_in_reply(tip, "Ja, aan de kant van het water.")
    assert not named_in_reply(tip, "Nee. Helaas niet.")


def test_nothing_is_asked_of_what_ended_and_another_text_under_the_same_key_is_refused(
    world: World, handover: Handover, wilma: Actor
) -> None:
    philo, asked = actor_for(world.philo), AskedBack(NEEDED)
    operations.ask_back(handover, actor=philo, asked=asked)
    with pytest.raises(AlreadySent):
        operations.ask_back(handover, actor=philo, asked=AskedBack("Iets anders", asked.key))
    [question] = _questions(handover)
    operations.withdraw_handover(handover, actor=wilma, reason="Vergissing.")
    with pytest.raises(WrongState, match="ingetrokken"):
        operations.ask_back(handover, actor=philo, asked=AskedBack("En nu?"))
    with pytest.raises(WrongState):
        operations.reply_to_partner(question, actor=wilma, text=REPLY)
    assert f"Vraag van {world.inspectorate} beantwoorden" not in [one.what for one in work(wilma)]
    other = make.handed_over(handover.signal, wilma, world.inspectorate)
    operations.refuse_handover(other, actor=philo, refusal="Niet van ons.")
    with pytest.raises(WrongState, match="geen vragen meer"):
        operations.ask_back(other, actor=philo, asked=AskedBack("En nu?"))
