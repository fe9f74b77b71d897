"""Handing a case to another area: offered, then accepted, refused or withdrawn; only acceptance changes the phase.

Another lead municipality means a new, linked dossier, because a row never changes municipality. When the actor
coordinates care there too, acceptance makes that dossier: the needed fields are copied and sealed anew. A receiver
outside (another region, an organisation) gets the case in its own way, and the sender records the answer.
"""

import uuid
from dataclasses import dataclass

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from cases import team, terms
from cases.codes import CLOCKS_BY_HAND, CaseOrigin, ClockKind, CloseReason, PersonRole
from cases.events import CaseEvent
from cases.models import Case, CasePerson, Clock, Transfer, part_of
from cases.policies import CaseAction
from cases.team import accountable_for
from cases.workflow import CASE, TRANSFER, CasePhase
from core.access import Actor
from core.errors import Invalid
from core.resend import sent_before
from core.workdays import today
from municipalities.models import Municipality
from municipalities.shielding import team_of
from signals.codes import Answered, Form, Urgency

from .closing import end_case
from .course import Start, start_clock
from .opening import Opening, begin_case
from .parts import locked
from .people import Identity, add_person
from .shielding import keep_out_along, restrict_to


@dataclass(frozen=True, slots=True)
class Offered:
    """A transfer to be offered: to another municipality under mandate, or to a receiver outside, by name."""

    key: uuid.UUID
    why: str
    ground: str
    to_municipality: Municipality | None = None
    receiver: str = ""


@operation(CaseAction.OFFER_TRANSFER)
def offer_transfer(case: Case, *, actor: Actor, offered: Offered) -> Case:
    """Offer the case to another area; the receiver answers within `terms.TRANSFER_ANSWER`."""
    CASE.move(case, CaseAction.OFFER_TRANSFER)
    given = {
        "to_municipality_id": offered.to_municipality.pk if offered.to_municipality else None,
        "receiver": offered.receiver or str(offered.to_municipality or ""),
        "why": offered.why,
        "ground": offered.ground,
    }
    if sent_before(Transfer.objects.of(case), offered.key, **given):
        record_view(CaseEvent.VIEWED, case, actor=actor)
        return case
    if offered.to_municipality is None and not offered.receiver.strip():
        raise Invalid({"receiver": ["Kies een gemeente, of vul in wie de casus overneemt."]})
    now = timezone.now()
    Transfer.objects.create(
        **part_of(case),
        **given,
        id=offered.key,
        offered_at=now,
        due_on=terms.TRANSFER_ANSWER.of(case.municipality_id, actor).due(now),
        author_id=actor.person_id,
    )
    record(CaseEvent.TRANSFER_OFFERED, case, actor=actor)
    return case


@operation(CaseAction.ACCEPT_TRANSFER)
def accept_transfer(case: Case, *, actor: Actor, transfer: Transfer, seen: int | None = None) -> Case:
    """The receiver takes it: the case ends here as transferred, and goes on elsewhere.

    Gives the case that ended; `transfer.successor` is the new dossier when it lies within the actor's own area.
    """
    row = _settle(case, transfer, CaseAction.ACCEPT_TRANSFER, seen, actor)
    if row.to_municipality is not None and row.to_municipality_id in actor.content:
        row.successor = _continue(case, row.to_municipality, actor)
    row.save(update_fields=["state", "settled_at", "version", "successor"])
    end_case(case, actor, CaseAction.ACCEPT_TRANSFER, CloseReason.TRANSFERRED_REGION, row.why, told=row.receiver)
    case.due_on = None
    record(CaseEvent.TRANSFER_ACCEPTED, case, actor=actor)
    return case


@operation(CaseAction.REFUSE_TRANSFER)
def refuse_transfer(case: Case, *, actor: Actor, transfer: Transfer, refusal: str, seen: int | None = None) -> Case:
    """The receiver does not take it; the case goes on as it was."""
    if not refusal.strip():
        raise Invalid({"refusal": ["Schrijf op waarom de ontvanger weigert."]})
    row = _settle(case, transfer, CaseAction.REFUSE_TRANSFER, seen, actor)
    row.refusal = refusal
    row.save(update_fields=["state", "settled_at", "version", "refusal"])
    record(CaseEvent.TRANSFER_REFUSED, case, actor=actor)
    return case


@operation(CaseAction.WITHDRAW_TRANSFER)
def withdraw_transfer(case: Case, *, actor: Actor, transfer: Transfer, seen: int | None = None) -> Case:
    """The offer is taken back."""
    row = _settle(case, transfer, CaseAction.WITHDRAW_TRANSFER, seen, actor)
    row.save(update_fields=["state", "settled_at", "version"])
    record(CaseEvent.TRANSFER_WITHDRAWN, case, actor=actor)
    return case


def _settle(case: Case, transfer: Transfer, action: CaseAction, seen: int | None, actor: Actor) -> Transfer:
    row = locked(Transfer.objects.of(case).select_related("to_municipality"), transfer, seen, actor)
    TRANSFER.move(row, action)
    row.settled_at = timezone.now()
    return row


def _continue(case: Case, municipality: Municipality, actor: Actor) -> Case:
    """The new dossier: what care needs, sealed anew, and the clocks that run; notes and contact moments stay behind."""
    organisations = accountable_for(municipality, today())
    if not organisations:
        raise Invalid({"receiver": ["Deze gemeente heeft geen afspraak over zorgcoördinatie."]})
    opening = Opening(
        municipality=municipality,
        accountable=organisations[0],
        request=case.request or "",
        safe_contact=case.safe_contact or "",
        main_form=Form(case.main_form),
        other_forms=tuple(Form(form) for form in case.other_forms),
        minor=Answered(case.minor),
        parent_involved=Answered(case.parent_involved),
        representative=case.representative or "",
        urgency=Urgency(case.urgency),
        language=case.language,
    )
    successor = begin_case(actor, uuid.uuid4(), opening, CaseOrigin.TRANSFER, CasePhase.INTAKE)
    record(CaseEvent.OPENED, successor, actor=actor, detail={"origin": CaseOrigin.TRANSFER.value})
    keep_out_along(successor, case, actor=actor)
    if (chosen := team_of(case.dossier_id)) is not None:
        why = f"Afgeschermd als {case.reference}, waar dit dossier uit voortkomt."
        there = restrict_to(successor, actor=actor, user_ids=chosen & team.workers_of(successor).keys(), why=why)
        record(CaseEvent.RESTRICTED, successor, actor=actor, detail={"team": sorted(there)})
    for person in CasePerson.objects.of(case):
        identity = Identity(
            role=PersonRole(person.role),
            name=person.name or "",
            born_on=person.born_on,
            contact=person.contact or "",
            address=person.address or "",
            shelter_address=person.shelter_address or "",
        )
        successor = add_person(successor, actor=actor, key=uuid.uuid4(), identity=identity)
    for clock in Clock.objects.of(case).running().filter(kind__in=CLOCKS_BY_HAND):
        start = Start(uuid.uuid4(), ClockKind(clock.kind), clock.starts_on, clock.ends_on)
        successor = start_clock(successor, actor=actor, start=start)
    return successor
