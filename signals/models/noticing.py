"""What was noticed in a signal: characteristics that somebody ticked, and situations (form x place x period x role x source).

Neither is ever overwritten. A wrong tick is taken back and a changed situation makes place for a new row; what stood there
stays, with who wrote it and when.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.erasing import Gone
from core.managers import manager_of
from core.sealed import SealedTextField
from core.walls import Content
from signals.codes import Form, Source
from signals.indicators import OTHERS, Basis, Indicator, IndicatorGroup, group_of, said
from signals.querysets import SignalPartQuerySet
from signals.sharing_codes import Provenance
from signals.situations import STORED, Confidence, SituationEnd, SuspectedRole, period_in_words

from .signal import SignalPart

_user = settings.AUTH_USER_MODEL


class SignalIndicator(SignalPart):
    """A characteristic (*kenmerk*), as one person knew it.

    `batch`: of the form that brought it, so that sending the form twice adds it once; the signal's own id for what was
    ticked when it was logged. `text`: the words of "anders, namelijk". `author`: None for the program of a partner.
    """

    batch = models.UUIDField(editable=False)
    code = models.CharField("kenmerk", max_length=24, choices=Indicator)
    basis = models.CharField("hoe bekend", max_length=10, choices=Basis)
    text = SealedTextField(label="signals.indicator.text", null=True)
    noted_at = models.DateTimeField("vastgelegd op")
    author = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True)
    withdrawn_by = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")

    wall = Content(parent="signal")
    erasing = Gone()
    objects: ClassVar[SignalPartQuerySet["SignalIndicator"]] = manager_of(SignalPartQuerySet)

    class Meta:
        verbose_name = "kenmerk"
        verbose_name_plural = "kenmerken"
        ordering = ["noted_at", "code", "id"]
        constraints = [
            models.UniqueConstraint(
                name="signalindicator_stands_once",
                fields=["signal", "code", "basis"],
                condition=Q(withdrawn_at__isnull=True) & ~Q(code__in=OTHERS),
                violation_error_message="Dit kenmerk staat er al.",
            ),
            models.CheckConstraint(
                name="signalindicator_other_says_what",
                condition=Q(code__in=OTHERS, text__isnull=False) | (~Q(code__in=OTHERS) & Q(text__isnull=True)),
            ),
            models.CheckConstraint(
                name="signalindicator_withdrawn_by_whom",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return said(self.code, self.text or "")

    @property
    def group(self) -> IndicatorGroup:
        """With which it stands on a page."""
        return group_of(self.code)


class Situation(SignalPart):
    """One matter that a signal tells of. `address`: of a house, or where on the internet; `since`, `until`: signals/situations.py.

    The signal's own form stays the main one. `replaces`: the row that this one says better, which ended as CHANGED.
    `provenance`: whose data it is, which says under which law it may go on; "": as of the signal. `author`: None for the
    program of a partner.
    """

    form = models.CharField("vorm", max_length=20, choices=Form)
    place = models.CharField("plaats", max_length=120, blank=True)
    address = SealedTextField(label="signals.situation.address", null=True)
    since = models.CharField("vanaf", max_length=10, blank=True)
    until = models.CharField("tot en met", max_length=10, blank=True)
    seen_when = models.CharField("wanneer", max_length=120, blank=True)
    role = models.CharField(
        "rol van wie verdacht wordt", max_length=12, choices=SuspectedRole, default=SuspectedRole.UNKNOWN
    )
    basis = models.CharField("hoe bekend", max_length=10, choices=Basis)
    source = models.CharField("bron", max_length=20, choices=Source)
    provenance = models.CharField("van wie zijn de gegevens", max_length=12, choices=Provenance, blank=True)
    confidence = models.CharField("hoe zeker", max_length=10, choices=Confidence)
    note = SealedTextField(label="signals.situation.note", null=True)
    noted_at = models.DateTimeField("vastgelegd op")
    author = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField("beëindigd op", null=True)
    ended_by = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")
    ended_why = models.CharField("waarom beëindigd", max_length=10, choices=SituationEnd, blank=True)

    wall = Content(parent=("signal", "replaces"))
    erasing = Gone()
    objects: ClassVar[SignalPartQuerySet["Situation"]] = manager_of(SignalPartQuerySet)

    class Meta:
        verbose_name = "situatie"
        verbose_name_plural = "situaties"
        ordering = ["noted_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="situation_says_where_or_when",
                condition=~Q(place="", address__isnull=True, since="", until="", seen_when=""),
                violation_error_message="Vul in waar of wanneer dit was.",
            ),
            models.CheckConstraint(
                name="situation_period_is_one", condition=Q(since__regex=STORED) & Q(until__regex=STORED)
            ),
            models.CheckConstraint(
                name="situation_ended_tells_why",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_why="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_why="")),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, (str(self.get_form_display()), self.where, self.when)))

    @property
    def suspected(self) -> str:
        """The role of the suspected party in words, "" when it is not known."""
        return "" if self.role == SuspectedRole.UNKNOWN else str(self.get_role_display())

    @property
    def where(self) -> str:
        """The place with its address, "" when neither is known."""
        return ", ".join(filter(None, (self.address, self.place)))

    @property
    def when(self) -> str:
        """The period in words, "" when nothing of it is known."""
        return period_in_words(self.since, self.until, self.seen_when)
