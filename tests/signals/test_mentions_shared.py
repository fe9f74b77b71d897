"""What of the people and things of a signal leaves it: only what is ticked, and in a tip nothing of source or victim."""

import uuid
from collections.abc import Callable

import pytest
from django.urls import reverse

from core.access import Actor
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Certainty, MoveField, PossibleRole
from signals.disclosure import categories_of, choices_of, chosen, content_of
from signals.models import Arrival, MatchKey, Move, Signal, SignalPerson, SignalThing
from signals.models.people import standing
from signals.operations.logging import ReporterFacts
from signals.operations.mentions import ToldPerson, ToldThing
from signals.operations.moving import OfferedMove
from signals.shared_texts import SharedText, shared_parts
from signals.sharing_codes import DataCategory
from signals.things import ThingKind, Whose
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

from .filling import open_page

type ClientOf = Callable[..., OutsideClient]

WULP = ToldPerson("Demo Wulp", role=PossibleRole.VICTIM, certainty=Certainty.SEEN)
NEVEL = ToldThing(ThingKind.COMPANY, name="Voorbeeldbedrijf Nevelfruit", place="Reimerswaal", description="zegt Wulp")
BUS = ToldThing(ThingKind.VEHICLE, value="0-DEM-04", description="van de man van Wulp")
OF_VICTIM = ToldThing(ThingKind.VEHICLE, value="0-DEM-05", whose=Whose.VICTIM)
OF_SOURCE = ToldThing(ThingKind.ADDRESS, value="Nergensweg 12", whose=Whose.REPORTER)
HOUSE = ToldThing(ThingKind.ADDRESS, value="Bedenksteeg 7b", place="Goes", whose=Whose.EXPLOITER)
PAGE = ToldThing(ThingKind.PROFILE, value="@demo_nevel")
FILE = ToldThing(ThingKind.REFERENCE, value="PLX-2026.000123", description="aangifte bij de politie")
EVERYTHING = (WULP, NEVEL, BUS, OF_VICTIM, OF_SOURCE, HOUSE, PAGE, FILE, make.PHONE)


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma)


@pytest.fixture
def signal(world: World, wilma: Actor) -> Signal:
    return make.mentioned(make.handled(world.goes, world.wilma), wilma, *EVERYTHING)


def mentioned(codes: list[str]) -> set[str]:
    return {code for code in codes if "-" in code}


def test_by_name_each_can_be_ticked_and_only_companies_are_beforehand(
    signal: Signal, wilma: Actor, world: World
) -> None:
    offered = choices_of(signal, anonymous=False)
    # Of an address less than its street too: where it lies.
    assert len(mentioned([choice.code for choice in offered])) == len(EVERYTHING) + 1
    assert mentioned([choice.code for choice in offered if choice.is_ticked_beforehand]) == {"company-1"}
    content = make.handed_over(signal, wilma, world.inspectorate, fields=["person-1", "phone-1"]).content
    assert content == [
        ["person-1", "Persoon 1: mogelijk slachtoffer (zelf gezien of nagekeken)", "Demo Wulp"],
        ["phone-1", "Telefoonnummer 1", "06-0000 1234"],
    ]


def test_an_anonymous_tip_holds_companies_plates_and_addresses_and_nothing_of_source_or_victim(signal: Signal) -> None:
    everything = [choice.code for choice in choices_of(signal, anonymous=False)]
    left = [one for one in chosen(choices_of(signal, anonymous=True), everything) if "-" in one.code]
    assert {(one.code, one.text) for one in left} == {
        ("company-1", "Voorbeeldbedrijf Nevelfruit, Reimerswaal"),
        ("vehicle-1", "0-DEM-04"),
        ("address-2", "Bedenksteeg 7b, Goes"),
        ("place-2", "Goes"),
    }
    offered = choices_of(signal, anonymous=True)
    assert mentioned([choice.code for choice in offered if choice.is_ticked_beforehand]) == set()
    [company] = [choice for choice in offered if choice.code == "company-1"]
    assert "kijk na of “Reimerswaal” een plaats is" in company.held
    # The second address is the first that the receiver hears of.
    told = content_of(left, anonymous=True)
    assert ["address-1", "Adres 1", "Bedenksteeg 7b, Goes"] in told
    assert ["place-1", "Plaats van adres 1", "Goes"] in told
    assert categories_of([one for one in left if one.code == "place-2"]) == {DataCategory.PLACE}
    assert not any("2" in f"{code}{label}" for code, label, _ in told)


