"""Whoever tries the demo finds something on every page of the menu; what is empty is so because the story says so."""

import re
from collections.abc import Iterator
from datetime import datetime, time

import pytest
import time_machine

from accounts.models import User
from core import navigation
from core.unit import unit_of_work
from core.workdays import AMSTERDAM
from mensenhandel.demo.personas import personas
from municipalities.roles import actor_for
from signals.list_states import ImportState
from signals.models import ListImport
from signals.operations.taking_over import why_not_undone
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.demo import DAY

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("demo", "db")]

EMPTY = re.compile(r'class="empty__heading">([^<]*)')
# One click from the menu: the tabs of the list, and what the pages beside it hold for these people.
TABS = tuple(f"/signalen/?tab={tab}" for tab in ("te-laat", "doorgegeven", "gevolgd", "alles"))
BESIDE = {
    "Wilma": ("/signalen/alarmen/", "/signalen/filters/", "/signalen/importeren/", "/signalen/overleg/besluiten/"),
    "Vera": ("/signalen/alarmen/",),
    "Floor": ("/signalen/importeren/", "/signalen/overleg/instellen/"),
    "Teun": ("/signalen/filters/", "/signalen/concepten/"),
}
ALIKE = {"/", "/gemeenten/", "/gemeenten/basis-op-orde/"}  # of these one is looked at: they never are empty
ON_PURPOSE = {
    # A care coordinator's own signals are followed; what waits for her are offers and cases.
    ("Karlijn", "/signalen/"): ["Er is nu niets te doen"],
    ("Bram", "/signalen/"): ["Er is nu niets te doen"],
    # De Markiezaten has no table.
    ("Bram", "/signalen/overleg/"): ["Geen overleg"],
    ("Teun", "/signalen/overleg/"): ["Geen overleg"],
    ("Roos", "/signalen/?tab=te-laat"): ["Er is niets te laat"],
    ("Roos", "/signalen/bewaartermijnen/"): ["Niets voorbij de termijn"],
    # They count, publish or administer; nobody waits for them this morning.
    ("Lowie", "/mijn-werk/"): ["Er wacht niets op u"],
    ("Bo", "/mijn-werk/"): ["Er wacht niets op u"],
    ("Jet", "/mijn-werk/"): ["Er wacht niets op u"],
}


def test_every_persona_finds_something_on_every_page_of_her_menu() -> None:
    found: dict[tuple[str, str], list[str]] = {}
    seen: set[str] = set()
    with time_machine.travel(datetime.combine(DAY, time(9), AMSTERDAM)):
        for card in personas():
            for url, page in _pages(card.name, seen):
                if empty := EMPTY.findall(page):
                    found[card.name.split()[0], url] = empty
    assert found == ON_PURPOSE


def _pages(name: str, seen: set[str]) -> Iterator[tuple[str, str]]:
    """Address and page, under each of her hats."""
    user = User.objects.get(full_name=name)
    for hat in actor_for(user).hats or ("",):
        actor, browser = actor_for(user, hat), OutsideClient()
        browser.force_login(user, hat=hat)
        urls = [link.url for link in navigation.links_for(actor, "")] + [navigation.work_url_for(actor)]
        urls += TABS if "/signalen/" in urls else ()
        for url in {*urls, *BESIDE.get(name.split()[0], ())} - seen:
            seen |= {url} & ALIKE
            answer = browser.get(url)
            assert answer.status_code == 200, (name, url)
            yield url, answer.content.decode()


def test_floor_may_still_take_back_what_she_imported_this_morning() -> None:
    with time_machine.travel(datetime.combine(DAY, time(9), AMSTERDAM)), unit_of_work("test"), contexts.everywhere():
        [imported] = ListImport.objects.unscoped(reason="test").filter(state=ImportState.IMPORTED)
        assert (imported.name, imported.good, why_not_undone(imported)) == ("gevolgd in Breda.csv", 2, "")
