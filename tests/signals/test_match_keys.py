"""By what a person or thing is found again: keyed hashes, of how it stands now, under the newest key."""

import uuid

import pytest
from pytest_django import Settings

from core.keyed import keyed_content, keyed_hash
from municipalities.roles import actor_for
from signals import operations
from signals.codes import PossibleRole
from signals.models import MatchKey, Signal
from signals.models.people import PERSON
from signals.normal.keys import person_keys, thing_keys
from signals.operations.mentions import ToldPerson, ToldThing
from signals.related import related_to
from signals.things import MatchKind, ThingKind
from tests.factories import signals as make
from tests.support.world import World

from .test_moving import completion_of

OF_ADDRESS = (MatchKind.ADDRESS, MatchKind.STREET_NAME, MatchKind.STREET)
OTHER_RING = ["2:YW5vdGhlciBrZXksIGZvciB0aGVzZSB0ZXN0cyB0b28="]


def kinds(signal: Signal) -> set[tuple[str, str]]:
    return {(key.about, key.kind) for key in MatchKey.objects.of(signal)}


def test_a_signal_is_found_by_its_place_its_people_and_its_things(world: World) -> None:
    signal = make.triaged(
        world.goes,
        world.wilma,
        address="Nergensweg 12",
        company="Voorbeeldbedrijf Zeepbel",
        vehicle="wit busje, 0-DEM-04",
        told=(ToldPerson("Demo Wulp", birth_year="2001"), make.PHONE),
    )
    place = {("signal", kind) for kind in (MatchKind.COMPANY, *OF_ADDRESS, MatchKind.PLATE)}
    person = {(PERSON, kind) for kind in (MatchKind.PERSON, MatchKind.PERSON_SOUND, MatchKind.PERSON_INITIALS)}
    assert kinds(signal) == place | person | {("phone", MatchKind.PHONE)}


def test_what_is_corrected_is_found_by_what_it_says_now(world: World) -> None:
    wilma = actor_for(world.wilma)
    one, other = (make.triaged(world.goes, world.wilma) for _ in range(2))
    make.mentioned(one, wilma, ToldThing(ThingKind.PHONE, value="+31 6 0000 1234"))
    make.mentioned(other, wilma, make.PHONE)
    [found] = related_to(one, wilma).sure
    assert (found.row.pk, found.why) == (other.pk, "zelfde telefoonnummer")
    told = ToldThing(ThingKind.PHONE, value="06-0000 9999")
    operations.correct_mention(other, actor=wilma, number=1, told=told, key=uuid.uuid4())
    assert not related_to(one, wilma).shown


def test_the_same_is_found_whether_it_stands_in_the_signal_or_beside_it(world: World) -> None:
    wilma = actor_for(world.wilma)
    one = make.triaged(world.goes, world.wilma, company="Voorbeeldbedrijf Nevelfruit B.V.")
    other = make.triaged(world.goes, world.wilma)
    told = ToldThing(ThingKind.COMPANY, name="VOORBEELDBEDRIJF Nevelfruit")
    make.mentioned(other, wilma, told, ToldPerson("Kovalsky", role=PossibleRole.EXPLOITER))
    make.mentioned(one, wilma, ToldPerson("Kowalski"))
    [found] = related_to(one, wilma).sure
    assert found.why == "zelfde bedrijf, naam die hetzelfde klinkt"


def test_nothing_is_found_outside_what_somebody_may_see(world: World) -> None:
    here, there = make.triaged(world.goes, world.wilma), make.triaged(world.breda, world.floor)
    for signal, officer in ((here, world.wilma), (there, world.floor)):
        make.mentioned(signal, actor_for(officer), make.PHONE)
    assert not related_to(here, actor_for(world.wilma)).shown
    assert not MatchKey.objects.visible_to(actor_for(world.vera)).with_same_keys(["phone|+31600001234"]).exists()


def test_completing_a_signal_changes_by_what_its_place_is_found(world: World) -> None:
    signal = make.triaged(world.goes, world.wilma, company="Voorbeeldbedrijf Zeepbel")
    assert kinds(signal) == {("signal", MatchKind.COMPANY)}
    signal.company, signal.address = "", "Nergensweg 12"
    completion = completion_of(signal)
    signal = Signal._base_manager.get(pk=signal.pk)
    operations.complete_signal(signal, actor=actor_for(world.wilma), completion=completion)
    assert kinds(signal) == {("signal", kind) for kind in OF_ADDRESS}


def test_a_number_that_was_moved_out_of_a_text_as_a_name_is_found_as_a_number() -> None:
    assert person_keys("06-0000 1234") == thing_keys(ThingKind.PHONE, value="0600001234")


def test_each_of_what_somebody_is_called_is_found_by_itself() -> None:
    both = person_keys("Demo Wulp", "Demo Scholekster, 06-0000 1234")
    assert both == person_keys("Demo Wulp") | person_keys("Demo Scholekster") | person_keys("06-0000 1234")


def test_each_purpose_has_a_key_of_its_own() -> None:
    plate, phone = (keyed_hash(keyed_content(purpose, "GB001B")) for purpose in ("plate", "phone"))
    assert plate != phone
    assert len(plate) == 16


def test_rows_under_an_older_key_of_the_ring_are_found_until_they_are_sealed_anew(
    world: World, settings: Settings
) -> None:
    old = list(settings.SEAL_KEYS)
    wilma, rows = actor_for(world.wilma), [make.triaged(world.goes, world.wilma) for _ in range(2)]
    street, near = (
        ToldThing(ThingKind.ADDRESS, value=f"{name} 3", place="Goes") for name in ("Nergensweg", "Nergenswog")
    )
    make.mentioned(rows[0], wilma, make.PHONE)
    spelt = make.triaged(world.goes, world.wilma, told=(street,))
    settings.SEAL_KEYS = OTHER_RING + old
    make.mentioned(rows[1], wilma, make.PHONE, near)
    hashes = {
        bytes(key.digest) for signal in rows for key in MatchKey.objects.of(signal) if key.kind == MatchKind.PHONE
    }
    assert len(hashes) == 2
    found = related_to(rows[1], wilma)
    assert [kin.row.pk for kin in (*found.sure, *found.alike)] == [rows[0].pk, spelt.pk]


@pytest.mark.parametrize("kind", list(ThingKind))
def test_every_kind_of_thing_is_found_by_something(kind: ThingKind) -> None:
    value = {ThingKind.VEHICLE: "0-DEM-04", ThingKind.PHONE: "06-0000 1234", ThingKind.ADDRESS: "Kade 1"}
    assert thing_keys(kind, value=value.get(kind, "00000017"), name="Voorbeeldbedrijf", platform="instagram")
