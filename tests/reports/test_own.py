"""The officer's own figures: exact, of her own municipality, and each number the length of the list it leads to."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.access import Actor
from municipalities.codes import Role
from municipalities.roles import actor_for, give
from reports.figures.handovers import all_of, passed_on_by_partner
from reports.figures.signals import received_by_place
from reports.own import own_figures
from reports.periods import Period
from signals import operations
from signals.codes import Outcome
from signals.models import Signal, StatePeriod
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.html import plain_text
from tests.support.queries import queries_of
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]

URL = reverse("reports:own-figures")
NOW = dt.datetime(2026, 11, 18, 11, tzinfo=dt.UTC)  # a Wednesday, at noon in Amsterdam
QUARTER = Period.from_code("2026-Q4")


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def _since(signal: Signal, days: int) -> None:
    """It came in, and was in each state it was in, so many days earlier."""
    back = dt.timedelta(days=days)
    for row in StatePeriod.objects.unscoped(reason="test").filter(signal=signal):
        until = row.until and row.until - back
        StatePeriod.objects.unscoped(reason="test").filter(pk=row.pk).update(since=row.since - back, until=until)
    rows = Signal.objects.unscoped(reason="test").filter(pk=signal.pk)
    rows.update(received_at=signal.received_at - back, created_at=signal.created_at - back)


def filled(world: World, wilma: Actor) -> dict[str, int]:
    """Some of everything, and what each number is then."""
    logged = make.triaged(world.goes, world.wilma)
    waiting = make.received(world.goes, world.hanna)
    _since(waiting, 9)  # nobody took it up
    handed = make.handled(world.goes, world.wilma)
    first = make.handed_over(handed, wilma, world.inspectorate)
    make.handed_over(handed, wilma, world.veilig_thuis)
    operations.record_answer(first, actor=wilma, outcomes=[Outcome.INVESTIGATION_STARTED])
    make.followed(world.goes, world.wilma)
    closed = make.triaged(world.goes, world.wilma)
    operations.close(closed, actor=wilma, closing=make.CLOSING)
    _since(logged, 200)  # of another quarter
    make.triaged(world.vlissingen, world.vera)
    return {
        "Binnengekomen": 4,
        "Daarvan op tijd opgepakt": 3,
        "Daarvan een termijn gemist": 1,
        "Besloten": 3,  # closing leaves a decision
        "Doorgegeven": 1,
        "Daarvan beantwoord": 1,
        "Gevolgd": 1,
        "Gesloten": 1,
    }


def test_each_number_is_as_long_as_its_list_and_counts_as_a_report_does(world: World, client_of: ClientOf) -> None:
    wilma = actor_for(world.wilma, "focal_officer")
    expected = filled(world, wilma)
    found = own_figures(wilma, world.goes, QUARTER)
    assert {figure.label: figure.count for figure in found.figures} == expected
    client = client_of(world.wilma)
    for figure in found.figures:
        assert len(client.get(figure.url).context["lines"]) == figure.count, figure.label
    assert received_by_place([world.goes.pk], QUARTER)[world.goes.pk] == expected["Binnengekomen"]
    counted = all_of(
        line for lines in passed_on_by_partner([world.goes.pk], QUARTER).values() for line in lines.values()
    )
    assert found.together == counted
    assert (found.together.sent, found.together.answered) == (2, 1)
    page = client.get(URL, {"periode": QUARTER.code})
    assert "Beantwoord: 1 van 2, na 0 dagen" in plain_text(page.content.decode())
    assert len(queries_of(lambda: client.get(URL, {"periode": QUARTER.code}))) <= 12
    assert "niets doorgegeven" in client.get(URL, {"periode": "2025-Y1"}).content.decode()
    assert client.get(URL, {"periode": "2025-H1"}).context["form"].errors


def test_what_is_kept_from_her_and_what_is_elsewhere_is_not_counted(world: World, client_of: ClientOf) -> None:
    for _ in range(2):
        signal = make.triaged(world.goes, world.wilma)
    make.triaged(world.vlissingen, world.vera)
    shield.excluded(Signal._base_manager.get(pk=signal.pk), world.koos)
    koos, wilma = (actor_for(one, "focal_officer") for one in (world.koos, world.wilma))
    counts = [own_figures(one, world.goes, QUARTER).figures[0].count for one in (koos, wilma, actor_for(world.vera))]
    assert counts == [1, 2, 0]
    assert client_of(world.wilma).get(URL, {"gemeente": world.vlissingen.gm_code}).context.get("found") is None
    give(world.vlissingen, world.wilma.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    client = client_of(world.wilma)
    assert "Kies eerst een gemeente" in client.get(URL).content.decode()
    found = client.get(URL, {"gemeente": world.vlissingen.gm_code}).context["found"]
    assert found.figures[0].count == 1 == len(client.get(found.figures[0].url).context["lines"])
    assert timezone.now() == NOW
