"""What happens from day to day: contact in one line, notes, tasks, and the permission to call again."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.codes import ContactKind, ContactOutcome, TaskKind
from cases.querysets import CasePartQuerySet, TaskQuerySet
from cases.workflow import TaskState
from core.managers import manager_of
from core.sealed import SealedTextField
from core.walls import Content

from .case import CasePart

_user = settings.AUTH_USER_MODEL


class ContactMoment(CasePart):
    """One line: how, what came of it, a few words, when again. A correction is a new line."""

    kind = models.CharField("hoe", max_length=10, choices=ContactKind)
    outcome = models.CharField("resultaat", max_length=14, choices=ContactOutcome)
    text = SealedTextField(label="cases.contact.text", null=True)
    at = models.DateTimeField("wanneer")
    next_attempt_on = models.DateField("volgende poging", null=True)
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")

    wall = Content(parent="case", append_only=True)
    objects: ClassVar[CasePartQuerySet["ContactMoment"]] = manager_of(CasePartQuerySet)

    class Meta:
        verbose_name = "contactmoment"
        verbose_name_plural = "contactmomenten"
        ordering = ["-at", "-created_at"]
        indexes = [models.Index(fields=["case", "-at"], name="contact_by_case")]
        constraints = [
            models.CheckConstraint(name="contact_kind_known", condition=Q(kind__in=ContactKind.values)),
            models.CheckConstraint(name="contact_outcome_known", condition=Q(outcome__in=ContactOutcome.values)),
        ]

    def __str__(self) -> str:
        return f"contact {self.at:%Y-%m-%d}"


class Note(CasePart):
    """Text about the course; never changed, a correction is a new note."""

    text = SealedTextField(label="cases.note.text")
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("geschreven op")

    wall = Content(parent="case", append_only=True)
    objects: ClassVar[CasePartQuerySet["Note"]] = manager_of(CasePartQuerySet)

    class Meta:
        verbose_name = "notitie"
        ordering = ["-written_at", "-created_at"]
        indexes = [models.Index(fields=["case", "-written_at"], name="note_by_case")]

    def __str__(self) -> str:
        return f"notitie {self.written_at:%Y-%m-%d}"


class Task(CasePart):
    """Something to do before a day, by somebody."""

    title = SealedTextField(label="cases.task.title")
    kind = models.CharField("soort", max_length=16, choices=TaskKind, default=TaskKind.BY_HAND)
    state = models.CharField("stand", max_length=8, choices=TaskState, default=TaskState.OPEN)
    version = models.PositiveIntegerField(default=1)
    due_on = models.DateField("klaar voor")
    owner = models.ForeignKey(_user, models.PROTECT, verbose_name="wie", related_name="+")
    author = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField("afgerond op", null=True)
    settled_by = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[TaskQuerySet] = manager_of(TaskQuerySet)

    class Meta:
        verbose_name = "taak"
        verbose_name_plural = "taken"
        ordering = ["due_on", "created_at"]
        indexes = [
            models.Index(fields=["case", "due_on"], name="task_by_case", condition=Q(state=TaskState.OPEN)),
            models.Index(fields=["owner", "due_on"], name="task_mine", condition=Q(state=TaskState.OPEN)),
        ]
        constraints = [
            models.CheckConstraint(name="task_state_known", condition=Q(state__in=TaskState.values)),
            models.CheckConstraint(
                name="task_open_is_not_settled",
                condition=Q(state=TaskState.OPEN, settled_at__isnull=True)
                | (~Q(state=TaskState.OPEN) & Q(settled_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} voor {self.due_on:%Y-%m-%d}"


class CallAgain(CasePart):
    """Somebody wants no help now and agreed to be called again: on which day and in which safe way.

    It comes with a task, the one task that outlives the closing of its case.
    """

    task = models.OneToOneField(Task, models.PROTECT, related_name="call_again")
    allowed_on = models.DateField("toestemming gegeven op")
    call_on = models.DateField("contact zoeken op")
    safe_way = SealedTextField(label="cases.call_again.safe_way")
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")

    wall = Content(parent=("case", "task"), append_only=True)
    objects: ClassVar[CasePartQuerySet["CallAgain"]] = manager_of(CasePartQuerySet)

    class Meta:
        verbose_name = "toestemming om opnieuw contact te zoeken"
        ordering = ["-call_on"]
        constraints = [
            models.CheckConstraint(
                name="callagain_in_order",
                condition=Q(call_on__gte=F("allowed_on")),
                violation_error_message="Kies een dag in de toekomst om opnieuw contact te zoeken.",
            )
        ]

    def __str__(self) -> str:
        return f"opnieuw contact op {self.call_on:%Y-%m-%d}"
