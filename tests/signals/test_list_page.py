"""The page with the list of signals: the two ways to log one, and what each tab says while it is empty."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core.attention import work_for
from core.pagination import keyset_page
from core.workdays import today
from municipalities.roles import actor_for
from signals.codes import Answered
from signals.filters import ORDER_OF_TAB
from signals.models import Signal
from signals.work import work
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.html import main_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

LIST = reverse("signals:list")
DAY = dt.timedelta(days=1)


def _listed(client: OutsideClient, **asked: str) -> list[str]:
    """The numbers of the list, from the top down."""
    return re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>', main_of(client.get(LIST, asked)))


def test_a_signal_or_a_note_is_begun_from_the_list(world: World, client_of: ClientOf) -> None:
    page = main_of(client_of(world.wilma).get(LIST))
    begin, note = page.index(reverse("signals:begin")), page.index(reverse("signals:note"))
    assert begin < note < page.index('aria-label="Signalen"')


@pytest.mark.parametrize(
    ("tab", "words"),
    [
        ("te-doen", "Er is nu niets te doen"),
        ("te-laat", "Er is niets te laat"),
        ("doorgegeven", "Er is nu niets doorgegeven"),
        ("gevolgd", "Er wordt nu niets gevolgd"),
        ("alles", "Er zijn nog geen signalen"),
        ("onzin", "Er is nu niets te doen"),
    ],
)
def test_an_empty_tab_says_what_will_come_there(tab: str, words: str, world: World, client_of: ClientOf) -> None:
    assert words in main_of(client_of(world.wilma).get(LIST, {"tab": tab}))


def test_a_filter_that_leaves_nothing_says_how_to_get_on(world: World, client_of: ClientOf) -> None:
    make.triaged(world.goes, world.wilma)
    page = main_of(client_of(world.wilma).get(LIST, {"tab": "alles", "stand": "closed"}))
    assert "Geen signalen gevonden" in page
    assert page.count("Alle filters uit") == 2


def test_what_must_be_done_stands_in_the_order_in_which_it_must(world: World, client_of: ClientOf) -> None:
    rows = make.stored(world.goes, world.wilma, 5)
    ends = (5, -3, 2, -9, 1)
    for row, days in zip(rows, ends, strict=True):
        row.due_on = today() + DAY * days
        row.danger = Answered.YES if days == 2 else Answered.NO
        if row.danger == Answered.YES:
            row.danger_since, row.danger_not_called = timezone.now(), "Er was geen telefoon."
        row.save(update_fields=["due_on", "danger", "danger_since", "danger_not_called"])
    client = client_of(world.wilma)
    order = [rows[n].reference for n in (2, 3, 1, 4, 0)]
    assert _listed(client, tab="te-doen") == _listed(client, tab="onzin") == order
    assert _listed(client, tab="te-laat") == order[1:3]
    assert _listed(client, tab="te-doen", volgorde="nieuw") == _listed(client, tab="alles")
    assert _listed(client, tab="alles") == [row.reference for row in rows]
    assert "Direct gevaar staat bovenaan" in main_of(client.get(LIST))
    assert "Direct gevaar staat bovenaan" not in main_of(client.get(LIST, {"volgorde": "oud"}))
    assert [item.reference for item in work(actor_for(world.wilma))] == order
    # A page further goes on where this one ended.
    whole = Signal.objects.visible_to(actor_for(world.wilma)).sortable()
    first = keyset_page(whole, order=ORDER_OF_TAB["te-doen"].columns, size=3)
    second = keyset_page(whole, order=ORDER_OF_TAB["te-doen"].columns, size=3, after=first.next)
    assert [row.reference for row in (*first.rows, *second.rows)] == order


def test_danger_stays_on_top_of_my_work_when_somebody_took_it_up(world: World, client_of: ClientOf) -> None:
    late = make.triaged(world.goes, world.wilma)
    Signal.objects.unscoped(reason="test").filter(pk=late.pk).update(due_on=today() - DAY)
    danger = make.triaged(world.goes, world.wilma, danger=Answered.YES, danger_not_called="Er was geen telefoon.")
    assert [work.reference for work in work_for(actor_for(world.wilma))] == [danger.reference, late.reference]
    page = main_of(client_of(world.wilma).get(reverse("work")))
    assert page.count("Direct gevaar") == 2  # the line above, and the badge of this one
    assert page.index(danger.reference) < page.index(late.reference)


def test_the_list_of_what_is_to_do_is_read_along_its_index(world: World) -> None:
    make.stored(world.goes, world.wilma, 300)
    rows = Signal.objects.visible_to(actor_for(world.wilma)).to_do().for_list().sortable()
    with connection.cursor() as cursor:
        # Three hundred rows are sorted as quickly; what counts is that the index has the order.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    assert "signal_to_do" in rows.order_by(*ORDER_OF_TAB["te-doen"].columns)[:26].explain()
