"""One page of all that plays at an address: of one's own lists, found however it is written, and nothing of others."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import unquote

from django.urls import reverse

from audit.models import AuditEvent
from core.access import Actor
from core.unit import unit_of_work
from core.words import seal_words
from municipalities.roles import actor_for
from signals import operations
from signals.at_address import url_at, words_of
from signals.models import Signal
from signals.operations.mentions import ToldThing
from signals.things import ThingKind
from tests.factories import signals as make
from tests.factories.shielding import excluded
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

HOUSE = {"address": "Havenkade 12", "place": "Goes"}


def shown(client: OutsideClient, actor: Actor, line: str = "Havenkade 12", place: str = "Goes") -> list[str]:
    found = client.get(url_at(actor, line, place)).context["found"]
    return [kin.row.reference for kin in found.sure]


def test_all_that_plays_at_an_address_stands_on_one_page_newest_first(world: World, client_of: ClientOf) -> None:
    wilma = actor_for(world.wilma, "focal_officer")
    first = make.triaged(world.goes, world.wilma, form="labour", **HOUSE)
    with unit_of_work():
        second = make.mentioned(
            make.triaged(world.goes, world.wilma),
            wilma,
            ToldThing(ThingKind.ADDRESS, value="havenkade 12", place="Goes"),
        )
        closed = make.triaged(world.goes, world.wilma, **HOUSE)
        operations.close(closed, actor=wilma, closing=make.CLOSING)
    make.triaged(world.goes, world.wilma, address="Havenkade 14", place="Goes")
    make.triaged(world.vlissingen, world.vera, **HOUSE)
    client = client_of(world.wilma)
    for signal in (first, second):
        page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
        link = unescape(re.findall(r'href="([^"]+)">Wat speelt er op dit adres', page)[0])
        assert "avenkade" not in link
        found = client.get(link)
        assert [kin.row.reference for kin in found.context["found"].sure] == [
            one.reference for one in (closed, second, first)
        ]
        body = found.content.decode()
        assert "Arbeidsuitbuiting" in body
        assert "Gesloten" in body
        assert "Zelfde adres" in body
        assert "<title>Op dit adres" in body
    assert len(queries_of(lambda: client.get(link))) <= 12
    looked = AuditEvent.objects.unscoped(reason="test").filter(event="signals.address_viewed").first()
    assert looked is not None
    assert (looked.detail["rows"], "avenkade" in str(looked.detail)) == (3, False)


def test_what_is_of_others_or_kept_from_somebody_is_absent_and_uncounted(world: World, client_of: ClientOf) -> None:
    seen, kept = (make.triaged(world.goes, world.wilma, **HOUSE) for _ in range(2))
    excluded(Signal._base_manager.get(pk=kept.pk), world.koos)
    koos = actor_for(world.koos, "focal_officer")
    client = client_of(world.koos)
    assert shown(client, koos) == [seen.reference]
    assert "er nog" not in client.get(url_at(koos, "Havenkade 12", "Goes")).content.decode()
    vera = actor_for(world.vera, "focal_officer")
    assert shown(client_of(world.vera), vera) == []
    assert shown(client_of(world.karlijn), actor_for(world.karlijn)) == []
    # What somebody else sealed is no address to her.
    other = f"{reverse('signals:at-address')}?q={seal_words(words_of('Havenkade 12', 'Goes'), koos)}"
    assert "geen heel adres" in client_of(world.vera).get(other).content.decode()
    assert url_at(actor_for(world.hanna), "Havenkade 12", "Goes") == ""


def test_a_company_plate_or_number_has_such_a_page_within_ones_own_lists(world: World, client_of: ClientOf) -> None:
    told = (
        ToldThing(ThingKind.COMPANY, name="Rozenhof BV", value="12345678"),
        ToldThing(ThingKind.VEHICLE, value="0-DEM-04"),
        ToldThing(ThingKind.PHONE, value="06-12345678"),
    )
    signal = make.triaged(world.goes, world.wilma, told=told)
    # Each the same in one way alone, and written otherwise.
    others = [
        make.triaged(world.goes, world.wilma, company="rozenhof"),
        make.triaged(world.goes, world.wilma, vehicle="busje 0-dem-04"),
        make.triaged(world.goes, world.wilma, told=(ToldThing(ThingKind.PHONE, value="+31 6 12345678"),)),
    ]
    make.triaged(world.vlissingen, world.vera, told=told)
    kept = make.triaged(world.goes, world.wilma, told=told)
    excluded(Signal._base_manager.get(pk=kept.pk), world.koos)
    client = client_of(world.koos)
    page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    links = [unescape(one) for one in re.findall(r'href="([^"]+)">Waar komt dit nog meer voor', page)]
    for link, other, word in zip(links, others, ("Rozenhof BV, 12345678", "0-DEM-04", "06-12345678"), strict=True):
        assert word not in unquote(link)
        found = client.get(link)
        assert {kin.row.reference for kin in found.context["found"].sure} == {signal.reference, other.reference}
        assert f"<strong>{word}</strong>" in found.content.decode()
        # What somebody else sealed is nothing to her.
        assert "Dit is geen bedrijf" in client_of(world.vera).get(link).content.decode()
    assert len(queries_of(lambda: client.get(links[0]))) <= 12


def test_who_searches_an_address_is_led_to_its_page(world: World, client_of: ClientOf) -> None:
    signal = make.triaged(world.goes, world.wilma, **HOUSE)
    client = client_of(world.wilma)
    page = client.post("/zoeken/", {"q": "Havenkade 12, Goes"}, follow=True).content.decode()
    link = unescape(re.findall(r'href="([^"]+)">Wat speelt er op dit adres', page)[0])
    assert [kin.row.reference for kin in client.get(link).context["found"].sure] == [signal.reference]
    for person, words in ((world.wilma, "Havenkade 99, Goes"), (world.vera, "Havenkade 12, Goes")):
        answer = client_of(person).post("/zoeken/", {"q": words}, follow=True)
        assert "Wat speelt er op dit adres" not in answer.content.decode()
