"""De vaste plek: a partner never answered, so it is followed. Several are looked at again in one form; one is ended and closed."""

from collections.abc import Callable

import pytest

from .visitor import Visitor

pytestmark = pytest.mark.journey

NOTHING_NEW, WENT = "Geen nieuwe informatie.", "Zij zit er niet meer; de boa ging drie ochtenden kijken."


def test_what_is_followed_is_prolonged_together_ended_closed_and_opened_again(visit: Callable[..., Visitor]) -> None:
    teun = visit("Teun Theelepel", (320, 700))
    teun.open("/signalen/?tab=gevolgd")
    teun.follow("Meerdere opnieuw bekijken")
    numbers = prolong_all(teun)
    teun.open("/signalen/?tab=alles")
    teun.seek("rode pet")
    number = teun.page.locator("main table th a").first.inner_text().strip()
    assert number in numbers
    teun.follow(number)
    teun.unfold()
    assert NOTHING_NEW in teun.page.locator("#volgen").inner_text()
    end(teun)
    close(teun)
    teun.follow("Heropenen")
    teun.fill("Wat is het nieuwe feit?", "Zij zit nu bij de markt.")
    teun.press("Signaal heropenen")
    assert "In beoordeling" in teun.text()
    assert "Zij zit nu bij de markt." in teun.text()


def prolong_all(teun: Visitor) -> list[str]:
    """Nothing is ticked beforehand, and each line is there to be kept or bettered. Gives their numbers."""
    teun.press("Verder volgen")
    assert "Kruis aan welke signalen u verder volgt." in teun.text()
    boxes = teun.page.get_by_label("verder", exact=False).and_(teun.page.get_by_role("checkbox")).all()
    for box in boxes:
        box.check()
    lines = teun.field("Wat ziet u nu?").all()
    typed = [line.input_value() for line in lines]
    assert NOTHING_NEW in typed
    # Of what is followed for long she writes why, in some sentences.
    for line, text in zip(lines, typed, strict=True):
        if text != NOTHING_NEW:
            assert text == ""
            line.fill(
                "De bewoners zijn er nog, en wisselen elke week. Bij een nieuwe controle kan blijken wie er woont."
            )
    numbers = [text.split()[2] for text in teun.page.get_by_text("Ik volg S-").all_inner_texts()]
    teun.press("Verder volgen")
    assert "Ik volg S-" not in teun.text()
    return numbers


def end(teun: Visitor) -> None:
    """Before it can be closed, what runs beside it has to be settled."""
    teun.follow("Stoppen met volgen")
    teun.fill("Waarom?", WENT)
    teun.press("Stoppen met volgen")
    assert "Volgen beëindigd" in teun.text()


def close(teun: Visitor) -> None:
    """By the box that stands alone."""
    folded = teun.page.locator("details:has(#opnieuw-besluiten):not([open]) > summary")
    if folded.count():
        folded.click()
    teun.tick("Sluiten")
    teun.pick("Reden", "Volgen beëindigd, niets nieuws")
    teun.fill("Motivering", WENT)
    teun.fill("Of: waarom hoort de melder niets?", "De boa weet het.")
    teun.press("Besluit vastleggen")
    assert "Gesloten" in teun.text()
