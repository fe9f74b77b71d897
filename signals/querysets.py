"""The gate of signals, written once, and the named sets of the pages.

A focal officer sees all signals of her municipalities. A care coordinator sees, of the municipalities under mandate,
what she logged herself, what is or was accepted as offered to her, and what came in where nobody before her is there. A
dossier can be shared with a person. Children of a signal ask this gate through their own `signal`.
"""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, DateField, F, FilteredRelation, Q, Sum, Value, When
from django.db.models.functions import Coalesce, Least

from core.access import Actor, Reach, reaches_for
from core.cleaning.refusing import Why
from core.gate import GatedQuerySet
from core.references import number_of

from .codes import Answered, CloseReason, Origin
from .keeping import KeepRule
from .lines import ON_A_LINE
from .policies import SignalAction, SignalReach
from .searching import asked_for
from .workflow import (
    OPEN_STATES,
    AttachmentState,
    FollowState,
    OfferState,
    SignalState,
)

if TYPE_CHECKING:
    from .models import Offer, Signal  # noqa: F401  in quotes below

# What no page shows of whoever owns or wrote a signal.
_OF_AN_ACCOUNT = ("password", "last_login", "digest")


def signal_scope(actor: Actor, prefix: str = "") -> Q:
    """The signals (or, with `prefix` "signal__", their parts) that this actor may see under the hat that acts."""
    reaches = reaches_for(actor, SignalAction.VIEW)
    scope = Q(**{f"{prefix}dossier_id__in": actor.dossiers}) if Reach.SHARED in reaches else Q(pk__in=[])
    own = Q(**{f"{prefix}municipality_id__in": actor.content})
    if Reach.OWN in reaches:
        scope |= own
    if SignalReach.LOGGED in reaches:
        scope |= own & Q(**{f"{prefix}origin": Origin.CARE_COORDINATOR})
    if SignalReach.CARE in reaches:
        scope |= own & Q(**{f"{prefix}care_sees": True})
    if SignalReach.POOL in reaches:
        scope |= in_pool_of(actor, prefix)
    if actor.opened and Reach.EMERGENCY in reaches:
        scope |= Q(**{f"{prefix}dossier_id__in": actor.opened})
    return scope


def in_pool_of(actor: Actor, prefix: str = "") -> Q:
    """The signals that came in where nobody before this actor is there, and that wait for an officer to be appointed."""
    return Q(**{f"{prefix}municipality_id__in": actor.pool, f"{prefix}state": SignalState.RECEIVED})


# What waits for somebody to look at it and decide.
TO_DO_STATES = (SignalState.RECEIVED, SignalState.TRIAGE, SignalState.ENRICHING)
# What has no term comes after what has one.
_NEVER = dt.date(9999, 12, 31)


def is_calm() -> Case:
    """To sort by: 0 for a signal with direct danger, as far as was told, 1 for every other."""
    return Case(When(danger=Answered.YES, then=Value(0)), default=Value(1))


def is_term_over(today: dt.date) -> Q:
    """Of a signal: it is open, and the term that runs ended before `today`."""
    return Q(state__in=OPEN_STATES, due_on__lt=today)


def is_review_late(today: dt.date) -> Q:
    """Of a signal got by `with_review()`, which alone has the column: the day to look again has passed, and nobody did.

    On the day itself it is not late but work (`FollowQuerySet.to_review`). An ended follow has no such day, and a signal
    is not closed while one is active.
    """
    return Q(review_on__lt=today)


