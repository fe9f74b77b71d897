"""A name in the text of a signal can be moved to a sealed row; nobody is made to, and nothing tells it afterwards."""

import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from audit.models import AuditEvent
from audit.recording import write_gathered
from core.unit import current_unit
from municipalities.areas import NAMES_KEPT, forget_names
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Answered, Certainty, PossibleRole
from signals.models import Signal, SignalPerson
from signals.named import names_offered
from signals.operations.people import Named
from tests.factories import cases as make_case
from tests.factories import municipalities as make_place
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

from .filling import open_page

type ClientOf = Callable[..., OutsideClient]

NAME = "Mies Muntenbak"
FACTS = f"Buurman noemt {NAME}. Muntenbak haalt hen elke ochtend op, Mies blijft in de bus."
OFFER = "In de tekst staan misschien namen"


@pytest.fixture
def signal(world: World) -> Signal:
    return make.triaged(world.goes, world.wilma, facts=FACTS, interpretation="Mies is de baas.")


def url_of(signal: Signal) -> str:
    return reverse("signals:names", args=[signal.pk])


def page_of(client: OutsideClient, signal: Signal) -> str:
    return str(client.get(reverse("signals:detail", args=[signal.pk])).content.decode())


def move(client: OutsideClient, signal: Signal, **answers: Any) -> Any:
    given = {"choice": NAME, "role": "exploiter", "certainty": "told"}
    return client.post(url_of(signal), {**open_page(client, url_of(signal)), **given, **answers})


def again(signal: Signal) -> Signal:
    found: Signal = Signal.objects.unscoped(reason="test").get(pk=signal.pk)
    return found


def people(signal: Signal) -> list[tuple[int, str]]:
    return [(person.number, person.name) for person in SignalPerson.objects.of(signal)]


def test_a_name_is_offered_moved_and_gone_from_the_text(world: World, client_of: ClientOf, signal: Signal) -> None:
    client = client_of(world.wilma)
    assert OFFER in page_of(client, signal)
    answer = move(client, signal)
    assert answer.headers["Location"] == reverse("signals:detail", args=[signal.pk])
    moved = again(signal)
    assert moved.facts == "Buurman noemt persoon 1. persoon 1 haalt hen elke ochtend op, persoon 1 blijft in de bus."
    assert moved.interpretation == "persoon 1 is de baas."
    assert people(signal) == [(1, NAME)]
    page = page_of(client, signal)
    assert OFFER not in page
    assert NAME in page
    assert "Mogelijke uitbuiter of iemand die meewerkt (van horen zeggen)" in page


def test_nothing_readable_holds_the_name_afterwards(world: World, client_of: ClientOf, signal: Signal) -> None:
    assert Signal.objects.unscoped(reason="test").matching("Muntenbak").exists()
    move(client_of(world.wilma), signal)
    write_gathered(current_unit())
    assert not Signal.objects.unscoped(reason="test").matching("Muntenbak").exists()
    with connection.cursor() as cursor:
        for table in ("signals_signal", "signals_signalperson", "audit_auditevent"):
            cursor.execute(f"SELECT string_agg(row::text, ' ') FROM {table} AS row")  # noqa: S608  our own table names
            ((text,),) = cursor.fetchall()
            assert "untenbak" not in text.lower()
    event = AuditEvent.objects.unscoped(reason="test").get(event="signals.name_moved")
    assert event.detail == {"person": 1, "fields": ["facts", "interpretation"], "versions": {str(signal.pk): 2}}


def test_a_name_that_was_not_recognised_can_be_copied_from_the_text(
    world: World, client_of: ClientOf, signal: Signal
) -> None:
    client = client_of(world.wilma)
    assert move(client, signal, choice="anders", name="").status_code == 422
    refused = move(client, signal, choice="anders", name="Iemand Anders")
    assert refused.status_code == 422
    assert "Deze naam staat niet (meer) in de tekst." in refused.content.decode()
    assert again(signal).facts == FACTS
    assert move(client, signal, choice="anders", name="Buurman").status_code == 302
    assert people(signal) == [(1, "Buurman")]
    assert move(client, signal).status_code == 302
    assert people(signal) == [(1, "Buurman"), (2, NAME)]


