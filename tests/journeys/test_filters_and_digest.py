"""A focal officer of two municipalities keeps what she looks at each morning, and is told by mail how much waits, not what."""

import re
from collections.abc import Callable

import pytest
from django.core import mail

from accounts.models import User
from core.workdays import today
from jobs.outbox import send_waiting
from municipalities.digests import queue_digests

from .conftest import PHONE
from .visitor import Visitor

pytestmark = pytest.mark.journey

NAME = "Kapelle, oudste eerst"


def test_filters_become_a_tab_and_the_mail_holds_numbers_only(visit: Callable[..., Visitor]) -> None:
    roos = visit("Roos Regenpijp")
    keep_filters(roos)
    use_and_rename(roos)
    late(roos)
    choose_digest(visit("Roos Regenpijp", PHONE))
    read_digest(roos)


def keep_filters(roos: Visitor) -> None:
    """What is filtered stands in the address, and becomes a tab of hers."""
    roos.open("/signalen/")
    roos.follow("Alles")
    roos.pick("Gemeente", "Kapelle")
    roos.pick("Volgorde", "Oudste eerst")
    roos.press("Filteren")
    assert "gemeente=" in roos.page.url
    assert "volgorde=oud" in roos.page.url
    roos.follow("Bewaar deze filters")
    roos.press("Filters bewaren")
    assert "Geef het filter een naam." in roos.text()
    roos.fill("Naam van dit filter", NAME)
    roos.press("Filters bewaren")
    assert roos.page.get_by_role("link", name=NAME).get_attribute("aria-current") == "page"


def use_and_rename(roos: Visitor) -> None:
    """She finds it back from another tab; one filter is taken off by its chip."""
    roos.follow("Te doen")
    roos.follow(NAME)
    places = roos.page.locator("main tbody td[data-label=Gemeente]").all_inner_texts()
    assert set(places) == {"Kapelle"}
    roos.follow("Filter uitzetten: Volgorde: Oudste eerst")
    assert "volgorde" not in roos.page.url
    roos.follow("Eigen filters beheren")
    with roos.page.expect_event("load"):
        roos.page.get_by_role("link", name=re.compile("^Naam wijzigen")).click()
    roos.look()
    roos.fill("Naam van dit filter", "Kapelle")
    roos.press("Naam wijzigen")
    assert "Gemeente: Kapelle · Volgorde: Oudste eerst" in roos.text()


def late(roos: Visitor) -> None:
    """What is late stands under a tab of its own, with how late it is."""
    roos.open("/signalen/?tab=te-laat")
    rows = roos.page.locator("main tbody tr").all_inner_texts()
    assert all("te laat" in row for row in rows)


def choose_digest(roos: Visitor) -> None:
    """On her phone, from her list of work."""
    roos.open("/mijn-werk/")
    roos.follow("Overzicht per mail instellen")
    roos.choose("Hoe vaak wilt u een overzicht?", "Elke werkdag")
    roos.press("Bewaren")
    assert "Op werkdagen krijgt u een mail als er iets op u wacht." in roos.page.content()


def read_digest(roos: Visitor) -> None:
    """The clock of the next morning: as many as her list holds, without a number, place or name."""
    mail.outbox.clear()
    queue_digests(today())
    send_waiting()
    address = User.objects.get(full_name="Roos Regenpijp").email
    [said] = [one.body for one in mail.outbox if one.to == [address] and one.subject == "Wat er op u wacht"]
    for told in ("Kapelle", "Reimerswaal", "Roos", "S-"):
        assert told not in said
    roos.open("/mijn-werk/")
    rows = roos.page.locator("main tbody tr")
    new = rows.filter(has_text="Oppakken").count()
    if new:
        assert f"- {new} nieu" in said
    overdue = rows.filter(has_text="te laat").count()
    assert (f"- {overdue} termijn" in said) is bool(overdue)
