"""A municipality that became part of another one lies where that one lies, whoever asks: what may leave, what is asked, terms."""

from datetime import timedelta

import pytest

from core.access import Actor
from core.errors import WrongState
from core.workdays import today
from municipalities.areas import region_since_merged
from municipalities.models import Municipality, Region, RegionMembership
from municipalities.roles import actor_for
from signals.agreed import receivers_of
from signals.comparing import running_for
from signals.models import Signal
from signals.terms import TAKE_UP
from tests.factories import comparing as make_comparing
from tests.factories import signals as make
from tests.factories import terms as make_terms
from tests.factories.comparing import PLATE, inquire
from tests.support.world import World

DAY = timedelta(days=1)


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def signal(world: World, wilma: Actor) -> Signal:
    """Of Goes, with a plate that Vlissingen knows; what can be set is set in the region of Vlissingen and Breda."""
    make.mentioned(make.triaged(world.vlissingen, world.vera), actor_for(world.vera), PLATE)
    make.agreement(world)
    make_comparing.switched(world)
    make_terms.set_to(world, TAKE_UP, 4)
    return make.mentioned(make.triaged(world.goes, world.wilma), wilma, PLATE)


def lies_in(place: Municipality, region: Region) -> None:
    RegionMembership.objects.filter(municipality=place).update(area=region)


def merged(place: Municipality, into: Municipality) -> None:
    Municipality.objects.filter(pk=place.pk).update(successor=into, succeeded_on=today())


@pytest.mark.parametrize("ended", [True, False])
def test_it_has_the_agreements_the_switch_and_the_terms_of_where_it_went(
    world: World, signal: Signal, wilma: Actor, ended: bool
) -> None:
    lies_in(world.goes, Region.objects.create(name="Verzonnen Oost"))
    if ended:
        RegionMembership.objects.filter(municipality=world.goes).update(valid_until=today() - DAY)
    merged(world.goes, world.breda)
    assert receivers_of(signal, today())[0].is_closed
    assert receivers_of(signal, today())[0].agreements
    assert running_for(signal)
    assert TAKE_UP.amount_of(world.goes.pk) == 4
    assert [places for _key, _words, places in inquire(signal, wilma, "vehicle-1").found] == [[world.vlissingen.pk]]


def test_what_holds_where_it_lay_before_holds_no_more(world: World, signal: Signal, wilma: Actor) -> None:
    lies_in(world.breda, Region.objects.create(name="Verzonnen Oost"))
    merged(world.goes, world.breda)
    assert not receivers_of(signal, today())[0].is_closed
    assert not running_for(signal)
    assert TAKE_UP.amount_of(world.goes.pk) == TAKE_UP.usual
    with pytest.raises(WrongState, match="staat in uw regio niet aan"):
        inquire(signal, wilma, "vehicle-1")


def test_until_the_day_of_the_merger_it_lies_where_it_lay_and_then_where_the_last_one_lies(world: World) -> None:
    elsewhere = Region.objects.create(name="Verzonnen Oost")
    lies_in(world.vlissingen, elsewhere)
    merged(world.goes, world.breda)
    merged(world.breda, world.vlissingen)
    on = [today() - DAY, today()]
    found = [Region.objects.get(pk__in=region_since_merged(world.goes.pk, day)) for day in on]
    assert found == [world.region, elsewhere]
