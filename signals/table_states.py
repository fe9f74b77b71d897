"""The states of the screening table: its meetings, and what is put on the agenda. Read workflow.py first."""

from collections.abc import Mapping

from django.db import models

from core.workflow import Workflow, arrow

from .policies import SignalAction as A


class MeetingState(models.TextChoices):
    """A meeting of the *screeningsoverleg*: outcomes are written down while it is held, and not after it was closed."""

    PLANNED = "planned", "Gepland"
    HELD = "held", "Bezig"
    CLOSED = "closed", "Afgesloten"


MEETING = Workflow(
    "meeting",
    [
        arrow(A.START_MEETING, {MeetingState.PLANNED}, MeetingState.HELD),
        arrow(A.CLOSE_MEETING, {MeetingState.HELD}, MeetingState.CLOSED),
    ],
)

MEETING_TONES: Mapping[str, str] = {
    MeetingState.PLANNED: "info",
    MeetingState.HELD: "warning",
    MeetingState.CLOSED: "quiet",
}


class ItemState(models.TextChoices):
    """A point (*agendapunt*). Taken back, it is gone for who it was put before."""

    TABLED = "tabled", "Op de agenda"
    DECIDED = "decided", "Besproken"
    WITHDRAWN = "withdrawn", "Ingetrokken"


ITEM = Workflow(
    "item",
    [
        # While the meeting goes on an outcome may be put right.
        arrow(A.RECORD_OUTCOME, {ItemState.TABLED, ItemState.DECIDED}, ItemState.DECIDED),
        arrow(A.WITHDRAW_ITEM, {ItemState.TABLED}, ItemState.WITHDRAWN),
        arrow(A.SETTLE_ACTION, {ItemState.DECIDED}),
    ],
)

ITEM_TONES: Mapping[str, str] = {
    ItemState.TABLED: "info",
    ItemState.DECIDED: "success",
    ItemState.WITHDRAWN: "quiet",
}
