"""The daily work: contact in one line, a note, what is safe, tasks."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from cases.codes import ContactKind, ContactOutcome
from cases.events import CaseEvent
from cases.models import Case, ContactMoment, Note, Task, part_of
from cases.policies import CaseAction
from cases.workflow import CASE, TASK
from core.access import Actor
from core.errors import Invalid
from core.resend import sent_before
from core.unit import once
from core.workdays import today

from .parts import locked
from .phases import settle_next_date


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact moment. `key`: the row's id, so that sending twice makes one line.

    `is_timed`: whether somebody gave the time of day; without one a second sending carries another moment.
    """

    key: uuid.UUID
    kind: ContactKind
    outcome: ContactOutcome
    at: dt.datetime
    text: str = ""
    next_attempt_on: dt.date | None = None
    is_timed: bool = True

    def columns(self) -> dict[str, Any]:
        """As they are stored."""
        return {
            "kind": self.kind,
            "outcome": self.outcome,
            "text": self.text or None,
            "next_attempt_on": self.next_attempt_on,
        }


@operation(CaseAction.LOG_CONTACT)
def log_contact(case: Case, *, actor: Actor, contact: Contact) -> Case:
    """Write down that there was contact, or an attempt, and when the next one is; an earlier appointment is replaced."""
    CASE.move(case, CaseAction.LOG_CONTACT)
    moment = {"at": contact.at} if contact.is_timed else {}
    if sent_before(ContactMoment.objects.of(case), contact.key, **contact.columns(), **moment):
        record_view(CaseEvent.VIEWED, case, actor=actor)
        return case
    if contact.at > timezone.now():
        raise Invalid({"at": ["Dit moment ligt in de toekomst."]})
    if contact.next_attempt_on is not None and contact.next_attempt_on < today():
        raise Invalid({"next_attempt_on": ["Kies een dag vanaf vandaag."]})
    ContactMoment.objects.create(
        **part_of(case),
        **contact.columns(),
        id=contact.key,
        at=contact.at,
        author_id=actor.person_id,
    )
    case.next_contact_on = contact.next_attempt_on
    settle_next_date(case)
    detail = {"kind": contact.kind, "outcome": contact.outcome}
    record(CaseEvent.CONTACT_LOGGED, case, actor=actor, detail=detail)
    return case


@operation(CaseAction.ADD_NOTE)
def add_note(case: Case, *, actor: Actor, key: uuid.UUID, text: str) -> Case:
    """Add text about the course. It is never changed: a correction is a new note."""
    CASE.move(case, CaseAction.ADD_NOTE)
    if sent_before(Note.objects.of(case), key, text=text):
        record_view(CaseEvent.VIEWED, case, actor=actor)
        return case
    if not text.strip():
        raise Invalid({"text": ["Schrijf eerst iets op."]})
    Note.objects.create(**part_of(case), id=key, text=text, author_id=actor.person_id, written_at=timezone.now())
    record(CaseEvent.NOTE_ADDED, case, actor=actor)
    return case


@operation(CaseAction.EDIT_SAFE_CONTACT)
def edit_safe_contact(case: Case, *, actor: Actor, safe_contact: str) -> Case:
    """Agree anew how somebody is reached safely: channel, times, code word."""
    CASE.move(case, CaseAction.EDIT_SAFE_CONTACT)
    if not safe_contact.strip():
        raise Invalid({"safe_contact": ["Schrijf op hoe iemand veilig te bereiken is."]})
    case.safe_contact = safe_contact
    record(CaseEvent.SAFE_CONTACT_EDITED, case, actor=actor)
    return case


@dataclass(frozen=True, slots=True)
class Planned:
    """A task to be made; `key` is the row's id."""

    key: uuid.UUID
    title: str
    due_on: dt.date
    owner_id: int

    def columns(self) -> dict[str, Any]:
        """As they are stored."""
        return {"title": self.title, "due_on": self.due_on, "owner_id": self.owner_id}


@operation(CaseAction.PLAN_TASK)
def plan_task(case: Case, *, actor: Actor, task: Planned) -> Case:
    """Plan something to be done before a day, by somebody."""
    CASE.move(case, CaseAction.PLAN_TASK)
    if sent_before(Task.objects.of(case), task.key, **task.columns()):
        record_view(CaseEvent.VIEWED, case, actor=actor)
        return case
    if task.due_on < today():
        raise Invalid({"due_on": ["Kies een dag vanaf vandaag."]})
    Task.objects.create(
        **part_of(case),
        **task.columns(),
        id=task.key,
        author_id=actor.person_id,
    )
    settle_next_date(case)
    record(CaseEvent.TASK_PLANNED, case, actor=actor, detail={"due_on": task.due_on.isoformat()})
    return case


def ticked_off_before(task: Task, *, actor: Actor) -> bool:
    """Whether an earlier click of hers ticked it off; a second click waits for the first."""
    once(uuid.uuid5(task.pk, "done"))
    return Task.objects.of(task.case).done_by(actor).filter(pk=task.pk).exists()


@operation(CaseAction.COMPLETE_TASK)
def complete_task(case: Case, *, actor: Actor, task: Task, seen: int | None = None) -> Case:
    """Tick a task off.

    `seen`: the version of the task that the form showed. The case is locked first, as everywhere.
    """
    row = locked(Task.objects.of(case), task, seen, actor)
    TASK.move(row, CaseAction.COMPLETE_TASK)
    row.settled_at = timezone.now()
    row.settled_by_id = actor.person_id
    row.save(update_fields=["state", "settled_at", "settled_by", "version"])
    settle_next_date(case)
    record(CaseEvent.TASK_COMPLETED, row, actor=actor, detail={"kind": row.kind})
    return case
