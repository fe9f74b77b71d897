"""The names of auditable facts.

Each app lists its facts in `events.py` as a subclass of `EventName`; the label is how the timeline tells it, with the
actor in front ("A. Demo heeft het signaal opgepakt").
"""

from django.db import models


class EventName(models.TextChoices):
    """Base of each app's facts; a value is "app.fact"."""


class Result(models.TextChoices):
    """How it ended."""

    DONE = "done", "gedaan"
    REFUSED = "refused", "geweigerd"
    FAILED = "failed", "mislukt door een fout"


class Kind(models.TextChoices):
    """What sort of thing happened, or was refused: a change, a look."""

    CHANGE = "change", "wijziging"
    READ = "read", "inzage"


class AuditFact(EventName):
    """The facts that belong to no app."""

    FAULT = "audit.fault", "kreeg een fout van de toepassing"
    WORK_LISTED = "audit.work_listed", "heeft bekeken wat er op hem of haar wacht"


def event_labels() -> dict[str, str]:
    """Every fact with its Dutch label, of all apps."""
    return {member.value: str(member.label) for names in EventName.__subclasses__() for member in names}
