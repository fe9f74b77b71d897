"""The states of a proposal to anonymise signals, and of each of its lines."""

from collections.abc import Mapping

from django.db import models

from core.workflow import Workflow, arrow

from .policies import SignalAction as A


class ErasureState(models.TextChoices):
    """Put forward, agreed to by somebody else, carried out."""

    APPROVED = "approved", "Wacht op de privacy officer"
    ORDERED = "ordered", "Wordt uitgevoerd"
    DONE = "done", "Uitgevoerd"


class LineState(models.TextChoices):
    """How it stands with one signal of it."""

    WAITING = "waiting", "Voorgesteld"
    AGREED = "agreed", "Akkoord"
    SET_ASIDE = "set_aside", "Apart gezet"
    LEFT = "left", "Niet geanonimiseerd: intussen veranderd"


ERASURE_TONES: Mapping[str, str] = {
    ErasureState.APPROVED: "warning",
    ErasureState.ORDERED: "info",
    ErasureState.DONE: "quiet",
}

ERASURE = Workflow(
    "erasure",
    [
        # Also once more, when the job came to nothing: whoever agrees then has the right to.
        arrow(A.AGREE_ERASURE, {ErasureState.APPROVED, ErasureState.ORDERED}, ErasureState.ORDERED),
        arrow(A.CARRY_OUT_ERASURE, {ErasureState.ORDERED}, ErasureState.DONE),
    ],
)
