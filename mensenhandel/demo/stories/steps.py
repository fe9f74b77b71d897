"""What can happen in a story, as data: each step says how many days before the build it was, at what time, and what.

`ago` counts back from the day of the build; a story is the same story whenever it is built. Who acts follows from the
step: the focal officer of the municipality, the coordinator of its service area, the contact of the partner.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from signals.codes import (
    CloseReason,
    EnrichmentKind,
    EnrichmentResult,
    HandoverKind,
    HandoverMethod,
    LegalGround,
    Outcome,
    Plausibility,
    Severity,
    Urgency,
)
from signals.consent_codes import AgeGroup, ConsentAbout, ConsentAnswer, Delay, Spokesperson
from signals.indicators import Basis, Indicator
from signals.operations.logging import SignalFacts
from signals.operations.mentions import Told as MentionTold
from signals.sharing_codes import Provenance
from signals.situations import Confidence, SuspectedRole


@dataclass(frozen=True, slots=True)
class Step:
    """Base: when."""

    ago: int
    at: str


@dataclass(frozen=True, slots=True)
class Submitted(Step):
    """A colleague with this function sends it; it waits to be taken up."""

    function: str


@dataclass(frozen=True, slots=True)
class Posted(Step):
    """A partner sends it: its program through the API, or its contact in the browser."""

    partner: str
    by_program: bool = True


@dataclass(frozen=True, slots=True)
class Logged(Step):
    """The focal officer logs what came in."""


@dataclass(frozen=True, slots=True)
class TakenUp(Step):
    """The focal officer takes it up."""


@dataclass(frozen=True, slots=True)
class LookedUp(Step):
    """Something was looked up; `asked`: days before the build on which it was asked, the same day when not given."""

    kind: EnrichmentKind
    question: str
    source: str
    text: str
    result: EnrichmentResult = EnrichmentResult.FOUND
    asked: int | None = None
    ground: LegalGround = LegalGround.PUBLIC_TASK
    necessity: str = "Nodig om te beoordelen of iemand wordt uitgebuit."
    provenance: Provenance = Provenance.OWN


@dataclass(frozen=True, slots=True)
class Mentioned(Step):
    """Somebody or something more became known."""

    told: MentionTold


@dataclass(frozen=True, slots=True)
class Asked(Step):
    """A question put here: to a colleague with this function, or (with a purpose) to the partner of this name."""

    to: str
    text: str
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Replied(Step):
    """Who was asked answers; `by_phone`: who said it to the officer, who wrote it down."""

    to: str
    text: str
    by_phone: str = ""


@dataclass(frozen=True, slots=True)
class Attached(Step):
    """A file was added: `drawn` makes its bytes."""

    name: str
    description: str
    drawn: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Situated(Step):
    """One matter told apart, of the form of the story; `since`: days before the build, kept as its month."""

    place: str
    basis: Basis
    confidence: Confidence
    address: str = ""
    since: int | None = None
    seen_when: str = ""
    note: str = ""
    role: SuspectedRole = SuspectedRole.UNKNOWN


@dataclass(frozen=True, slots=True)
class TakenBack(Step):
    """A characteristic that turned out otherwise."""

    code: Indicator


@dataclass(frozen=True, slots=True)
class EnoughKnown(Step):
    """Back to judging."""


@dataclass(frozen=True, slots=True)
class Judged(Step):
    """The decision."""

    motivation: str
    severity: Severity = Severity.RAISED
    plausibility: Plausibility = Plausibility.REASONABLE
    urgency: Urgency = Urgency.NORMAL
    own_wish: str = ""


@dataclass(frozen=True, slots=True)
class TipWritten(Step):
    """The text for an anonymous tip, in which everything that was found is settled."""

    text: str


@dataclass(frozen=True, slots=True)
class PassedOn(Step):
    """A *doormelding*, with the `files` of these names. Reminders and the end of the clock follow by themselves, up to the answer."""

    partner: str
    purpose: str
    kind: HandoverKind = HandoverKind.INVESTIGATE
    fields: Sequence[str] = ("form", "place", "company", "vehicle", "seen", "facts", "minor")
    method: HandoverMethod = HandoverMethod.INBOX
    ground: LegalGround = LegalGround.PUBLIC_TASK
    files: Sequence[str] = ()

    @property
    def anonymous(self) -> bool:
        return self.kind == HandoverKind.ANONYMOUS_TIP


@dataclass(frozen=True, slots=True)
class PartnerStep(Step):
    """Base of what a partner does with what it was given."""

    partner: str


@dataclass(frozen=True, slots=True)
class PartnerOpened(PartnerStep):
    """The partner opened it."""


@dataclass(frozen=True, slots=True)
class PartnerAccepted(PartnerStep):
    """The partner works on it."""


@dataclass(frozen=True, slots=True)
class PartnerRefused(PartnerStep):
    """The partner does not take it."""

    refusal: str


@dataclass(frozen=True, slots=True)
class PartnerAnswered(PartnerStep):
    """The partner answers, or the focal officer writes down what it said (`recorded`). `for_reporter`: what may be told on."""

    outcomes: Sequence[Outcome]
    text: str = ""
    recorded: bool = False
    for_reporter: str = ""


@dataclass(frozen=True, slots=True)
class Reminded(PartnerStep):
    """The clock reminds the partner; put in by the player."""


@dataclass(frozen=True, slots=True)
class Expired(PartnerStep):
    """The clock ends without an answer; put in by the player."""


@dataclass(frozen=True, slots=True)
class Considered(Step):
    """The officer looked at what a partner answered, where nobody judged anew since; put in by the player."""


@dataclass(frozen=True, slots=True)
class Offered(Step):
    """Offered to care coordination. `answer`, `age`, `asker`: what the person concerned said, on that day; `why_not`: why nobody asked yet."""

    why: str
    answer: ConsentAnswer = ConsentAnswer.AGREES
    age: AgeGroup = AgeGroup.ADULT
    asker: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Wished(Step):
    """The person concerned said something apart from an offer, or was not asked yet; the fields as those of an offer."""

    about: ConsentAbout
    answer: ConsentAnswer
    age: AgeGroup = AgeGroup.ADULT
    asker: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Informed(Step):
    """She was told what is kept; with a `reason` not yet, and `look` is how many days before the build somebody looks again."""

    to: Spokesperson | None = None
    by: str = ""
    reason: Delay | None = None
    why: str = ""
    look: int | None = None


@dataclass(frozen=True, slots=True)
class Returned(Step):
    """Back with a question, or with the advice to follow first."""

    question: str = ""
    follow_first: bool = False


@dataclass(frozen=True, slots=True)
class OfferedAgain(Step):
    """The question answered."""

    reply: str


@dataclass(frozen=True, slots=True)
class Accepted(Step):
    """Accepted into one or several new cases, by working name."""

    cases: Sequence[str]


@dataclass(frozen=True, slots=True)
class Followed(Step):
    """Followed from here on; `review` in days before the build (negative: after it)."""

    why: str
    what_changes_it: str
    review: int | None = None


@dataclass(frozen=True, slots=True)
class LookedBack(Step):
    """A look back at what is followed."""

    line: str
    next_on: int | None = None


@dataclass(frozen=True, slots=True)
class Told(Step):
    """The reporter hears something before the end."""

    answer: str


@dataclass(frozen=True, slots=True)
class Closed(Step):
    """Closed, with what the reporter hears (or why nothing)."""

    reason: CloseReason
    motivation: str
    answer: str = ""
    no_answer_why: str = ""


@dataclass(frozen=True, slots=True)
class Reopened(Step):
    """A new fact came."""

    new_fact: str


@dataclass(frozen=True, slots=True)
class MergedWith(Step):
    """Closed as a duplicate of the signal of another story, told before this one; with what the reporter hears."""

    key: str
    why: str
    answer: str


@dataclass(frozen=True, slots=True)
class SplitAgain(Step):
    """That was a mistake: it goes on as it was."""

    why: str


@dataclass(frozen=True, slots=True)
class MovedTo(Step):
    """The municipality that it belongs to accepts it, as a dossier of its own."""

    municipality: str
    why: str


@dataclass(frozen=True, slots=True)
class Story:
    """A signal and its course. `seen` days before the build; the first step says how it came in."""

    key: str
    municipality: str
    facts: SignalFacts
    steps: Sequence[Step]
    seen: int | None = None
    title: str = field(default="")

    @property
    def received(self) -> int:
        """Days before the build on which it came in."""
        return self.steps[0].ago
