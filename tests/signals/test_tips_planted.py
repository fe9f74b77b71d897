"""A name that is known, planted in every field at once: nothing of what may stand in an anonymous tip holds it."""

from datetime import date
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from municipalities.roles import actor_for
from signals.anonymising.spelling import signs_of
from signals.codes import Certainty, Form, PossibleRole
from signals.disclosure import FIELDS, choices_of, chosen, content_of
from signals.models import Signal, TipText, part_of
from signals.operations.logging import ReporterFacts
from signals.operations.mentions import ToldPerson, ToldThing
from signals.things import ThingKind
from tests.factories import signals as make
from tests.support.world import World

from .test_anonymising import disguised

NAME = "Mies Muntenbak"
# Of the signal itself; what is told beside it stands in THINGS.
COLUMNS = ("place", "company", "address", "vehicle", "shift", "facts", "interpretation", "already_done", "seen_when")
THINGS = (ThingKind.COMPANY, ThingKind.VEHICLE, ThingKind.ADDRESS)
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
@given(begin=some.sampled_from(["Bij", "Huis van", "Bus van"]), spelled=disguised(NAME), reported=some.booleans())
@example(begin="Bij", spelled=NAME, reported=False)
def test_a_name_planted_in_every_field_stands_in_nothing_that_may_go(
    world: World, begin: str, spelled: str, reported: bool
) -> None:
    text = f"{begin} {spelled}"
    wilma = actor_for(world.wilma, "focal_officer")
    with transaction.atomic():
        who: dict[str, Any] = {"seen_on": date(2019, 10, 29)}
        who |= {"reporter": ReporterFacts(name=NAME)} if reported else {}
        signal = make.handled(world.goes, wilma, form=Form.LABOUR, **dict.fromkeys(COLUMNS, text), **who)
        if not reported:
            make.mentioned(signal, wilma, ToldPerson(NAME, role=PossibleRole.VICTIM, certainty=Certainty.SEEN))
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
