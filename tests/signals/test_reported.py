"""The day on which something was told to the municipality, beside the day on which it arrived here: which of the two counts."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.urls import reverse

from core.access import Actor
from core.workdays import add_months, today
from municipalities.roles import actor_for
from reports.figures.signals import received_by_place
from reports.figures.source import over_this_connection
from reports.periods import Period, PeriodKind
from signals.exporting import lines_of
from signals.models import Arrival, Revision, Signal
from signals.operations import accept_move
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

from .filling import begin, fill, send, signal_of

type ClientOf = Callable[..., OutsideClient]

JUNE, JULY = dt.date(2026, 6, 30), "2026-07-02 12:00+02:00"
NOTE = {"source": "police", "facts": "Vorige week aan de balie verteld.", "danger": "no"}


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


def only() -> Signal:
    found: Signal = Signal.objects.unscoped(reason="test").get()
    return found


def test_the_reporter_waits_from_the_day_she_told_and_everything_else_from_the_arrival(
    world: World, wilma: Actor, client_of: ClientOf
) -> None:
    with time_machine.travel(JULY, tick=False):
        late = make.triaged(world.goes, world.wilma, reported_on=JUNE)
        plain = make.triaged(world.goes, world.wilma)
        assert (late.due_on, late.received_at) == (plain.due_on, plain.received_at)
        assert (late.inform_by, plain.inform_by) == (dt.date(2026, 7, 7), dt.date(2026, 7, 9))
        halves = [Period(PeriodKind.HALF_YEAR, 2026, number) for number in (1, 2)]
        with over_this_connection():
            counted = [received_by_place([world.goes.pk], half).get(world.goes.pk, 0) for half in halves]
        assert counted == [0, 2]
        newest = make.triaged(world.goes, world.wilma, reported_on=JUNE - dt.timedelta(days=90))
        page = client_of(world.wilma).get(reverse("signals:list") + "?tab=alles").content.decode()
        assert len({page.index(one.reference) for one in (late, plain, newest)}) == 3
        assert lines_of([late, plain], ["reported_on"], wilma) == [["Gemeld op"], ["30-06-2026"], [""]]
        move = make.offered_to(late, world.breda, wilma)
        arrival = Arrival.objects.unscoped(reason="test").get(move_id=move.pk)
        there = accept_move(actor=actor_for(world.floor), arrival=arrival)
        assert (there.reported_on, there.inform_by) == (JUNE, late.inform_by)


def test_a_note_the_wizard_and_completing_ask_it_and_a_colleague_who_tells_it_herself_is_not_asked(
    world: World, client_of: ClientOf
) -> None:
    client, day = client_of(world.wilma), today() - dt.timedelta(days=9)
    for wrong in (today() + dt.timedelta(days=1), add_months(today(), -12) - dt.timedelta(days=1)):
        answer = send(client, reverse("signals:note"), **NOTE, reported_on=f"{wrong}")
        assert (answer.status_code, [*answer.context["form"].errors]) == (422, ["reported_on"])
    assert send(client, reverse("signals:note"), **NOTE, reported_on=f"{day}").status_code == 302
    noted, later = only(), day + dt.timedelta(days=7)  # never the same working day
    assert noted.reported_on == day
    known = {"minor": "no", "place": "Goes", "form": "unknown", "route": "unknown", "source": "police"}
    known |= {"knowledge": "unknown", "naming": "inside", "reported_on": f"{later}"}
    answer = send(client, reverse("signals:complete", args=[noted.pk]), **known)
    assert answer.status_code == 302, answer.context["form"].errors
    assert only().reported_on == later
    assert only().inform_by > noted.inform_by
    assert Revision.objects.of(noted).get().was["reported_on"] == f"{day}"
    draft = begin(client)
    send(client, fill(client, draft, wanneer={"seen_when": "vaak", "reported_on": f"{day}"}))
    assert signal_of(draft).reported_on == day
    told = begin(client_of(world.hanna))
    form = client_of(world.hanna).get(reverse("signals:draft-step", args=[told.pk, "wanneer"])).context["form"]
    assert "reported_on" not in form.fields
