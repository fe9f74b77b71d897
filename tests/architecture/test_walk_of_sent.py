"""Every page that only a form or a refusal leads to, each page of the wizard, and what looks otherwise by what stands there, at 320
and 1280 pixels (walk.py, sent.py, states.py)."""

import pytest
from playwright.sync_api import Browser

from tests.support.world import World

from .walk import browsing

pytestmark = pytest.mark.journey


def test_every_page_that_answers_a_form_can_be_used_at_any_width(browser: Browser, world: World) -> None:
    with browsing(browser) as walk:
        assert walk.over_sent(world) == {}


def test_every_page_can_be_used_at_any_width_whatever_stands_there(browser: Browser, world: World) -> None:
    with browsing(browser) as walk:
        assert walk.over_states(world) == {}
