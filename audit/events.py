"""The names of auditable facts.

Each app lists its facts in `events.py` as a subclass of `EventName`; the label is how the timeline tells it, with the
actor in front ("A. Demo heeft het signaal opgepakt").
"""

from collections.abc import Mapping
from functools import cache

from django.db import models

from core.access import declared_actions


class EventName(models.TextChoices):
    """Base of each app's facts; a value is "app.fact"."""


class Result(models.TextChoices):
    """How it ended. Refused: somebody was kept from it. Impossible: it was no moment for it, or the form was stale or wrong."""

    DONE = "done", "gedaan"
    REFUSED = "refused", "geweigerd"
    IMPOSSIBLE = "impossible", "kon niet"
    FAILED = "failed", "mislukt door een fout"


class Kind(models.TextChoices):
    """What sort of thing happened, or was refused: a change, a look."""

    CHANGE = "change", "wijziging"
    READ = "read", "inzage"


class AuditFact(EventName):
    """The facts that belong to no app."""

    FAULT = "audit.fault", "kreeg een fout van de toepassing"
    NO_BSN = "audit.no_bsn", "bewaarde een nummer dat op een BSN lijkt, en gaf aan dat het er geen is"
    WORK_LISTED = "audit.work_listed", "heeft bekeken wat er op hem of haar wacht"


# Asked for at a page or resource that belongs to no action.
_NO_ACTION = {Kind.READ: "een pagina bekijken", Kind.CHANGE: "een formulier versturen"}


def told_as(event: str, kind: str, result: str) -> str:
    """What happened, in words behind who did it: a fact; what was not done, by the action ("een signaal bekijken")."""
    if result not in {Result.DONE, Result.FAILED}:
        action = next((action for action in declared_actions() if action == event), None)
        return _NO_ACTION[Kind(kind)] if action is None else action.label
    return event_labels().get(event, event)


def outcome_of(result: str) -> str:
    """How it ended, in words, when it was not simply done."""
    return "" if result == Result.DONE else str(Result(result).label)


@cache
def event_labels() -> Mapping[str, str]:
    """Every fact with its Dutch label, of all apps: put together once, for a log of thousands of lines asks for each."""
    return {member.value: str(member.label) for names in EventName.__subclasses__() for member in names}
