"""The one browser of a run: its driver keeps an event loop in this thread, and a second driver would refuse to start."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from mensenhandel.local.system import CHROMIUM_FLAGS, chromium


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium of this machine."""
    path = chromium()
    assert path, "install chromium"
    started = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
    yield started
    started.close()
