"""How many queries the pages of signals take, at any size."""

from collections.abc import Callable
from functools import partial

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.urls import reverse

from municipalities.roles import actor_for
from signals import operations
from signals.models import Signal
from tests.factories import many
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

# Session, user, roles with their names, the audit write: every page of somebody who is signed in takes these.
BASE = 4


def test_the_list_takes_as_many_queries_at_ten_rows_as_at_ten_thousand(
    world: World, client_of: Callable[..., OutsideClient]
) -> None:
    client = client_of(world.wilma)
    url = reverse("signals:list")
    client.get(url)
    many.signals(world, 10)
    few = queries_of(lambda: client.get(url))
    many.signals(world, 9_990)
    assert len(queries_of(lambda: client.get(url))) == len(few) <= BASE + 3


def test_a_line_of_the_list_fetches_nothing_that_the_list_did_not_name(world: World) -> None:
    make.received(world.goes, world.hanna)
    row = Signal.objects.visible_to(actor_for(world.wilma)).for_list().get()
    assert (row.municipality, row.owner) == (world.goes, None)
    with pytest.raises(FieldFetchBlocked):
        _ = row.author


def test_the_page_of_a_signal_takes_few_queries(world: World, client_of: Callable[..., OutsideClient]) -> None:
    client = client_of(world.wilma)
    wilma = actor_for(world.wilma)
    plain = make.triaged(world.goes, world.wilma)
    full = make.handled(world.goes, world.wilma)
    make.handed_over(full, wilma, world.inspectorate)
    operations.offer_signal(full, actor=wilma, why="Hulp nodig.")
    operations.follow_signal(full, actor=wilma, why="Te weinig.", what_changes_it="Meer.")
    for number in range(3):
        make.attached(full, wilma, name=f"{number}.txt")
    for signal, most in ((plain, 15), (full, 18)):
        page = partial(client.get, reverse("signals:detail", args=[signal.pk]))
        page()
        assert len(queries_of(page)) <= BASE + most
