"""Words to search for come into an address sealed, and open for who typed them alone."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from django.urls import reverse

from core.access import Actor
from core.words import LONGEST, open_words, opened, seal_words
from tests.accounts.conftest import PASSWORD
from tests.factories import signals as make
from tests.support import second_step
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
WILMA, VERA = Actor(user_id=1), Actor(user_id=2)
LISTS = {
    "search": ("wilma", {}),
    "signals:list": ("wilma", {"tab": "alles", "stand": "triage"}),
    "cases:list": ("karlijn", {"intensiteit": "intensive"}),
    "municipalities:users-and-roles": ("Bo", {}),
}


@pytest.mark.parametrize("words", ["Jansen", "é & 日本", "x" * LONGEST, "S-K7R4-M"])
def test_words_open_for_who_sealed_them_and_for_nobody_else(words: str) -> None:
    sealed = seal_words(words, WILMA)
    assert words not in sealed
    assert open_words(sealed, WILMA) == words
    assert open_words(sealed, VERA) == ""


@pytest.mark.parametrize("text", ["", "Jansen", "%", "AAAA", "é", "\0", "A" * 4000])
def test_what_nobody_sealed_is_no_word(text: str) -> None:
    assert open_words(text, WILMA) == ""
    assert opened(QueryDict(f"stand=open&q={text}"), WILMA).dict() == {"stand": "open"}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_what_is_typed_to_search_never_stands_in_an_address(world: World, client_of: ClientOf, name: str) -> None:
    person, filters = LISTS[name]
    browser = client_of(world.person(person.capitalize()))
    sent = browser.post(reverse(name), {**filters, "q": " Windvaan\0 ", "na": "Windvaan", "iets": "Windvaan"})
    address = sent.headers["Location"]
    assert "Windvaan" not in address
    asked = {field: value for field, [value] in parse_qs(urlsplit(address).query).items()}
    assert asked.keys() == {*filters, "q"}
    assert filters.items() <= asked.items()
    page = browser.get(address).content.decode()
    assert 'value="Windvaan"' in page
    for part in page.split('"'):  # no link on the page carries them on
        assert not (part.startswith(("/", "?")) and "Windvaan" in part), part


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_form_with_words_is_sent_by_post(world: World, client_of: ClientOf, name: str) -> None:
    page = client_of(world.person(LISTS[name][0].capitalize())).get(reverse(name)).content.decode()
    forms = [form.partition(">")[0] for form in page.split("<form ")[1:] if 'name="q"' in form.partition("</form>")[0]]
    assert forms
    assert all('method="post"' in form for form in forms), forms


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_search_that_lost_its_session_goes_sealed_through_sign_in_and_comes_back(
    world: World, client_of: ClientOf, name: str
) -> None:
    person = world.person(LISTS[name][0].capitalize())
    browser = client_of(person)
    address = browser.post(reverse(name), {"q": "Windvaan"}).headers["Location"]
    browser.get(reverse(name))  # who sits at this browser
    browser.session.flush()
    assert "Windvaan" not in browser.get(address).headers["Location"]
    asked = browser.post(reverse(name), {"q": "Windvaan"})
    assert asked.status_code == 403
    assert "Windvaan" not in asked.content.decode()
    carried = asked.content.decode().partition('name="carried" value="')[2].partition('"')[0]
    form = {"login": person.email, "password": PASSWORD, "carried": carried}
    person.set_password(PASSWORD)
    person.save(update_fields={"password"})
    second_step.set_up(person)
    browser.post(reverse("account_login"), form)
    back = browser.get(second_step.give(browser, person).headers["Location"]).content.decode()
    assert f'action="{reverse(name)}"' in back
    assert 'name="q" value="Windvaan"' in back
    assert "Zoeken naar" in back


@pytest.mark.parametrize("name", LISTS)
def test_the_words_of_somebody_else_are_said_to_be_unreadable(world: World, client_of: ClientOf, name: str) -> None:
    said = "De zoekwoorden in dit adres kunnen wij niet lezen. Zoek opnieuw."
    browser = client_of(world.person(LISTS[name][0].capitalize()))
    of_another = f"{reverse(name)}?q={seal_words('bedden', VERA)}"
    assert browser.get(of_another).content.decode().count(said) == 1
    of_her_own = browser.post(reverse(name), {"q": "bedden"})["Location"]
    for address in (of_her_own, reverse(name), f"{reverse(name)}?q="):
        assert said not in browser.get(address).content.decode()


def test_the_pages_of_a_search_and_its_tabs_keep_the_words(world: World, client_of: ClientOf) -> None:
    for _ in range(30):
        make.received(world.goes, world.hanna)
    make.received(world.goes, world.hanna, facts="Iets heel anders.")
    found = client_of(world.wilma).post(reverse("signals:list"), {"q": "bedden", "tab": "alles"}, follow=True)
    page = found.content.decode()
    assert "30 signalen" in page
    [onward] = [part for part in page.split('"') if "na=" in part and part.startswith("?")]
    assert found.context["page"].next in onward
    second = client_of(world.wilma).get(reverse("signals:list") + onward.replace("&amp;", "&")).content.decode()
    assert "30 signalen" in second
    assert all("q=" in tab["url"] for tab in found.context["tabs"])
