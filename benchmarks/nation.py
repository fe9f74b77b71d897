"""A database with signals of the whole country: as many as asked for, over 342 municipalities by their inhabitants.

They come in by COPY, as the role that is there to fill (`loader`), in parts, so that the server keeps little in memory. Each
has its state period, as a real one has, and what else is of it (benchmarks/parts.py). The same number gives the same signals.
"""

import csv
import random
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import accumulate, islice
from typing import Any

from django.db import connections
from django.utils import timezone
from psycopg import sql

from benchmarks.bare import without_indexes
from benchmarks.lines import Lines, lines_of
from benchmarks.parts import FOLLOWED, PASSED_ON, Parts, Row
from core.unit import unit_of_work
from core.walls.roles import LOADER
from mensenhandel.settings.paths import BASE_DIR
from municipalities.models import Municipality, ServiceAreaMembership
from signals.keeping import TERMS as KEPT
from signals.keeping import KeepRule
from signals.models import (
    Follow,
    Handover,
    MatchKey,
    Signal,
    SignalIndicator,
    SignalPerson,
    SignalThing,
    Situation,
)
from signals.models.periods import StatePeriod
from signals.workflow import OPEN_STATES, SignalState
from tests.factories import municipalities as make
from tests.factories import signals
from tests.support import contexts
from tests.support.world import FIRST, World

TABLE = BASE_DIR / "data" / "netherlands-2023.csv"
TWELVE = (
    "Borsele",
    "Goes",
    "Hulst",
    "Kapelle",
    "Middelburg",
    "Noord-Beveland",
    "Reimerswaal",
    "Schouwen-Duiveland",
    "Sluis",
    "Terneuzen",
    "Veere",
    "Vlissingen",
)
FILLED = (Signal, StatePeriod, SignalPerson, SignalThing, MatchKey, SignalIndicator, Situation, Handover, Follow)
PART = 50_000
# Of so many signals all is there that belongs to one, where nothing else is asked.
WITH_PARTS = 100_000
DAYS = 3 * 365
# Of a hundred signals: three years of them, of which most are closed.
STATES = {
    SignalState.RECEIVED: 6,
    SignalState.TRIAGE: 7,
    SignalState.ENRICHING: 5,
    SignalState.HANDLING: 12,
    SignalState.CLOSED: 70,
}
SOURCES = ("citizen", "police", "nla", "mun_counter", "mun_enforcement", "veilig_thuis")
# One in twenty has the word that is looked for.
SEARCHED = "draaiende"
FACTS = (
    f"Een auto met {SEARCHED} motor voor de deur. Verzonnen.",
    *(f"Veel mensen op één adres, busje {number} haalt ze om vijf uur. Verzonnen." for number in range(1, 20)),
)


def municipalities(world: World) -> dict[str, Municipality]:
    """All of the country by name; those of the small world stay what they are. Care coordination of Zeeland has twelve."""
    known = {place.name: place for place in Municipality.objects.all()}
    found = {}
    with TABLE.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            name, facts = row["name"], {"inhabitants": int(row["inhabitants_2023"])}
            found[name] = known.get(name) or make.municipality(name, **facts)
    for name in TWELVE:
        if name not in known:
            ServiceAreaMembership.objects.create(municipality=found[name], area=world.zvh_zeeland, valid_from=FIRST)
        if name != "Goes":
            make.mandate(found[name], world.zvh_zeeland)
    return found