@pytest.mark.parametrize("word", ["hen", "in de", "Iemand Anders", "persoon 1", "haalt hen elke middag", "J"])
def test_a_word_that_is_no_name_or_stands_nowhere_is_refused_beside_its_field(
    word: str, world: World, client_of: ClientOf, signal: Signal
) -> None:
    refused = move(client_of(world.wilma), signal, choice="anders", name=word)
    assert refused.status_code == 422
    [sentence] = refused.context["form"].errors["name"]
    assert sentence.startswith(("Dit is geen naam:", "Deze naam staat niet (meer) in de tekst."))
    assert f'value="{word}"' in refused.content.decode()
    assert (again(signal).facts, people(signal)) == (FACTS, [])


def test_a_word_that_no_page_offered_is_refused_as_a_choice_too(
    world: World, client_of: ClientOf, signal: Signal
) -> None:
    for word in ("hen", "Iemand Anders"):
        assert move(client_of(world.wilma), signal, choice=word).status_code == 422
    assert (again(signal).facts, people(signal)) == (FACTS, [])


def test_a_surname_that_is_an_ordinary_word_can_be_moved_where_it_is_offered(world: World, client_of: ClientOf) -> None:
    signal = make.triaged(world.goes, world.wilma, facts="Daar woont mevrouw Haar. Haar auto staat er.")
    assert move(client_of(world.wilma), signal, choice="Haar").status_code == 302
    assert people(signal) == [(1, "Haar")]


def test_a_telephone_number_is_offered_and_moved(world: World, client_of: ClientOf) -> None:
    signal = make.triaged(world.goes, world.wilma, facts="Bel 06-12345678 na zes uur.")
    client = client_of(world.wilma)
    assert OFFER in page_of(client, signal)
    assert move(client, signal, choice="06-12345678").status_code == 302
    assert again(signal).facts == "Bel persoon 1 na zes uur."
    assert people(signal) == [(1, "06-12345678")]
    assert OFFER not in page_of(client, signal)


def test_the_form_sent_twice_moves_once_and_another_form_of_then_is_told(
    world: World, client_of: ClientOf, signal: Signal
) -> None:
    client = client_of(world.wilma)
    form = {**open_page(client, url_of(signal)), "choice": NAME, "role": "unknown", "certainty": "unknown"}
    assert [client.post(url_of(signal), form).status_code for _ in range(2)] == [302, 302]
    assert people(signal) == [(1, NAME)]
    assert client.post(url_of(signal), {**form, "key": str(uuid.uuid4())}).status_code == 409


def test_the_offer_stands_on_the_page_after_saving_too(world: World, client_of: ClientOf, signal: Signal) -> None:
    client = client_of(world.wilma)
    saved = reverse("signals:logged", args=[signal.pk])
    assert OFFER in client.get(saved).content.decode()
    move(client, signal)
    assert OFFER not in client.get(saved).content.decode()


def test_while_somebody_is_in_danger_nothing_is_asked(world: World, client_of: ClientOf) -> None:
    signal = make.triaged(world.goes, world.wilma, facts=FACTS, danger="yes")
    client = client_of(world.wilma)
    assert OFFER not in page_of(client, signal)
    operations.decide(signal, actor=actor_for(world.wilma, "focal_officer"), judgement=make.JUDGEMENT)
    assert OFFER in page_of(client, signal)


def test_a_text_without_names_asks_nothing_and_no_query_more(world: World, client_of: ClientOf) -> None:
    plain = make.triaged(world.goes, world.wilma)
    named = make.triaged(world.goes, world.wilma, facts=FACTS)
    client = client_of(world.wilma)
    assert OFFER not in page_of(client, plain)
    forget_names()
    # The names of all municipalities are asked once in a process, and only for a text that seems to hold names.
    rows = (plain, named, named, plain)
    pages = [len(queries_of(lambda row=row: page_of(client, row))) for row in rows]  # type: ignore[misc]  # the row of this turn
    assert [count - pages[0] for count in pages] == [0, 1, 0, 0]


