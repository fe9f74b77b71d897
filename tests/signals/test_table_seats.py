"""Who sets a screening table up, who sits there from when until when, and what somebody who left still reads."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.access import Actor
from core.errors import Conflict, Forbidden, Invalid
from core.unit import current_unit
from core.workdays import today
from municipalities.roles import actor_for
from signals import operations
from signals.models import Meeting, ScreeningTable, Seat, Signal, TableItem
from signals.operations.seating import NewSeat, NewTable, TableFacts
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

from .seated import item as item
from .seated import karlijn as karlijn
from .seated import meeting as meeting
from .seated import now as now
from .seated import philo as philo
from .seated import seen as seen
from .seated import signal as signal
from .seated import tirza as tirza
from .seated import to_inspectorate as to_inspectorate
from .seated import to_vlissingen as to_vlissingen
from .seated import vera as vera
from .seated import wilma as wilma

type ClientOf = Callable[..., OutsideClient]
YESTERDAY = dt.timedelta(days=1)


def facts(**given: Any) -> TableFacts:
    known: dict[str, Any] = {"name": "Overleg Bevelanden", "place": "Goes", "first_on": at_table.working_day(1)}
    return TableFacts(**({**known, "begins_at": dt.time(10)} | given))


def new(world: World, **given: Any) -> NewTable:
    known: dict[str, Any] = {"facts": facts(), "service_area": world.zvh_zeeland, "municipalities": [world.goes]}
    return NewTable(**(known | given))


@pytest.fixture
def bo(world: World) -> Actor:
    return actor_for(world.person("Bo"))


# --- who


def test_a_table_is_set_up_by_who_leads_it_or_the_administrator_of_the_region(
    world: World, wilma: Actor, karlijn: Actor, bo: Actor, vera: Actor, philo: Actor
) -> None:
    assert operations.open_table(actor=wilma, table=new(world, chair=world.goes)).chair_municipality == world.goes
    assert operations.open_table(actor=karlijn, table=new(world, facts=facts(name="Tweede"))).chaired_by
    assert operations.open_table(actor=bo, table=new(world, facts=facts(name="Derde"), chair=world.goes)).pk
    for actor in (vera, philo, actor_for(world.daphne), actor_for(world.hanna)):
        with pytest.raises(Forbidden):
            operations.open_table(actor=actor, table=new(world, facts=facts(name="Vierde"), chair=world.goes))
    assert not ScreeningTable.objects.filter(name="Vierde").exists()


def test_the_administrator_sets_tables_up_and_reads_nothing_of_what_is_put_before_them(
    item: TableItem, bo: Actor, world: World, client_of: ClientOf
) -> None:
    assert seen(bo) == []
    browser = client_of(world.person("Bo"))
    assert browser.get(reverse("signals:table", args=[item.meeting.table_id])).status_code == 200
    assert browser.get(reverse("signals:meeting", args=[item.meeting_id])).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"municipalities": []}, "municipalities"),
        ({"first_on": dt.date(2026, 12, 25)}, "first_on"),
        ({"first_on": dt.date(2026, 12, 26)}, "first_on"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(wrong: dict[str, Any], field: str, world: World, karlijn: Actor) -> None:
    table = new(world, **({"facts": facts(**wrong)} if "first_on" in wrong else wrong))
    with pytest.raises(Invalid) as refused:
        operations.open_table(actor=karlijn, table=table)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize("days", [800, (dt.date.max - dt.date(2030, 1, 1)).days])
def test_no_day_is_further_ahead_than_anybody_plans(days: int, meeting: Meeting, world: World, karlijn: Actor) -> None:
    table, day = meeting.table, at_table.working_day(days)
    seat = table.seats.get(organisation=world.inspectorate)
    for change in (
        lambda: operations.open_table(actor=karlijn, table=new(world, facts=facts(first_on=day))),
        lambda: operations.change_table(table, actor=karlijn, facts=facts(first_on=day)),
        lambda: operations.end_table(table, actor=karlijn, last_day=day),
        lambda: operations.end_seat(seat, actor=karlijn, last_day=day),
        lambda: operations.add_seat(table, actor=karlijn, seat=NewSeat(world.inspectorate, "inspecteur", day)),
        lambda: operations.add_seat(table, actor=karlijn, seat=NewSeat(world.inspectorate, "inspecteur", today(), day)),
        lambda: at_table.meeting_on(table, karlijn, (day - today()).days),
    ):
        with pytest.raises(Invalid) as refused:
            change()
        assert "vooruit. Controleer het jaartal." in str(refused.value.fields)
    soon = at_table.working_day(300)
    table = operations.open_table(actor=karlijn, table=new(world, facts=facts(first_on=soon)))
    assert operations.plan_ahead(table, actor=karlijn).meetings.exists()


def test_it_is_for_municipalities_of_its_area_and_its_chair_sits_there(world: World, wilma: Actor, bo: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        operations.open_table(actor=bo, table=new(world, municipalities=[world.goes, world.breda]))
    assert set(refused.value.fields) == {"municipalities"}
    with pytest.raises(Invalid) as refused:
        operations.open_table(actor=wilma, table=new(world, municipalities=[world.vlissingen], chair=world.goes))
    assert set(refused.value.fields) == {"chair"}


def test_the_same_form_twice_makes_one_table_and_two_of_one_name_do_not_stand(world: World, karlijn: Actor) -> None:
    table = new(world, key=uuid.uuid4())
    first = operations.open_table(actor=karlijn, table=table)
    assert operations.open_table(actor=karlijn, table=table) == first
    with pytest.raises(Conflict):
        operations.open_table(actor=karlijn, table=new(world, key=table.key, facts=facts(name="Anders")))
    with pytest.raises(Invalid) as refused:
        operations.open_table(actor=karlijn, table=new(world))
    assert set(refused.value.fields) == {"name"}


# --- who sits there


def test_who_left_reads_nothing_new_and_nothing_old(
    item: TableItem, philo: Actor, karlijn: Actor, world: World, to_inspectorate: str, signal: Signal
) -> None:
    assert len(seen(philo)) == 1
    _end(item.meeting.table, karlijn, organisation=world.inspectorate)
    assert seen(actor_for(world.philo)) == []
    assert not Meeting.objects.seen_by(actor_for(world.philo)).exists()
    assert to_inspectorate not in dict(at_table.known(signal, item.meeting))
    with pytest.raises(Invalid):
        at_table.tabled(make.triaged(world.goes, world.wilma), actor_for(world.wilma), item.meeting, to_inspectorate)


def test_who_left_keeps_what_is_still_to_be_done(
    item: TableItem, karlijn: Actor, world: World, to_inspectorate: str, meeting: Meeting
) -> None:
    at_table.begun(world, meeting)
    outcome = at_table.outcome(owner=to_inspectorate, due_on=today())
    operations.record_outcome(actor=karlijn, paper=at_table.paper(item, "zorg"), outcome=outcome)
    _end(meeting.table, karlijn, organisation=world.inspectorate)
    [paper] = seen(actor_for(world.philo))
    operations.settle_action(actor=actor_for(world.philo), paper=paper, line="Gedaan.")
    assert now(item).done_line == "Gedaan."


def test_a_municipality_that_left_keeps_what_it_put_itself_and_no_more(
    item: TableItem, vera: Actor, wilma: Actor, karlijn: Actor, world: World
) -> None:
    for place in (world.vlissingen, world.goes):
        _end(item.meeting.table, karlijn, municipality=place)
    assert seen(actor_for(world.vera)) == []
    assert [one.item_id for one in seen(actor_for(world.wilma, "focal_officer"))] == [item.pk]


def test_who_comes_later_reads_nothing_of_before(item: TableItem, karlijn: Actor, world: World, tirza: Actor) -> None:
    table = item.meeting.table
    _end(table, karlijn, organisation=world.veilig_thuis)
    again = NewSeat(world.veilig_thuis, "aandachtsfunctionaris", today())
    operations.add_seat(ScreeningTable.objects.get(pk=table.pk), actor=karlijn, seat=again)
    assert seen(tirza) == []
    assert table.seats.filter(organisation=world.veilig_thuis).count() == 2


def test_nobody_sits_twice_at_the_same_time_nor_in_the_database(meeting: Meeting, karlijn: Actor, world: World) -> None:
    with pytest.raises(Invalid) as refused:
        operations.add_seat(meeting.table, actor=karlijn, seat=NewSeat(world.inspectorate, "inspecteur", today()))
    assert set(refused.value.fields) == {"party"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(
            table=meeting.table, organisation=world.inspectorate, function="x", valid_from=today() + YESTERDAY
        )


def test_the_chair_does_not_leave_her_own_table(world: World, wilma: Actor) -> None:
    table = at_table.table(world, chair=world.goes)
    with pytest.raises(Invalid):
        _end(table, wilma, municipality=world.goes)


def test_a_seat_ends_within_its_period_and_its_row_stays(meeting: Meeting, karlijn: Actor, world: World) -> None:
    seat = meeting.table.seats.get(organisation=world.inspectorate)
    with pytest.raises(Invalid):
        operations.end_seat(seat, actor=karlijn, last_day=seat.valid_from - YESTERDAY)
    operations.end_seat(seat, actor=karlijn, last_day=today())
    with pytest.raises(Invalid):
        operations.end_seat(seat, actor=karlijn, last_day=today() + YESTERDAY)
    assert Seat.objects.get(pk=seat.pk).valid_until == today()
    assert "signals.seat_ended" in {event.event for event in current_unit().gathered}


def test_a_table_ends_when_nothing_is_planned_after_it(meeting: Meeting, karlijn: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        operations.end_table(meeting.table, actor=karlijn, last_day=today() - YESTERDAY)
    assert set(refused.value.fields) == {"last_day"}
    operations.cancel_meeting(meeting, actor=karlijn, reason="Ziek.")
    ended = operations.end_table(meeting.table, actor=karlijn, last_day=today() - YESTERDAY)
    assert not ended.is_running
    with pytest.raises(Invalid):
        at_table.meeting_on(ended, karlijn)


def _end(table: ScreeningTable, actor: Actor, **party: Any) -> None:
    """As if it left yesterday: it began long before."""
    seat = table.seats.get(**party)
    Seat.objects.filter(pk=seat.pk).update(valid_from=today() - 30 * YESTERDAY)
    operations.end_seat(seat, actor=actor, last_day=today() - YESTERDAY)


# --- as a browser shows it


def test_a_table_is_set_up_by_its_pages_and_gets_its_organisations(world: World, client_of: ClientOf) -> None:
    client = client_of(world.karlijn)
    listed = client.get(reverse("signals:tables")).content.decode()
    assert "Overleg instellen in" in listed
    url = reverse("signals:open-table", args=[world.zvh_zeeland.pk])
    sent = {
        "hat": "care_coordinator",
        "key": str(uuid.uuid4()),
        "name": "Overleg Walcheren",
        "chair": "zorg",
        "municipalities": [world.goes.pk, world.vlissingen.pk],
        "place": "Stadhuis",
        "first_on": str(at_table.working_day(3)),
        "begins_at": "10:00",
        "every_weeks": "2",
    }
    wrong = client.post(url, sent | {"name": "", "first_on": "2026-12-25"})
    assert wrong.status_code == 422
    assert "Stadhuis" in wrong.content.decode()
    answer = client.post(url, sent)
    assert answer.status_code == 302
    table = ScreeningTable.objects.get(name="Overleg Walcheren")
    assert answer.headers["Location"] == reverse("signals:table", args=[table.pk])
    seat_url = reverse("signals:add-seat", args=[table.pk])
    seat = {
        "hat": "care_coordinator",
        "version": table.version,
        "party": f"o{world.inspectorate.pk}",
        "function": "inspecteur",
        "valid_from": str(today()),
    }
    assert client.post(seat_url, seat).status_code == 302
    # The same form once more adds nobody, and says so.
    assert client.post(seat_url, seat).status_code in {409, 422}
    assert table.seats.count() == 3
    page = client.get(reverse("signals:table", args=[table.pk])).content.decode()
    assert "Elke twee weken" in page
    assert page.count("Beëindigen<span") == 3
    assert len({line for line in page.splitlines() if "Beëindigen<span" in line}) == 3
    assert len(queries_of(lambda: client.get(reverse("signals:table", args=[table.pk])))) <= 12
    # Who only sits there is told who leads it, and not that there is none.
    seated = client_of(world.wilma).get(reverse("signals:tables")).content.decode()
    assert "Overleg Walcheren" in seated.split("Ingesteld door een ander")[1]
    assert "Voorzitter: de zorgcoördinator" in seated
    assert "Ingesteld door een ander" not in client.get(reverse("signals:tables")).content.decode()


def test_a_stale_form_of_a_table_overwrites_nothing(world: World, karlijn: Actor, client_of: ClientOf) -> None:
    table = at_table.table(world)
    operations.change_table(table, actor=actor_for(world.person("Bo")), facts=facts(name="Nieuwe naam"))
    sent = {
        "hat": "care_coordinator",
        "version": 1,
        "name": "Van het oude scherm",
        "place": "x",
        "first_on": str(at_table.working_day()),
        "begins_at": "09:00",
        "every_weeks": "1",
    }
    answer = client_of(world.karlijn).post(reverse("signals:change-table", args=[table.pk]), sent)
    assert answer.status_code == 409
    assert "Van het oude scherm" in answer.content.decode()
    assert ScreeningTable.objects.get(pk=table.pk).name == "Nieuwe naam"
