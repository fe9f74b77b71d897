"""A *doormelding* to a partner, exact and frozen, and its answers, which are added and never changed."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from core.access import Actor, Reach
from core.erasing import Bare
from core.managers import manager_of
from core.sealed import SealedJSONField, SealedTextField
from core.walls import Content, PartnerWall
from core.workdays import local_date, today
from municipalities.models import Organisation
from signals.codes import HandoverKind, HandoverMethod, LegalGround, Outcome
from signals.handed_sets import HandoverAnswerQuerySet, HandoverQuerySet
from signals.policies import SignalAction
from signals.sharing_codes import ASK_FIRST, ASK_FIRST_OF_TIP, Circle
from signals.terms import REMIND_HANDOVER
from signals.workflow import (
    HANDOVER,
    HANDOVER_TONES,
    HANDOVER_WAITING,
    HANDOVER_WORDS_OF_PARTNER,
    WORKED_STATES,
    HandoverState,
)

from .agreements import Agreement
from .overrides import Override
from .signal import SignalPart

_user = settings.AUTH_USER_MODEL
# Two reminders and the end.
CLOCK_STEPS = 3


class Handover(SignalPart):
    """A *doormelding* to one partner: exactly this content, frozen when sent.

    `content` is a list of [field code, label, text] in the order of the letter; `content_hash` is the SHA-256 of its
    canonical JSON. `remind_on` is the next day of its `clock`: the days, fixed when it is sent, of two
    reminders and of `no_answer`. `reminders`: how many of these days passed; `reminded_on`: when the partner was really
    reminded, by mail or by the officer; `ask_since`: from when she is to do that herself, because nobody there can be mailed. `requests`: the
    key of each request of the receiver's program that did something with it, and the hash of what was sent under it.

    `received_by_us`, `accepted_by_us`, `refused_by_us`: the partner told it and the officer wrote it down, with the day on which
    it was so. `refused_at`: when it did not take it on; an answer may follow still.

    Of an anonymous tip `circle` tells how many people could know this, and `circle_reason` why it went all the same when
    that leads to somebody; both stay here. `agreement`: under which it left, with
    the document it stood in then; `override`: the leave that was used where nothing was agreed. `permitted_by`: who gave police or judicial data and agreed that they go on.
    `necessity`: of one by name, why it is needed and less will not do; stays here.
    `kept`: what the text names that does not go along by itself and stayed for a reason ([line, words, whom, why]); stays here.
    """

    partner = models.ForeignKey(Organisation, models.PROTECT, verbose_name="ontvanger", related_name="+")
    partner_name = models.CharField("ontvanger, zoals die toen heette", max_length=200, blank=True)
    state = models.CharField("stand", max_length=10, choices=HandoverState, default=HandoverState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    reference = models.CharField("nummer", max_length=12, unique=True)
    kind = models.CharField("soort", max_length=24, choices=HandoverKind)
    anonymous = models.BooleanField("anoniem")
    purpose = models.CharField("doel", max_length=300)
    ground = models.CharField("grondslag", max_length=20, choices=LegalGround)
    method = models.CharField("hoe gegeven", max_length=10, choices=HandoverMethod)
    to_function = models.CharField("aan welke functie", max_length=120)
    content = SealedJSONField(label="signals.handover.content", null=True)
    content_hash = models.CharField(max_length=64)
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("verstuurd op", null=True)
    added_at = models.DateTimeField("laatst aangevuld op", null=True)
    received_at = models.DateTimeField("ontvangen op", null=True)
    accepted_at = models.DateTimeField("in behandeling op", null=True)
    received_by_us = models.BooleanField("ontvangst door ons vastgelegd", default=False)
    accepted_by_us = models.BooleanField("behandeling door ons vastgelegd", default=False)
    refused_at = models.DateTimeField("niet in behandeling genomen op", null=True)
    refused_by_us = models.BooleanField("weigering door ons vastgelegd", default=False)
    settled_at = models.DateTimeField("afgerond op", null=True)
    clock = ArrayField(models.DateField(), verbose_name="klok", default=list)
    remind_on = models.DateField("herinneren op", null=True)
    reminders = models.PositiveSmallIntegerField("herinneringen", default=0)
    reminded_on = ArrayField(models.DateField(), verbose_name="herinnerd op", default=list)
    ask_since = models.DateField("zelf herinneren sinds", null=True)
    refusal = models.CharField("waarom niet in behandeling", max_length=300, blank=True)
    requests = models.JSONField(default=dict, blank=True, editable=False)
    circle = models.CharField("wie kan dit weten", max_length=10, choices=Circle, blank=True)
    circle_reason = SealedTextField(label="signals.handover.circle_reason", null=True)
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="+")
    override = models.OneToOneField(Override, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_in = models.CharField("afgesproken in", max_length=200, blank=True)
    permitted_by = models.CharField("wie vond doorgeven goed", max_length=200, blank=True)
    necessity = SealedTextField(label="signals.handover.necessity", null=True)
    kept = SealedJSONField(label="signals.handover.kept", null=True)

    wall = Content(parent="signal") | PartnerWall()
    erasing = Bare(
        kept=(
            *(
                "signal",
                "partner",
                "state",
                "reference",
                "kind",
                "anonymous",
                "ground",
                "method",
                "author",
                "agreement",
                "override",
            ),
            *(
                "sent_at",
                "added_at",
                "received_at",
                "accepted_at",
                "refused_at",
                "settled_at",
                "reminders",
                "circle",
                "created_at",
            ),
            *("received_by_us", "accepted_by_us", "refused_by_us"),
        ),
        said=("purpose", "refusal"),
    )
    objects: ClassVar[HandoverQuerySet] = manager_of(HandoverQuerySet)

    class Meta:
        verbose_name = "doormelding"
        verbose_name_plural = "doormeldingen"
        ordering = ["created_at"]
        indexes = [
            models.Index(fields=["partner", "-sent_at", "id"], name="handover_inbox"),
            models.Index(fields=["municipality"], name="handover_to_ask_after", condition=Q(ask_since__isnull=False)),
            models.Index(fields=["remind_on"], name="handover_clock", condition=Q(state__in=HANDOVER_WAITING)),
        ]
        constraints = [
            models.CheckConstraint(
                name="handover_sent_has_a_time",
                condition=Q(state=HandoverState.DRAFT) | Q(sent_at__isnull=False) | Q(state=HandoverState.WITHDRAWN),
            ),
            models.CheckConstraint(
                name="handover_waiting_is_not_settled",
                condition=Q(state__in=[HandoverState.DRAFT, *HANDOVER_WAITING], settled_at__isnull=True)
                | (~Q(state__in=[HandoverState.DRAFT, *HANDOVER_WAITING]) & Q(settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="handover_waiting_has_a_clock",
                condition=~Q(state__in=HANDOVER_WAITING) | Q(remind_on__isnull=False, clock__len=CLOCK_STEPS),
            ),
            models.CheckConstraint(
                name="handover_asked_after_while_it_waits",
                condition=Q(ask_since__isnull=True) | Q(state__in=HANDOVER_WAITING),
            ),
            models.CheckConstraint(
                name="handover_refusal_tells_why",
                condition=~Q(state=HandoverState.REFUSED) | (~Q(refusal="") & Q(refused_at__isnull=False)),
                violation_error_message="Schrijf op waarom dit niet in behandeling wordt genomen.",
            ),
            models.CheckConstraint(
                name="handover_anonymous_has_no_person_ground",
                condition=~Q(kind=HandoverKind.ANONYMOUS_TIP) | Q(anonymous=True),
                violation_error_message="Een anonieme tip is altijd anoniem.",
            ),
            models.CheckConstraint(
                name="handover_by_name_says_why_it_is_needed",
                # What was erased has no hash any more, and no reason.
                condition=Q(anonymous=True) | Q(necessity__isnull=False) | Q(content_hash=""),
                violation_error_message="Schrijf op waarom dit nodig is.",
            ),
            models.CheckConstraint(
                name="handover_anonymous_says_who_could_know",
                condition=Q(anonymous=False) | ~Q(circle=""),
                violation_error_message="Zeg wie dit kan weten.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def reaches_of(self, actor: Actor) -> set[str]:
        """As to the signal; PARTNER for the receiver."""
        if self.partner_id in actor.partners:
            return {Reach.PARTNER}
        return self.signal.reaches_of(actor)

    @property
    def receiver(self) -> str:
        """What its receiver was called when it was given: on the letter and on its page that stays so."""
        return self.partner_name or str(self.partner)

    @property
    def renamed_to(self) -> str:
        """What that receiver is called now, when that is something else."""
        return "" if self.receiver == str(self.partner) else str(self.partner)

    @property
    def is_waiting(self) -> bool:
        """Whether the partner still has to answer."""
        return self.state in HANDOVER_WAITING

    @property
    def is_at_last_step(self) -> bool:
        """Whether every reminder was sent, or its day had passed when it was written down: what comes next is the end."""
        return bool(self.clock) and self.remind_on == self.clock[-1]

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back: its receiver may not read the content any more."""
        return self.state == HandoverState.WITHDRAWN

    @property
    def is_erased(self) -> bool:
        """Whether its content went with the signal, whose term was over."""
        return self.sent_at is not None and not self.content_hash

    @property
    def may_answer(self) -> bool:
        """Whether an answer can be given or recorded now, also a late or a further one."""
        return not self.is_erased and HANDOVER.allows(SignalAction.ANSWER_HANDOVER, self.state)

    @property
    def is_refused(self) -> bool:
        """Whether its receiver does not take it on."""
        return self.state == HandoverState.REFUSED

    @property
    def may_be_added_to(self) -> bool:
        """Whether its receiver may get more of the signal under it: never of a tip."""
        open_ = HANDOVER.allows(SignalAction.ADD_TO_HANDOVER, self.state) and self.signal.state in WORKED_STATES
        return open_ and not (self.anonymous or self.is_erased)

    @property
    def may_accept(self) -> bool:
        """Whether the partner can still say whether it takes it on."""
        return HANDOVER.allows(SignalAction.ACCEPT_HANDOVER, self.state)

    @property
    def partner_words(self) -> str:
        """The state as its receiver reads it."""
        return HANDOVER_WORDS_OF_PARTNER.get(self.state, self.get_state_display())

    @property
    def sent_by(self) -> str:
        """Who sends it, as its receiver may know: by function, and nobody at all for an anonymous tip."""
        return "Anonieme tip" if self.anonymous else f"Aandachtsfunctionaris gemeente {self.municipality}"

    @property
    def about(self) -> list[tuple[str, str]]:
        """Why its receiver gets this: (label, text), without what is not filled in yet."""
        lines = (
            ("Van", self.sent_by),
            ("Datum", date_format(self.sent_at or timezone.now(), "j F Y")),
            ("Vraag", self.get_kind_display()),
            ("Doel", self.purpose),
            ("Grondslag", self.get_ground_display()),
            # An anonymous tip does not say which municipalities agreed on it.
            ("Afgesproken in", "" if self.anonymous else self.agreed_in),
            ("Aan", self.to_function),
            ("Graag antwoord uiterlijk", date_format(self.answer_by, "j F Y") if self.answer_by else ""),
        )
        return [(label, str(text)) for label, text in lines if text]

    @property
    def opening(self) -> str:
        """What it says above its content, on paper and on the page alike."""
        if self.anonymous:
            return (
                "Dit is een anonieme tip over een vermoeden van mensenhandel. Wie dit meldde en om wie het gaat, staat er "
                "met opzet niet bij. Een vermoeden is geen bewijs."
            )
        return "Wij geven u deze informatie over een vermoeden van mensenhandel. Een vermoeden is geen bewijs."

    @property
    def foot(self) -> str:
        """What it says below its content; before it is sent it has no number yet, and says so."""
        number = self.reference or "(krijgt u bij het versturen)"
        use = f"Gebruik deze informatie alleen voor het doel hierboven. {self.ask_first}".strip()
        if self.anonymous:
            return f"Wilt u laten weten wat u hiermee doet? {self._way_back(number)} {use}"
        ways = " of ".join(filter(None, (self.author.email, self.author.phone)))
        return (
            f"Wilt u ons laten weten wat u hiermee doet? Noem daarbij nummer {number}. U bereikt de aandachtsfunctionaris "
            f"mensenhandel van de gemeente {self.municipality} op {ways}. {use}"
        )

    @property
    def ask_first(self) -> str:
        """What its receiver must do before it gives this on; "" where nothing in it is held by law."""
        return ASK_FIRST_OF_TIP if self.anonymous else ASK_FIRST if self.permitted_by else ""

    def _way_back(self, number: str) -> str:
        """How the receiver of a tip answers by the way it came, without learning from whom."""
        if self.method in {HandoverMethod.INBOX, HandoverMethod.API}:
            return f"Dat kan in Signaalpunt mensenhandel, bij nummer {number}."
        if settings.TIP_ADDRESS:
            return f"Dat kan via {settings.TIP_ADDRESS}. Noem daarbij alleen nummer {number}."
        return f"Dat kan op de manier waarop u dit kreeg. Noem daarbij alleen nummer {number}."

    @property
    def given_on(self) -> date | None:
        """The day on which it was given; when it was written down stands in `created_at`."""
        return local_date(self.sent_at) if self.sent_at else None

    @property
    def answer_by(self) -> date | None:
        """Until when an answer is in time: the day of the last reminder on its clock. None when that is erased."""
        if self.state == HandoverState.DRAFT:
            return REMIND_HANDOVER[-1].due(self.sent_at or timezone.now())
        return self.clock[-2] if self.clock else None

    @property
    def days_waiting(self) -> int:
        """Calendar days since it was sent."""
        return (today() - local_date(self.sent_at)).days if self.sent_at else 0

    @property
    def is_by_phone(self) -> bool:
        """Whether the officer tells it herself: who has an inbox or a program reads it there too."""
        return self.method == HandoverMethod.PHONE

    @property
    def stands(self) -> str:
        """Its state in words that fit how it was given."""
        told = self.is_by_phone and self.state == HandoverState.SENT
        return "Telefonisch doorgegeven" if told else str(self.get_state_display())

    @property
    def tone(self) -> str:
        """The colour of its state's badge."""
        return HANDOVER_TONES.get(self.state, "neutral")


