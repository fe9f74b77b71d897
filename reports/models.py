"""The report: an area, a closed period, texts, and figures that are counted once and then stay.

`figures` holds what `reports.edition.Edition.as_data` wrote: only what may be read, after disclosure control. Its PDF is
a StoredFile that is about the report.
"""

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.access import Actor, Reach
from core.managers import manager_of
from core.walls import Open
from municipalities.codes import AreaKind
from signals.codes import Form

from .periods import Period, PeriodKind
from .policies import ReportReach
from .querysets import ReportQuerySet
from .workflow import ADOPTED_STATES, COUNTED_STATES, STATE_TONES, ReportState

REPORT_KINDS = (AreaKind.DISTRICT, AreaKind.REGION, AreaKind.PROVINCE)
MOST_LINES = 3


class Report(models.Model):
    """One edition about one area and period.

    `places`: ids of the municipalities that lay in the area on the reference date; who may see the report follows from
    them. `edition` counts from 1; a later one `corrects` the one before. `asks`: at most three of {"what", "who",
    "before"}. `good`, `attention`: at most three lines each. `filed_by`: for whom the PDF is kept. `version` is for stale forms, not for readers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area_kind = models.CharField("soort gebied", max_length=20, choices=AreaKind)
    area_id = models.BigIntegerField("gebied")
    area_name = models.CharField("naam van het gebied", max_length=150)
    places = ArrayField(models.BigIntegerField(), verbose_name="gemeenten")
    period_kind = models.CharField("soort periode", max_length=10)
    period_start = models.DateField("van")
    period_end = models.DateField("tot en met")
    edition = models.PositiveSmallIntegerField("versie", default=1)
    corrects = models.OneToOneField(
        "self", models.PROTECT, verbose_name="vervangt", related_name="corrected_by", null=True, blank=True
    )
    correction = models.CharField("waarom een nieuwe versie", max_length=300, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="opsteller", related_name="+")
    state = models.CharField("stand", max_length=10, choices=ReportState, default=ReportState.DRAFT)
    version = models.PositiveIntegerField(default=1, editable=False)

    introduction = models.TextField("inleiding", blank=True)
    key_sentence = models.TextField("kernzin", blank=True)
    asks = models.JSONField("besluit gevraagd", default=list)
    good = ArrayField(models.CharField(max_length=200), verbose_name="goed", default=list)
    attention = ArrayField(models.CharField(max_length=200), verbose_name="aandacht nodig", default=list)
    focus = models.CharField("focusthema", max_length=20, choices=Form, blank=True)
    capacity = models.DecimalField(
        "inzet zorgcoördinatie", max_digits=5, decimal_places=1, null=True, blank=True, help_text="In fte."
    )

    figures = models.JSONField("cijfers", null=True)
    created_at = models.DateTimeField("begonnen op", auto_now_add=True)
    counted_at = models.DateTimeField("geteld op", null=True)
    made_at = models.DateTimeField("gemaakt op", null=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="PDF bewaard voor", related_name="+", null=True
    )
    adopted_by = models.CharField("vastgesteld door", max_length=150, blank=True)
    adopted_on = models.DateField("vastgesteld op", null=True)
    published_at = models.DateTimeField("gepubliceerd op", null=True)

    wall = Open(
        reason="Counts after disclosure control and texts about a whole area; it spans municipalities, the gate decides."
    )
    objects: ClassVar[ReportQuerySet] = manager_of(ReportQuerySet)

    class Meta:
        verbose_name = "rapportage"
        verbose_name_plural = "rapportages"
        indexes = [models.Index(fields=["-period_end", "area_name"], name="report_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["area_kind", "area_id", "period_start", "period_end", "edition"],
                name="report_edition_once",
                violation_error_message="Van dit gebied en deze periode is er al een rapportage. Open die.",
            ),
            models.CheckConstraint(name="report_state_known", condition=Q(state__in=ReportState.values)),
            models.CheckConstraint(name="report_kind_known", condition=Q(area_kind__in=REPORT_KINDS)),
            models.CheckConstraint(name="report_has_places", condition=Q(places__len__gt=0)),
            models.CheckConstraint(name="report_period_in_order", condition=Q(period_end__gt=F("period_start"))),
            models.CheckConstraint(
                name="report_later_edition_corrects",
                condition=Q(edition=1, corrects=None) | Q(edition__gt=1, corrects__isnull=False) & ~Q(correction=""),
                violation_error_message="Schrijf op waarom er een nieuwe versie komt.",
            ),
            models.CheckConstraint(
                name="report_made_has_figures",
                condition=Q(state=ReportState.DRAFT)
                | Q(state__in=COUNTED_STATES, figures__isnull=False, counted_at__isnull=False, made_at__isnull=False),
            ),
            models.CheckConstraint(
                name="report_adopted_by_whom",
                condition=Q(state__in=ADOPTED_STATES, adopted_on__isnull=False) & ~Q(adopted_by="")
                | Q(state__in=(ReportState.DRAFT, ReportState.MADE), adopted_on=None, adopted_by=""),
                violation_error_message="Vul in wie de rapportage heeft vastgesteld, en wanneer.",
            ),
            models.CheckConstraint(
                name="report_published_when",
                condition=Q(state=ReportState.PUBLISHED, published_at__isnull=False)
                | (~Q(state=ReportState.PUBLISHED) & Q(published_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_label}, {self.period.name}"

    @property
    def period(self) -> Period:
        return Period.holding(self.period_end, PeriodKind(self.period_kind))

    @property
    def reference_date(self) -> dt.date:
        return self.period_end

    @property
    def has_later_edition(self) -> bool:
        """Whether the next edition was begun, whoever sees that one. One query."""
        return type(self).objects.unscoped(reason="a report is corrected once").filter(corrects=self).exists()

    @property
    def area_label(self) -> str:
        """The area with its kind: "district Zeeland"."""
        return f"{AreaKind(self.area_kind).label} {self.area_name}"

    @property
    def title(self) -> str:
        """What stands on top, on the page and in the PDF."""
        return f"Aanpak mensenhandel – {self.area_label}"

    @property
    def name(self) -> str:
        """What it is called in a list: "District Zeeland, 1e halfjaar 2026", a later edition with its number."""
        named = f"{self.area_label[:1].upper()}{self.area_label[1:]}, {self.period.name}"
        return f"{named}, versie {self.edition}" if self.edition > 1 else named

    @property
    def tone(self) -> str:
        """The colour of its state's badge."""
        return STATE_TONES[self.state]

    @property
    def edition_label(self) -> str:
        """ "Versie 2"."""
        return f"Versie {self.edition}"

    @property
    def is_adopted(self) -> bool:
        return self.state in ADOPTED_STATES

    @property
    def is_made(self) -> bool:
        return self.state in COUNTED_STATES

    @property
    def file_stem(self) -> str:
        """The name of its files, without extension: "rapportage-zeeland-2026-H1-v2"."""
        name = "".join(letter if letter.isalnum() else "-" for letter in self.area_name.lower())
        return f"rapportage-{self.area_kind}-{name}-{self.period.code}-v{self.edition}".replace("_", "-")

    def reaches_of(self, actor: Actor) -> set[str]:
        """GOVERNANCE when all its municipalities are the actor's, PUBLISHED for a published one when any is."""
        reaches: set[str] = set()
        if self.places and actor.governance.issuperset(self.places):
            reaches.add(Reach.GOVERNANCE)
        if self.state == ReportState.PUBLISHED and not actor.governance.isdisjoint(self.places):
            reaches.add(ReportReach.PUBLISHED)
        return reaches
