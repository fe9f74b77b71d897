"""How a case row begins, whichever way it came: from signals (cases/intake.py), directly, or by a transfer."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from cases import team, terms
from cases.birds import draw_name
from cases.codes import DIRECT_ORIGINS, CaseOrigin
from cases.events import CaseEvent
from cases.models import Case
from cases.policies import CaseAction
from cases.workflow import CasePhase
from core import walls
from core.access import Actor
from core.errors import Invalid
from core.references import insert_referenced
from core.resend import demand_same
from core.unit import once
from core.workdays import today
from municipalities.models import Municipality, Organisation
from signals.codes import Answered, Form, Urgency

from .phases import move_phase, open_period, review_day, settle_next_date


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known of a case when it begins. `municipality` leads; `accountable` works there under its mandate."""

    municipality: Municipality
    accountable: Organisation
    request: str
    safe_contact: str = ""
    main_form: Form = Form.UNKNOWN
    other_forms: tuple[Form, ...] = ()
    minor: Answered = Answered.UNKNOWN
    parent_involved: Answered = Answered.UNKNOWN
    representative: str = ""
    urgency: Urgency = Urgency.NORMAL
    language: str = ""
    first_contact_on: dt.date | None = None
    referred_by: Organisation | None = None

    def columns(self) -> dict[str, Any]:
        """What of it is stored as it was given."""
        return {
            "municipality_id": self.municipality.pk,
            "accountable_id": self.accountable.pk,
            "referred_by_id": self.referred_by.pk if self.referred_by else None,
            "request": self.request or None,
            "safe_contact": self.safe_contact or None,
            "main_form": self.main_form,
            "other_forms": [form for form in self.other_forms if form != self.main_form],
            "minor": self.minor,
            "parent_involved": self.parent_involved,
            "representative": self.representative or None,
            "urgency": self.urgency,
            "language": self.language,
        }


def made_before(actor: Actor, key: uuid.UUID, opening: Opening) -> Case | None:
    """The case that an earlier sending of the same form made; a second sending waits for the first.

    Raises AlreadySent when the case does not say what this sending says.
    """
    once(key)
    case: Case | None = Case.objects.visible_to(actor).filter(pk=key).first()
    if case is not None:
        demand_same(case, opening.columns())
        record_view(CaseEvent.VIEWED, case, actor=actor)
    return case


def begin_case(actor: Actor, key: uuid.UUID, opening: Opening, origin: CaseOrigin, phase: CasePhase) -> Case:
    """Store a new case in its first phase, with working name and reference drawn; in intake the actor owns it."""
    now = timezone.now()
    case = Case(
        id=key,
        dossier_id=key,
        **opening.columns(),
        working_name=draw_name(names_taken(actor, opening.municipality)),
        phase=phase,
        origin=origin,
        opened_at=now,
    )
    if phase == CasePhase.INTAKE:
        case.owner_id = actor.person_id
        case.next_contact_on = opening.first_contact_on or first_contact_day(case, opening.urgency, actor)
    case.review_on = review_day(case, actor)
    case.due_on = min(day for day in (case.next_contact_on, case.review_on) if day is not None)
    insert_referenced(case, "C")
    open_period(case, now, actor=actor)
    if phase == CasePhase.INTAKE:
        team.join(case, actor.person_id, today())
    return case


def first_contact_day(case: Case, urgency: str, actor: Actor) -> dt.date:
    """By when there is a first contact: the end of the term of this urgency."""
    haste = terms.FIRST_CONTACT_WITH_HASTE.get(urgency)
    return (haste or terms.FIRST_CONTACT_USUAL.of(case.municipality_id, actor)).due_from(today())


def names_taken(actor: Actor, municipality: Municipality) -> set[str]:
    """Working names that would be confusing: of open cases there, and of all municipalities that the actor works for."""
    places = {municipality.pk, *actor.content}
    with walls.context(walls.sign_all(content=places)):
        names = Case.objects.unscoped(reason="a name may be in use in a case that this actor does not see")
        return set(names.open().filter(municipality__in=places).values_list("working_name", flat=True))


@operation(CaseAction.REFER)
def refer_directly(*, actor: Actor, key: uuid.UUID, opening: Opening, origin: CaseOrigin) -> Case:
    """A partner, the person or the family came to care coordination without a signal; answered within one working day.

    Sending the same key again gives the case that was made the first time.
    """
    made = made_before(actor, key, opening)
    if made is not None:
        return made
    if origin not in DIRECT_ORIGINS:
        raise Invalid({"origin": ["Kies wie de casus aanmeldt."]})
    if origin == CaseOrigin.PARTNER and opening.referred_by is None:
        raise Invalid({"referred_by": ["Kies welke partner de casus aanmeldt."]})
    if not opening.safe_contact:
        raise Invalid({"safe_contact": ["Schrijf op hoe iemand veilig te bereiken is."]})
    case = begin_case(actor, key, opening, origin, CasePhase.REFERRED)
    record(CaseEvent.REFERRED, case, actor=actor, detail={"origin": origin.value})
    return case


@dataclass(frozen=True, slots=True)
class TakingIn:
    """The first look at a direct referral."""

    urgency: Urgency
    language: str = ""
    first_contact_on: dt.date | None = None


@operation(CaseAction.TAKE_IN)
def take_in(case: Case, *, actor: Actor, taking: TakingIn) -> Case:
    """Accept a direct referral: the actor owns it, intake begins, the term of the first contact runs."""
    move_phase(case, CaseAction.TAKE_IN, actor=actor)
    case.owner_id = actor.person_id
    case.urgency = taking.urgency
    case.language = taking.language
    case.next_contact_on = taking.first_contact_on or first_contact_day(case, taking.urgency, actor)
    settle_next_date(case)
    team.join(case, actor.person_id, today())
    record(CaseEvent.TAKEN_IN, case, actor=actor, detail={"urgency": taking.urgency})
    return case
