"""Roos is alone in Kapelle and goes away: what comes in is found by the fall-back, until she is back and after she has left.

Where nobody is appointed any more it waits all the same, and who counts sees that there is nobody, not what it is.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from core.workdays import today
from municipalities.models import MunicipalityRole

from .conftest import PHONE
from .visitor import Visitor

pytestmark = pytest.mark.journey

KAPELLE = "GM0678"
SEEN = "In de schuur achter de boomgaard slapen elke nacht vijf mensen."
LATER = "De vijf mensen lopen nu elke avond langs de weg naar een ander dorp."
TO_APPOINT = "Aandachtsfunctionaris aanwijzen voor Kapelle"
NOBODY_THERE, NO_OFFICER = "Vandaag niemand aanwezig", "Geen aandachtsfunctionaris"


def test_what_comes_in_where_nobody_is_there_is_taken_up_and_goes_back(
    visit: Callable[..., Visitor], settings: Any
) -> None:
    settings.PUBLIC_FORM = [KAPELLE]
    bo = visit("Bo Brievenbus")
    name_fall_back(bo)
    roos = visit("Roos Regenpijp", PHONE)
    go_away(roos)
    tell(visit("", PHONE))
    daphne, oda = visit("Daphne Deurklopper"), visit("Oda Oorwarmer")
    assert "Kapelle" in missing(daphne, NOBODY_THERE)
    appoint_herself(oda)
    signal = take_up(oda)
    assert missing(daphne, NOBODY_THERE) == ""
    come_back(roos)
    answer = oda.page.goto(signal)
    assert answer is not None
    assert answer.status == 403, "without a role again, as before"
    roos.open(signal)
    assert SEEN in roos.text()
    let_go(bo)
    assert "Kapelle" in missing(daphne, NO_OFFICER)
    oda.open("/mijn-werk/")
    assert TO_APPOINT in oda.text()
    tell(visit("", PHONE), LATER)
    appoint_herself(oda, until="geen einddatum")
    oda.open(take_up(oda, LATER, "dorp"))
    assert LATER in oda.text()
    assert "Kapelle" not in missing(daphne, NO_OFFICER)


def name_fall_back(bo: Visitor) -> None:
    bo.open("/gemeenten/gebruikers-en-rollen/achtervang/gemeente/aanwijzen/")
    bo.pick("Gemeente", "Kapelle")
    bo.fill("E-mailadres van de achtervang", "oorwarmer@baarle-nassau.example")
    bo.press("Achtervang aanwijzen")
    assert "Oda Oorwarmer is achtervang" in bo.page.content()


def go_away(roos: Visitor) -> None:
    """She reads beforehand where her work goes."""
    roos.open("/gemeenten/afwezigheid/")
    assert "Kapelle: naar Oda Oorwarmer, de achtervang van de gemeente" in roos.text()
    roos.pick("Wie is afwezig?", "Ikzelf")
    roos.fill("Laatste dag", (today() + timedelta(days=4)).isoformat())
    roos.pick("Vervanger", "Niemand")
    roos.press("Afwezigheid vastleggen")
    assert "Er is geen vervanger van" in roos.page.content()


def tell(resident: Visitor, seen: str = SEEN) -> None:
    """Somebody without an account saw something."""
    resident.open(f"/melden/{KAPELLE}/")
    resident.choose("Is iemand nu in gevaar?", "Nee")
    resident.fill("Wat hebt u gezien of gehoord?", seen)
    resident.fill("In welke plaats of buurt?", "Kapelle")
    resident.press("Melding versturen")
    assert "Uw melding is verstuurd" in resident.text()


def missing(daphne: Visitor, what: str) -> str:
    """Where it is so, on the start page of who counts."""
    daphne.open("/")
    row = daphne.page.locator("section[aria-labelledby=ontbreekt] tr").filter(has_text=what)
    return row.locator("td").last.inner_text() if row.count() else ""


def appoint_herself(oda: Visitor, until: str = "of de dag dat iemand eerder terug is") -> None:
    """She sees numbers only, and stands in until Roos is back, or stays where nobody comes back."""
    oda.open("/mijn-werk/")
    with oda.page.expect_event("load"):
        oda.page.locator("main tr").filter(has_text=TO_APPOINT).get_by_role("link").first.click()
    oda.look()
    for told in (SEEN, LATER):
        assert told not in oda.text()
    oda.follow("Aandachtsfunctionaris aanwijzen", within=oda.page.locator(f"#gemeente-{KAPELLE}"))
    oda.fill("E-mailadres van de nieuwe aandachtsfunctionaris", "oorwarmer@baarle-nassau.example")
    oda.press("Verder")
    assert until in oda.text()
    oda.press("Aandachtsfunctionaris aanwijzen")
    assert "aandachtsfunctionaris van Kapelle" in oda.page.content()


def take_up(oda: Visitor, seen: str = SEEN, word: str = "boomgaard") -> str:
    """What came in; gives its address."""
    oda.open("/signalen/?tab=alles&stand=received")
    oda.seek(word)
    oda.follow(oda.page.locator("main table th a").first.inner_text())
    assert seen in oda.text()
    oda.press("Signaal oppakken")
    return oda.page.url.partition("?")[0].partition("#")[0]


def come_back(roos: Visitor) -> None:
    """A day before today: as if she had not been away."""
    roos.open("/gemeenten/afwezigheid/")
    with roos.page.expect_event("load"):
        roos.page.get_by_role("link", name="Eerder terug").first.click()
    roos.look()
    assert "In Kapelle neemt Oda Oorwarmer waar; dat eindigt dan ook." in roos.text()
    roos.fill("Laatste dag", (today() - timedelta(days=1)).isoformat())
    roos.press("Aanpassen")


def let_go(bo: Visitor) -> None:
    """Roos works in Kapelle no longer."""
    row = MunicipalityRole.objects.get(user__full_name="Roos Regenpijp", content_object__gm_code=KAPELLE)
    bo.open(reverse("municipalities:end-role", args=["gemeente", row.pk]))
    bo.fill("Laatste dag", (today() - timedelta(days=1)).isoformat())
    bo.press("Rol beëindigen")
