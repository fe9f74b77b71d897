"""Who looked at a dossier, as its page of readers tells it."""

import pytest

from accounts.names import names_in
from audit.readers import looks_at, told_looks
from audit.recording import record_view, write_gathered
from core.access import SYSTEM, Actor
from core.unit import Unit
from municipalities.roles import actor_for, program_actor
from signals.events import SignalEvent
from tests.factories import signals as make
from tests.support.world import World


def told(world: World, unit: Unit, looker: Actor) -> list[tuple[str, int]]:
    signal = make.triaged(world.goes, world.wilma)
    unit.gathered.clear()
    for _ in range(2):
        record_view(SignalEvent.VIEWED, signal, actor=looker)
    write_gathered(unit)
    rows, lookers = looks_at(actor_for(world.wilma), signal.dossier_id)
    looks = told_looks(rows, names=dict(names_in(lookers)), hats={})
    return [(look.who, look.times) for look in looks]


def test_a_person_is_named_with_how_often(world: World, unit: Unit) -> None:
    assert told(world, unit, actor_for(world.koos)) == [(str(world.koos), 2)]


@pytest.mark.parametrize("job", [SYSTEM, Actor(user_id=None)], ids=["under its hat", "under none"])
def test_a_job_is_the_system(world: World, unit: Unit, job: Actor) -> None:
    assert told(world, unit, job) == [("Systeem", 2)]


def test_the_program_of_a_partner_is_told_apart_from_the_system(world: World, unit: Unit) -> None:
    assert told(world, unit, program_actor(world.inspectorate)) == [("De koppeling van de partner", 2)]


def test_what_one_person_did_on_a_day_is_one_line_and_nothing_of_it_is_lost(world: World, unit: Unit) -> None:
    signal, koos = make.triaged(world.goes, world.wilma), actor_for(world.koos)
    unit.gathered.clear()
    for purpose in ("Doorgeven", "", "Doorgeven", "Vraag stellen"):
        record_view(SignalEvent.VIEWED, signal, actor=koos, purpose=purpose)
    record_view(SignalEvent.READERS_VIEWED, signal, actor=koos)
    record_view(SignalEvent.VIEWED, signal, actor=actor_for(world.wilma))
    write_gathered(unit)
    rows, lookers = looks_at(actor_for(world.wilma), signal.dossier_id)
    looks = told_looks(rows, names=dict(names_in(lookers)), hats={})
    assert sorted((look.who, look.times) for look in looks) == [(str(world.koos), 5), (str(world.wilma), 1)]
    (of_koos,) = (look for look in looks if look.who == str(world.koos))
    assert sorted((kind.purpose, kind.times) for kind in of_koos.kinds) == [
        ("", 1),
        ("", 1),
        ("Doorgeven", 2),
        ("Vraag stellen", 1),
    ]
