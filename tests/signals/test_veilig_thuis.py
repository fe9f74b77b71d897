"""Whether Veilig Thuis was called is asked of every signal with a minor, or where nobody knows, until somebody answers."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest
from django.urls import reverse

from core.access import Actor
from core.attention import work_for
from core.errors import Forbidden, Invalid
from core.workdays import today
from municipalities.roles import actor_for
from signals import operations
from signals.attention import lines
from signals.codes import Answered
from signals.models import Revision, Signal
from signals.veilig_thuis import asks_veilig_thuis, still_asks_veilig_thuis
from signals.work import count_work, work
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

from .filling import open_page, send

type ClientOf = Callable[..., OutsideClient]

ASKED = "Is Veilig Thuis gebeld?"
NOTE = {"source": "police", "facts": "Een meisje, jong, bij de snackbar.", "danger": "no"}
TOLD = {"danger": "no", "facts": "Elke avond stopt er een busje.", "place": "Havenkade"}


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


def now(signal: Signal) -> Signal:
    found: Signal = Signal.objects.unscoped(reason="test").get(pk=signal.pk)
    return found


def asked(actor: Actor) -> set[str]:
    """The numbers of the signals of which her list of work asks it; as many as are counted, and as her start page says."""
    found = {one.reference for one in work(actor) if one.what == ASKED}
    assert count_work(actor) == len([*work(actor)])
    told = [line.count for line in lines(actor) if "Veilig Thuis" in line.text]
    assert told == ([len(found)] if found else [])
    return found


def test_it_is_asked_however_a_signal_came_in_and_of_none_without_a_minor(
    world: World, wilma: Actor, client_of: ClientOf, client: OutsideClient
) -> None:
    send(client_of(world.wilma), reverse("signals:note"), **NOTE)
    send(client, reverse("public:tell", args=["GM0664"]), **TOLD)
    for minor in (Answered.YES, Answered.NO):
        make.triaged(world.goes, world.wilma, minor=minor, veilig_thuis=Answered.UNKNOWN)
    make.triaged(world.goes, world.wilma, minor=Answered.YES, veilig_thuis=Answered.YES)
    rows = Signal.objects.unscoped(reason="test")
    expected = rows.filter(veilig_thuis=Answered.UNKNOWN).exclude(minor=Answered.NO)
    assert asked(wilma) == {one.reference for one in expected}
    assert len(expected) == 3
    # It is due the same day: a term that is over waits below it.
    rows.update(due_on=today() - dt.timedelta(days=9))
    assert {one.what for one in work_for(wilma)[:3]} == {ASKED}
    officer = client_of(world.wilma)
    for one in rows.all():
        page = officer.get(reverse("signals:detail", args=[one.pk])).content.decode()
        assert ("Vastleggen of Veilig Thuis is gebeld" in page) == (one in expected)
    assert asked(actor_for(world.vera)) == set()


def test_a_judgement_that_a_minor_is_involved_raises_it(world: World, wilma: Actor, client_of: ClientOf) -> None:
    signal = make.triaged(world.goes, world.wilma, minor=Answered.NO, veilig_thuis=Answered.UNKNOWN)
    assert asked(wilma) == set()
    operations.decide(signal, actor=wilma, judgement=replace(make.JUDGEMENT, minors=Answered.YES))
    assert asked(wilma) == {signal.reference}
    client, url = client_of(world.wilma), reverse("signals:veilig-thuis", args=[signal.pk])
    assert send(client, url, minor="no", veilig_thuis="").status_code == 422
    assert send(client, url, minor="yes", veilig_thuis="yes").status_code == 302
    assert asked(wilma) == set()
    assert Revision.objects.of(signal).get().was == {"minor": "no", "veilig_thuis": "unknown"}


def test_where_a_minor_is_involved_no_needs_a_reason(world: World, wilma: Actor, client_of: ClientOf) -> None:
    signal = make.triaged(world.goes, world.wilma, minor=Answered.YES, veilig_thuis=Answered.NO)
    assert asked(wilma) == {signal.reference}, "as the wizard has it: nobody called yet"
    client, url = client_of(world.wilma), reverse("signals:veilig-thuis", args=[signal.pk])
    refused = send(client, url, minor="yes", veilig_thuis="no")
    assert "Schrijf in een paar woorden waarom niet." in refused.content.decode()
    with pytest.raises(Invalid):
        operations.answer_veilig_thuis(signal, actor=wilma, minor=Answered.YES, called=Answered.NO)
    assert send(client, url, minor="yes", veilig_thuis="no", why="De jeugdbescherming belt.").status_code == 302
    assert asked(wilma) == set()
    page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "De jeugdbescherming belt." in page
    assert "Gebeld: nee</p>" in page.partition('id="tijdlijn"')[2]
    assert "0800-2000" not in page


def test_an_answer_is_needed_once_and_a_form_of_before_overwrites_nothing(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    signal = make.received(world.goes, world.hanna, veilig_thuis=Answered.UNKNOWN)
    with pytest.raises(Invalid):
        operations.answer_veilig_thuis(signal, actor=wilma, minor=Answered.YES, called=Answered.UNKNOWN)
    with pytest.raises(Forbidden):
        operations.answer_veilig_thuis(
            signal, actor=actor_for(world.karlijn), minor=Answered.NO, called=Answered.UNKNOWN
        )
    client, url = client_of(world.wilma), reverse("signals:veilig-thuis", args=[signal.pk])
    assert send(client, url, minor="unknown").status_code == 422
    shown = open_page(client, url)
    answers = [client.post(url, {**shown, "minor": "no"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert client.post(url, {**shown, "minor": "yes", "veilig_thuis": "yes"}).status_code == 409
    assert (now(signal).minor, Revision.objects.of(signal).count()) == (Answered.NO, 1)
    assert client_of(world.vera).get(url).status_code == 404


def test_the_page_asks_it_of_the_same_signals_as_the_list_of_work(world: World) -> None:
    row = make.triaged(world.goes, world.wilma)
    rows = Signal.objects.unscoped(reason="test").filter(pk=row.pk)
    for state, minor, told, why in product(("triage", "closed"), Answered.values, Answered.values, ("", "Al bekend.")):
        row.state, row.minor, row.veilig_thuis, row.veilig_thuis_not = state, minor, told, why
        known = {"minor": minor, "veilig_thuis": told, "veilig_thuis_not": why}
        rows.update(**known)
        is_asked = rows.filter(asks_veilig_thuis()).exists()
        assert still_asks_veilig_thuis(row, judged=False) == (is_asked and state == "triage"), known
