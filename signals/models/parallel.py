"""What else runs beside the slow state, each with a state of its own: offer, follow, move, a second municipality."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.erasing import Bare, Gone
from core.managers import manager_of
from core.sealed import SealedJSONField, SealedTextField
from core.walls import Content
from core.workdays import today
from municipalities.models import Municipality, ServiceArea
from signals.codes import MoveField
from signals.consent_codes import Despite
from signals.querysets import FollowQuerySet, OfferQuerySet, SignalPartQuerySet
from signals.sharing_codes import Provenance
from signals.workflow import (
    ConcernState,
    FollowState,
    MoveState,
    OfferState,
)

from .attachments import told_digest
from .consent import Consent
from .signal import SignalPart

_user = settings.AUTH_USER_MODEL


class Offer(SignalPart):
    """An *aanbod* to the care coordination of a service area. `due_on`: the last day to answer; once given back, the officer's.

    `consent`: what the person concerned said, as it stood when this offer went on last. `against_wish`: that holds it back, and
    `despite` with `despite_why` says what goes before it.
    """

    service_area = models.ForeignKey(ServiceArea, models.PROTECT, verbose_name="verzorgingsgebied", related_name="+")
    state = models.CharField("stand", max_length=10, choices=OfferState, default=OfferState.OFFERED)
    version = models.PositiveIntegerField(default=1)
    why = models.TextField("waarom aangeboden")
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, verbose_name="wens van betrokkene", related_name="+"
    )
    against_wish = models.BooleanField("tegen de wens in", default=False)
    despite = models.CharField("wat gaat voor", max_length=8, choices=Despite, blank=True)
    despite_why = SealedTextField(label="signals.offer.despite_why", null=True)
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField("aangeboden op")
    due_on = models.DateField("antwoord voor")
    question = models.TextField("vraag terug", blank=True)
    follow_first = models.BooleanField("advies: eerst volgen", default=False)
    reply = models.TextField("antwoord op de vraag", blank=True)
    refusal = models.TextField("waarom geweigerd", blank=True)
    settled_at = models.DateTimeField("afgerond op", null=True)
    answered_by = models.ForeignKey(_user, models.PROTECT, null=True, related_name="+")

    erasing = Bare(
        kept=(
            "signal",
            "service_area",
            "state",
            "author",
            "offered_at",
            "due_on",
            "against_wish",
            "despite",
            "follow_first",
            "settled_at",
            "answered_by",
            "created_at",
        ),
        said=("why", "question", "refusal", "despite_why"),
    )
    wall = Content(parent=("signal", "consent"))
    objects: ClassVar[OfferQuerySet] = manager_of(OfferQuerySet)

    class Meta:
        verbose_name = "aanbod"
        ordering = ["offered_at"]
        indexes = [models.Index(fields=["service_area", "state", "due_on"], name="offer_waiting")]
        constraints = [
            models.UniqueConstraint(
                name="offer_one_open_per_signal",
                fields=["signal"],
                condition=Q(state__in=[OfferState.OFFERED, OfferState.RETURNED]),
                violation_error_message="Dit signaal is al aangeboden.",
            ),
            models.CheckConstraint(
                name="offer_open_is_not_settled",
                condition=Q(state__in=[OfferState.OFFERED, OfferState.RETURNED], settled_at__isnull=True)
                | (~Q(state__in=[OfferState.OFFERED, OfferState.RETURNED]) & Q(settled_at__isnull=False)),
            ),
            # None is left of the rows when the term of the dossier is over, and no offer waits then.
            models.CheckConstraint(
                name="offer_open_says_what_was_asked",
                condition=~Q(state__in=[OfferState.OFFERED, OfferState.RETURNED]) | Q(consent__isnull=False),
            ),
            models.CheckConstraint(
                name="offer_against_a_wish_tells_why",
                condition=Q(against_wish=False, despite="", despite_why__isnull=True)
                | Q(against_wish=True, despite__in=Despite.values, despite_why__isnull=False),
                violation_error_message="Schrijf op wat voorgaat boven het nee van betrokkene.",
            ),
            models.CheckConstraint(
                name="offer_returned_asks_or_advises",
                condition=~Q(state=OfferState.RETURNED) | ~Q(question="") | Q(follow_first=True),
                violation_error_message="Stel een vraag, of kies het advies om eerst te volgen.",
            ),
            models.CheckConstraint(
                name="offer_refusal_tells_why",
                condition=~Q(state=OfferState.REFUSED) | ~Q(refusal=""),
                violation_error_message="Schrijf op waarom u het aanbod weigert.",
            ),
        ]

    def __str__(self) -> str:
        return f"aanbod {self.offered_at:%Y-%m-%d}"

    @property
    def is_returned(self) -> bool:
        """Whether it was given back, with a question or an advice."""
        return self.state == OfferState.RETURNED

    @property
    def waits_for_officer(self) -> bool:
        """Whether the next step is the officer's; see `OfferQuerySet.waiting_for_officer`."""
        return self.is_returned and not (self.follow_first and self.signal.is_followed)

    @property
    def is_with_care(self) -> bool:
        """Whether the next step is care coordination's, or it took the signal."""
        return self.state in (OfferState.OFFERED, OfferState.ACCEPTED)

    @property
    def state_words(self) -> str:
        """The state; of what was given back also with what."""
        return "Terug met advies" if self.is_returned and self.follow_first else self.get_state_display()

    @property
    def is_open(self) -> bool:
        """Whether it is not settled yet."""
        return self.settled_at is None


