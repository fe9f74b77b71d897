"""What comes back from the screening table: what was decided of a point, and that it was done.

Who leads the meeting writes the outcome on her own paper; the point in the signal's dossier and every other paper get the
same, in a context that shows nothing of them. Rows are locked in one order, whoever acts: the point, then its papers by key.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from audit.operation import changing, operation, stale
from audit.recording import record, record_view
from core import walls
from core.access import Actor, authorize
from core.errors import Invalid, NotVisible, WrongState
from municipalities import shielding
from signals.events import SignalEvent
from signals.models import Meeting, Signal, TableItem, TablePaper
from signals.notices import tell_worker
from signals.policies import SignalAction
from signals.table_states import EMPTIED, ITEM, ItemState, TableStep

_WHY = "a point and the papers of its parties are written together by the step itself, and shown to nobody"
OVER = "Dit overleg is afgesloten. Er wordt niets meer vastgelegd."
NOT_HELD = "Dit overleg is nog niet begonnen. Begin het eerst; daarna legt u vast wat er besloten is."
NOTHING_TO_DO = "Bij dit punt staat geen actie (meer) open. Er is niets vastgelegd."
TAKEN_BACK = "Dit punt is van de agenda gehaald. Er is niets vastgelegd."


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """What was decided, whose it is (a code of the point's parties; `user_id` when a person was named), and before when.

    `step`: what the table proposes to the officer of the signal, with the partner to hand it to.
    """

    decision: str
    owner: str = ""
    user_id: int | None = None
    user_name: str = ""
    due_on: date | None = None
    step: str = ""
    step_to: str = ""


@operation(SignalAction.RECORD_OUTCOME)
def record_outcome(*, actor: Actor, paper: TablePaper, outcome: TableOutcome, seen: int | None = None) -> TablePaper:
    """Write down what the table decided; while the meeting goes on it may be put right. The same once more changes nothing."""
    authorize(actor, SignalAction.RECORD_OUTCOME, paper)
    if not outcome.decision.strip():
        raise Invalid({"decision": ["Schrijf op wat er besloten is."]})
    # Closing locks the meeting and then its points; so does this.
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=paper.meeting_id)
    with _all_of(paper, actor) as (item, papers, own):
        if _says(own, outcome):
            record_view(SignalEvent.PAPER_VIEWED, own, actor=actor)
            return own
        if own.meeting_id != meeting.pk or not meeting.is_held:
            raise WrongState(OVER if meeting.is_over else NOT_HELD)
        if seen is not None and seen != own.version:
            raise stale(own, actor, seen)
        ITEM.move(item, SignalAction.RECORD_OUTCOME)
        _write(item, papers, outcome)
        detail = {"item": item.reference}
        record(SignalEvent.OUTCOME_RECORDED, item, actor=actor, detail=detail)
        for one in papers:
            record(SignalEvent.OUTCOME_RECORDED, one, actor=actor)
        tell_worker(item.signal, actor=actor)
    return own


def _says(paper: TablePaper, outcome: TableOutcome) -> bool:
    there = (paper.decision, paper.owner_code, paper.owner_user_id, paper.due_on, paper.step, paper.step_to)
    said = (outcome.decision, outcome.owner, outcome.user_id, outcome.due_on, outcome.step, outcome.step_to)
    return paper.is_decided and there == said


def _write(item: TableItem, papers: Collection[TablePaper], outcome: TableOutcome) -> None:
    labels = dict(item.parties)
    if outcome.owner and outcome.owner not in labels:
        raise Invalid({"owner": ["Kies iemand die dit punt leest."]})
    if outcome.due_on and not outcome.owner:
        raise Invalid({"owner": ["Kies wie dit doet."]})
    _demand_proposal(outcome, labels)
    now = timezone.now()
    name = labels.get(outcome.owner, "")
    name = f"{outcome.user_name}, {name}" if outcome.user_id else name
    rows: list[TableItem | TablePaper] = [item, *papers]
    for row in rows:
        row.state = ItemState.DECIDED
        row.decision, row.decided_at, row.due_on = outcome.decision, now, outcome.due_on
        row.step, row.step_to = outcome.step, outcome.step_to
        row.owner_code, row.owner_name, row.owner_user_id = outcome.owner, name, outcome.user_id
        row.done_at = None
    item.done_line = None
    for paper in papers:
        paper.has_action = bool(outcome.owner) and paper.party == outcome.owner


def _demand_proposal(outcome: TableOutcome, parties: Collection[str]) -> None:
    if outcome.step == TableStep.GATHER and not outcome.due_on:
        raise Invalid({"owner": ["Kies wie dit uitzoekt, en voor wanneer."]})
    if outcome.step_to and not (outcome.step == TableStep.HAND_OVER and outcome.step_to.startswith("o")):
        raise Invalid({"step_to": ["Kies dit alleen bij doorgeven aan een partner."]})
    if outcome.step_to and outcome.step_to not in parties:
        raise Invalid({"step_to": ["Kies iemand die dit punt leest."]})


@operation(SignalAction.SETTLE_ACTION)
def settle_action(*, actor: Actor, paper: TablePaper, line: str, seen: int | None = None) -> TablePaper:
    """What was to be done is done, in one line that the officer of the signal reads."""
    authorize(actor, SignalAction.SETTLE_ACTION, paper)
    if not line.strip():
        raise Invalid({"line": ["Schrijf in één regel wat u deed."]})
    with _all_of(paper, actor) as (item, papers, own):
        if not own.has_action:
            raise WrongState("Deze actie is niet (meer) van u. Bekijk het punt opnieuw.")
        if own.done_at is not None:
            if item.done_line != line:
                raise WrongState("Deze actie is al afgerond. Er is niets overschreven.")
            record_view(SignalEvent.PAPER_VIEWED, own, actor=actor)
            return own
        if seen is not None and seen != own.version:
            raise stale(own, actor, seen)
        ITEM.move(item, SignalAction.SETTLE_ACTION)
        item.done_line = line
        item.done_at = timezone.now()
        for one in papers:
            one.done_at = item.done_at
        record(SignalEvent.ACTION_SETTLED, item, actor=actor, detail={"item": item.reference})
        record(SignalEvent.ACTION_SETTLED, own, actor=actor)
        tell_worker(item.signal, actor=actor)
    return own


def _is_settled(item: TableItem, *, actor: Actor, line: str) -> bool:
    """Whether a second click says what stands there."""
    if item.done_at is None or item.done_line != line:
        return False
    record_view(SignalEvent.VIEWED, item.signal, actor=actor)
    return True


@operation(SignalAction.SETTLE_FOR, done_before=_is_settled)
def settle_for(item: TableItem, *, actor: Actor, line: str) -> TableItem:
    """The officer of the signal heard that it is done, or that it will not be: of a party without an account, or that left.

    It leaves that party's work, and what it reads goes at its time.
    """
    if not line.strip():
        raise Invalid({"line": ["Schrijf in één regel wat er gedaan is."]})
    ITEM.move(item, SignalAction.SETTLE_FOR)
    if not item.is_to_do:
        raise WrongState(NOTHING_TO_DO)
    item.done_line, item.done_at = line, timezone.now()
    with papers_of(item, actor) as papers:
        for paper in papers:
            paper.done_at = item.done_at
            if paper.has_action:
                record(SignalEvent.ACTION_SETTLED_FOR, paper, actor=actor)
    record(SignalEvent.ACTION_SETTLED_FOR, item, actor=actor, detail={"item": item.reference})
    return item


def leave_to_party(signal: Signal, people: Collection[int], actor: Actor) -> None:
    """What a table gave one of these people to do, who does not see the dossier any more, is her party's to do from now on.

    Else it would stand in nobody's work. A step of an operation on the signal.
    """
    given = TableItem.objects.of(signal).filter(state=ItemState.DECIDED, owner_user__in=people, done_at__isnull=True)
    for row in given.order_by("pk"):
        with changing(row) as item, papers_of(item, actor) as papers:
            rows: list[TableItem | TablePaper] = [item, *papers]
            for one in rows:
                one.owner_user, one.owner_name = None, dict(item.parties)[item.owner_code]
            record(SignalEvent.ACTION_LEFT_TO_PARTY, item, actor=actor, detail={"item": item.reference})


@contextmanager
def papers_of(item: TableItem, actor: Actor) -> Iterator[list[TablePaper]]:
    """The papers of a point that is locked: locked too, by their keys, and written with their versions raised."""
    with walls.context(walls.sign_all(user_id=actor.user_id, content=item.places)):
        rows = TablePaper.objects.unscoped(reason=_WHY).filter(item_id=item.pk).order_by("pk")
        with _changing_all(list(rows)) as papers:
            yield papers


@contextmanager
def _changing_all(rows: list[TablePaper]) -> Iterator[list[TablePaper]]:
    if not rows:
        yield []
        return
    with changing(rows[0]) as first, _changing_all(rows[1:]) as rest:
        yield [first, *rest]


@contextmanager
def _all_of(paper: TablePaper, actor: Actor) -> Iterator[tuple[TableItem, list[TablePaper], TablePaper]]:
    """The point, its papers and among them this one, for a step of who reads it.

    Raises NotVisible when it was taken back, or kept from the actor, since the request began.
    """
    with walls.context(walls.sign_all(user_id=actor.user_id, content=[paper.from_municipality_id])):
        rows = TableItem.objects.unscoped(reason=_WHY).select_related("signal__municipality", "meeting")
        with changing(rows.get(pk=paper.item_id)) as item, papers_of(item, actor) as papers:
            own = next(one for one in papers if one.pk == paper.pk)
            if own.meeting_id == paper.meeting_id:
                own.meeting = paper.meeting
            if own.state in EMPTIED:
                raise WrongState(TAKEN_BACK)
            if own.partner_id is None and actor.person_id in shielding.excluded_from(own.dossier_id):
                raise NotVisible
            yield item, papers, own
