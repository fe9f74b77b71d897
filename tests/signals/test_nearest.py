"""A list of several municipalities is read per municipality: with the same rows in the same order as when it is read whole."""

import dataclasses
import datetime as dt
import uuid
from random import Random

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.access import Actor
from core.pagination import keyset_page
from core.workdays import today
from municipalities.roles import actor_for
from signals.codes import Origin, Source
from signals.filters import FOLLOWED, ORDER_OF_TAB, ORDERS, TABS, SignalFilter, tab_of
from signals.models import Follow, Signal, part_of
from signals.querysets import SignalQuerySet
from signals.workflow import SignalState
from tests.factories import signals as make
from tests.support import contexts
from tests.support.world import World

NOON = dt.datetime(2026, 11, 20, 11, tzinfo=dt.UTC)
ROWS, PAGE = 14, 3
FOLLOWED_ORDER = ORDER_OF_TAB[FOLLOWED].columns
EVERY_ORDER = sorted({order.columns for order in (*ORDERS.values(), *ORDER_OF_TAB.values())})


def drawn(world: World, chance: Random) -> list[Signal]:
    """Signals of three municipalities; many came in at the same moment, and have the same term."""
    rows = [
        row
        for place in (world.goes, world.vlissingen, world.breda)
        for row in make.stored(place, world.wilma, chance.randrange(ROWS))
    ]
    follows = []
    for row in rows:
        row.received_at = NOON - dt.timedelta(hours=chance.randrange(4))
        row.state = chance.choice((SignalState.RECEIVED, SignalState.TRIAGE, SignalState.ENRICHING))
        row.due_on = today() + dt.timedelta(days=chance.randrange(-2, 3))
        row.source = chance.choice((Source.CITIZEN, Source.POLICE))
        row.care_sees = chance.random() < 0.5
        row.origin = chance.choice((Origin.FOCAL_OFFICER, Origin.CARE_COORDINATOR))
        row.is_followed, row.is_passed_on = chance.random() < 0.5, chance.random() < 0.5
        if row.is_followed:
            review = today() + dt.timedelta(days=chance.randrange(-1, 3))
            said = {"why": "Te weinig.", "what_changes_it": "Meer.", "started_at": NOON, "motivate_on": today()}
            follows.append(Follow(**part_of(row), author=world.wilma, review_on=review, **said))
    columns = ("received_at", "state", "due_on", "source", "care_sees", "origin", "is_followed", "is_passed_on")
    Signal.objects.unscoped(reason="test").bulk_update(rows, columns)
    Follow.objects.bulk_create(follows)
    return rows


def some_of(rows: list[Signal], chance: Random) -> frozenset[uuid.UUID]:
    return frozenset(row.dossier_id for row in rows if chance.random() < 0.2)


def looker(world: World, rows: list[Signal], chance: Random) -> Actor:
    """Care coordination or an officer, of none to three municipalities, with what is shared, kept away, opened and waiting."""
    content = frozenset(place.pk for place in (world.goes, world.vlissingen, world.breda) if chance.random() < 0.8)
    person = chance.choice((world.karlijn, world.wilma))
    pool = frozenset(place for place in content if chance.random() < 0.3)
    opened, excluded = some_of(rows, chance), some_of(rows, chance)
    dossiers = opened | some_of(rows, chance)
    actor = dataclasses.replace(actor_for(person), content=content, pool=pool)
    return dataclasses.replace(actor, dossiers=dossiers, opened=opened, excluded=excluded)


def walked(listed: SignalQuerySet, order: tuple[str, ...], actor: Actor) -> tuple[list[Signal], list[Signal]]:
    """What the pages show from the first to the last, and from the last back to the first."""
    page = keyset_page(listed, order=order, size=PAGE, seen_by=actor)
    there = list(page.rows)
    while page.next:
        page = keyset_page(listed, order=order, size=PAGE, after=page.next, seen_by=actor)
        there += page.rows
    back = list(page.rows)
    while page.previous:
        page = keyset_page(listed, order=order, size=PAGE, after=page.previous, seen_by=actor)
        back = page.rows + back
    return there, back


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chance=st.randoms(use_true_random=True),
    tab=st.sampled_from([code for code, _ in TABS]),
    order=st.sampled_from(EVERY_ORDER),
    asked=st.sampled_from([{}, {"bron": "police"}, {"aandacht": "melder"}, {"q": "motor"}]),
)
def test_a_list_shows_the_rows_of_the_whole_in_the_order_of_the_whole(
    world: World, chance: Random, tab: str, order: tuple[str, ...], asked: dict[str, str]
) -> None:
    with transaction.atomic():
        rows = drawn(world, chance)
        actor = looker(world, rows, chance)
        with contexts.acting_as(actor):
            chosen = SignalFilter({}, tab_of(Signal.objects.listed_for(actor).once(), tab), actor=actor)
            chosen.data = asked
            listed = chosen.qs.for_list().sortable()
            whole = list(listed.order_by(*order))
            if order == FOLLOWED_ORDER:  # a day that is not there stands in no page: only what is followed is listed so
                listed = listed.followed()
                whole = [row for row in whole if row.is_followed]
            there, back = walked(listed, order, actor)
            assert there == whole
            assert back == whole
            assert listed.count() == len(whole)
        transaction.set_rollback(True)
