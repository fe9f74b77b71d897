"""The *screeningsoverleg*: a table of organisations that meets, what is put before it, and what each of them reads.

A signal stays where it is. Its officer writes one paragraph for the table, frozen when it goes out; each party gets a paper
of its own with exactly that. Papers lie behind their readers' walls, so nobody has to reach the signal to read one, and
nobody can see what was put before others.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.access import Actor, Reach
from core.erasing import Gone, Untouched
from core.sealed import SealedTextField
from core.walls import Content, Open, PartnerWall
from core.workdays import today
from municipalities.dossiers import DossierRoot
from municipalities.models import Municipality, Organisation, ServiceArea
from signals.codes import LegalGround
from signals.policies import SignalReach
from signals.querysets import SignalPartQuerySet
from signals.table_sets import MeetingQuerySet, PaperQuerySet
from signals.table_states import ITEM_TONES, MEETING_TONES, ItemState, MeetingState

from .signal import SignalPart

_user = settings.AUTH_USER_MODEL

# What a party is called in a list of parties, before its key: o12 an organisation, g12 a municipality.
OWN_PARTY, CARE_PARTY = "eigen", "zorg"
MOST_TEXT = 700  # characters: one paragraph, read out in a minute


class ScreeningTable(models.Model):
    """A table that meets every week in a service area. `chair_municipality`: whose officer leads it; None: care coordination."""

    wall = Open(reason="which organisations meet in an area; holds nothing of a signal")
    name = models.CharField("naam", max_length=120, unique=True)
    service_area = models.ForeignKey(
        ServiceArea, models.PROTECT, verbose_name="verzorgingsgebied", related_name="tables"
    )
    chair_municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name="voorzitter", null=True, blank=True, related_name="+"
    )

    erasing = Untouched("which organisations meet; names no signal")

    class Meta:
        verbose_name = "screeningsoverleg"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def chaired_by(self) -> str:
        """Who leads it, by function."""
        if self.chair_municipality is None:
            return "de zorgcoördinator"
        return f"de aandachtsfunctionaris van {self.chair_municipality}"

    def reaches_of(self, actor: Actor) -> set[str]:
        """CHAIR for who leads it for a municipality, CARE_CHAIR for care coordination of one that sits there."""
        if self.chair_municipality_id is not None:
            return {SignalReach.CHAIR} if self.chair_municipality_id in actor.content else set()
        sits = self.seats.filter(municipality_id__in=actor.content).exists()
        return {SignalReach.CARE_CHAIR} if sits else set()


class Seat(models.Model):
    """Who sits there: an organisation, or a municipality by its focal officer."""

    wall = Open(reason="which organisations meet in an area; holds nothing of a signal")
    table = models.ForeignKey(ScreeningTable, models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    function = models.CharField("functie", max_length=120)

    erasing = Untouched("which organisations meet; names no signal")

    class Meta:
        verbose_name = "deelnemer"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="seat_organisation_once", fields=["table", "organisation"]),
            models.UniqueConstraint(name="seat_municipality_once", fields=["table", "municipality"]),
            models.CheckConstraint(
                name="seat_is_of_one",
                condition=Q(organisation__isnull=False, municipality__isnull=True)
                | Q(organisation__isnull=True, municipality__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.municipality)

    @property
    def code(self) -> str:
        """How it stands in a list of parties."""
        return f"o{self.organisation_id}" if self.organisation_id else f"g{self.municipality_id}"

    @property
    def label(self) -> str:
        """Its name and the function that sits there."""
        name = str(self.organisation) if self.organisation else f"Gemeente {self.municipality}"
        return f"{name} ({self.function})"


class Meeting(models.Model):
    """One meeting of a table. `reads_until`: the last day on which what was put before it is read, once it was closed."""

    wall = Open(reason="when and where a table meets; holds nothing of a signal")
    table = models.ForeignKey(ScreeningTable, models.PROTECT, related_name="meetings")
    state = models.CharField("stand", max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    version = models.PositiveIntegerField(default=1)
    starts_at = models.DateTimeField("wanneer")
    place = models.CharField("waar", max_length=200)
    started_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reads_until = models.DateField(null=True)

    objects = MeetingQuerySet.as_manager()

    erasing = Untouched("when a table meets; names no signal")

    class Meta:
        verbose_name = "overleg"
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint(
                name="meeting_once",
                fields=["table", "starts_at"],
                violation_error_message="Dit overleg staat al gepland.",
            ),
            models.CheckConstraint(
                name="meeting_closed_has_a_last_day",
                condition=Q(state=MeetingState.CLOSED, closed_at__isnull=False, reads_until__isnull=False)
                | (~Q(state=MeetingState.CLOSED) & Q(closed_at__isnull=True, reads_until__isnull=True)),
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


class Decided(models.Model):
    """What was decided about a point: columns of the point itself and of every paper.

    `owner_code`: whose it is, as in the list of parties; `owner_name`: that as the table reads it. `owner_user`: the person,
    when one was named. Each has its own sealed `decision` beside these.
    """

    owner_code = models.CharField(max_length=24, blank=True)
    owner_name = models.CharField("wie", max_length=200, blank=True)
    owner_user = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField("voor", null=True)
    decided_at = models.DateTimeField("besproken op", null=True)
    done_at = models.DateTimeField("gedaan op", null=True)

    class Meta:
        abstract = True


class TableItem(SignalPart, Decided):
    """An *agendapunt*: what its officer put before a table, and what came of it.

    `text`: one paragraph (*tafeltekst*), frozen. `parties`: [[code, label], ...] of who reads it, itself among them.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="overleg", related_name="+")
    reference = models.CharField("nummer", max_length=12, unique=True)
    state = models.CharField("stand", max_length=10, choices=ItemState, default=ItemState.TABLED)
    version = models.PositiveIntegerField(default=1)
    text = SealedTextField(label="signals.table_item.text")
    question = SealedTextField(label="signals.table_item.question")
    ground = models.CharField("grondslag", max_length=20, choices=LegalGround)
    comes_first = models.BooleanField("eerst bespreken", default=False)
    parties = models.JSONField(default=list)
    put_at = models.DateTimeField("op de agenda gezet")
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")
    reason = models.CharField("waarom ingetrokken", max_length=300, blank=True)
    decision = SealedTextField(label="signals.table_item.decision", null=True)
    done_line = SealedTextField(label="signals.table_item.done_line", null=True)

    erasing = Gone()
    objects: ClassVar[SignalPartQuerySet["TableItem"]] = SignalPartQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "agendapunt"
        verbose_name_plural = "agendapunten"
        ordering = ["put_at"]
        constraints = [
            models.UniqueConstraint(
                name="tableitem_once_on_an_agenda",
                fields=["signal", "meeting"],
                condition=~Q(state=ItemState.WITHDRAWN),
                violation_error_message="Dit signaal staat al op de agenda van dit overleg.",
            ),
            models.CheckConstraint(
                name="tableitem_decided_has_a_decision",
                condition=Q(state=ItemState.DECIDED, decision__isnull=False, decided_at__isnull=False)
                | (~Q(state=ItemState.DECIDED) & Q(decision__isnull=True, decided_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="tableitem_withdrawn_tells_why",
                condition=~Q(state=ItemState.WITHDRAWN) | ~Q(reason=""),
                violation_error_message="Schrijf op waarom u het punt intrekt.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def places(self) -> list[int]:
        """The municipalities in which papers of it lie: ids, its own first."""
        others = [int(code[1:]) for code, _ in self.parties if code.startswith("g")]
        return [self.municipality_id, *others]

    @property
    def tone(self) -> str:
        """The colour of its state's badge."""
        return ITEM_TONES[self.state]

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether nothing came of it yet."""
        return self.state == ItemState.TABLED and not self.meeting.is_closed


class TablePaper(DossierRoot, Decided):
    """What one party reads of a point: the frozen paragraph, and later the outcome. A dossier of its own, never the signal's.

    `item_id`: of the point, behind the wall of its municipality. It lies with the municipality that reads it; for a partner
    and for care coordination with the one it comes from. `has_action`: what was decided is this party's to do.
    """

    item_id = models.UUIDField()
    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="overleg", related_name="+")
    reference = models.CharField("nummer", max_length=12)
    from_municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    party = models.CharField(max_length=24)
    partner = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    for_care = models.BooleanField(default=False)
    state = models.CharField("stand", max_length=10, choices=ItemState, default=ItemState.TABLED)
    text = SealedTextField(label="signals.table_paper.text", null=True)
    question = SealedTextField(label="signals.table_paper.question", null=True)
    comes_first = models.BooleanField("eerst bespreken", default=False)
    parties = models.JSONField(default=list)
    put_at = models.DateTimeField("op de agenda gezet")
    has_action = models.BooleanField("actie", default=False)
    decision = SealedTextField(label="signals.table_paper.decision", null=True)

    wall = Content() | PartnerWall()
    erasing = Gone()
    objects: ClassVar[PaperQuerySet] = PaperQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(DossierRoot.Meta):
        abstract = False
        verbose_name = "tafelstuk"
        verbose_name_plural = "tafelstukken"
        indexes = [
            models.Index(fields=["municipality", "meeting"], name="paper_of_meeting"),
            models.Index(fields=["partner", "meeting"], name="paper_of_partner"),
            models.Index(fields=["due_on"], name="paper_action", condition=Q(has_action=True, done_at__isnull=True)),
        ]
        constraints = [
            *DossierRoot.Meta.constraints,
            models.UniqueConstraint(name="tablepaper_one_per_party", fields=["item_id", "party"]),
            models.CheckConstraint(
                name="tablepaper_has_one_reader",
                condition=Q(partner__isnull=True) | Q(for_care=False),
            ),
            models.CheckConstraint(
                name="tablepaper_of_partner_lies_where_it_came_from",
                condition=Q(partner__isnull=True, for_care=False) | Q(municipality=F("from_municipality")),
            ),
            models.CheckConstraint(
                name="tablepaper_withdrawn_holds_nothing",
                condition=~Q(state=ItemState.WITHDRAWN) | Q(text__isnull=True, question__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def reaches_of(self, actor: Actor) -> set[str]:
        """PARTNER for the organisation; CARE, or OWN, for who works for its municipality; with that how she stands to the table."""
        if self.partner_id is not None:
            return {Reach.PARTNER} if self.partner_id in actor.partners else set()
        if Reach.OWN not in super().reaches_of(actor):
            return set()
        chair = self.meeting.table.chair_municipality_id
        if self.for_care:
            return {SignalReach.CARE, *([SignalReach.CARE_CHAIR] if chair is None else [])}
        reaches: set[str] = {Reach.OWN}
        if self.party == OWN_PARTY:
            reaches.add(SignalReach.HOLDER)
        if chair in actor.content:
            reaches.add(SignalReach.CHAIR)
        return reaches

    @property
    def is_read(self) -> bool:
        """Whether the paragraph may still be read; after that the outcome alone."""
        last = self.meeting.reads_until
        return last is None or last >= today()

    @property
    def is_decided(self) -> bool:
        """Whether something came of it."""
        return self.state == ItemState.DECIDED

    @property
    def tone(self) -> str:
        """The colour of its state's badge."""
        return ITEM_TONES[self.state]

    @property
    def state_words(self) -> str:
        """The state; of what a closed meeting did not come to, that."""
        if self.state == ItemState.TABLED and self.meeting.is_closed:
            return "Niet besproken"
        return self.get_state_display()
