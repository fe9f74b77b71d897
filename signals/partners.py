"""What partners did with what was handed over to them and asked of them, for the talk that the officer has with each of them.

Only what she works on counts: under another hat the same page gives other figures. Nothing of a content is read.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Min, Q

from core.access import Actor
from core.reading import read_together
from core.workdays import add_months, local_date, today
from municipalities.models import Organisation

from .asked_sets import QuestionQuerySet
from .codes import Outcome
from .handed_sets import HandoverQuerySet
from .models import Handover, Question, TableItem
from .table_sets import ItemQuerySet
from .table_states import ItemState
from .terms import REMIND_HANDOVER
from .workflow import HANDOVER_WAITING, HandoverState

MONTHS = 12
# In time as the reports count it; after this the officer was reminded twice.
IN_TIME = REMIND_HANDOVER[-1].amount


@dataclass(slots=True)
class Standing:
    """One partner: what is open at it, and what became of what was sent in the last year.

    `open` and `questions`: handovers and questions that wait for an answer; `longest`: days that the oldest of these waits;
    `actions`: what screening tables gave it to do and is not done;
    `days`: until each first answer to a handover, of which `refused` did not take it on. All are calendar days.
    """

    partner: Organisation
    open: int = 0
    questions: int = 0
    actions: int = 0
    longest: int = 0
    sent: int = 0
    refused: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        return self.open + self.questions

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


def open_questions(actor: Actor) -> QuestionQuerySet:
    """What was asked of partners and waits for an answer."""
    found: QuestionQuerySet = Question.objects.listed_for(actor)
    return found.open().filter(to_partner__isnull=False)


def open_actions(actor: Actor, partner_id: int | None = None) -> ItemQuerySet:
    """What screening tables gave partners, or this one, to do about signals of the actor, and is not done."""
    found: ItemQuerySet = TableItem.objects.listed_for(actor)
    whose = Q(owner_code__startswith="o") if partner_id is None else Q(owner_code=f"o{partner_id}")
    return found.filter(whose, state=ItemState.DECIDED, done_at=None)


def standings(actor: Actor, partner_id: int | None = None) -> Sequence[Standing]:
    """Every partner where something is open or that got something in the last year, or only one; most open first.

    Three queries.
    """
    rows = _handed_over(actor).filter(Q(state__in=HANDOVER_WAITING) | Q(sent_at__date__gte=_since()))
    asked, given = open_questions(actor), open_actions(actor, partner_id)
    if partner_id is not None:
        rows, asked = rows.filter(partner=partner_id), asked.filter(to_partner=partner_id)
    told = {
        "asked": asked.order_by().values_list("to_partner", "asked_at"),
        "given": given.order_by().values_list("owner_code", flat=True),
    }
    lines, read = _first_answers(rows), read_together(told)
    questions, actions = read["asked"], Counter(int(code[1:]) for code in read["given"])
    keys = {line.partner for line in lines} | {key for key, _ in questions} | actions.keys()
    standing = {key: Standing(one) for key, one in Organisation.objects.in_bulk(keys).items()}
    for line in lines:
        _count(standing[line.partner], line)
    for key, asked_at in questions:
        one = standing[key]
        one.questions += 1
        one.longest = max(one.longest, (today() - local_date(asked_at)).days)
    for key, count in actions.items():
        standing[key].actions = count
    order = ("waiting", "longest", "actions")
    return sorted(standing.values(), key=lambda one: (*(-getattr(one, name) for name in order), one.partner.sort_name))


def became(actor: Actor, partner_id: int, what: str) -> HandoverQuerySet:
    """The handovers behind one number of a partner: sent in the last year, and of these what `what` (of BECAME) says."""
    rows = _handed_over(actor).filter(partner=partner_id, sent_at__date__gte=_since())
    _, holds = BECAME[what]
    keys = [line.pk for line in _first_answers(rows) if line.is_of_last_year and holds(line)]
    return _handed_over(actor).filter(pk__in=keys)


class _Line(NamedTuple):
    """One handover with its first answer. By the button of the inbox it is refused without one: `refused` is when, also where an
    answer followed."""

    pk: UUID
    partner: int
    state: str
    sent: dt.datetime
    refused: dt.datetime | None
    first: dt.datetime | None
    refusals: int

    @property
    def is_refused(self) -> bool:
        return self.state == HandoverState.REFUSED or self.refusals > 0

    @property
    def answered_on(self) -> dt.date | None:
        moment = min((at for at in (self.refused, self.first) if at), default=None)
        return local_date(moment) if moment else None

    @property
    def days(self) -> int | None:
        return (self.answered_on - local_date(self.sent)).days if self.answered_on else None

    @property
    def is_in_time(self) -> bool:
        return self.days is not None and self.days <= IN_TIME

    @property
    def is_of_last_year(self) -> bool:
        return local_date(self.sent) >= _since()


# What became of what was sent in the last year: by its word in the address the words of the page, and which lines it is.
BECAME: Mapping[str, tuple[str, Callable[[_Line], bool]]] = {
    "doorgegeven": ("Doorgegeven in het laatste jaar", lambda line: True),
    "beantwoord": ("Beantwoord in het laatste jaar", lambda line: line.days is not None),
    "op-tijd": (f"Beantwoord binnen {IN_TIME} dagen", lambda line: line.is_in_time),
    "geweigerd": ("Niet in behandeling genomen", lambda line: line.is_refused),
}


def _first_answers(rows: HandoverQuerySet) -> list[_Line]:
    told = Count("answers", filter=Q(answers__outcomes__contains=[Outcome.REFUSED]))
    found = rows.annotate(first=Min("answers__answered_at"), refusals=told).order_by()
    columns = ("pk", "partner", "state", "sent_at", "refused_at", "first", "refusals")
    return [_Line(*line) for line in found.values_list(*columns)]


def _count(one: Standing, line: _Line) -> None:
    if line.state in HANDOVER_WAITING:
        one.open += 1
        one.longest = max(one.longest, (today() - local_date(line.sent)).days)
    if line.is_of_last_year:
        one.sent += 1
        one.refused += int(line.is_refused)
        one.days += [] if line.days is None else [line.days]


def _handed_over(actor: Actor) -> HandoverQuerySet:
    """What was taken back is no matter of the partner's any more."""
    found: HandoverQuerySet = Handover.objects.listed_for(actor)
    return found.filter(sent_at__isnull=False).exclude(state=HandoverState.WITHDRAWN)


def _since() -> dt.date:
    return add_months(today(), -MONTHS)
