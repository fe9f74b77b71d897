"""Clocks that run out by themselves, and help of others that somebody is referred to."""

import datetime as dt
import uuid
from dataclasses import dataclass

from audit.operation import operation
from audit.recording import record, record_view
from cases import terms
from cases.codes import CLOCKS_BY_HAND, ClockKind, ClockOutcome, ReferralKind, ReferralOutcome
from cases.events import CaseEvent
from cases.models import Case, Clock, Referral, part_of
from cases.policies import CaseAction
from cases.workflow import CASE
from core.access import Actor
from core.errors import Invalid, WrongState
from core.resend import sent_before
from core.workdays import add_months, today
from municipalities.models import Organisation
from signals.codes import Answered

from .parts import locked

# Of a clock that begins later than this the year is a slip of the pen.
MOST_MONTHS_AHEAD = 12


@dataclass(frozen=True, slots=True)
class Start:
    """A clock to be started. `ends_on` is for a permit; bedenktijd has its own length."""

    key: uuid.UUID
    kind: ClockKind
    starts_on: dt.date
    ends_on: dt.date | None = None


@operation(CaseAction.START_CLOCK)
def start_clock(case: Case, *, actor: Actor, start: Start) -> Case:
    """Let something run out on a day: bedenktijd, or a permit."""
    CASE.move(case, CaseAction.START_CLOCK)
    if start.kind not in CLOCKS_BY_HAND:
        raise Invalid({"kind": ["Deze klok volgt uit de geboortedatum."]})
    if start.starts_on > add_months(today(), MOST_MONTHS_AHEAD):
        raise Invalid({"starts_on": ["Deze dag ligt meer dan een jaar vooruit. Controleer het jaartal."]})
    given = {"kind": start.kind, "starts_on": start.starts_on, "ends_on": _last_day(start)}
    if sent_before(Clock.objects.of(case), start.key, **given):
        record_view(CaseEvent.VIEWED, case, actor=actor)
        return case
    Clock.objects.create(**part_of(case), **given, id=start.key, author_id=actor.person_id)
    record(CaseEvent.CLOCK_STARTED, case, actor=actor, detail={"kind": start.kind})
    return case


def _last_day(start: Start) -> dt.date:
    match start.kind:
        case ClockKind.REFLECTION:
            return terms.REFLECTION.due_from(start.starts_on)
        case ClockKind.REFLECTION_DUBLIN:
            return terms.REFLECTION_DUBLIN.due_from(start.starts_on)
    if start.ends_on is None:
        raise Invalid({"ends_on": ["Vul in tot wanneer de vergunning geldt."]})
    return start.ends_on


@operation(CaseAction.STOP_CLOCK)
def stop_clock(case: Case, *, actor: Actor, clock: Clock, outcome: ClockOutcome, seen: int | None = None) -> Case:
    """End a clock before or when it runs out, with what came of it. After an eighteenth birthday nobody is a minor."""
    row = locked(Clock.objects.of(case), clock, seen, actor)
    if row.ended_on is not None:
        raise WrongState("Deze klok is al gestopt.")
    row.ended_on = today()
    row.outcome = outcome
    row.save(update_fields=["ended_on", "outcome", "version"])
    if row.kind == ClockKind.TURNS_18 and outcome == ClockOutcome.PASSED:
        case.minor = Answered.NO
    record(CaseEvent.CLOCK_STOPPED, row, actor=actor, detail={"kind": row.kind, "outcome": outcome})
    return case


@dataclass(frozen=True, slots=True)
class Asked:
    """A referral to be made: what help, of whom (an organisation in the list, or its name)."""

    key: uuid.UUID
    kind: ReferralKind
    asked_on: dt.date
    partner: Organisation | None = None
    provider: str = ""
    note: str = ""


@operation(CaseAction.REFER_ON)
def refer_on(case: Case, *, actor: Actor, asked: Asked) -> Case:
    """Refer somebody to help of another organisation (*doorverwijzing*)."""
    CASE.move(case, CaseAction.REFER_ON)
    if asked.partner is None and not asked.provider.strip():
        raise Invalid({"provider": ["Vul in naar welke organisatie u doorverwijst."]})
    if asked.asked_on > today():
        raise Invalid({"asked_on": ["Deze dag ligt in de toekomst."]})
    given = {
        "kind": asked.kind,
        "partner_id": asked.partner.pk if asked.partner else None,
        "provider": "" if asked.partner else asked.provider,
        "asked_on": asked.asked_on,
        "note": asked.note or None,
    }
    if sent_before(Referral.objects.of(case), asked.key, **given):
        record_view(CaseEvent.VIEWED, case, actor=actor)
        return case
    Referral.objects.create(**part_of(case), **given, id=asked.key, author_id=actor.person_id)
    record(CaseEvent.REFERRED_ON, case, actor=actor, detail={"kind": asked.kind})
    return case


@operation(CaseAction.RECORD_OUTCOME)
def record_outcome(
    case: Case,
    *,
    actor: Actor,
    referral: Referral,
    outcome: ReferralOutcome,
    on: dt.date,
    seen: int | None = None,
) -> Case:
    """Write down what came of a referral."""
    row = locked(Referral.objects.of(case), referral, seen, actor)
    if on > today():
        raise Invalid({"outcome_on": ["Deze dag ligt in de toekomst."]})
    row.outcome = outcome
    row.outcome_on = on
    row.save(update_fields=["outcome", "outcome_on", "version"])
    record(CaseEvent.OUTCOME_RECORDED, row, actor=actor, detail={"kind": row.kind, "outcome": outcome})
    return case
