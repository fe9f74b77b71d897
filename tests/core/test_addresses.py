"""Looking an address up: its shape, what is asked of the Locatieserver, and what of an answer is believed."""

import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from core import outgoing
from core.addresses import Address, Found, TypedAddress, Unreadable, address_book, read
from core.addresses.locatieserver import MOST, Locatieserver
from core.outgoing import Unreachable
from tests.support import locatieserver
from tests.support.locatieserver import LocalLocatieserver, answer, document

TWELVE = TypedAddress("Nergensweg", 12, "", "Goes")


@pytest.fixture(scope="module")
def _server() -> Iterator[LocalLocatieserver]:
    with locatieserver.running() as server:
        yield server


@pytest.fixture
def server(_server: LocalLocatieserver) -> LocalLocatieserver:
    _server.begin_anew()
    return _server


@pytest.mark.parametrize(
    ("address", "place", "parts"),
    [
        ("Nergensweg 12", "Goes", ("Nergensweg", 12, "", "Goes")),
        ("Nergensweg 12b, 4461 zz Goes", "", ("Nergensweg", 12, "4461ZZ", "Goes")),
        ("4461ZZ 12", "", ("", 12, "4461ZZ", "")),
        ("12, 4461 ZZ", "Goes", ("", 12, "4461ZZ", "Goes")),
        ("Plein 1945 12 Goes", "", ("Plein 1945", 12, "", "Goes")),
        ("'s-Verzonnenweg 12a-3", "Goes", ("'s-Verzonnenweg", 12, "", "Goes")),
        ("1e Dwarsstraat 3 hs", "Goes", ("1e Dwarsstraat", 3, "", "Goes")),
        ("Nergensweg 12, Kapelle", "Goes", ("Nergensweg", 12, "", "Goes")),
        ("Plein 1944 12", "Goes", ("Plein 1944", 12, "", "Goes")),
    ],
)
def test_what_has_the_shape_of_an_address_is_taken_apart(address: str, place: str, parts: tuple[Any, ...]) -> None:
    assert read(address, place) == TypedAddress(*parts)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("parkeerplaats bij het station", "Goes"),
        ("", "Goes"),
        ("Nergensweg", "Goes"),
        ("Nergensweg 0", "Goes"),
        ("Nergensweg 12", ""),
        ("Nergensweg 12, 0000 AA", "Goes"),
        ("nummer 111222333 12", "Goes"),
        ("een man met een wit busje die elke nacht komt 12", "Goes"),
        ("bel 06-12345678", "Goes"),
        ("Tel 06 12 34 56 78", "Goes"),
        ("getal 1234 567 89", "Goes"),
        ("busje met kenteken XX-12-YY 3", "Goes"),
        ("Nergensweg 12", "Goes; daar woont 1 man"),
        ("a" * 400 + " 12", "Goes"),
        ("<script> 12", "Goes"),
        ("12", "Goes"),
    ],
)
def test_what_has_another_shape_is_not_read_and_so_never_asked(address: str, place: str) -> None:
    with pytest.raises(Unreadable):
        read(address, place)


def test_without_a_setting_nobody_is_asked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "fetch_json", lambda address: pytest.fail("a call went out"))
    assert settings.ADDRESS_LOOKUP == "none"
    book = address_book()
    assert (book.is_connected, book.find(TWELVE).addresses) == (False, ())


def test_the_parts_of_an_address_are_asked_and_nothing_else(server: LocalLocatieserver) -> None:
    found = Locatieserver(server.url).find(TWELVE)
    assert found.addresses[0] == Address("0664200000000012", "Nergensweg", "12", "4461ZZ", "Goes", "GM0664", "Goes")
    assert [one.line for one in found.addresses] == ["Nergensweg 12, 4461 ZZ Goes", "Nergensweg 12b, 4461 ZZ Goes"]
    (asked,) = server.asked
    assert asked.pop("fl")[0].count(",") == 9
    assert asked == {"fq": ["type:adres", "huisnummer:12"], "q": ["Nergensweg 12 Goes"], "rows": [str(MOST)]}


def test_a_postcode_is_asked_in_place_of_words(server: LocalLocatieserver) -> None:
    found = Locatieserver(server.url).find(TypedAddress("Nergensweg", 12, "4381ZZ", "Goes"))
    assert [one.place for one in found.addresses] == ["Vlissingen"]
    assert (server.asked[0]["fq"][2], "q" in server.asked[0]) == ("postcode:4381ZZ", False)


def test_an_address_in_another_postcode_than_was_asked_is_left_out(server: LocalLocatieserver) -> None:
    near = document(12, postcode="4461ZY", nummeraanduiding_id="0664200000000777")
    server.answer = lambda said: said.say(200, answer(near, document(12)))
    found = Locatieserver(server.url).find(TypedAddress("", 12, "4461ZZ", ""))
    assert [one.id for one in found.addresses] == ["0664200000000012"]


