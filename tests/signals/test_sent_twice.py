"""What somebody sends a second time under the same key: the same is the same, anything else is refused and kept."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import Conflict
from core.files import KINDS
from core.resend import AlreadySent
from core.workdays import Term, Unit, today
from municipalities.roles import actor_for
from signals import operations
from signals.models import Follow, Reporter, Signal
from signals.operations.attachments import NewFile
from signals.operations.logging import ReporterFacts
from signals.sharing_codes import Naming
from tests.factories import retention as past
from tests.factories import signals as make
from tests.factories.signals import CLEANED
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


def test_other_content_under_a_used_key_is_refused_whatever_the_form_is(world: World) -> None:
    """What was chosen anew is not dropped with a message that it was kept."""
    wilma, key = actor_for(world.wilma, "focal_officer"), uuid.uuid4()
    signal = make.handled(world.goes, world.wilma)
    question = make.question(to_user_id=world.hanna.pk)
    operations.ask_question(signal, actor=wilma, question=question)
    with pytest.raises(AlreadySent):
        operations.ask_question(signal, actor=wilma, question=replace(question, term=Term(Unit.WORKDAYS, 1)))

    file = make.attached(signal, wilma)
    sent = NewFile("aantekening.txt", KINDS["text"], CLEANED.content, key=file.pk)
    operations.add_file(signal, actor=wilma, file=sent)
    for other in (CLEANED.content + b"!", bytes(reversed(CLEANED.content))):
        with pytest.raises(AlreadySent):
            operations.add_file(signal, actor=wilma, file=replace(sent, content=other))

    operations.keep_filter(actor=wilma, name="Nieuw", filters={"tab": "alles"}, key=key)
    with pytest.raises(AlreadySent):
        operations.keep_filter(actor=wilma, name="Nieuw", filters={"tab": "te-laat"}, key=key)

    one, two = past.past_its_day(world), past.past_its_day(world)
    given = {"actor": wilma, "key": key, "municipality": world.goes}
    operations.approve_erasure(**given, chosen=[one.pk])
    assert operations.approve_erasure(**given, chosen=[one.pk]).count == 1
    for other_ones in ([two.pk], [one.pk, two.pk]):
        with pytest.raises(AlreadySent):
            operations.approve_erasure(**given, chosen=other_ones)


def test_another_day_for_the_same_look_back_is_no_second_click(world: World) -> None:
    wilma = actor_for(world.wilma, "focal_officer")
    follow = Follow.objects.of(make.followed(world.goes, world.wilma)).get()
    given = {"actor": wilma, "version": follow.version, "line": "Niets nieuws gehoord deze week."}
    first = operations.review_follow(follow, **given, next_on=today() + timedelta(days=5))
    assert operations.review_follow(follow, **given, next_on=first.review_on).review_on == first.review_on
    with pytest.raises(Conflict):
        operations.review_follow(follow, **given, next_on=today() + timedelta(days=9))
