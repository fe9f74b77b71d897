"""The search field of the frame: numbers and words over all apps, and never a trace of what is somebody else's."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from cases.models import Case
from core.references import new_reference, normalise
from core.unit import unit_of_work
from municipalities.roles import actor_for
from tests.factories import cases as make
from tests.factories import signals as make_signal
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

URL = "/zoeken/"


def seek(client: OutsideClient, words: str) -> Any:
    """Where the words lead to, one step after the page that seals them."""
    return client.get(client.post(URL, {"q": words}).headers["Location"])


def _page(client: OutsideClient, words: str) -> str:
    answer = client.post(URL, {"q": words}, follow=True)
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", main).replace(words, "").split())


def test_the_number_of_a_signal_or_case_leads_to_its_page(world: World, client_of: ClientOf) -> None:
    signal = make_signal.handled(world.goes, world.wilma)
    case = make.intensive(world.goes, world.karlijn)
    found = seek(client_of(world.wilma), signal.reference.lower().replace("-", " "))
    assert found.headers["Location"] == reverse("signals:detail", args=[signal.pk])
    found = seek(client_of(world.karlijn), case.reference)
    assert found.headers["Location"] == reverse("cases:detail", args=[case.pk])


def test_a_number_without_its_letter_leads_to_the_same_page(world: World, client_of: ClientOf) -> None:
    signal = make_signal.handled(world.goes, world.wilma)
    case = make.intensive(world.goes, world.karlijn)
    found = seek(client_of(world.wilma), signal.reference.removeprefix("S-").lower())
    assert found.headers["Location"] == reverse("signals:detail", args=[signal.pk])
    found = seek(client_of(world.karlijn), case.reference.removeprefix("C-").replace("-", ""))
    assert found.headers["Location"] == reverse("cases:detail", args=[case.pk])


def test_a_word_that_reads_as_a_number_leads_to_a_list(world: World, client_of: ClientOf) -> None:
    assert normalise("zwaar") == "Z-WAA-R"
    signal = make_signal.handled(world.goes, world.wilma, facts="Zij doet zwaar werk, elke nacht.")
    found = seek(client_of(world.wilma), "zwaar")
    assert found.status_code == 200
    assert signal.reference in found.content.decode()


def test_the_number_of_a_handover_leads_to_its_signal_for_who_may_see_it(world: World, client_of: ClientOf) -> None:
    signal = make_signal.handled(world.goes, world.wilma)
    with unit_of_work():
        handover = make_signal.handed_over(signal, actor_for(world.wilma), world.inspectorate)
    for number in (handover.reference, handover.reference.removeprefix("D-").lower()):
        found = seek(client_of(world.wilma), number)
        assert found.headers["Location"] == reverse("signals:detail", args=[signal.pk]) + "#doormeldingen"
    for client in (client_of(world.vera), client_of(world.karlijn)):
        assert _page(client, handover.reference) == _page(client, new_reference("D"))


def test_words_find_signals_and_working_names_find_cases(world: World, client_of: ClientOf) -> None:
    case = make.intensive(world.goes, world.karlijn)
    page = _page(client_of(world.karlijn), case.working_name.lower())
    assert case.reference in page
    signal = make_signal.handled(world.goes, world.wilma)
    assert signal.reference in _page(client_of(world.wilma), "bedden")


@pytest.mark.parametrize("person", ["wilma", "vera", "daphne", "philo", "hanna", "outsider"])
def test_a_case_of_somebody_else_answers_as_a_number_that_does_not_exist(
    world: World, client_of: ClientOf, person: str
) -> None:
    case = make.intensive(world.goes, world.karlijn)
    client = client_of(getattr(world, person), "district_coordinator" if person == "daphne" else "")
    assert _page(client, case.reference) == _page(client, new_reference("C"))
    assert case.reference not in _page(client, case.working_name)


def test_a_signal_of_somebody_else_answers_as_a_number_that_does_not_exist(world: World, client_of: ClientOf) -> None:
    signal = make_signal.handled(world.goes, world.wilma)
    for client in (client_of(world.vera), client_of(world.karlijn)):
        assert _page(client, signal.reference) == _page(client, new_reference("S"))


def test_more_than_fit_are_counted_and_lead_to_the_list(world: World, client_of: ClientOf) -> None:
    for _ in range(12):
        make_signal.triaged(world.goes, world.wilma)
    wilma = client_of(world.wilma)
    page = wilma.post(URL, {"q": "bedden"}, follow=True).content.decode()
    assert "(12)" in page
    [more] = re.findall(r'"(/signalen/\?tab=alles&amp;q=[^"]+)"', page)
    assert "bedden" not in more
    assert "12 signalen" in wilma.get(unescape(more)).content.decode()


def test_running_and_ended_cases_each_lead_to_their_own_list(world: World, client_of: ClientOf) -> None:
    for case in (*make.stored(world.goes, world.karlijn, 12), make.closed(world.goes, world.karlijn)):
        Case.objects.unscoped(reason="test").filter(pk=case.pk).update(working_name=f"Zwaan {case.pk.hex[:6]}")
    client = client_of(world.karlijn)
    running, _, ended = client.post(URL, {"q": "zwaan"}, follow=True).content.decode().partition("Afgesloten casussen")
    assert ended.count("plain-list__link") == 1
    more = re.findall(r'href="(/casussen/\?q=[^"]+)"', running)
    assert "12 casussen" in client.get(unescape(more[0])).content.decode()


def test_a_search_is_logged_without_its_words(world: World, client_of: ClientOf) -> None:
    make_signal.handled(world.goes, world.wilma)
    _page(client_of(world.wilma), "bedden")
    event = AuditEvent.objects.unscoped(reason="test").get(event="signals.listed")
    assert (event.actor_id, event.detail["rows"]) == (world.wilma.pk, 1)
    assert "bedden" not in str(event.detail)


def test_the_field_stands_there_for_who_has_anything_to_search(world: World, client_of: ClientOf) -> None:
    for person in (world.wilma, world.karlijn, world.person("Pieter")):
        assert f'action="{URL}"' in client_of(person).get("/").content.decode()
    for person in (world.lowie, world.philo, world.outsider):
        assert f'action="{URL}"' not in client_of(person).get("/").content.decode()


def test_nothing_typed_finds_nothing_and_too_much_is_cut_off(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    for words in ("", "   ", "x" * 5000, "'; drop", "\u0000"):
        assert client.post(URL, {"q": words}, follow=True).status_code == 200
