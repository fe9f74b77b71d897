"""The *screeningsoverleg*: a table of organisations and municipalities that meets in a rhythm. Nothing of a signal is here."""

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.access import Actor, reaches_for
from core.erasing import Untouched
from core.managers import manager_of
from core.walls import Open
from core.workdays import local_date, today
from municipalities.models import Municipality, Organisation, ServiceArea
from municipalities.models.periods import Dated, in_order, no_overlap
from municipalities.models.roles import AreaReach, reach_by_administration
from signals.policies import SignalAction, SignalReach
from signals.table_sets import MeetingQuerySet, SeatQuerySet
from signals.table_states import MEETING_TONES, MeetingState, Rhythm

_AGAIN = "Deze deelnemer zit in (een deel van) deze periode al aan tafel."

EARLY = dt.timedelta(hours=1)


class ScreeningTable(models.Model):
    """A table that meets in a service area. `chair_municipality`: whose officer leads it; None: care coordination.

    Its rhythm: from `first_on` on the same weekday, every so many weeks, at `begins_at` in Dutch time. `ended_on`: its last day.
    """

    wall = Open(reason="which organisations meet in an area; holds nothing of a signal")
    erasing = Untouched("which organisations meet; names no signal")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField("naam", max_length=120, unique=True)
    service_area = models.ForeignKey(
        ServiceArea, models.PROTECT, verbose_name="verzorgingsgebied", related_name="tables"
    )
    chair_municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name="voorzitter", null=True, blank=True, related_name="+"
    )
    place = models.CharField("waar", max_length=200)
    first_on = models.DateField("eerste overleg")
    begins_at = models.TimeField("begint om")
    every_weeks = models.PositiveSmallIntegerField("hoe vaak", choices=Rhythm, default=Rhythm.WEEKLY)
    ended_on = models.DateField("laatste dag", null=True)

    class Meta:
        verbose_name = "screeningsoverleg"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="table_meets_in_a_rhythm", condition=Q(every_weeks__in=Rhythm.values)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def chaired_by(self) -> str:
        """Who leads it, by function."""
        if self.chair_municipality is None:
            return "de zorgcoördinator"
        return f"de aandachtsfunctionaris van {self.chair_municipality}"

    @property
    def is_running(self) -> bool:
        """Whether it did not end yet."""
        return self.ended_on is None or self.ended_on >= today()

    def reaches_of(self, actor: Actor) -> set[str]:
        """CHAIR for who leads it for a municipality, CARE_CHAIR for care coordination of one that sits there; ADMINISTERED for
        the administrator of its area."""
        if AreaReach.ADMINISTERED in reaches_for(actor, SignalAction.OPEN_TABLE):
            return reach_by_administration(actor, self.service_area)
        if self.chair_municipality_id is not None:
            return {SignalReach.CHAIR} if self.chair_municipality_id in actor.content else set()
        sits = self.seats.on(today()).filter(municipality_id__in=actor.content).exists()
        return {SignalReach.CARE_CHAIR} if sits else set()


class Seat(Dated):
    """Who sits there, and in which period: an organisation, or a municipality by its focal officer. Ended, never removed."""

    wall = Open(reason="which organisations meet in an area; holds nothing of a signal")
    erasing = Untouched("which organisations meet; names no signal")
    table = models.ForeignKey(ScreeningTable, models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    function = models.CharField("functie", max_length=120)

    objects: ClassVar[SeatQuerySet] = manager_of(SeatQuerySet)

    class Meta:
        verbose_name = "deelnemer"
        ordering = ["pk"]
        constraints = [
            in_order("seat_period"),
            no_overlap("table", "organisation", name="seat_organisation_once", message=_AGAIN),
            no_overlap("table", "municipality", name="seat_municipality_once", message=_AGAIN),
            models.CheckConstraint(
                name="seat_is_of_one",
                condition=Q(organisation__isnull=False, municipality__isnull=True)
                | Q(organisation__isnull=True, municipality__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or f"Gemeente {self.municipality}")

    def reaches_of(self, actor: Actor) -> set[str]:
        """As to its table."""
        return self.table.reaches_of(actor)

    @property
    def code(self) -> str:
        """How it stands in a list of parties."""
        return f"o{self.organisation_id}" if self.organisation_id else f"g{self.municipality_id}"

    @property
    def label(self) -> str:
        """Its name and the function that sits there."""
        return f"{self} ({self.function})"


class Meeting(models.Model):
    """One meeting of a table. `reads_until`: the last day on which what was put before it is read, once it was closed.

    `rhythm_on`: the day of the rhythm that it stands for, also when it was moved; None for an extra one. `erased_at`: when the
    texts were erased. `reason`: why it is cancelled.
    """

    wall = Open(reason="when and where a table meets; holds nothing of a signal")
    erasing = Untouched("when a table meets; names no signal")
    table = models.ForeignKey(ScreeningTable, models.PROTECT, related_name="meetings")
    state = models.CharField("stand", max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    version = models.PositiveIntegerField(default=1)
    starts_at = models.DateTimeField("wanneer")
    place = models.CharField("waar", max_length=200)
    rhythm_on = models.DateField("dag in het ritme", null=True)
    moved_from = models.DateTimeField("verplaatst van", null=True)
    started_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reads_until = models.DateField(null=True)
    erased_at = models.DateTimeField("teksten gewist op", null=True)
    reason = models.CharField("waarom het niet doorgaat", max_length=300, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "overleg"
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint(
                name="meeting_once",
                fields=["table", "starts_at"],
                condition=~Q(state=MeetingState.CANCELLED),
                violation_error_message="Op dat moment staat al een overleg gepland.",
            ),
            models.UniqueConstraint(name="meeting_once_in_the_rhythm", fields=["table", "rhythm_on"]),
            models.CheckConstraint(
                name="meeting_closed_has_a_last_day",
                condition=Q(state=MeetingState.CLOSED, closed_at__isnull=False, reads_until__isnull=False)
                | (
                    ~Q(state=MeetingState.CLOSED)
                    & Q(closed_at__isnull=True, reads_until__isnull=True, erased_at__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="meeting_cancelled_tells_why",
                condition=~Q(state=MeetingState.CANCELLED) | ~Q(reason=""),
                violation_error_message="Schrijf op waarom het overleg niet doorgaat.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.starts_at:%d-%m-%Y}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """As to its table."""
        return self.table.reaches_of(actor)

    @property
    def tone(self) -> str:
        """The colour of its state's badge."""
        return MEETING_TONES[self.state]

    @property
    def day(self) -> dt.date:
        """On which it is, in the Netherlands."""
        return local_date(self.starts_at)

    @property
    def may_begin(self) -> bool:
        """Whether its day has come."""
        return self.is_planned and self.day <= today()

    @property
    def is_early(self) -> bool:
        """Whether it is not the time yet: who begins it now closes its agenda hours before the others come."""
        return timezone.now() < self.starts_at - EARLY

    @property
    def is_planned(self) -> bool:
        """Whether points can be put on its agenda."""
        return self.state == MeetingState.PLANNED

    @property
    def is_held(self) -> bool:
        """Whether it goes on now."""
        return self.state == MeetingState.HELD

    @property
    def is_closed(self) -> bool:
        """Whether nothing of it is written any more."""
        return self.state == MeetingState.CLOSED

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not go on."""
        return self.state == MeetingState.CANCELLED

    @property
    def is_over(self) -> bool:
        """Closed, or cancelled."""
        return self.is_closed or self.is_cancelled
