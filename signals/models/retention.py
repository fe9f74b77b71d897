"""What is past its day: held longer, put forward by one, agreed to by another, and the proof of what was erased.

None of it holds anything of a signal but its number. The privacy officer reads these rows and never the signal.
"""

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.access import Actor, Reach, reaches_for
from core.erasing import Gone, Untouched
from core.gate import GatedQuerySet
from core.managers import manager_of
from core.sealed import SealedTextField
from core.walls import Content, Overseen
from municipalities.dossiers import DossierRoot, DossierRow
from signals.codes import CloseReason
from signals.keeping import KeepRule, told_rule
from signals.policies import SignalAction, SignalReach
from signals.retention_states import ERASURE_TONES, ErasureState, LineState

_user = settings.AUTH_USER_MODEL


class RetentionQuerySet(GatedQuerySet[Any]):
    """Holds and proposals: for who works on the signals of the municipality, and for who watches over it."""

    def _scope(self, actor: Actor) -> Q:
        reaches = reaches_for(actor, SignalAction.LIST_RETENTION)
        own = Q(municipality_id__in=actor.content) if Reach.OWN in reaches else Q(pk__in=[])
        return own | Q(municipality_id__in=actor.oversees) if SignalReach.OVERSEEN in reaches else own


class HoldQuerySet(RetentionQuerySet):
    """Holds."""

    def running(self, day: dt.date) -> Self:
        """Those that hold on that day."""
        return self.filter(ended_at__isnull=True, until__gte=day)


class ErasureQuerySet(RetentionQuerySet):
    """Proposals."""

    def undone_first(self) -> Self:
        """Each with `is_done`: in keyset order, what still waits for somebody and then the rest, the latest first."""
        return self.annotate(is_done=Q(state=ErasureState.DONE)).order_by(*self.UNDONE_FIRST)

    UNDONE_FIRST = ("is_done", "-approved_at", "id")


class ErasureLineQuerySet(RetentionQuerySet):
    """Signals in proposals."""

    def to_agree(self, actor: Actor) -> Self:
        """Those that wait for a second yes, which nobody gives to her own: put forward by her, or ever worked on."""
        waiting = self.filter(state=LineState.WAITING, erasure__state=ErasureState.APPROVED)
        return waiting.exclude(erasure__approved_by=actor.user_id).exclude(worked_by__contains=[actor.user_id])


class Overseeable(DossierRow):
    """Base: for who works on signals of the municipality, and for who watches over it."""

    class Meta:
        abstract = True

    def reaches_of(self, actor: Actor) -> set[str]:
        """OWN through the municipality, OVERSEEN for its privacy officer; nobody to whom it is kept."""
        if self.dossier_id in actor.excluded:
            return set()
        overseen: set[str] = {SignalReach.OVERSEEN} if self.municipality_id in actor.oversees else set()
        return overseen | ({Reach.OWN} if self.municipality_id in actor.content else set())


