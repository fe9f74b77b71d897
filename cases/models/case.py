"""The case: somebody who gets care coordination. What identifies the person stands apart, sealed (models/people.py)."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.codes import DIRECT_ORIGINS, CaseOrigin, CloseReason, Risk, Trafficking
from cases.policies import CaseAction
from cases.querysets import CasePartQuerySet, CaseQuerySet
from cases.workflow import CASELOAD, ENDED_PHASES, INTENSITY, OPEN_PHASES, PHASE_TONES, CasePhase
from core.managers import manager_of
from core.sealed import SealedTextField
from core.walls import Content
from municipalities.codes import Role, permissions_for
from municipalities.dossiers import DossierRoot, DossierRow
from municipalities.models import Organisation
from signals.codes import Answered, Form, Urgency


class Case(DossierRoot):
    """One case. Its municipality is the lead municipality; another one means a transfer, so a new linked dossier.

    People say the working name (a drawn bird) and the reference. Text about the person is sealed; what lists, terms
    and figures need is plain. `review_on` is when somebody looks again at the latest; `due_on` is the next date of all
    that is planned, kept by the operations, so that the caseload needs no join.
    """

    reference = models.CharField("nummer", max_length=12, unique=True)
    working_name = models.CharField("werknaam", max_length=40)
    phase = models.CharField("intensiteit", max_length=12, choices=CasePhase)
    origin = models.CharField("herkomst", max_length=10, choices=CaseOrigin)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="zorgcoördinator",
        null=True,
        blank=True,
        related_name="+",
    )
    accountable = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="verantwoordelijke organisatie", related_name="+"
    )
    referred_by = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="aangemeld door", null=True, blank=True, related_name="+"
    )

    request = SealedTextField(label="cases.case.request", null=True)
    safe_contact = SealedTextField(label="cases.case.safe_contact", null=True)
    agreed = SealedTextField(label="cases.case.agreed", null=True)

    main_form = models.CharField("vorm", max_length=20, choices=Form, default=Form.UNKNOWN)
    other_forms = ArrayField(
        models.CharField(max_length=20, choices=Form), verbose_name="andere vormen", default=list, blank=True
    )
    trafficking = models.CharField("status", max_length=12, choices=Trafficking, blank=True)
    judged_by = models.CharField("beoordeeld door", max_length=120, blank=True)
    risk = models.CharField("risico", max_length=10, choices=Risk, blank=True)
    urgency = models.CharField("spoed", max_length=10, choices=Urgency, default=Urgency.NORMAL)
    language = models.CharField("taal of tolk", max_length=60, blank=True)
    minor = models.CharField("minderjarig", max_length=10, choices=Answered, default=Answered.UNKNOWN)
    parent_involved = models.CharField(
        "ouder mogelijk betrokken", max_length=10, choices=Answered, default=Answered.UNKNOWN
    )
    representative = SealedTextField(label="cases.case.representative", null=True)

    opened_at = models.DateTimeField("geopend op")
    next_contact_on = models.DateField("volgend contact", null=True, blank=True)
    review_on = models.DateField("opnieuw bekijken op", null=True, blank=True)
    due_on = models.DateField("eerstvolgende datum", null=True, blank=True)
    closed_at = models.DateTimeField("afgesloten op", null=True, blank=True)
    close_reason = models.CharField("reden", max_length=24, choices=CloseReason, blank=True)
    close_motivation = SealedTextField(label="cases.case.close_motivation", null=True)

    letter = "C"
    view_action = CaseAction.VIEW
    page_name = "cases:detail"

    wall = Content()
    objects: ClassVar[CaseQuerySet] = manager_of(CaseQuerySet)

    class Meta(DossierRoot.Meta):
        abstract = False
        verbose_name = "casus"
        verbose_name_plural = "casussen"
        permissions = permissions_for(Role.CARE_COORDINATOR, Role.PROCESS_DIRECTOR)
        indexes = [
            models.Index(fields=["due_on", "id"], name="case_due", condition=Q(due_on__isnull=False)),
            models.Index(fields=["municipality", "phase"], name="case_by_phase"),
        ]
        constraints = [
            *DossierRoot.Meta.constraints,
            models.CheckConstraint(name="case_phase_known", condition=Q(phase__in=CasePhase.values)),
            models.UniqueConstraint(
                name="case_working_name_once",
                fields=["municipality", "working_name"],
                condition=Q(phase__in=OPEN_PHASES),
                violation_error_message="Deze werknaam is al in gebruik. Kies een andere.",
            ),
            models.CheckConstraint(
                name="case_referred_came_directly",
                condition=~Q(phase=CasePhase.REFERRED) | Q(origin__in=DIRECT_ORIGINS),
                violation_error_message="Een aangenomen signaal begint in intake, niet als aanmelding.",
            ),
            models.CheckConstraint(
                name="case_has_owner_when_worked",
                condition=Q(phase__in=[CasePhase.REFERRED, *ENDED_PHASES, CasePhase.ANONYMISED])
                | Q(owner__isnull=False),
                violation_error_message="Een casus in behandeling heeft een zorgcoördinator.",
            ),
            models.CheckConstraint(
                name="case_open_has_next_date",
                condition=~Q(phase__in=OPEN_PHASES) | Q(due_on__isnull=False, review_on__isnull=False),
                violation_error_message="Spreek af wanneer u weer naar deze casus kijkt.",
            ),
            models.CheckConstraint(
                name="case_intensive_is_judged",
                condition=~Q(phase=CasePhase.INTENSIVE)
                | (~Q(trafficking="") & ~Q(risk="") & ~Q(judged_by="") & Q(agreed__isnull=False)),
                violation_error_message="Voor intensieve begeleiding zijn status, wie dat beoordeelde, risico en afspraken nodig.",
            ),
            models.CheckConstraint(
                name="case_ended_tells_why",
                condition=(
                    Q(phase__in=ENDED_PHASES, closed_at__isnull=False, close_motivation__isnull=False)
                    & ~Q(close_reason="")
                )
                | Q(phase__in=OPEN_PHASES, closed_at__isnull=True, close_reason="", close_motivation__isnull=True)
                | Q(phase=CasePhase.ANONYMISED),
                violation_error_message="Geef bij het afsluiten een reden en een motivering.",
            ),
            # Unknown age counts as minor: only "nee" lifts this.
            models.CheckConstraint(
                name="case_parent_involved_names_another",
                condition=~Q(parent_involved=Answered.YES)
                | Q(minor=Answered.NO)
                | Q(representative__isnull=False)
                | Q(phase=CasePhase.ANONYMISED),
                violation_error_message="Een ouder is mogelijk betrokken: noem een voogd, Nidos of instelling.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def state(self) -> str:
        """The phase, as the workflow table calls it."""
        return self.phase

    @state.setter
    def state(self, phase: str) -> None:
        self.phase = phase

    def get_state_display(self) -> str:
        """What a page calls the phase."""
        return self.get_phase_display()

    @property
    def is_open(self) -> bool:
        """Whether somebody still works on it."""
        return self.phase in OPEN_PHASES

    @property
    def is_waiting(self) -> bool:
        """Whether it stands in the caseload, as `CaseQuerySet.waiting` says of the set."""
        return self.phase in CASELOAD and self.due_on is not None

    @property
    def tone(self) -> str:
        """The colour of its phase's badge."""
        return PHASE_TONES[self.phase]

    @property
    def intensity(self) -> str:
        """The phase in few words, for a list."""
        return INTENSITY.get(self.phase, self.get_phase_display())

    @property
    def counts_as_minor(self) -> bool:
        """Under 18, or age unknown."""
        return self.minor != Answered.NO

    @property
    def forms(self) -> tuple[str, ...]:
        """Main form first."""
        return (self.main_form, *self.other_forms)

    @property
    def other_form_labels(self) -> list[str]:
        """The forms beside the main one, in words."""
        return [str(Form(form).label) for form in self.other_forms]


