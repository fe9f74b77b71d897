"""The phases of a case and of what runs beside it. Read this first.

A case comes in as accepted signals, and then starts in `intake`; or directly, from a partner, the person or family, and
then waits as `referred` until it is taken in. From there the phase says how much care coordination does: `intensive`,
`followed` (we keep following this actively; there is no help trajectory yet), `aftercare`. Life goes back and forth:
from aftercare to intensive or followed is possible (relapse). A transfer to another area is an object of its own; the
phase changes only when the receiver accepts.
"""

from collections.abc import Mapping

from django.db import models

from core.workflow import Workflow, arrow

from .policies import CaseAction as A


class CasePhase(models.TextChoices):
    """The slow state; on screen *intensiteit*."""

    REFERRED = "referred", "Aangemeld"
    INTAKE = "intake", "Intake"
    INTENSIVE = "intensive", "Intensief"
    FOLLOWED = "followed", "Op de voet volgen"
    AFTERCARE = "aftercare", "Nazorg"
    TRANSFERRED = "transferred", "Overgedragen"
    CLOSED = "closed", "Afgesloten"
    ANONYMISED = "anonymised", "Geanonimiseerd"


P = CasePhase
CARE_PHASES = (P.INTENSIVE, P.FOLLOWED, P.AFTERCARE)
EARLY_PHASES = (P.REFERRED, P.INTAKE)
OPEN_PHASES = (*EARLY_PHASES, *CARE_PHASES)
ENDED_PHASES = (P.CLOSED, P.TRANSFERRED)

CASE = Workflow(
    "case",
    [
        arrow(A.TAKE_IN, {P.REFERRED}, P.INTAKE),
        arrow(A.START_INTENSIVE, {P.INTAKE}, P.INTENSIVE),
        arrow(A.FOLLOW, {P.INTAKE}, P.FOLLOWED),
        arrow(A.SCALE_UP, {P.FOLLOWED, P.AFTERCARE}, P.INTENSIVE),
        arrow(A.SCALE_DOWN, {P.INTENSIVE, P.AFTERCARE}, P.FOLLOWED),
        arrow(A.START_AFTERCARE, {P.INTENSIVE, P.FOLLOWED}, P.AFTERCARE),
        arrow(A.CLOSE, OPEN_PHASES, P.CLOSED),
        arrow(A.ACCEPT_TRANSFER, OPEN_PHASES, P.TRANSFERRED),
        arrow(A.REOPEN, {P.CLOSED}, P.INTAKE),
        arrow(A.ANONYMISE, {P.CLOSED, P.TRANSFERRED}, P.ANONYMISED),
        # What is allowed beside the phase, which it keeps.
        arrow(A.ADD_SIGNALS, OPEN_PHASES),
        arrow(A.REVIEW, (P.INTAKE, *CARE_PHASES)),
        arrow(A.EDIT, OPEN_PHASES),
        arrow(A.EDIT_SAFE_CONTACT, (*OPEN_PHASES, P.CLOSED)),
        arrow(A.EDIT_PERSON, OPEN_PHASES),
        arrow(A.LOG_CONTACT, (*OPEN_PHASES, P.CLOSED)),
        arrow(A.ADD_NOTE, (*OPEN_PHASES, P.CLOSED)),
        arrow(A.PLAN_TASK, OPEN_PHASES),
        arrow(A.JUDGE_PAIR, (*OPEN_PHASES, P.CLOSED)),
        arrow(A.START_CLOCK, OPEN_PHASES),
        arrow(A.REFER_ON, OPEN_PHASES),
        arrow(A.ASSIGN, OPEN_PHASES),
        arrow(A.ADD_MEMBER, OPEN_PHASES),
        arrow(A.ASK_TAKE_OVER, OPEN_PHASES),
        arrow(A.OFFER_TRANSFER, OPEN_PHASES),
    ],
)

PHASE_TONES: Mapping[str, str] = {
    P.REFERRED: "warning",
    P.INTAKE: "warning",
    P.INTENSIVE: "info",
    P.FOLLOWED: "neutral",
    P.AFTERCARE: "success",
    P.TRANSFERRED: "quiet",
    P.CLOSED: "quiet",
    P.ANONYMISED: "quiet",
}

# Where the label is too long for a list.
INTENSITY: Mapping[str, str] = {P.FOLLOWED: "Op de voet"}

# The caseload in its order: the most intensive first, then what has not begun, then who may be called again.
CASELOAD = (*CARE_PHASES, P.INTAKE, P.REFERRED, P.CLOSED)

# The course as the phase bar shows it; intensive and followed alternate.
COURSE = (P.REFERRED, P.INTAKE, P.INTENSIVE, P.FOLLOWED, P.AFTERCARE, P.CLOSED)


class TransferState(models.TextChoices):
    """A transfer (*overdracht*) to another lead municipality or out of the region."""

    OFFERED = "offered", "Aangeboden"
    ACCEPTED = "accepted", "Aangenomen"
    REFUSED = "refused", "Geweigerd"
    WITHDRAWN = "withdrawn", "Ingetrokken"


TRANSFER = Workflow(
    "transfer",
    [
        arrow(A.ACCEPT_TRANSFER, {TransferState.OFFERED}, TransferState.ACCEPTED),
        arrow(A.REFUSE_TRANSFER, {TransferState.OFFERED}, TransferState.REFUSED),
        arrow(A.WITHDRAW_TRANSFER, {TransferState.OFFERED}, TransferState.WITHDRAWN),
    ],
)


class TaskState(models.TextChoices):
    """Something to do before a date."""

    OPEN = "open", "Open"
    DONE = "done", "Gedaan"
    LAPSED = "lapsed", "Vervallen"


TASK = Workflow("task", [arrow(A.COMPLETE_TASK, {TaskState.OPEN}, TaskState.DONE)])
