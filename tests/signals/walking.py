"""A walk over signals: whoever tries whatever, and all rows as they lay before and after. Its rules stand in walk_rules.py.

All rows of this app that lie behind a wall are read by one prepared statement. Run in the context of somebody, it gives what
the wall lets that person reach of all of it.
"""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models

from audit.events import Kind, Result
from core.access import SYSTEM, Actor
from core.errors import DomainError
from core.unit import current_unit
from core.walls import Open
from municipalities.oversight import overseeing
from municipalities.roles import actor_for
from signals.codes import Origin
from signals.models import Arrival, Meeting, SharedSignal, Signal
from signals.models.tables import TablePaper
from signals.operations.logging import log_signal
from tests.factories import signals as make
from tests.factories import tables as make_table
from tests.support import contexts
from tests.support.world import World

SEEN = "the walk is judged by what lies in the tables"
# What a step leaves that nobody takes: time goes by, and no log tells of it.
TIME = "time"
# What no step of a walk fills, so that there is nothing to read.
_NOT_FILLED = {
    "ColumnMemory",
    "DangerAlarm",
    "ImportedFrom",
    "Inquiry",
    "InquiryAnswer",
}
_NOT_FILLED |= {
    "InquiryHit",
    "HandoverFile",
    "ListExport",
    "ListWord",
    "ListImport",
    "PairJudgement",
    "SavedFilter",
    "Upload",
}
WALLED: list[type[models.Model]] = [
    model
    for model in apps.get_app_config("signals").get_models()
    if not cast("Any", model).wall.has(Open) and model.__name__ not in _NOT_FILLED
]

type Row = Mapping[str, Any]
type Rows = Mapping[str, Mapping[str, Row]]


@contextmanager
def prepared() -> Iterator[None]:
    """The statement that reads all of it, for as long as this lasts."""
    tables = " UNION ALL ".join(
        f"SELECT '{model.__name__}', (to_jsonb(x) - 'search')::text FROM {model._meta.db_table} x"  # noqa: S608  names of our own tables
        for model in WALLED
    )
    with connection.cursor() as cursor:
        cursor.execute(f"PREPARE walk_rows AS {tables}")
        try:
            yield
        finally:
            cursor.execute("DEALLOCATE walk_rows")


def within_reach() -> Rows:
    """Every row that the context lets through, by model and key."""
    found: dict[str, dict[str, Row]] = {model.__name__: {} for model in WALLED}
    with connection.cursor() as cursor:
        cursor.execute("EXECUTE walk_rows")
        for name, text in cursor.fetchall():
            row = json.loads(text)
            found[name][row["id"]] = row
    return found


@dataclass(frozen=True)
class Step:
    """`by`: who can take it when its moment is there. `leaves`: one of these in the log. `on`: the row that it changes."""

    by: frozenset[str]
    leaves: frozenset[str]
    run: Callable[..., object]
    on: "Callable[[Walk], Any] | None"
    given: "Callable[[Walk], dict[str, Any]]"


class Refused(Exception):
    """A step that was not done."""


