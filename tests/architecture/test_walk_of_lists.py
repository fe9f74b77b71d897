"""Every list and every other page that is about nothing in particular, at 320 and 1280 pixels, with rows in each (walk.py)."""

import pytest
from playwright.sync_api import Browser

from tests.support.looking import found_by_axe
from tests.support.world import World

from .matrix import ROWS
from .pages import ANSWERS, LISTS, NO_PAGES, PAGES
from .walk import BEGINS_ELSEWHERE, browsing

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("beside_filled")]


def test_every_list_can_be_used_at_any_width(browser: Browser, world: World) -> None:
    with browsing(browser) as walk:
        assert walk.over(LISTS, world) == {}
        # On which the keyboard stands at the end: the link that skips the frame is seen by then.
        assert found_by_axe(walk.page) == []


def test_what_is_left_out_or_is_different_is_there() -> None:
    listed = frozenset().union(*NO_PAGES.values())
    assert listed <= ROWS.keys()
    assert ANSWERS.keys() | BEGINS_ELSEWHERE.keys() <= PAGES
