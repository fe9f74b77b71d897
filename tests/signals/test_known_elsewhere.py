"""Whether something is known in another municipality: a hit or no hit, on things and never on people, where it was switched on."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from core.access import Actor
from core.errors import Forbidden, Invalid, NotVisible, WrongState
from core.resend import AlreadySent
from core.workdays import today
from jobs.models import Job
from municipalities.models import RegionMembership
from municipalities.roles import actor_for
from signals import operations
from signals.codes import CloseReason, Origin
from signals.comparing import items_of
from signals.models import Hold, Inquiry, InquiryAnswer, InquiryHit, Signal
from signals.operations import comparing as asking
from signals.operations.comparing import TELL_KIND, Switched
from signals.operations.logging import ReporterFacts
from signals.operations.mentions import Told, ToldPerson, ToldThing
from signals.things import ThingKind, Whose
from tests.factories import comparing as make_comparing
from tests.factories import retention as past
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.factories.comparing import PLATE, inquire, phone
from tests.factories.consent import agreed
from tests.support import contexts
from tests.support.world import World

NOWHERE: list[list[int]] = [[]]
VEHICLE, PHONE, COMPANY, ADDRESS = "vehicle-1", "phone-1", "company-1", "address-1"


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def on(world: World) -> None:
    """Switched on in the region of Goes, Vlissingen and Breda."""
    make_comparing.switched(world)


def here(world: World, *told: Told, **given: str) -> Signal:
    """A signal of Goes that mentions these."""
    signal = make.triaged(world.goes, world.wilma, **given)
    return make.mentioned(signal, actor_for(world.wilma, "focal_officer"), *told)


def there(world: World, *told: Told, **given: str) -> Signal:
    """A signal of Vlissingen that mentions these."""
    signal = make.triaged(world.vlissingen, world.vera, **({"place": "Vlissingen"} | given))
    return make.mentioned(signal, actor_for(world.vera), *told)


def found(answer: InquiryAnswer) -> list[list[int]]:
    return [list(places) for _key, _words, places in answer.found]


def hits() -> list[InquiryHit]:
    with contexts.everywhere():
        return list(InquiryHit.objects.unscoped(reason="test"))


# --- where and when


def test_it_is_off_until_a_region_switches_it_on(world: World, wilma: Actor) -> None:
    signal = here(world, PLATE)
    there(world, PLATE)
    with pytest.raises(WrongState, match="staat in uw regio niet aan"):
        inquire(signal, wilma, VEHICLE)
    make_comparing.switched(world)
    assert found(inquire(signal, wilma, VEHICLE)) == [[world.vlissingen.pk]]


@pytest.mark.parametrize(("first", "last"), [(-30, -1), (1, 30)])
def test_before_and_after_its_days_it_is_off_by_itself(world: World, wilma: Actor, first: int, last: int) -> None:
    day = today()
    make_comparing.switched(world, valid_from=day + timedelta(days=first), valid_until=day + timedelta(days=last))
    with pytest.raises(WrongState):
        inquire(here(world, PLATE), wilma, VEHICLE)


def test_ended_it_is_off_at_once_and_can_be_switched_on_anew(
    world: World, wilma: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    comparison = make_comparing.switched(world)
    with pytest.raises(Invalid, match="ingevuld"):
        make_comparing.switched(world)
    make_comparing.ended(world, comparison)
    signal = here(world, PLATE)
    with pytest.raises(WrongState):
        inquire(signal, wilma, VEHICLE)
    # Ended between the look of the request and the question: the database says it, and the page in a sentence.
    with monkeypatch.context() as patch:
        patch.setattr(asking, "running_for", lambda _signal: True)
        with pytest.raises(WrongState, match="staat in uw regio niet aan"):
            inquire(signal, wilma, VEHICLE)
    make_comparing.switched(world)
    assert found(inquire(signal, wilma, VEHICLE)) == NOWHERE


def test_a_municipality_that_left_the_region_is_not_asked(world: World, wilma: Actor, on: None) -> None:
    signal = here(world, PLATE)
    there(world, PLATE)
    rows = RegionMembership.objects.filter(municipality=world.vlissingen)
    rows.update(valid_until=today() - timedelta(days=1))
    assert found(inquire(signal, wilma, VEHICLE)) == NOWHERE
    rows.update(valid_until=today())
    assert found(inquire(signal, wilma, VEHICLE)) == [[world.vlissingen.pk]]


def test_the_switch_is_the_administrators_and_ends_within_two_years(world: World, wilma: Actor) -> None:
    with pytest.raises(Invalid, match="ingevuld"):
        make_comparing.switched(world, valid_until=today() - timedelta(days=1))
    with pytest.raises(Invalid, match="twee jaar"):
        make_comparing.switched(world, valid_until=today() + timedelta(days=800))
    switched = Switched(world.region, "DPIA", "wethouder", today(), today())
    with pytest.raises(Forbidden):
        operations.switch_comparison(actor=wilma, switched=switched)


# --- what is found


@pytest.mark.parametrize(
    ("told", "key"),
    [
        (PLATE, VEHICLE),
        (phone(), PHONE),
        (ToldThing(ThingKind.COMPANY, name="Voorbeeldbedrijf Nevelfruit"), COMPANY),
        (ToldThing(ThingKind.ADDRESS, value="Bedenksteeg 7b", place="Goes"), ADDRESS),
    ],
)
def test_a_thing_is_found_in_another_municipality_and_nowhere_else(
    world: World, wilma: Actor, on: None, told: ToldThing, key: str
) -> None:
    signal = here(world, told)
    here(world, told)
    assert found(inquire(signal, wilma, key)) == NOWHERE
    there(world, told)
    there(world, told)
    assert found(inquire(signal, wilma, key)) == [[world.vlissingen.pk]]


def test_what_stands_in_the_signal_itself_is_asked_too(world: World, wilma: Actor, on: None) -> None:
    where = {"company": "Voorbeeldbedrijf Nevelfruit", "address": "Bedenksteeg 7b", "vehicle": "wit busje GB-001-B"}
    signal = here(world, **where)
    there(world, PLATE, company=where["company"])
    keys = ["signal-company", "signal-address"]
    assert [item.key for item in items_of(signal, wilma)] == keys
    assert found(inquire(signal, wilma, *keys)) == [[world.vlissingen.pk], []]


def test_a_plate_in_a_text_alone_is_neither_asked_nor_found_until_the_vehicle_is_recorded(
    world: World, wilma: Actor, on: None
) -> None:
    many = " ".join(f"GB-{number:03}-B" for number in range(100))
    mine = here(world, facts=f"Gezien: {many}", vehicle="wit busje GB-001-B")
    assert items_of(mine, wilma) == []
    with pytest.raises(Invalid):
        inquire(mine, wilma, "signal-plate")
    other = there(world, facts="Het busje was GB-001-B.", vehicle="GB-001-B")
    make.mentioned(mine, wilma, PLATE)
    assert found(inquire(mine, wilma, VEHICLE)) == NOWHERE
    make.mentioned(other, actor_for(world.vera), PLATE)
    assert found(inquire(mine, wilma, VEHICLE)) == [[world.vlissingen.pk]]


def test_nothing_comes_out_but_the_municipality(world: World, wilma: Actor, on: None) -> None:
    other = there(world, PLATE)
    answer = inquire(here(world, PLATE), wilma, VEHICLE)
    assert answer.found == [[VEHICLE, "Kenteken: GB-001-B", [world.vlissingen.pk]]]
    assert other.reference not in str(answer.found)


# --- what is never asked, and never found


@pytest.mark.parametrize("whose", [Whose.VICTIM, Whose.REPORTER, Whose.UNKNOWN])
def test_a_number_of_a_victim_a_reporter_or_nobody_known_is_neither_asked_nor_found(
    world: World, wilma: Actor, on: None, whose: Whose
) -> None:
    mine = here(world, phone(whose))
    assert items_of(mine, wilma) == []
    with pytest.raises(Invalid):
        inquire(mine, wilma, PHONE)
    there(world, phone(whose))
    assert found(inquire(here(world, phone()), wilma, PHONE)) == NOWHERE


def test_what_is_of_a_victim_is_left_out_whatever_it_is(world: World, wilma: Actor, on: None) -> None:
    for told in (PLATE, ToldThing(ThingKind.ADDRESS, value="Bedenksteeg 7b", place="Goes")):
        assert items_of(here(world, replace(told, whose=Whose.VICTIM)), wilma) == []
    there(world, replace(PLATE, whose=Whose.VICTIM))
    assert found(inquire(here(world, PLATE), wilma, VEHICLE)) == NOWHERE


HOUSE = ToldThing(ThingKind.ADDRESS, value="Nergensweg 12", place="Vlissingen")


@pytest.mark.parametrize(
    ("asked", "key", "also"),
    [
        (PLATE, VEHICLE, {"facts": "Het meisje reed zelf met haar auto GB-001-B."}),
        (PLATE, VEHICLE, [PLATE]),
        (phone(), PHONE, [phone(Whose.OTHER)]),
        (HOUSE, ADDRESS, {"address": "Nergensweg 12", "place": "Vlissingen"}),
    ],
)
@pytest.mark.parametrize("whose", [Whose.VICTIM, Whose.REPORTER])
def test_what_is_a_victim_s_or_the_reporter_s_is_theirs_whatever_else_it_stands_as(
    world: World,
    wilma: Actor,
    on: None,
    asked: ToldThing,
    key: str,
    also: dict[str, str] | list[ToldThing],
    whose: Whose,
) -> None:
    given, more = ({}, also) if isinstance(also, list) else (also, [])
    told = [replace(asked, whose=whose), *more]
    assert items_of(here(world, *told, **given), wilma) == []
    other = there(world, *told, **given)
    mine = here(world, asked)
    assert found(inquire(mine, wilma, key)) == NOWHERE
    withdrawn = {"kind": asked.kind, "number": 1, "why": "Vergissing."}
    operations.withdraw_mention(other, actor=actor_for(world.vera), key=uuid.uuid4(), **withdrawn)
    known = [[]] if "facts" in given else [[world.vlissingen.pk]]
    assert found(inquire(mine, wilma, key)) == known


def test_what_is_of_a_victim_in_a_signal_that_was_merged_into_it_is_of_one_here_too(
    world: World, wilma: Actor, on: None
) -> None:
    of_victim, vera = phone(Whose.VICTIM), actor_for(world.vera)
    mine, other = here(world, phone()), there(world, phone())
    assert found(inquire(mine, wilma, PHONE)) == [[world.vlissingen.pk]]
    make.merged(there(world, of_victim), other, vera)
    assert found(inquire(mine, wilma, PHONE)) == NOWHERE
    make.merged(here(world, of_victim), mine, wilma)
    assert items_of(mine, wilma) == []


def test_a_number_by_which_the_reporter_is_reached_is_not_asked(world: World, wilma: Actor, on: None) -> None:
    reporter = ReporterFacts(contact="verteller@goes.example of 06-0000 1234")
    signal = make.mentioned(make.triaged(world.goes, world.wilma, reporter=reporter), wilma, phone())
    assert items_of(signal, wilma) == []


def test_people_and_accounts_are_never_asked_and_give_no_hit(world: World, wilma: Actor, on: None) -> None:
    number = "06-0000 1234"
    person = ToldPerson(name="Verzonnen Naam", alias=number, birth_year="1990")
    account = ToldThing(ThingKind.PROFILE, value="@verzonnen", platform="instagram", whose=Whose.EXPLOITER)
    signal = here(world, person, account, phone(value=number))
    there(world, person, account)
    assert [item.key for item in items_of(signal, wilma)] == [PHONE]
    assert found(inquire(signal, wilma, PHONE)) == NOWHERE
    for forged in ("person-1", "profile-1", "signal-person", "reporter-1"):
        with pytest.raises(Invalid):
            inquire(signal, wilma, forged)


def test_a_place_and_a_street_without_a_place_are_no_address(world: World, wilma: Actor, on: None) -> None:
    bare = make.triaged(world.goes, world.wilma, place="", place_unknown="Niet gezegd", address="Dorpsstraat 12")
    assert items_of(bare, wilma) == []
    assert items_of(here(world), wilma) == []


def test_one_house_is_one_with_its_postcode_and_without(world: World, wilma: Actor, on: None) -> None:
    with_code = replace(HOUSE, value="Nergensweg 12, 0000 AA Vlissingen")
    by_code = replace(HOUSE, value="0000AA 12", place="")
    mine, other = here(world, HOUSE), there(world, with_code)
    assert found(inquire(mine, wilma, ADDRESS)) == [[world.vlissingen.pk]]
    assert found(inquire(here(world, by_code), wilma, ADDRESS)) == [[world.vlissingen.pk]]
    assert found(inquire(here(world, with_code), wilma, ADDRESS)) == [[world.vlissingen.pk]]
    # A victim's under one way of writing it is a victim's under the other, on both sides.
    make.mentioned(other, actor_for(world.vera), replace(by_code, whose=Whose.VICTIM))
    assert found(inquire(mine, wilma, ADDRESS)) == NOWHERE
    assert items_of(here(world, with_code, replace(HOUSE, whose=Whose.VICTIM)), wilma) == []


@pytest.mark.parametrize("items", [["vehicle-2"], ["vehicle-1", "vehicle-1"], ["signal-plate"], []])
def test_what_is_not_of_this_signal_cannot_be_asked(world: World, wilma: Actor, on: None, items: list[str]) -> None:
    signal = here(world, PLATE)
    with pytest.raises(Invalid) as refused:
        inquire(signal, wilma, *items)
    assert set(refused.value.fields) == {"items"}


def test_what_was_withdrawn_is_not_asked_and_not_found(world: World, wilma: Actor, on: None) -> None:
    mine, other = here(world, PLATE), there(world, PLATE)
    given = {"kind": "vehicle", "number": 1, "why": "Vergissing."}
    operations.withdraw_mention(other, actor=actor_for(world.vera), key=uuid.uuid4(), **given)
    assert found(inquire(mine, wilma, VEHICLE)) == NOWHERE
    operations.withdraw_mention(mine, actor=wilma, key=uuid.uuid4(), **given)
    with pytest.raises(Invalid):
        inquire(mine, wilma, VEHICLE)


# --- which signals answer


def closed(world: World, **columns: object) -> Signal:
    vera, open_one = actor_for(world.vera), there(world, PLATE)
    decided = operations.decide(open_one, actor=vera, judgement=make.JUDGEMENT)
    signal = operations.close(decided, actor=vera, closing=make.CLOSING)
    Signal.objects.unscoped(reason="test").filter(pk=signal.pk).update(**columns)
    return signal


def test_a_closed_signal_answers_as_long_as_it_is_kept_and_one_that_was_merged_not_by_itself(
    world: World, wilma: Actor, on: None
) -> None:
    mine, other = here(world, PLATE), closed(world)
    row = Signal.objects.unscoped(reason="test").filter(pk=other.pk)
    there_is, nothing = [[world.vlissingen.pk]], NOWHERE
    # Its own day counts, whatever was the matter and however long ago it was closed.
    row.update(closed_at=timezone.now() - timedelta(days=900), kept_until=today())
    assert found(inquire(mine, wilma, VEHICLE)) == there_is
    for reason in (CloseReason.MERGED, CloseReason.RETENTION_EXPIRED):
        row.update(close_reason=reason)
        assert found(inquire(mine, wilma, VEHICLE)) == nothing
    row.update(close_reason=CloseReason.PASSED_COMPLETE, kept_until=today() - timedelta(days=1))
    assert found(inquire(mine, wilma, VEHICLE)) == nothing
    vera = actor_for(world.vera, "focal_officer")
    held = operations.hold_signal(actor=vera, longer=past.longer(other))
    assert found(inquire(mine, wilma, VEHICLE)) == there_is
    Hold.objects.unscoped(reason="test").filter(pk=held.pk).update(until=today() - timedelta(days=1))
    assert found(inquire(mine, wilma, VEHICLE)) == nothing
    Hold.objects.unscoped(reason="test").filter(pk=held.pk).update(until=today())
    assert found(inquire(mine, wilma, VEHICLE)) == there_is
    operations.end_hold(Hold.objects.unscoped(reason="test").get(pk=held.pk), actor=vera)
    assert found(inquire(mine, wilma, VEHICLE)) == nothing


@pytest.mark.parametrize("state", ["moved", "anonymised"])
def test_a_signal_that_is_moved_or_anonymised_does_not_answer(world: World, wilma: Actor, on: None, state: str) -> None:
    other = there(world, PLATE)
    Signal.objects.unscoped(reason="test").filter(pk=other.pk).update(state=state, kept_until=today(), kept_why="moved")
    assert found(inquire(here(world, PLATE), wilma, VEHICLE)) == NOWHERE


def test_a_restricted_dossier_and_one_she_is_excluded_from_do_not_answer(world: World, wilma: Actor, on: None) -> None:
    mine, other = here(world, PLATE), there(world, PLATE)
    shield.restricted(other, [world.vera])
    assert found(inquire(mine, wilma, VEHICLE)) == NOWHERE
    shield.excluded(there(world, phone()), world.wilma)
    again = here(world, phone())
    assert found(inquire(again, wilma, PHONE)) == NOWHERE
    assert found(inquire(again, actor_for(world.koos), PHONE)) == [[world.vlissingen.pk]]


# --- who asks


def test_only_an_officer_or_her_deputy_asks_about_an_own_signal_in_work(world: World, wilma: Actor, on: None) -> None:
    signal = here(world, PLATE)
    operations.decide(signal, actor=wilma, judgement=make.JUDGEMENT)
    operations.offer_signal(signal, actor=wilma, why="Hulp nodig.", asked=agreed())
    for other in (world.karlijn, world.hanna, world.lowie, world.vera):
        with pytest.raises((Forbidden, NotVisible)):
            inquire(signal, actor_for(other), VEHICLE)
    assert found(inquire(signal, actor_for(world.koos), VEHICLE)) == NOWHERE
    with pytest.raises(WrongState):
        inquire(make.received(world.goes, world.hanna, company="Voorbeeldbedrijf Nevelfruit"), wilma, "signal-company")


def test_what_care_coordination_logged_is_asked_by_an_officer(world: World, wilma: Actor, on: None) -> None:
    karlijn = actor_for(world.karlijn)
    given = {"municipality": world.goes, "origin": Origin.CARE_COORDINATOR, "key": uuid.uuid4()}
    facts = make.facts(company="Voorbeeldbedrijf Nevelfruit")
    signal = operations.log_signal(actor=karlijn, facts=facts, **given)
    with pytest.raises(Forbidden):
        inquire(signal, karlijn, "signal-company")


def test_the_same_form_twice_asks_once(world: World, wilma: Actor, on: None) -> None:
    signal, key = here(world, PLATE), uuid.uuid4()
    there(world, PLATE)
    first = inquire(signal, wilma, VEHICLE, key=key)
    assert inquire(signal, wilma, VEHICLE, key=key) == first
    assert len(hits()) == 1
    assert Inquiry.objects.unscoped(reason="test").count() == 1
    assert Job.objects.filter(kind=TELL_KIND).count() == 1
    with pytest.raises(AlreadySent):
        inquire(signal, wilma, VEHICLE, key=key, necessity="Iets anders.")


def test_without_a_reason_nothing_is_asked(world: World, wilma: Actor, on: None) -> None:
    with pytest.raises(Invalid) as refused:
        inquire(here(world, PLATE), wilma, VEHICLE, necessity=" ")
    assert set(refused.value.fields) == {"necessity"}
