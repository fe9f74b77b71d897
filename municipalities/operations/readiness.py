"""Filling in basis op orde. A statement is added with its date; one that was wrong is struck and stays readable."""

import uuid
from datetime import date

from django.utils import timezone

from audit.operation import operation
from audit.recording import record
from core.access import Actor
from core.errors import Invalid, Stale
from municipalities.events import MunicipalityEvent
from municipalities.models import Municipality, ReadinessCell
from municipalities.policies import MunicipalityAction
from municipalities.readiness_items import ReadinessItem, ReadinessState


@operation(MunicipalityAction.SET_READINESS)
def set_readiness(
    *,
    actor: Actor,
    municipality: Municipality,
    item: str,
    state: str,
    since: date,
    evidence: str = "",
    responsible: str = "",
    next_check: date | None = None,
    corrects: uuid.UUID | None = None,
) -> ReadinessCell:
    """Since `since` the municipality is `state` with `item`.

    `corrects`: the row that this one replaces, as the form showed it; a row of the same day is replaced too.
    Raises Invalid for an unknown item or state or a day to come, Stale when `corrects` was struck meanwhile.
    """
    _demand_known(item, state, since)
    rows = ReadinessCell.objects.visible_to(actor).standing().filter(municipality=municipality, item=item)
    now = timezone.now()
    if corrects is not None and not rows.filter(pk=corrects).update(struck_at=now):
        raise Stale("Iemand anders heeft dit vakje intussen gewijzigd. Er is niets overschreven.")
    rows.filter(since=since).update(struck_at=now)
    cell = ReadinessCell.objects.create(
        municipality=municipality,
        item=item,
        state=state,
        since=since,
        evidence=evidence.strip(),
        responsible=responsible.strip(),
        next_check=next_check,
        recorded_by_id=actor.user_id,
    )
    detail = {"item": item, "state": state, "since": str(since), "corrects": str(corrects or "")}
    record(MunicipalityEvent.READINESS_SET, cell, actor=actor, detail=detail)
    return cell


@operation(MunicipalityAction.STRIKE_READINESS)
def strike_readiness(cell: ReadinessCell, *, actor: Actor) -> ReadinessCell:
    """Take a statement back: what held before it holds again. Raises Stale when it was struck already."""
    if cell.struck_at is not None:
        raise Stale("Deze regel is al geschrapt.")
    cell.struck_at = timezone.now()
    detail = {"item": cell.item, "state": cell.state, "since": str(cell.since)}
    record(MunicipalityEvent.READINESS_STRUCK, cell, actor=actor, detail=detail)
    return cell


def _demand_known(item: str, state: str, since: date) -> None:
    if item not in ReadinessItem.values:
        raise Invalid(message="Dit onderdeel bestaat niet.")
    if state not in ReadinessState.values:
        raise Invalid({"state": ["Kies een van de vier standen."]})
    if since > timezone.localdate():
        raise Invalid({"since": ["Deze dag is nog niet geweest. Vul vandaag of een eerdere dag in."]})
