"""Who reported and may not be named stands in no question to a partner and in no point at a table, whatever is ticked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from core.access import Actor
from core.errors import Invalid
from municipalities.roles import actor_for
from signals import operations
from signals.codes import LegalGround
from signals.models import Question, Signal, TableItem
from signals.operations.logging import ReporterFacts
from signals.operations.mentions import ToldPerson, ToldThing
from signals.operations.questions import NewQuestion
from signals.sharing_codes import Naming
from signals.things import ThingKind, Whose
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

NAMING = ["Kent u Joop Verteller?", "Bel +31 6 0000 3301", "De tante van verteller", "Zie j.verteller@goes.example"]


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


def reported(world: World, *, may: bool = False) -> Signal:
    reporter = ReporterFacts(
        name="Joop Verteller",
        contact="06-0000 3301, j.verteller@goes.example",
        naming=Naming.MAY if may else Naming.ANONYMOUS,
        wants_anonymity=not may,
    )
    return make.handled(world.goes, world.wilma, facts="acht bedden", reporter=reporter)


def asked(world: World, **given: Any) -> NewQuestion:
    told = {"text": "Kent u dit adres?", "purpose": "Onderzoek"} | given
    return NewQuestion(to_partner_id=world.inspectorate.pk, ground=LegalGround.PUBLIC_TASK, **told)


@pytest.mark.parametrize("field", ["text", "purpose"])
@pytest.mark.parametrize("text", NAMING)
def test_no_question_to_a_partner_names_who_reported(field: str, text: str, world: World, wilma: Actor) -> None:
    signal = reported(world)
    with pytest.raises(Invalid) as refusal:
        operations.ask_question(signal, actor=wilma, question=asked(world, **{field: text}))
    assert set(refusal.value.fields) == {field}
    assert not Question.objects.of(signal).exists()
    inside = NewQuestion(text=text, to_user_id=world.hanna.pk)
    assert operations.ask_question(signal, actor=wilma, question=inside)
    assert operations.ask_question(reported(world, may=True), actor=wilma, question=asked(world, **{field: text}))


@pytest.mark.parametrize("field", ["text", "question"])
@pytest.mark.parametrize("text", NAMING)
def test_no_point_at_a_table_names_who_reported(field: str, text: str, world: World, wilma: Actor) -> None:
    signal, meeting = reported(world), at_table.meeting(world)
    party = f"o{world.inspectorate.pk}"
    with pytest.raises(Invalid) as refusal:
        at_table.tabled(signal, wilma, meeting, party, **{field: text})
    assert set(refusal.value.fields) == {field}
    assert at_table.tabled(reported(world, may=True), wilma, meeting, party, **{field: text})


def test_a_person_in_the_signal_may_be_named_at_a_table_and_what_is_of_the_reporter_not(
    world: World, wilma: Actor
) -> None:
    house = ToldThing(ThingKind.ADDRESS, value="Nergensweg 14", whose=Whose.REPORTER)
    signal = make.mentioned(reported(world), wilma, ToldPerson("Demo Tureluur"), house)
    meeting, party = at_table.meeting(world), f"o{world.inspectorate.pk}"
    with pytest.raises(Invalid):
        at_table.tabled(signal, wilma, meeting, party, text="Gezien vanaf Nergensweg 14.")
    assert at_table.tabled(signal, wilma, meeting, party, text="Tureluur slaapt daar.")


def test_who_reported_what_was_merged_is_not_named_either(world: World, wilma: Actor) -> None:
    signal = make.handled(world.goes, world.wilma)
    double = make.triaged(world.goes, world.wilma, reporter=ReporterFacts(name="Joop Verteller"))
    make.merged(double, signal, wilma)
    with pytest.raises(Invalid):
        operations.ask_question(
            Signal._base_manager.get(pk=signal.pk), actor=wilma, question=asked(world, text=NAMING[0])
        )


def test_a_tick_does_not_cover_who_reported_and_nothing_typed_is_lost(world: World, client_of: ClientOf) -> None:
    signal, meeting = reported(world), at_table.meeting(world)
    client = client_of(world.wilma)
    url = reverse("signals:table-signal", args=[signal.pk, meeting.pk])
    form = client.get(url).context["form"]
    given: dict[str, Any] = {
        "hat": client.hat,
        "key": str(form["key"].value()),
        "text": "Joop Verteller zag daar acht bedden.",
        "question": "Wie kijkt er?",
        "ground": "public_task",
        "parties": [f"o{world.inspectorate.pk}"],
        "names_stay": "on",
    }
    for step in ("controleren", "versturen"):
        answer = client.post(url, given | {"stap": step})
        assert answer.status_code == 422
        assert "mag u hier niet noemen" in str(answer.context["form"].errors["text"])
        assert given["text"] in answer.content.decode()
    assert not TableItem.objects.of(signal).exists()
