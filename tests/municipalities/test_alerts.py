"""What an emergency access puts in the way of who must know: above all other work."""

from collections.abc import Callable

from django.urls import reverse

from core.attention import work_for
from municipalities.roles import actor_for
from signals.codes import Answered
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.emergency import break_glass
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]


def test_it_stands_first_in_the_work_of_the_owner(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    urgent = make.received(world.goes, world.person("Hanna"), danger=Answered.YES)
    assert work_for(actor_for(world.wilma))[0].reference == urgent.reference
    shield.restricted(signal, [world.wilma])
    break_glass(world, signal)
    first, second, *_ = work_for(actor_for(world.wilma))
    assert (first.what, first.reference) == ("Een collega nam noodtoegang: kijk nu", signal.reference)
    assert second.reference == urgent.reference
    page = client_of(world.wilma).get(reverse("work")).content.decode()
    assert page.index("Een collega nam noodtoegang") < page.index(urgent.reference)
