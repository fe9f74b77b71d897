"""Whether something is known in another municipality of the region: where that may be asked, what was asked, where it was found.

A hit or no hit, on places, companies, plates and telephone numbers; never on people. Off unless a region switched it on.
The look-up itself is one function of the database, which keeps who asked and where it was found (signals/comparing.sql):
the application reads those rows behind the wall of each municipality, and adds none.
"""

import uuid
from datetime import timedelta
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.access import Actor
from core.erasing import Gone, Untouched
from core.managers import manager_of
from core.sealed import SealedJSONField, SealedTextField
from core.walls import Content, Open
from municipalities.models import Municipality, Region
from municipalities.models.periods import Dated, in_order
from municipalities.models.roles import reach_by_administration
from signals.comparable import COMPARER
from signals.inquired import ComparisonQuerySet, InquiryQuerySet
from signals.querysets import MentionQuerySet

from .signal import SignalPart

_user = settings.AUTH_USER_MODEL
# Who decides on a DPIA decides for a while: after two years at most somebody looks whether it is still needed.
LONGEST = timedelta(days=731)


class Comparison(Dated):
    """Municipalities of a region may ask each other from `valid_from` until `valid_until`, both days included.

    `dpia`: the assessment that it rests on. `decided_by`: in which function somebody decided. Rows are added and never
    changed; one that is ended before its last day has a `ComparisonEnd`.
    """

    wall = Open(
        reason="in which region and until when it may be asked; names no dossier and no person", append_only=True
    )
    erasing = Untouched("where comparing is switched on; names no signal")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="regio", related_name="+")
    valid_until = models.DateField("tot en met")
    dpia = models.CharField("kenmerk van de DPIA", max_length=120)
    decided_by = models.CharField("besloten door", max_length=120)
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("vastgelegd op", auto_now_add=True)

    objects: ClassVar[ComparisonQuerySet] = manager_of(ComparisonQuerySet)

    class Meta:
        verbose_name = "vergelijken tussen gemeenten"
        verbose_name_plural = "vergelijken tussen gemeenten"
        ordering = ["-valid_from", "-made_at"]
        constraints = [
            in_order("comparison_period"),
            models.CheckConstraint(
                name="comparison_is_not_for_ever",
                condition=Q(valid_until__lte=F("valid_from") + LONGEST),
                violation_error_message="Kies een einddatum binnen twee jaar na de begindatum.",
            ),
            models.CheckConstraint(name="comparison_has_dpia", condition=~Q(dpia="") & ~Q(decided_by="")),
        ]
        triggers = [
            # A trigger and no exclusion constraint: that a period was ended stands in a row of its own, and from then on
            # another may hold on the same days. Each statement in it sees what was committed while it waited for the lock.
            pgtrigger.Trigger(
                name="comparison_one_at_a_time",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    PERFORM pg_advisory_xact_lock(hashtextextended('comparing in region ' || NEW.region_id, 0));
                    IF EXISTS (
                        SELECT FROM public.signals_comparison other
                         WHERE other.region_id = NEW.region_id
                           AND other.valid_from <= NEW.valid_until AND other.valid_until >= NEW.valid_from
                           AND NOT EXISTS (
                               SELECT FROM public.signals_comparisonend ended WHERE ended.comparison_id = other.id
                           )
                    ) THEN
                        RAISE EXCEPTION 'another period holds in this region on one of these days'
                            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'comparison_one_at_a_time';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.region_id} vanaf {self.valid_from}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """ADMINISTERED for an administrator of the region."""
        return reach_by_administration(actor, self.region)


class ComparisonEnd(models.Model):
    """Switched off before its last day, at once."""

    wall = Open(reason="that it was ended, when and why; names no dossier and no person", append_only=True)
    erasing = Untouched("that comparing ended; names no signal")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    comparison = models.OneToOneField(Comparison, models.PROTECT, related_name="end")
    why = models.CharField("waarom", max_length=300)
    decided_by = models.CharField("besloten door", max_length=120)
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("uitgezet op")

    def __str__(self) -> str:
        return f"{self.comparison_id} {self.ended_at:%Y-%m-%d}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """As to what it ends."""
        return self.comparison.reaches_of(actor)


class Inquiry(SignalPart):
    """Somebody asked about so many `items` of her signal. What a day may hold is counted by these rows."""

    author = models.ForeignKey(_user, models.PROTECT, related_name="+")
    items = models.PositiveSmallIntegerField("aantal")
    asked_at = models.DateTimeField("gevraagd op")

    wall = Content(parent="signal", keeper=COMPARER, goes_with_dossier=True)
    erasing = Gone()
    objects: ClassVar[InquiryQuerySet] = manager_of(InquiryQuerySet)

    class Meta:
        verbose_name = "vraag of iets elders bekend is"
        indexes = [
            models.Index(fields=["municipality", "asked_at"], name="inquiry_of_place"),
            models.Index(fields=["author", "asked_at"], name="inquiry_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.items} op {self.asked_at:%Y-%m-%d}"


class InquiryAnswer(SignalPart):
    """Why it was asked, and what came of it: [[key, words, [ids of municipalities]], ...], an empty list for "niet bekend".

    Its id is that of the inquiry.
    """

    inquiry = models.OneToOneField(Inquiry, models.PROTECT, related_name="answer")
    necessity = SealedTextField(label="signals.inquiry_answer.necessity")
    found = SealedJSONField(label="signals.inquiry_answer.found")

    # What is struck of it goes under its own key; the rest with its dossier.
    wall = Content(parent=("signal", "inquiry"), append_only=True, goes_with_dossier=True, goes_with_other="id")
    erasing = Gone()
    objects: ClassVar[InquiryQuerySet] = manager_of(InquiryQuerySet)

    class Meta:
        verbose_name = "antwoord of iets elders bekend is"

    def __str__(self) -> str:
        return f"antwoord op {self.inquiry_id}"

    @property
    def chosen(self) -> list[str]:
        """The keys of what was ticked."""
        return [key for key, _words, _places in self.found]

    @property
    def places(self) -> set[int]:
        """The municipalities where any of it is known, by id."""
        return {place for _key, _words, places in self.found for place in places}


class InquiryHit(SignalPart):
    """Another municipality asked about something that is known in this signal. What it was is not kept here."""

    inquiry_id = models.UUIDField(editable=False)
    from_municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("gevraagd op")

    wall = Content(parent="signal", keeper=COMPARER, goes_with_dossier=True)
    erasing = Gone()
    objects: ClassVar[MentionQuerySet] = manager_of(MentionQuerySet)

    class Meta:
        verbose_name = "vraag van een andere gemeente of iets bekend is"
        ordering = ["asked_at", "id"]
        indexes = [models.Index(fields=["municipality", "asked_at"], name="inquiryhit_recent")]
        constraints = [
            models.UniqueConstraint(name="inquiryhit_once", fields=["inquiry_id", "signal"]),
            models.CheckConstraint(name="inquiryhit_from_elsewhere", condition=~Q(from_municipality=F("municipality"))),
        ]

    def __str__(self) -> str:
        return f"gevraagd op {self.asked_at:%Y-%m-%d}"