class Hold(Overseeable):
    """A signal is kept until `until`, whatever its term says; `why`: in the words of who set it, without names."""

    reference = models.CharField("nummer", max_length=12)
    why = SealedTextField(label="signals.hold.why")
    until = models.DateField("tot en met")
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")
    set_at = models.DateTimeField("vastgelegd op")
    ended_at = models.DateTimeField("beëindigd op", null=True)
    ended_by = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    wall = Content(tied=False) | Overseen()
    erasing = Gone()
    objects: ClassVar[HoldQuerySet] = manager_of(HoldQuerySet)

    class Meta:
        verbose_name = "bewaarstop"
        verbose_name_plural = "bewaarstops"
        ordering = ["until", "reference"]
        constraints = [
            models.UniqueConstraint(
                name="hold_one_now",
                fields=["dossier_id"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="Dit signaal wordt al vastgehouden.",
            ),
            models.CheckConstraint(
                name="hold_ended_by_whom",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Erasure(DossierRoot):
    """What one officer put forward to be anonymised, in one go; afterwards the proof that it was.

    `approved_by`, `agreed_by`: the four eyes. `rules`: {rule: how many}; `digest`: SHA-256 over the numbers of what was
    erased, in order, one to a line. Until it is done the two are empty.
    """

    state = models.CharField("stand", max_length=10, choices=ErasureState, default=ErasureState.APPROVED)
    approved_by = models.ForeignKey(_user, models.PROTECT, verbose_name="voorgesteld door", related_name="+")
    approved_at = models.DateTimeField("voorgesteld op")
    agreed_by = models.ForeignKey(_user, models.PROTECT, verbose_name="akkoord van", null=True, related_name="+")
    agreed_at = models.DateTimeField("akkoord op", null=True)
    done_at = models.DateTimeField("uitgevoerd op", null=True)
    count = models.PositiveIntegerField("aantal", default=0)
    rules = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)

    wall = Content() | Overseen()
    erasing = Untouched("the proof: numbers, days and who agreed; it is kept as long as the log")
    objects: ClassVar[ErasureQuerySet] = manager_of(ErasureQuerySet)

    class Meta(DossierRoot.Meta):
        abstract = False
        verbose_name = "voorstel om te anonimiseren"
        verbose_name_plural = "voorstellen om te anonimiseren"
        ordering = ["-approved_at", "id"]
        indexes = [models.Index(fields=["municipality", "-approved_at", "id"], name="erasure_list")]
        constraints = [
            *DossierRoot.Meta.constraints,
            models.CheckConstraint(
                name="erasure_has_four_eyes",
                condition=~Q(agreed_by=F("approved_by")) | Q(agreed_by__isnull=True),
                violation_error_message="U hebt dit zelf voorgesteld. Iemand anders moet akkoord geven.",
            ),
            models.CheckConstraint(
                name="erasure_ordered_was_agreed",
                condition=Q(state=ErasureState.APPROVED, agreed_by__isnull=True, agreed_at__isnull=True)
                | (~Q(state=ErasureState.APPROVED) & Q(agreed_by__isnull=False, agreed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="erasure_done_is_proved",
                condition=Q(state=ErasureState.DONE, done_at__isnull=False) & ~Q(digest="")
                | ~Q(state=ErasureState.DONE) & Q(done_at__isnull=True, digest=""),
            ),
        ]

    def __str__(self) -> str:
        return f"voorstel {self.approved_at:%Y-%m-%d}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """As to its lines."""
        overseen: set[str] = {SignalReach.OVERSEEN} if self.municipality_id in actor.oversees else set()
        return super().reaches_of(actor) | overseen

    @property
    def tone(self) -> str:
        """The colour of its state's badge."""
        return ERASURE_TONES[self.state]

    @property
    def told_rules(self) -> list[tuple[str, int]]:
        """Each rule in one line, with how many went by it."""
        return [(told_rule(code), count) for code, count in sorted(self.rules.items())]


class ErasureLine(Overseeable):
    """One signal of it, by its number; gone once the signal is erased. What is left says why it was not.

    `worked_by`: the user ids of who worked on it until it was put forward, and therefore gives no second yes.
    """

    erasure = models.ForeignKey(Erasure, models.PROTECT, related_name="lines")
    reference = models.CharField("nummer", max_length=12)
    state = models.CharField("stand", max_length=10, choices=LineState, default=LineState.WAITING)
    done_on = models.DateField("gesloten op")
    reason = models.CharField("reden", max_length=24, choices=CloseReason, blank=True)
    rule = models.CharField("regel", max_length=10, choices=KeepRule)
    kept_until = models.DateField("bewaard tot en met")
    worked_by = ArrayField(models.BigIntegerField(), verbose_name="behandeld door", default=list)

    wall = Content(tied=False) | Overseen()
    erasing = Gone()
    objects: ClassVar[ErasureLineQuerySet] = manager_of(ErasureLineQuerySet)

    class Meta:
        verbose_name = "regel van een voorstel om te anonimiseren"
        ordering = ["kept_until", "reference"]
        constraints = [
            models.UniqueConstraint(
                name="erasureline_waits_once",
                fields=["dossier_id"],
                condition=Q(state__in=[LineState.WAITING, LineState.AGREED]),
                violation_error_message="Een van deze signalen is al voorgesteld.",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def told_rule(self) -> str:
        """By which rule its day was set."""
        return told_rule(self.rule)
