"""A name that is known, planted in every field at once: nothing of what may stand in an anonymous tip holds it."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from core.errors import Invalid
from municipalities.roles import actor_for
from signals import operations
from signals.adding import Given
from signals.anonymising.spelling import signs_of
from signals.codes import Certainty, Form, PossibleRole
from signals.disclosure import choices_of, chosen, content_of
from signals.last_check import Settled
from signals.models import Handover, HandoverAddition, HandoverQuestion, Signal, TipText, part_of
from signals.operations.asking_back import AskedBack
from signals.operations.logging import ReporterFacts
from signals.operations.mentions import ToldPerson, ToldThing
from signals.sharing_fields import FIELDS
from signals.things import ThingKind
from tests.factories import signals as make
from tests.support.world import World

from .test_anonymising import disguised

NAME = "Mies Muntenbak"
# Of the signal itself; what is told beside it stands in THINGS.
COLUMNS = ("place", "company", "address", "vehicle", "shift", "facts", "interpretation", "already_done", "seen_when")
TIP = {"anonymous": True, "kind": "anonymous_tip", "fields": ["place"]}
THINGS = (ThingKind.COMPANY, ThingKind.VEHICLE, ThingKind.ADDRESS)
# Whoever the name is of: somebody in the signal, or (None) who reported it.
roles = some.sampled_from([*PossibleRole, None])
# What a tip is drawn from, of which nothing is barred beforehand: a new field belongs in one of these, or in the test.
DRAWN = {"form", "route", "place", "company", "address", "vehicle", "shift", "seen", "tip_text", ""}


def told_of(kind: ThingKind, text: str) -> ToldThing:
    """With the text wherever somebody types."""
    if kind == ThingKind.COMPANY:
        return ToldThing(kind, name=text, place=text, description=text)
    return ToldThing(kind, value="" if kind == ThingKind.VEHICLE else text, place=text, description=text)


def test_what_a_tip_is_drawn_from_is_all_planted_in() -> None:
    assert {field.code for field in FIELDS if not field.barred} == DRAWN


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=6)
@given(begin=some.sampled_from(["Bij", "Huis van", "Bus van"]), spelled=disguised(NAME), role=roles)
@example(begin="Bij", spelled=NAME, role=PossibleRole.VICTIM)
def test_a_name_planted_in_every_field_stands_in_nothing_that_may_go(
    world: World, begin: str, spelled: str, role: PossibleRole | None
) -> None:
    text = f"{begin} {spelled}"
    wilma = actor_for(world.wilma, "focal_officer")
    with transaction.atomic():
        who: dict[str, Any] = {"seen_on": date(2019, 10, 29)}
        who |= {} if role else {"reporter": ReporterFacts(name=NAME)}
        signal = make.handled(world.goes, wilma, form=Form.LABOUR, **dict.fromkeys(COLUMNS, text), **who)
        if role:
            make.mentioned(signal, wilma, ToldPerson(NAME, role=role, certainty=Certainty.SEEN))
        make.mentioned(signal, wilma, *(told_of(kind, text) for kind in THINGS))
        TipText.objects.create(
            **part_of(signal), text=text, kept=[], written_at=signal.created_at, author_id=wilma.person_id
        )
        choices = choices_of(Signal._base_manager.get(pk=signal.pk), anonymous=True)
        lines = content_of(chosen(choices, {one.code for one in choices}), anonymous=True)
        transaction.set_rollback(True)
    left = signs_of(" | ".join(f"{label}: {said}" for _, label, said in lines))
    # It is there to be found, and what may go is not nothing.
    assert any(text in one.text for one in choices if one.barred)
    assert lines
    for word in (NAME, *NAME.split()):
        assert len(word) < 5 or signs_of(word) not in left, lines


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=3)
@given(spelled=disguised(NAME), role=roles)
@example(spelled=NAME, role=PossibleRole.EXPLOITER)
@example(spelled=NAME, role=None)
def test_a_name_planted_beside_a_handover_or_after_it_does_not_leave(
    world: World, spelled: str, role: PossibleRole | None
) -> None:
    text, wilma = f"zoek bij {spelled}", actor_for(world.wilma, "focal_officer")
    plain = {"company": "", "address": "", "vehicle": "", "facts": f"acht bedden, {text}"}
    with transaction.atomic():
        who = {} if role else {"reporter": ReporterFacts(name=NAME)}
        signal = make.handled(world.goes, wilma, **plain, **who)
        if role:
            make.mentioned(signal, wilma, ToldPerson(NAME, role=role, certainty=Certainty.SEEN))
        signal = Signal._base_manager.get(pk=signal.pk)
        for kind in (TIP, {"fields": ["place"]}):
            for field in ("purpose", "to_function"):
                with pytest.raises(Invalid) as refusal:
                    make.handed_over(signal, wilma, world.inspectorate, **kind, **{field: text})
                assert set(refusal.value.fields) == {field}
            handover = make.handed_over(signal, wilma, world.inspectorate, **kind)
            asked = operations.ask_back(handover, actor=actor_for(world.philo), asked=AskedBack("Waar?"))
            question = HandoverQuestion._base_manager.get(handover=asked)
            with pytest.raises(Invalid):
                operations.reply_to_partner(question, actor=wilma, text=text)
        handover = Handover._base_manager.get(pk=handover.pk)
        with pytest.raises(Invalid):
            operations.add_to_handover(handover, actor=wilma, more=make.more(["facts"], uuid.uuid4()))
        left = Given(handover, []).leaving(["facts"], {}).check.left
        more = make.more(["facts"], uuid.uuid4(), answers={find.key: Settled.REMOVE.value for find in left})
        operations.add_to_handover(handover, actor=wilma, more=more)
        added = HandoverAddition._base_manager.get(handover=handover)
        transaction.set_rollback(True)
    assert "acht bedden" in str(added.content)
    assert not any(signs_of(word) in signs_of(str(added.content)) for word in NAME.split() if len(word) > 4)
