"""What size does to the pages: each at ten rows and at ten thousand, through the whole application, in one run.

    bin/benchmark

Prints per page the median time and the number of statements at both sizes, and the ratio of the times: the times say
how fast this machine is, the ratio says how the page grows. Works on copies of the test database in the servers of
`bin/test`, as the app role, with the walls' signed context on every request.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

from django.db import connections

from core.unit import unit_of_work
from tests.factories import cases, signals
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.database import CopiedDatabase
from tests.support.queries import queries_of
from tests.support.world import World

SIZES = (10, 10_000)
WARM, TIMED = 3, 30


@dataclass(frozen=True)
class Page:
    """One address, asked for by one person. `words`: what is searched for there; it stands sealed in the address."""

    title: str
    person: str
    address: str
    words: str = ""


@dataclass(frozen=True)
class Reading:
    """Median in milliseconds, and statements as walls.md 10 counts them."""

    median: float
    statements: int


PAGES = (
    Page("Signals, to do", "Wilma", "/signalen/"),
    Page("Signals, all", "Wilma", "/signalen/?tab=alles"),
    Page("Signals, a hundred", "Wilma", "/signalen/?tab=alles&aantal=100"),
    Page("Signals, filtered", "Wilma", "/signalen/?tab=alles&bron=citizen"),
    Page("Signals, text search", "Wilma", "/signalen/", "draaiende"),
    Page("Search, a common word", "Wilma", "/zoeken/", "draaiende"),
    Page("Search, a misspelt name", "Wilma", "/zoeken/", "roosenhof"),
    Page("Start, focal officer", "Wilma", "/"),
    Page("Caseload", "Karlijn", "/casussen/"),
    Page("Start, care coordinator", "Karlijn", "/"),
)


@contextmanager
def _world(size: int) -> Iterator[None]:
    """A copy of the small world with so many signals and cases in Goes."""
    database = CopiedDatabase()
    database.set_up()
    try:
        with unit_of_work("benchmark"), contexts.everywhere():
            world = World()
            signals.stored(world.goes, world.person("Wilma"), size)
            cases.stored(world.goes, world.person("Karlijn"), size)
        _analyse()
        yield
    finally:
        database.tear_down()


def _analyse() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def _read(page: Page) -> Reading:
    client = OutsideClient()
    client.force_login(World().person(page.person))

    address = page.address
    if page.words:
        address = client.post(address, {"q": page.words, "tab": "alles"}).headers["Location"]

    def ask() -> None:
        answer = client.get(address)
        if answer.status_code != HTTPStatus.OK:
            message = f"{page.address} answered {answer.status_code}"
            raise RuntimeError(message)

    for _ in range(WARM):
        ask()
    return Reading(statistics.median(_time(ask) for _ in range(TIMED)), len(queries_of(ask)))


def _time(run: Callable[[], None]) -> float:
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def _print(small: dict[str, Reading], large: dict[str, Reading]) -> None:
    few, many = SIZES
    _say(f"{'':<26}{f'{few:,} rows':>22}{f'{many:,} rows':>22}{'ratio':>9}")
    for title, at_few in small.items():
        at_many = large[title]
        columns = "".join(f"{f'{r.median:.1f} ms, {r.statements} st.':>22}" for r in (at_few, at_many))
        _say(f"{title:<26}{columns}{at_many.median / at_few.median:>9.2f}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Both sizes, one after the other; then the table."""
    found: list[dict[str, Reading]] = []
    for size in SIZES:
        with _world(size):
            found.append({page.title: _read(page) for page in PAGES})
    _print(*found)
