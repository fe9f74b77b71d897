"""What goes wrong in real life, in a real browser: each gets a Dutch message, loses nothing, and writes nothing twice."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accounts.models import User
from core.unit import unit_of_work
from tests.support import contexts, second_step

from .conftest import PHONE
from .visitor import Visitor

pytestmark = pytest.mark.journey

type Visit = Callable[..., Visitor]

FACTS = "Elke nacht om vier uur staat dezelfde auto met draaiende motor voor het pand aan de Denkweg."
PASSWORD = "een lang wachtwoord voor de proef"
TWICE = """async () => {
    const form = document.querySelector("main form.form");
    const send = () => fetch(form.action || location.href, {method: "POST", body: new FormData(form)});
    return (await Promise.all([send(), send()])).map((answer) => [answer.status, answer.url]);
}"""


def test_the_wizard_refuses_kindly_and_survives_a_lost_session(visit: Visit) -> None:
    email = give_a_password("Wilma Windvaan")
    wilma = visit("Wilma Windvaan", PHONE)
    wilma.follow("Nieuw signaal")
    wilma.choose("Uw antwoord", "Nee")
    wilma.press("Verder")
    wilma.pick("Wie is de melder?", "Inwoner of omstander")
    wilma.choose("Hoe weet de melder dit?", "Zelf gezien of gehoord")
    wilma.choose("Mag de naam van de melder mee naar een partner?", "Weet ik niet")
    wilma.press("Verder")
    empty_then_too_long(wilma)
    lose_the_session(wilma, email)
    wilma.fill("In welke plaats?", "Goes")
    wilma.press("Verder")
    a_day_that_is_still_to_come(wilma)
    a_code_that_does_not_exist(wilma)
    send_twice(wilma)


def give_a_password(name: str, *, second: bool = True) -> str:
    """Demo people have none. Gives the address with which this person signs in; `second`: with an app too."""
    with unit_of_work("test"), contexts.everywhere():
        user = User.objects.get(full_name=name)
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        if second:
            second_step.set_up(user)
        return user.email


def complaint(visitor: Visitor, words: str) -> None:
    """The page says so on top, and gives the message the focus."""
    expect(visitor.page.locator("[data-error-summary]")).to_contain_text(words)


def empty_then_too_long(wilma: Visitor) -> None:
    wilma.choose("Is er iemand jonger dan 18 jaar bij betrokken?", "Weet ik niet")
    wilma.press("Verder")
    complaint(wilma, "Schrijf op wat er is gezien of gehoord.")
    wilma.fill("Wat is er gezien of gehoord?", "x" * 10_001)
    wilma.press("Verder")
    complaint(wilma, "Dit is te lang: het mogen 10000 tekens zijn")
    assert len(wilma.field("Wat is er gezien of gehoord?").input_value()) == 10_001


def lose_the_session(wilma: Visitor, email: str) -> None:
    """The page in hand comes back after signing in, and goes on from there."""
    page = wilma.page
    wilma.fill("Wat is er gezien of gehoord?", FACTS)
    page.context.clear_cookies(name="sessie")
    wilma.press("Verder")
    assert "Uw sessie is verlopen" in wilma.text()
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    wilma.press("Inloggen")
    wilma.fill("Code", second_step.code())
    wilma.press("Inloggen")
    assert "U was bezig met dit formulier" in wilma.text()
    assert FACTS in wilma.text()
    wilma.press("Alsnog versturen")
    expect(page.get_by_role("heading", name="Waar was het?")).to_be_visible()


def a_day_that_is_still_to_come(wilma: Visitor) -> None:
    wilma.fill("Op welke dag?", "2031-01-01")
    wilma.press("Verder")
    complaint(wilma, "Deze dag ligt in de toekomst.")
    expect(wilma.field("Op welke dag?")).to_have_value("2031-01-01")
    wilma.fill("Op welke dag?", "2026-11-20")
    wilma.press("Verder")
    # Going back asks the page anew, and not the browser whether to send what was refused once more.
    wilma.page.go_back()
    expect(wilma.field("Op welke dag?")).to_have_value("2026-11-20")
    wilma.press("Verder")


def a_code_that_does_not_exist(wilma: Visitor) -> None:
    wilma.choose("Vorm", "Arbeidsuitbuiting")
    wilma.page.evaluate("() => { document.querySelector('[name=form]:checked').value = 'zomaar'; }")
    wilma.press("Verder")
    complaint(wilma, "Kies een van de antwoorden.")
    wilma.choose("Vorm", "Arbeidsuitbuiting")
    wilma.press("Verder")
    wilma.press("Verder")  # nobody and nothing else to name


def send_twice(wilma: Visitor) -> None:
    """Both lead to the same signal, and there is one."""
    first, second = wilma.page.evaluate(TWICE)
    assert first == second
    assert first[0] == 200
    assert "/klaar/" in first[1]
    wilma.open("/signalen/?tab=alles")
    wilma.seek("Denkweg")
    assert "Denkweg" not in wilma.page.url
    assert "1 signaal" in wilma.text()


def test_a_stale_form_changes_nothing_and_keeps_the_text(visit: Visit) -> None:
    wilma = visit("Wilma Windvaan")
    wilma.open("/signalen/?tab=te-laat&stand=triage")
    wilma.page.locator("main tbody a").first.click()
    wilma.look()
    address = wilma.page.url
    wilma.follow("Aanvullen : Wat is er gemeld")
    other = Visitor(wilma.page.context.new_page(), wilma.width)
    other.open(address)
    other.press(gathering(other))
    wilma.fill("Wat is er nog meer gezien of gehoord?", "Het kenteken is van een verhuurder.")
    wilma.press("Aanvulling opslaan")
    assert "U hebt dit intussen zelf gewijzigd" in wilma.text()
    assert "Het kenteken is van een verhuurder." in wilma.text()
    other.open(address)
    assert "Het kenteken is van een verhuurder." not in other.text()


def gathering(visitor: Visitor) -> str:
    """The step that this signal offers now: begin to gather, or stop."""
    offered = visitor.page.get_by_role("button", name="Informatie verzamelen", exact=True).count()
    return "Informatie verzamelen" if offered else "Klaar met verzamelen"


def test_a_form_of_another_hat_is_refused_with_its_text_kept(visit: Visit) -> None:
    daphne = visit("Daphne Deurklopper")
    wear(daphne, "Aandachtsfunctionaris Goes")
    daphne.open("/signalen/notitie/")
    daphne.pick("Wie belde?", "Inwoner of omstander")
    daphne.fill("Wat is er gezien of gehoord?", FACTS)
    other = Visitor(daphne.page.context.new_page(), daphne.width)
    other.open("/")
    wear(other, "Districtelijk coördinator Zeeland")
    daphne.press("Notitie vastleggen")
    assert "Dit formulier hoort bij een andere rol" in daphne.text()
    assert FACTS in daphne.text()


def wear(visitor: Visitor, hat: str) -> None:
    """Change the hat in the menu beside one's name."""
    visitor.page.locator(".frame__user > summary").click()
    label = visitor.page.get_by_role("button", name=hat).first.inner_text()
    visitor.press(label)
