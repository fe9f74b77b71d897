"""Which signals are past their day, and may be put forward to be anonymised."""

import datetime as dt
import uuid

from django.db.models import Exists, OuterRef, Q

from core.access import Actor, may
from core.workdays import today
from municipalities.models import EmergencyAccess, Restriction

from .models import ErasureLine, Hold, Merge, Override, Signal
from .policies import SignalAction
from .querysets import SignalQuerySet
from .retention_states import LineState
from .workflow import SignalState

_WHY = "whether it is so is all that comes out"
PENDING = (LineState.WAITING, LineState.AGREED)
NOT_DUE = "Dit signaal mag nog niet worden geanonimiseerd: het wordt nog bewaard."


def past_their_day(rows: SignalQuerySet, day: dt.date) -> SignalQuerySet:
    """Of these those that were to be kept until before `day`, and that nothing keeps longer: no hold, no open signal
    with which they were merged, and neither leave taken with direct danger nor an emergency access that the privacy
    officer still has to judge. Each with `is_restricted`.
    """
    held = Hold.objects.unscoped(reason=_WHY).running(day).filter(dossier_id=OuterRef("pk"))
    merges = Merge.objects.unscoped(reason=_WHY).running().filter(signal=OuterRef("pk"))
    erased = Q(into__state=SignalState.ANONYMISED)
    goes_on = merges.exclude(erased).filter(Q(into__kept_until__isnull=True) | Q(into__kept_until__gte=day))
    found = rows.filter(state__in=(SignalState.CLOSED, SignalState.MOVED), kept_until__lt=day)
    entered = EmergencyAccess.objects.unscoped(reason=_WHY).filter(verdict="", dossier_id=OuterRef("pk"))
    unjudged = Override.objects.unscoped(reason=_WHY).filter(in_danger=True, verdict="", signal=OuterRef("pk"))
    restricted = Restriction.objects.filter(dossier_id=OuterRef("pk"), ended_at__isnull=True)
    free: SignalQuerySet = found.exclude(Exists(held)).exclude(Exists(goes_on))
    due: SignalQuerySet = free.exclude(Exists(unjudged)).exclude(Exists(entered))
    marked: SignalQuerySet = due.annotate(is_restricted=Exists(restricted))
    return marked


def to_put_forward(rows: SignalQuerySet, day: dt.date) -> SignalQuerySet:
    """Past their day, and nobody put them forward yet; the longest first."""
    lines = ErasureLine.objects.unscoped(reason=_WHY).filter(state__in=PENDING, dossier_id=OuterRef("pk"))
    return past_their_day(rows, day).exclude(Exists(lines)).order_by("kept_until", "id")


def to_put_forward_by(actor: Actor) -> SignalQuerySet:
    """Those that this actor may put forward today."""
    if not may(actor, SignalAction.APPROVE_ERASURE):
        nothing: SignalQuerySet = Signal.objects.none()
        return nothing
    return to_put_forward(Signal.objects.listed_for(actor).filter(municipality__in=actor.content), today())


def held_or_not_due(signal: Signal, day: dt.date) -> str:
    """Why this signal may not be erased on that day, in a sentence; "" when it may."""
    due = past_their_day(Signal.objects.unscoped(reason=_WHY).filter(pk=signal.pk), day)
    return "" if due.exists() else NOT_DUE


def last_day(signal: Signal, holds: list[Hold]) -> dt.date | None:
    """The last day on which it is kept; None of one that somebody works on. `holds`: those of it that run."""
    if signal.kept_until is None:
        return None
    return max([signal.kept_until, *(hold.until for hold in holds)])


def running_holds(dossier_id: uuid.UUID, day: dt.date) -> list[Hold]:
    """The holds of a signal that has passed its own gate."""
    return list(Hold.objects.unscoped(reason=_WHY).running(day).filter(dossier_id=dossier_id))
