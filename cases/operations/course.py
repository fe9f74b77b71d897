"""Clocks that run out by themselves, and help of others that somebody is referred to."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from audit.operation import operation
from audit.recording import record, record_view
from cases import terms
from cases.codes import CLOCKS_BY_HAND, ClockKind, ClockOutcome, ReferralKind, ReferralOutcome
from cases.events import CaseEvent
from cases.models import Case, Clock, Referral, SignalLink, part_of
from cases.policies import CaseAction
from cases.workflow import CASE
from core.access import Actor
from core.errors import Invalid, WrongState
from core.resend import sent_before
from core.workdays import IN_FUTURE, add_months, today
from municipalities.codes import OrganisationKind
from municipalities.models import Organisation
from signals.codes import Answered
from signals.consent_codes import REFUSALS, ConsentAbout, ConsentAnswer
from signals.operations.consenting import Against
from signals.operations.wishes import last_said_of

from .parts import locked

SAYS_NO = "Betrokkene wil dit niet. Zeg wat er toch voorgaat, of vraag het opnieuw en leg dat vast bij het signaal."
REGISTERED_BY_NOBODY = (
    "Betrokkene wil geen registratie bij CoMensha. Vraag het opnieuw en leg dat eerst vast bij het signaal."
)
UNREGISTERED = "CoMensha registreert niemand zonder toestemming. Vindt betrokkene het goed? Zet dan hier een vinkje."
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
    """A referral to be made: what help, of whom (an organisation in the list, or its name).

    `consented`: of a registration, that she agrees; `against`: what goes before her no.
    """

    key: uuid.UUID
    kind: ReferralKind
    asked_on: dt.date
    partner: Organisation | None = None
    provider: str = ""
    note: str = ""
    consented: bool = False
    against: Against | None = None

    def columns(self) -> dict[str, Any]:
        """As they are stored."""
        return {
            "kind": self.kind,
            "partner_id": self.partner.pk if self.partner else None,
            "provider": "" if self.partner else self.provider,
            "asked_on": self.asked_on,
            "note": self.note or None,
            "consented": self.consented and self.kind == ReferralKind.COMENSHA,
            "despite": self.against.ground if self.against else "",
            "despite_why": self.against.why.strip() if self.against else None,
        }


def said_no_to(case: Case, *, on: dt.date, registration: bool = True) -> ConsentAbout | None:
    """What somebody in a signal of this case had said no to by that day, where it holds back: care, else being registered."""
    signals = _signals_of(case)
    matters = [ConsentAbout.CARE, *([ConsentAbout.REGISTRATION] if registration else [])]
    refused = (
        about for about in matters for said in last_said_of(signals, about, on=on).values() if said.is_in_the_way
    )
    return next(refused, None)


def registers(partner: Organisation | None) -> bool:
    """Whether a referral to this organisation is a registration too."""
    return partner is not None and partner.kind == OrganisationKind.COMENSHA


def _signals_of(case: Case) -> dict[uuid.UUID, int]:
    """By key the municipality that holds it, of each signal that the case was made of."""
    return dict(SignalLink.objects.of(case).order_by().values_list("signal_id", "from_municipality_id"))


def _demand_wished(case: Case, asked: Asked) -> None:
    """Care takes no adult who says no, unless a legal duty or a vital interest goes before it; nobody is registered without a
    yes, said at a signal or here, whatever goes before it (domain 3.3 and 8.3, R13)."""
    if asked.kind == ReferralKind.COMENSHA:
        last = last_said_of(_signals_of(case), ConsentAbout.REGISTRATION, on=asked.asked_on)
        said = [one.answer for one in last.values()]
        if set(said) & set(REFUSALS):
            raise Invalid({"kind": [REGISTERED_BY_NOBODY]})
        if not asked.consented and ConsentAnswer.AGREES not in said:
            raise Invalid({"consented": [UNREGISTERED]})
    if said_no_to(case, on=asked.asked_on, registration=registers(asked.partner)):
        if asked.against is None:
            raise Invalid({"despite": [SAYS_NO]})
        if not asked.against.why.strip():
            raise Invalid({"despite_why": ["Vul dit in."]})


@operation(CaseAction.REFER_ON)
def refer_on(case: Case, *, actor: Actor, asked: Asked) -> Case:
    """Refer somebody to help of another organisation (*doorverwijzing*)."""
    CASE.move(case, CaseAction.REFER_ON)
    if asked.partner is None and not asked.provider.strip():
        raise Invalid({"provider": ["Vul in naar welke organisatie u doorverwijst."]})
    if asked.asked_on > today():
        raise Invalid({"asked_on": [IN_FUTURE]})
    given = asked.columns()
    if sent_before(Referral.objects.of(case), asked.key, **given):
        record_view(CaseEvent.VIEWED, case, actor=actor)
        return case
    _demand_wished(case, asked)
    Referral.objects.create(**part_of(case), **given, id=asked.key, author_id=actor.person_id)
    record(CaseEvent.REFERRED_ON, case, actor=actor, detail={"kind": asked.kind, "despite": given["despite"]})
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
        raise Invalid({"outcome_on": [IN_FUTURE]})
    row.outcome = outcome
    row.outcome_on = on
    row.save(update_fields=["outcome", "outcome_on", "version"])
    record(CaseEvent.OUTCOME_RECORDED, row, actor=actor, detail={"kind": row.kind, "outcome": outcome})
    return case
