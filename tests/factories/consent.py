"""What the person concerned said when she was asked."""

from typing import Any

from core.workdays import today
from signals.consent_codes import AgeGroup, ConsentAnswer, Spokesperson
from signals.operations.consenting import Asked


def agreed(**given: Any) -> Asked:
    """An adult who wants it, asked today by the officer herself."""
    defaults: dict[str, Any] = {
        "answer": ConsentAnswer.AGREES,
        "age": AgeGroup.ADULT,
        "spoke": Spokesperson.SELF,
        "on": today(),
    }
    return Asked(**(defaults | given))


# What a form sends of it.
FILLED = {"asked_answer": "agrees", "asked_age": "adult", "asked_on": "2020-03-02", "asked_by": "de wijkagent"}


def refused(**given: Any) -> Asked:
    """An adult who does not want it."""
    return agreed(**({"answer": ConsentAnswer.REFUSES} | given))
