"""Every page that only a form or a refusal leads to, and each page of the wizard, at 320 and 1280 pixels (walk.py, sent.py)."""

import pytest
from playwright.sync_api import Browser

from tests.support.world import World

from .walk import browsing

pytestmark = pytest.mark.journey


def test_every_page_that_answers_a_form_can_be_used_at_any_width(browser: Browser, world: World) -> None:
    with browsing(browser) as walk:
        assert walk.over_sent(world) == {}
