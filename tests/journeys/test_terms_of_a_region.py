"""The administrator gives officers a day more to take a signal up: the next one has it, the one that waits keeps its own day."""

import base64
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Playwright

from .conftest import PHONE, Site
from .visitor import Visitor

pytestmark = pytest.mark.journey

WHY = "Afgesproken in het regionaal overleg van november."


def test_a_changed_term_holds_for_what_begins_then(
    visit: Callable[..., Visitor], site: Site, playwright: Playwright
) -> None:
    send = sender(playwright, site)
    before = send("Twee diensten achter elkaar, deur op slot.")
    set_to_two_days(visit("Bo Brievenbus"))
    after = send("De ramen zijn dichtgeplakt.")
    wilma = visit("Wilma Windvaan", PHONE)
    for reference, left in ((before, "nog 1 werkdag"), (after, "nog 2 werkdagen")):
        wilma.open("/signalen/?tab=alles")
        wilma.seek(reference)
        wilma.follow(reference)
        assert left in wilma.text().partition("Zichtbaar voor")[0]
    look_it_up(wilma)


def sender(playwright: Playwright, site: Site) -> Callable[[str], str]:
    """The inspectorate's program: sends a text and gives the number of the signal."""
    api = playwright.request.new_context(base_url=site.url)
    basic = base64.b64encode(f"{site.client_id}:{site.secret}".encode()).decode()
    asked: dict[str, str | float | bool] = {"grant_type": "client_credentials", "scope": "signalen"}
    token = api.post("/api/v1/token", headers={"Authorization": f"Basic {basic}"}, form=asked).json()["access_token"]

    def send(facts: str) -> str:
        told = {"bron": "nla", "feiten": facts, "gemeente": "GM0664", "plaats": "Goes"}
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid.uuid4())}
        answer = api.post("/api/v1/signalen", headers=headers, data=told)
        assert answer.status == 201, answer.text()
        return str(answer.json()["nummer"])

    return send


def set_to_two_days(bo: Visitor) -> None:
    """What is wrong stands beside its field; what is right says that nothing that runs moves."""
    bo.open("/gemeenten/gebruikers-en-rollen/")
    bo.follow("Termijnen")
    bo.page.get_by_text("Signalen (").first.click()  # of two regions each kind is folded
    bo.follow("Oppakken")
    assert "Nooit gewijzigd" in bo.text()
    bo.follow("Termijn wijzigen")
    bo.fill("Hoeveel werkdagen?", "9")
    bo.press("Termijn instellen")
    assert "ten hoogste 5 werkdagen" in bo.text()
    bo.fill("Hoeveel werkdagen?", "2")
    bo.fill("Waarom?", WHY)
    bo.press("Termijn instellen")
    assert "Lopende termijnen veranderen niet" in bo.page.inner_text("body")
    assert WHY in bo.text()
    bo.follow("Termijnen")
    assert "Bo Brievenbus" in bo.text()


def look_it_up(wilma: Visitor) -> None:
    """Who has the term can read how long it is, and cannot change it."""
    wilma.open("/gemeenten/termijnen/")
    wilma.follow("Oppakken")
    assert WHY in wilma.text()
    assert wilma.page.get_by_role("link", name="Termijn wijzigen").count() == 0
