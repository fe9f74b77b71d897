"""What was handed over, read back: the course that it ran, told from its own row and its answers.

The log is not kept as long as the row; what happened, and when that was written down where it was later, stand here.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.workdays import AMSTERDAM, local_date

from .codes import GIVEN_BY_HAND
from .disclosure import content_hash
from .models import Enrichment, Handover, HandoverAddition, HandoverAnswer
from .workflow import HandoverState

BY_US = "door de gemeente vastgelegd"


@dataclass(frozen=True, slots=True)
class CourseStep:
    """One thing that happened. `written_at`: when it was written down, where that was on a later day."""

    at: dt.datetime
    what: str
    text: str = ""
    by: str = ""
    written_at: dt.datetime | None = None


def still_holds(given: Handover | HandoverAddition) -> bool:
    """Whether the content is the one that the hash was made of when it was sent."""
    return content_hash(given.content or []) == given.content_hash


def that_hold(item: Enrichment, handovers: Iterable[Handover], additions: Iterable[HandoverAddition]) -> list[Handover]:
    """Those in which something that was looked up went along, at once or later, also when they were taken back since."""
    code = f"found-{item.pk}"
    later = {one.handover_id for one in additions if _holds(one, code)}
    return [one for one in handovers if one.sent_at and (one.pk in later or _holds(one, code))]


def _holds(given: Handover | HandoverAddition, code: str) -> bool:
    return any(line[0] == code for line in given.content or [])


def course_of(
    handover: Handover, answers: Iterable[HandoverAnswer], additions: Iterable[HandoverAddition], hidden: str = ""
) -> list[CourseStep]:
    """From sending until now, the oldest first. `hidden`: what stands in place of words that its reader may not read."""
    added = (CourseStep(one.added_at, "Aangevuld", by=str(one.author)) for one in additions)
    steps = [*_of_row(handover, hidden), *(_answered(answer, hidden) for answer in answers), *added]
    return sorted(steps, key=lambda step: step.at)


def _of_row(handover: Handover, hidden: str) -> Iterator[CourseStep]:
    method = handover.get_method_display()
    if handover.sent_at:
        by_hand = handover.method in GIVEN_BY_HAND
        later = _later(handover.sent_at, handover.created_at) if by_hand else None
        yield CourseStep(handover.sent_at, _sent(handover), f"Hoe: {method}", str(handover.author), later)
    if handover.received_at:
        yield CourseStep(handover.received_at, "Ontvangen", by=BY_US if handover.received_by_us else "")
    if handover.accepted_at:
        yield CourseStep(handover.accepted_at, "In behandeling genomen", by=BY_US if handover.accepted_by_us else "")
    for day in handover.reminded_on:
        yield CourseStep(dt.datetime.combine(day, dt.time(12), AMSTERDAM), "Herinnerd")
    why = hidden if hidden and handover.refusal else handover.refusal
    if handover.refused_at:
        by = BY_US if handover.refused_by_us else ""
        yield CourseStep(handover.refused_at, "Niet in behandeling genomen", why, by)
    if handover.settled_at and (what := _ENDS.get(handover.state)):
        yield CourseStep(handover.settled_at, what, why)


def _sent(handover: Handover) -> str:
    return "Telefonisch doorgegeven" if handover.is_by_phone else "Verstuurd"


_ENDS: Mapping[str, str] = {
    HandoverState.NO_ANSWER: "Geen antwoord ontvangen",
    HandoverState.WITHDRAWN: "Ingetrokken",
}


def _answered(answer: HandoverAnswer, hidden: str) -> CourseStep:
    text = ". ".join(filter(None, (", ".join(answer.outcome_labels), *_words(answer, hidden))))
    if not answer.recorded_by_us:
        return CourseStep(answer.answered_at, "Antwoord", text)
    later = _later(answer.answered_at, answer.created_at)
    return CourseStep(answer.answered_at, "Antwoord", text, f"{BY_US}: {answer.author}", later)


def _words(answer: HandoverAnswer, hidden: str) -> list[str]:
    if hidden:
        return [hidden] if answer.text or answer.for_reporter else []
    allowed = f"Mag aan de melder worden verteld: {answer.for_reporter}" if answer.for_reporter else ""
    return [(answer.text or "").removesuffix(".") if allowed else answer.text or "", allowed]


def _later(happened: dt.datetime, written: dt.datetime) -> dt.datetime | None:
    return written if local_date(written) > local_date(happened) else None
