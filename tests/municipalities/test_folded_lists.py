"""The long lists of municipalities are folded by district, and on a phone each card of the matrix by municipality."""

import re
from collections import defaultdict
from collections.abc import Callable

import pytest

from tests.factories import municipalities as make
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]


def open_groups(browser: OutsideClient, **asked: str) -> dict[str, bool]:
    return {group.title: group.is_open for group in browser.get("/gemeenten/", asked).context["groups"]}


def test_a_short_list_is_open_as_a_whole(world: World, client_of: ClientOf) -> None:
    make.municipality("Verafdorp")
    groups = open_groups(client_of(world.wilma))
    assert set(groups) == {"District De Baronie", "District Zeeland", "Niet ingedeeld bij een regio"}
    assert all(groups.values())


def test_of_a_long_list_the_readers_own_district_is_open(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("municipalities.views.overview.MOST_UNFOLDED", 2)
    assert open_groups(client_of(world.wilma)) == {"District De Baronie": False, "District Zeeland": True}
    assert open_groups(client_of(world.floor)) == {"District De Baronie": True, "District Zeeland": False}
    assert open_groups(client_of(world.floor), gebied=f"district-{world.zeeland.pk}") == {"District Zeeland": True}


def test_who_follows_many_finds_them_all_folded(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("municipalities.views.overview.MOST_UNFOLDED", 2)
    assert not any(open_groups(client_of(world.person("Lowie"))).values())


def test_a_folded_district_is_on_the_page_all_the_same(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("municipalities.views.overview.MOST_UNFOLDED", 1)
    page = client_of(world.wilma).get("/gemeenten/").content.decode()
    assert "District De Baronie (1)" in page
    assert "/gemeenten/GM0758/" in page


def test_the_matrix_folds_each_municipality_but_the_only_one(world: World, client_of: ClientOf) -> None:
    many = client_of(world.daphne, "district_coordinator").get("/gemeenten/basis-op-orde/").content.decode()
    assert many.count('id="toon-GM') == 2
    assert " checked>" not in many.partition('id="toon-GM')[2].partition("</tr>")[0]
    own = client_of(world.wilma).get("/gemeenten/basis-op-orde/").content.decode()
    assert own.count('id="toon-GM') == 1
    assert " checked>" in own.partition('id="toon-GM')[2].partition("</th>")[0]


def test_who_has_no_mandate_stands_in_sight_and_who_has_one_is_folded_in_a_long_list(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    bo = client_of(world.person("Bo"))
    url = "/gemeenten/gebruikers-en-rollen/mandaten/"
    assert bo.get(url).context["is_open"]
    monkeypatch.setattr("municipalities.views.mandates.MOST_UNFOLDED", 0)
    page = bo.get(url).content.decode()
    in_sight, _, folded = page.partition('<details class="fold fold--wide">')
    assert "geen mandaat" in in_sight
    assert "geen mandaat" not in folded
    assert "Beëindigen" in folded
    assert "Beëindigen" not in in_sight


def test_the_steps_of_an_account_are_folded(world: World, client_of: ClientOf) -> None:
    page = client_of(world.person("Bo")).get("/gemeenten/gebruikers-en-rollen/").content.decode()
    steps = page.partition("Stappen<span")[2].partition("</details>")[0]
    assert "Gegevens wijzigen" in steps
    assert "Account sluiten" in steps


def test_each_step_of_an_account_has_a_name_of_its_own(world: World, client_of: ClientOf) -> None:
    """Who hears the links of the page one after another knows of whom and where each is."""
    page = client_of(world.person("Bo")).get("/gemeenten/gebruikers-en-rollen/").content.decode().partition("<main")[2]
    links = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', page)
    names: defaultdict[str, set[str]] = defaultdict(set)
    for address, text in links:
        names[re.sub(r"<[^>]+>", "", text)].add(address)
    assert {name for name, addresses in names.items() if len(addresses) > 1} == set()
