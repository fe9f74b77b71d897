"""Filters of the list that somebody keeps: a tab of her own, without the words that she searched for."""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from core.errors import Forbidden, Invalid
from core.words import seal_words
from municipalities.codes import Role
from municipalities.roles import actor_for, give
from signals import operations
from signals.filters import kept_filters
from signals.models import SavedFilter
from signals.operations.saving import MOST
from tests.factories import many
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.html import main_of
from tests.support.queries import queries_of
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]
LIST = reverse("signals:list")
KEEP = reverse("signals:keep-filter")


def sent(name: str, filters: str = "tab=alles&stand=received", **more: Any) -> dict[str, Any]:
    return {"hat": "focal_officer", "key": uuid.uuid4(), "name": name, "filters": filters, **more}


def test_what_is_filtered_is_kept_under_a_name_and_stands_as_a_tab(world: World, client_of: ClientOf) -> None:
    wilma = client_of(world.wilma)
    page = main_of(wilma.get(LIST, {"tab": "alles", "stand": "received"}))
    assert "Bewaar deze filters" in page
    answer = wilma.post(KEEP, sent("Nieuw van partners"))
    assert answer.headers["Location"] == f"{LIST}?tab=alles&stand=received"
    page = main_of(wilma.get(answer.headers["Location"]))
    assert f'href="{LIST}?tab=alles&amp;stand=received" aria-current="page">Nieuw van partners' in page
    assert page.count('aria-current="page"') == 1
    assert "Bewaar deze filters" not in page


def test_nothing_is_offered_to_keep_when_nothing_is_filtered(world: World, client_of: ClientOf) -> None:
    assert "Bewaar deze filters" not in main_of(client_of(world.wilma).get(LIST, {"tab": "alles"}))


def test_words_are_never_kept_however_they_are_sent(world: World, client_of: ClientOf) -> None:
    wilma, actor = client_of(world.wilma), actor_for(world.wilma)
    words = seal_words("Jansen", actor)
    page = main_of(wilma.get(LIST, {"tab": "alles", "stand": "received", "q": words}))
    assert words not in page.partition(KEEP)[2].partition('"')[0]
    assert words not in main_of(wilma.get(KEEP, {"tab": "alles", "q": words}))
    wilma.post(KEEP, sent("Met woorden", urlencode({"tab": "alles", "q": words, "bron": "nla", "zomaar": "Jansen"})))
    [row] = SavedFilter.objects.mine(actor)
    assert row.filters == {"tab": "alles", "bron": "nla"}


@pytest.mark.parametrize("address", ["", "tab=%00&stand=weg&gemeente=x", "stand=received&stand=closed", "&&==", "na=1"])
def test_of_what_nobody_offered_nothing_is_kept(world: World, address: str) -> None:
    kept = kept_filters({name: values[0] for name, values in parse_qs(address).items()}, actor_for(world.wilma))
    assert kept in ({"tab": "te-doen"}, {"tab": "te-doen", "stand": "received"})


def test_the_name_stands_sealed_and_the_log_has_none_of_it(world: World, client_of: ClientOf) -> None:
    client_of(world.wilma).post(KEEP, sent("Kas aan de dijk"))
    [row] = SavedFilter.objects.unscoped(reason="test").values_list("name", flat=True)
    assert "dijk" not in str(row)
    [event] = AuditEvent.objects.unscoped(reason="test").filter(event="signals.filter_kept")
    assert "dijk" not in str(vars(event))


def test_nobody_else_has_it_nor_oneself_under_another_hat(world: World, client_of: ClientOf) -> None:
    saved = make.saved_filter(actor_for(world.daphne, "focal_officer"), "Van mij")
    give(world.zvh_zeeland, world.daphne.pk, Role.CARE_COORDINATOR, valid_from=FIRST, valid_until=None, deputy=False)
    for client in (client_of(world.wilma), client_of(world.koos), client_of(world.daphne, "care_coordinator")):
        assert "Van mij" not in main_of(client.get(LIST))
        assert "Van mij" not in main_of(client.get(reverse("signals:filters")))
        for name in ("rename-filter", "remove-filter"):
            assert client.get(reverse(f"signals:{name}", args=[saved.pk])).status_code == 404
    assert "Van mij" in main_of(client_of(world.daphne, "focal_officer").get(LIST))


