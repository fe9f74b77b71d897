"""What row security costs the first page of signals: 200,000 of them, walls up and down in turns, through the real server.

    bin/benchmark walls

Prints for a focal officer of one municipality and a care coordinator of twelve the median time of the page (ms), the
requests per second of four readers at once, and the ratios up : down. Down means that PostgreSQL looks at no policy;
gate and signed context stay as they are.
"""

import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.db import connections
from psycopg import sql

from benchmarks.server import OverSocket, server
from core.unit import unit_of_work
from core.walls.policies import walled
from core.walls.roles import LOADER
from core.walls.tables import declared
from municipalities.models import ServiceAreaMembership
from signals.models import Signal
from tests.factories import municipalities as make
from tests.factories import signals
from tests.factories.copies import copies
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.database import CopiedDatabase
from tests.support.world import FIRST, World

PLACES, UNDER_MANDATE, SIGNALS = 40, 12, 200_000
REAL = 30
WARM, ROUNDS, TIMED, READERS, EACH = 10, 4, 40, 4, 25
PAGE = "/signalen/?tab=alles"
READING = (("one municipality", "Wilma"), (f"{UNDER_MANDATE} municipalities", "Karlijn"))


@dataclass
class Measured:
    """Of one reader with the walls in one state: milliseconds per page, and requests per second of each round."""

    times: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)


def _begin(world: World) -> list[Signal]:
    """The first signals of every municipality; care coordination works under mandate for the first of these. One of each."""
    places = [world.goes, *(make.municipality(f"Meetplaats {number}") for number in range(1, PLACES))]
    for place in places[1:UNDER_MANDATE]:
        ServiceAreaMembership.objects.create(municipality=place, area=world.zvh_zeeland, valid_from=FIRST)
        make.mandate(place, world.zvh_zeeland)
    with contexts.everywhere():
        return [signals.stored(place, world.wilma, REAL, care_sees=True)[-1] for place in places]


def _fill(begun: list[Signal]) -> None:
    """The others behind them, evenly over the municipalities; by the role that is there to fill, past the walls."""
    for number, last in enumerate(begun):
        own = {"reference": f"'S-{number}-' || n", "received_at": "row.received_at - n * interval '1 minute'"}
        copies(last, SIGNALS // PLACES - REAL, using=LOADER, **own)


def _set_walls(*, up: bool) -> None:
    verbs = "ENABLE ROW LEVEL SECURITY, FORCE" if up else "DISABLE ROW LEVEL SECURITY, NO FORCE"
    with connections["owner"].cursor() as cursor:
        for table in walled(declared().tables):
            cursor.execute(
                sql.SQL("ALTER TABLE {} {} ROW LEVEL SECURITY").format(sql.Identifier(table.name), sql.SQL(verbs))
            )


def _ask(web: OverSocket, session: str) -> float:
    began = time.perf_counter()
    web.request("GET", PAGE, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"})
    answer = web.getresponse()
    body = answer.read()
    if answer.status != HTTPStatus.OK or b'<th scope="row"' not in body:
        message = f"{PAGE} answered {answer.status}, {len(body)} bytes"
        raise RuntimeError(message)
    return (time.perf_counter() - began) * 1000


def _measure(path: Path, session: str, into: Measured) -> None:
    web = OverSocket(path)
    for _ in range(WARM):
        _ask(web, session)
    into.times += [_ask(web, session) for _ in range(TIMED)]

    def read(_reader: int) -> None:
        own = OverSocket(path)
        for _ in range(EACH):
            _ask(own, session)

    began = time.perf_counter()
    with ThreadPoolExecutor(READERS) as pool:
        list(pool.map(read, range(READERS)))
    into.rates.append(READERS * EACH / (time.perf_counter() - began))


def _rounds(path: Path, sessions: dict[str, str]) -> dict[tuple[str, bool], Measured]:
    """Walls up and down in turns, so that what the machine does meanwhile falls on both."""
    found = {(who, up): Measured() for who in sessions for up in (True, False)}
    for _ in range(ROUNDS):
        for up in (True, False):
            _set_walls(up=up)
            for who, session in sessions.items():
                _measure(path, session, found[who, up])
    return found


def main() -> None:
    """Fill, serve, measure, print."""
    database = CopiedDatabase()
    database.set_up()
    try:
        with unit_of_work("benchmark"), contexts.everywhere():
            begun = _begin(World())
        _fill(begun)
        with connections["owner"].cursor() as cursor:
            cursor.execute("ANALYZE")
        sessions = {}
        for title, person in READING:
            client = OutsideClient()
            client.force_login(World().person(person))
            sessions[title] = str(client.session.session_key)
        with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as web:
            found = _rounds(web.path, sessions)
        for title in sessions:
            up, down = found[title, True], found[title, False]
            sys.stdout.write(
                f"{title:<20} walls up {up.median:6.1f} ms {up.rate:6.1f}/s   down {down.median:6.1f} ms"
                f" {down.rate:6.1f}/s   page {up.median / down.median:.2f} x   requests {down.rate / up.rate:.2f} x\n"
            )
    finally:
        database.tear_down()