class SignalQuerySet(GatedQuerySet[Any]):
    """Sets of signals; adjectives."""

    def _scope(self, actor: Actor) -> Q:
        return signal_scope(actor)

    def open(self) -> Self:
        """Not closed, moved or anonymised."""
        return self.filter(state__in=OPEN_STATES)

    def to_do(self) -> Self:
        """What waits for the officer herself: not taken up, being judged, or informed about."""
        return self.filter(state__in=TO_DO_STATES)

    def with_review(self) -> Self:
        """Each with `review_on`: the day on which whoever follows it looks again; None when nobody does."""
        if "review_on" in self.query.annotations:
            return self
        active = FilteredRelation("follow_set", condition=Q(follow_set__state=FollowState.ACTIVE))
        return self.annotate(active_follow=active, review_on=F("active_follow__review_on"))

    def sortable(self) -> Self:
        """Each with what lists are sorted by: `calm` and `term`, the first day of what must be done with it."""
        days = [Coalesce(day, Value(_NEVER)) for day in ("due_on", "review_on")]
        return self.with_review().annotate(calm=is_calm(), term=Least(*days, output_field=DateField()))

    def late(self, today: dt.date, or_else: Q = Q()) -> Self:  # noqa: B008  a condition is a value
        """Open, and the term that runs or the day to look again has passed; `or_else`: another thing that waits too long."""
        return self.with_review().filter(is_term_over(today) | is_review_late(today) | or_else)

    def passed_on(self) -> Self:
        """Open, with a handover that was not withdrawn, whatever became of it."""
        return self.open().filter(is_passed_on=True)

    def followed(self) -> Self:
        """With an active follow."""
        return self.filter(is_followed=True)

    def merged_by(self, actor: Actor) -> Self:
        """Those that this actor may merge with another one; of a set that passed its gate."""
        reaches = reaches_for(actor, SignalAction.MERGE)
        if Reach.OWN in reaches:
            return self.filter(municipality_id__in=actor.content)
        logged = Q(municipality_id__in=actor.content, origin=Origin.CARE_COORDINATOR)
        return self.filter(logged) if SignalReach.LOGGED in reaches else self.none()

    def once(self) -> Self:
        """Without those that were merged into another one, on whose page they stand."""
        return self.exclude(close_reason=CloseReason.MERGED)

    def counted(self) -> Self:
        """Those that figures count: one that moved counts where it went, those that were merged are one."""
        return self.exclude(state=SignalState.MOVED).exclude(kept_why=KeepRule.MOVED).once()

    def matching(self, words: str, also: Collection[uuid.UUID] = ()) -> Self:
        """Of which this is the number, or the text (facts, interpretation, already done, place, company, vehicle) holds it; or one of `also`."""
        # One word in thirty reads as a reference with its check letter: it is looked for in both.
        found = Q(reference=number_of("S", words) or "") | Q(search=asked_for(words))
        return self.filter(found | Q(pk__in=list(also)) if also else found)

    def for_detail(self) -> Self:
        """What the page of one signal needs of itself, in one query."""
        rows = self.with_review().select_related("municipality", "owner", "author", "sender")
        return rows.defer("search", *(f"{who}__{what}" for who in ("owner", "author") for what in _OF_AN_ACCOUNT))

    def for_list(self) -> Self:
        """What one line of a list needs, in one query: no story, nothing sealed."""
        rows = self.with_review().select_related("municipality", "owner").only(*ON_A_LINE)
        return rows.fetch_mode(models.FETCH_RAISE)


class SignalPartQuerySet[M: models.Model](GatedQuerySet[M]):
    """Base of the sets of a signal's parts: who sees the signal sees its parts."""

    def _scope(self, actor: Actor) -> Q:
        return signal_scope(actor, "signal__")

    def of(self, signal: "Signal") -> Self:
        """The parts of one signal that has passed its own gate."""
        return self._pass().filter(signal=signal)


class MergeQuerySet(SignalPartQuerySet[Any]):
    """Merges: seen with the signal that was closed by it; whether the one that stays may be seen is asked of that one."""

    def running(self) -> Self:
        """Not undone."""
        return self.filter(undone_at__isnull=True)

    def of_kept(self, signal: "Signal") -> Self:
        """Running, into this signal, which has passed its own gate; only to know whether there are any."""
        return self._pass().running().filter(into=signal)

    def touching(self, signal: "Signal") -> Self:
        """Running, with this signal on either side; each with both signals."""
        either = self.running().filter(Q(signal=signal) | Q(into=signal))
        return either.select_related("signal__municipality", "into__municipality")


class OfferQuerySet(SignalPartQuerySet["Offer"]):
    """Offers: seen with their signal; her own answer she keeps, also when that took the signal out of her sight."""

    def returned(self) -> Self:
        """Given back by care coordination, and not settled."""
        return self.filter(state=OfferState.RETURNED)

    def waiting_for_officer(self) -> Self:
        """Given back, and the officer did nothing with it yet: a question, or the advice to follow a signal that nobody follows."""
        return self.returned().exclude(follow_first=True, signal__is_followed=True)

    def refused_by(self, actor: Actor) -> Self:
        """Those that this person refused, as long as she works for their municipality."""
        mine = self._pass().filter(answered_by_id=actor.user_id, municipality_id__in=actor.content)
        return mine.filter(state=OfferState.REFUSED).not_kept_from(actor)


