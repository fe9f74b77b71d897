"""A program tells afterwards that somebody is in danger: as on the page, and once however often it is sent."""

from collections.abc import Callable

import pytest
import time_machine

from audit.models import AuditEvent
from core.access import SYSTEM
from jobs.models import OutboxMessage
from jobs.states import MailKind
from municipalities.roles import actor_for
from signals import operations
from signals.models import DangerAlarm, Reporter, Signal
from tests.factories import signals as make
from tests.support.world import World

from .conftest import Program
from .test_api import SIGNAL

type ProgramOf = Callable[..., Program]

NOON, NIGHT = "2026-03-11T12:00:00+01:00", "2026-03-11T23:00:00+01:00"
CALLED = {"gebeld112": {"om": "00:01", "door": "writer"}, "terugbellen": "06-0000 4321"}


def _now(key: str) -> Signal:
    found: Signal = Signal.objects.unscoped(reason="test").get(pk=key)
    return found


def _mails() -> int:
    return OutboxMessage.objects.filter(kind=MailKind.URGENT).count()


def test_it_is_set_and_told_once_and_nothing_of_the_signal_comes_back(world: World, program_of: ProgramOf) -> None:
    with time_machine.travel(NOON):
        program = program_of(world.inspectorate, ("signalen",))
        sent = program.post("/signalen", SIGNAL, key="een").json()
        assert (sent["gevaarDoorgegevenOp"], sent["weerGelezenVanaf"]) == (None, None)
        path, before = f"/signalen/{sent['id']}", _mails()
        first, again = (program.post(f"{path}/gevaar", CALLED, key="nu") for _ in range(2))
    assert (first.status_code, first.json()) == (201, again.json()), first.content
    assert first.json()["gevaarDoorgegevenOp"] is not None
    assert set(first.json()) == set(sent)
    there = _now(sent["id"])
    assert (there.danger, there.danger_called_by, there.is_acute) == ("yes", "reporter", True)
    assert Reporter.objects.of(there).get().call_back == CALLED["terugbellen"]
    told = _mails() - before
    assert told > 0
    events = AuditEvent.objects.unscoped(reason="test").filter(dossier_id=there.pk, event__startswith="signals.danger")
    assert list(events.order_by("at").values_list("event", flat=True)) == [
        "signals.danger_set",
        "signals.danger_flagged",
    ]
    # Under the same key something else is heard all the same; with nothing filled in too, and at night it says who reads.
    with time_machine.travel(NIGHT):
        program.sign_in("signalen")
        assert program.post(f"{path}/gevaar", {}, key="nu").json()["weerGelezenVanaf"].startswith("2026-03-12T")
        read = program.get(path).json()
    assert read["gevaarDoorgegevenOp"] > first.json()["gevaarDoorgegevenOp"]
    assert _mails() - before == told


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"gebeld112": {"om": "kwart over twee"}}, "gebeld112.om"),
        ({"gebeld112": {"door": "buurman"}}, "gebeld112.door"),
        ({"terugbelen": "06-0000 4321"}, "terugbelen"),
    ],
)
def test_only_what_cannot_be_read_is_refused_in_dutch_by_its_field(
    body: dict[str, object], name: str, world: World, program_of: ProgramOf
) -> None:
    program, other = program_of(world.inspectorate), program_of(world.veilig_thuis)
    path = f"/signalen/{program.post('/signalen', SIGNAL, key='een').json()['id']}/gevaar"
    answer = program.post(path, body, key="nu")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert [one["name"] for one in answer.json()["invalidParams"]] == [name]
    assert program.post(path, {}).status_code == 400, "without a key it would alarm twice"
    assert other.post(path, {}, key="nu").status_code == 404
    assert program_of(world.inspectorate, ("doormeldingen",)).post(path, {}, key="nu").status_code == 403


def test_where_nobody_works_on_it_any_more_it_alarms_once(world: World, program_of: ProgramOf) -> None:
    program = program_of(world.inspectorate, ("signalen",))
    key = program.post("/signalen", SIGNAL, key="een").json()["id"]
    operations.close_at_once(_now(key), actor=actor_for(world.wilma), closing=make.CLOSING)
    for _ in range(2):
        assert program.post(f"/signalen/{key}/gevaar", CALLED, key="nu").status_code == 201
    alarm = DangerAlarm.objects.unscoped(reason="test").get()
    assert (alarm.municipality, alarm.call_back) == (world.goes, CALLED["terugbellen"])


def test_of_what_was_merged_it_goes_to_the_one_that_stayed(world: World, program_of: ProgramOf) -> None:
    program = program_of(world.inspectorate, ("signalen",))
    own = _now(program.post("/signalen", SIGNAL, key="een").json()["id"])
    operations.take_up(own, actor=actor_for(world.wilma))
    kept = make.triaged(world.goes, world.wilma)
    make.merged(_now(str(own.pk)), kept, actor_for(world.wilma))
    assert program.post(f"/signalen/{own.pk}/gevaar", {}, key="nu").status_code == 201
    assert _now(str(kept.pk)).danger == "yes"
    told = AuditEvent.objects.unscoped(reason="test").filter(dossier_id=kept.pk, event="signals.danger_set").get()
    assert told.actor_id == SYSTEM.user_id