def test_a_vehicle_without_a_plate_is_in_no_tip(world: World, wilma: Actor) -> None:
    words = ToldThing(ThingKind.VEHICLE, description="de auto van Wulp")
    signal = make.mentioned(make.handled(world.goes, world.wilma), wilma, words)
    assert not chosen(choices_of(signal, anonymous=True), ["vehicle-1"])


def test_what_was_withdrawn_or_corrected_goes_as_it_stands(signal: Signal, wilma: Actor) -> None:
    given = {"kind": "phone", "number": 1, "why": "Van de balie.", "key": uuid.uuid4()}
    signal = operations.withdraw_mention(signal, actor=wilma, **given)
    told = ToldThing(ThingKind.PROFILE, value="@demo_anders")
    signal = operations.correct_mention(signal, actor=wilma, number=1, told=told, key=uuid.uuid4())
    left = chosen(choices_of(signal, anonymous=False), ["phone-1", "profile-1"])
    assert [one.text for one in left] == ["@demo_anders"]


def test_the_page_of_a_handover_offers_them_and_the_partner_reads_what_was_ticked(
    world: World, client_of: ClientOf, signal: Signal, wilma: Actor
) -> None:
    client, url = client_of(world.wilma), reverse("signals:hand-over", args=[signal.pk])
    page = client.get(url).content.decode()
    assert "Persoon 1: Demo Wulp" in page
    assert "Demo Wulp" not in page.partition("Dit leest de ontvanger")[2]
    fields = ["place", "vehicle-1"]
    made = make.handed_over(
        signal, wilma, world.inspectorate, fields=fields, answers=make.settling(signal, "remove", *fields)
    )
    assert [row[2] for row in made.content] == ["Goes", "0-DEM-04, van de man van […]"]
    tip = make.handed_over(
        make.mentioned(make.handled(world.goes, world.wilma), wilma, *EVERYTHING),
        wilma,
        world.inspectorate,
        anonymous=True,
        kind="anonymous_tip",
        fields=["place", "person-1", "phone-1", "profile-1", "reference-1", "vehicle-2", "address-1", "vehicle-1"],
    )
    assert [row[2] for row in tip.content] == ["Goes", "0-DEM-04"]


@pytest.mark.parametrize(
    ("chosen", "kinds"),
    [
        ((), set()),
        ((MoveField.COMPANY,), {"company", "vehicle"}),
        ((MoveField.ADDRESS,), {"address"}),
        ((MoveField.PEOPLE,), {"person", "phone", "profile", "reference"}),
    ],
)
def test_to_another_municipality_goes_what_was_chosen_with_its_numbers(
    chosen: tuple[MoveField, ...], kinds: set[str], world: World, wilma: Actor
) -> None:
    signal = make.mentioned(make.triaged(world.goes, world.wilma), wilma, *EVERYTHING)
    signal = operations.withdraw_mention(
        signal, actor=wilma, kind="vehicle", number=1, why="Hoort er niet bij.", key=uuid.uuid4()
    )
    key = uuid.uuid4()
    operations.offer_move(signal, actor=wilma, offered=OfferedMove(key, world.breda, "Het huis ligt daar.", chosen))
    arrival = Arrival.objects.unscoped(reason="test").get(move_id=Move.objects.of(signal).get(pk=key).pk)
    there = operations.accept_move(actor=actor_for(world.floor), arrival=arrival)
    rows = standing([*SignalPerson.objects.of(there), *SignalThing.objects.of(there)])
    assert {row.kind for row in rows} == kinds
    assert all(row.municipality_id == world.breda.pk for row in rows)
    assert {row.number for row in rows if row.kind == "vehicle"} == ({2} if "vehicle" in kinds else set())
    assert {key.about for key in MatchKey.objects.of(there)} - {"signal"} == kinds


