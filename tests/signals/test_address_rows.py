"""Looking an address up wherever one is typed beside the signal's own place: a further address, a situation, a row among many."""

from collections.abc import Callable

from django.urls import reverse

from municipalities.roles import actor_for
from signals.models import SignalThing, Situation
from signals.models.people import standing
from signals.operations.mentions import ToldThing
from signals.things import ThingKind
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.locatieserver import LocalLocatieserver
from tests.support.world import World

from .filling import FOUND_LINE, begin, choices_of, page_url, send, send_again

type ClientOf = Callable[..., OutsideClient]


def test_a_further_address_and_that_of_a_situation_are_looked_up_on_their_pages(
    world: World, client_of: ClientOf, server: LocalLocatieserver
) -> None:
    signal = make.triaged(world.vlissingen, world.vera)
    vera = actor_for(world.vera, "focal_officer")
    make.mentioned(signal, vera, ToldThing(ThingKind.ADDRESS, value="Nergensweg 11", place="Goes"))
    client = client_of(world.vera)
    corrected = reverse("signals:correct-mention", args=[signal.pk, "adres", 1])
    for url, line in ((corrected, "value"), (reverse("signals:add-situation", args=[signal.pk]), "address")):
        opened = client.get(url)
        typed = {line: "nergensweg 12", "place": "goes"}
        answer = send_again(client, url, opened, **typed, stap="adres")
        page = answer.content.decode()
        assert (answer.status_code, dict(answer.context["form"].errors)) == (200, {})
        assert page.index('value="nergensweg 12"') < page.index("Welk adres bedoelt u?")
        assert "Het signaal blijft bij gemeente Vlissingen." in page
        wrong = send_again(client, url, opened, **{line: "bij het station"}, stap="adres")
        assert list(wrong.context["form"].errors) == [line]
        filled = send_again(client, url, answer, address_choice=choices_of(answer)[FOUND_LINE], stap="overnemen")
        assert (filled.context["form"][line].value(), filled.context["form"]["place"].value()) == (FOUND_LINE, "Goes")
        assert "Dit adres is gecontroleerd." in filled.content.decode()
        sent = {"form": "labour", "source": "police", "basis": "observed", "confidence": "certain", "stap": ""}
        assert send_again(client, url, filled, **(sent if line == "address" else {"stap": ""})).status_code == 302
    (thing,) = standing(SignalThing.objects.of(signal))
    situation = Situation.objects.unscoped(reason="test").get()
    assert (thing.value, situation.address, {thing.place, situation.place}) == (FOUND_LINE, FOUND_LINE, {"Goes"})
    # By its text it is found as the same place as one that somebody else typed.
    other = make.triaged(world.vlissingen, world.vera, address="Nergensweg 12", place="Goes")
    assert other.reference in client.get(reverse("signals:related", args=[signal.pk])).content.decode()
    no_address = reverse("signals:add-mention", args=[signal.pk, "telefoon"])
    assert 'value="adres"' not in client.get(no_address).content.decode()


def test_each_address_of_a_page_with_several_has_its_own_buttons(
    world: World, client_of: ClientOf, server: LocalLocatieserver
) -> None:
    officer = client_of(world.wilma)
    draft = begin(officer)
    url = page_url(draft, "wie")
    rows = {"address_1_value": "Nergensweg 12", "address_1_place": "Goes", "address_2_value": "4461zz 12"}
    answer = send(officer, url, **rows, phone_1_value="06-0000 1234", stap="adres:address_2")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("Welk adres bedoelt u?") == 1
    assert page.index('name="address_2_value"') < page.index("Welk adres bedoelt u?")
    assert 'value="06-0000 1234"' in page
    chosen = choices_of(answer, "address_choice_address_2")[FOUND_LINE]
    # What was chosen at one stays while the other is looked up, and goes along with going on.
    other = send_again(officer, url, answer, address_choice_address_2=chosen, stap="adres:address_1")
    assert other.context["form"]["address_2_value"].value() == FOUND_LINE
    picked = choices_of(other, "address_choice_address_1")["Nergensweg 12b, 4461 ZZ Goes"]
    server.answer = lambda said: said.say(503, {})
    out = send_again(officer, url, other, stap="adres:address_2")
    assert "geeft nu geen antwoord" in out.content.decode()
    assert send_again(officer, url, other, address_choice_address_1=picked, stap="verder").status_code == 302
    form = officer.get(url).context["form"]
    kept = [form[name].value() for name in ("address_1_value", "address_2_value", "address_2_place")]
    assert kept == ["Nergensweg 12b, 4461 ZZ Goes", FOUND_LINE, "Goes"]
    expired = send(officer, url, **rows, address_choice_address_2="onzin", stap="verder")
    assert (expired.status_code, list(expired.context["form"].errors)) == (422, ["address_2_value"])
