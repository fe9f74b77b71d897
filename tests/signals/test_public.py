"""Telling a municipality without signing in what one saw: a module that is off until a municipality is named."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from pytest_django import Settings

from accounts import throttle
from audit.models import AuditEvent
from jobs.models import OutboxMessage
from jobs.states import MailKind
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Answered, Origin, Source
from signals.events import SignalEvent
from signals.models import Reporter, Signal, Submission
from signals.workflow import SignalState
from tests.factories import signals as make
from tests.signals.filling import open_page, send
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
CHOOSE, TELL = reverse("public:choose"), reverse("public:tell", args=["GM0664"])
SEEN = {"danger": "no", "facts": "Elke avond stopt er een busje. Er stappen acht mensen uit.", "place": "Havenkade"}


def arrived() -> Signal:
    found: Signal = Signal.objects.unscoped(reason="test").get()
    return found


def nothing_arrived() -> bool:
    return not Signal.objects.unscoped(reason="test").exists()


def test_what_is_told_waits_with_the_focal_officer_and_nobody_outside_sees_it_again(
    world: World, client: OutsideClient
) -> None:
    more = {"minor": "yes", "already_done": "De huisarts gebeld.", "contact": "06 00 00 00 00"}
    answer = send(client, TELL, **SEEN, seen_when="elke avond", knowledge="seen", **more)
    assert answer.status_code == 200
    signal = arrived()
    assert (signal.minor, signal.already_done) == (Answered.YES, "De huisarts gebeld.")
    assert "0800-2000" in answer.content.decode()
    assert (signal.municipality, signal.state, signal.origin) == (world.goes, SignalState.RECEIVED, Origin.PUBLIC)
    assert (signal.author, signal.owner, signal.source) == (None, None, Source.CITIZEN)
    assert signal.due_on is not None
    assert Reporter.objects.of(signal).get().contact == "06 00 00 00 00"
    assert not Submission.objects.unscoped(reason="test").exists()
    page = answer.content.decode()
    assert signal.reference not in page
    assert str(signal.pk) not in page
    assert SEEN["facts"] not in page
    assert set(OutboxMessage.objects.values_list("user_id", flat=True)) == {world.wilma.pk}
    told = AuditEvent.objects.unscoped(reason="test").get(event=SignalEvent.REPORTED_PUBLICLY)
    assert (told.dossier_id, told.actor_id) == (signal.pk, None)


def test_the_officer_takes_it_up_and_closes_it_like_any_other(world: World, client: OutsideClient) -> None:
    send(client, TELL, **SEEN)
    assert (arrived().seen_when, arrived().minor) == ("niet door de melder verteld", Answered.UNKNOWN)
    wilma = actor_for(world.wilma)
    taken = operations.take_up(Signal.objects.visible_to(wilma).get(), actor=wilma)
    assert operations.close(taken, actor=wilma, closing=make.CLOSING).state == SignalState.CLOSED
    assert not Signal.objects.visible_to(actor_for(world.vera)).exists()


def test_an_address_is_asked_apart_and_sealed(world: World, client: OutsideClient) -> None:
    page = client.get(TELL).content.decode()
    assert "In welke plaats of buurt?" in page
    assert "Weet u het adres?" in page
    send(client, TELL, **SEEN, address="Bedenksteeg 12, bij de familie Muntenbak")
    signal = arrived()
    assert (signal.place, signal.address) == ("Havenkade", "Bedenksteeg 12, bij de familie Muntenbak")


def test_with_an_address_alone_it_says_so(world: World, client: OutsideClient) -> None:
    assert send(client, TELL, danger="no", facts="Er klopt iets niet.", address="Bedenksteeg 12").status_code == 200
    assert (arrived().place, arrived().place_unknown) == ("", "De melder gaf alleen een adres.")


def test_her_page_shows_how_it_came_in(world: World, client: OutsideClient, client_of: ClientOf) -> None:
    send(client, TELL, danger="unknown", facts="Er klopt iets niet.")
    browser = client_of(world.wilma)
    page = browser.get(reverse("signals:detail", args=[arrived().pk])).content.decode()
    assert "Er klopt iets niet." in page
    assert "De melder wist het niet." in page
    assert Source.ANONYMOUS.label in page


def test_sending_the_same_page_twice_is_one_signal(world: World, client: OutsideClient) -> None:
    given = open_page(client, TELL) | SEEN
    assert [client.post(TELL, given).status_code for _ in range(2)] == [200, 200]
    assert Signal.objects.unscoped(reason="test").count() == 1


def test_another_text_from_the_same_page_is_kept_as_a_signal_of_its_own(world: World, client: OutsideClient) -> None:
    given = open_page(client, TELL) | SEEN
    told = [{}, {"danger": "yes"}, {"danger": "yes"}, {"contact": "06 00 00 00 00"}, {}]
    answers = [client.post(TELL, given | more) for more in told]
    assert {answer.status_code for answer in answers} == {200}
    signals = Signal.objects.unscoped(reason="test").order_by("received_at")
    assert [signal.danger for signal in signals] == [Answered.NO, Answered.YES, Answered.NO]
    assert [Reporter.objects.of(signal).get().contact for signal in signals] == [None, None, "06 00 00 00 00"]
    assert SignalEvent.REPORTED_PUBLICLY.value in {
        row.event for row in AuditEvent.objects.unscoped(reason="test").filter(dossier_id=signals[1].pk)
    }
    mails = OutboxMessage.objects.filter(user_id=world.wilma.pk).values_list("kind", flat=True)
    assert MailKind.URGENT in set(mails)


def test_the_key_of_another_signal_gives_nothing_of_it(world: World, client: OutsideClient) -> None:
    other = make.triaged(world.goes, world.wilma)
    answer = client.post(TELL, open_page(client, TELL) | SEEN | {"key": str(other.pk)})
    assert answer.status_code in {409, 422}
    assert other.reference not in answer.content.decode()
    assert Signal.objects.unscoped(reason="test").count() == 1


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(world: World, client: OutsideClient) -> None:
    answer = send(client, TELL, place="Havenkade")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"danger", "facts"}
    assert "Havenkade" in answer.content.decode()
    assert nothing_arrived()


def test_with_danger_112_comes_first_and_no_number_is_asked_about(world: World, client: OutsideClient) -> None:
    page = client.get(TELL).content.decode()
    assert page.index("tel:112") < page.index("<form")
    answer = send(client, TELL, danger="yes", facts="Op de kaart staat 111222333.")
    assert "Bel nu" in answer.content.decode()
    assert arrived().danger == Answered.YES


@pytest.mark.parametrize("danger", ["no", "unknown"])
def test_a_bsn_is_refused_where_nobody_is_in_danger(world: World, client: OutsideClient, danger: str) -> None:
    answer = send(client, TELL, danger=danger, facts="Haar BSN: 123456782")
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"facts"})
    assert nothing_arrived()


def test_a_flood_from_one_network_is_stopped_with_its_text_kept(
    world: World, client: OutsideClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(throttle.RULES, "address", throttle.Rule(2))
    for _ in range(2):
        assert send(client, TELL, **SEEN).status_code == 200
    stopped = send(client, TELL, **SEEN)
    assert stopped.status_code == 429
    assert SEEN["facts"] in stopped.content.decode()
    assert Signal.objects.unscoped(reason="test").count() == 2


@pytest.mark.parametrize("url", [CHOOSE, TELL])
def test_without_a_named_municipality_there_is_no_such_page(
    url: str, world: World, client: OutsideClient, settings: Settings
) -> None:
    settings.PUBLIC_FORM = []
    assert client.get(url).status_code == 404
    assert client.post(TELL, SEEN).status_code == 404


def test_only_the_named_municipalities_can_be_told(world: World, client: OutsideClient) -> None:
    page = client.get(CHOOSE).content.decode()
    assert "Goes" in page
    assert "Vlissingen" not in page
    for code in ("GM0718", "GM9999", "goes"):
        assert client.get(reverse("public:tell", args=[code])).status_code == 404


def test_whoever_has_signed_in_can_use_the_page_too(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.vera)
    assert send(browser, TELL, **SEEN).status_code == 200
    assert arrived().author is None


def test_every_page_has_a_link_on_top_that_leaves_it_without_a_trace(
    world: World, client: OutsideClient, settings: Settings
) -> None:
    settings.PUBLIC_FORM_LEAVE = "https://weer.example/"
    for answer in (client.get(CHOOSE), client.get(TELL), client.post(TELL, {}), send(client, TELL, **SEEN)):
        inside = answer.content.decode().partition("<main")[2]
        assert inside.index('href="https://weer.example/"') < inside.index("<h1")
        # Nothing is kept that the browser could give back to who goes there afterwards.
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
    assert 'autocomplete="off"' in client.get(TELL).content.decode()
