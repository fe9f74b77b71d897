"""What runs beside the phase, each with a course of its own: clocks, referrals, a transfer to another area."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.codes import BIRTHDAY_KINDS, OPEN_OUTCOMES, ClockKind, ClockOutcome, ReferralKind, ReferralOutcome
from cases.querysets import ClockQuerySet, ReferralQuerySet, TransferQuerySet
from cases.workflow import TransferState
from core.managers import manager_of
from core.sealed import SealedTextField
from core.walls import Content
from municipalities.models import Municipality, Organisation
from signals.consent_codes import Despite

from .case import Case, CasePart
from .people import CasePerson

_user = settings.AUTH_USER_MODEL


class Clock(CasePart):
    """Something that runs out by itself.

    For a birthday `ends_on` is the first day of its month: enough to act in time, and the date of birth, which is
    sealed, cannot be read from it.
    """

    kind = models.CharField("soort", max_length=18, choices=ClockKind)
    version = models.PositiveIntegerField(default=1)
    person = models.ForeignKey(CasePerson, models.PROTECT, null=True, related_name="clocks")
    starts_on = models.DateField("begint op")
    ends_on = models.DateField("eindigt op")
    ended_on = models.DateField("gestopt op", null=True)
    outcome = models.CharField("resultaat", max_length=12, choices=ClockOutcome, blank=True)
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")

    wall = Content(parent=("case", "person"))
    objects: ClassVar[ClockQuerySet] = manager_of(ClockQuerySet)

    class Meta:
        verbose_name = "klok"
        verbose_name_plural = "klokken"
        ordering = ["ends_on"]
        indexes = [models.Index(fields=["municipality", "ends_on"], name="clock_ends", condition=Q(ended_on=None))]
        constraints = [
            models.CheckConstraint(name="clock_kind_known", condition=Q(kind__in=ClockKind.values)),
            models.UniqueConstraint(
                name="clock_one_running",
                fields=["case", "kind"],
                condition=Q(ended_on__isnull=True, person__isnull=True),
                violation_error_message="Deze klok loopt al.",
            ),
            models.UniqueConstraint(
                name="clock_one_running_per_person",
                fields=["person", "kind"],
                condition=Q(ended_on__isnull=True, person__isnull=False),
            ),
            models.CheckConstraint(
                name="clock_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="De einddatum ligt voor de begindatum.",
            ),
            models.CheckConstraint(
                name="clock_reflection_not_longer_than_three_months",
                condition=~Q(kind=ClockKind.REFLECTION) | Q(ends_on__lte=F("starts_on") + dt.timedelta(days=92)),
                violation_error_message="Bedenktijd duurt ten hoogste drie maanden.",
            ),
            models.CheckConstraint(
                name="clock_dublin_not_longer_than_thirty_days",
                condition=~Q(kind=ClockKind.REFLECTION_DUBLIN) | Q(ends_on__lte=F("starts_on") + dt.timedelta(days=30)),
                violation_error_message="Bedenktijd bij Dublin duurt ten hoogste dertig dagen.",
            ),
            models.CheckConstraint(
                name="clock_ended_tells_how",
                condition=Q(ended_on__isnull=True, outcome="") | (Q(ended_on__isnull=False) & ~Q(outcome="")),
                violation_error_message="Vul in hoe de klok is gestopt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} tot {self.ends_on:%Y-%m-%d}"

    @property
    def is_birthday(self) -> bool:
        """Whether only the month is known here."""
        return self.kind in BIRTHDAY_KINDS


class Referral(CasePart):
    """Help of another organisation that somebody was referred to (*doorverwijzing*).

    `consented`: of a registration, that she agrees was told here. `despite`: what went before her no, and why.
    """

    kind = models.CharField("soort hulp", max_length=20, choices=ReferralKind)
    version = models.PositiveIntegerField(default=1)
    partner = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="organisatie", null=True, blank=True, related_name="+"
    )
    provider = models.CharField("aanbieder", max_length=120, blank=True)
    asked_on = models.DateField("gevraagd op")
    outcome = models.CharField("resultaat", max_length=16, choices=ReferralOutcome, default=ReferralOutcome.PENDING)
    outcome_on = models.DateField("resultaat op", null=True)
    note = SealedTextField(label="cases.referral.note", null=True)
    consented = models.BooleanField("betrokkene vindt registratie goed", default=False)
    despite = models.CharField("wat gaat voor", max_length=8, choices=Despite, blank=True)
    despite_why = SealedTextField(label="cases.referral.despite_why", null=True)
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")

    objects: ClassVar[ReferralQuerySet] = manager_of(ReferralQuerySet)

    class Meta:
        verbose_name = "doorverwijzing"
        verbose_name_plural = "doorverwijzingen"
        ordering = ["asked_on", "created_at"]
        indexes = [
            models.Index(
                fields=["municipality", "outcome"], name="referral_open", condition=Q(outcome__in=OPEN_OUTCOMES)
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="referral_names_a_provider",
                condition=Q(partner__isnull=False) | ~Q(provider=""),
                violation_error_message="Vul in naar welke organisatie u doorverwijst.",
            ),
            models.CheckConstraint(
                name="referral_outcome_has_a_date",
                condition=Q(outcome=ReferralOutcome.PENDING) | Q(outcome_on__isnull=False),
                violation_error_message="Vul in wanneer het resultaat bekend werd.",
            ),
            models.CheckConstraint(
                name="referral_in_order",
                condition=Q(outcome_on__isnull=True) | Q(outcome_on__gte=F("asked_on")),
                violation_error_message="Het resultaat kan niet voor de vraag komen.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def to(self) -> str:
        """To whom, as text."""
        return self.partner.name if self.partner is not None else self.provider


class Transfer(CasePart):
    """Handing the case to another lead municipality, or to somebody outside (*overdracht*).

    The phase changes only on acceptance. Inside the coordinator's own area a new, linked dossier takes over
    (`successor`); outside it the sender records the answer and keeps a stub.
    """

    to_municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name="nieuwe gemeente", null=True, blank=True, related_name="+"
    )
    receiver = models.CharField("ontvanger", max_length=160)
    state = models.CharField("stand", max_length=10, choices=TransferState, default=TransferState.OFFERED)
    version = models.PositiveIntegerField(default=1)
    why = SealedTextField(label="cases.transfer.why")
    ground = SealedTextField(label="cases.transfer.ground")
    offered_at = models.DateTimeField("aangeboden op")
    due_on = models.DateField("antwoord voor")
    settled_at = models.DateTimeField("afgerond op", null=True)
    refusal = SealedTextField(label="cases.transfer.refusal", null=True)
    successor = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")

    objects: ClassVar[TransferQuerySet] = manager_of(TransferQuerySet)

    class Meta:
        verbose_name = "overdracht"
        verbose_name_plural = "overdrachten"
        ordering = ["offered_at"]
        constraints = [
            models.CheckConstraint(name="transfer_state_known", condition=Q(state__in=TransferState.values)),
            models.UniqueConstraint(
                name="transfer_one_open",
                fields=["case"],
                condition=Q(state=TransferState.OFFERED),
                violation_error_message="Deze casus is al ter overdracht aangeboden.",
            ),
            models.CheckConstraint(
                name="transfer_goes_elsewhere",
                condition=Q(to_municipality__isnull=True) | ~Q(to_municipality=F("municipality")),
                violation_error_message="Kies een andere gemeente dan die van de casus.",
            ),
            models.CheckConstraint(
                name="transfer_open_is_not_settled",
                condition=Q(state=TransferState.OFFERED, settled_at__isnull=True)
                | (~Q(state=TransferState.OFFERED) & Q(settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="transfer_refused_tells_why",
                condition=~Q(state=TransferState.REFUSED) | Q(refusal__isnull=False),
                violation_error_message="Schrijf op waarom de ontvanger weigert.",
            ),
        ]

    def __str__(self) -> str:
        return f"overdracht {self.offered_at:%Y-%m-%d}"