class CasePart(DossierRow):
    """Base of a case's parts: same municipality, same dossier, held by a composite key."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="%(class)s_set")

    wall = Content(parent="case")

    class Meta:
        abstract = True


def part_of(case: Case) -> dict[str, object]:
    """The columns that tie a new part to its case."""
    return {"case": case, "municipality_id": case.municipality_id, "dossier_id": case.dossier_id}


class PhasePeriod(CasePart):
    """In which phase the case was, from when until when: what figures as of a date are made of.

    `why` and `told`: the motivation of the change that began it, and who was told or took over warmly.
    """

    phase = models.CharField(max_length=12, choices=CasePhase)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    why = SealedTextField(label="cases.phase_period.why", null=True)
    told = SealedTextField(label="cases.phase_period.told", null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[CasePartQuerySet["PhasePeriod"]] = manager_of(CasePartQuerySet)

    class Meta:
        ordering = ["since", "created_at"]
        constraints = [
            models.UniqueConstraint(name="phaseperiod_one_now", fields=["case"], condition=Q(until__isnull=True)),
            models.CheckConstraint(
                name="phaseperiod_in_order", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]
        indexes = [models.Index(fields=["municipality", "phase", "since"], name="phaseperiod_figures")]

    def __str__(self) -> str:
        return f"{self.phase} {self.since:%Y-%m-%d}"
