"""What the start page says of municipalities: to an officer of the own one, to a coordinator of the area."""

import datetime as dt
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.urls import reverse

from municipalities import roles
from municipalities.attention import NO_CARE_THERE
from municipalities.codes import Role
from municipalities.models import Absence, Mandate, RegionFallBack
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]


def _page(client: OutsideClient) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def _rows(client: OutsideClient) -> dict[str, list[str]]:
    """What is missing, and where."""
    (panel,) = [panel for panel in client.get("/").context["panels"] if "gaps" in panel.template] or [None]
    return {words: [str(place) for place in places] for words, places in panel.context["rows"]} if panel else {}


def test_a_coordinator_sees_which_municipalities_miss_somebody_and_the_way_there(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.daphne)
    assert _rows(client) == {
        "Geen vervanger van de aandachtsfunctionaris": ["Vlissingen"],
        "Geen afspraak over zorgcoördinatie": ["Vlissingen"],
        "Geen achtervang aangewezen": ["Goes", "Vlissingen"],
    }
    page = _page(client)
    assert reverse("municipalities:detail", args=[world.vlissingen.gm_code]) in page
    assert "Dit vraagt vandaag uw aandacht" in page
    assert "Er is geen vervanger" in unescape(
        client.get(reverse("municipalities:detail", args=[world.vlissingen.gm_code])).content.decode()
    )


def test_where_all_of_care_coordination_is_away_is_said_once_nobody_of_it_is_there(
    world: World, client_of: ClientOf
) -> None:
    days = {"role": Role.CARE_COORDINATOR, "valid_from": FIRST, "valid_until": dt.date(2099, 1, 1)}
    Absence.objects.create(user=world.karlijn, **days)
    assert _rows(client_of(world.daphne))[NO_CARE_THERE] == ["Goes"]
    roles.give(
        world.zvh_zeeland, world.outsider.pk, Role.CARE_COORDINATOR, valid_from=FIRST, valid_until=None, deputy=True
    )
    assert NO_CARE_THERE not in _rows(client_of(world.daphne))


def test_a_deputy_alone_is_no_focal_officer(world: World, client_of: ClientOf) -> None:
    (row,) = roles.holders(Role.FOCAL_OFFICER, [world.goes], FIRST, deputy=False)
    roles.ROLE_TABLES[type(world.goes)].objects.filter(user=row.user, content_object=world.goes).update(
        valid_until=dt.date(2020, 1, 1)
    )
    assert _rows(client_of(world.daphne))["Geen aandachtsfunctionaris"] == ["Goes"]


def test_the_regional_coordinator_sees_the_whole_region(world: World, client_of: ClientOf) -> None:
    assert _rows(client_of(world.lowie))["Geen vervanger van de aandachtsfunctionaris"] == ["Breda", "Vlissingen"]


def test_where_nothing_is_missing_there_is_no_block(world: World, client_of: ClientOf) -> None:
    place, carer = world.vlissingen, Mandate.objects.get(municipality=world.goes).organisation
    roles.give(place, world.outsider.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=True)
    Mandate.objects.create(municipality=place, organisation=carer, document="Voorbeeldbesluit", valid_from=FIRST)
    named = {"user": world.outsider, "municipality": world.breda, "valid_from": FIRST}
    RegionFallBack.objects.create(region=world.region, **named)
    assert _rows(client_of(world.daphne)) == {}
    assert "niets dat uw aandacht vraagt" in _page(client_of(world.daphne))


@pytest.mark.parametrize("name", ["Wilma", "Karlijn", "Jet", "Bente", "Bo", "Hanna", "Philo", "Vince"])
def test_nobody_else_is_shown_the_gaps_of_an_area(world: World, client_of: ClientOf, name: str) -> None:
    assert _rows(client_of(world.person(name))) == {}


def test_an_officer_sees_the_own_score_and_a_coordinator_that_of_the_area(world: World, client_of: ClientOf) -> None:
    own = _page(client_of(world.wilma))
    assert "0 van 16 onderdelen van de basis" in _text(own)
    assert f"{reverse('municipalities:detail', args=[world.goes.gm_code])}#basis" in own
    area = _text(_page(client_of(world.daphne)))
    assert "0 van 2 gemeenten met de hele basis" in area
    assert "0 van 2 met een aandachtsfunctionaris" in area


def test_who_serves_two_municipalities_sees_the_score_of_each(world: World, client_of: ClientOf) -> None:
    roles.give(world.vlissingen, world.wilma.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    text = _text(_page(client_of(world.wilma)))
    assert "0 van 16 Goes" in text
    assert "0 van 16 Vlissingen" in text


def test_a_coordinator_is_shown_no_signal_and_no_number_of_signals(world: World, client_of: ClientOf) -> None:
    for _ in range(3):
        make.received(world.goes, world.hanna, danger="yes")
    for person in (world.daphne, world.lowie, world.person("Jet")):
        answer = client_of(person).get("/")
        assert answer.context["lines"] == []
        main = _text(unescape(answer.content.decode()).split("<main", 1)[1].split("</main", 1)[0])
        assert "signaal" not in main.lower()
        assert "signalen" not in main.lower()


def test_the_start_page_asks_as_much_for_three_municipalities_as_for_two(world: World, client_of: ClientOf) -> None:
    few, many = client_of(world.daphne), client_of(world.lowie)
    for client in (few, many):
        client.get("/")
    asked = len(queries_of(lambda: few.get("/")))
    assert len(queries_of(lambda: many.get("/"))) == asked
    assert asked <= 12


@pytest.mark.parametrize(("name", "way"), [("Bo", "municipalities:users-and-roles"), ("Vince", "municipalities:list")])
def test_who_has_no_work_on_the_start_page_finds_there_where_to_go(
    world: World, client_of: ClientOf, name: str, way: str
) -> None:
    page = _page(client_of(world.person(name)))
    assert "Hier kunt u verder" in page
    assert f'href="{reverse(way)}"' in page.partition("<h1")[2]