class Follow(SignalPart):
    """Following with a review date: why, and what would change the decision.

    `motivate_on`: from then on going on takes a motivation; fixed when it begins, and anew by each motivation.
    """

    state = models.CharField("stand", max_length=10, choices=FollowState, default=FollowState.ACTIVE)
    version = models.PositiveIntegerField(default=1)
    why = models.TextField("waarom volgen")
    what_changes_it = models.TextField("wat zou het besluit veranderen")
    started_at = models.DateTimeField("begonnen op")
    review_on = models.DateField("opnieuw bekijken op", null=True)
    motivate_on = models.DateField("motiveren vanaf")
    ended_at = models.DateTimeField("beëindigd op", null=True)
    end_reason = models.CharField("waarom beëindigd", max_length=300, blank=True)
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")

    erasing = Bare(
        kept=("signal", "state", "author"),
        months=("created_at", "started_at", "motivate_on", "ended_at"),
        said=("why", "what_changes_it", "end_reason"),
    )
    objects: ClassVar[FollowQuerySet] = manager_of(FollowQuerySet)

    class Meta:
        verbose_name = "volgen"
        ordering = ["started_at"]
        indexes = [
            models.Index(
                fields=["municipality", "review_on"], name="follow_review", condition=Q(state=FollowState.ACTIVE)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="follow_one_active_per_signal",
                fields=["signal"],
                condition=Q(state=FollowState.ACTIVE),
                violation_error_message="Dit signaal wordt al gevolgd.",
            ),
            models.CheckConstraint(
                name="follow_active_has_review",
                condition=Q(state=FollowState.ACTIVE, review_on__isnull=False, ended_at__isnull=True)
                | (Q(state=FollowState.ENDED, ended_at__isnull=False) & ~Q(end_reason="")),
                violation_error_message="Vul in wanneer u het signaal opnieuw bekijkt, of waarom u stopt met volgen.",
            ),
        ]

    def __str__(self) -> str:
        return f"volgen vanaf {self.started_at:%Y-%m-%d}"

    @property
    def is_to_motivate(self) -> bool:
        """Whether going on takes more than a line by now."""
        return today() >= self.motivate_on


