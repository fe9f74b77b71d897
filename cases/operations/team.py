"""Who works on the case: giving it to a colleague, the case team, and what happens when a mandate ends."""

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from cases import team
from cases.codes import TaskKind
from cases.events import CaseEvent
from cases.models import Case, Task, part_of
from cases.policies import CaseAction
from cases.workflow import CASE, TaskState
from core.access import Actor
from core.errors import Invalid
from core.workdays import Term, Unit, today
from municipalities.codes import Role

from .phases import settle_next_date

TAKE_OVER = Term(Unit.WORKDAYS, 5)


@operation(CaseAction.ASSIGN)
def assign(case: Case, *, actor: Actor, to_user_id: int) -> Case:
    """Give the case to a colleague, who joins its team and gets its open tasks; "wie neemt over" is answered by it."""
    CASE.move(case, CaseAction.ASSIGN)
    if to_user_id == case.owner_id:
        raise Invalid({"owner": ["Deze collega heeft de casus al."]})
    if to_user_id not in team.candidates(case, today()):
        raise Invalid({"owner": ["Kies een zorgcoördinator die voor deze gemeente werkt."]})
    before = case.owner_id
    case.owner_id = to_user_id
    team.join(case, to_user_id, today())
    tasks = Task.objects.of(case).open()
    tasks.filter(kind=TaskKind.TAKE_OVER).update(
        state=TaskState.DONE, settled_at=timezone.now(), settled_by_id=actor.user_id
    )
    tasks.filter(owner_id=before).update(owner_id=to_user_id)
    settle_next_date(case)
    record(CaseEvent.ASSIGNED, case, actor=actor, detail={"from": before, "to": to_user_id})
    return case


@operation(CaseAction.ADD_MEMBER)
def add_member(case: Case, *, actor: Actor, user_id: int, role: Role) -> Case:
    """Put a colleague in the case team; who is in it already stays, and nothing is written twice."""
    CASE.move(case, CaseAction.ADD_MEMBER)
    if team.is_member(case, user_id, today(), role=role):
        record_view(CaseEvent.VIEWED, case, actor=actor)
        return case
    if user_id not in team.colleagues(case, role, today()):
        raise Invalid({"user": ["Kies iemand die in dit verzorgingsgebied werkt."]})
    team.join(case, user_id, today(), role=role)
    record(CaseEvent.MEMBER_ADDED, case, actor=actor, detail={"user": user_id, "role": role})
    return case


def _is_gone(case: Case, *, actor: Actor, user_id: int) -> bool:
    if team.is_member(case, user_id, today()):
        return False
    record_view(CaseEvent.VIEWED, case, actor=actor)
    return True


@operation(CaseAction.END_MEMBER, done_before=_is_gone)
def end_member(case: Case, *, actor: Actor, user_id: int) -> Case:
    """Take somebody out of the case team, at once. The owner stays in it as long as the case is hers."""
    if user_id == case.owner_id:
        raise Invalid({"user": ["Geef de casus eerst aan een collega."]})
    if _is_gone(case, actor=actor, user_id=user_id):
        return case
    team.leave(case, today(), [user_id])
    record(CaseEvent.MEMBER_ENDED, case, actor=actor, detail={"user": user_id})
    return case


@operation(CaseAction.ASK_TAKE_OVER)
def ask_take_over(case: Case, *, actor: Actor) -> Case:
    """The mandate of the municipality ended: the case goes on with its team, whose task is now to find who takes over."""
    CASE.move(case, CaseAction.ASK_TAKE_OVER)
    if case.owner_id is not None and not Task.objects.of(case).open().filter(kind=TaskKind.TAKE_OVER).exists():
        Task.objects.create(
            **part_of(case),
            title="De afspraak met de gemeente is geëindigd. Wie neemt deze casus over?",
            kind=TaskKind.TAKE_OVER,
            due_on=TAKE_OVER.due_from(today()),
            owner_id=case.owner_id,
        )
        settle_next_date(case)
    record(CaseEvent.TAKE_OVER_ASKED, case, actor=actor)
    return case