def test_a_municipality_of_a_merger_is_known_soon_and_is_nobody(world: World) -> None:
    """Loaded by another process, as a rule: what this one remembers does not stay."""
    signal = make.triaged(world.goes, world.wilma, facts="Gezien in Nieuw Kaarsdam, bij Mies Muntenbak.")
    with time_machine.travel(time.time(), tick=False) as clock:
        forget_names()
        assert names_offered(signal) == ["Nieuw Kaarsdam", NAME]
        make_place.municipality("Nieuw Kaarsdam")
        assert names_offered(signal) == ["Nieuw Kaarsdam", NAME]
        clock.shift(NAMES_KEPT + 1)
        assert names_offered(signal) == [NAME]
    forget_names()


def test_a_closed_signal_keeps_its_text_and_its_names(world: World, client_of: ClientOf, signal: Signal) -> None:
    client = client_of(world.wilma)
    move(client, signal)
    operations.close(again(signal), actor=actor_for(world.wilma, "focal_officer"), closing=make.CLOSING)
    assert client.get(url_of(signal)).status_code == 409
    assert NAME in page_of(client, signal)


def test_who_was_offered_the_signal_reads_the_names_and_nobody_else_of_care_does(world: World) -> None:
    offered = make_case.offered(world.goes, world.wilma, facts=FACTS)
    kept = make.triaged(world.goes, world.wilma, facts=FACTS)
    for row in (offered, kept):
        named = Named(NAME, PossibleRole.UNKNOWN, Certainty.UNKNOWN)
        operations.move_name(row, actor=actor_for(world.wilma, "focal_officer"), named=named)
    seen = SignalPerson.objects.visible_to(make_case.coordinator(world.karlijn))
    assert [person.signal_id for person in seen] == [offered.pk]
    for other in (world.vera, world.hanna, world.philo, world.lowie):
        assert not SignalPerson.objects.visible_to(actor_for(other)).exists()


BSN = "123456782"


def test_a_bsn_that_nobody_asked_about_in_danger_is_told_of_once_it_is_decided_and_goes_for_good(
    world: World, client_of: ClientOf
) -> None:
    told = make.facts(
        facts=f"Zij is het, {BSN}. Bel 0900-8844.", already_done=f"Genoteerd: {BSN}.", danger=Answered.YES
    )
    signal, client = make.triaged(world.goes, world.wilma, facts=told.facts), client_of(world.wilma)
    url = reverse("signals:take-out-bsn", args=[signal.pk])
    # Who typed it where nobody is in danger said that it was none: the page tells of it only where somebody looks.
    assert (OFFER in page_of(client, signal), url in client.get(url_of(signal)).content.decode()) == (False, True)
    Signal.objects.unscoped(reason="test").filter(pk=signal.pk).update(
        already_done=f"{told.already_done} Bel +31 {BSN}0.", danger_over="De politie is er.", company=f"Rozenhof {BSN}"
    )
    assert OFFER in page_of(client, signal)
    assert BSN in client.get(url).content.decode()
    form = client.filled(url)
    assert [client.post(url, form).status_code for _ in range(2)] == [302, 409]
    assert client.post(url, client.filled(url)).status_code == 422
    now = again(signal)
    assert now.facts == "Zij is het, [nummer weggehaald]. Bel 0900-8844."
    assert now.already_done == f"Genoteerd: [nummer weggehaald]. Bel +31 {BSN}0."
    assert now.company == "Rozenhof [nummer]"
    Signal.objects.unscoped(reason="test").filter(pk=signal.pk).update(already_done="")
    assert OFFER not in page_of(client, signal)
    write_gathered(current_unit())
    with connection.cursor() as cursor:
        for table in ("signals_signal", "signals_revision", "audit_auditevent", "signals_signalperson"):
            cursor.execute(f"SELECT count(*) FROM {table} AS row WHERE row::text LIKE '%%{BSN}%%'")  # noqa: S608  our own names
            assert cursor.fetchone() == (0,), table
