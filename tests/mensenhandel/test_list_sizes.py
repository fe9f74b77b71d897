"""A list takes as many queries at ten rows as at ten thousand, whoever looks at it. That of signals: test_queries.py."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from cases.events import CaseEvent
from municipalities.codes import Role
from signals.events import SignalEvent
from tests.factories import cases as make_case
from tests.factories import many
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
type Fill = Callable[[World, int], None]

FEW, MANY = 10, 10_000
# There are no ten thousand municipalities, and their list has no pages.
MOST_MUNICIPALITIES = 400
SHOWN = 25  # on a page, of a list with pages
MOST_QUERIES = 12
ROW = '<th scope="row"'

LISTS: tuple[tuple[str, str, str, Fill, int], ...] = (
    ("cases:list", "Karlijn", "care_coordinator", many.running_cases, MANY),
    ("cases:ended", "Karlijn", "care_coordinator", many.ended_cases, MANY),
    ("cases:followed", "Karlijn", "care_coordinator", many.follows, MANY),
    ("cases:offers", "Karlijn", "care_coordinator", many.offers, MANY),
    ("signals:submissions", "Hanna", "reporter", many.submissions, MANY),
    ("postbox:inbox", "Philo", "partner_contact", many.handovers, MANY),
    ("signals:questions", "Philo", "partner_contact", many.questions, MANY),
    ("reports:list", "Daphne", "district_coordinator", many.reports, MANY),
    ("municipalities:users-and-roles", "Bo", "app_admin", many.users, MANY),
    ("municipalities:list", "Lowie", "regional_coordinator", many.municipalities, MOST_MUNICIPALITIES),
)


def _asked(client: OutsideClient, url: str, least: int) -> list[str]:
    """The statements of the page, which shows at least so many rows: the fewer of two times, as a process makes its kept
    statements anew every ten minutes (core/reading.py), and a session notes now and then that it is used.
    """
    pages: list[str] = []
    counted = [queries_of(lambda: pages.append(client.get(url).content.decode())) for _ in range(2)]
    assert pages[0].count(ROW) >= least
    return min(counted, key=len)


@pytest.mark.parametrize(("name", "viewer", "hat", "fill", "most"), LISTS, ids=[entry[0] for entry in LISTS])
def test_a_list_asks_the_database_as_often_for_ten_rows_as_for_ten_thousand(
    world: World, client_of: ClientOf, name: str, viewer: str, hat: str, fill: Fill, most: int
) -> None:
    client, url = client_of(world.person(viewer), hat), reverse(name)
    fill(world, FEW)
    few = _asked(client, url, FEW)
    fill(world, most - FEW)
    many = _asked(client, url, SHOWN)
    assert len(many) == len(few) <= MOST_QUERIES, (few, many)


def test_who_looked_at_a_dossier_is_told_in_as_many_queries_after_ten_looks_as_after_ten_thousand(
    world: World, client_of: ClientOf
) -> None:
    signal, case = make.triaged(world.goes, world.wilma), make_case.intensive(world.goes, world.karlijn)
    of_signal = signal, SignalEvent.VIEWED, Role.FOCAL_OFFICER, world.wilma, "signals:readers", MANY
    # Both tell what audit/readers.py finds: of a case fewer looks will do.
    of_case = case, CaseEvent.VIEWED, Role.CARE_COORDINATOR, world.karlijn, "cases:readers", MANY // 10
    for dossier, event, hat, viewer, name, most in (of_signal, of_case):
        client, url = client_of(viewer, hat), reverse(name, args=[dossier.pk])
        many.looks(dossier, event, hat, viewer, FEW)
        few = _asked(client, url, FEW)
        many.looks(dossier, event, hat, viewer, most - FEW)
        seen = _asked(client, url, SHOWN)
        assert len(seen) == len(few) <= MOST_QUERIES, (few, seen)
