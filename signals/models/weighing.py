"""What is gathered, completed and judged: enrichments, revisions, decisions.

A later decision adds, never overwrites; combinations that cannot be are constraints.
"""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.erasing import Gone
from core.managers import manager_of
from core.sealed import SealedJSONField, SealedTextField
from core.walls import Content
from signals.asked_sets import EnrichmentQuerySet
from signals.codes import (
    Answered,
    EnrichmentKind,
    EnrichmentResult,
    LegalGround,
    Plausibility,
    Severity,
    Urgency,
    Wish,
)
from signals.querysets import RevisionQuerySet, SignalPartQuerySet
from signals.sharing_codes import Provenance

from .parallel import Follow
from .signal import SignalPart

_user = settings.AUTH_USER_MODEL


class Enrichment(SignalPart):
    """One thing looked up, or asked outside the application: why, on which ground, from whom, what came of it.

    What is asked inside it, of somebody who answers here, is a `Question`. `expected_on`: the day on which an answer is awaited,
    `expected_because`: why that was moved; `put_off`: each time it was, the oldest first, [told on, expected on until then,
    expected on since, why]. `called_at`: of a phone call. One that was a mistake is withdrawn and stays to be read:
    it counts for nothing, and goes nowhere. `taken_over`: it came along from another municipality, where somebody else asked it.
    """

    kind = models.CharField("soort", max_length=20, choices=EnrichmentKind)
    question = SealedTextField("vraag", label="signals.enrichment.question")
    ground = models.CharField("grondslag", max_length=20, choices=LegalGround)
    necessity = SealedTextField("waarom nodig", label="signals.enrichment.necessity")
    source = models.CharField("bron", max_length=120)
    provenance = models.CharField("van wie zijn de gegevens", max_length=12, choices=Provenance, default=Provenance.OWN)
    asked_on = models.DateField("gevraagd op")
    result = models.CharField("resultaat", max_length=10, choices=EnrichmentResult, default=EnrichmentResult.ASKED)
    answered_on = models.DateField("antwoord op", null=True, blank=True)
    finding = SealedTextField(label="signals.enrichment.finding", null=True)
    expected_on = models.DateField("antwoord verwacht op", null=True)
    expected_because = models.CharField("waarom later verwacht", max_length=300, blank=True)
    put_off = SealedJSONField(label="signals.enrichment.put_off", null=True)
    called_at = models.DateTimeField("gebeld op", null=True)
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")
    taken_over = models.BooleanField("meegekomen van een andere gemeente", default=False)
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True)
    withdrawn_by = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")
    withdrawn_because = models.CharField("waarom ingetrokken", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    erasing = Gone()
    objects: ClassVar[EnrichmentQuerySet] = manager_of(EnrichmentQuerySet)

    class Meta:
        ordering = ["asked_on", "created_at"]
        indexes = [
            models.Index(
                fields=["municipality", "expected_on"],
                name="enrichment_awaited",
                condition=Q(result=EnrichmentResult.ASKED, withdrawn_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="enrichment_awaited_on_a_day",
                condition=~Q(result=EnrichmentResult.ASKED)
                | Q(expected_on__isnull=False, expected_on__gte=F("asked_on")),
                violation_error_message="Het antwoord kan niet voor de vraag komen.",
            ),
            models.CheckConstraint(
                name="enrichment_call_has_a_moment",
                condition=Q(kind=EnrichmentKind.PHONE_CALL, called_at__isnull=False)
                | (~Q(kind=EnrichmentKind.PHONE_CALL) & Q(called_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="enrichment_withdrawn_tells_why",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                violation_error_message="Schrijf op waarom u dit intrekt.",
            ),
            models.CheckConstraint(
                name="enrichment_result_has_a_date",
                condition=Q(result=EnrichmentResult.ASKED) | Q(answered_on__isnull=False),
                violation_error_message="Vul in wanneer het antwoord kwam.",
            ),
            models.CheckConstraint(
                name="enrichment_in_order",
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("asked_on")),
                violation_error_message="Het antwoord kan niet voor de vraag komen.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_awaited(self) -> bool:
        """Asked, and nothing came yet."""
        return self.result == EnrichmentResult.ASKED and not self.is_withdrawn

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was a mistake."""
        return self.withdrawn_at is not None

    @property
    def put_off_before(self) -> list[tuple[dt.date, dt.date, str]]:
        """Each time that its day was put off: (told on, expected on since, why). While it is awaited, but the last one."""
        rows = self.put_off or []
        return [
            (dt.date.fromisoformat(told), dt.date.fromisoformat(since), why)
            for told, _until, since, why in (rows[:-1] if self.is_awaited else rows)
        ]

    @property
    def state_words(self) -> str:
        """What came of it, or that it was taken back."""
        return "Ingetrokken" if self.is_withdrawn else str(self.get_result_display())


class Revision(SignalPart):
    """A signal was completed: what stood in each field before. `was`: plain values; those of the reporter "reporter.name".

    `follow`: what was wrong stood there, and not in the signal itself. `author`: None where the reporter told of danger and stays
    unknown here, because it was sent to another municipality.
    """

    at = models.DateTimeField("aangevuld op")
    author = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")
    follow = models.ForeignKey(Follow, models.PROTECT, null=True, related_name="+")
    was = SealedJSONField(label="signals.revision.was", null=True)

    wall = Content(parent=("signal", "follow"), append_only=True, goes_with_dossier=True)
    erasing = Gone()
    objects: ClassVar[RevisionQuerySet] = manager_of(RevisionQuerySet)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"aanvulling {self.at:%Y-%m-%d}"


class Decision(SignalPart):
    """A weighing: the judgement and its reasons. A later decision adds, never overwrites.

    The steps are words for one signal: they are not added up, and nobody is ranked by them. `acute`: decided with direct
    danger before anything else; a later row then says the steps that it left empty. `closing`: judged by closing it, as with a
    plain one; what was filled in stands there, and nothing is asked for afterwards.
    """

    severity = models.CharField("ernst", max_length=10, choices=Severity, blank=True)
    plausibility = models.CharField("aannemelijk", max_length=12, choices=Plausibility, blank=True)
    urgency = models.CharField("spoed", max_length=10, choices=Urgency, blank=True)
    minors = models.CharField("minderjarigen betrokken", max_length=10, choices=Answered, default=Answered.UNKNOWN)
    wish = models.CharField("wens van de betrokkene", max_length=10, choices=Wish, default=Wish.NOT_KNOWN)
    own_wish = models.TextField("wat wil de betrokkene zelf", blank=True)
    motivation = models.TextField("motivering")
    acute = models.BooleanField("besloten bij direct gevaar", default=False)
    closing = models.BooleanField("besloten bij het sluiten", default=False)
    decided_at = models.DateTimeField("besloten op")
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")

    wall = Content(parent="signal", append_only=True, goes_with_dossier=True)
    erasing = Gone()
    objects: ClassVar[SignalPartQuerySet["Decision"]] = manager_of(SignalPartQuerySet)

    class Meta:
        ordering = ["decided_at"]
        constraints = [
            models.CheckConstraint(
                name="decision_has_a_motivation",
                condition=~Q(motivation=""),
                violation_error_message="Schrijf op waarom u dit besluit.",
            ),
            models.CheckConstraint(
                name="decision_weighed_acute_or_closing",
                condition=Q(acute=True) | Q(closing=True) | (~Q(severity="") & ~Q(plausibility="") & ~Q(urgency="")),
                violation_error_message="Vul de hele beoordeling in.",
            ),
            models.CheckConstraint(
                name="decision_known_wish_is_told",
                condition=Q(wish=Wish.KNOWN) & ~Q(own_wish="") | Q(wish=Wish.NOT_KNOWN, own_wish=""),
                violation_error_message="Schrijf op wat de betrokkene wil, of kies “niet bekend”.",
            ),
        ]

    def __str__(self) -> str:
        return f"besluit {self.decided_at:%Y-%m-%d}"

    @property
    def is_complete(self) -> bool:
        """Whether every step was said."""
        return bool(self.severity and self.plausibility and self.urgency)
