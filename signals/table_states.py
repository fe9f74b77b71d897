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
    CANCELLED = "cancelled", "Gaat niet door"


MEETING = Workflow(
    "meeting",
    [
        arrow(A.START_MEETING, {MeetingState.PLANNED}, MeetingState.HELD),
        arrow(A.CLOSE_MEETING, {MeetingState.HELD}, MeetingState.CLOSED),
        arrow(A.MOVE_MEETING, {MeetingState.PLANNED}),
        arrow(A.CANCEL_MEETING, {MeetingState.PLANNED}, MeetingState.CANCELLED),
        arrow(A.NOTE_ERASED, {MeetingState.CLOSED}),
    ],
)

MEETING_TONES: Mapping[str, str] = {
    MeetingState.PLANNED: "info",
    MeetingState.HELD: "warning",
    MeetingState.CLOSED: "quiet",
    MeetingState.CANCELLED: "warning",
}


class Rhythm(models.IntegerChoices):
    """Every how many weeks a table meets."""

    WEEKLY = 1, "Elke week"
    FORTNIGHTLY = 2, "Elke twee weken"
    MONTHLY = 4, "Elke vier weken"


class ItemState(models.TextChoices):
    """A point (*agendapunt*). Taken back, or because the table did not come to it, it is gone for who it was put before."""

    TABLED = "tabled", "Op de agenda"
    DECIDED = "decided", "Besproken"
    WITHDRAWN = "withdrawn", "Ingetrokken"
    RETURNED = "returned", "Terug, niet besproken"


class TableStep(models.TextChoices):
    """What a table proposes to do with the signal; its officer decides whether that happens."""

    GATHER = "gather", "Meer informatie verzamelen"
    FOLLOW = "follow", "Volgen"
    HAND_OVER = "hand_over", "Doorgeven"
    OFFER = "offer", "Aanbieden aan de zorgcoördinator"
    CLOSE = "close", "Sluiten"


# Of these no party reads anything any more.
EMPTIED = (ItemState.WITHDRAWN, ItemState.RETURNED)


ITEM = Workflow(
    "item",
    [
        # While the meeting goes on an outcome may be put right.
        arrow(A.RECORD_OUTCOME, {ItemState.TABLED, ItemState.DECIDED}, ItemState.DECIDED),
        arrow(A.WITHDRAW_ITEM, {ItemState.TABLED}, ItemState.WITHDRAWN),
        arrow(A.SETTLE_ACTION, {ItemState.DECIDED}),
        arrow(A.SETTLE_FOR, {ItemState.DECIDED}),
        # What the meeting did not come to, and is not carried to another one.
        arrow(A.CLOSE_MEETING, {ItemState.TABLED}, ItemState.RETURNED),
        arrow(A.CANCEL_MEETING, {ItemState.TABLED}, ItemState.RETURNED),
    ],
)

ITEM_TONES: Mapping[str, str] = {
    ItemState.TABLED: "info",
    ItemState.DECIDED: "success",
    ItemState.WITHDRAWN: "quiet",
    ItemState.RETURNED: "warning",
}
