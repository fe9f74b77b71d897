"""The demo world has a restricted dossier, and an emergency access that waits to be judged; one more was, in Tilburg."""

from collections.abc import Iterator
from datetime import datetime, time

import pytest
import time_machine

from accounts.models import User
from core.access import Actor
from core.unit import unit_of_work
from core.workdays import AMSTERDAM
from municipalities.models import EmergencyAccess, Restriction
from municipalities.roles import actor_for
from signals.models import Signal
from tests.support import contexts
from tests.support.demo import DAY

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("demo", "world")]


@pytest.fixture
def world(db: None) -> Iterator[None]:
    """The morning of the build, every municipality within reach."""
    morning = datetime.combine(DAY, time(9), AMSTERDAM)
    with time_machine.travel(morning), unit_of_work("test"), contexts.everywhere():
        yield


def actor(name: str) -> Actor:
    return actor_for(User.objects.get(full_name=name))


def test_wilma_sees_the_dossier_that_she_keeps_to_herself_and_her_deputy_does_not() -> None:
    [restriction] = Restriction.objects.filter(ended_at=None)
    kept = Signal.objects.unscoped(reason="test").get(dossier_id=restriction.dossier_id)
    assert kept.facts.startswith("Een man schreef vijf mensen in")
    assert Signal.objects.visible_to(actor("Wilma Windvaan")).filter(pk=kept.pk).exists()
    assert not Signal.objects.visible_to(actor("Koos Koffiekan")).filter(pk=kept.pk).exists()


def test_one_emergency_access_waits_for_vince_and_asks_nothing_of_wilma_any_more() -> None:
    vince = actor("Vince Vensterbank")
    [waiting] = EmergencyAccess.objects.unscoped(reason="test").filter(verdict="").select_related("grant__user")
    assert vince.alerts == {waiting.pk}
    assert waiting.grant.user.full_name == "Koos Koffiekan"
    assert waiting.grant.is_over
    assert actor("Wilma Windvaan").alerts == frozenset()
    assert actor("Koos Koffiekan").opened == frozenset()


def test_one_of_tilburg_and_one_of_goes_were_reviewed_and_their_dossiers_are_open_again() -> None:
    judged = EmergencyAccess.objects.unscoped(reason="test").exclude(verdict="").select_related("municipality")
    assert {(one.municipality.name, one.verdict) for one in judged} == {("Goes", "fine"), ("Tilburg", "fine")}
    shut = Restriction.objects.filter(dossier_id__in=[one.dossier_id for one in judged], ended_at=None)
    assert not shut.exists()
