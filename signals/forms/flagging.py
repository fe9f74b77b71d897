"""Danger that who sent a signal tells of afterwards: 112 first, whether it was called, and where she can be called back."""

import datetime as dt
from typing import Any

from django.utils import timezone

from core.workdays import AMSTERDAM, today
from signals.calling import Caller
from signals.codes import Answered
from signals.operations.danger import Danger
from signals.operations.flagging import Flag

from .wizard import CallForm


class FlagDangerForm(CallForm):
    """As the page of the wizard about 112; nothing of it has to be filled in before it goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, own=True, in_danger=True, **kwargs)
        self.fields["called"].required = False
        self.fields["call_back"].help_text = "Wie dit signaal nu behandelt, krijgt dit nummer."

    def clean(self) -> dict[str, Any]:
        # What is not filled in is asked of whoever works on it.
        return super(CallForm, self).clean()

    def flag(self) -> Flag:
        """The parsed values."""
        return Flag(self.cleaned_data["key"], self._danger(), self.cleaned_data["call_back"])

    def _danger(self) -> Danger:
        data = self.cleaned_data
        return danger_told(
            at=data["called_at"] if data["called"] == "yes" else None,
            by=data["called_by"],
            why_not=data["not_called"] if data["called"] == "no" else "",
        )


def danger_told(*, at: dt.time | None, by: str, why_not: str) -> Danger:
    """What a sender tells of the call to 112: when and by whom, else why there was none; all of it may be missing."""
    if at is None:
        return Danger(Answered.YES, not_called=why_not)
    # "Ikzelf" is the reporter for who reads it.
    return Danger(Answered.YES, _day_of(at), at, Caller.REPORTER if by in ("", Caller.WRITER) else Caller(by))


def _day_of(at: dt.time) -> dt.date:
    """Today, or yesterday where that time is still to come."""
    is_to_come = dt.datetime.combine(today(), at, AMSTERDAM) > timezone.now()
    return today() - dt.timedelta(days=is_to_come)
