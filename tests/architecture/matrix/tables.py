"""The pages of the screening table of the small world: Goes, Vlissingen, the inspectorate, Veilig Thuis; led by Karlijn."""

from typing import Any

from core.workdays import today
from municipalities.roles import actor_for
from signals import operations
from signals.models import Meeting, TableItem
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.support.world import World

from .rows import CARE, GOES, OFFICERS, OTHER_OFFICERS, PARTNERS, Row


def table(world: World) -> list[Any]:
    return [at_table.table(world).pk]


def area(world: World) -> list[Any]:
    return [world.zvh_zeeland.pk]


def seat(world: World) -> list[Any]:
    """Of the inspectorate."""
    return [at_table.table(world).seats.get(organisation=world.inspectorate).pk]


def planned(world: World) -> list[Any]:
    return [at_table.meeting(world).pk]


def signal_and_meeting(world: World) -> list[Any]:
    return [make.triaged(world.goes, world.wilma).pk, *planned(world)]


def _tabled(world: World, *, begun: bool = False) -> TableItem:
    """For the inspectorate, Vlissingen and who leads."""
    meeting = at_table.meeting(world)
    signal = make.triaged(world.goes, world.wilma)
    parties = (f"o{world.inspectorate.pk}", f"g{world.vlissingen.pk}")
    item = at_table.tabled(signal, actor_for(world.wilma), meeting, *parties)
    if begun:
        at_table.begun(world, Meeting.objects.get(pk=meeting.pk))
    return item


def item(world: World) -> list[Any]:
    return [_tabled(world).pk]


def to_do(world: World) -> list[Any]:
    """What the table gave the inspectorate to do."""
    point = _tabled(world, begun=True)
    outcome = at_table.outcome(owner=f"o{world.inspectorate.pk}", due_on=today())
    operations.record_outcome(actor=actor_for(world.karlijn), paper=at_table.paper(point, "zorg"), outcome=outcome)
    return [point.pk]


def done(world: World) -> list[Any]:
    """That is done."""
    [pk] = to_do(world)
    point = TableItem.objects.unscoped(reason="test").select_related("signal").get(pk=pk)
    return [operations.settle_for(point, actor=actor_for(world.wilma), line="Gebeld.").pk]


def held(world: World) -> list[Any]:
    return [_tabled(world, begun=True).meeting_id]


def paper(world: World) -> list[Any]:
    """Of Vlissingen."""
    return [at_table.paper(_tabled(world), f"g{world.vlissingen.pk}").pk]


def waiting_paper(world: World) -> list[Any]:
    """Of who leads a meeting that did not begin."""
    return [at_table.paper(_tabled(world), "zorg").pk]


def led_paper(world: World) -> list[Any]:
    """Of who leads."""
    return [at_table.paper(_tabled(world, begun=True), "zorg").pk]


AT_TABLE = GOES | {"Vera", "Karlijn"} | PARTNERS
ELSEWHERE = frozenset({"Floor", "Berend"})
LEADER = frozenset({"Karlijn"})
ADMINISTRATOR = frozenset({"Bo"})
KEEPERS = LEADER | ADMINISTRATOR
NO_KEEPERS = OFFICERS | {"Berend"}

ROWS = {
    "signals:meetings": Row(open_to=OFFICERS | CARE | PARTNERS),
    "signals:meeting": Row(open_to=AT_TABLE, absent_for=ELSEWHERE, about=planned),
    "signals:meeting-decisions": Row(open_to=AT_TABLE, absent_for=ELSEWHERE, about=planned),
    # Each its own copy of one point: this one is that of Vlissingen.
    "signals:paper": Row(
        open_to=frozenset({"Vera"}),
        absent_for=GOES | {"Floor"} | CARE | PARTNERS,
        about=paper,
        methods=("get", "post"),
    ),
    "signals:lead-meeting": Row(open_to=GOES | LEADER, absent_for=ELSEWHERE | {"Vera"}, about=held),
    "signals:lead-point": Row(
        open_to=LEADER, absent_for=OFFICERS | {"Berend"}, about=led_paper, methods=("get", "post")
    ),
    "signals:start-meeting": Row(open_to=LEADER, absent_for=ELSEWHERE, about=planned, methods=("post",)),
    "signals:close-meeting": Row(open_to=LEADER, absent_for=ELSEWHERE, about=held, methods=("get", "post")),
    "signals:move-meeting": Row(open_to=LEADER, absent_for=ELSEWHERE, about=planned, methods=("get", "post")),
    "signals:cancel-meeting": Row(open_to=LEADER, absent_for=ELSEWHERE, about=planned, methods=("get", "post")),
    "signals:plan-ahead": Row(open_to=LEADER, absent_for=ELSEWHERE, about=table, methods=("get", "post")),
    "signals:outcomes": Row(open_to=OFFICERS | CARE | PARTNERS),
    "signals:tables": Row(open_to=OFFICERS | CARE | ADMINISTRATOR),
    "signals:open-table": Row(
        open_to=GOES | {"Vera"} | LEADER | ADMINISTRATOR, absent_for=ELSEWHERE, about=area, methods=("get", "post")
    ),
    "signals:table": Row(open_to=KEEPERS, absent_for=NO_KEEPERS, about=table),
    "signals:change-table": Row(open_to=KEEPERS, absent_for=NO_KEEPERS, about=table, methods=("get", "post")),
    "signals:end-table": Row(open_to=KEEPERS, absent_for=NO_KEEPERS, about=table, methods=("get", "post")),
    "signals:add-seat": Row(open_to=KEEPERS, absent_for=NO_KEEPERS, about=table, methods=("get", "post")),
    "signals:end-seat": Row(open_to=KEEPERS, absent_for=NO_KEEPERS, about=seat, methods=("get", "post")),
    "signals:plan-meeting": Row(open_to=LEADER, absent_for=ELSEWHERE, about=table, methods=("get", "post")),
    "signals:choose-meeting": Row(
        open_to=GOES, absent_for=OTHER_OFFICERS, about=lambda world: [make.triaged(world.goes, world.wilma).pk]
    ),
    "signals:table-signal": Row(
        open_to=GOES, absent_for=OTHER_OFFICERS, about=signal_and_meeting, methods=("get", "post")
    ),
    "signals:settle-for": Row(open_to=GOES, absent_for=OTHER_OFFICERS, about=to_do, methods=("get", "post")),
    "signals:withdraw-item": Row(open_to=GOES, absent_for=OTHER_OFFICERS, about=item, methods=("get", "post")),
}
