"""How many queries the pages of signals take, at any size."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone

from municipalities.models import Municipality
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Origin, Source
from signals.models import Signal
from signals.workflow import SignalState
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

# Session, user, roles, names of hats, the audit write: every page of somebody who is signed in takes these.
BASE = 5


def _many(municipality: Municipality, owner_id: int, count: int) -> None:
    now = timezone.now()
    keys = [uuid.uuid4() for _ in range(count)]
    Signal.objects.bulk_create(
        Signal(
            id=key,
            dossier_id=key,
            municipality=municipality,
            reference=f"S-{number:05}-X",
            state=SignalState.TRIAGE,
            owner_id=owner_id,
            origin=Origin.FOCAL_OFFICER,
            source=Source.CITIZEN,
            facts="Verzonnen.",
            place="Goes",
            received_at=now - timedelta(minutes=number),
        )
        for number, key in enumerate(keys)
    )


def test_the_list_takes_as_many_queries_at_ten_rows_as_at_ten_thousand(
    world: World, client_of: Callable[..., OutsideClient]
) -> None:
    client = client_of(world.wilma)
    url = reverse("signals:list")
    client.get(url)
    _many(world.goes, world.wilma.pk, 10)
    few = queries_of(lambda: client.get(url))
    Signal.objects.unscoped(reason="test").all().delete()
    _many(world.goes, world.wilma.pk, 10_000)
    many = queries_of(lambda: client.get(url))
    assert len(many) == len(few) <= BASE + 3


def test_the_page_of_a_signal_takes_few_queries(world: World, client_of: Callable[..., OutsideClient]) -> None:
    client = client_of(world.wilma)
    wilma = actor_for(world.wilma)
    plain = make.triaged(world.goes, world.wilma)
    full = make.handled(world.goes, world.wilma)
    make.handed_over(full, wilma, world.inspectorate)
    operations.offer_signal(full, actor=wilma, why="Hulp nodig.")
    operations.follow_signal(full, actor=wilma, why="Te weinig.", what_changes_it="Meer.")
    for signal, most in ((plain, 10), (full, 14)):
        page = partial(client.get, reverse("signals:detail", args=[signal.pk]))
        page()
        assert len(queries_of(page)) <= BASE + most
