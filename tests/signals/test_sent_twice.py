"""What somebody sends a second time under the same key: the same is the same, anything else is refused and kept."""

import uuid
from collections.abc import Callable

import pytest

from core.resend import AlreadySent
from municipalities.roles import actor_for
from signals import operations
from signals.models import Reporter, Signal
from signals.operations.logging import ReporterFacts
from signals.sharing_codes import Naming
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
    reporter = ReporterFacts(
        name="Joop Verteller", wants_anonymity=True, naming=Naming.ANONYMOUS if asked else Naming.NOT_ASKED
    )
    signal = make.triaged(world.goes, world.wilma, reporter=reporter)
    page = client_of(world.wilma).get(f"/signalen/{signal.pk}/").content.decode()
    assert ("wil anoniem blijven" in page, "Niet gevraagd" in page) == (asked, not asked)
    # The form says the same, and an answer about something else leaves it so.
    completing = client_of(world.wilma).get(f"/signalen/{signal.pk}/aanvullen/").context["form"]
    assert completing["naming"].value() == ("anonymous" if asked else "not_asked")
    data = {field.name: field.value() for field in completing if field.value() not in (None, False)}
    sent = client_of(world.wilma).post(f"/signalen/{signal.pk}/aanvullen/", data | {"shift": "avond"})
    assert sent.status_code == 302
    kept = Reporter.objects.of(signal).get()
    assert (kept.naming, kept.wants_anonymity) == (reporter.naming, True)
