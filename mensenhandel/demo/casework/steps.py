"""What can happen in a told case, as data: see stories/steps.py. The care coordinator of the area does it."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.codes import (
    ClockKind,
    CloseReason,
    ContactKind,
    ContactOutcome,
    ReferralKind,
    ReferralOutcome,
    Risk,
    Trafficking,
)
from mensenhandel.demo.stories.steps import Step
from signals.codes import Answered, Form, Urgency


@dataclass(frozen=True, slots=True)
class Contacted(Step):
    """A contact moment; `again` in days before the build (negative: after it)."""

    text: str
    kind: ContactKind = ContactKind.PHONE
    outcome: ContactOutcome = ContactOutcome.REACHED
    again: int | None = None


@dataclass(frozen=True, slots=True)
class Noted(Step):
    """A note."""

    text: str


@dataclass(frozen=True, slots=True)
class Tasked(Step):
    """A task, to be done `due` days before the build (negative: after it)."""

    title: str
    due: int


@dataclass(frozen=True, slots=True)
class Ticked(Step):
    """The open task that is due first is done."""


@dataclass(frozen=True, slots=True)
class Intensive(Step):
    """From intake, following or aftercare to intensive, by a plan."""

    why: str
    agreed: str
    form: Form
    risk: Risk = Risk.RAISED
    trafficking: Trafficking = Trafficking.POSSIBLE
    judged_by: str = "zorgcoördinator"


@dataclass(frozen=True, slots=True)
class ScaledDown(Step):
    """To following, from intake (`from_intake`) or from more."""

    why: str
    told: str = ""
    from_intake: bool = False


@dataclass(frozen=True, slots=True)
class Aftercare(Step):
    """Help goes on elsewhere."""

    received_by: str
    risks: str


@dataclass(frozen=True, slots=True)
class Reviewed(Step):
    """Looked again."""

    line: str


@dataclass(frozen=True, slots=True)
class ClockStarted(Step):
    """Bedenktijd, or a permit that ends `ends` days before the build (negative: after it)."""

    kind: ClockKind
    ends: int | None = None


@dataclass(frozen=True, slots=True)
class ReferredOn(Step):
    """Referred to help of others; `partner`: an organisation of the demo, else `provider`."""

    kind: ReferralKind
    provider: str = ""
    partner: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CameOfIt(Step):
    """What came of the referral of this kind."""

    kind: ReferralKind
    outcome: ReferralOutcome


@dataclass(frozen=True, slots=True)
class Ended(Step):
    """Closed; `call_on` days before the build (negative: after it) on which somebody may be called again."""

    reason: CloseReason
    motivation: str
    told: str = ""
    call_on: int | None = None
    safe_way: str = ""


@dataclass(frozen=True, slots=True)
class TransferOffered(Step):
    """Offered to somebody outside the area."""

    receiver: str
    why: str
    ground: str


@dataclass(frozen=True, slots=True)
class TransferTaken(Step):
    """The receiver takes it; a stub stays."""


@dataclass(frozen=True, slots=True)
class ToldCase:
    """A told case. `born`: years before the year of the build, on 1 January; the name is "Demo" and the working name."""

    name: str
    story: str
    request: str
    safe_contact: str
    born: int
    steps: Sequence[Step]
    language: str = ""
    form: Form = Form.UNKNOWN
    minor: Answered = Answered.NO
    urgency: Urgency = Urgency.NORMAL
    phone: str = ""
    shelter: str = ""


def reviews(first: int, every: int, lines: Sequence[str]) -> tuple[Reviewed, ...]:
    """A look again every so many days, from `first` days before the build on."""
    return tuple(Reviewed(first - number * every, "11:15", line) for number, line in enumerate(lines))
