"""Who reads what at a screening table: its meetings by seat, its papers by whom each was written for."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from core.access import Actor, Reach, reaches_for
from core.gate import GatedQuerySet
from core.workdays import AMSTERDAM, today
from municipalities.models.periods import DatedQuerySet

from .policies import SignalAction, SignalReach
from .querysets import SignalPartQuerySet
from .table_states import EMPTIED, ItemState, MeetingState, TableStep

if TYPE_CHECKING:
    from .models import Seat  # noqa: F401  in quotes below


class SeatQuerySet(DatedQuerySet["Seat"]):
    """Seats at tables: each of one party, in a period."""

    def taken_by(self, actor: Actor) -> Self:
        """Those of the actor today: through the organisation, or through the municipalities that this hat works for."""
        reaches = reaches_for(actor, SignalAction.LIST_MEETINGS)
        if Reach.PARTNER in reaches:
            return self.on(today()).filter(organisation_id__in=actor.partners)
        return self.on(today()).filter(municipality_id__in=actor.content) if reaches else self.none()


def _seats() -> SeatQuerySet:
    rows: SeatQuerySet = apps.get_model("signals", "Seat").objects.all()
    return rows


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, AMSTERDAM)


class MeetingQuerySet(models.QuerySet[Any]):
    """Meetings hold nothing of a signal: who has a seat sees when and where."""

    def seen_by(self, actor: Actor) -> Self:
        """Those of tables at which the actor has a seat today."""
        return self.filter(table_id__in=_seats().taken_by(actor).values("table"))

    def to_come(self) -> Self:
        """Not held yet."""
        return self.filter(state=MeetingState.PLANNED)

    def coming(self, day: date) -> Self:
        """Not held yet, or going on; with those from that day on that do not go on."""
        open_ = Q(state__in=(MeetingState.PLANNED, MeetingState.HELD))
        return self.filter(open_ | Q(state=MeetingState.CANCELLED, starts_at__gte=_start_of(day)))

    def past(self, day: date) -> Self:
        """Closed; and those before that day that did not go on."""
        return self.filter(Q(state=MeetingState.CLOSED) | Q(state=MeetingState.CANCELLED, starts_at__lt=_start_of(day)))

    def read_no_more(self, day: date) -> Self:
        """Closed so long before that day that what was put before it is read no more; not told of it yet."""
        return self.filter(reads_until__lt=day, erased_at__isnull=True).order_by("pk")


# By step of a proposal: what shows that it was taken, as on the page of the signal (views/proposed.py).
_TAKEN: Mapping[str, Sequence[str]] = {
    TableStep.GATHER: ("Enrichment", "Question"),
    TableStep.FOLLOW: ("Follow",),
    TableStep.HAND_OVER: ("Handover",),
    TableStep.OFFER: ("Offer",),
}
_BESIDE = "of a signal whose point has passed its gate"


class ItemQuerySet(SignalPartQuerySet[Any]):
    """Points on the agenda of a table, seen with their signal."""

    def proposing(self) -> Self:
        """The table proposed something, and since then nobody decided anything or took that step."""
        waiting = self.filter(state=ItemState.DECIDED).exclude(step="").exclude(_since("Decision", "decided_at"))
        for step, names in _TAKEN.items():
            for name in names:
                waiting = waiting.exclude(Q(step=step) & Q(_since(name, "created_at")))
        return waiting


def _since(name: str, field: str) -> Exists:
    """A row of this model that came into the signal after the table met, and was not taken back."""
    model = apps.get_model("signals", name)
    standing = {"withdrawn_at": None} if hasattr(model, "withdrawn_at") else {}
    rows = model._default_manager.unscoped(reason=_BESIDE)
    return Exists(rows.filter(signal=OuterRef("signal"), **{f"{field}__gt": OuterRef("decided_at")}, **standing))


class PaperQuerySet(GatedQuerySet[Any]):
    """Papers: each for one party, as long as that sits at the table.

    Taken back it is nobody's; after the time to read, or when its party left, it is of who has something to do.
    """

    def _scope(self, actor: Actor) -> Q:
        reaches = reaches_for(actor, SignalAction.VIEW_PAPER)
        scope = Q(pk__in=[])
        if Reach.PARTNER in reaches:
            scope |= Q(partner_id__in=actor.partners)
        if Reach.OWN in reaches:
            scope |= Q(municipality_id__in=actor.content, partner__isnull=True, for_care=False)
        if SignalReach.CARE in reaches:
            scope |= Q(municipality_id__in=actor.content, for_care=True)
        in_time = Q(meeting__reads_until__isnull=True) | Q(meeting__reads_until__gte=today())
        still = (in_time & self._sits(today())) | Q(has_action=True)
        return scope & still & ~Q(state__in=EMPTIED)

    def _sits(self, day: date) -> Q:
        """Its party has a seat that day. What a municipality put itself stays its own; care coordination sits by mandate."""
        seats = _seats().on(day).filter(table=OuterRef("meeting__table"))
        outside = Q(partner__isnull=True, municipality=F("from_municipality"))
        return (
            outside
            | Exists(seats.filter(organisation=OuterRef("partner")))
            | (Q(partner__isnull=True) & Exists(seats.filter(municipality=OuterRef("municipality"))))
        )

    def _kept(self, actor: Actor) -> Q:
        """What was put before a partner is the partner's own, and no part of the dossier."""
        return Q() if Reach.PARTNER in reaches_for(actor, SignalAction.VIEW_PAPER) else super()._kept(actor)

    def on_agenda(self) -> Self:
        """In the order of the meeting."""
        return self.order_by("-comes_first", "put_at", "id")

    def to_erase(self, day: date) -> Self:
        """With a text that was to be read until before that day, and that nobody needs any more to do what was agreed."""
        over = self.filter(text__isnull=False, meeting__reads_until__lt=day)
        return over.exclude(has_action=True, done_at__isnull=True)

    def decided(self) -> Self:
        """Something came of them."""
        return self.filter(state=ItemState.DECIDED)

    def to_settle(self) -> Self:
        """With something to do that is not done."""
        return self.filter(has_action=True, done_at__isnull=True)
