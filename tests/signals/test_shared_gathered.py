"""What was gathered goes to a second municipality as text, each ticked by itself; and what became of a question is told rightly."""

import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.urls import reverse

from core.access import SYSTEM, Actor
from core.errors import Invalid
from core.workdays import today
from municipalities.roles import actor_for
from signals import operations
from signals.codes import EnrichmentKind, EnrichmentResult
from signals.models import Concern, Enrichment, SharedSignal, Signal
from signals.operations.concerning import AskedConcern
from signals.operations.mentions import ToldPerson
from signals.shared_texts import SharedText, shared_parts
from signals.sharing_codes import ASK_FIRST, Provenance
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma)


def found(signal: Signal, actor: Actor, text: str, **given: object) -> Enrichment:
    told = {"kind": EnrichmentKind.KVK, "result": EnrichmentResult.FOUND, "answered_on": today(), "text": text}
    return make.asked(Signal._base_manager.get(pk=signal.pk), actor, **(told | given))


def test_each_item_is_ticked_and_goes_on_when_who_gave_it_agreed_also_later(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    signal = make.mentioned(make.handled(world.goes, world.wilma), wilma, ToldPerson("Demo Wulp"))
    own, partner = (
        found(signal, wilma, "Een eenmanszaak."),
        found(signal, wilma, "Huur.", provenance=Provenance.PARTNER),
    )
    hidden = [
        found(signal, wilma, "Wulp woont er."),
        found(signal, wilma, "Een onderzoek.", kind=EnrichmentKind.BIBOB),
        found(signal, wilma, "Zei zij.", provenance=Provenance.REPORTER),
    ]
    operations.accept_file(make.attached(signal, wilma), actor=SYSTEM, made=make.CLEANED)
    browser, url = client_of(world.wilma), reverse("signals:concern-also", args=[signal.pk])
    form = browser.get(url).context["form"]
    there = {code: words for code, words in form.fields["parts"].choices if "-" in code}
    assert set(there) == {f"found-{own.pk}", f"found-{partner.pk}"}
    assert not {f"found-{one.pk}" for one in hidden} & set(there)
    assert not set(there) & set(form["parts"].value())
    sent = browser.filled(
        url, other_municipality=world.breda.pk, why="Zij werken daar.", parts=["place", f"found-{partner.pk}"]
    )
    refused = browser.post(url, sent)
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"permitted_by"})
    assert browser.post(url, sent | {"permitted_by": "Teamleider, 3 mei"}).status_code == 302
    concern = Concern.objects.of(signal).get()
    shared = SharedSignal.objects.unscoped(reason="test").get()
    assert shared.shared is None
    page = browser.get(reverse("signals:concern", args=[concern.pk])).content.decode()
    assert "Dit ziet Breda zodra zij meekijkt" in page
    assert "Vraag intrekken" in page
    shared = operations.accept_concern(actor=actor_for(world.floor), shared=shared)
    part = shared_parts(shared)[1]
    assert part.heading == "Opgezocht: Handelsregister KvK [Van een partner]"
    assert all(words in part.text for words in ("Huur.", "Grond:", "Bron: BRP"))
    more = reverse("signals:share-more", args=[concern.pk])
    again = browser.get(more).context["form"]
    assert f"found-{partner.pk}" not in dict(again.fields["parts"].choices)
    assert browser.post(more, browser.filled(more, parts=[f"found-{own.pk}"])).status_code == 302
    shared.refresh_from_db()
    assert "Een eenmanszaak." in shared_parts(shared)[2].text
    # The first form once more, after more was shared: it is what was asked then.
    assert browser.post(url, sent | {"permitted_by": "Teamleider, 3 mei"}).status_code == 302
    assert browser.post(url, sent | {"why": "Iets anders."}).status_code == 409
    assert Concern.objects.of(signal).count() == 1
    # Taken back since: the other still reads it, and whoever shares more hears so.
    operations.withdraw_finding(partner, actor=wilma, reason="Van een ander.")
    told = browser.get(more).content.decode()
    assert "Intussen teruggenomen, of niet meer te delen" in told
    assert "Handelsregister" in told.partition("Dit heeft de andere gemeente nog niet")[0]


def test_words_that_point_to_data_that_stay_are_asked_about_and_who_refuses_is_told(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    signal = make.handled(world.goes, world.wilma)
    parts = [
        SharedText("place", "Plaats", "Goes"),
        SharedText("facts", "Gezien of gehoord", "Volgens de TCI slapen er acht."),
    ]
    asked = AskedConcern(uuid.uuid4(), world.breda, "Zij werken daar.", parts)
    with pytest.raises(Invalid) as refusal:
        operations.concern_also(signal, actor=wilma, asked=asked)
    assert set(refusal.value.fields) == {"pointing_why"}
    # By leave it is said of whom, as of data that say of themselves whose they are.
    agreed = replace(asked, pointing_why="agreed")
    with pytest.raises(Invalid) as refusal:
        operations.concern_also(Signal._base_manager.get(pk=signal.pk), actor=wilma, asked=agreed)
    assert set(refusal.value.fields) == {"permitted_by"}
    page = client_of(world.wilma).get(reverse("signals:concern-also", args=[signal.pk])).context["form"]
    assert "permitted_by" not in page.fields
    agreed = replace(agreed, permitted_by="officier van dienst")
    operations.concern_also(Signal._base_manager.get(pk=signal.pk), actor=wilma, asked=agreed)
    shared = SharedSignal.objects.unscoped(reason="test").get()
    floor, url = client_of(world.floor), reverse("signals:refuse-concern", args=[shared.pk])
    assert ASK_FIRST in floor.get(reverse("signals:shared", args=[shared.pk])).content.decode()
    assert "U ziet dan niets van het signaal." in floor.get(url).content.decode()
    done = floor.post(url, floor.filled(url, reason="Wij kennen het niet."), follow=True).content.decode()
    assert "U kijkt niet mee. Goes leest waarom." in done
    assert "Gezamenlijke tijdlijn" not in done
    concern = Concern.objects.of(signal).get()
    told = client_of(world.wilma).get(reverse("signals:concern", args=[concern.pk])).content.decode()
    assert "Breda kijkt niet mee" in told
    assert "Dit koos u; Breda heeft het niet gezien" in told
    assert "Wat beide gemeenten zien" not in told
