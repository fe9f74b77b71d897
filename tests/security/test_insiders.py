"""The card of a restricted dossier says who has it open now, by name and function, to who may see the dossier."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from municipalities import operations
from municipalities.models import EmergencyAccess
from signals.models import Signal
from tests.factories import cases as make_case
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.emergency import break_glass, koos
from tests.support.html import plain_text
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
OPEN_NOW = "Nu open door noodtoegang"


@pytest.fixture
def signal(world: World) -> Signal:
    """Restricted to its owner."""
    made = make.handled(world.goes, world.wilma)
    shield.restricted(made, [world.wilma])
    return made


def card(browser: OutsideClient, row: object) -> str:
    url = reverse(f"{row._meta.app_label}:readers", args=[row.pk])  # type: ignore[attr-defined]  # a signal or a case
    return plain_text(browser.get(url).content.decode())


def test_the_team_stands_there_by_name_and_function(signal: Signal, world: World, client_of: ClientOf) -> None:
    shown = card(client_of(world.wilma), signal)
    assert "Wilma Windvaan, aandachtsfunctionaris Goes" in shown
    assert "Koos Koffiekan" not in shown
    assert OPEN_NOW not in shown


def test_of_a_case_too(world: World, client_of: ClientOf) -> None:
    case = make_case.intensive(world.goes, world.karlijn)
    shield.restricted(case, [world.karlijn])
    assert "Karlijn Kompasroos, zorgcoördinator" in card(client_of(world.karlijn), case)


def test_who_opened_it_in_an_emergency_stands_there_as_long_as_it_is_open(
    signal: Signal, world: World, client_of: ClientOf
) -> None:
    break_glass(world, signal)
    access = EmergencyAccess.objects.unscoped(reason="test").get()
    shown = card(client_of(world.wilma), signal)
    assert OPEN_NOW in shown
    assert "Koos Koffiekan, vervangend aandachtsfunctionaris Goes, tot" in shown
    with contexts.acting_as(koos(world)):
        operations.end_emergency(access, actor=koos(world), version=access.version)
    assert OPEN_NOW not in card(client_of(world.wilma), signal)


def test_who_does_not_see_the_dossier_reads_no_card(signal: Signal, world: World, client_of: ClientOf) -> None:
    assert client_of(world.daphne, "focal_officer").get(reverse("signals:readers", args=[signal.pk])).status_code == 404
