"""Who and what a signal is about: told in the wizard on a phone, put right on its page, and only what is ticked leaves it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .conftest import PHONE
from .visitor import Visitor

pytestmark = pytest.mark.journey

FACTS = "Mies Muntenbak haalt elke avond drie mensen op bij het magazijn."


def test_people_and_things_are_told_put_right_and_passed_on_by_tick(visit: Callable[..., Visitor]) -> None:
    wilma = visit("Wilma Windvaan", PHONE)
    tell(wilma)
    wilma.follow("Naar het signaal")
    signal = wilma.page.url
    put_right(wilma)
    wilma.open(signal)
    pass_on_anonymously(wilma)
    philo = visit("Philo Paraplubak")
    philo.open("/postvak/")
    philo.follow(philo.page.locator("main table th a").last.inner_text())
    assert "0-DEM-88" in philo.text()
    assert not [told for told in ("Muntenbak", "06-0000 7788", "lang haar") if told in philo.text()]


def tell(wilma: Visitor) -> None:
    """The wizard, with a row for each; one stays empty."""
    wilma.follow("Nieuw signaal")
    wilma.choose("Uw antwoord", "Nee")
    wilma.press("Verder")
    wilma.pick("Wie is de melder?", "Toezichthouder of boa")
    wilma.choose("Hoe weet de melder dit?", "Zelf gezien of gehoord")
    wilma.choose("Mag de naam van de melder mee naar een partner?", "Nee")
    wilma.press("Verder")
    wilma.fill("Wat is er gezien of gehoord?", FACTS)
    wilma.choose("Is er iemand jonger dan 18 jaar bij betrokken?", "Weet ik niet")
    wilma.press("Verder")
    wilma.fill("In welke plaats?", "Goes")
    wilma.press("Verder")
    wilma.fill("Of ongeveer wanneer, of hoe vaak?", "elke avond")
    wilma.press("Verder")
    wilma.press("Verder")
    wilma.press("Persoon toevoegen")
    wilma.fill("Beschrijving", "vrouw met lang haar")
    wilma.pick("Wat is deze persoon mogelijk?", "Mogelijk slachtoffer")
    wilma.press("Telefoonnummer toevoegen")
    wilma.fill("Telefoonnummer", "bel maar")
    wilma.press("Bedrijf toevoegen")
    wilma.choose("Is Veilig Thuis gebeld?", "Ja")
    wilma.press("Verder")
    assert "Dit is geen telefoonnummer." in wilma.text()
    wilma.fill("Telefoonnummer", "06-0000 7788")
    wilma.press("Verder")
    assert "Mogelijk slachtoffer" in wilma.text()
    wilma.press("Signaal vastleggen")


def put_right(wilma: Visitor) -> None:
    """A plate more, another number, a name out of the text to the person it belongs to, and one thing taken back."""
    page = wilma.page
    page.get_by_text("Persoon of zaak toevoegen").click()
    wilma.follow("Voertuig toevoegen")
    wilma.fill("Kenteken", "0dem88")
    wilma.pick("Van wie is het?", "Van een mogelijke uitbuiter of iemand die meewerkt")
    wilma.press("Voertuig toevoegen")
    unfold_people(wilma)
    assert "0-DEM-88" in wilma.text()
    step(wilma, "wie-en-wat/telefoon/1/")
    wilma.fill("Telefoonnummer", "06-0000 9900")
    wilma.press("Aanpassing opslaan")
    unfold_people(wilma)
    assert "06-0000 9900" in wilma.text()
    wilma.follow("Namen bekijken en verplaatsen")
    wilma.choose("Welke naam of welk nummer verplaatst u?", "Mies Muntenbak")
    wilma.choose("Wat is deze persoon mogelijk?", "Mogelijke uitbuiter of iemand die meewerkt")
    wilma.choose("Hoe zeker is dat?", "Van horen zeggen")
    wilma.press("Naam verplaatsen")
    assert "persoon 2 haalt elke avond drie mensen op" in wilma.text()
    unfold_people(wilma)
    step(wilma, "wie-en-wat/telefoon/1/intrekken/")
    wilma.fill("Waarom trekt u dit in?", "Het nummer is van de balie.")
    wilma.press("Intrekken")
    assert "Het nummer is van de balie." not in wilma.text()
    unfold_people(wilma)
    page.get_by_text("Ingetrokken", exact=True).click()
    assert "Het nummer is van de balie." in wilma.text()


def unfold_people(wilma: Visitor) -> None:
    """The part stands folded with how many there are and the first of them."""
    wilma.page.locator("summary", has_text="Personen en zaken").click()


def step(wilma: Visitor, address: str) -> None:
    """The link beside one of several: its words are those of the others too."""
    with wilma.page.expect_event("load"):
        wilma.page.locator(f'main a[href$="{address}"]').click()
    wilma.look()


def pass_on_anonymously(wilma: Visitor) -> None:
    """In a tip a plate can be ticked, and nobody can."""
    wilma.tick("Doorgeven aan een partner")
    wilma.choose("Hoe ernstig is het, als het waar is?", "Ernstig")
    wilma.choose("Hoe aannemelijk is het nu?", "Redelijk aannemelijk")
    wilma.choose("Hoe snel moet er iets gebeuren?", "Deze week")
    wilma.fill("Waarom besluit u dit?", "De inspectie kan kijken wie er rijdt.")
    wilma.press("Besluit vastleggen")
    person = wilma.page.locator("input[type=checkbox][value=person-1]")
    expect(person).not_to_be_checked()
    wilma.choose("Hoe geeft u het door?", "Anonieme tip")
    expect(person).to_have_count(0)
    wilma.tick("Voertuig 1: 0-DEM-88")
    expect(wilma.page.locator("#voorbeeld")).to_contain_text("0-DEM-88")
    wilma.pick("Aan wie?", "Nederlandse Arbeidsinspectie (demo)")
    wilma.pick("Wat vraagt u?", "Anonieme tip")
    wilma.page.wait_for_load_state("networkidle")
    wilma.fill("Met welk doel?", "Onderzoek naar misstanden op het werk: nagaan wie er rijdt")
    wilma.pick("Grondslag", "Geen persoonsgegevens")
    wilma.pick("Hoe komt het bij de ontvanger?", "Postvak van de partner in dit systeem")
    wilma.fill("Aan welke functie?", "meldpunt")
    wilma.choose("Wie kan dit weten?", "Veel mensen, zoals buren, klanten of voorbijgangers")
    wilma.press("Naar de laatste controle")
    assert "0-DEM-88" in wilma.text()
    assert "lang haar" not in wilma.text()
    wilma.press("Doormelding versturen")