class HandoverAnswer(SignalPart):
    """What the partner answered: added, never changed. `recorded_by_us`: written down by the officer on its behalf.

    `for_reporter`: what of it may be told to who reported; the officer tells it, or does not.
    """

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="answers")
    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    outcomes = ArrayField(models.CharField(max_length=24, choices=Outcome), verbose_name="uitkomst")
    text = SealedTextField(label="signals.handover_answer.text", null=True)
    for_reporter = SealedTextField(label="signals.handover_answer.for_reporter", null=True)
    answered_at = models.DateTimeField("beantwoord op")
    recorded_by_us = models.BooleanField("door ons vastgelegd", default=False)
    author = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")

    wall = Content(parent=("signal", "handover"), append_only=True, goes_with_dossier=True) | PartnerWall()
    erasing = Bare(kept=("signal", "handover", "partner", "outcomes", "answered_at", "recorded_by_us", "created_at"))
    objects: ClassVar[HandoverAnswerQuerySet] = manager_of(HandoverAnswerQuerySet)

    class Meta:
        ordering = ["answered_at"]
        constraints = [
            models.CheckConstraint(
                name="handoveranswer_has_an_outcome",
                condition=Q(outcomes__len__gt=0),
                violation_error_message="Kies ten minste één uitkomst.",
            )
        ]

    def __str__(self) -> str:
        return f"antwoord {self.answered_at:%Y-%m-%d}"

    @property
    def outcome_labels(self) -> list[str]:
        """The outcomes as words."""
        return [str(Outcome(code).label) for code in self.outcomes]
