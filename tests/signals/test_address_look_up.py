"""Looking an address up while a signal is written: choices come back, everything typed stays, nothing else follows."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from audit.models import AuditEvent
from core import outgoing
from municipalities.models import Municipality
from signals import whereabouts
from signals.models import Draft, Revision, Signal
from tests.support import locatieserver
from tests.support.clients import OutsideClient
from tests.support.locatieserver import LocalLocatieserver
from tests.support.queries import queries_of
from tests.support.world import World

from .filling import FOUND_LINE, begin, choices_of, fill, hidden, open_page, page_url, send, send_again, signal_of

type ClientOf = Callable[..., OutsideClient]

NOTE = "/signalen/notitie/"
FOUND = {"id": "0664200000000012", "gm_code": "GM0664", "municipality": "Goes"}
TYPED = {"address": "nergensweg 12", "place": "goes", "vehicle": "wit busje"}


@pytest.fixture
def officer(world: World, client_of: ClientOf) -> OutsideClient:
    return client_of(world.wilma)


@pytest.fixture
def where(officer: OutsideClient) -> str:
    """The page "Waar" of a draft."""
    return page_url(begin(officer), "waar")


def _only() -> Signal:
    signal: Signal = Signal.objects.unscoped(reason="test").get()
    return signal


def test_the_button_brings_addresses_to_choose_from_and_keeps_what_was_typed(
    officer: OutsideClient, where: str, server: LocalLocatieserver
) -> None:
    answer = send(officer, where, **TYPED, place_unknown="nog vragen", stap="adres")
    assert answer.status_code == 200
    assert list(choices_of(answer)) == [FOUND_LINE, "Nergensweg 12b, 4461 ZZ Goes"]
    page = answer.content.decode()
    assert page.count("Ligt in gemeente Goes.") == 2
    for typed in (*TYPED.values(), "nog vragen"):
        assert f'value="{typed}"' in page
    assert "waar" not in (Draft.objects.unscoped(reason="test").get().answers or {})


def test_what_is_chosen_fills_the_fields_and_stands_in_the_signal_with_its_number(
    officer: OutsideClient, where: str, server: LocalLocatieserver
) -> None:
    draft = Draft.objects.unscoped(reason="test").get()
    answer = send(officer, where, **TYPED, stap="adres")
    filled = send_again(officer, where, answer, address_choice=choices_of(answer)[FOUND_LINE], stap="overnemen")
    form = filled.context["form"]
    assert (filled.status_code, form["address"].value(), form["place"].value()) == (200, FOUND_LINE, "Goes")
    assert form["vehicle"].value() == "wit busje"
    assert "Dit adres is gecontroleerd. Ligt in gemeente Goes." in filled.content.decode()
    assert send_again(officer, where, filled, stap="verder").status_code == 302
    check = fill(officer, draft, waar=_kept(officer, where))
    assert "Dit adres is gecontroleerd" in officer.get(check).content.decode()
    send(officer, check)
    signal = signal_of(draft)
    assert (signal.address, signal.place, signal.address_found) == (FOUND_LINE, "Goes", FOUND)
    detail = officer.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "Gecontroleerd. Ligt in gemeente Goes." in detail
    assert len(server.asked) == 1


def _kept(client: OutsideClient, url: str) -> dict[str, Any]:
    form = client.get(url).context["form"]
    return {field.name: field.value() for field in form if not field.is_hidden and field.value()}


def test_a_choice_goes_along_with_going_on(officer: OutsideClient, where: str, server: LocalLocatieserver) -> None:
    answer = send(officer, where, **TYPED, no_place="on", stap="adres")
    assert (
        send_again(officer, where, answer, address_choice=choices_of(answer)[FOUND_LINE], stap="verder").status_code
        == 302
    )
    kept = _kept(officer, where)
    assert (kept["address"], kept["place"], "no_place" in kept) == (FOUND_LINE, "Goes", False)
    assert officer.get(where).context["form"].checked_sentence


def test_going_on_without_choosing_keeps_what_was_typed_and_calls_nobody(
    officer: OutsideClient, where: str, server: LocalLocatieserver
) -> None:
    answer = send(officer, where, **TYPED, stap="adres")
    assert send_again(officer, where, answer, stap="verder").status_code == 302
    assert _kept(officer, where) == TYPED
    assert len(server.asked) == 1


def test_an_address_that_was_changed_after_choosing_is_not_checked_any_more(
    officer: OutsideClient, server: LocalLocatieserver
) -> None:
    answer = send(officer, NOTE, source="police", facts="Iets.", place="Nergensweg 12 Goes", danger="no", stap="adres")
    filled = send_again(officer, NOTE, answer, address_choice=choices_of(answer)[FOUND_LINE], stap="overnemen")
    assert send_again(officer, NOTE, filled, address="Nergensweg 12, achterom").status_code == 302
    assert (_only().address, _only().address_found) == ("Nergensweg 12, achterom", None)
    detail = officer.get(reverse("signals:detail", args=[_only().pk])).content.decode()
    assert "Niet gecontroleerd." in detail


def test_taking_over_without_a_choice_asks_for_one(
    officer: OutsideClient, where: str, server: LocalLocatieserver
) -> None:
    answer = send(officer, where, **TYPED, stap="overnemen")
    assert (answer.status_code, next(iter(choices_of(answer)))) == (422, FOUND_LINE)
    assert "Kies een adres" in answer.content.decode()


def test_the_short_note_has_one_field_until_an_address_is_chosen(
    officer: OutsideClient, server: LocalLocatieserver
) -> None:
    names = [field.name for field in officer.get(NOTE).context["form"].visible_fields()]
    assert names == ["source", "facts", "place", "seen_when", "no_moment", "call_back", "reported_on", "danger"]
    typed = {"source": "police", "facts": "Acht bedden.", "place": "4461zz 12", "call_back": "06-0000 1234"}
    answer = send(officer, NOTE, **typed, danger="yes", stap="adres")
    assert answer.status_code == 200
    assert not Signal.objects.unscoped(reason="test").exists()
    assert send_again(officer, NOTE, answer, address_choice=choices_of(answer)[FOUND_LINE]).status_code == 302
    signal = _only()
    assert (signal.address, signal.place, signal.address_found) == (FOUND_LINE, "Goes", FOUND)
    assert (signal.facts, signal.danger) == ("Acht bedden.", "yes")


def test_nothing_is_judged_while_an_address_is_looked_up(officer: OutsideClient, server: LocalLocatieserver) -> None:
    answer = send(officer, NOTE, place="Nergensweg 12 Goes", stap="adres")
    assert (answer.status_code, dict(answer.context["form"].errors)) == (200, {})
    refused = send_again(officer, NOTE, answer, stap="")
    assert (refused.status_code, {"source", "facts"} <= set(refused.context["form"].errors)) == (422, True)


def test_the_address_of_a_signal_is_looked_up_when_it_is_completed(
    officer: OutsideClient, server: LocalLocatieserver, world: World
) -> None:
    send(officer, NOTE, source="police", facts="Iets.", danger="no")
    url = reverse("signals:complete", args=[_only().pk])
    known = {"source": "police", "knowledge": "seen", "naming": "inside", "minor": "no", "form": "labour"}
    answer = send(officer, url, **known, route="unknown", **TYPED, more_facts="Nog iets.", stap="adres")
    assert (answer.status_code, _only().address) == (200, None)
    assert answer.context["form"]["more_facts"].value() == "Nog iets."
    assert send_again(officer, url, answer, address_choice=choices_of(answer)[FOUND_LINE]).status_code == 302
    assert (_only().address, _only().address_found) == (FOUND_LINE, FOUND)
    # Opened again by whoever has it now, it is still checked, and stays so when something else changes.
    opened = officer.get(url)
    assert opened.context["form"].checked_sentence
    assert send_again(officer, url, opened, company="Denkbeeld").status_code == 302
    assert _only().address_found == FOUND
    changed = officer.get(url)
    assert send_again(officer, url, changed, address="Ergens achteraf").status_code == 302
    assert _only().address_found is None
    before = Revision.objects.unscoped(reason="test").order_by("-at").first()
    assert before is not None
    assert before.was == {"address": FOUND_LINE, "address_found": FOUND}
    page = officer.get(reverse("signals:detail", args=[_only().pk])).content.decode()
    assert "Adres gecontroleerd" in page
    assert "ja, ligt in gemeente Goes" in page


def test_an_address_elsewhere_is_said_and_changes_nothing(
    officer: OutsideClient, where: str, server: LocalLocatieserver, world: World
) -> None:
    draft = Draft.objects.unscoped(reason="test").get()
    answer = send(officer, where, address="Nergensweg 12", place="Vlissingen", stap="adres")
    there = "Ligt in gemeente Vlissingen. Dat is een andere gemeente. Het signaal blijft bij gemeente Goes."
    assert there in answer.content.decode()
    (choice,) = choices_of(answer).values()
    filled = send_again(officer, where, answer, address_choice=choice, stap="overnemen")
    assert there in filled.content.decode()
    assert send_again(officer, where, filled, stap="verder").status_code == 302
    draft.refresh_from_db()
    assert draft.municipality == world.goes


def test_a_municipality_bears_the_name_that_it_has_here(
    officer: OutsideClient, where: str, server: LocalLocatieserver
) -> None:
    server.documents = [locatieserver.document(gemeentenaam="Iets anders"), locatieserver.document(13)]
    assert "gemeente Goes." in send(officer, where, **TYPED, stap="adres").content.decode()
    server.documents = [locatieserver.document(gemeentecode="9999", gemeentenaam="Nergenshuizen")]
    assert not Municipality.objects.filter(gm_code="GM9999").exists()
    assert "gemeente Nergenshuizen." in send(officer, where, **TYPED, stap="adres").content.decode()


def test_without_a_register_the_shape_is_told_and_no_call_goes_out(
    officer: OutsideClient, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "fetch_json", lambda address: pytest.fail("a call went out"))
    assert "Adres nakijken" in officer.get(where).content.decode()
    page = send(officer, where, **TYPED, stap="adres").content.decode()
    assert "Adres niet gecontroleerd: hier is geen adressenregister aangesloten." in page
    assert "Er is een gemeente die Goes heet." in page
    wrong = send(officer, where, address="Nergensweg 12, 0000 AA", place="Goes", stap="adres")
    assert wrong.status_code == 422
    assert "Deze postcode bestaat niet" in wrong.content.decode()
    assert send(officer, where, address="Nergensweg 12, 0000 AA", place="Goes").status_code == 302


def test_what_is_no_address_gets_its_message_beside_the_field_and_is_asked_of_nobody(
    officer: OutsideClient, where: str, server: LocalLocatieserver
) -> None:
    answer = send(officer, where, address="parkeerplaats bij het station", place="Goes", stap="adres")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["address"])
    assert send(officer, NOTE, place="Goes", stap="adres").context["form"].errors.keys() == {"place"}
    bsn = send(officer, where, address="Nergensweg 12", place="Goes", vehicle="111222333", stap="adres")
    assert list(bsn.context["form"].errors) == ["vehicle"]
    typed = send(officer, where, address="Nergensweg 111222333 12", place="Goes", stap="adres")
    assert list(typed.context["form"].errors) == ["address"]
    assert [asked["q"] for asked in server.asked] == [["Nergensweg 12 Goes"]]


def test_an_outage_is_a_sentence_and_the_server_is_left_alone_for_a_while(
    officer: OutsideClient, where: str, server: LocalLocatieserver
) -> None:
    server.answer = lambda said: said.say(503, {})
    for _ in range(3):
        answer = send(officer, where, **TYPED, stap="adres")
        assert answer.status_code == 200
        assert "Adres niet gecontroleerd: het adressenregister geeft nu geen antwoord." in answer.content.decode()
    assert len(server.asked) == 1
    assert send_again(officer, where, answer, stap="verder").status_code == 302
    assert _kept(officer, where) == TYPED


def test_what_the_register_will_not_read_is_no_outage_for_another(
    officer: OutsideClient, where: str, server: LocalLocatieserver
) -> None:
    server.answer = lambda said: said.say(400, {})
    for _ in range(2):
        assert "het register kent dit adres niet" in send(officer, where, **TYPED, stap="adres").content.decode()
    assert len(server.asked) == 2


def test_a_register_that_takes_long_is_left_alone_too(
    officer: OutsideClient, where: str, server: LocalLocatieserver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whereabouts, "SLOW", 0.0)
    assert "Dit adres overnemen" in send(officer, where, **TYPED, stap="adres").content.decode()
    assert "geeft nu geen antwoord" in send(officer, where, **TYPED, stap="adres").content.decode()
    assert len(server.asked) == 1


def test_one_look_up_at_a_time_waits_for_the_register(
    officer: OutsideClient, where: str, server: LocalLocatieserver
) -> None:
    with whereabouts._LINE:
        assert "geeft nu geen antwoord" in send(officer, where, **TYPED, stap="adres").content.decode()
    assert server.asked == []
    assert "Dit adres overnemen" in send(officer, where, **TYPED, stap="adres").content.decode()


def test_what_the_register_says_is_text_and_no_markup(
    officer: OutsideClient, where: str, server: LocalLocatieserver
) -> None:
    server.documents = [
        locatieserver.document(12, straatnaam="<b>weg</b>", gemeentenaam="<i>Goes", gemeentecode="9999")
    ]
    page = send(officer, where, **TYPED, stap="adres").content.decode()
    assert "&lt;b&gt;weg&lt;/b&gt; 12" in page
    assert "<b>weg" not in page
    assert "<i>Goes" not in page


def test_none_found_is_said(officer: OutsideClient, where: str, server: LocalLocatieserver) -> None:
    page = send(officer, where, address="Nergensweg 99", place="Goes", stap="adres").content.decode()
    assert "Adres niet gecontroleerd: het register kent dit adres niet." in page


def test_who_asks_too_often_waits_and_a_colleague_does_not(
    world: World, client_of: ClientOf, officer: OutsideClient, where: str, server: LocalLocatieserver
) -> None:
    for _ in range(whereabouts.ALLOWANCE.limit):
        send(officer, where, **TYPED, stap="adres")
    page = send(officer, where, **TYPED, stap="adres").content.decode()
    assert "u hebt kort achter elkaar vaak gezocht" in page
    assert len(server.asked) == whereabouts.ALLOWANCE.limit
    other = client_of(world.hanna)
    theirs = page_url(begin(other), "waar")
    assert choices_of(send(other, theirs, **TYPED, stap="adres"))


def test_a_choice_of_somebody_else_or_of_nobody_counts_for_nothing(
    world: World, client_of: ClientOf, officer: OutsideClient, where: str, server: LocalLocatieserver
) -> None:
    other = client_of(world.hanna)
    theirs = send(other, page_url(begin(other), "waar"), **TYPED, stap="adres")
    for stolen in (choices_of(theirs)[FOUND_LINE], "onzin", "x" * 5000):
        for button in ("verder", "overnemen"):
            answer = send(officer, where, **TYPED, address_choice=stolen, stap=button)
            assert answer.status_code == 422
            assert "Deze keuze is niet meer te lezen" in answer.content.decode()
            assert answer.context["form"]["address"].value() == TYPED["address"]
    forged = send(officer, where, address=FOUND_LINE, place="Goes", address_checked=choices_of(theirs)[FOUND_LINE])
    assert forged.status_code == 302
    assert officer.get(where).context["form"].checked_sentence == ""


def test_no_page_address_and_no_line_of_the_log_holds_the_address(
    officer: OutsideClient, where: str, server: LocalLocatieserver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    server.answer = lambda said: said.say(503, {})
    send(officer, where, **TYPED, stap="adres")
    server.answer = None
    cache.clear()
    answer = send(officer, where, **TYPED, stap="adres")
    onward = send_again(officer, where, answer, address_choice=choices_of(answer)[FOUND_LINE], stap="verder")
    events = AuditEvent.objects.unscoped(reason="test").all()
    written = " ".join(str(vars(event)) for event in events)
    for kept_out in ("nergensweg", "4461", "0664200000000012"):
        assert kept_out not in f"{written} {caplog.text} {onward.headers['Location']}".lower()


def test_a_form_of_another_hat_is_refused_before_anybody_is_asked(
    officer: OutsideClient, where: str, server: LocalLocatieserver
) -> None:
    fields = open_page(officer, where) | {"hat": "reporter"}
    assert officer.post(where, {**fields, **TYPED, "stap": "adres"}).status_code == 409
    assert server.asked == []


def test_a_look_up_costs_no_more_queries_however_much_is_found(
    officer: OutsideClient, where: str, server: LocalLocatieserver
) -> None:
    sent = {**open_page(officer, where), **TYPED, "stap": "adres"}
    officer.post(where, sent)
    few = len(queries_of(lambda: officer.post(where, sent)))
    server.documents = [
        locatieserver.document(12, nummeraanduiding_id=f"06642000000{at:05}", gemeentecode=f"{664 + at:04}")
        for at in range(10)
    ]
    assert len(queries_of(lambda: officer.post(where, sent))) == few <= 12


def test_enter_in_a_field_goes_on_and_looks_nothing_up(officer: OutsideClient, where: str) -> None:
    page = officer.get(where).content.decode()
    assert page.index('value="verder"') < page.index('value="adres"')
    assert hidden(officer.get(where).context["form"])["address_checked"] in (None, "")
