"""What is put before a *screeningsoverleg* (meetings.py), and what each of those who meet there reads.

A signal stays where it is. Its officer writes one paragraph for the table, frozen when it goes out; each party gets a paper
of its own with exactly that. Papers lie behind their readers' walls, so nobody has to reach the signal to read one, and
nobody can see what was put before others.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.access import Actor, Reach
from core.erasing import Gone
from core.managers import manager_of
from core.sealed import SealedTextField
from core.walls import Content, PartnerWall
from core.workdays import today
from municipalities.dossiers import DossierRoot
from municipalities.models import Municipality, Organisation
from signals.codes import LegalGround
from signals.policies import SignalReach
from signals.sharing_codes import ASK_FIRST, Provenance
from signals.table_sets import ItemQuerySet, PaperQuerySet
from signals.table_states import EMPTIED, ITEM_TONES, ItemState, TableStep

from .meetings import Meeting
from .signal import SignalPart

_user = settings.AUTH_USER_MODEL

# What a party is called in a list of parties, before its key: o12 an organisation, g12 a municipality.
OWN_PARTY, CARE_PARTY = "eigen", "zorg"
MOST_TEXT = 700  # characters: one paragraph, read out in a minute


class Decided(models.Model):
    """What was decided about a point: columns of the point itself and of every paper.

    `owner_code`: whose it is, as in the list of parties; `owner_name`: that as the table reads it. `owner_user`: the person,
    when one was named. `step`: what the table proposes to do with the signal; `step_to`: the party it may be handed to, by
    code. Each has its own sealed `decision` beside these.
    """

    owner_code = models.CharField(max_length=24, blank=True)
    owner_name = models.CharField("wie", max_length=200, blank=True)
    owner_user = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField("voor", null=True)
    decided_at = models.DateTimeField("besproken op", null=True)
    done_at = models.DateTimeField("gedaan op", null=True)
    step = models.CharField("voorstel", max_length=10, choices=TableStep, blank=True)
    step_to = models.CharField("doorgeven aan", max_length=24, blank=True)

    parties: Any  # a column of each

    class Meta:
        abstract = True

    @property
    def proposal(self) -> str:
        """What the table proposes, in words; "" for nothing."""
        told = str(TableStep(self.step).label) if self.step else ""
        return f"{told} aan {dict(self.parties).get(self.step_to, '')}" if self.step_to else told


class TableItem(SignalPart, Decided):
    """An *agendapunt*: what its officer put before a table, and what came of it.

    `text`: one paragraph (*tafeltekst*), frozen. `parties`: [[code, label], ...] of who reads it, itself among them.
    `origins`: of whom it holds data that do not go on by themselves; `permitted_by`, `permitted_on`: who of the police or the
    prosecutor agreed that they do, and when. These stand on no paper.
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
    origins = ArrayField(models.CharField(max_length=12, choices=Provenance), verbose_name="van wie", default=list)
    permitted_by = models.CharField("wie vond dit goed", max_length=200, blank=True)
    permitted_on = models.DateField("goedgevonden op", null=True)
    reason = models.CharField("waarom ingetrokken of terug", max_length=300, blank=True)
    decision = SealedTextField(label="signals.table_item.decision", null=True)
    done_line = SealedTextField(label="signals.table_item.done_line", null=True)

    erasing = Gone()
    objects: ClassVar[ItemQuerySet] = manager_of(ItemQuerySet)

    class Meta:
        verbose_name = "agendapunt"
        verbose_name_plural = "agendapunten"
        ordering = ["put_at"]
        indexes = [
            models.Index(fields=["municipality", "decided_at"], name="tableitem_proposes", condition=~Q(step=""))
        ]
        constraints = [
            models.UniqueConstraint(
                name="tableitem_once_on_an_agenda",
                fields=["signal", "meeting"],
                condition=~Q(state__in=EMPTIED),
                violation_error_message="Dit signaal staat al op de agenda van dit overleg.",
            ),
            models.CheckConstraint(
                name="tableitem_decided_has_a_decision",
                condition=Q(state=ItemState.DECIDED, decision__isnull=False, decided_at__isnull=False)
                | (~Q(state=ItemState.DECIDED) & Q(decision__isnull=True, decided_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="tableitem_proposes_what_was_decided",
                condition=(Q(step="") | Q(state=ItemState.DECIDED)) & (Q(step_to="") | Q(step=TableStep.HAND_OVER)),
            ),
            models.CheckConstraint(
                name="tableitem_withdrawn_tells_why",
                condition=~Q(state__in=EMPTIED) | ~Q(reason=""),
                violation_error_message="Schrijf op waarom u het punt intrekt.",
            ),
            models.CheckConstraint(
                name="tableitem_permission_has_its_day",
                condition=Q(permitted_by="", permitted_on__isnull=True)
                | (~Q(permitted_by="") & Q(permitted_on__isnull=False)),
                violation_error_message="Vul in wie het goed vond, en wanneer.",
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
    def is_to_do(self) -> bool:
        """Whether somebody has something to do because of it."""
        return bool(self.owner_code) and self.done_at is None

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether nothing came of it yet."""
        return self.state == ItemState.TABLED and not self.meeting.is_over

    @property
    def is_returned(self) -> bool:
        """Whether the table did not come to it: it can be put again."""
        return self.state == ItemState.RETURNED

    @property
    def origin_labels(self) -> list[str]:
        """Whose data it holds, in words."""
        return [str(Provenance(origin).label) for origin in self.origins]


class TablePaper(DossierRoot, Decided):
    """What one party reads of a point: the frozen paragraph, and later the outcome. A dossier of its own, never the signal's.

    `item_id`: of the point, behind the wall of its municipality. It lies with the municipality that reads it; for a partner
    and for care coordination with the one it comes from. `ask_first`: police or judicial data are in it, which its reader does not
    give on without asking (R7). `has_action`: what was decided is this party's to do. `erased_at`:
    since then it holds the outcome alone.
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
    ask_first = models.BooleanField("eerst vragen", default=False)
    parties = models.JSONField(default=list)
    put_at = models.DateTimeField("op de agenda gezet")
    has_action = models.BooleanField("actie", default=False)
    decision = SealedTextField(label="signals.table_paper.decision", null=True)
    erased_at = models.DateTimeField("tekst gewist op", null=True)

    wall = Content() | PartnerWall()
    erasing = Gone()
    objects: ClassVar[PaperQuerySet] = manager_of(PaperQuerySet)

    class Meta(DossierRoot.Meta):
        abstract = False
        verbose_name = "tafelstuk"
        verbose_name_plural = "tafelstukken"
        indexes = [
            models.Index(fields=["municipality", "meeting"], name="paper_of_meeting"),
            models.Index(fields=["partner", "meeting"], name="paper_of_partner"),
            models.Index(fields=["due_on"], name="paper_action", condition=Q(has_action=True, done_at__isnull=True)),
            models.Index(fields=["meeting"], name="paper_to_erase", condition=Q(text__isnull=False)),
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
                name="tablepaper_emptied_holds_nothing",
                condition=(~Q(state__in=EMPTIED) & Q(erased_at__isnull=True))
                | Q(text__isnull=True, question__isnull=True),
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
        if chair == self.municipality_id:
            reaches.add(SignalReach.CHAIR)
        return reaches

    @property
    def is_read(self) -> bool:
        """Whether the paragraph may still be read: until its last day, and by who has something to do until that is done."""
        last = self.meeting.reads_until
        return self.text is not None and (last is None or last >= today() or self.is_to_do)

    @property
    def ask_first_words(self) -> str:
        """What its reader does before this goes on; "" where nothing in it is held by law."""
        return ASK_FIRST if self.ask_first else ""

    @property
    def is_to_do(self) -> bool:
        """Whether its reader has something to do because of it."""
        return self.has_action and self.done_at is None

    @property
    def is_decided(self) -> bool:
        """Whether something came of it."""
        return self.state == ItemState.DECIDED

    @property
    def tone(self) -> str:
        """The colour of its state's badge."""
        return ITEM_TONES[self.state]
