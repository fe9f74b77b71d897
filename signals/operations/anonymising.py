"""Of a signal past its day everything of people goes; what figures are made of stays (domain page 8.4, R18).

What becomes of each table stands beside its model (core/erasing.py); here is only where the rows lie: in the signal's own
dossier, and in what other municipalities and screening tables hold of it. What a partner took over, in a system of its own,
is the partner's; what lies here of it goes.
"""

import uuid
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, models

from audit.operation import operation
from audit.recording import record
from core.access import Actor
from core.erasing import Bare, Gone, erasing_of, make_bare
from core.errors import WrongState
from core.unit import once
from core.walls.declarations import Content
from core.walls.tables import wall_of
from core.workdays import local_date, today
from municipalities.dossiers import DossierRoot
from municipalities.models import ErasedDossier
from signals.events import SignalEvent
from signals.models import (
    Arrival,
    Concern,
    Merge,
    Move,
    Override,
    PairJudgement,
    SharedSignal,
    Signal,
    StatePeriod,
    TableItem,
    TablePaper,
)
from signals.policies import SignalAction
from signals.retention import held_or_not_due
from signals.workflow import OverrideState

from .states import demand_settled, move_state

_WHY = "what is erased is shown to nobody"
OVERRIDE_OPEN = (OverrideState.ASKED, OverrideState.ALLOWED)


@operation(SignalAction.ANONYMISE)
def anonymise(signal: Signal, *, actor: Actor) -> Signal:
    """Erase it. Raises WrongState when its day has not come (any more), it is held, or something of it runs.

    Called within reach of its own municipality and of those that `places_of` names.
    """
    _wait_for_who_keeps(signal)
    if why_not := held_or_not_due(signal, today()):
        raise WrongState(why_not)
    demand_settled(signal, step="Anonimiseren")
    # Nobody is asked for leave any more, and nobody uses it.
    Override.objects.of(signal).filter(state__in=OVERRIDE_OPEN).update(state=OverrideState.WITHDRAWN)
    move_state(signal, SignalAction.ANONYMISE)
    for copy in _copies(signal):
        _erase(copy.dossier_id, copy.municipality_id)
    for arrival in Arrival.objects.unscoped(reason=_WHY).filter(move_id__in=_keys(Move, signal)):
        _store_bare(arrival)
    _erase(signal.dossier_id, signal.municipality_id)
    # What was judged of it beside another dossier was written with that one, and tells of both.
    PairJudgement._base_manager.filter(other_id=signal.pk)._raw_delete(DEFAULT_DB_ALIAS)
    bare(signal)
    record(SignalEvent.ANONYMISED, signal, actor=actor)
    return signal


def _wait_for_who_keeps(signal: Signal) -> None:
    """Until COMMIT nobody holds it, and nobody opens what it was merged into: who was at it goes before."""
    once(signal.pk)
    merges = Merge.objects.unscoped(reason=_WHY).running().filter(signal=signal)
    goes_on = Signal.objects.unscoped(reason=_WHY).filter(pk__in=merges.values("into"))
    list(goes_on.select_for_update(of=("self",)).values_list("pk", flat=True))


def bare(signal: Signal) -> None:
    """Leave of the row what figures are made of, and how long it took. Saves nothing."""
    received = local_date(signal.received_at)
    signal.days_to_decision = (local_date(signal.decided_at) - received).days if signal.decided_at else None
    signal.days_to_close = (local_date(signal.closed_at) - received).days if signal.closed_at else None
    make_bare(signal)
    # These lie in another month when it came in near the end of one.
    signal.created_at, signal.inform_by = signal.received_at, local_date(signal.received_at)


def forget_words(signals: Iterable[Signal]) -> None:
    """The search columns too: the trigger filled them with what was left, the number."""
    keys = [signal.pk for signal in signals]
    Signal.objects.unscoped(reason=_WHY).filter(pk__in=keys).update(search=None)


def places_of(signals: Iterable[uuid.UUID]) -> set[int]:
    """The other municipalities in which something of these signals lies: ids. Called within reach of all of them."""
    keys = list(signals)
    moves = Move.objects.unscoped(reason=_WHY).filter(signal__in=keys)
    concerns = Concern.objects.unscoped(reason=_WHY).filter(signal__in=keys)
    items = TableItem.objects.unscoped(reason=_WHY).filter(signal__in=keys)
    pairs = PairJudgement.objects.unscoped(reason=_WHY).filter(other_id__in=keys)
    return {
        *pairs.values_list("municipality_id", flat=True),
        *moves.values_list("to_municipality_id", flat=True),
        *concerns.values_list("other_municipality_id", flat=True),
        *(place for item in items for place in item.places),
    }


def _copies(signal: Signal) -> list[DossierRoot]:
    """What lies of it in dossiers of their own."""
    shared = SharedSignal.objects.unscoped(reason=_WHY).filter(concern_id__in=_keys(Concern, signal))
    papers = TablePaper.objects.unscoped(reason=_WHY).filter(item_id__in=_keys(TableItem, signal))
    return [*shared, *papers]


def _keys(model: Any, signal: Signal) -> list[uuid.UUID]:
    return list(model.objects.of(signal).values_list("pk", flat=True))


def _erase(dossier_id: uuid.UUID, municipality_id: int) -> None:
    """Every row of a dossier but a signal itself, and the period that it is in now: its end lies in no month yet."""
    ErasedDossier.objects.get_or_create(pk=dossier_id)
    for model in held():
        rows = model._base_manager.filter(dossier_id=dossier_id, municipality_id=municipality_id)
        if isinstance(erasing_of(model), Gone):
            rows._raw_delete(DEFAULT_DB_ALIAS)  # in one statement: `held` knows the order
            continue
        for row in rows.filter(until__isnull=False) if model is StatePeriod else rows:
            _store_bare(row)


def _store_bare(row: models.Model) -> None:
    columns = make_bare(row)
    wall = wall_of(type(row))
    if wall is None or not wall.append_only:
        row.save(update_fields=columns)
        return
    # What is only ever added goes, and a bare row takes its place.
    type(row)._base_manager.filter(pk=row.pk)._raw_delete(DEFAULT_DB_ALIAS)
    row.save(force_insert=True)


@cache
def held() -> tuple[type[models.Model], ...]:
    """The models of which rows lie in a signal's dossier and change, those that point at others first."""
    found = [model for model in apps.get_models() if model is not Signal and _is_held(model)]
    ordered: list[type[models.Model]] = []
    while found:
        free = [model for model in found if not any(_points_at(other, model) for other in found if other is not model)]
        ordered += free
        found = [model for model in found if model not in free]
    return tuple(ordered)


def _is_held(model: type[models.Model]) -> bool:
    wall = wall_of(model)
    return wall is not None and wall.has(Content) and isinstance(erasing_of(model), (Gone, Bare))


def _points_at(model: type[models.Model], other: type[models.Model]) -> bool:
    return any(column.related_model is other for column in model._meta.local_concrete_fields)
