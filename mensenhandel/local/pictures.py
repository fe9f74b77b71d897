"""The pictures of the README, taken from a running `bin/start` (or from the address that is given).

Each shows the demo world with its band, or its watermark.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from .places import BASE
from .screen import Stop, say, step
from .system import CHROMIUM_FLAGS, chromium

FOLDER = BASE / "docs" / "pictures"
DESK, PHONE = (1200, 760), (390, 760)
PDF_WIDTH = 620


class Camera:
    """A browser on the demo world."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address

    def visit(self, name: str, size: tuple[int, int] = DESK) -> Page:
        """A page of that person, signed in."""
        width, height = size
        context = self.browser.new_context(
            base_url=self.address, viewport={"width": width, "height": height}, locale="nl-NL"
        )
        page = context.new_page()
        page.goto("/inloggen/demo/")
        page.get_by_role("button", name=f"Inloggen als {name}").click()
        page.wait_for_url("**/")
        return page

    def take(self, page: Page, name: str) -> None:
        """What the window shows now."""
        page.wait_for_load_state("networkidle")
        if not page.get_by_text("Verzonnen gegevens").first.is_visible():
            message = f"No picture of {page.url}: it does not say that it is a demo."
            raise Stop(message)
        page.screenshot(path=FOLDER / f"{name}.png")


def _wizard(camera: Camera) -> None:
    page = camera.visit("Wilma Windvaan", PHONE)
    page.goto("/signalen/nieuw/")
    camera.take(page, "wizard")


def _signal(camera: Camera) -> None:
    page = camera.visit("Wilma Windvaan")
    _find(page, "woningcontrole bedden")
    camera.take(page, "signal")
    # Another house of which the street was heard wrong is found, with why.
    page.get_by_role("link", name="Alles bekijken, ook wat erop lijkt").click()
    page.wait_for_url("**/verwant/")
    camera.take(page, "related")


def _find(page: Page, words: str) -> None:
    page.goto("/signalen/?tab=alles")
    page.locator("main input[type=search]").fill(words)
    page.locator("main input[type=search]").press("Enter")
    page.wait_for_url("**q=**")
    page.locator("main table tbody a").first.click()
    page.wait_for_load_state()


def _handover(camera: Camera) -> None:
    """What the inspectorate reads of what was handed over to it."""
    page = camera.visit("Philo Paraplubak")
    page.goto("/postvak/?tab=alles")
    page.locator("main table tbody a").first.click()
    camera.take(page, "handover")


def _meeting(camera: Camera) -> None:
    """The meeting of De Baronie, which goes on."""
    page = camera.visit("Floor Fietsbel")
    page.goto("/signalen/overleg/")
    page.locator("main table tbody tr", has_text="Bezig").get_by_role("link").first.click()
    page.get_by_role("link", name="Punt voor punt bespreken").click()
    camera.take(page, "meeting")


def _work(camera: Camera) -> None:
    page = camera.visit("Wilma Windvaan", PHONE)
    page.goto("/mijn-werk/")
    camera.take(page, "work")


def _caseload(camera: Camera) -> None:
    page = camera.visit("Karlijn Kompasroos")
    page.goto("/casussen/")
    camera.take(page, "caseload")


def _readiness(camera: Camera) -> None:
    page = camera.visit("Lowie Lantaarnpaal")
    page.goto("/gemeenten/basis-op-orde/")
    camera.take(page, "readiness")


def _report(camera: Camera) -> None:
    """A published edition; the workers make its PDF shortly after the demo world stands."""
    page = camera.visit("Daphne Deurklopper")
    page.goto("/rapportages/")
    page.get_by_role("link", name="District Zeeland, 2e halfjaar 2025").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF downloaden").click()
    _first_page(waiting.value.path(), FOLDER / "report")


def _first_page(pdf: Path, target: Path) -> None:
    program = shutil.which("pdftoppm")
    if program is None:
        message = "Install poppler-utils: pdftoppm draws the page of the PDF."
        raise Stop(message)
    scale = ["-scale-to-x", str(PDF_WIDTH), "-scale-to-y", "-1"]
    subprocess.run([program, "-png", "-singlefile", "-f", "1", *scale, str(pdf), str(target)], check=True)


PICTURES = (_wizard, _work, _signal, _handover, _meeting, _caseload, _readiness, _report)


def main(address: str) -> int:
    """Take all of them; a failure is one sentence."""
    FOLDER.mkdir(exist_ok=True)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
            camera = Camera(browser, address)
            for picture in PICTURES:
                with step(f"Picture: {picture.__name__.strip('_')}"):
                    picture(camera)
            browser.close()
    except Stop as reason:
        say(str(reason))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
