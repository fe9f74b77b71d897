"""What another municipality offers: the receiver's own side of a move, within the receiver's wall."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.erasing import Bare
from core.managers import manager_of
from core.walls import Content
from municipalities.dossiers import DossierRoot
from municipalities.models import Municipality
from signals.shared_sets import ArrivalQuerySet
from signals.sharing_codes import ASK_FIRST
from signals.workflow import MoveState

_user = settings.AUTH_USER_MODEL


class Arrival(DossierRoot):
    """A signal that another municipality wants to move here: who asks, under which number, and why. Nothing of the signal.

    `ask_first`: words of the police stay in what leaves because they agreed (R7); the signal that is made of it holds their data.

    Its key is that of the signal that an acceptance makes, so that who is kept out of the one is out of the other.
    `move_id`: of the sender's row, which is behind the sender's wall.
    """

    move_id = models.UUIDField(unique=True)
    from_municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    from_reference = models.CharField("nummer daar", max_length=12)
    state = models.CharField("stand", max_length=10, choices=MoveState, default=MoveState.OFFERED)
    why = models.TextField("waarom")
    ask_first = models.BooleanField("eerst vragen", default=False)
    offered_at = models.DateTimeField("aangeboden op")
    due_on = models.DateField("antwoord voor")
    settled_at = models.DateTimeField("afgerond op", null=True)
    answered_by = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")
    refusal = models.TextField("waarom niet overgenomen", blank=True)

    wall = Content()
    erasing = Bare(
        kept=("move_id", "from_municipality", "from_reference", "state", "due_on", "ask_first"),
        months=("created_at", "offered_at", "settled_at"),
        said=("refusal",),
    )
    objects: ClassVar[ArrivalQuerySet] = manager_of(ArrivalQuerySet)

    class Meta(DossierRoot.Meta):
        abstract = False
        verbose_name = "aangeboden signaal"
        verbose_name_plural = "aangeboden signalen"
        ordering = ["offered_at"]
        indexes = [
            models.Index(
                fields=["municipality", "due_on"], name="arrival_waiting", condition=Q(state=MoveState.OFFERED)
            )
        ]
        constraints = [
            *DossierRoot.Meta.constraints,
            models.CheckConstraint(
                name="arrival_comes_from_elsewhere", condition=~Q(from_municipality=F("municipality"))
            ),
            models.CheckConstraint(
                name="arrival_open_is_not_settled",
                condition=Q(state=MoveState.OFFERED, settled_at__isnull=True)
                | (~Q(state=MoveState.OFFERED) & Q(settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="arrival_refusal_tells_why",
                condition=~Q(state=MoveState.REFUSED) | ~Q(refusal=""),
                violation_error_message="Schrijf op waarom u het signaal niet overneemt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_reference} uit {self.from_municipality_id}"

    @property
    def ask_first_words(self) -> str:
        """What who reads it does before it goes on; "" where nothing in it is held by law."""
        return ASK_FIRST if self.ask_first else ""

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.settled_at is None
