"""How many queries the pages of signals take, at any size."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.urls import reverse

from municipalities.roles import actor_for
from signals import operations
from signals.indicators import OTHERS, Indicator
from signals.models import Signal, SignalIndicator
from signals.operations.mentions import ToldPerson
from tests.factories import many
from tests.factories import signals as make
from tests.factories.consent import agreed
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
    assert len(queries_of(lambda: client.get(url))) == len(few) <= BASE + 4


def test_a_page_of_a_hundred_takes_as_many_queries_and_is_asked_for_in_the_address(
    world: World, client_of: Callable[..., OutsideClient]
) -> None:
    client, url = client_of(world.wilma), reverse("signals:list")
    many.signals(world, 130)
    for page in ({}, {"aantal": "100"}, {"aantal": "100", "stand": "triage"}, {"aantal": "99"}):
        client.get(url, page)
        assert len(queries_of(lambda page=page: client.get(url, page))) <= BASE + 4  # type: ignore[misc]  # of this turn
    first = client.get(url, {"aantal": "100", "tab": "alles"})
    second = client.get(url, {"aantal": "100", "tab": "alles", "na": first.context["page"].next})
    assert [len(answer.context["page"].rows) for answer in (first, second)] == [100, 30]
    assert "Per pagina: 100" in first.content.decode()
    assert "aantal=100" in first.content.decode().split('rel="next"')[1][:200]
    assert len(client.get(url, {"aantal": "1000", "tab": "alles"}).context["page"].rows) == 25


def test_more_than_a_thousand_signals_are_not_counted(world: World, client_of: Callable[..., OutsideClient]) -> None:
    client, url = client_of(world.wilma), reverse("signals:list")
    many.signals(world, 1000)
    assert "1.000 signalen" in client.get(url).content.decode()
    many.signals(world, 1)
    assert "meer dan 1.000 signalen" in client.get(url).content.decode()


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
    make.overridden(full, wilma, world.veilig_thuis)
    operations.offer_signal(full, actor=wilma, why="Hulp nodig.", asked=agreed())
    operations.follow_signal(full, actor=wilma, why="Te weinig.", what_changes_it="Meer.")
    for number in range(3):
        make.attached(full, wilma, name=f"{number}.txt")
        make.mentioned(full, wilma, make.PHONE, ToldPerson(f"Demo Wulp {number}"))
    for signal in (plain, full):
        page = partial(client.get, reverse("signals:detail", args=[signal.pk]))
        assert len(queries_of(page)) <= BASE + 5


def test_the_pages_that_share_a_signal_take_as_many_queries_with_people_and_things_as_without(
    world: World, client_of: Callable[..., OutsideClient]
) -> None:
    client, wilma = client_of(world.wilma), actor_for(world.wilma)
    plain, full = (make.triaged(world.goes, world.wilma) for _ in range(2))
    make.mentioned(full, wilma, *[make.PHONE] * 4, *[ToldPerson("Demo Wulp")] * 4)
    for name in ("hand-over", "offer-move", "concern-also", "names"):
        client.get(reverse(f"signals:{name}", args=[plain.pk]))  # what a process asks once
        few, many = (
            len(queries_of(partial(client.get, reverse(f"signals:{name}", args=[row.pk])))) for row in (plain, full)
        )
        assert few == many <= 12, name


def test_a_step_takes_few_queries(world: World, client_of: Callable[..., OutsideClient]) -> None:
    client, signal = client_of(world.wilma), make.received(world.goes, world.hanna)
    judged = {"severity": "raised", "plausibility": "reasonable", "urgency": "normal", "motivation": "Past."}
    closed = {"close": "on", "close_reason": "no_indication", "close_motivation": "Niets.", "answer": "Dank u."}
    # Deciding is a step and a judgement; closing looks at all that runs and what it ends, and answers the reporter.
    steps: tuple[tuple[str, dict[str, str], int], ...] = (
        ("take-up", {}, 9),
        ("gather", {}, 9),
        # Two more: whether another municipality is asked to take it over, and the judgement.
        ("decide", {"hand_over": "on", **judged}, 11),
        ("decide", closed, 15),
    )
    for name, given, most in steps:
        version = Signal.objects.unscoped(reason="test").get(pk=signal.pk).version
        data = {"hat": client.hat, "version": version, **given}
        post = partial(client.post, reverse(f"signals:{name}", args=[signal.pk]), data)
        assert len(queries_of(lambda post=post: _moved(post()))) <= most, name  # type: ignore[misc]  # of this turn


def _moved(answer: Any) -> None:
    assert answer.status_code == 302, answer.content.decode()


def test_many_characteristics_and_situations_take_no_query_more(
    world: World, client_of: Callable[..., OutsideClient]
) -> None:
    client, wilma = client_of(world.wilma), actor_for(world.wilma)
    signal = make.handled(world.goes, world.wilma)
    codes = [code for code in Indicator if code not in OTHERS][:30]
    operations.note_indicators(signal, actor=wilma, noticed=[make.ticked(code) for code in codes], key=uuid.uuid4())
    back = SignalIndicator.objects.of(signal)[0]
    operations.withdraw_indicator(back, actor=wilma)
    for _ in range(5):
        told = make.situated(signal, wilma)
    ticked = SignalIndicator.objects.of(signal).filter(withdrawn_at__isnull=True)[0]
    pages = (
        ("detail", signal.pk, BASE + 5),
        ("note-indicators", signal.pk, 12),
        ("withdraw-indicator", ticked.pk, 12),
        ("add-situation", signal.pk, 12),
        ("change-situation", told.pk, 12),
        ("end-situation", told.pk, 12),
        ("hand-over", signal.pk, 12),
        ("concern-also", signal.pk, 12),
    )
    for name, pk, most in pages:
        page = partial(client.get, reverse(f"signals:{name}", args=[pk]))
        assert len(queries_of(page)) <= most, name
    given = {"hat": client.hat, "key": str(uuid.uuid4()), "indicators": ["gen_other"], "basis_gen_other": "told"}
    post = partial(
        client.post, reverse("signals:note-indicators", args=[signal.pk]), given | {"text_gen_other": "Iets."}
    )
    assert len(queries_of(lambda: _moved(post()))) <= 15
