"""The page of a signal: whose turn it is, what cannot be chosen and why, who sees it, what comes first."""

import uuid
from collections.abc import Callable

import pytest
from django.urls import reverse

from core.workdays import today
from municipalities.models import MunicipalityRole
from municipalities.roles import actor_for
from signals import operations
from signals.models import Enrichment, Offer, Signal
from signals.operations.logging import ReporterFacts
from signals.seeing import read_by, read_when_sent
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

HAT = {"hat": "focal_officer"}
FOLLOW = {"why": "Te weinig.", "what_changes_it": "Een tweede melding."}


def _page(client_of: ClientOf, world: World, signal: Signal) -> str:
    page: str = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    return page


def _top(page: str) -> str:
    return page.partition("Zichtbaar voor")[0]


def _main(page: str) -> str:
    return page.partition("<main")[2]


def _offered(world: World) -> Signal:
    signal = make.handled(world.goes, world.wilma)
    return operations.offer_signal(signal, actor=actor_for(world.wilma), why="Hulp nodig.", asked=agreed())


def _returned(world: World, *, follow_first: bool) -> Signal:
    signal = _offered(world)
    offer = Offer.objects.of(signal).get()
    given = {"question": "Waar slaapt men?", "follow_first": follow_first}
    operations.return_offer(offer, actor=actor_for(world.karlijn), **given)
    return signal


def test_what_is_offered_is_with_the_care_coordinator(world: World, client_of: ClientOf) -> None:
    page = _page(client_of, world, _offered(world))
    assert "Bij de zorgcoördinator" in _top(page)
    assert "is al aangeboden aan of aangenomen door" in page


def test_a_question_of_care_coordination_stands_on_top_with_the_way_to_answer(
    world: World, client_of: ClientOf
) -> None:
    signal = _returned(world, follow_first=False)
    page = _page(client_of, world, signal)
    assert "Terug van de zorgcoördinator" in _top(page)
    assert "Bij de zorgcoördinator" not in page
    assert "is al aangeboden aan of aangenomen door" not in page
    asked = page.partition("De zorgcoördinator stelt een vraag over uw aanbod")[2]
    again = reverse("signals:offer-again", args=[Offer.objects.of(signal).get().pk])
    assert asked.index("Waar slaapt men?") < asked.index(again) < asked.index("Wat doen we ermee?")


def test_an_advice_is_not_called_a_question(world: World, client_of: ClientOf) -> None:
    signal = _returned(world, follow_first=True)
    page = _page(client_of, world, signal)
    assert "Terug van de zorgcoördinator" in _top(page)
    assert "De zorgcoördinator adviseert: eerst volgen" in page
    assert "Terug met advies" in page
    assert "Terug met een vraag" not in page
    again = reverse("signals:offer-again", args=[Offer.objects.of(signal).get().pk])
    assert "op de vraag" not in client_of(world.wilma).get(again).content.decode()


def test_an_advice_that_is_followed_is_nobodys_turn(world: World, client_of: ClientOf) -> None:
    signal = _returned(world, follow_first=True)
    operations.follow_signal(signal, actor=actor_for(world.wilma), **FOLLOW)
    page = _page(client_of, world, signal)
    assert "Wordt gevolgd" in _top(page)
    assert "Terug van de zorgcoördinator" not in page
    assert "De zorgcoördinator adviseert" not in page


def test_what_is_followed_cannot_be_chosen_to_follow_again(world: World, client_of: ClientOf) -> None:
    signal = make.followed(world.goes, world.wilma)
    page = _page(client_of, world, signal)
    assert "Dit signaal wordt al gevolgd." in page
    assert 'name="follow"' not in page
    judged = {"severity": "raised", "plausibility": "reasonable", "urgency": "normal", "motivation": "Meer."}
    url = reverse("signals:decide", args=[signal.pk])
    version = Signal.objects.unscoped(reason="test").get(pk=signal.pk).version
    answer = client_of(world.wilma).post(url, {**HAT, "version": version, "follow": "on", **judged})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["follow"]


def test_the_panel_that_decides_comes_first_and_after_a_decision_what_was_decided(
    world: World, client_of: ClientOf
) -> None:
    """In the source as on the screen: the keyboard goes the same way. Above the panel stand the first words of the report."""
    undecided = _main(_page(client_of, world, make.triaged(world.goes, world.wilma, facts="Zes mensen in een loods.")))
    assert (
        undecided.index("Zes mensen in een loods.") < undecided.index('id="besluit"') < undecided.index('id="gemeld"')
    )
    decided = _main(_page(client_of, world, make.handled(world.goes, world.wilma)))
    assert decided.index('id="besloten"') < decided.index('id="besluit"') < decided.index('id="gemeld"')


def test_the_number_to_call_back_is_a_link_in_the_report(world: World, client_of: ClientOf) -> None:
    caller = ReporterFacts(call_back="06-12345678 na vijven")
    signal = make.triaged(world.goes, world.wilma, reporter=caller)
    reported = _page(client_of, world, signal).partition('id="gemeld"')[2]
    assert 'href="tel:0612345678"' in reported[: reported.index('id="personen"')]


def test_nothing_is_chosen_for_who_adds_information(world: World, client_of: ClientOf) -> None:
    signal = make.triaged(world.goes, world.wilma)
    url = reverse("signals:enrich", args=[signal.pk])
    client = client_of(world.wilma)
    page = client.get(url).content.decode()
    for name in ("kind", "ground"):
        field = page.partition(f'name="{name}"')[2].partition("</select>")[0]
        assert 'value="" selected' in field
    given = {
        "question": "Wie woont er?",
        "source": "BRP",
        "provenance": "own",
        "necessity": "Nodig.",
        "asked_on": today(),
        "key": uuid.uuid4(),
    }
    answer = client.post(url, {**HAT, "version": signal.version, **given, "result": "asked"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"kind", "ground"}
    assert not Enrichment.objects.of(signal).exists()


def test_the_line_with_the_eye_names_the_deputies(world: World, client_of: ClientOf) -> None:
    page = _page(client_of, world, make.triaged(world.goes, world.wilma))
    assert "Zichtbaar voor: aandachtsfunctionaris Goes en de vervangers" in page


@pytest.mark.parametrize(
    ("left", "words"),
    [
        ([], "aandachtsfunctionaris Goes en de vervangers"),
        (["Koos"], "aandachtsfunctionaris Goes en de vervanger"),
        (["Koos", "Daphne"], "aandachtsfunctionaris Goes"),
        (["Wilma"], "de vervangers van de aandachtsfunctionaris Goes"),
        (["Wilma", "Koos", "Daphne"], "wie als aandachtsfunctionaris van Goes wordt aangewezen"),
    ],
)
def test_who_sees_a_signal_is_said_by_who_there_is(world: World, left: list[str], words: str) -> None:
    MunicipalityRole.objects.filter(user__in=[world.person(name) for name in left]).delete()
    assert read_by(world.goes, care=False) == words
    assert read_by(world.goes, care=True) == f"{words}, zorgcoördinator met een afspraak met deze gemeente"


def test_what_nobody_takes_up_is_read_by_care_coordination_until_somebody_is_appointed(world: World) -> None:
    assert "zorgcoördinator" not in read_when_sent(world.goes)
    MunicipalityRole.objects.filter(content_object=world.goes, permission__codename="focal_officer").delete()
    assert "en tot er iemand is de zorgcoördinator" in read_when_sent(world.goes)
