"""The page "Termijnen": who works in a region looks terms up, its administrator sets them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from audit.models import AuditEvent
from core.workdays import today
from municipalities.models import Region, RegionMembership, RegionRole, TermSetting
from signals.terms import OFFICE_OPENS, TAKE_UP
from tests.factories import terms as make
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
LIST = reverse("municipalities:terms")
DAY = dt.timedelta(days=1)


@pytest.fixture
def bo(world: World, client_of: ClientOf) -> OutsideClient:
    return client_of(world.person("Bo"))


def url_of(world: World, name: str = "set-term", slug: str = "oppakken") -> str:
    return reverse(f"municipalities:{name}", args=[world.region.pk, slug])


def sent(client: OutsideClient, url: str, **given: Any) -> dict[str, Any]:
    """The form as it is shown, filled in."""
    form = client.get(url).context["form"]
    filled = {"amount": 2, "valid_from": today().isoformat(), "why": make.WHY}
    return {field.html_name: field.value() for field in form.hidden_fields()} | filled | given


def test_it_is_set_says_that_what_runs_stays_and_stands_in_table_history_and_log(
    world: World, bo: OutsideClient
) -> None:
    url = url_of(world)
    assert "Lopende termijnen veranderen niet" in bo.get(url).content.decode()
    answer = bo.post(url, sent(bo, url))
    assert answer.headers["Location"] == url_of(world, "term")
    assert "Lopende termijnen veranderen niet" in str(next(iter(get_messages(answer.wsgi_request))))
    history = bo.get(url_of(world, "term")).content.decode()
    table = bo.get(LIST).content.decode()
    assert make.WHY in history
    for page in (history, table):
        assert "2 werkdagen" in page
        assert "Bo Brievenbus" in page
    event = AuditEvent.objects.unscoped(reason="test").get(event="municipalities.term_set")
    assert (event.detail["term"], event.detail["amount"], event.actor_id) == ("take_up", 2, world.person("Bo").pk)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"amount": "9"}, "amount"),
        ({"amount": "veel"}, "amount"),
        ({"amount": "1"}, "amount"),
        ({"valid_from": (dt.date(2020, 1, 1)).isoformat()}, "valid_from"),
        ({"why": ""}, "why"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    world: World, bo: OutsideClient, given: dict[str, str], field: str
) -> None:
    url = url_of(world)
    answer = bo.post(url, sent(bo, url, **given))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert given.get("why", make.WHY) in answer.content.decode()
    assert not TermSetting.objects.exists()


def test_the_bounds_stand_beside_the_field(world: World, bo: OutsideClient) -> None:
    page = bo.get(url_of(world)).content.decode()
    assert "Kies ten minste 1 werkdag en ten hoogste 5 werkdagen." in page


def test_an_hour_is_set_as_a_time(world: World, bo: OutsideClient) -> None:
    url = url_of(world, slug=OFFICE_OPENS.slug)
    bo.post(url, sent(bo, url, amount="08:30"))
    assert OFFICE_OPENS.of(world.goes.pk) == dt.time(8, 30)
    assert "8.30 uur" in bo.get(LIST).content.decode()


def test_sent_twice_is_one_setting(world: World, bo: OutsideClient) -> None:
    url = url_of(world)
    data = sent(bo, url)
    for _ in range(2):
        assert bo.post(url, data).status_code == 302
    assert TermSetting.objects.count() == 1


def test_a_form_of_before_a_colleagues_setting_overwrites_nothing(world: World, bo: OutsideClient) -> None:
    url = url_of(world)
    data = sent(bo, url, amount=3)
    make.set_to(world, TAKE_UP, 2)
    answer = bo.post(url, data)
    assert answer.status_code == 409
    assert "intussen ingesteld" in answer.content.decode()
    assert TAKE_UP.amount_of(world.goes.pk) == 2


def test_what_comes_later_stands_under_what_holds_now(world: World, bo: OutsideClient) -> None:
    make.set_to(world, TAKE_UP, 4, today() + 10 * DAY)
    page = bo.get(LIST).content.decode()
    assert f"vanaf {today() + 10 * DAY:%d-%m-%Y}: 4 werkdagen".replace("0", "") in page.replace("0", "")
    assert TAKE_UP.amount_of(world.goes.pk) == 1


def test_another_regions_administrator_finds_nothing(world: World, bo: OutsideClient) -> None:
    elsewhere = Region.objects.create(name="Verzonnen Oost")
    RegionRole.objects.filter(user=world.person("Bo")).update(content_object=elsewhere)
    for name in ("term", "set-term"):
        assert bo.get(url_of(world, name)).status_code == 404
    assert bo.post(url_of(world), {}).status_code == 404
    assert "Zeeland-West-Brabant" not in bo.get(LIST).content.decode().split("<main", 1)[1]


def test_who_works_there_reads_and_sets_nothing(world: World, client_of: ClientOf) -> None:
    make.set_to(world, TAKE_UP, 2)
    for person in (world.wilma, world.karlijn, world.daphne, world.lowie):
        hat = "district_coordinator" if person == world.daphne else ""
        client = client_of(person, hat) if hat else client_of(person)
        page = client.get(url_of(world, "term")).content.decode()
        assert "2 werkdagen" in page
        assert "Termijn wijzigen" not in page
        assert client.get(url_of(world)).status_code == 403


def test_who_works_in_another_region_finds_nothing_of_this_one(world: World, client_of: ClientOf) -> None:
    elsewhere = Region.objects.create(name="Verzonnen Oost")
    RegionMembership.objects.filter(municipality=world.breda).update(area=elsewhere)
    client = client_of(world.floor)
    assert client.get(url_of(world, "term")).status_code == 404
    assert "Verzonnen Oost" in client.get(LIST).content.decode()


def test_a_term_that_does_not_exist_is_not_found(world: World, bo: OutsideClient) -> None:
    for name in ("term", "set-term"):
        assert bo.get(url_of(world, name, "nothing")).status_code == 404


def test_of_several_regions_only_what_somebody_set_is_unfolded(world: World, bo: OutsideClient) -> None:
    assert bo.get(LIST).content.decode().count('<details class="fold fold--wide" open>') == 3
    elsewhere = Region.objects.create(name="Verzonnen Oost")
    mine = RegionRole.objects.get(user=world.person("Bo"))
    mine.pk, mine.content_object = None, elsewhere
    mine.save()
    make.set_to(world, TAKE_UP, 2)
    page = bo.get(LIST).content.decode()
    assert page.count('<details class="fold fold--wide" open>') == 1
    assert ", 1 ingesteld" in page


def test_the_table_takes_as_many_queries_whatever_was_set(world: World, bo: OutsideClient) -> None:
    bo.get(LIST)
    few = len(queries_of(lambda: bo.get(LIST)))
    make.every_other(world)
    assert len(queries_of(lambda: bo.get(LIST))) == few <= 12
