"""A database with signals of the whole country: as many as asked for, over 342 municipalities by their inhabitants.

They come in by COPY, as the role that is there to fill (`loader`), in parts, so that the server keeps little in memory. Each
has its state period, as a real one has, and what else is of it (benchmarks/parts.py). The same number gives the same signals.
"""

import csv
import random
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from django.db import connections
from django.utils import timezone
from psycopg import sql

from benchmarks.parts import FOLLOWED, PASSED_ON, Parts
from core.unit import unit_of_work
from core.walls.roles import LOADER
from mensenhandel.settings.paths import BASE_DIR
from municipalities.models import Municipality, ServiceAreaMembership
from signals.keeping import TERMS as KEPT
from signals.keeping import KeepRule
from signals.models import Signal
from signals.models.signal import StatePeriod
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
PART = 50_000
# Of so many signals all is there that belongs to one; of more signals each second, third, ... has it.
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


def fill(world: World, places: Mapping[str, Municipality], count: int) -> None:
    """Add `count` signals, each with its period, behind one that was made by the application."""
    with unit_of_work("benchmark"), contexts.everywhere():
        first = signals.stored(world.goes, world.wilma, 1)[0]
        owners = {places["Goes"].pk: world.wilma.pk} | dict.fromkeys(
            (places[name].pk for name in TWELVE if name != "Goes"), world.karlijn.pk
        )
        rows = _signals(first, places, owners, world.floor.pk, count)
        parts = Parts(random.Random(count + 1), world.wilma.pk, world.inspectorate)  # noqa: S311  no secret
    columns = [str(field.column) for field in Signal._meta.concrete_fields if field.name != "search"]
    done = 0
    while done < count:
        part = [next(rows) for _ in range(min(PART, count - done))]
        for number, row in enumerate(part):
            if number % max(1, count // WITH_PARTS):
                row |= {"is_passed_on": False, "is_followed": False}
        _copy(Signal._meta.db_table, columns, [[row[name] for name in columns] for row in part])
        belonging: dict[str, list[dict[str, Any]]] = {StatePeriod._meta.db_table: [_period(row) for row in part]}
        for row in part[:: max(1, count // WITH_PARTS)]:
            for model, one in parts.of(row):
                belonging.setdefault(model._meta.db_table, []).append(one)
        for table, own in belonging.items():
            _copy(table, list(own[0]), [list(one.values()) for one in own])
        done += len(part)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _copy(table: str, columns: list[str], rows: list[list[Any]]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connections[LOADER].cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _signals(
    first: Signal, places: Mapping[str, Municipality], owners: Mapping[int, int], other: int, count: int
) -> Iterator[dict[str, Any]]:
    """Each as its columns."""
    chance = random.Random(count)  # noqa: S311  the same each time, and no secret
    shared = {str(field.column): getattr(first, field.attname) for field in Signal._meta.concrete_fields}
    names = list(places)
    inhabitants = list(accumulate(places[name].inhabitants for name in names))
    now = timezone.now()
    for number in range(count):
        place = places[chance.choices(names, cum_weights=inhabitants)[0]]
        key = uuid.UUID(int=chance.getrandbits(128), version=4)
        (state,) = chance.choices(list(STATES), weights=list(STATES.values()))
        received = now - timedelta(days=1, minutes=chance.randrange(DAYS * 24 * 60))
        yield (
            shared
            | _in_state(state, received, owners.get(place.pk, other))
            | {
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
                **_runs_beside(state, chance),
            }
        )


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


def _period(signal: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": uuid.UUID(int=signal["id"].int ^ 1),
        "municipality_id": signal["municipality_id"],
        "dossier_id": signal["dossier_id"],
        "created_at": signal["created_at"],
        "signal_id": signal["id"],
        "state": signal["state"],
        "since": signal["received_at"],
        "until": None,
    }