class FollowReview(SignalPart):
    """One look back: the line that was written, and until when it was prolonged."""

    follow = models.ForeignKey(Follow, models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField("bekeken op")
    line = models.CharField("bevinding", max_length=300)
    next_on = models.DateField("volgende keer")
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")

    wall = Content(parent=("signal", "follow"), append_only=True, goes_with_dossier=True)
    erasing = Gone()
    objects: ClassVar[SignalPartQuerySet["FollowReview"]] = manager_of(SignalPartQuerySet)

    class Meta:
        ordering = ["reviewed_on"]

    def __str__(self) -> str:
        return f"bekeken op {self.reviewed_on:%Y-%m-%d}"


class Move(SignalPart):
    """A move to another municipality: nothing is copied before that municipality accepts.

    `fields`: what goes along beside what always does. `new_reference`: the number that it has there now. `along`: the files and
    gathered information that were ticked, [[code, title, whose data, SHA-256, went], ...] (signals/portable.py): the content is
    not kept here, the hash says which it was. `permitted_by`: who agreed that data of somebody else go on.
    """

    to_municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    state = models.CharField("stand", max_length=10, choices=MoveState, default=MoveState.OFFERED)
    version = models.PositiveIntegerField(default=1)
    why = models.TextField("waarom")
    fields = ArrayField(models.CharField(max_length=20, choices=MoveField), verbose_name="wat meegaat", default=list)
    along = SealedJSONField(label="signals.move.along", null=True)
    permitted_by = models.CharField("wie vond het goed", max_length=200, blank=True)
    offered_at = models.DateTimeField("aangeboden op")
    due_on = models.DateField("antwoord voor")
    refusal = models.TextField("waarom niet overgenomen", blank=True)
    new_reference = models.CharField("nummer daar", max_length=12, blank=True)
    settled_at = models.DateTimeField("afgerond op", null=True)
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")

    erasing = Bare(
        kept=("signal", "to_municipality", "state", "due_on", "new_reference", "author"),
        months=("created_at", "offered_at", "settled_at"),
        said=("why", "refusal"),
    )
    objects: ClassVar[SignalPartQuerySet["Move"]] = manager_of(SignalPartQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="move_one_open_per_signal", fields=["signal"], condition=Q(state=MoveState.OFFERED)
            ),
            models.CheckConstraint(name="move_goes_elsewhere", condition=~Q(to_municipality=F("municipality"))),
            models.CheckConstraint(
                name="move_open_is_not_settled",
                condition=Q(state=MoveState.OFFERED, settled_at__isnull=True)
                | (~Q(state=MoveState.OFFERED) & Q(settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="move_accepted_has_a_number", condition=~Q(state=MoveState.ACCEPTED) | ~Q(new_reference="")
            ),
        ]

    def __str__(self) -> str:
        return f"overdracht {self.offered_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.settled_at is None

    @property
    def taken_along(self) -> list[tuple[str, str, str]]:
        """Which files and gathered information went along: (title, whose data, SHA-256 in groups that fit a line)."""
        return [
            (title, str(Provenance(whose).label), told_digest(digest))
            for _, title, whose, digest, went in self.along or []
            if went
        ]

    @property
    def left_behind(self) -> list[str]:
        """The titles of what was ticked, and had been taken back, removed or changed when it was taken over."""
        return [title for _, title, _, _, went in self.along or [] if self.state == MoveState.ACCEPTED and not went]


class Concern(SignalPart):
    """A second municipality that the signal also concerns; it sees the chosen parts once it accepted.

    `shared`: these parts as they were when they were shared, [{"code", "label", "text", "origins": [code], "added_on": ISO date or
    None}]; signals/shared_texts.py reads them. `permitted_by`: who agreed that what was given for this matter goes on.
    """

    other_municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    state = models.CharField("stand", max_length=10, choices=ConcernState, default=ConcernState.OFFERED)
    version = models.PositiveIntegerField(default=1)
    why = models.TextField("waarom")
    shared = SealedJSONField(label="signals.concern.shared", null=True)
    permitted_by = models.CharField("wie vond het goed", max_length=200, blank=True)
    offered_at = models.DateTimeField("aangeboden op")
    due_on = models.DateField("antwoord voor")
    accepted_at = models.DateTimeField("aangenomen op", null=True)
    settled_at = models.DateTimeField("afgerond op", null=True)
    reason = models.TextField("waarom niet of niet meer", blank=True)
    author = models.ForeignKey(_user, models.PROTECT, related_name="+")

    erasing = Gone()
    objects: ClassVar[SignalPartQuerySet["Concern"]] = manager_of(SignalPartQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="concern_once_per_municipality",
                fields=["signal", "other_municipality"],
                condition=Q(state__in=[ConcernState.OFFERED, ConcernState.ACCEPTED]),
                violation_error_message="Met deze gemeente deelt u dit signaal al.",
            ),
            models.CheckConstraint(
                name="concern_settled_tells_why",
                condition=Q(state__in=[ConcernState.OFFERED, ConcernState.ACCEPTED], settled_at__isnull=True)
                | (Q(state__in=[ConcernState.REFUSED, ConcernState.ENDED], settled_at__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(name="concern_is_another", condition=~Q(other_municipality=F("municipality"))),
        ]

    def __str__(self) -> str:
        return f"betreft ook {self.other_municipality_id}"

    @property
    def asked_with(self) -> list[str]:
        """The codes of the parts that were chosen with the question; not of what was shared later."""
        return [part["code"] for part in self.shared or [] if part["added_on"] is None]

    @property
    def is_running(self) -> bool:
        """Offered or accepted."""
        return self.settled_at is None

    @property
    def is_shared(self) -> bool:
        """Whether both read and write along."""
        return self.state == ConcernState.ACCEPTED
