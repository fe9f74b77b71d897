"""Every page about one signal or what hangs on it, at 320 and 1280 pixels (walk.py). Of the walks each file is a process of its own."""

import pytest
from playwright.sync_api import Browser

from tests.support.world import World

from .pages import LISTS, PAGES
from .walk import browsing

pytestmark = pytest.mark.journey
NAMES = frozenset(name for name in PAGES - LISTS if name.startswith("signals:"))


def test_every_page_about_a_signal_can_be_used_at_any_width(browser: Browser, world: World) -> None:
    with browsing(browser) as walk:
        assert walk.over(NAMES, world) == {}
