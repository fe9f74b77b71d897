"""What was sent can be read back by who sent it: the exact content, to whom, on what ground, and what came of it."""

from collections.abc import Callable
from functools import partial

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from core.access import Actor
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Outcome
from signals.models import Handover
from signals.sharing_codes import Circle
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


def _url(handover: Handover) -> str:
    return reverse("signals:handed-over", args=[handover.pk])


def test_what_went_is_read_back_word_for_word_with_why_and_what_came_of_it(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    make.agreement(world)
    sent = make.handed_over(make.handled(world.goes, world.wilma), wilma, world.inspectorate)
    operations.record_answer(sent, actor=wilma, outcomes=[Outcome.INSPECTION_DONE], text="Geweest op dinsdag.")
    officer = client_of(world.wilma)
    assert _url(sent) in officer.get(reverse("signals:detail", args=[sent.signal_id])).content.decode()
    page = officer.get(_url(sent)).content.decode()
    for word in (
        *(make.FACTS, "Onderzoek naar misstanden", "meldpunt", "Convenant (verzonnen) 2024", sent.content_hash),
        *(sent.get_kind_display(), sent.get_ground_display(), sent.get_method_display(), "Geweest op dinsdag."),
        *("Verstuurd", "door de gemeente vastgelegd", "de inhoud klopt met"),
    ):
        assert str(word) in page
    looks = AuditEvent.objects.unscoped(reason="test").filter(object_id=str(sent.pk), event="signals.handover_viewed")
    assert looks.filter(actor_id=world.wilma.pk).count() == 1
    few = len(queries_of(partial(officer.get, _url(sent))))
    for text in ("Nog eens.", "En weer."):
        sent.refresh_from_db()
        operations.record_answer(sent, actor=wilma, outcomes=[Outcome.INSPECTION_DONE], text=text)
    assert len(queries_of(partial(officer.get, _url(sent)))) == few <= 12
    # A content that is not what its hash was made of says so.
    Handover.objects.unscoped(reason="test").filter(pk=sent.pk).update(content_hash="0" * 64)
    assert "de inhoud klopt niet meer" in officer.get(_url(sent)).content.decode()


def test_why_a_tip_went_although_it_could_lead_to_somebody_stays_with_who_may_know_the_source(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    tip = {"anonymous": True, "kind": "anonymous_tip", "fields": ["place"], "circle": Circle.FEW}
    why = "Wachten is gevaarlijker."
    signal = make.handled(world.goes, world.wilma)
    operations.offer_signal(signal, actor=wilma, why="Hulp nodig.", asked=agreed())
    sent = make.handed_over(signal, wilma, world.inspectorate, **tip, circle_reason=why)
    assert why in client_of(world.wilma).get(_url(sent)).content.decode()
    page = client_of(world.karlijn).get(_url(sent)).content.decode()
    assert "Anonieme tip" in page
    assert why not in page
    # Its receiver has a page of its own, and nobody from elsewhere or kept out has one.
    assert client_of(world.philo).get(_url(sent)).status_code == 403
    assert client_of(world.vera).get(_url(sent)).status_code == 404
    shield.excluded(signal, world.koos)
    assert client_of(world.koos).get(_url(sent)).status_code == 404
