"""The page with the list of signals: the two ways to log one, and what each tab says while it is empty."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.html import main_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

LIST = reverse("signals:list")


def test_a_signal_or_a_note_is_begun_from_the_list(world: World, client_of: ClientOf) -> None:
    page = main_of(client_of(world.wilma).get(LIST))
    begin, note = page.index(reverse("signals:begin")), page.index(reverse("signals:note"))
    assert begin < note < page.index('aria-label="Signalen"')


@pytest.mark.parametrize(
    ("tab", "words"),
    [
        ("te-doen", "Er is nu niets te doen"),
        ("te-laat", "Er is niets te laat"),
        ("doorgegeven", "Er is nu niets doorgegeven"),
        ("gevolgd", "Er wordt nu niets gevolgd"),
        ("alles", "Er zijn nog geen signalen"),
        ("onzin", "Er is nu niets te doen"),
    ],
)
def test_an_empty_tab_says_what_will_come_there(tab: str, words: str, world: World, client_of: ClientOf) -> None:
    assert words in main_of(client_of(world.wilma).get(LIST, {"tab": tab}))


def test_a_filter_that_leaves_nothing_says_how_to_get_on(world: World, client_of: ClientOf) -> None:
    make.triaged(world.goes, world.wilma)
    page = main_of(client_of(world.wilma).get(LIST, {"tab": "alles", "stand": "closed"}))
    assert "Geen signalen gevonden" in page
    assert page.count("Alle filters uit") == 2