@pytest.mark.parametrize("unknown", [False, True])
def test_what_is_of_the_reporter_moves_only_with_a_reporter_who_may_be_known(
    unknown: bool, world: World, client_of: ClientOf, wilma: Actor
) -> None:
    reporter = ReporterFacts(name="Demo Zegsvrouw", wants_anonymity=unknown)
    signal = make.triaged(world.goes, world.wilma, reporter=reporter)
    signal = make.mentioned(signal, wilma, OF_SOURCE, HOUSE)
    page = client_of(world.wilma).get(reverse("signals:offer-move", args=[signal.pk])).content.decode()
    assert ("Nergensweg 12" in page) is not unknown
    for ticked, together in (
        ((MoveField.ADDRESS,), ["Bedenksteeg 7b"]),
        (
            (MoveField.ADDRESS, MoveField.REPORTER),
            ["Bedenksteeg 7b"] if unknown else ["Nergensweg 12", "Bedenksteeg 7b"],
        ),
        ((MoveField.REPORTER,), [] if unknown else ["Nergensweg 12"]),
    ):
        source = make.triaged(world.goes, world.wilma, reporter=reporter)
        source = make.mentioned(source, wilma, OF_SOURCE, HOUSE)
        key = uuid.uuid4()
        operations.offer_move(source, actor=wilma, offered=OfferedMove(key, world.breda, "Het ligt daar.", ticked))
        arrival = Arrival.objects.unscoped(reason="test").get(move_id=key)
        there = operations.accept_move(actor=actor_for(world.floor), arrival=arrival)
        assert [row.value for row in SignalThing.objects.of(there)] == together


def test_the_page_of_a_move_shows_what_goes_along(world: World, client_of: ClientOf, wilma: Actor) -> None:
    signal = make.mentioned(make.triaged(world.goes, world.wilma), wilma, *EVERYTHING)
    page = client_of(world.wilma).get(reverse("signals:offer-move", args=[signal.pk])).content.decode()
    for told in ("persoon 1: Demo Wulp (mogelijk slachtoffer", "0-DEM-04", "06-0000 1234", "Bedenksteeg 7b, Goes"):
        assert told in page


def test_with_a_second_municipality_nothing_of_people_source_or_victim_is_shared(
    world: World, client_of: ClientOf, signal: Signal
) -> None:
    client, url = client_of(world.wilma), reverse("signals:concern-also", args=[signal.pk])
    page = client.get(url).content.decode()
    assert "Andere bedrijven" in page
    assert "0-DEM-04" in page
    never = ("Demo Wulp, ", "06-0000 1234", "@demo_nevel", "Nergensweg 12", "0-DEM-05")
    assert not [told for told in never if told in page]
    form = {
        **open_page(client, url),
        "other_municipality": world.breda.pk,
        "why": "Het raakt Breda ook.",
        "parts": ["place", "addresses"],
    }
    assert client.post(url, form).status_code == 302
    [concern] = signal.concern_set.unscoped(reason="test")
    assert shared_parts(concern) == [
        SharedText("place", "Plaats", "Goes"),
        SharedText("addresses", "Andere adressen", "Bedenksteeg 7b, Goes"),
    ]


def test_the_one_that_stays_shows_what_both_hold_and_neither_is_changed(
    world: World, client_of: ClientOf, signal: Signal, wilma: Actor
) -> None:
    double = make.mentioned(make.triaged(world.goes, world.wilma), wilma, ToldPerson("Demo Tureluur"))
    make.merged(double, signal, wilma)
    page = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "Demo Wulp" in page
    assert "Demo Tureluur" in page
    assert f"Uit {double.reference}, dat hiermee is samengevoegd." in page
    assert SignalPerson.objects.of(double).count() == 1
    operations.split_signal(actor=wilma, signal=Signal._base_manager.get(pk=double.pk), why="Toch niet.")
    page = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "Demo Tureluur" not in page
