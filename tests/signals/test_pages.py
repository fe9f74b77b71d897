"""The list and the page of a signal, as a browser gets them."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from core.references import normalise
from core.unit import unit_of_work
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Knowledge
from signals.models import Signal
from signals.operations.logging import ReporterFacts
from signals.sharing_codes import Naming
from signals.views import detail
from signals.workflow import SignalState
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]


def test_the_list_shows_the_signals_of_the_own_municipality(world: World, client_of: ClientOf) -> None:
    mine = make.received(world.goes, world.hanna)
    other = make.triaged(world.breda, world.floor)
    page = client_of(world.wilma).get(reverse("signals:list")).content.decode()
    assert mine.reference in page
    assert other.reference not in page


def test_the_page_shows_the_facts_and_leaves_a_trace(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna)
    answer = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk]))
    assert answer.status_code == 200
    assert make.FACTS in answer.content.decode()
    look = AuditEvent.objects.unscoped(reason="test").get(event="signals.viewed")
    assert (look.actor_id, look.hat, look.dossier_id) == (world.wilma.pk, "focal_officer", signal.pk)


@pytest.mark.parametrize("address", ["signals:detail", "signals:hand-over"])
@pytest.mark.parametrize(("may_be_named", "answer"), [(False, "Nee"), (True, "Ja")])
def test_whether_the_reporter_may_be_named_is_told_where_one_reads_and_where_one_passes_on(
    world: World, client_of: ClientOf, address: str, may_be_named: bool, answer: str
) -> None:
    reporter = ReporterFacts(naming=Naming.MAY if may_be_named else Naming.INSIDE, wants_anonymity=False)
    signal = make.triaged(world.goes, world.wilma, knowledge=Knowledge.SEEN, reporter=reporter)
    page = " ".join(client_of(world.wilma).get(reverse(address, args=[signal.pk])).content.decode().split())
    row = re.search(r"Mag de naam (?:van de melder )?mee naar een partner\??(?:<[^>]*>|\s)*(\w+)", page)
    assert row is not None
    assert row[1] == answer
    if address == "signals:detail":
        assert "Zelf gezien of gehoord" in page


@pytest.mark.parametrize("person", ["vera", "floor", "karlijn"])
def test_the_page_of_a_foreign_signal_does_not_exist(world: World, client_of: ClientOf, person: str) -> None:
    signal = make.received(world.goes, world.hanna)
    answer = client_of(getattr(world, person)).get(reverse("signals:detail", args=[signal.pk]))
    assert answer.status_code == 404


def test_the_button_takes_the_signal_up(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna)
    answer = client_of(world.wilma).post(
        reverse("signals:take-up", args=[signal.pk]), {"version": 1, "hat": "focal_officer"}
    )
    assert answer.status_code == 302
    assert Signal.objects.unscoped(reason="test").get(pk=signal.pk).state == SignalState.TRIAGE


def test_a_stale_button_changes_nothing_and_says_so(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna)
    seen = signal.version
    operations.take_up(signal, actor=actor_for(world.daphne, "focal_officer"), version=seen)
    answer = client_of(world.wilma).post(
        reverse("signals:take-up", args=[signal.pk]), {"version": seen, "hat": "focal_officer"}
    )
    assert answer.status_code == 409
    assert "Er is niets overschreven. Uw wijziging is niet opgeslagen." in answer.content.decode()


def test_a_button_pressed_under_another_hat_is_refused(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna)
    answer = client_of(world.daphne, "focal_officer").post(
        reverse("signals:take-up", args=[signal.pk]), {"version": 1, "hat": "district_coordinator"}
    )
    assert answer.status_code == 409


def test_a_withdrawn_handover_is_shown_when_the_log_no_longer_tells_of_it(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    signal, wilma = make.handled(world.goes, world.wilma), actor_for(world.wilma)
    handover = make.handed_over(signal, wilma, world.inspectorate)
    operations.withdraw_handover(handover, actor=wilma, reason="Te vroeg gestuurd.")
    monkeypatch.setattr(detail, "lines", lambda *_given, **_named: [])
    page = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert handover.reference in page


def test_the_list_finds_a_signal_by_its_number_and_by_its_words(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna)
    client = client_of(world.wilma)
    for words in (signal.reference, "bed", signal.reference.lower().replace("-", " ")):
        assert signal.reference in client.post(reverse("signals:list"), {"q": words}, follow=True).content.decode()
    assert (
        signal.reference not in client.post(reverse("signals:list"), {"q": "vrachtwagen"}, follow=True).content.decode()
    )


def test_a_word_that_reads_as_a_number_is_a_word_too(world: World, client_of: Callable[..., OutsideClient]) -> None:
    assert normalise("zwaar") == "Z-WAA-R"
    signal = make.received(world.goes, world.hanna, facts="Zij doet zwaar werk, elke nacht.")
    assert (
        signal.reference
        in client_of(world.wilma).post(reverse("signals:list"), {"q": "zwaar"}, follow=True).content.decode()
    )


def test_filtering_keeps_the_tab(world: World, client_of: ClientOf) -> None:
    page = client_of(world.wilma).get(reverse("signals:list"), {"tab": "alles"}).content.decode()
    form = page.partition('aria-label="Filteren"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="tab" value="alles">' in form


def test_who_sees_a_closed_signal_reads_why_by_whom_and_what_the_reporter_heard(
    world: World, client_of: ClientOf
) -> None:
    signal = make.handled(world.goes, world.wilma)
    with unit_of_work():
        operations.close(signal, actor=actor_for(world.wilma), closing=make.CLOSING)
    page = client_of(world.koos).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    card = page.partition('id="gesloten"')[2].partition('id="tijdlijn"')[0]
    reason = str(make.CLOSING.reason.label)
    for told in (reason, make.CLOSING.motivation, make.CLOSING.answer, f"door {world.wilma.full_name}"):
        assert told in card
    assert f"Reden: {reason}" in page.partition('id="tijdlijn"')[2]


def test_an_open_signal_has_no_reason_for_closing(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    page = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert 'id="gesloten"' not in page


def test_the_readers_page_has_one_line_a_person_and_day_with_each_purpose(world: World, client_of: ClientOf) -> None:
    signal, client = make.triaged(world.goes, world.wilma), client_of(world.wilma)
    client.get(reverse("signals:detail", args=[signal.pk]))
    url = reverse("signals:readers", args=[signal.pk])
    assert "heeft het signaal bekeken</td>" in client.get(url).content.decode()
    client.get(reverse("signals:enrich", args=[signal.pk]))
    page = client.get(url).content.decode()
    assert page.count('<td data-label="Wie">') == 1
    assert "<li>heeft het signaal bekeken</li>" in page
    assert "<li>heeft het signaal bekeken: Informatie toevoegen</li>" in page


def test_the_timeline_tells_of_the_handover_and_not_of_the_making_of_its_letter(
    world: World, client_of: ClientOf
) -> None:
    signal = make.handled(world.goes, world.wilma)
    with unit_of_work():
        handover = make.handed_over(signal, actor_for(world.wilma), world.inspectorate)
        operations.store_letter(handover, actor=actor_for(world.wilma), pdf=b"%PDF-", about=handover.pk)
    page = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "heeft een doormelding gedaan" in page
    assert "heeft de brief gemaakt" not in page
