"""The caseload and the lists beside it, as a browser asks for them."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from cases import intake, operations
from cases.codes import CloseReason
from cases.finding import find, find_ended
from cases.models import Case
from cases.operations.closing import CallingAgain, Closing
from cases.workflow import CasePhase
from core.access import Actor
from core.references import normalise
from core.workdays import today
from municipalities.roles import actor_for
from signals import operations as signal_operations
from tests.factories import cases as make
from tests.factories import signals as make_signal
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
HAT = {"hat": make.HAT}


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_line_counts_what_each_list_shows(world: World, browser: OutsideClient) -> None:
    for make_case in (make.intensive, make.intensive, make.followed, make.in_aftercare, make.referred, make.taken_in):
        make_case(world.goes, world.karlijn)
    make.offered(world.goes, world.wilma)
    page = _text(browser.get(reverse("cases:list")))
    numbers = re.findall(r"<strong>(\d+)</strong> ([a-z ]+)", page)
    assert numbers == [
        ("2", "intensief"),
        ("1", "op de voet"),
        ("1", "nazorg"),
        ("0", "signalen gevolgd"),
        ("1", "aangeboden"),
    ]
    assert re.findall(r">(\d+ (?:aangemeld|in intake))</a>", page) == ["1 aangemeld", "1 in intake"]
    intensive = _text(browser.get(reverse("cases:list"), {"intensiteit": "intensive"}))
    assert intensive.count('<th scope="row">') == 2


def test_followed_signals_count_when_they_were_ever_offered_or_are_her_own(
    world: World, browser: OutsideClient
) -> None:
    signals = [make.offered(world.goes, world.wilma) for _ in range(2)]
    refused = make.offer_of(signals[1])
    intake.refuse(refused, actor=make.coordinator(world.karlijn), refusal="Nee.")
    wilma = actor_for(world.wilma, "focal_officer")
    never_offered = make_signal.handled(world.goes, world.wilma)
    for signal in (*signals, never_offered):
        signal_operations.follow_signal(signal, actor=wilma, why="Te weinig.", what_changes_it="Een tweede melding.")
    page = _text(browser.get(reverse("cases:followed")))
    assert "2 signalen" in page
    assert signals[0].reference in page
    assert signals[1].reference in page
    assert never_offered.reference not in page
    assert reverse("signals:detail", args=[signals[1].pk]) not in page


def test_the_list_goes_by_intensity_and_within_it_what_is_overdue_comes_first(
    world: World, browser: OutsideClient
) -> None:
    make.stored(world.goes, world.karlijn, 15)
    make.taken_in(world.goes, world.karlijn)
    make.referred(world.goes, world.karlijn)
    page = _text(browser.get(reverse("cases:list")))
    headings = re.findall(r"<h2[^>]*>([^<]+\(\d+\))", page)
    assert headings == ["Intensief (5)", "Op de voet volgen (5)", "Nazorg (5)", "Intake (1)", "Aangemeld (1)"]
    terms = [set(re.findall(r"te laat|vandaag|nog", part)) for part in page.split("<h2")[1:4]]
    assert all(found == {"te laat", "vandaag", "nog"} or found == {"te laat", "nog"} for found in terms)
    for part in page.split("<h2")[1:4]:
        rows = re.findall(r">([^<]*te laat|vandaag|nog [^<]*)</time>", part)
        assert [row.endswith("te laat") for row in rows] == sorted(
            (row.endswith("te laat") for row in rows), reverse=True
        )


def test_one_sentence_says_what_is_late_and_leads_to_as_many(world: World, browser: OutsideClient) -> None:
    make.stored(world.goes, world.karlijn, 15)
    page = _text(browser.get(reverse("cases:list")))
    assert "5 casussen zijn te laat" in page
    late = _text(browser.get(reverse("cases:list"), {"wanneer": "te-laat"}))
    assert late.count('<th scope="row">') == 5


def test_a_filter_keeps_its_list_and_starts_at_the_first_page(world: World, browser: OutsideClient) -> None:
    make.stored(world.goes, world.karlijn, 80)
    page = _text(browser.get(reverse("cases:list"), {"intensiteit": "followed", "gemeente": "GM0664"}))
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following
    second = _text(browser.get(reverse("cases:list") + following.group(1).replace("&amp;", "&")))
    assert second.count('<th scope="row">') == 27 - 25
    chips = re.findall(r'class="chip" href="([^"]+)"', second)
    assert chips == ["/casussen/?intensiteit=followed", "/casussen/?gemeente=GM0664"]
    assert 'name="na"' not in second


def test_the_pages_of_the_list_show_every_case_once(world: World, browser: OutsideClient) -> None:
    make.stored(world.goes, world.karlijn, 30)
    page = _text(browser.get(reverse("cases:list")))
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following
    second = _text(browser.get(reverse("cases:list") + following.group(1).replace("&amp;", "&")))
    names = re.findall(r'href="/casussen/([0-9a-f-]{36})/"', page) + re.findall(
        r'href="/casussen/([0-9a-f-]{36})/"', second
    )
    assert len(set(names)) == 30


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"intensiteit": "followed"}, {"followed"}),
        ({"vorm": "sexual"}, {"sexual"}),
        ({"gemeente": "GM0664"}, {"followed", "sexual"}),
        ({"wanneer": "te-laat"}, set()),
        ({"wanneer": "klok-bijna"}, set()),
        ({"q": "bestaatniet"}, set()),
        ({"intensiteit": "onzin"}, {"followed", "sexual"}),
    ],
)
def test_the_filters_stand_in_the_address(
    world: World, browser: OutsideClient, query: dict[str, str], found: set[str]
) -> None:
    cases = {
        "followed": make.followed(world.goes, world.karlijn),
        "sexual": make.referred(world.goes, world.karlijn, main_form="sexual"),
    }
    page = _text(browser.post(reverse("cases:list"), query, follow=True))
    assert {name for name, case in cases.items() if case.reference in page} == found


def test_a_case_is_found_by_number_and_by_working_name(world: World, browser: OutsideClient) -> None:
    case = make.referred(world.goes, world.karlijn)
    for words in (case.reference, case.reference.lower().replace("-", " "), case.working_name[:4].lower()):
        assert case.reference in _text(browser.post(reverse("cases:list"), {"q": words}, follow=True))


def test_a_name_that_reads_as_a_number_is_a_name_too(world: World, browser: OutsideClient) -> None:
    assert normalise("kraa") == "K-RA-A"
    case = make.referred(world.goes, world.karlijn)
    Case.objects.unscoped(reason="test").filter(pk=case.pk).update(working_name="Kraanvogel")
    assert case.reference in _text(browser.post(reverse("cases:list"), {"q": "kraa"}, follow=True))


def test_a_closed_case_stands_in_the_list_of_ended_ones(world: World, browser: OutsideClient) -> None:
    case = make.closed(world.goes, world.karlijn)
    assert case.reference in _text(browser.get(reverse("cases:ended")))
    assert case.reference not in _text(browser.get(reverse("cases:list")))


def test_a_closed_case_whose_person_is_called_again_stands_in_the_caseload_only(
    world: World, browser: OutsideClient, karlijn: Actor
) -> None:
    case = make.taken_in(world.goes, world.karlijn)
    calling = CallingAgain(today() + dt.timedelta(days=21), "Via de huisarts")
    operations.close(
        case, actor=karlijn, closing=Closing(CloseReason.REFUSED_HELP, "Wil geen hulp.", call_again=calling)
    )
    assert case.reference in _text(browser.get(reverse("cases:list")))
    assert case.reference not in _text(browser.get(reverse("cases:ended")))
    found = find(karlijn, case.reference), find_ended(karlijn, case.reference)
    assert [one.count if one else 0 for one in found] == [1, 0]
    assert reverse("cases:list") in _text(browser.get(reverse("cases:detail", args=[case.pk]))).split("<h1")[0]


def test_a_case_outside_the_caseload_is_in_no_list_of_it_whatever_its_date(
    world: World, browser: OutsideClient
) -> None:
    case = make.closed(world.goes, world.karlijn)
    rows = Case.objects.unscoped(reason="test").filter(pk=case.pk)
    rows.update(phase=CasePhase.TRANSFERRED, due_on=today())
    assert case.reference not in _text(browser.get(reverse("cases:list")))
    assert case.reference in _text(browser.get(reverse("cases:ended")))
    assert [rows.get().is_waiting, rows.waiting().exists()] == [False, False]


def test_an_ended_case_is_found_in_its_own_list(world: World, browser: OutsideClient) -> None:
    one, other = make.closed(world.goes, world.karlijn), make.closed(world.goes, world.karlijn)
    page = _text(browser.post(reverse("cases:ended"), {"q": one.reference}, follow=True))
    assert one.reference in page
    assert other.reference not in page  # the working name of a closed case may be drawn again


def test_a_process_director_sees_no_list_or_button_that_is_not_there_for_that_role(
    world: World, client_of: ClientOf
) -> None:
    page = _text(client_of(world.person("Pieter")).get(reverse("cases:list")))
    for name in ("cases:offers", "cases:followed", "cases:refer"):
        assert f'"{reverse(name)}"' not in page
