"""Whom a tip hides beside the people of the signal itself: those of what was merged into it, who sent it, who stands in a place."""

from dataclasses import replace
from typing import Any

import pytest

from core.access import Actor
from core.errors import Invalid
from municipalities.roles import actor_for
from signals import operations
from signals.anonymising import KeepReason, Kept, Kind, pieces_in, unsettled
from signals.codes import Certainty, PossibleRole
from signals.disclosure import choices_of
from signals.models import Merge, Signal, part_of
from signals.operations.logging import ReporterFacts
from signals.operations.mentions import ToldPerson, ToldThing
from signals.protecting import protected_in
from signals.sharing_codes import Naming
from signals.things import ThingKind, Whose
from tests.factories import signals as make
from tests.support.world import World


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma)


def fresh(signal: Signal) -> Signal:
    """As the next request reads it."""
    found: Signal = Signal._base_manager.get(pk=signal.pk)
    return found


def barred(signal: Signal, code: str) -> str:
    [choice] = [one for one in choices_of(fresh(signal), anonymous=True) if one.code == code]
    return choice.barred


def test_people_things_and_reporters_of_what_was_merged_into_it_are_found_until_it_is_split(
    world: World, wilma: Actor
) -> None:
    signal = make.handled(world.goes, world.wilma)
    double = make.triaged(
        world.goes,
        world.wilma,
        reporter=ReporterFacts(name="Joop Verteller", function="Buurtsportcoach", contact="kleur rood 12"),
    )
    person = ToldPerson("Demo Tureluur", alias="Zwaluwtje", role=PossibleRole.VICTIM, certainty=Certainty.SEEN)
    of_source = ToldThing(ThingKind.ADDRESS, value="hoekhuis naast de molen", whose=Whose.REPORTER)
    double = make.mentioned(double, wilma, person, of_source)
    make.merged(double, signal, wilma)
    text = "tureluur en zwaluwtje, volgens verteller; buurtsportcoach, kleur rood 12, hoekhuis naast de molen."
    found = {(piece.kind, piece.text) for piece in pieces_in(text, protected_in(fresh(signal)))}
    assert found == {
        (Kind.PERSON, "tureluur"),
        (Kind.PERSON, "zwaluwtje"),
        (Kind.PERSON, "verteller"),
        (Kind.SOURCE, "buurtsportcoach"),
        (Kind.PERSON, "kleur rood 12"),
        (Kind.REACH, "hoekhuis naast de molen"),
    }
    operations.split_signal(actor=wilma, signal=fresh(double), why="Toch niet.")
    assert not pieces_in(text, protected_in(fresh(signal)))


def test_whom_a_tip_hides_are_those_of_every_step_of_merging(world: World, wilma: Actor) -> None:
    last, middle, first = (make.triaged(world.goes, world.wilma) for _ in range(3))
    make.mentioned(first, wilma, ToldPerson("Demo Tureluur"))
    make.merged(middle, last, wilma)
    merge = make.merged(make.triaged(world.goes, world.wilma), last, wilma)
    # What is merged cannot be merged into today; whoever changes that finds this kept.
    Merge.objects.create(
        **part_of(first), into=middle, came_from="triage", why=".", merged_at=merge.merged_at, author=world.wilma
    )
    assert [piece.text for piece in pieces_in("daar slaapt tureluur", protected_in(fresh(last)))] == ["tureluur"]


def test_the_organisation_that_sent_it_can_never_stay(world: World) -> None:
    signal = make.handled(world.goes, world.wilma)
    Signal._base_manager.filter(pk=signal.pk).update(sender=world.inspectorate)
    name = str(world.inspectorate)
    kept = [Kept(kind, name, reason) for kind in Kind for reason in KeepReason]
    left = unsettled(f"Het kwam van {name}.", protected_in(fresh(signal)), kept)
    assert [piece.kind for piece in left] == [Kind.SOURCE]


@pytest.mark.parametrize(
    "place",
    ["Dorpsstraat 12, bij Ahmed Yilmaz", "bij Ahmed Yilmaz", "Goes, bij Yilmaz", "Bedenksteeg 12a", "0000 AA Goes"],
)
def test_a_house_or_a_name_in_the_place_keeps_it_out_and_is_no_known_name(place: str, world: World) -> None:
    signal = make.handled(world.goes, world.wilma, place=place)
    assert barred(signal, "place")
    text = "Er slaapt daar iemand die Ahmed Yilmaz heet."
    assert [piece.text for piece in pieces_in(text, protected_in(fresh(signal)))] == ["Ahmed Yilmaz"]


@pytest.mark.parametrize("place", ["Goes", "Havenkade", "Denkdorp", "Havenkade, Goes", "buurt Denkwijk in Goes"])
def test_a_place_that_is_one_may_go(place: str, world: World) -> None:
    assert not barred(make.handled(world.goes, world.wilma, place=place), "place")


