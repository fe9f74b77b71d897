"""Who follows an area learns of a municipality one thing: does its oldest untaken signal wait longer than five working days."""

import datetime as dt
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.urls import reverse

from accounts.models import User
from core.workdays import AMSTERDAM, add_working_days, today
from municipalities.models import Municipality
from municipalities.roles import actor_for
from municipalities.signs import answers_of
from signals import operations
from signals.models import Signal
from signals.untaken import UNTAKEN, places_where_one_waits
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

QUESTION = "Oudste niet-opgepakte signaal ouder dan 5 werkdagen"
TOKENS = re.compile(r'(csrfmiddlewaretoken" value|nonce|csp-nonce" content|csrf-token" content)="[^"]*"')


def _waiting(world: World, municipality: Municipality, working_days: int) -> Signal:
    """Received so many working days ago, late in the evening, and not taken up."""
    signal = make.received(municipality, world.hanna)
    day = add_working_days(today(), -working_days)
    evening = dt.datetime.combine(day, dt.time(23, 30), AMSTERDAM)
    Signal.objects.unscoped(reason="test").filter(pk=signal.pk).update(received_at=evening)
    return signal


def _so(user: User, municipality: Municipality, hat: str = "district_coordinator") -> list[bool]:
    return [answer.is_so for answer in answers_of(municipality.pk, actor_for(user, hat))]


@pytest.mark.parametrize(("age", "is_so"), [(0, False), (5, False), (6, True), (60, True)])
def test_a_signal_of_six_working_days_raises_it_and_one_of_five_does_not(world: World, age: int, is_so: bool) -> None:
    _waiting(world, world.goes, age)
    assert _so(world.daphne, world.goes) == [is_so]
    assert _so(world.lowie, world.goes, "regional_coordinator") == [is_so]


@pytest.mark.parametrize(("day", "is_so"), [(9, False), (10, True)])
def test_good_friday_easter_monday_and_the_weekend_are_no_working_days(
    world: World, monkeypatch: pytest.MonkeyPatch, day: int, is_so: bool
) -> None:
    """1, 2, 7, 8 and 9 April 2026 are the five working days after Tuesday 31 March."""
    signal = make.received(world.goes, world.hanna)
    rows = Signal.objects.unscoped(reason="test").filter(pk=signal.pk)
    rows.update(received_at=dt.datetime(2026, 3, 31, 12, tzinfo=AMSTERDAM))
    monkeypatch.setattr("signals.untaken.today", lambda: dt.date(2026, 4, day))
    assert _so(world.daphne, world.goes) == [is_so]


def test_taking_it_up_takes_the_alarm_away_at_once(world: World) -> None:
    signal = _waiting(world, world.goes, 6)
    assert _so(world.daphne, world.goes) == [True]
    operations.take_up(signal, actor=actor_for(world.wilma))
    assert _so(world.daphne, world.goes) == [False]


def _page(client: OutsideClient, url: str) -> str:
    main = client.get(url).content.decode().split("<main", 1)[1].split("</main", 1)[0]
    return unescape(TOKENS.sub("", main))


def test_one_signal_or_nine_give_the_very_same_pages(world: World, client_of: ClientOf) -> None:
    urls = ("/", reverse("municipalities:list"), reverse("municipalities:detail", args=[world.goes.gm_code]))
    first = _waiting(world, world.goes, 6)
    client = client_of(world.daphne)
    client.get("/")
    one = [_page(client, url) for url in urls]
    for number in range(8):
        _waiting(world, world.goes, 7 + number)
    assert [_page(client, url) for url in urls] == one
    for page in one:
        assert first.reference not in page
        assert str(first.pk) not in page
    assert QUESTION in one[0]
    assert "signaal wacht te lang" in one[1]
    assert f"{QUESTION}: ja" in one[2]


def test_a_municipality_without_mandate_is_told_of_too(world: World, client_of: ClientOf) -> None:
    _waiting(world, world.vlissingen, 6)
    assert _so(world.daphne, world.vlissingen) == [True]
    page = _page(client_of(world.daphne), "/")
    assert reverse("municipalities:detail", args=[world.vlissingen.gm_code]) in page.split(QUESTION, 1)[1]
    assert f"{QUESTION}: <strong>nee</strong>" in _page(
        client_of(world.daphne), reverse("municipalities:detail", args=[world.goes.gm_code])
    )


def test_nothing_is_told_of_an_area_that_one_does_not_follow(world: World, client_of: ClientOf) -> None:
    _waiting(world, world.breda, 6)
    assert _so(world.daphne, world.breda) == []
    assert QUESTION not in _page(client_of(world.daphne), reverse("municipalities:detail", args=[world.breda.gm_code]))
    assert "signaal wacht te lang" not in _page(client_of(world.daphne), reverse("municipalities:list"))
    assert places_where_one_waits(actor_for(world.daphne, "district_coordinator")) == frozenset()


@pytest.mark.parametrize(
    "name", ["Wilma", "Karlijn", "Pieter", "Jet", "Bente", "Bo", "Hanna", "Philo", "Vince", "Otto"]
)
def test_nobody_else_is_told(world: World, name: str) -> None:
    _waiting(world, world.goes, 6)
    assert places_where_one_waits(actor_for(world.person(name))) is None
    assert _so(world.person(name), world.goes, "") == []


def test_the_other_hat_of_a_coordinator_is_not_told(world: World) -> None:
    _waiting(world, world.goes, 6)
    assert places_where_one_waits(actor_for(world.daphne, "focal_officer")) is None


def test_the_coordinator_finds_no_signal_by_it(world: World, client_of: ClientOf) -> None:
    signal = _waiting(world, world.goes, 6)
    daphne = actor_for(world.daphne, "district_coordinator")
    places_where_one_waits(daphne)
    assert not Signal.objects.visible_to(daphne).exists()
    client = client_of(world.daphne)
    assert client.get(reverse("signals:detail", args=[signal.pk])).status_code in {403, 404}


def test_it_is_asked_in_one_query_and_names_its_term(world: World) -> None:
    for age in (6, 7, 8):
        _waiting(world, world.goes, age)
    daphne = actor_for(world.daphne, "district_coordinator")
    assert len(queries_of(lambda: places_where_one_waits(daphne))) == 1
    assert UNTAKEN.question == QUESTION