def _worked_on(actor: Actor, reaches: Collection[str]) -> Q:
    """What is of a signal that this person handles or logged herself, or that emergency access opened."""
    own = Q(municipality_id__in=actor.content)
    scope = own if Reach.OWN in reaches else Q(pk__in=[])
    if SignalReach.LOGGED in reaches:
        scope |= own & Q(signal__origin=Origin.CARE_COORDINATOR)
    if actor.opened and Reach.EMERGENCY in reaches:
        scope |= Q(dossier_id__in=actor.opened)
    return scope


class ReporterQuerySet(SignalPartQuerySet[Any]):
    """Who reported: for the one who works on the signal, never for the care coordinator it was offered to."""

    def _scope(self, actor: Actor) -> Q:
        return _worked_on(actor, reaches_for(actor, SignalAction.VIEW_REPORTER))

    def answered(self, signal: Any) -> dict[str, Any] | None:
        """When the reporter of this signal got an answer (`on`), if it did; no word of it, nor of why not."""
        row = self.of(signal).values("informed_at", "not_informed_why").first()
        return row and {"on": None if row["not_informed_why"] else row["informed_at"]}


class MentionQuerySet(SignalPartQuerySet[Any]):
    """People and things of a signal: for whoever works on it, also the care coordinator it was offered to."""

    def _scope(self, actor: Actor) -> Q:
        reaches = reaches_for(actor, SignalAction.VIEW_NAMES)
        scope = _worked_on(actor, reaches)
        if SignalReach.CARE in reaches:
            scope |= Q(municipality_id__in=actor.content, signal__care_sees=True)
        return scope


class RevisionQuerySet(ReporterQuerySet):
    """What stood in a signal before it was completed: it names the reporter too, so it is seen by the same people."""


class AttachmentQuerySet(SignalPartQuerySet[Any]):
    """Files that were added."""

    def kept(self) -> Self:
        """Those of which there is a file, or may be one soon."""
        return self.filter(state__in=(AttachmentState.RECEIVED, AttachmentState.CLEAN, AttachmentState.HELD))

    def bytes_since(self, moment: dt.datetime) -> int:
        """How much of these was added since then, as it came, whatever became of it."""
        return self.filter(added_at__gte=moment).aggregate(total=Sum("came_size"))["total"] or 0

    def without_scanner(self) -> Self:
        """Shut because the virus scanner did not answer."""
        return self.filter(state=AttachmentState.HELD, why=Why.NO_SCANNER)

    def waiting_since_before(self, moment: dt.datetime) -> Self:
        """Being checked for so long that somebody should look whether that still goes on."""
        return self.filter(state=AttachmentState.RECEIVED, waits_since__lt=moment)


class FollowQuerySet(SignalPartQuerySet[Any]):
    """Follows with their review dates."""

    def active(self) -> Self:
        """Being followed now."""
        return self.filter(state=FollowState.ACTIVE)

    def to_review(self, today: dt.date) -> Self:
        """Active, and the day to look again has come."""
        return self.active().filter(review_on__lte=today)


class DraftQuerySet(GatedQuerySet[Any]):
    """Drafts: only their writer sees them, under the hat they were started with."""

    def _scope(self, actor: Actor) -> Q:
        return Q(author_id=actor.user_id, hat=actor.hat)


class DangerAlarmQuerySet(GatedQuerySet[Any]):
    """Broken-off reports with danger, for whoever works on all signals of the municipality."""

    def _scope(self, actor: Actor) -> Q:
        reaches = reaches_for(actor, SignalAction.SEE_ALARM)
        return Q(municipality_id__in=actor.content) if Reach.OWN in reaches else Q(pk__in=[])

    def unseen(self) -> Self:
        """Nobody has called back yet."""
        return self.filter(seen_at__isnull=True)

    def taken_up_until(self, moment: dt.datetime) -> Self:
        """Somebody took these up at that moment or before."""
        return self.filter(seen_at__lte=moment)


class SubmissionQuerySet(GatedQuerySet[Any]):
    """What a reporter or partner sees of what they sent: number, state, answer."""

    def _scope(self, actor: Actor) -> Q:
        if Reach.PARTNER in reaches_for(actor, SignalAction.VIEW_SUBMISSIONS):
            return Q(partner_id__in=actor.partners)
        return Q(author_id=actor.user_id, partner_id__isnull=True)

    def _kept(self, actor: Actor) -> Q:
        """What a partner sent is its own, and no part of the dossier."""
        return Q() if Reach.PARTNER in reaches_for(actor, SignalAction.VIEW_SUBMISSIONS) else super()._kept(actor)