@pytest.mark.parametrize("place", ["Goes", "Yilmaz", "Denkdorp"])
def test_a_place_that_nobody_knows_goes_only_when_it_is_ticked(place: str, world: World) -> None:
    signal = make.handled(world.goes, world.wilma, place=place)
    [choice] = [one for one in choices_of(fresh(signal), anonymous=True) if one.code == "place"]
    assert (choice.barred, choice.is_ticked_beforehand) == ("", place == "Goes")
    assert (place in choice.words) is not choice.is_ticked_beforehand


@pytest.mark.parametrize("column", ["contact", "call_back"])
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Joop Verteller, 0113-000012", "JOOP zei het"),
        ("Joop Verteller, 0113-000012", "volgens verteller"),
        ("Joop Verteller, 0113-000012", "bel +31 113 000012"),
        ("Joop Verteller, 0113-000012", "bel 0031113000012"),
        ("j.verteller@goes.example of 06-0000 1234", "vraag het Verteller"),
        ("j.verteller@goes.example of 06-0000 1234", "mail j.verteller@goes.example"),
        ("j.verteller@goes.example of 06-0000 1234", "nul zes nul nul nul nul een twee drie vier"),
        ("joop verteller van de balie", "verteller was er"),
        ("Zoe\u0308 van de receptie, na 17 uur", "ZOË"),
    ],
)
def test_each_part_of_how_the_reporter_is_reached_is_protected(column: str, said: str, told: str, world: World) -> None:
    changed: dict[str, Any] = {column: said}
    signal = make.handled(world.goes, world.wilma, reporter=replace(ReporterFacts(), **changed))
    found = pieces_in(f"er slapen mensen, {told} daar", protected_in(fresh(signal)))
    assert {Kind.PERSON, Kind.REACH} & {piece.kind for piece in found}
    assert not pieces_in("er slapen mensen bij de balie en de receptie", protected_in(fresh(signal)))


def test_the_place_of_a_company_is_looked_at_too_and_its_number_stays_behind(world: World, wilma: Actor) -> None:
    signal = make.handled(world.goes, world.wilma)
    good = ToldThing(ThingKind.COMPANY, name="Denkhandel", value="00000001", place="Goes")
    wrong = ToldThing(ThingKind.COMPANY, name="Denkfruit", place="Dorpsstraat 12, bij Ahmed Yilmaz")
    signal = fresh(make.mentioned(signal, wilma, good, wrong))
    assert barred(signal, "company-2")
    [choice] = [one for one in choices_of(signal, anonymous=True) if one.code == "company-1"]
    assert (choice.text, choice.barred) == ("Denkhandel, Goes", "")


@pytest.mark.parametrize(
    "given",
    [
        {"purpose": "onderzoek na de melding van de wijkagent"},
        {"purpose": "hulp voor Ahmed Yilmaz"},
        {"purpose": "Ahmed"},
        {"purpose": "hulp voor een meisje van 17 jaar"},
        {"purpose": "controle van 12-GBB-3"},
        {"purpose": "controle van Bedenksteeg 12"},
        {"to_function": "Buurtsportcoach"},
    ],
)
def test_purpose_and_function_lead_to_nobody(given: dict[str, str], world: World, wilma: Actor) -> None:
    signal = make.handled(world.goes, world.wilma, reporter=ReporterFacts(function="Buurtsportcoach"))
    tip = {"anonymous": True, "kind": "anonymous_tip", "fields": ["place"]}
    with pytest.raises(Invalid) as refusal:
        make.handed_over(signal, wilma, world.inspectorate, **(tip | given))
    assert set(refusal.value.fields) == set(given)


@pytest.mark.parametrize("function", ["meldpunt", "wijkagent", "inspecteur", "Afdeling Toezicht"])
def test_the_function_of_the_receiver_may_be_an_ordinary_one(function: str, world: World, wilma: Actor) -> None:
    signal = make.handled(world.goes, world.wilma, reporter=ReporterFacts(function="Wijkagent"))
    tip = {"anonymous": True, "kind": "anonymous_tip", "fields": ["place"]}
    purpose = "Onderzoek naar misstanden in Goes"
    assert make.handed_over(signal, wilma, world.inspectorate, to_function=function, purpose=purpose, **tip)


@pytest.mark.parametrize("code", ["company", "vehicle", "shift", "place"])
def test_words_for_the_source_keep_a_field_out(code: str, world: World) -> None:
    signal = make.handled(world.goes, world.wilma, **{code: "gezien door de wijkagent"})
    assert "melder" in barred(signal, code)


@pytest.mark.parametrize("may", [False, True])
def test_by_name_what_is_of_the_reporter_goes_only_when_the_name_may(may: bool, world: World, wilma: Actor) -> None:
    reporter = ReporterFacts(name="Joop Verteller", naming=Naming.MAY if may else Naming.INSIDE, wants_anonymity=False)
    signal = make.handled(world.goes, world.wilma, reporter=reporter)
    of_source = ToldThing(ThingKind.ADDRESS, value="Nergensweg 12", whose=Whose.REPORTER)
    signal = make.mentioned(signal, wilma, of_source)
    sent = make.handed_over(signal, wilma, world.inspectorate, fields=["place", "address-1"])
    assert ("Nergensweg 12" in str(sent.content)) is may
