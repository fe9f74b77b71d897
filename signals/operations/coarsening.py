"""What is left of an anonymised signal is made like others of its municipality, until at least five look alike (R18).

Step by step, and no further than needed: its moments come back to the quarter, its days are rounded up, then source and
outcome go. What figures over closed periods are made of stays, whatever looks alike: municipality, quarter, form, and
whether it was merged or moved; who may see the row hangs on who logged it. R18's own steps, district for municipality and
year for month, would change figures that were told, and these hold (docs/adr/0043). What went does not come back: who
comes later joins.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.db.models import Count, Min

from core.erasing import Bare, bring_back, erasing_of, first_of_quarter
from signals.codes import Answered, CloseReason
from signals.keeping import KeepRule
from signals.models import Signal, StatePeriod
from signals.querysets import SignalQuerySet
from signals.workflow import SignalState

from .anonymising import held

ALIKE = 5
# Days are rounded up to one of these: a week, a month, a quarter, half a year, a year; what took longer counts as the last.
BANDS = (7, 31, 92, 183, 366, 732)
# What can tell one row from another: all that stays of it but its number.
SHAPE = tuple(name for name in Signal.erasing.named if name not in ("reference", "state"))
_WHY = "what was erased is compared with what was erased before, and shown to nobody"


def coarsen(signals: Sequence[Signal]) -> None:
    """Of these, just anonymised and all of one municipality, take away what tells them apart. Saves what changed."""
    if not signals:
        return
    stored = Signal.objects.unscoped(reason=_WHY).filter(municipality=signals[0].municipality_id)
    there = _shapes_of(stored.filter(state=SignalState.ANONYMISED).exclude(pk__in=[one.pk for one in signals]))
    back = partial(_no_earlier_than, _first_month(stored))
    changed = alone = _alone(signals, there)
    for step in (partial(bring_back, to=back), _in_bands, _without_source, _without_outcome):
        for row in alone:
            step(row)
        alone = _alone(alone, there)
    for row in changed:
        stored.filter(pk=row.pk).update(**dict(zip(SHAPE, _shape(row), strict=True)))
    _bring_parts_back(changed, back)


def _alone(rows: Sequence[Signal], there: Counter[tuple[Any, ...]]) -> list[Signal]:
    """Those that fewer than five look like, among themselves and what is `there`; the others are there from now on."""
    alike = there + Counter(map(_shape, rows))
    there.update(shape for shape in map(_shape, rows) if alike[shape] >= ALIKE)
    return [row for row in rows if alike[_shape(row)] < ALIKE]


def _bring_parts_back(signals: Sequence[Signal], back: Callable[[dt.date], dt.date]) -> None:
    for model in held():
        rule = erasing_of(model)
        if not (isinstance(rule, Bare) and rule.months):
            continue
        parts = model._base_manager.filter(dossier_id__in=[one.dossier_id for one in signals])
        for part in parts.filter(until__isnull=False) if model is StatePeriod else parts:
            part.save(update_fields=bring_back(part, to=back))


def _shapes_of(rows: SignalQuerySet) -> Counter[tuple[Any, ...]]:
    counted = rows.order_by().values_list(*SHAPE).annotate(many=Count("pk"))
    return Counter({tuple(shape): many for *shape, many in counted})


def _shape(row: Signal) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in SHAPE)


def _first_month(rows: SignalQuerySet) -> dt.datetime | None:
    """With which month the figures of this municipality begin: before it none is complete (reports/figures/signals.py)."""
    counted = rows.exclude(state=SignalState.MOVED).exclude(kept_why=KeepRule.MOVED).once()
    first: dt.datetime | None = counted.aggregate(first=Min("received_at"))["first"]
    return first


def _no_earlier_than(first: dt.datetime | None, moment: dt.date) -> dt.date:
    quarter = first_of_quarter(moment)
    if first is None or not isinstance(moment, dt.datetime) or not isinstance(quarter, dt.datetime):
        return quarter
    return max(quarter, min(first, moment))


def _in_bands(row: Signal) -> None:
    row.days_to_decision, row.days_to_close = _band(row.days_to_decision), _band(row.days_to_close)


def _band(days: int | None) -> int | None:
    return None if days is None else next((most for most in BANDS if days <= most), BANDS[-1])


def _without_source(row: Signal) -> None:
    row.source, row.minor, row.is_passed_on = "", Answered.UNKNOWN, False


def _without_outcome(row: Signal) -> None:
    row.days_to_decision = row.days_to_close = None
    row.decided_at = row.closed_at = None
    row.close_reason = CloseReason.MERGED if row.is_merged else ""
    row.kept_why = KeepRule.MOVED if row.kept_why == KeepRule.MOVED else ""
