"""What somebody sends a second time under the same key: the same is the same, anything else is refused and kept."""

import uuid
from collections.abc import Callable

import pytest

from core.resend import AlreadySent
from municipalities.roles import actor_for
from signals import operations
from signals.models import Signal
from signals.operations.logging import ReporterFacts
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World


def test_a_second_sending_gives_the_first_copy_and_another_text_is_refused(world: World) -> None:
    hanna, key = actor_for(world.hanna), uuid.uuid4()
    given = {"actor": hanna, "municipality": world.goes, "key": key}
    first = operations.submit_signal(**given, facts=make.facts())
    assert operations.submit_signal(**given, facts=make.facts()) == first
    for other in (
        make.facts(facts="Heel iets anders."),
        make.facts(reporter=ReporterFacts(contact="balie")),
        make.facts(told=(make.PHONE,)),
    ):
        with pytest.raises(AlreadySent):
            operations.submit_signal(**given, facts=other)
    assert Signal.objects.unscoped(reason="test").count() == 1
    # Also after somebody took it up and completed it: the copy says what was sent, not how it stands.
    operations.take_up(Signal._base_manager.get(), actor=actor_for(world.wilma, "focal_officer"))
    assert operations.submit_signal(**given, facts=make.facts()) == first


@pytest.mark.parametrize("asked", [False, True])
def test_only_of_who_was_asked_the_page_says_that_she_wants_to_stay_unknown(
    asked: bool, world: World, client_of: Callable[..., OutsideClient]
) -> None:
    reporter = ReporterFacts(name="Joop Verteller", wants_anonymity=True, anonymity_asked=asked)
    signal = make.triaged(world.goes, world.wilma, reporter=reporter)
    page = client_of(world.wilma).get(f"/signalen/{signal.pk}/").content.decode()
    assert ("wil anoniem blijven" in page) is asked
