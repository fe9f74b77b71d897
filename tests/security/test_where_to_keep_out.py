"""Who may see a dossier, and keeping somebody out of it, is found on the page of the dossier itself, by who may do it."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from tests.factories import cases as make_case
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.emergency import break_glass, koos
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]


def ways(browser: OutsideClient, row: Any, page: str = "detail") -> set[str]:
    """Which of the steps the page of this dossier leads to."""
    app = row._meta.app_label
    shown = browser.get(reverse(f"{app}:{page}", args=[row.pk])).content.decode()
    steps = ("readers", "exclude", "restrict")
    return {step for step in steps if f'href="{reverse(f"{app}:{step}", args=[row.pk])}"' in shown}


def test_the_page_of_a_signal_leads_its_officer_there(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    assert ways(client_of(world.wilma), signal) == {"readers", "exclude", "restrict"}


def test_every_part_of_a_case_leads_its_coordinator_there(world: World, client_of: ClientOf) -> None:
    case = make_case.intensive(world.goes, world.karlijn)
    for page in ("detail", "people", "help", "course"):
        assert ways(client_of(world.karlijn), case, page) == {"readers", "exclude", "restrict"}


def test_a_deputy_in_an_emergency_finds_no_way_there(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    shield.restricted(signal, [world.wilma])
    break_glass(world, signal)
    assert koos(world).opened
    assert ways(client_of(world.koos), signal) == set()