def test_what_a_search_engine_reads_as_a_command_is_not_asked(server: LocalLocatieserver) -> None:
    Locatieserver(server.url).find(TypedAddress("-type (Nergens)weg. /", 12, "", "Goes"))
    assert server.asked[0]["q"] == ["type Nergens weg 12 Goes"]


def test_none_is_an_answer_too(server: LocalLocatieserver) -> None:
    assert Locatieserver(server.url).find(TypedAddress("Nergensweg", 13, "", "Goes")).addresses == ()


def test_of_many_the_first_are_given_and_that_there_are_more(server: LocalLocatieserver) -> None:
    server.documents = [document(12, nummeraanduiding_id=f"06642000000{at:05}") for at in range(40)]
    found = Locatieserver(server.url).find(TWELVE)
    assert (len(found.addresses), found.more) == (MOST, True)
    server.answer = lambda said: said.say(200, answer(*server.documents))  # more than were asked for
    assert len(Locatieserver(server.url).find(TWELVE).addresses) == MOST


@pytest.mark.parametrize(
    "changed",
    [
        {"type": "weg"},
        {"huisnummer": 13},
        {"huisnummer": "12"},
        {"huisnummer": True},
        {"huisnummer": None},
        {"huisletter": "<b>"},
        {"huisnummertoevoeging": "12345"},
        {"postcode": "0000AA"},
        {"postcode": 4461},
        {"straatnaam": "x" * 81},
        {"straatnaam": ""},
        {"straatnaam": "Nergens\u202eweg"},
        {"straatnaam": "Nergens\nweg"},
        {"straatnaam": None},
        {"straatnaam": ["Nergensweg"]},
        {"woonplaatsnaam": {"naam": "Goes"}},
        {"gemeentecode": "664"},
        {"gemeentenaam": None},
        {"nummeraanduiding_id": "0664010000000012"},
        {"nummeraanduiding_id": "06642000000000121"},
        {"nummeraanduiding_id": None},
    ],
    ids=str,
)
def test_an_address_of_another_shape_is_left_out(server: LocalLocatieserver, changed: dict[str, Any]) -> None:
    good = document(12, nummeraanduiding_id="0664200000000999")
    server.answer = lambda said: said.say(200, answer(document(12, **changed), good))
    assert [one.id for one in Locatieserver(server.url).find(TWELVE).addresses] == ["0664200000000999"]


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"<html>",
        b'{"response": ',
        b"[]",
        b"{}",
        b'{"response": []}',
        b'{"response": {"numFound": 1}}',
        b'{"response": {"numFound": "1", "docs": []}}',
        b'{"response": {"numFound": 1, "docs": {}}}',
        json.dumps(answer(document(12, type="weg"))).encode(),
        json.dumps(answer(None, 3, "adres")).encode(),
        json.dumps(answer(document(12))).encode() + b" " * outgoing.LARGEST,
    ],
    ids=lambda said: said[:40].decode(),
)
def test_a_broken_or_oversized_answer_is_none(server: LocalLocatieserver, said: bytes) -> None:
    server.answer = lambda handler: handler.say(200, said)
    with pytest.raises(Unreachable):
        Locatieserver(server.url).find(TWELVE)


@pytest.mark.parametrize("status", [204, 301, 302, 403, 404, 429, 500, 503])
def test_any_other_status_is_no_answer_and_no_redirect_is_followed(server: LocalLocatieserver, status: int) -> None:
    with locatieserver.running() as elsewhere:
        server.answer = lambda said: said.say(status, answer(document(12)), Location=f"{elsewhere.url}/free")
        with pytest.raises(Unreachable):
            Locatieserver(server.url).find(TWELVE)
        assert (len(server.asked), elsewhere.asked) == (1, [])


def test_words_that_the_register_does_not_read_are_no_address(server: LocalLocatieserver) -> None:
    server.answer = lambda said: said.say(400, answer(document(12)))
    assert Locatieserver(server.url).find(TWELVE) == Found(())


def test_who_answers_slowly_is_not_waited_for(server: LocalLocatieserver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "STEP", 0.3)
    server.answer = lambda said: time.sleep(2)
    began = time.monotonic()
    with pytest.raises(Unreachable):
        Locatieserver(server.url).find(TWELVE)
    assert time.monotonic() - began < 1.5


def test_who_is_not_there_is_no_answer_and_nothing_of_the_address_stands_in_the_fault() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens
        with pytest.raises(Unreachable) as fault:
            Locatieserver(f"http://127.0.0.1:{taken.getsockname()[1]}").find(TWELVE)
    assert "Nergensweg" not in repr(fault.value) + str(fault.value.__cause__)


def test_an_address_that_this_server_does_not_call_is_never_called(settings: Settings) -> None:
    settings.ADDRESS_LOOKUP, settings.PDOK_ADDRESS = "pdok", "http://10.0.0.1/search"
    with pytest.raises(Unreachable) as fault:
        address_book().find(TWELVE)
    assert "Nergensweg" not in repr(fault.value)
    assert fault.value.__suppress_context__
