"""Filling in basis op orde. A statement is added with its date; one that was wrong is struck and stays readable."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Conflict, Invalid
from core.resend import sent_before
from core.unit import once
from municipalities.events import MunicipalityEvent
from municipalities.models import Municipality, ReadinessCell
from municipalities.policies import MunicipalityAction
from municipalities.querysets import ReadinessQuerySet
from municipalities.readiness_items import ReadinessItem, ReadinessState

_CELLS = uuid.UUID("0b8f4c3e-5a51-4a0c-9b8e-7d6f0f2c9d14")


class CellChanged(Conflict):
    """The cell is not as it was shown, by whoever that was."""

    title = "Dit vakje is intussen gewijzigd"

    def __init__(self) -> None:
        super().__init__("Dat was nadat u de pagina opende. Wat u nu stuurde, is niet opgeslagen.")


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form says of itself. `corrects`: the row that it replaces; `key`: the new row's id, so that sending it twice
    makes one row; `seen`: the version of the cell that it showed.
    """

    corrects: uuid.UUID | None = None
    key: uuid.UUID | None = None
    seen: int | None = None


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
    sent: Sent = Sent(),
) -> ReadinessCell:
    """Since `since` the municipality is `state` with `item`.

    A row of the same day is replaced, like the one that the form corrects. Raises Invalid for an unknown item or state or
    a day to come, CellChanged when the cell is not as it was shown.
    """
    _demand_known(item, state, since)
    rows = _locked(actor, municipality, item)
    said = {
        "state": state,
        "since": since,
        "evidence": evidence.strip(),
        "responsible": responsible.strip(),
        "next_check": next_check,
    }
    if sent.key is not None and sent_before(rows, sent.key, **said):
        return _looked_at(rows.get(pk=sent.key), actor)
    if sent.seen is not None and sent.seen != rows.version():
        raise CellChanged
    now = timezone.now()
    if sent.corrects is not None and not rows.standing().filter(pk=sent.corrects).update(struck_at=now):
        raise CellChanged
    rows.standing().filter(since=since).update(struck_at=now)
    cell = ReadinessCell.objects.create(
        id=sent.key or uuid.uuid4(),
        **said,
        municipality=municipality,
        item=item,
        recorded_by_id=actor.user_id,
    )
    detail = {"item": item, "state": state, "since": str(since), "corrects": str(sent.corrects or "")}
    record(MunicipalityEvent.READINESS_SET, cell, actor=actor, detail=detail)
    return cell


@operation(MunicipalityAction.SET_READINESS)
def click_readiness(*, actor: Actor, municipality: Municipality, item: str, shown: uuid.UUID | None) -> ReadinessCell:
    """One click: yes since today. `shown`: the row that the cell stood on when it was shown.

    A cell that says yes by now stays as it is, as after a second click. Raises CellChanged when it says something else.
    """
    rows = _locked(actor, municipality, item)
    holds = rows.on(timezone.localdate()).first()
    if holds is not None and holds.pk != shown:
        if holds.state != ReadinessState.YES:
            raise CellChanged
        return _looked_at(holds, actor)
    return set_readiness(
        actor=actor, municipality=municipality, item=item, state=ReadinessState.YES, since=timezone.localdate()
    )


@operation(MunicipalityAction.STRIKE_READINESS)
def strike_readiness(cell: ReadinessCell, *, actor: Actor) -> ReadinessCell:
    """Take a statement back: what held before it holds again. One that was struck already stays so."""
    if cell.struck_at is not None:
        return _looked_at(cell, actor)
    cell.struck_at = timezone.now()
    detail = {"item": cell.item, "state": cell.state, "since": str(cell.since)}
    record(MunicipalityEvent.READINESS_STRUCK, cell, actor=actor, detail=detail)
    return cell


def _locked(actor: Actor, municipality: Municipality, item: str) -> ReadinessQuerySet:
    """Everything ever said of the cell; whoever changes it at the same moment waits."""
    once(uuid.uuid5(_CELLS, f"{municipality.pk}-{item}"))
    return ReadinessCell.objects.visible_to(actor).filter(municipality=municipality, item=item)


def _looked_at(cell: ReadinessCell, actor: Actor) -> ReadinessCell:
    record_view(MunicipalityEvent.READINESS_SEEN, cell, actor=actor)
    return cell


def _demand_known(item: str, state: str, since: date) -> None:
    if item not in ReadinessItem.values:
        raise Invalid(message="Dit onderdeel bestaat niet.")
    if state not in ReadinessState.values:
        raise Invalid({"state": ["Kies een van de vier standen."]})
    if since > timezone.localdate():
        raise Invalid({"since": ["Deze dag is nog niet geweest. Vul vandaag of een eerdere dag in."]})
