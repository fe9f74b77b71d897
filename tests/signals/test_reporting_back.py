"""What the officer is told of the answer to a reporter, and what really happens to it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from audit.events import Result
from audit.models import AuditEvent
from core.unit import unit_of_work
from jobs.models import OutboxMessage
from municipalities.roles import actor_for
from signals import operations
from signals.models import Offer, Signal, Submission
from signals.operations.lifecycle import Closing
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

CLOSING = {"close_reason": "no_indication", "close_motivation": "De vergunning klopt."}
NOT_SENT = "Signaalpunt verstuurt dit niet"


def close_at_once(client: OutsideClient, signal: Signal, **given: Any) -> str:
    """What the page says after closing."""
    data = {"hat": "focal_officer", "version": signal.version, **CLOSING, **given}
    answer = client.post(reverse("signals:close-at-once", args=[signal.pk]), data)
    assert answer.status_code == 302, answer.content.decode()
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def closed_card(client: OutsideClient, signal: Signal) -> str:
    page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    return page.partition('id="gesloten"')[2].partition("</section>")[0]


def test_an_answer_to_a_colleague_is_sent_and_the_page_says_so_before_and_after(
    world: World, client_of: ClientOf
) -> None:
    signal, client = make.received(world.goes, world.hanna), client_of(world.wilma)
    form = client.get(reverse("signals:close-at-once", args=[signal.pk])).content.decode()
    assert "Dit sturen we naar Hanna Handveger" in form
    OutboxMessage.objects.all().delete()
    told = close_at_once(client, signal, answer="Dank voor uw melding.")
    assert told == "Het signaal is gesloten. Uw antwoord is verstuurd naar Hanna Handveger."
    assert [mail.user_id for mail in OutboxMessage.objects.all()] == [world.hanna.pk]
    assert "Verstuurd naar Hanna Handveger" in closed_card(client, signal)


def test_without_an_answer_the_colleague_gets_no_mail_and_the_page_says_what_she_sees(
    world: World, client_of: ClientOf
) -> None:
    signal, client = make.received(world.goes, world.hanna), client_of(world.wilma)
    OutboxMessage.objects.all().delete()
    told = close_at_once(client, signal, no_answer_why="Zij werkt hier niet meer.")
    assert told == "Het signaal is gesloten. Hanna Handveger ziet alleen dat het signaal is afgerond."
    assert not OutboxMessage.objects.exists()
    assert "ziet alleen dat het signaal is afgerond" in closed_card(client, signal)


def test_of_a_signal_the_officer_logged_herself_nothing_is_sent_and_the_page_says_so(
    world: World, client_of: ClientOf
) -> None:
    signal, client = make.handled(world.goes, world.wilma), client_of(world.wilma)
    assert NOT_SENT in client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    data = {"hat": "focal_officer", "version": signal.version, "close": "on", **CLOSING, "answer": "Gebeld en bedankt."}
    answer = client.post(reverse("signals:decide", args=[signal.pk]), data)
    told = " ".join(str(message) for message in get_messages(answer.wsgi_request))
    assert told == "Het signaal is gesloten. Er is niets verstuurd: vertel de melder zelf wat u opschreef."
    assert not OutboxMessage.objects.exists()
    assert "Niet verstuurd door Signaalpunt" in closed_card(client, signal)


def test_a_message_before_closing_is_only_called_sent_when_it_is(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    sent_in, logged = make.received(world.goes, world.hanna), make.triaged(world.goes, world.wilma)
    for signal, verb in ((sent_in, "Bericht versturen"), (logged, "Vastleggen wat u de melder vertelde")):
        page = client.get(reverse("signals:inform-reporter", args=[signal.pk])).content.decode()
        assert verb in page
        assert (NOT_SENT in page) == (signal == logged)


def _message(client: OutsideClient, signal: Signal, words: str, **given: Any) -> Any:
    data = {"hat": "focal_officer", "version": signal.version, "answer": words, **given}
    return client.post(reverse("signals:inform-reporter", args=[signal.pk]), data)


def _informed(signal: Signal) -> tuple[str | None, int]:
    """What the reporter reads, and how often the log says that she was told something."""
    told = AuditEvent.objects.unscoped(reason="test").filter(event="signals.reporter_informed", result=Result.DONE)
    submission = Submission.objects.unscoped(reason="test").get(signal=signal)
    return submission.answer, told.filter(dossier_id=signal.pk).count()


def test_a_message_does_not_overwrite_the_one_of_a_colleague_unseen(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna)
    assert _message(client_of(world.wilma), signal, "Bel mij dinsdag.").status_code == 302
    late = _message(client_of(world.koos), signal, "Alles is opgelost.")
    assert late.status_code == 409
    page = late.content.decode()
    assert "Iemand anders heeft dit intussen gewijzigd" in page
    assert "Alles is opgelost." in page
    assert _informed(signal) == ("Bel mij dinsdag.", 1)


def test_a_second_click_on_a_message_sends_it_once_and_says_that_it_was_sent(world: World, client_of: ClientOf) -> None:
    signal, client = make.received(world.goes, world.hanna), client_of(world.wilma)
    OutboxMessage.objects.all().delete()
    answers = [_message(client, signal, "Bel mij dinsdag.") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302] * 3
    told = " ".join(str(message) for message in get_messages(answers[-1].wsgi_request))
    assert "verstuurd" in told
    assert _informed(signal) == ("Bel mij dinsdag.", 1)
    assert OutboxMessage.objects.count() == 1
    other = _message(client, signal, "Toch woensdag.")
    assert other.status_code == 409
    assert "Uw eigen wijziging van" in other.content.decode()
    assert _informed(signal) == ("Bel mij dinsdag.", 1)


@pytest.mark.parametrize("answer", ["Dank voor uw melding.", ""])
def test_who_may_not_know_the_reporter_reads_whether_there_was_an_answer_and_no_word_of_it(
    world: World, client_of: ClientOf, answer: str
) -> None:
    signal, wilma = make.received(world.goes, world.hanna), actor_for(world.wilma, "focal_officer")
    why = "" if answer else "Zij werkt hier niet meer."
    with unit_of_work():
        signal = operations.decide(operations.take_up(signal, actor=wilma), actor=wilma, judgement=make.JUDGEMENT)
        operations.offer_signal(signal, actor=wilma, why="Hulp nodig.", asked=agreed())
        offer = Offer.objects.of(signal).get()
        offer = operations.accept_offer(offer, actor=actor_for(world.karlijn))
        closing = Closing(make.CLOSING.reason, make.CLOSING.motivation, answer, why)
        operations.close(signal, actor=wilma, closing=closing)
    client = client_of(world.karlijn)
    card = closed_card(client, signal)
    assert "Antwoord aan de melder" in card
    assert ("gegeven op" in card, "niet gegeven" in card) == (bool(answer), not answer)
    page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    for hidden in (answer or why, "Handveger"):
        assert hidden not in page
    assert (answer or why) in closed_card(client_of(world.wilma), signal)


def test_the_reporter_of_a_signal_that_was_sent_in_is_known_by_who_sent_it(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna)
    page = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    rail = page.partition("Melder</dt>")[2].partition("</dd>")[0]
    assert "Hanna Handveger" in rail
    assert "naam niet bekend" not in rail
