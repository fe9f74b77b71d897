"""Somebody whose work here is still to begin: kept out, or let in, before the first day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases import operations as case_operations
from cases.models import Case
from core.errors import Invalid
from core.workdays import today
from municipalities import operations as municipality_operations
from municipalities.codes import Role
from municipalities.models import MunicipalityFallBack, RegionFallBack, ServiceArea
from municipalities.roles import actor_for, give
from signals import operations
from signals.models import Signal
from tests.factories import cases as make_case
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.days import in_days
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
WHY = "Kent de betrokkene als buurman."


@pytest.fixture
def signal(world: World) -> Signal:
    return make.handled(world.goes, world.wilma)


def deputy_from(day: date, world: World) -> None:
    give(world.goes, world.outsider.pk, Role.FOCAL_OFFICER, valid_from=day, valid_until=None, deputy=True)


def sees(world: World, signal: Signal) -> bool:
    return Signal.objects.visible_to(actor_for(world.outsider)).filter(pk=signal.pk).exists()


@pytest.mark.parametrize("out", [True, False], ids=["excluded", "not excluded"])
def test_who_deputises_from_next_week_can_be_excluded_now(
    out: bool, signal: Signal, world: World, client_of: ClientOf
) -> None:
    deputy_from(in_days(7), world)
    page = client_of(world.wilma).get(reverse("signals:exclude", args=[signal.pk])).content.decode()
    assert world.outsider.full_name in page
    if out:
        operations.exclude_colleague(signal, actor=actor_for(world.wilma), user_id=world.outsider.pk, why=WHY)
    assert not sees(world, signal)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert sees(world, signal) != out


@pytest.mark.parametrize("chosen", [True, False], ids=["in the team", "not in the team"])
def test_and_can_be_in_the_team_of_a_restricted_signal(
    chosen: bool, signal: Signal, world: World, client_of: ClientOf
) -> None:
    deputy_from(in_days(7), world)
    page = client_of(world.wilma).get(reverse("signals:restrict", args=[signal.pk])).content.decode()
    assert world.outsider.full_name in page
    team = [world.outsider.pk] if chosen else []
    operations.restrict_signal(signal, actor=actor_for(world.wilma), user_ids=team, why=WHY)
    assert not sees(world, signal)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert sees(world, signal) == chosen


def test_a_role_that_ended_makes_nobody_a_colleague(signal: Signal, world: World) -> None:
    yesterday = today() - timedelta(days=1)
    give(world.goes, world.outsider.pk, Role.FOCAL_OFFICER, valid_from=yesterday, valid_until=yesterday, deputy=True)
    with pytest.raises(Invalid):
        operations.exclude_colleague(signal, actor=actor_for(world.wilma), user_id=world.outsider.pk, why=WHY)
    with pytest.raises(Invalid):
        operations.restrict_signal(signal, actor=actor_for(world.wilma), user_ids=[world.outsider.pk], why=WHY)


def test_a_coordinator_lent_from_elsewhere_can_be_kept_out_of_a_case(world: World) -> None:
    case = make_case.intensive(world.goes, world.karlijn)
    berend, karlijn = world.person("Berend"), make_case.coordinator(world.karlijn)
    municipality_operations.set_absence(
        actor=karlijn, user=world.karlijn, deputy=berend, first_day=in_days(7), last_day=in_days(14)
    )
    assert ServiceArea.objects.filter(role_rows__user=berend).count() == 2
    case_operations.exclude_colleague(case, actor=karlijn, user_id=berend.pk, why=WHY)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        actor = actor_for(berend)
        assert world.goes.pk in actor.content
        assert not Case.objects.visible_to(actor).exists()


@pytest.mark.parametrize("wide", [False, True], ids=["municipality", "region"])
def test_a_fall_back_who_could_appoint_herself_can_be_excluded(wide: bool, signal: Signal, world: World) -> None:
    given: dict[str, Any] = {"municipality": world.goes, "user": world.outsider, "valid_from": today()}
    wilma = actor_for(world.wilma)
    with pytest.raises(Invalid):
        operations.exclude_colleague(signal, actor=wilma, user_id=world.outsider.pk, why=WHY)
    if wide:
        RegionFallBack.objects.create(**given, region=world.region)
    else:
        MunicipalityFallBack.objects.create(**given)
    operations.exclude_colleague(signal, actor=wilma, user_id=world.outsider.pk, why=WHY)
    assert actor_for(world.outsider).excluded == {signal.dossier_id}