def test_sending_the_form_twice_keeps_it_once(world: World, client_of: ClientOf) -> None:
    wilma, form = client_of(world.wilma), sent("Eén keer")
    assert [wilma.post(KEEP, form).status_code for _ in range(2)] == [302, 302]
    assert SavedFilter.objects.mine(actor_for(world.wilma)).count() == 1


def test_a_name_in_use_and_one_too_many_are_refused_beside_the_field(world: World, client_of: ClientOf) -> None:
    wilma, actor = client_of(world.wilma), actor_for(world.wilma)
    make.saved_filter(actor, "Nieuw")
    answer = wilma.post(KEEP, sent("nieuw"))
    assert answer.status_code == 422
    assert "U hebt al een filter met deze naam" in main_of(answer)
    for number in range(MOST - 1):
        make.saved_filter(actor, f"Filter {number}")
    with pytest.raises(Invalid, match=f"al {MOST} eigen filters"):
        make.saved_filter(actor, "Te veel")


def test_it_is_renamed_and_removed_and_an_older_page_changes_nothing(world: World, client_of: ClientOf) -> None:
    wilma, actor = client_of(world.wilma), actor_for(world.wilma)
    saved = make.saved_filter(actor, "Eerst")
    rename, remove = (reverse(f"signals:{name}-filter", args=[saved.pk]) for name in ("rename", "remove"))
    assert wilma.post(rename, {"hat": "focal_officer", "version": 1, "name": "Daarna"}).status_code == 302
    assert "Daarna" in main_of(wilma.get(reverse("signals:filters")))
    assert wilma.post(remove, {"hat": "focal_officer", "version": 1}).status_code == 409
    assert "Daarna" in main_of(wilma.get(remove))
    assert wilma.post(remove, {"hat": "focal_officer", "version": 2}).status_code == 302
    assert not SavedFilter.objects.mine(actor).exists()


def test_who_works_for_two_municipalities_keeps_one_of_them(world: World, client_of: ClientOf) -> None:
    give(world.vlissingen, world.wilma.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    wilma = client_of(world.wilma)
    there = urlencode({"tab": "alles", "gemeente": world.vlissingen.gm_code})
    assert "Gemeente: Vlissingen" in main_of(wilma.get(f"{KEEP}?{there}"))
    answer = wilma.post(KEEP, sent("Overkant", there))
    assert urlsplit(answer.headers["Location"]).query == there
    mine, other = make.triaged(world.goes, world.wilma), make.triaged(world.vlissingen, world.vera)
    page = main_of(wilma.get(answer.headers["Location"]))
    assert other.reference in page
    assert mine.reference not in page


def test_the_list_stands_in_the_order_that_is_asked_for_page_after_page(world: World, client_of: ClientOf) -> None:
    many.signals(world, 30)
    make.followed(world.goes, world.wilma)
    wilma = client_of(world.wilma)
    for order, newest_first in (("oud", False), ("nieuw", True), ("termijn", None)):
        rows: list[Any] = []
        address = {"tab": "alles", "volgorde": order}
        while address:
            page = wilma.get(LIST, address).context["page"]
            rows += page.rows
            address = {**address, "na": page.next} if page.next else {}
        assert len({row.pk for row in rows}) == len(rows) == 31
        if newest_first is None:
            assert [row.term for row in rows] == sorted(row.term for row in rows)
        else:
            moments = [row.received_at for row in rows]
            assert moments == sorted(moments, reverse=newest_first)
    assert "Volgorde: Oudste eerst" in main_of(wilma.get(LIST, {"volgorde": "oud"}))


def test_the_list_with_ones_own_tabs_takes_eight_queries(world: World, client_of: ClientOf) -> None:
    many.signals(world, 30)
    for number in range(MOST):
        make.saved_filter(actor_for(world.wilma), f"Filter {number}")
    wilma = client_of(world.wilma)
    for page in ({}, {"tab": "alles", "stand": "triage", "volgorde": "termijn"}):
        wilma.get(LIST, page)
        assert len(queries_of(lambda page=page: wilma.get(LIST, page))) <= 8  # type: ignore[misc]  # the page of this round


def test_nobody_keeps_a_filter_for_somebody_else(world: World) -> None:
    saved = make.saved_filter(actor_for(world.wilma), "Van Wilma")
    with pytest.raises(Forbidden):
        operations.rename_filter(saved, actor=actor_for(world.koos), name="Van Koos")
