"""Searching as people do: a word from a story, a number over the phone, a name spelt otherwise; each within her own work."""

from collections.abc import Callable

import pytest

from core.unit import unit_of_work
from signals.models import Handover, Question, TablePaper
from tests.support import contexts

from .conftest import PHONE
from .visitor import Visitor

pytestmark = pytest.mark.journey


ALL, NUMBERS = "Zoeken op nummer of tekst", "Zoeken op nummer"


def seek(visitor: Visitor, words: str, label: str = ALL) -> None:
    """In the field of the frame, by its key."""
    visitor.page.locator("body").press("/")
    field = visitor.page.get_by_label(label, exact=True)
    assert field.evaluate("one => one === document.activeElement")
    field.fill(words)
    with visitor.page.expect_event("load"):
        field.press("Enter")
    visitor.look()


def test_a_word_a_number_and_a_misspelt_name_find_ones_own_and_nothing_else(visit: Callable[..., Visitor]) -> None:
    wilma = visit("Wilma Windvaan")
    reference = by_words(wilma)
    by_number(wilma, reference)
    by_plate(wilma)
    by_numbers_of_parts(wilma, visit("Philo Paraplubak"), visit("Hanna Handveger"))
    by_sound(visit("Roos Regenpijp"))
    without_the_key(wilma)
    in_the_list(wilma)
    elsewhere(visit("Vera Vuurboei", PHONE), reference)
    of_care(visit("Karlijn Kompasroos"))


def by_words(wilma: Visitor) -> str:
    """The story of the payslip: found by other forms of its words, quoted around them."""
    wilma.open("/")
    seek(wilma, "bed Nergensweg")
    assert "Gevonden in: wat er gezien of gehoord is" in wilma.text()
    assert "bedden" in wilma.page.locator("mark").all_inner_texts()
    assert "Nergensweg" not in wilma.page.url
    link = wilma.page.locator(".plain-list__link").first
    return link.inner_text()


def by_number(wilma: Visitor, reference: str) -> None:
    """Read over the phone: small letters, spaces. With a letter misheard it is told so."""
    last = "2" if reference[-1] != "2" else "3"
    seek(wilma, reference[:-1] + last)
    assert "klopt niet met de rest" in wilma.text()
    seek(wilma, reference.lower().replace("-", " "))
    assert reference in wilma.page.title()


def by_plate(wilma: Visitor) -> None:
    """Of a car that somebody saw again: sealed, and found by the whole of it, however it is written."""
    seek(wilma, "0dem04")
    assert "kenteken" in wilma.page.locator(".found-in").first.inner_text()
    seek(wilma, "0-DEM")
    assert not [told for told in wilma.page.locator(".found-in").all_inner_texts() if "kenteken" in told]


def by_sound(roos: Visitor) -> None:
    """A company as it was heard."""
    roos.open("/")
    seek(roos, "nefelfruit")
    assert "Signalen die erop lijken" in roos.text()
    assert "bedrijf of plaats lijkt op wat u typte" in roos.text()


def without_the_key(wilma: Visitor) -> None:
    """Who types by voice switches the single key off."""
    wilma.open("/hulp/")
    wilma.page.get_by_label("Sneltoetsen gebruiken in deze browser").uncheck()
    wilma.page.locator("body").press("/")
    focused = "document.activeElement.id"
    assert wilma.page.evaluate(focused) != "zoek-alles"


def in_the_list(wilma: Visitor) -> None:
    """Together with the filters."""
    wilma.open("/signalen/?tab=alles")
    wilma.seek("bedden")
    assert "Gevonden in" in wilma.text()
    assert wilma.page.locator("main tbody mark").count() > 0


def elsewhere(vera: Visitor, reference: str) -> None:
    """Of another municipality: her number is no number there."""
    vera.open("/zoeken/")
    for words in (reference, "Nergensweg"):
        vera.fill("Zoeken naar", words)
        vera.press("Zoeken", within=vera.page.locator("main form[role=search]"))
        assert reference not in vera.page.locator(".plain-list").all_inner_texts()
        assert "huis voor drie" not in vera.text()


def by_numbers_of_parts(wilma: Visitor, philo: Visitor, hanna: Visitor) -> None:
    """Of a handover, a question and an agenda point: for the officer where they stand, for whoever got them their own page."""
    with unit_of_work("test"), contexts.everywhere():
        ours = {"from_municipality__name": "Goes"}
        paper = TablePaper.objects.unscoped(reason="test").filter(**ours).values_list("reference", flat=True)[0]
        handed = Handover.objects.unscoped(reason="test").filter(municipality__name="Goes", sent_at__isnull=False)
        number, name = handed.filter(partner__name__startswith="Nederlandse").values_list("reference", "partner__name")[
            0
        ]
        asked = Question.objects.unscoped(reason="test").filter(municipality__name="Goes")
        question = asked.filter(to_partner__name=name).values_list("reference", flat=True)[0]
    hanna.open("/signalen/ingestuurd/")
    signal = hanna.page.locator("main tbody th a, main .plain-list__link").first.inner_text().strip()
    for visitor, number_there, label, leads_to in (
        (wilma, number, ALL, "#doormeldingen"),
        (wilma, question, ALL, "#vragen"),
        (wilma, paper, ALL, "/overleg/"),
        (philo, number, NUMBERS, "/postvak/"),
        (philo, question, NUMBERS, "/signalen/vragen/"),
        (hanna, signal, NUMBERS, "/signalen/ingestuurd/"),
    ):
        visitor.open("/")
        seek(visitor, number_there.lower(), label)
        assert leads_to in visitor.page.url
        assert number_there in visitor.page.content()


def of_care(karlijn: Visitor) -> None:
    """Her cases by their working name."""
    karlijn.open("/")
    seek(karlijn, "wulp")
    assert "Gevonden in: werknaam" in karlijn.text()