def fill(world: World, places: Mapping[str, Municipality], count: int, parts: int) -> None:
    """Add `count` signals, each with its period, behind one that was made by the application.

    To each second, third, ... comes what belongs to one, so that `parts` of them have it.
    """
    with unit_of_work("benchmark"), contexts.everywhere():
        first = signals.stored(world.goes, world.wilma, 1)[0]
        owners = {places["Goes"].pk: world.wilma.pk} | dict.fromkeys(
            (places[name].pk for name in TWELVE if name != "Goes"), world.karlijn.pk
        )
        rows = _signals(places, owners, world.floor.pk, count)
        beside = Parts(random.Random(count + 1), world.wilma.pk, world.inspectorate)  # noqa: S311  no secret
    signals_as, every = _lines_like(first), max(1, count // parts)
    with without_indexes([model._meta.db_table for model in FILLED]):
        while part := list(islice(rows, PART)):
            for number, row in enumerate(part):
                if number % every:
                    row |= {"is_passed_on": False, "is_followed": False}
            lines = {
                signals_as: [signals_as.line(row) for row in part],
                lines_of(StatePeriod): [_period(row) for row in part],
            }
            for row in part[::every]:
                for of, one in beside.of(row):
                    lines.setdefault(lines_of(of), []).append(one)
            for kind, own in lines.items():
                _copy(kind, own)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _copy(kind: Lines, lines: list[str]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, kind.columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(kind.table), names)
    with connections[LOADER].cursor() as cursor, cursor.copy(statement) as copy:
        copy.write("".join(lines))


def _lines_like(first: Signal) -> Lines:
    """The lines of signals that are as this one where nothing else is said; their search words the database fills in."""
    same = {str(field.column): getattr(first, field.attname) for field in Signal._meta.concrete_fields}
    return Lines(Signal, same, without=("search",))


def _signals(places: Mapping[str, Municipality], owners: Mapping[int, int], other: int, count: int) -> Iterator[Row]:
    """Each as the columns in which it differs from the others."""
    chance = random.Random(count)  # noqa: S311  the same each time, and no secret
    names = list(places)
    inhabitants = list(accumulate(places[name].inhabitants for name in names))
    now = timezone.now()
    for number in range(count):
        place = places[chance.choices(names, cum_weights=inhabitants)[0]]
        key = uuid.UUID(int=chance.getrandbits(128), version=4)
        (state,) = chance.choices(list(STATES), weights=list(STATES.values()))
        received = now - timedelta(days=1, minutes=chance.randrange(DAYS * 24 * 60))
        yield {
            "id": key,
            "dossier_id": key,
            "municipality_id": place.pk,
            "reference": f"S-{number:09d}",
            "place": place.name,
            "facts": chance.choice(FACTS),
            "source": chance.choice(SOURCES),
            "care_sees": chance.random() < 0.3,
            "received_at": received,
            "created_at": received,
            **_in_state(state, received, owners.get(place.pk, other)),
            **_runs_beside(state, chance),
        }


def _in_state(state: SignalState, received: datetime, owner: int) -> dict[str, Any]:
    """What belongs to a state."""
    decided = None if state in (SignalState.RECEIVED, SignalState.TRIAGE, SignalState.ENRICHING) else received
    closed = state not in OPEN_STATES
    return {
        "state": state.value,
        "owner_id": None if state == SignalState.RECEIVED else owner,
        "due_on": None if decided else received.date() + timedelta(days=14),
        "inform_by": received.date() + timedelta(days=7),
        "decided_at": decided,
        "closed_at": received + timedelta(days=20) if closed else None,
        "close_reason": "no_indication" if closed else "",
        "close_motivation": "Verzonnen." if closed else "",
        "kept_until": KEPT[KeepRule.NOTHING].due(received + timedelta(days=20)) if closed else None,
        "kept_why": KeepRule.NOTHING.value if closed else "",
    }


def _runs_beside(state: SignalState, chance: random.Random) -> dict[str, bool]:
    """What a signal says of its own handovers and follow."""
    handled = state == SignalState.HANDLING
    return {
        "is_passed_on": (handled or state not in OPEN_STATES) and chance.randrange(100) < PASSED_ON,
        "is_followed": handled and chance.randrange(100) < FOLLOWED,
    }


def _period(signal: Row) -> str:
    """The line of its state period."""
    given = {name: signal[name] for name in ("municipality_id", "dossier_id", "created_at", "state")}
    key = uuid.UUID(int=signal["id"].int ^ 1)
    return lines_of(StatePeriod).line(given | {"id": key, "signal_id": signal["id"], "since": signal["received_at"]})
