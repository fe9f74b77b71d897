"""What the person concerned is told: that the municipality holds this, or why not yet and when to look again (domain 8.3, R15).

Each is a row, and the newest stands. Whoever reads the whole signal and works on it may note one.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Invalid
from core.resend import sent_before
from core.workdays import IN_FUTURE, today
from signals.consent_codes import Delay, Spokesperson
from signals.events import SignalEvent
from signals.models import Signal, Telling, part_of
from signals.policies import SignalAction
from signals.terms import told_since
from signals.typed_beside import demand_unsaid, names_barred_source
from signals.workflow import SIGNAL

LATEST_LOOK = dt.timedelta(days=183)  # so far ahead at most a delay is looked at again


@dataclass(frozen=True, slots=True)
class Told:
    """Whether somebody was told. `to`, `on`, `by`: who, when and by whom ("": the actor); else `reason`, `why` and `review_on`."""

    told: bool
    to: Spokesperson | None = None
    on: dt.date | None = None
    by: str = ""
    reason: Delay | None = None
    why: str = ""
    review_on: dt.date | None = None

    def columns(self) -> dict[str, Any]:
        """As they are stored: of who was told nothing of a delay, and the other way round."""
        told = self.told
        return {
            "told": told,
            "to": (self.to or "") if told else "",
            "told_on": self.on if told else None,
            "told_by": self.by.strip() if told else "",
            "reason": "" if told else self.reason or "",
            "why": None if told else self.why.strip() or None,
            "review_on": None if told else self.review_on,
        }

    def wrong(self) -> dict[str, list[str]]:
        """What cannot be, by field; empty when it can be."""
        return self._wrong_if_told() if self.told else self._wrong_if_not_yet()

    def _wrong_if_told(self) -> dict[str, list[str]]:
        found = {} if self.to else {"to": ["Kies aan wie het is verteld."]}
        if self.on is None or self.on > today():
            found["on"] = [IN_FUTURE if self.on else "Vul in op welke dag het is verteld."]
        return found

    def _wrong_if_not_yet(self) -> dict[str, list[str]]:
        found = {} if self.reason else {"reason": ["Kies waarom het nog niet kan."]}
        if self.reason == Delay.OTHER and not self.why.strip():
            found["why"] = ["Schrijf op waarom het nog niet kan."]
        if self.review_on is None or not today() < self.review_on <= today() + LATEST_LOOK:
            found["review_on"] = ["Kies een dag na vandaag, hooguit een half jaar vooruit."]
        return found


@operation(SignalAction.NOTE_TELLING)
def note_telling(signal: Signal, *, actor: Actor, key: uuid.UUID, told: Told) -> Telling:
    """Write down that somebody was told, or why not yet and when to look again. Sending the same key again notes it once."""
    columns = told.columns()
    if sent_before(Telling.objects.of(signal), key, **columns):
        made: Telling = Telling.objects.of(signal).get(pk=key)
        record_view(SignalEvent.VIEWED, signal, actor=actor)
        return made
    SIGNAL.move(signal, SignalAction.NOTE_TELLING)
    wrong = told.wrong()
    since = told_since(signal.reported_on, signal.received_at)
    if told.told and told.on is not None and told.on < since:
        wrong.setdefault("on", [f"Dit kan niet voor de melding zijn ({date_format(since, 'j F Y')})."])
    if wrong:
        raise Invalid(wrong)
    # Care coordination reads this too, and may not know who reported.
    demand_unsaid(signal, {"by": columns["told_by"], "why": columns["why"]}, names_barred_source)
    row = Telling(id=key, **part_of(signal), **columns, noted_at=timezone.now(), author_id=actor.person_id)
    row.save(force_insert=True)
    record(SignalEvent.TELLING_NOTED, row, actor=actor, detail={"told": told.told, "reason": row.reason})
    return row
