"""A question about a signal to a colleague or partner, with a term; the answer stands on the signal's timeline."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.access import Actor, Reach
from core.erasing import Gone
from core.managers import manager_of
from core.sealed import SealedTextField
from core.walls import Content, Own, PartnerWall
from municipalities.models import Organisation
from signals.asked_sets import QuestionQuerySet
from signals.codes import LegalGround
from signals.workflow import QUESTION_TONES, QUESTION_WORDS_OF_ASKED, QuestionState

from .signal import SignalPart

_user = settings.AUTH_USER_MODEL


class Question(SignalPart):
    """Asked inside the application, of one colleague or one organisation; what was asked elsewhere is an `Enrichment`.

    Who was asked reads this row (question, purpose, term, own answer) and nothing else of the signal; of one that was
    withdrawn or expired the number and the dates alone. `answered_by`: None for the program of a partner. `told_by`, `told_on`:
    who answered by phone and when; then `answered_by` wrote it down, and who was asked reads that it was answered but not those
    words. `reason`: why it was withdrawn. `expires_on`: until when a late answer is awaited, fixed when it is asked. It leaves
    the municipality, so with purpose and ground, when it goes to an organisation.
    """

    reference = models.CharField("nummer", max_length=12, unique=True)
    to_user = models.ForeignKey(_user, models.PROTECT, verbose_name="aan collega", null=True, related_name="+")
    to_partner = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="aan partner", null=True, related_name="+"
    )
    state = models.CharField("stand", max_length=10, choices=QuestionState, default=QuestionState.OPEN)
    version = models.PositiveIntegerField(default=1)
    text = SealedTextField(label="signals.question.text", null=True)
    purpose = models.CharField("doel", max_length=300, blank=True)
    ground = models.CharField("grondslag", max_length=20, choices=LegalGround, blank=True)
    answer = SealedTextField(label="signals.question.answer", null=True)
    asked_at = models.DateTimeField("gesteld op")
    due_on = models.DateField("antwoord uiterlijk")
    expires_on = models.DateField("vervalt na")
    settled_at = models.DateTimeField("afgerond op", null=True)
    answered_by = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")
    told_by = SealedTextField(label="signals.question.told_by", null=True)
    told_on = models.DateField("telefonisch beantwoord op", null=True)
    reason = models.CharField("waarom ingetrokken", max_length=300, blank=True)
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")

    wall = Content(parent="signal") | Own("to_user") | PartnerWall("to_partner")
    erasing = Gone()
    objects: ClassVar[QuestionQuerySet] = manager_of(QuestionQuerySet)

    class Meta:
        verbose_name = "vraag"
        verbose_name_plural = "vragen"
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(fields=["to_user", "-asked_at", "id"], name="question_of_colleague"),
            models.Index(fields=["to_partner", "-asked_at", "id"], name="question_of_partner"),
            models.Index(fields=["expires_on"], name="question_clock", condition=Q(state=QuestionState.OPEN)),
        ]
        constraints = [
            models.CheckConstraint(
                name="question_has_one_addressee",
                condition=Q(to_user__isnull=False, to_partner__isnull=True)
                | Q(to_user__isnull=True, to_partner__isnull=False),
            ),
            models.CheckConstraint(name="question_expires_after_its_term", condition=Q(expires_on__gte=F("due_on"))),
            models.CheckConstraint(
                name="question_open_is_not_settled",
                condition=Q(state=QuestionState.OPEN, settled_at__isnull=True)
                | (~Q(state=QuestionState.OPEN) & Q(settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="question_answered_has_answer",
                condition=Q(state=QuestionState.ANSWERED, answer__isnull=False)
                | (~Q(state=QuestionState.ANSWERED) & Q(answer__isnull=True, answered_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="question_told_by_whom_and_when",
                condition=Q(told_by__isnull=True, told_on__isnull=True)
                | Q(state=QuestionState.ANSWERED, told_by__isnull=False, told_on__isnull=False),
            ),
            models.CheckConstraint(
                name="question_withdrawn_tells_why",
                condition=~Q(state=QuestionState.WITHDRAWN) | ~Q(reason=""),
                violation_error_message="Schrijf op waarom u de vraag intrekt.",
            ),
            models.CheckConstraint(
                name="question_outside_has_ground",
                condition=Q(to_partner__isnull=True) | (~Q(purpose="") & ~Q(ground="")),
                violation_error_message="Vul doel en grondslag in: de vraag gaat naar een andere organisatie.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def reaches_of(self, actor: Actor) -> set[str]:
        """PARTNER for the organisation, MINE for the colleague who was asked, stands in for her or succeeds her; else as to the signal.

        Who was asked and works for this municipality no more is nobody to it.
        """
        if self.to_partner_id in actor.partners:
            return {Reach.PARTNER}
        if self.dossier_id in actor.excluded:
            return set()
        ways = actor.ways_to(self.municipality_id, self.dossier_id)
        # The signal itself is out of reach of who was only asked something about it.
        reaches = self.signal.reaches_of(actor) if ways else set()
        asked = self.to_user_id is not None and self.to_user_id == actor.user_id
        asked = asked and self.municipality_id in actor.asked_in
        if asked or (Reach.OWN in ways and self._falls_to(actor)):
            reaches.add(Reach.MINE)
        return reaches

    def _falls_to(self, actor: Actor) -> bool:
        """Whether who was asked is away, or left, and her work is this actor's."""
        left = any(self.to_user_id in one.users and self.municipality_id in one.places for one in actor.succeeds)
        return left or self.to_user_id in actor.covers

    @property
    def is_open(self) -> bool:
        """Whether an answer is awaited."""
        return self.state == QuestionState.OPEN

    @property
    def is_read_by_asked(self) -> bool:
        """Whether who was asked still reads it: not after it was taken back, or when its time was over."""
        return self.state in (QuestionState.OPEN, QuestionState.ANSWERED)

    @property
    def is_told(self) -> bool:
        """Whether it was answered by phone, and an officer wrote that down."""
        return self.told_on is not None

    @property
    def asked_of(self) -> str:
        """Of whom, as a name."""
        return str(self.to_partner or self.to_user)

    @property
    def asked_by(self) -> str:
        """Who asks, as the one who was asked may know: outside the municipality by that alone."""
        if self.to_partner_id is None:
            return f"{self.author}, gemeente {self.municipality}"
        return f"Gemeente {self.municipality}"

    @property
    def words_of_asked(self) -> str:
        """The state as the one who was asked reads it."""
        return QUESTION_WORDS_OF_ASKED.get(self.state, self.get_state_display())

    @property
    def tone(self) -> str:
        """The colour of its state's badge."""
        return QUESTION_TONES[self.state]
