"""The log as who watches over it reads it: who did or saw what, and who was refused, in a period; never content.

    question = Question(since, until, number="C-9H2P-T")
    page = keyset_page(asked(actor, question), order=ORDER, ...)

An event holds no content (models.py), and of its `detail` nothing is shown. A dossier is named by its number. "Who saw
this person" is the same question: the persons of a dossier are told apart by the order in which they came into the log,
for a name is content. Kinds of rows that stand for a person are brought by the apps, in `ready()`: `PERSONS`.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Min
from django.db.models.functions import Cast

from core.access import Actor
from core.references import normalise

from .events import Kind, Result, event_labels, outcome_of, told_as
from .models import AuditEvent
from .querysets import AuditEventQuerySet
from .timeline import who

ORDER = ("-at", "-id")
PERSONS: set[str] = set()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the log. Without a value a filter is off.

    `since`, `until`: the first moment and the one after the last; `number`: of a dossier, as it was typed; `person`: the
    key of a row that stands for a person; `kind`: a Kind; `event`: a fact; `result`: a Result.
    """

    since: dt.datetime
    until: dt.datetime
    who: int | None = None
    kind: str = ""
    event: str = ""
    result: str = ""
    number: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a dossier, as far as the log knows: a key, and a place in the order of that dossier."""

    key: str
    place: int
    since: dt.datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One event, told without content. `outcome`: how it ended when it was not done, in words."""

    at: dt.datetime
    who: str
    hat: str
    what: str
    number: str
    purpose: str
    refused: bool
    outcome: str


def asked(actor: Actor, question: Question) -> AuditEventQuerySet:
    """The events that answer the question, of the municipalities that the actor oversees."""
    found = AuditEvent.objects.overseen_by(actor).filter(at__gte=question.since, at__lt=question.until)
    if question.who is not None:
        found = found.filter(actor_id=question.who)
    if question.kind:
        found = found.filter(kind=question.kind)
    if question.event:
        found = found.filter(event=question.event)
    if question.result:
        found = found.filter(result=question.result)
    if question.number:
        found = found.filter(dossier_id__in=_dossiers(actor, question.number))
    if question.person:
        found = found.filter(object_id=question.person, object_type__in=PERSONS)
    return found


def actors_in(actor: Actor, question: Question) -> list[int]:
    """Ids of those who stand in the log of that period, to choose one of."""
    found = AuditEvent.objects.overseen_by(actor).filter(at__gte=question.since, at__lt=question.until)
    return list(found.filter(actor_id__isnull=False).order_by().values_list("actor_id", flat=True).distinct())


def persons_of(actor: Actor, number: str) -> list[Person]:
    """The persons of the dossier with this number, in the order in which somebody first looked at or changed them."""
    rows = (
        AuditEvent.objects.overseen_by(actor)
        .filter(dossier_id__in=_dossiers(actor, number), object_type__in=PERSONS)
        .order_by()
        .values("object_id")
        .annotate(since=Min("at"))
        .order_by("since", "object_id")
    )
    return [Person(row["object_id"], place, row["since"]) for place, row in enumerate(rows, 1)]


def numbers_of(actor: Actor, events: Iterable[AuditEvent]) -> dict[Any, str]:
    """Dossier -> its number, for events of parts that carry none of their own. One query, none when nothing is asked."""
    wanted = {event.dossier_id for event in events if event.dossier_id and not event.reference}
    if not wanted:
        return {}
    found = AuditEvent.objects.overseen_by(actor).filter(dossier_id__in=wanted).exclude(reference="")
    itself = found.filter(object_id=Cast("dossier_id", CharField())).order_by()  # not a part of it
    return dict(itself.values_list("dossier_id", "reference").distinct())


def told(
    events: Iterable[AuditEvent], *, names: Mapping[int, str], hats: Mapping[str, str], numbers: Mapping[Any, str]
) -> list[Line]:
    """The events as lines; what was refused or could not be done is told by its action."""
    return [
        Line(
            at=event.at,
            who=who(event.actor_id, event.hat, names),
            hat=hats.get(event.hat, ""),
            what=told_as(event.event, event.kind, event.result),
            number=event.reference or numbers.get(event.dossier_id, ""),
            purpose=event.purpose,
            refused=event.result == Result.REFUSED,
            outcome=outcome_of(event.result),
        )
        for event in events
    ]


def kinds() -> list[tuple[str, str]]:
    """What sorts of events there are, as choices."""
    return [(kind.value, str(kind.label).capitalize()) for kind in Kind]


def facts() -> list[tuple[str, str]]:
    """Every fact that the log knows, as choices, in the order of the alphabet."""
    return sorted(event_labels().items(), key=lambda fact: fact[1])


def _dossiers(actor: Actor, number: str) -> Any:
    """The dossiers with this number; at most one, none for a number that is none."""
    reference = normalise(number) or number
    found = AuditEvent.objects.overseen_by(actor).filter(reference=reference, dossier_id__isnull=False)
    return found.order_by().values_list("dossier_id", flat=True).distinct()
