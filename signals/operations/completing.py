"""Completing a signal: what a short note left open, or what became known later.

What was reported stays and new facts come below it. Of every other field the value that stood there before is kept in
a sealed Revision; the log names the fields and nothing of what stands in them.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils import timezone

from audit.operation import operation
from audit.recording import record
from core.access import Actor
from core.errors import Invalid
from core.workdays import today
from signals import terms
from signals.codes import Answered, Form, Knowledge, Route, Source
from signals.events import SignalEvent
from signals.models import Reporter, Revision, Signal, part_of
from signals.policies import SignalAction
from signals.workflow import SIGNAL

from .logging import ReporterFacts
from .mentions import write_place_keys
from .states import demand_not_offered_away

# Of what stands in the signal itself it is found elsewhere by these.
_PLACE = {"place", "address", "company", "vehicle"}


@dataclass(frozen=True, slots=True)
class Completion:
    """All that may be completed, as it is from now on. `more_facts` is added below what was reported."""

    more_facts: str
    interpretation: str
    minor: Answered
    veilig_thuis: Answered
    already_done: str
    place: str
    place_unknown: str
    address: str
    address_found: Mapping[str, Any] | None
    company: str
    vehicle: str
    seen_on: dt.date | None
    seen_when: str
    reported_on: dt.date | None
    shift: str
    form: Form
    other_forms: tuple[Form, ...]
    route: Route
    source: Source
    source_function: str
    knowledge: Knowledge
    serious_disadvantage: bool
    labour_sector: str
    reporter: ReporterFacts


@operation(SignalAction.EDIT)
def complete_signal(signal: Signal, *, actor: Actor, completion: Completion) -> Signal:
    """Set what is known now and keep what stood there. Raises Invalid when nothing is new."""
    SIGNAL.move(signal, SignalAction.EDIT)
    demand_not_offered_away(signal)
    known = asdict(completion)
    more, told = known.pop("more_facts"), known.pop("reporter")
    known["address"] = known["address"] or None
    known["other_forms"] = [form for form in completion.other_forms if form != completion.form]
    was = change_known(signal, known)
    if "reported_on" in was:
        since = terms.told_since(signal.reported_on, signal.received_at)
        signal.inform_by = terms.INFORM_REPORTER.of(signal.municipality_id, actor).due_from(since)
    was |= {f"reporter.{name}": value for name, value in _change_reporter(signal, told).items()}
    if not (was or more):
        raise Invalid(message="U hebt nog niets aangevuld.")
    if more:
        signal.facts = f"{signal.facts}\n\nAangevuld op {today():%d-%m-%Y}: {more}"
    if more or _PLACE & was.keys():
        write_place_keys(signal)
    Revision.objects.create(**part_of(signal), at=timezone.now(), author_id=actor.person_id, was=was)
    fields = sorted([*was, *(["facts"] if more else [])])
    record(SignalEvent.EDITED, signal, actor=actor, detail={"fields": fields})
    return signal


def _change_reporter(signal: Signal, told: dict[str, Any]) -> dict[str, Any]:
    reporter = Reporter.objects.of(signal).first() or Reporter(**part_of(signal))
    was = change_known(reporter, told | {name: told[name] or None for name in ("name", "contact", "call_back")})
    if was:
        reporter.save()
    return was


def change_known(row: models.Model, known: Mapping[str, Any]) -> dict[str, Any]:
    """Set the values that differ; what stood there, as plain values for a Revision. A step of an operation."""
    was = {name: getattr(row, name) for name, value in known.items() if getattr(row, name) != value}
    for name in was:
        setattr(row, name, known[name])
    return {name: value.isoformat() if isinstance(value, dt.date | dt.time) else value for name, value in was.items()}
