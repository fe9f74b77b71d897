"""What the start page says of reports: to who makes them what waits, to who reads them the last one."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.urls import reverse

from municipalities.roles import actor_for
from reports import operations
from reports.periods import Period
from tests.factories import reports as make
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

OLD = Period.from_code("2025-H2")


def _main(client: OutsideClient) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return unescape(answer.content.decode()).split("<main", 1)[1].split("</main", 1)[0]


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_coordinator_sees_what_each_report_waits_for_and_what_was_published_last(
    world: World, client_of: ClientOf
) -> None:
    draft = make.drafted(world.zeeland, world.daphne)
    shown = make.published(world.zeeland, world.daphne, world.lowie, OLD)
    for person in (world.daphne, world.lowie):
        page = _main(client_of(person))
        assert reverse("reports:detail", args=[draft.pk]) in page
        assert reverse("reports:detail", args=[shown.pk]) in page
        text = _text(page)
        assert "District Zeeland, 1e halfjaar 2026 In voorbereiding nog laten maken" in text
        assert "gepubliceerd op" in text


def test_of_a_made_report_it_says_that_the_board_adopts_it_and_of_an_adopted_one_that_it_is_not_published(
    world: World, client_of: ClientOf
) -> None:
    report = make.made(world.zeeland, world.daphne)
    assert "concept om voor te leggen aan het bestuur" in _main(client_of(world.daphne))
    day = make.LAST.end.replace(month=7)
    operations.adopt_report(report, actor=actor_for(world.lowie), adopted_by="Overleg", adopted_on=day)
    assert "vastgesteld, nog niet gepubliceerd" in _main(client_of(world.daphne))


def test_an_edition_that_was_replaced_is_not_shown_as_the_last(world: World, client_of: ClientOf) -> None:
    first = make.published(world.zeeland, world.daphne, world.lowie)
    second = operations.correct_report(first, actor=actor_for(world.daphne), key=make.new_key(), correction="Telfout.")
    second = operations.store_made(second, actor=actor_for(world.daphne), figures={})
    lowie, day = actor_for(world.lowie), make.LAST.end.replace(month=8)
    second = operations.adopt_report(second, actor=lowie, adopted_by="Overleg", adopted_on=day)
    operations.publish_report(second, actor=lowie)
    for person in (world.daphne, world.person("Jet")):
        page = _main(client_of(person))
        assert reverse("reports:detail", args=[second.pk]) in page
        assert reverse("reports:detail", args=[first.pk]) not in page


def test_a_board_member_sees_the_last_published_report_and_nothing_else(world: World, client_of: ClientOf) -> None:
    board = client_of(world.person("Jet"))
    assert "Nog geen rapportage" in _main(board)
    make.published(world.zeeland, world.daphne, world.lowie, OLD)
    last = make.published(world.zeeland, world.daphne, world.lowie)
    draft = make.drafted(world.zeeland, world.daphne, Period.from_code("2025-H1"))
    page = _main(board)
    assert reverse("reports:detail", args=[last.pk]) in page
    assert reverse("reports:pdf", args=[last.pk]) in page
    assert str(draft.pk) not in page
    assert page.count("<h2") == 1
    assert "Nieuwe rapportage" not in page


@pytest.mark.parametrize("name", ["Wilma", "Karlijn", "Hanna", "Philo", "Vince", "Bo"])
def test_who_reads_no_reports_sees_none(world: World, client_of: ClientOf, name: str) -> None:
    make.published(world.zeeland, world.daphne, world.lowie)
    assert "apportage" not in _main(client_of(world.person(name)))


@pytest.mark.parametrize(("name", "most"), [("Daphne", 14), ("Lowie", 14), ("Jet", 8)])
def test_the_start_page_asks_as_much_for_many_reports_as_for_few(
    world: World, client_of: ClientOf, name: str, most: int
) -> None:
    client = client_of(world.person(name))
    make.published(world.zeeland, world.daphne, world.lowie)
    make.drafted(world.zeeland, world.daphne, OLD)
    client.get("/")
    few = len(queries_of(lambda: client.get("/")))
    for code in ("2020-Q1", "2020-Q2", "2020-Q3"):
        make.published(world.zeeland, world.daphne, world.lowie, Period.from_code(code))
    for code in ("2021-Q1", "2021-Q2", "2021-Q3"):
        make.drafted(world.zeeland, world.daphne, Period.from_code(code))
    assert len(queries_of(lambda: client.get("/"))) == few
    assert few <= most
