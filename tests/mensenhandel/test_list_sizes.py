"""A list takes as many queries at ten rows as at thousands, whoever looks at it. That of signals: test_queries.py."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.factories import many
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
type Fill = Callable[[World, int], None]

# A row with sealed text or a parent of its own takes long to write: of those there are fewer.
FEW, MANY, FULL = 10, 10_000, 1_000
# There are no ten thousand municipalities, and their list has no pages.
MOST_MUNICIPALITIES = 400
SHOWN = 25  # on a page, of a list with pages
MOST_QUERIES = 17
ROW = '<th scope="row"'

LISTS: tuple[tuple[str, str, str, Fill, int], ...] = (
    ("cases:list", "Karlijn", "care_coordinator", many.running_cases, FULL),
    ("cases:ended", "Karlijn", "care_coordinator", many.ended_cases, FULL),
    ("cases:followed", "Karlijn", "care_coordinator", many.follows, FULL),
    ("cases:offers", "Karlijn", "care_coordinator", many.offers, FULL),
    ("signals:submissions", "Hanna", "reporter", many.submissions, FULL),
    ("postbox:inbox", "Philo", "partner_contact", many.handovers, MANY),
    ("reports:list", "Daphne", "district_coordinator", many.reports, FULL),
    ("municipalities:users-and-roles", "Bo", "app_admin", many.users, MANY),
    ("municipalities:list", "Lowie", "regional_coordinator", many.municipalities, MOST_MUNICIPALITIES),
)


def _asked(client: OutsideClient, url: str, least: int) -> int:
    """How many queries the page takes, which shows at least so many rows."""
    pages: list[str] = []
    counted = queries_of(lambda: pages.append(client.get(url).content.decode()))
    assert pages[0].count(ROW) >= least
    return len(counted)


@pytest.mark.parametrize(("name", "viewer", "hat", "fill", "most"), LISTS, ids=[entry[0] for entry in LISTS])
def test_a_list_asks_the_database_as_often_for_ten_rows_as_for_thousands(
    world: World, client_of: ClientOf, name: str, viewer: str, hat: str, fill: Fill, most: int
) -> None:
    client, url = client_of(world.person(viewer), hat), reverse(name)
    fill(world, FEW)
    client.get(url)
    few = _asked(client, url, FEW)
    fill(world, most - FEW)
    assert _asked(client, url, SHOWN) == few <= MOST_QUERIES


def test_who_looked_at_a_dossier_is_told_in_as_many_queries_after_ten_looks_as_after_ten_thousand(
    world: World, client_of: ClientOf
) -> None:
    signal = make.triaged(world.goes, world.wilma)
    client, url = client_of(world.wilma, "focal_officer"), reverse("signals:readers", args=[signal.pk])
    many.looks(signal, FEW)
    client.get(url)
    few = _asked(client, url, FEW)
    many.looks(signal, MANY - FEW)
    assert _asked(client, url, SHOWN) == few <= MOST_QUERIES
