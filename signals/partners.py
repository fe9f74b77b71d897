"""What partners did with what was handed over to them, for the talk that the officer has with each of them.

Only what she works on counts: under another hat the same page gives other figures. Nothing of a content is read.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from django.db.models import Min, Q

from core.access import Actor
from core.workdays import add_months, local_date, today
from municipalities.models import Organisation

from .models import Handover
from .querysets import HandoverQuerySet
from .terms import REMIND_HANDOVER
from .workflow import HANDOVER_WAITING, HandoverState

MONTHS = 12
# In time as the reports count it; after this the officer was reminded twice.
IN_TIME = REMIND_HANDOVER[-1].amount


@dataclass(slots=True)
class Standing:
    """One partner: what is open at it, and what became of what was sent in the last year.

    `longest`: days that the oldest open one waits; `days`: until each first answer. All are calendar days.
    """

    partner: Organisation
    open: int = 0
    longest: int = 0
    sent: int = 0
    refused: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def answered(self) -> int:
        return len(self.days)

    @property
    def in_time(self) -> int:
        return sum(1 for days in self.days if days <= IN_TIME)

    @property
    def median_days(self) -> float | None:
        return median(self.days) if self.days else None


def unanswered(actor: Actor) -> HandoverQuerySet:
    """What waits for a partner's answer, and what was sent in the last year and never got one."""
    return _handed_over(actor).filter(
        Q(state__in=HANDOVER_WAITING) | Q(state=HandoverState.NO_ANSWER, sent_at__date__gte=_since())
    )


def standings(actor: Actor, partner_id: int | None = None) -> Sequence[Standing]:
    """Every partner that something is open at or was sent to in the last year, or only one; most open first. Two queries."""
    rows = _handed_over(actor).filter(Q(state__in=HANDOVER_WAITING) | Q(sent_at__date__gte=_since()))
    if partner_id is not None:
        rows = rows.filter(partner=partner_id)
    found = rows.annotate(first=Min("answers__answered_at")).order_by()
    lines = list(found.values_list("partner", "state", "sent_at", "first"))
    names = Organisation.objects.in_bulk({key for key, *_ in lines})
    standing = {key: Standing(one) for key, one in names.items()}
    for key, state, sent, first in lines:
        _count(standing[key], state, local_date(sent), local_date(first) if first else None)
    return sorted(standing.values(), key=lambda one: (-one.open, -one.longest, one.partner.sort_name))


def _count(line: Standing, state: str, sent: dt.date, answered: dt.date | None) -> None:
    if state in HANDOVER_WAITING:
        line.open += 1
        line.longest = max(line.longest, (today() - sent).days)
    if sent >= _since():
        line.sent += 1
        line.refused += int(state == HandoverState.REFUSED)
        line.days += [(answered - sent).days] if answered else []


def _handed_over(actor: Actor) -> HandoverQuerySet:
    """What was taken back is no matter of the partner's any more."""
    found: HandoverQuerySet = Handover.objects.listed_for(actor)
    return found.filter(sent_at__isnull=False).exclude(state=HandoverState.WITHDRAWN)


def _since() -> dt.date:
    return add_months(today(), -MONTHS)
