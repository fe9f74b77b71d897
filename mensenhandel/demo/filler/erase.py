"""What is past its retention term is anonymised in the demo world too: the row for the figures stays, its text is gone.

Terms of the retention table: three months after closing for what was nothing, twelve for what was passed on, followed
or became a case. Erasing follows within a month, after approval.
"""

from datetime import datetime, timedelta

from signals.codes import CloseReason, Wish
from signals.models import (
    Decision,
    Enrichment,
    Follow,
    FollowReview,
    Handover,
    HandoverAnswer,
    MatchKey,
    Offer,
    SignalThing,
)
from signals.workflow import SignalState

from .file import File

ERASED = "Gewist na de bewaartermijn."
_NOTHING = (CloseReason.NO_INDICATION,)
_SHORT, _LONG = timedelta(days=92), timedelta(days=365)
_APPROVAL = timedelta(days=20)

# Per kind of part the texts that go, and what stands there instead.
_TEXTS: dict[type, dict[str, str | None]] = {
    Decision: {"motivation": ERASED, "own_wish": "", "wish": Wish.NOT_KNOWN},
    Handover: {"purpose": ERASED, "content": None},
    HandoverAnswer: {"text": None},
    Offer: {"why": ERASED},
    Follow: {"why": ERASED, "what_changes_it": ERASED, "end_reason": ERASED},
}
_GONE = (Enrichment, FollowReview, MatchKey, SignalThing)


def erase_when_due(file: File, now: datetime) -> None:
    """Anonymise a closed signal whose term, with the time that approval takes, is over."""
    signal = file.signal
    if signal.closed_at is None:
        return
    erased_at = signal.closed_at + (_SHORT if signal.close_reason in _NOTHING else _LONG) + _APPROVAL
    if erased_at >= now:
        return
    file.now = erased_at
    file.state(SignalState.ANONYMISED)
    _empty(file)


def _empty(file: File) -> None:
    signal, reporter = file.signal, file.reporter
    for name in ("facts", "interpretation", "company", "vehicle", "shift", "source_function", "close_motivation"):
        setattr(signal, name, "")
    signal.address = signal.address_found = signal.seen_on = signal.author_id = signal.owner_id = None
    reporter.contact = reporter.informed_what = None
    if file.submission is not None:
        file.submission.answer = None
    for part in file.parts:
        if isinstance(part, _GONE):
            file.sheet.rows[type(part)].remove(part)
        for name, instead in _TEXTS.get(type(part), {}).items():
            setattr(part, name, instead)
