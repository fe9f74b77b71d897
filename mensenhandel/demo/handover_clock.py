"""The clock of a handover in a story: reminders after 14 and 28 days, "geen antwoord ontvangen" after 56, as long as the partner
has not answered; and the day on which the officer looked at an answer.
"""

from collections.abc import Iterator

from signals import terms

from .stories import steps as s
from .stories.steps_between import RefusedByPhone

_ANSWERS = (s.PartnerAnswered, s.PartnerRefused, RefusedByPhone)
# An answer of the last days still waits for somebody to look at it.
_FRESH = 3


def with_clock(steps: "list[s.Step]") -> "list[s.Step]":
    """The steps with the reminders and the end of the clock of each handover put in, in order of time."""
    ticks = [tick for step in steps if isinstance(step, s.PassedOn) for tick in _ticks(step, steps)]
    looks = [s.Considered(step.ago - 1, "09:00") for step in steps if isinstance(step, _ANSWERS) and step.ago > _FRESH]
    return sorted([*steps, *ticks, *looks], key=lambda step: (-step.ago, step.at))


def _ticks(sent: s.PassedOn, steps: "list[s.Step]") -> Iterator[s.Step]:
    settled = max(
        (step.ago for step in steps if isinstance(step, _ANSWERS) and step.partner == sent.partner), default=-1
    )
    for term in terms.REMIND_HANDOVER:
        if sent.ago - term.amount > max(settled, 0):
            yield s.Reminded(sent.ago - term.amount, "07:30", sent.partner)
    if sent.ago - terms.EXPIRE_HANDOVER.amount > max(settled, 0):
        yield s.Expired(sent.ago - terms.EXPIRE_HANDOVER.amount, "07:30", sent.partner)
