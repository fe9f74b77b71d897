"""Who reported is named in nothing that another municipality reads, unless she goes along."""

import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from core.access import Actor
from core.errors import Invalid, WrongState
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Certainty, MoveField, PossibleRole
from signals.models import Arrival, Concern, Move, Reporter, Revision, SharedSignal, Signal, part_of
from signals.operations.concerning import AskedConcern
from signals.operations.logging import ReporterFacts
from signals.operations.mentions import ToldPerson, ToldThing
from signals.operations.moving import OfferedMove
from signals.operations.people import Named
from signals.shared_texts import SharedText
from signals.sharing_codes import Naming
from signals.things import ThingKind, Whose
from tests.factories import signals as make
from tests.support.world import World

JOOP = ReporterFacts("Joop Verteller", "Buurtsportcoach", "0113-000012", wants_anonymity=False, naming=Naming.INSIDE)
WHY = "Het huis ligt daar."


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma)


def fresh(signal: Signal) -> Signal:
    found: Signal = Signal._base_manager.get(pk=signal.pk)
    return found


def offer(signal: Signal, world: World, actor: Actor, *along: MoveField, why: str = WHY) -> Signal:
    return operations.offer_move(fresh(signal), actor=actor, offered=OfferedMove(uuid.uuid4(), world.breda, why, along))


def share(signal: Signal, world: World, actor: Actor, text: str = "Acht bedden.", why: str = WHY) -> Signal:
    parts = [SharedText("place", "Plaats", "Goes"), SharedText("facts", "Gezien of gehoord", text)]
    asked = AskedConcern(uuid.uuid4(), world.breda, why, parts)
    return operations.concern_also(fresh(signal), actor=actor, asked=asked)


def test_a_move_takes_no_text_along_that_names_a_reporter_who_stays(world: World, wilma: Actor) -> None:
    told = "Verteller belde, op 0113 000 012."
    planted: tuple[tuple[str, dict[str, Any], tuple[MoveField, ...]], ...] = (
        ("__all__", {"facts": told}, ()),
        ("__all__", {"seen_when": "toen Joop er was"}, ()),
        ("fields_along", {"interpretation": told}, (MoveField.INTERPRETATION,)),
        ("fields_along", {"already_done": told}, (MoveField.ALREADY_DONE,)),
        ("fields_along", {"company": "Bedrijf van Verteller"}, (MoveField.COMPANY,)),
        ("fields_along", {"address": "bij Verteller thuis"}, (MoveField.ADDRESS,)),
    )
    for field, given, along in planted:
        signal = make.triaged(world.goes, world.wilma, reporter=JOOP, **given)
        with pytest.raises(Invalid, match="ingevuld") as refusal:
            offer(signal, world, wilma, *along)
        assert set(refusal.value.fields) == {field}
        # What is not chosen may say it; and who goes along may be named.
        if along:
            assert offer(signal, world, wilma)
        else:
            assert offer(signal, world, wilma, MoveField.REPORTER)
    signal = make.triaged(
        world.goes, world.wilma, reporter=replace(JOOP, wants_anonymity=True, naming=Naming.ANONYMOUS)
    )
    with pytest.raises(Invalid) as refusal:
        offer(signal, world, wilma, MoveField.REPORTER, why="Verteller woont daar.")
    assert set(refusal.value.fields) == {"why"}
    house = ToldThing(ThingKind.ADDRESS, value="Nergensweg 12", whose=Whose.REPORTER)
    signal = make.mentioned(signal, wilma, house, ToldPerson("Demo Wulp", description="de zus van Verteller"))
    for why, chosen in (("Zie Nergensweg 12.", MoveField.ADDRESS), (WHY, MoveField.PEOPLE)):
        with pytest.raises(Invalid):
            offer(signal, world, wilma, chosen, why=why)
    assert not Move.objects.of(signal).exists()


def test_a_name_moved_out_of_the_text_lets_it_go_and_acceptance_looks_once_more(world: World, wilma: Actor) -> None:
    signal = make.triaged(world.goes, world.wilma, facts="Joop Verteller zag acht bedden.", reporter=JOOP)
    with pytest.raises(Invalid):
        offer(signal, world, wilma)
    operations.move_name(signal, actor=wilma, named=Named("Joop Verteller", PossibleRole.UNKNOWN, Certainty.UNKNOWN))
    with pytest.raises(Invalid):
        offer(signal, world, wilma, MoveField.PEOPLE)
    # What was said of the danger before nobody puts in order any more: where it names her it stays.
    for text in ("Joop durfde niet te bellen.", "Geen bereik."):
        was = {"danger_not_called": text}
        Revision.objects.create(**part_of(signal), at=timezone.now(), author=world.wilma, was=was)
    offer(signal, world, wilma)
    arrival = Arrival.objects.unscoped(reason="test").get()
    Reporter._base_manager.filter(signal=signal).update(wants_anonymity=True)
    Signal._base_manager.filter(pk=signal.pk).update(facts="Joop zag acht bedden.")
    with pytest.raises(WrongState, match="werkt nog"):
        operations.accept_move(actor=actor_for(world.floor), arrival=arrival)
    Signal._base_manager.filter(pk=signal.pk).update(facts="persoon 1 zag acht bedden.")
    made = operations.accept_move(actor=actor_for(world.floor), arrival=arrival)
    assert Reporter.objects.of(made).get().name is None
    assert [row.was["danger_not_called"] for row in Revision.objects.of(made)] == ["Geen bereik."]


def test_what_is_shared_and_written_for_both_names_no_reporter_who_said_no(world: World, wilma: Actor) -> None:
    signal, floor = make.handled(world.goes, world.wilma, reporter=JOOP), actor_for(world.floor)
    for field, given in (("why", {"why": "Volgens Verteller."}), ("parts", {"text": "Verteller zag acht bedden."})):
        with pytest.raises(Invalid) as refusal:
            share(signal, world, wilma, **given)
        assert set(refusal.value.fields) == {field}
    share(signal, world, wilma)
    row = operations.accept_concern(actor=floor, shared=SharedSignal.objects.unscoped(reason="test").get())
    concern = Concern.objects.of(signal).get()
    for step in (
        lambda: operations.write_along(actor=wilma, on=concern, key=uuid.uuid4(), text="Bel Verteller."),
        lambda: operations.end_concern(concern, actor=wilma, reason="Verteller wil niet meer."),
    ):
        with pytest.raises(Invalid):
            step()
    # A refusal would tell the other side who reported.
    assert operations.write_along(actor=floor, on=row, key=uuid.uuid4(), text="Is het Verteller?")


def test_a_yes_that_was_taken_back_holds_what_was_offered_with_it(world: World, wilma: Actor) -> None:
    signal = make.handled(world.goes, world.wilma, reporter=replace(JOOP, naming=Naming.MAY))
    share(signal, world, wilma, text="Verteller zag acht bedden.")
    shared = SharedSignal.objects.unscoped(reason="test").get()
    Reporter._base_manager.filter(signal=signal).update(naming=Naming.INSIDE)
    with pytest.raises(WrongState, match="kijkt dit eerst"):
        operations.accept_concern(actor=actor_for(world.floor), shared=shared)
