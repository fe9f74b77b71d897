"""What is past its day is anonymised in the demo world too, as the operation does it: what stays stands beside each model.

Erasing follows some weeks after the day, when two people agreed. What is past its day for less than that waits on the list.
"""

from datetime import datetime, timedelta

from django.db import models

from core.erasing import Gone, erasing_of, make_bare
from core.workdays import local_date
from signals.operations.anonymising import bare
from signals.workflow import SignalState

from .file import File

_APPROVAL = timedelta(days=20)
# These are behind with it, so that there is something on their list whatever the day of the build.
_BEHIND = {
    "Goes": timedelta(days=200),
    "Tilburg": timedelta(days=100),
    "Breda": timedelta(days=250),
    "Vlissingen": timedelta(days=300),
    "Roosendaal": timedelta(days=200),
}


def erase_when_due(file: File, now: datetime) -> None:
    """Anonymise a closed signal whose day, with the time that approval takes, is over."""
    signal = file.signal
    if signal.kept_until is None or signal.closed_at is None:
        return
    kept_for = signal.kept_until - local_date(signal.closed_at)
    erased_at = signal.closed_at + kept_for + _BEHIND.get(str(file.card.municipality), _APPROVAL)
    if erased_at >= now:
        return
    file.now = erased_at
    before = list(file.periods)
    file.state(SignalState.ANONYMISED)
    for row in (*before, *file.parts, file.reporter, file.submission):
        if row is not None:
            _erase(file, row)
    bare(signal)


def _erase(file: File, row: models.Model) -> None:
    if isinstance(erasing_of(type(row)), Gone):
        file.sheet.rows[type(row)].remove(row)
        return
    make_bare(row)