class Walk:
    """A signal of Goes, sent by a colleague or `hers`, logged by care coordination; another one that an officer logged; and
    all that comes to hang on them.
    """

    # Who works at Goes.
    names = ("Wilma", "Koos", "Daphne")

    def __init__(self, world: World, *, hers: bool = False, **told: Any) -> None:
        self.world, self.hers = world, hers
        self.key = self._logged_by_care(**told) if hers else make.received(world.goes, world.hanna, **told).pk
        self.reference = self.signal.reference
        self.other = make.triaged(world.goes, world.wilma).pk
        self.rows = within_reach()

    def _logged_by_care(self, **told: Any) -> uuid.UUID:
        key: uuid.UUID = log_signal(
            actor=actor_for(self.world.karlijn),
            municipality=self.world.goes,
            origin=Origin.CARE_COORDINATOR,
            facts=make.facts(**told),
            key=uuid.uuid4(),
        ).pk
        return key

    @property
    def signal(self) -> Signal:
        """The row as it lies there, for whom the wall lets it through."""
        return self.signal_of(self.key)

    def signal_of(self, key: uuid.UUID) -> Signal:
        """That one, or the other."""
        found: Signal = Signal.objects.unscoped(reason=SEEN).get(pk=key)
        return found

    def last(self, model: type[models.Model], **given: Any) -> Any:
        """The newest of its parts of this kind. Raises DoesNotExist when it has none, which tries nothing."""
        return model._base_manager.filter(signal_id=self.key, **given).order_by("-created_at", "-pk")[:1].get()

    def arrival(self) -> Arrival:
        """The newest that Breda was offered to take over."""
        return Arrival._base_manager.order_by("-created_at", "-pk")[:1].get()

    def shared(self) -> SharedSignal:
        """The newest that Breda was asked to look along with."""
        return SharedSignal._base_manager.order_by("-created_at", "-pk")[:1].get()

    def paper(self) -> TablePaper:
        """What care coordination, which leads the meeting, has of the newest point."""
        return TablePaper._base_manager.filter(for_care=True).order_by("-created_at", "-pk")[:1].get()

    @cached_property
    def meeting(self) -> Meeting:
        """Of today, led by care coordination."""
        with contexts.everywhere():
            return make_table.meeting(self.world)

    def meeting_now(self) -> Meeting:
        """As it lies there. Raises DoesNotExist when there is none, which tries nothing."""
        return Meeting.objects.latest("pk")

    @contextmanager
    def as_(self, name: str) -> Iterator[Actor]:
        """What that person reaches now, and no more; "" is the machine, which works where its job says."""
        if not name:
            with contexts.everywhere():
                yield SYSTEM
            return
        hat = "focal_officer" if name == "Daphne" else ""
        actor = actor_for(self.world.person(name), hat)
        # Who watches over a log gets what she may read for that alone.
        with contexts.acting_as(actor), overseeing(actor) if actor.oversees else nullcontext():
            yield actor

    def is_kept_out(self, name: str) -> bool:
        """Whether the first signal is kept from this person: by name, or as one outside the team."""
        with connection.cursor() as cursor:
            cursor.execute(_KEPT_OUT, {"dossier": self.key, "user": self.world.person(name).pk})
            return bool(cursor.fetchone()[0])

    def has_left(self, name: str) -> bool:
        """Whether this person worked with signals of Goes, and does so no more: no role, or no mandate."""
        if name not in {*self.names, "Karlijn"}:
            return False
        with connection.cursor() as cursor:
            cursor.execute(_WORKS, {"goes": self.world.goes.pk, "user": self.world.person(name).pk})
            by_role, by_mandate = cursor.fetchone()
        return not (by_mandate if name == "Karlijn" else by_role)

    def tries(self, step: Step, name: str, how: str = "") -> list[str]:
        """Try it, and give the events that it left. `how`: "stale" as from a page of before, "twice" as by two clicks.

        Raises Refused. A fault is no refusal, and comes through.
        """
        gathered = current_unit().gathered
        told = len(gathered)
        try:
            with self.as_(name) as actor:
                done = self._prepared(step, actor, stale=how == "stale")
                done()
                events = [event.event for event in gathered[told:] if event.result == Result.DONE]
                events += {TIME} & step.leaves
                if how == "twice":
                    self._again(done)
        except (DomainError, ObjectDoesNotExist) as refusal:
            raise Refused from refusal
        finally:
            before, self.rows = self.rows, within_reach()
            self.before = before
        return events

    def _prepared(self, step: Step, actor: Actor, *, stale: bool) -> Callable[[], object]:
        given = step.given(self)
        if step.on is None:
            return lambda: step.run(actor=actor, **given)
        row = step.on(self)
        version = row.version if hasattr(row, "version") else None
        return lambda: step.run(row, actor=actor, version=version - 1 if stale and version else version, **given)

    def _again(self, done: Callable[[], object]) -> None:
        """The second of two clicks is answered like the first, or refused; it changes nothing."""
        gathered = current_unit().gathered
        with contexts.everywhere():
            there, told = within_reach(), len(gathered)
        with suppress(DomainError):
            done()
        with contexts.everywhere():
            assert within_reach() == there, "a second click changed something"
        changes = [one.event for one in gathered[told:] if one.kind == Kind.CHANGE and one.result == Result.DONE]
        assert changes == [], f"a second click left {changes}"


_KEPT_OUT = """
SELECT EXISTS (SELECT FROM municipalities_exclusion e
               WHERE e.dossier_id = %(dossier)s AND e.user_id = %(user)s AND e.ended_at IS NULL)
    OR EXISTS (SELECT FROM municipalities_restriction r
               WHERE r.dossier_id = %(dossier)s AND r.ended_at IS NULL AND NOT EXISTS (
                   SELECT FROM municipalities_restrictionmember m WHERE m.restriction_id = r.id AND m.user_id = %(user)s))
"""
_WORKS = """
SELECT EXISTS (SELECT FROM municipalities_municipalityrole r WHERE r.content_object_id = %(goes)s AND r.user_id = %(user)s
               AND r.valid_from <= current_date AND (r.valid_until IS NULL OR r.valid_until >= current_date)),
       EXISTS (SELECT FROM municipalities_mandate m WHERE m.municipality_id = %(goes)s
               AND m.valid_from <= current_date AND (m.valid_until IS NULL OR m.valid_until >= current_date))
"""
