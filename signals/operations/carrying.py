"""What a meeting did not come to: its points go along to another one, or back to who put them. Nothing is lost.

Whoever leads may not know of every point, so this reaches all of them and shows nothing of any. Rows are locked in the order
of tables.py: the meeting, a point, its papers.
"""

from audit.operation import changing
from audit.recording import record
from core import walls
from core.access import Actor
from core.errors import Invalid
from signals.events import SignalEvent
from signals.models import Meeting, Seat, TableItem
from signals.notices import tell_worker
from signals.policies import SignalAction
from signals.table_states import EMPTIED, ITEM, ItemState

from .table_outcomes import papers_of

_WHY = "what a meeting did not come to goes along or back as a whole; nothing of it is shown to who leads"
NOT_PLANNED = "Dat overleg staat niet meer gepland. Kies opnieuw wat er met de punten gebeurt."
_THERE_ALREADY = "Dit signaal staat al op de agenda van het overleg daarna."


def settle_rest(meeting: Meeting, *, actor: Actor, action: SignalAction, to: Meeting | None, why: str) -> int:
    """Carry every point without an outcome `to` that meeting, which is locked, or give it back and say why. How many these were."""
    with walls.context(walls.sign_all(user_id=actor.user_id, content=_places(meeting))):
        rows = TableItem.objects.unscoped(reason=_WHY).filter(meeting=meeting, state=ItemState.TABLED)
        there = set(_signals_on(to)) if to is not None else set()
        found = list(rows.select_related("signal__municipality", "meeting").order_by("pk"))
        settled = 0
        for row in found:
            if to is not None and row.signal_id not in there:
                settled += _carry(row, to, actor)
            else:
                settled += _give_back(row, actor, action, _THERE_ALREADY if to is not None else why)
    return settled


def next_after(meeting: Meeting) -> Meeting | None:
    """The first meeting of the same table that is planned after this one."""
    later = Meeting.objects.all().to_come().filter(table=meeting.table_id, starts_at__gt=meeting.starts_at)
    found: Meeting | None = later.order_by("starts_at").first()
    return found


def demand_planned(to: Meeting | None) -> Meeting | None:
    """The meeting to which points go, locked. Raises Invalid when it is planned no more."""
    if to is None:
        return None
    found: Meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=to.pk)
    if not found.is_planned:
        raise Invalid({"rest": [NOT_PLANNED]})
    return found


def _places(meeting: Meeting) -> list[int]:
    """The municipalities that can have put something there: also those that left since."""
    seats = Seat.objects.filter(table=meeting.table_id, municipality__isnull=False)
    return sorted(set(seats.values_list("municipality_id", flat=True)))


def _signals_on(meeting: Meeting) -> list[object]:
    rows = TableItem.objects.unscoped(reason=_WHY).filter(meeting=meeting).exclude(state__in=EMPTIED)
    return list(rows.values_list("signal_id", flat=True))


def _carry(row: TableItem, to: Meeting, actor: Actor) -> bool:
    """False for one that was taken off the agenda between the list and its lock."""
    with changing(row) as item, papers_of(item, actor) as papers:
        if item.state != ItemState.TABLED:
            return False
        item.meeting = to
        for paper in papers:
            paper.meeting = to
        record(SignalEvent.ITEM_CARRIED, item, actor=actor, detail={"item": item.reference})
    tell_worker(row.signal, actor=actor)
    return True


def _give_back(row: TableItem, actor: Actor, action: SignalAction, why: str) -> bool:
    with changing(row) as item, papers_of(item, actor) as papers:
        if item.state != ItemState.TABLED:
            return False
        ITEM.move(item, action)
        item.reason = why
        for paper in papers:
            paper.state = item.state
            paper.text = paper.question = None
        record(SignalEvent.ITEM_RETURNED, item, actor=actor, detail={"item": item.reference})
    tell_worker(row.signal, actor=actor)
    return True
