"""A signal that also concerns a second municipality: what that one has of it, and what both write to each other."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.erasing import Gone
from core.managers import manager_of
from core.sealed import SealedJSONField, SealedTextField
from core.walls import Content
from municipalities.dossiers import DossierRoot, DossierRow
from municipalities.models import Municipality
from signals.shared_sets import JointNoteQuerySet, SharedSignalQuerySet
from signals.sharing_codes import ASK_FIRST
from signals.workflow import ConcernState

from .parallel import Concern

_user = settings.AUTH_USER_MODEL


class SharedSignal(DossierRoot):
    """The second municipality's own side: who asks and why, and once it accepted, the parts that the holder chose.

    `concern_id`: of the holder's row, which is behind the holder's wall. `settled_by`: who of the second municipality refused or
    ended it; None when the holder did. `shared`: as that of the holder's row, sealed for this side. `ask_first`: words of the police
    stay in what is shared because they agreed (R7).
    """

    concern_id = models.UUIDField(unique=True)
    from_municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    from_reference = models.CharField("nummer daar", max_length=12)
    state = models.CharField("stand", max_length=10, choices=ConcernState, default=ConcernState.OFFERED)
    why = models.TextField("waarom")
    ask_first = models.BooleanField("eerst vragen", default=False)
    shared = SealedJSONField(label="signals.shared_signal.shared", null=True)
    offered_at = models.DateTimeField("aangeboden op")
    due_on = models.DateField("antwoord voor")
    accepted_at = models.DateTimeField("aangenomen op", null=True)
    settled_at = models.DateTimeField("afgerond op", null=True)
    reason = models.TextField("waarom niet of niet meer", blank=True)
    settled_by = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")

    wall = Content()
    erasing = Gone()
    objects: ClassVar[SharedSignalQuerySet] = manager_of(SharedSignalQuerySet)

    class Meta(DossierRoot.Meta):
        abstract = False
        verbose_name = "gedeeld signaal"
        verbose_name_plural = "gedeelde signalen"
        ordering = ["offered_at"]
        indexes = [
            models.Index(fields=["municipality", "due_on"], name="shared_open", condition=Q(settled_at__isnull=True))
        ]
        constraints = [
            *DossierRoot.Meta.constraints,
            models.CheckConstraint(
                name="sharedsignal_comes_from_elsewhere", condition=~Q(from_municipality=F("municipality"))
            ),
            models.CheckConstraint(
                name="sharedsignal_holds_parts_while_accepted",
                condition=Q(state=ConcernState.ACCEPTED, shared__isnull=False)
                | (~Q(state=ConcernState.ACCEPTED) & Q(shared__isnull=True)),
            ),
            models.CheckConstraint(
                name="sharedsignal_settled_tells_why",
                condition=Q(state__in=[ConcernState.OFFERED, ConcernState.ACCEPTED], settled_at__isnull=True)
                | (Q(state__in=[ConcernState.REFUSED, ConcernState.ENDED], settled_at__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_reference} uit {self.from_municipality_id}"

    @property
    def ask_first_words(self) -> str:
        """What who reads it does before it goes on; "" where nothing in it is held by law."""
        return ASK_FIRST if self.ask_first else ""

    @property
    def is_offered(self) -> bool:
        """Whether it waits for an answer."""
        return self.state == ConcernState.OFFERED

    @property
    def is_shared(self) -> bool:
        """Whether both read and write along."""
        return self.state == ConcernState.ACCEPTED


class JointNote(DossierRow):
    """A line of the common timeline: each side has a row of its own of every line, in its own dossier."""

    concern = models.ForeignKey(Concern, models.PROTECT, null=True, related_name="notes")
    shared = models.ForeignKey(SharedSignal, models.PROTECT, null=True, related_name="notes")
    written_by = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")
    text = SealedTextField(label="signals.joint_note.text")
    written_at = models.DateTimeField("geschreven op")

    wall = Content(parent=("concern", "shared"), append_only=True, goes_with_dossier=True)
    erasing = Gone()
    objects: ClassVar[JointNoteQuerySet] = manager_of(JointNoteQuerySet)

    class Meta:
        verbose_name = "gezamenlijke regel"
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="jointnote_lies_on_one_side",
                condition=Q(concern__isnull=False, shared__isnull=True) | Q(concern__isnull=True, shared__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"regel {self.written_at:%Y-%m-%d}"
