"""Completing a signal: what a short note left open, or what became known later.

What was reported stays and new facts come below it. Whose data it is stays too when the source changes, unless the law holds
back more of what the new source tells; that less is held back, somebody says herself, with the reason. Of every other field
the value that stood there before is kept in a sealed Revision; the log names the fields and nothing of what stands in them.
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
from signals.sharing_codes import Provenance, of_source, stricter, strictness
from signals.when import told_when
from signals.workflow import SIGNAL

from .logging import ReporterFacts
from .mentions import write_place_keys
from .states import demand_not_offered_away

WHY_LESS = "Dit zijn nu: {held}. Schrijf op waarom dat niet (meer) klopt."
# Of what stands in the signal itself it is found elsewhere by these.
# Of these the keys of its place are made.
PLACE = {"place", "address", "company", "vehicle"}


@dataclass(frozen=True, slots=True)
class Completion:
    """All that may be completed, as it is from now on. `more_facts` is added below what was reported.

    `provenance`: whose data it all is; None or as it was: nobody chose. `provenance_why`: why less is held back than was.
    `more_from`: whose the new facts are, None where nobody else's than the rest.
    """

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
    knowledge: Knowledge
    serious_disadvantage: bool
    labour_sector: str
    sex_sector: str
    reporter: ReporterFacts
    provenance: Provenance | None = None
    provenance_why: str = ""
    more_from: Provenance | None = None

    def whose(self, signal: Signal) -> Provenance:
        """Whose data it all is from now on. What is held back more goes before what is not; a choice goes before that."""
        was, before, now = Provenance(signal.provenance), of_source(signal.source), of_source(self.source)
        found = was
        if self.provenance not in (None, was):
            found = self._chosen(stricter(was, now))
        elif now != before:
            found = stricter(was, now) if was == before else stricter(now, was)
        return stricter(self.more_from, found) if self.more_from and self.more_facts else found

    def _chosen(self, held: Provenance) -> Provenance:
        chosen = self.provenance or held
        if strictness(chosen) < strictness(held) and not self.provenance_why.strip():
            raise Invalid({"provenance_why": [WHY_LESS.format(held=held.label)]})
        return chosen


@operation(SignalAction.EDIT)
def complete_signal(signal: Signal, *, actor: Actor, completion: Completion) -> Signal:
    """Set what is known now and keep what stood there. Raises Invalid when nothing is new."""
    SIGNAL.move(signal, SignalAction.EDIT)
    demand_not_offered_away(signal)
    known = asdict(completion)
    more, told, added = known.pop("more_facts"), known.pop("reporter"), known.pop("more_from")
    why, known["provenance"] = known.pop("provenance_why").strip(), completion.whose(signal)
    known["address"] = known["address"] or None
    known["seen_when"] = told_when(completion.seen_on, completion.seen_when)
    known["other_forms"] = [form for form in completion.other_forms if form != completion.form]
    was = change_known(signal, known)
    if "reported_on" in was:
        since = terms.told_since(signal.reported_on, signal.received_at)
        signal.inform_by = terms.INFORM_REPORTER.of(signal.municipality_id, actor).due_from(since)
    was |= {f"reporter.{name}": value for name, value in _change_reporter(signal, told).items()}
    if not (was or more):
        raise Invalid(message="U hebt nog niets aangevuld.")
    if more:
        signal.facts = f"{signal.facts}\n\nAangevuld op {today():%d-%m-%Y}{_from(added)}: {more}"
    if more or PLACE & was.keys():
        write_place_keys(signal)
    fields = sorted([*was, *(["facts"] if more else [])])
    whose = {"whose": [was["provenance"], signal.provenance]} if "provenance" in was else {}
    if whose and why:
        was["provenance_why"] = why
    Revision.objects.create(**part_of(signal), at=timezone.now(), author_id=actor.person_id, was=was)
    record(SignalEvent.EDITED, signal, actor=actor, detail={"fields": fields, **whose})
    return signal


def _from(added: Provenance | None) -> str:
    """Beside the day, for who reads it and what is held back."""
    return f" ({added.label})" if added and strictness(added) else ""


def _change_reporter(signal: Signal, told: dict[str, Any]) -> dict[str, Any]:
    reporter = Reporter.objects.of(signal).first() or Reporter(**part_of(signal))
    was = change_known(
        reporter, told | {name: told[name] or None for name in ("name", "function", "contact", "call_back")}
    )
    if was:
        reporter.save()
    return was


def change_known(row: models.Model, known: Mapping[str, Any]) -> dict[str, Any]:
    """Set the values that differ; what stood there, as plain values for a Revision. A step of an operation."""
    was = {name: getattr(row, name) for name, value in known.items() if getattr(row, name) != value}
    for name in was:
        setattr(row, name, known[name])
    return {name: value.isoformat() if isinstance(value, dt.date | dt.time) else value for name, value in was.items()}
