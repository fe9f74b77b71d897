"""What the focal officer's pages cost at the size of the country, through the web server as bin/start runs it.

    bin/benchmark signals                  at 10,000 and at 100,000 signals
    bin/benchmark signals 1000000          at another number
    bin/benchmark signals 1000000 --keep   and keep what was filled, to measure the same again
    bin/benchmark signals 1000000 --whole  people, things, handovers, ... with all of them, not with 100,000

Walls up, two workers, a Unix socket. Statements without those that begin, end or mark a transaction or set the context;
milliseconds of the processor per request, of the web server and of PostgreSQL, which a busy machine changes little; median
and p95 of one visitor who asks one thing after another; requests per second of four visitors at once.
"""

import re
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from benchmarks import nation
from benchmarks.browsers import Answer, answers, at_once, request
from benchmarks.server import Server, between, server
from core.unit import unit_of_work
from municipalities.codes import Role
from municipalities.models import Municipality
from municipalities.roles import actor_for
from signals.codes import Origin
from signals.models import Signal
from signals.operations.mentions import ToldPerson, ToldThing
from signals.things import ThingKind
from tests.factories import municipalities as make
from tests.factories import signals
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.database import CopiedDatabase
from tests.support.queries import queries_of
from tests.support.world import World

SIZES = (10_000, 100_000)
LARGEST = "Anna Ankerketting"  # who works for the municipality with the most inhabitants
KEEP, WHOLE = "--keep", "--whole"
ONCE, NOWHERE = "scharrelkip", "pauwenveer"  # words: of one signal of each visitor, of none
WARM, TIMED, VISITORS, EACH_BEFORE, EACH = 10, 40, 4, 10, 25
# To judge, of each visitor's own: every state change takes one.
TO_JUDGE = WARM + TIMED + VISITORS * (EACH_BEFORE + EACH) + 3
COLUMNS = (("", 32), ("statements", 11), ("web", 12), ("database", 12), ("median", 12), ("p95", 12), ("requests/s", 12))
TOKEN = "benchmark0" * 3 + "to"  # 32 characters, as the form's proof that it is ours


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in; `own`: signals of hers that wait to be judged; `place`: where she logs a new one.

    Nobody judges the last two: they are those of which "related" and "detail" are measured.
    """

    title: str
    client: OutsideClient
    own: list[Signal]
    place: Municipality

    @property
    def headers(self) -> dict[str, str]:
        """The cookies of her browser."""
        cookies = (
            f"{settings.SESSION_COOKIE_NAME}={self.client.session.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        )
        return {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Ask:
    """One request: an address, and what is sent there."""

    address: str
    sent: dict[str, str] | None = None
    status: int = 200


@dataclass(frozen=True)
class Reading:
    """Statements, milliseconds of the processor (web, database), milliseconds until the answer, requests per second."""

    statements: int
    web: float
    database: float
    median: float
    p95: float
    rate: float


type Asks = Callable[[Visitor], Iterator[Ask]]


def _same(address: Callable[[Visitor], str]) -> Asks:
    def asks(visitor: Visitor) -> Iterator[Ask]:
        ask = Ask(address(visitor))
        while True:
            yield ask

    return asks


def _search(word: str) -> Asks:
    """The address to which the browser is sent: the words stand in it sealed."""

    def address(visitor: Visitor) -> str:
        return str(visitor.client.post("/signalen/", {"q": word, "tab": "alles"})["Location"])

    return _same(address)


def _new(visitor: Visitor) -> Iterator[Ask]:
    """Each a note of its own."""
    given = {"hat": visitor.client.hat, "municipality": visitor.place.gm_code, "source": "citizen", "danger": "no"}
    while True:
        facts = {"facts": "Een busje haalt elke ochtend mensen op. Verzonnen.", "place": visitor.place.name}
        yield Ask(reverse("signals:note"), given | facts | {"key": str(uuid.uuid4())}, status=302)


def _step(name: str, version: int, **sent: str) -> Asks:
    """Each of another signal: it can be done once, and comes after the step that made this version."""

    def asks(visitor: Visitor) -> Iterator[Ask]:
        for signal in visitor.own:
            given = {"hat": visitor.client.hat, "version": str(version), **sent}
            yield Ask(reverse(f"signals:{name}", args=[signal.pk]), given, status=302)

    return asks


_JUDGED = {"severity": "raised", "plausibility": "reasonable", "urgency": "normal", "motivation": "Past. Verzonnen."}
_CLOSED = {"close_reason": "no_indication", "close_motivation": "Verzonnen.", "answer": "Dank u."}


PAGES: dict[str, Asks] = {
    "list of 25": _same(lambda _visitor: "/signalen/?tab=alles"),
    "list of 100": _same(lambda _visitor: "/signalen/?tab=alles&aantal=100"),
    "to do, 25": _same(lambda _visitor: "/signalen/"),
    "filtered": _same(lambda _visitor: "/signalen/?tab=alles&bron=citizen"),
    "text search": _search(nation.SEARCHED),
    "search, one": _search(ONCE),
    "search, none": _search(NOWHERE),
    "detail": _same(lambda visitor: reverse("signals:detail", args=[visitor.own[-1].pk])),
    "related": _same(lambda visitor: reverse("signals:related", args=[visitor.own[-2].pk])),
    "create": _new,
    "state change": _step("gather", 1),
    "decide": _step("decide", 2, hand_over="on", **_JUDGED),
    "close": _step("decide", 3, close="on", **_CLOSED),
}


@contextmanager
def _country(count: int, *, keep: bool, whole: bool) -> Iterator[list[Visitor]]:
    """A copy of the small world, grown to the country with so many signals; dropped at the end.

    `keep`: what it is a copy of stays, for the next measure, until the tables change and newer ones take its place.
    """
    database = CopiedDatabase()
    database.set_up()
    try:
        if keep:
            name = f"nation{count}{'whole' if whole else ''}"
            database.renew(database.filled_template(lambda: _fill(count, whole=whole), name))
        else:
            _fill(count, whole=whole)
        with unit_of_work("benchmark"), contexts.everywhere():
            world = World()
            places = {place.name: place for place in Municipality.objects.all()}
            largest = User.objects.get(full_name=LARGEST)
            visitors = [
                _visitor("one municipality", world.wilma, places["Goes"], Origin.FOCAL_OFFICER),
                _visitor("the largest one", largest, places["Amsterdam"], Origin.FOCAL_OFFICER),
                _visitor("twelve", world.karlijn, places["Goes"], Origin.CARE_COORDINATOR),
            ]
        yield visitors
    finally:
        database.tear_down()


def _fill(count: int, *, whole: bool) -> None:
    with unit_of_work("benchmark"), contexts.everywhere():
        world = World()
        places = nation.municipalities(world)
        make.holds(make.user(LARGEST), Role.FOCAL_OFFICER, places["Amsterdam"])
    began = time.monotonic()
    parts = count if whole else min(count, nation.WITH_PARTS)
    nation.fill(world, places, count, parts)
    _say(
        f"\n{count:,} signals in {len(places)} municipalities, {parts:,} with all that belongs to one, "
        f"filled in {time.monotonic() - began:.0f} s"
    )


def _visitor(title: str, person: User, place: Municipality, origin: Origin) -> Visitor:
    client, actor = OutsideClient(), actor_for(person)
    client.force_login(person)
    own = signals.stored(place, person, TO_JUDGE, origin=origin)
    told = (signals.PHONE, ToldPerson("Demo Wulp", birth_year="1999"), ToldPerson("Demo Kluut"))
    full = signals.mentioned(own[-1], actor, *told)
    Signal._base_manager.filter(pk=full.pk).update(facts=f"Een {ONCE} op het erf. Verzonnen.")
    signals.mentioned(own[-2], actor, ToldThing(ThingKind.ADDRESS, value="Wulpstraat 12", place=place.name))
    signals.noticed(full, actor)
    signals.situated(full, actor)
    return Visitor(title, client, own, place)


def _read(web: Server, visitor: Visitor, asks: Iterator[Ask]) -> Reading:
    headers = visitor.headers
    for ask in islice(asks, WARM):
        _time(web, headers, ask)
    before = web.spent()
    times = [_time(web, headers, ask) for ask in islice(asks, TIMED)]
    in_web, in_database = between(before, web.spent())
    # Each thread of the web server has a connection of its own, and each of these plans anew: once before the clock runs.
    for each in (EACH_BEFORE, EACH):
        taken = _at_once(web, headers, [list(islice(asks, each)) for _ in range(VISITORS)])
    last = next(asks)
    statements = len(queries_of(lambda: _here(visitor, last)))
    return Reading(
        statements,
        in_web / TIMED,
        in_database / TIMED,
        statistics.median(times),
        statistics.quantiles(times, n=20)[-1],
        VISITORS * EACH / taken,
    )


def _time(web: Server, headers: dict[str, str], ask: Ask) -> float:
    [answer] = answers(web.path, [_sent(headers, ask)])
    _demand(ask, answer.status, answer.page.decode())
    return answer.taken


def _at_once(web: Server, headers: dict[str, str], visitors: list[list[Ask]]) -> float:
    [some] = {ask.status for asks in visitors for ask in asks}

    def demand(answer: Answer) -> None:
        if answer.status != some:
            message = f"One of four at once was answered {answer.status}."
            raise RuntimeError(message)

    return at_once(web.path, [[_sent(headers, ask) for ask in asks] for asks in visitors], demand)


def _sent(headers: dict[str, str], ask: Ask) -> bytes:
    return request(
        ask.address, headers, None if ask.sent is None else urlencode(ask.sent | {"csrfmiddlewaretoken": TOKEN})
    )


def _here(visitor: Visitor, ask: Ask) -> None:
    """The same in this process, where its statements can be seen."""
    client = visitor.client
    answer = client.get(ask.address) if ask.sent is None else client.post(ask.address, ask.sent)
    _demand(ask, answer.status_code, answer.content.decode())


def _demand(ask: Ask, status: int, page: str) -> None:
    if status != ask.status:
        message = f"{ask.address} answered {status}: {re.findall(r'<h1.*?</h1>|error-message.*?<', page)}"
        raise RuntimeError(message)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(*words: str) -> None:
    """Fill, serve, measure, print; one size after another. `words`: sizes, "--keep" and "--whole"."""
    for count in [int(word) for word in words if word not in {KEEP, WHOLE}] or SIZES:
        with (
            _country(count, keep=KEEP in words, whole=WHOLE in words) as visitors,
            tempfile.TemporaryDirectory() as folder,
            server(Path(folder)) as web,
        ):
            _say("".join(title.rjust(width) for title, width in COLUMNS))
            for title, asks in PAGES.items():
                for visitor in visitors:
                    _say(title.ljust(14) + visitor.title.ljust(18) + _row(_read(web, visitor, asks(visitor))))


def _row(found: Reading) -> str:
    times = (found.web, found.database, found.median, found.p95)
    return f"{found.statements:>11}" + "".join(f"{time:>9.1f} ms" for time in times) + f"{found.rate:>12.1f}"
