"""A signal where nobody is appointed waits with the first of the chain who is there, and never with two kinds of content."""

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
from django.urls import reverse

from accounts.models import User
from core.errors import Forbidden
from core.workdays import today
from municipalities.codes import Role
from municipalities.models import Mandate, Municipality, MunicipalityFallBack, MunicipalityRole, RegionFallBack
from municipalities.roles import actor_for, give
from signals import operations
from signals.attention import lines, list_url
from signals.models import Signal
from signals.querysets import in_pool_of
from signals.work import count_work, work
from tests.factories import signals as make
from tests.factories.consent import agreed
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]


def _leave(municipality: Municipality, *, deputies: bool = True) -> None:
    rows = MunicipalityRole.objects.filter(content_object=municipality, permission__codename=Role.FOCAL_OFFICER)
    (rows if deputies else rows.filter(deputy=False)).delete()


@pytest.fixture
def pooled(world: World) -> Signal:
    """Sent for Goes, which has a mandate, no officer, no deputy and named no fall-back."""
    signal = make.received(world.goes, world.hanna)
    _leave(world.goes)
    return signal


def _sees(user: User, signal: Signal) -> bool:
    return Signal.objects.visible_to(actor_for(user)).filter(pk=signal.pk).exists()


def test_with_an_officer_or_a_deputy_care_coordination_sees_nothing_of_it(world: World) -> None:
    signal = make.received(world.goes, world.hanna)
    assert not _sees(world.karlijn, signal)
    _leave(world.goes, deputies=False)
    assert not _sees(world.karlijn, signal)
    assert _sees(world.koos, signal)


def test_whom_the_municipality_named_comes_before_care_coordination(world: World, pooled: Signal) -> None:
    assert _sees(world.karlijn, pooled)
    MunicipalityFallBack.objects.create(municipality=world.goes, user=world.outsider, valid_from=FIRST)
    assert not _sees(world.karlijn, pooled)
    User.objects.filter(pk=world.outsider.pk).update(is_active=False)
    assert _sees(world.karlijn, pooled)


def test_only_under_a_mandate_that_holds_and_only_that_service_area(world: World, pooled: Signal) -> None:
    for person in (world.person("Berend"), world.person("Pieter"), world.daphne, world.lowie, world.vera):
        assert not _sees(person, pooled)
    Mandate.objects.filter(municipality=world.goes).update(valid_until=today() - dt.timedelta(days=1))
    assert not _sees(world.karlijn, pooled)


def test_without_mandate_the_fall_back_of_the_region_sees_the_number_only(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.vlissingen, world.hanna)
    _leave(world.vlissingen)
    RegionFallBack.objects.create(region=world.region, user=world.lowie, municipality=world.breda, valid_from=FIRST)
    assert not _sees(world.karlijn, signal)
    assert not _sees(world.lowie, signal)
    assert signal.reference in client_of(world.lowie).get(reverse("signals:unattended")).content.decode()


def test_an_appointed_officer_ends_it(world: World, client_of: ClientOf, pooled: Signal) -> None:
    give(world.goes, world.outsider.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    assert not _sees(world.karlijn, pooled)
    assert client_of(world.karlijn).get(reverse("signals:detail", args=[pooled.pk])).status_code == 404
    assert _sees(world.outsider, pooled)
    assert [line.text for line in lines(actor_for(world.karlijn))] == []


def test_what_an_officer_took_up_before_she_left_is_not_in_the_pool(world: World) -> None:
    signal = make.triaged(world.goes, world.wilma)
    _leave(world.goes)
    assert not _sees(world.karlijn, signal)


def test_list_start_and_my_work_lead_her_to_it(world: World, client_of: ClientOf, pooled: Signal) -> None:
    karlijn = actor_for(world.karlijn)
    assert [(line.text, line.count) for line in lines(karlijn)] == [("1 signaal wacht op een aandachtsfunctionaris", 1)]
    assert [(item.what, item.reference) for item in work(karlijn)] == [
        ("Wacht op een aandachtsfunctionaris", pooled.reference)
    ]
    assert count_work(karlijn) == 1
    client = client_of(world.karlijn)
    make.received(world.breda, world.hanna)
    assert client.get(list_url("onbemand")).context["count"] == 1
    assert [row.pk for row in client.get(reverse("signals:list")).context["page"].rows] == [pooled.pk]


def test_it_stands_on_start_once_also_when_its_term_is_over(world: World, pooled: Signal) -> None:
    Signal.objects.unscoped(reason="test").filter(pk=pooled.pk).update(due_on=today() - dt.timedelta(days=9))
    assert len(list(lines(actor_for(world.karlijn)))) == 1


def test_direct_danger_in_the_pool_stands_on_top(world: World) -> None:
    make.received(world.goes, world.hanna, danger="yes")
    _leave(world.goes)
    (line,) = lines(actor_for(world.karlijn))
    assert (line.text, line.tone) == ("1 signaal met direct gevaar, nog niet opgepakt", "danger")


def test_she_reads_it_and_is_told_who_appoints_and_can_do_nothing_else(
    world: World, client_of: ClientOf, pooled: Signal
) -> None:
    RegionFallBack.objects.create(region=world.region, user=world.lowie, municipality=world.breda, valid_from=FIRST)
    client = client_of(world.karlijn)
    answer = client.get(reverse("signals:detail", args=[pooled.pk]))
    page = answer.content.decode()
    assert make.FACTS in page
    assert world.lowie.email in page
    assert answer.context["steps"] == set()
    assert "Signaal oppakken" not in page
    assert "zolang daar geen aandachtsfunctionaris is" in page
    karlijn = actor_for(world.karlijn)
    for step in (operations.take_up, partial(operations.accept_own, asked=agreed())):
        with pytest.raises(Forbidden):
            step(pooled, actor=karlijn)
    slot = client.get(reverse("cases:of-signal", args=[pooled.pk])).content.decode()
    assert reverse("cases:new") not in slot


@pytest.mark.parametrize("name", ["enrich", "hand-over", "inform-reporter", "reopen", "complete"])
def test_no_form_is_shown_that_would_be_refused_when_it_is_sent(
    world: World, client_of: ClientOf, pooled: Signal, name: str
) -> None:
    url = reverse(f"signals:{name}", args=[pooled.pk])
    assert client_of(world.karlijn).get(url).status_code == 403


def test_the_reporter_stays_out_of_sight_in_the_pool(world: World, client_of: ClientOf, pooled: Signal) -> None:
    page = client_of(world.karlijn).get(reverse("signals:detail", args=[pooled.pk]))
    assert page.context["reporter"] is None


def test_the_condition_says_the_same_as_the_row(world: World, pooled: Signal) -> None:
    for user in (world.karlijn, world.wilma, world.lowie, world.outsider):
        actor = actor_for(user)
        found = Signal.objects.unscoped(reason="test").filter(in_pool_of(actor), pk=pooled.pk).exists()
        assert found == pooled.is_in_pool_of(actor)


def test_her_start_page_asks_as_much_for_many_as_for_few(world: World, client_of: ClientOf, pooled: Signal) -> None:
    client = client_of(world.karlijn)
    client.get("/")
    few = len(queries_of(lambda: client.get("/")))
    for _ in range(4):
        give(world.goes, world.outsider.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
        make.received(world.goes, world.hanna)
        _leave(world.goes)
    assert len(queries_of(lambda: client.get("/"))) == few
