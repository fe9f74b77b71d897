"""Whatever somebody types and others read than who holds the signal is looked through for words that point to data that stay."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import models

from core.errors import Invalid
from municipalities.roles import actor_for
from signals import operations
from signals.calling import Caller
from signals.codes import Answered
from signals.looked_at import LOOKED_AT, NOT_LOOKED_AT, Look, demand_unpointed
from signals.models import (
    Arrival,
    Concern,
    Handover,
    HandoverAddition,
    HandoverQuestion,
    JointNote,
    Move,
    Question,
    Revision,
    SharedSignal,
    Signal,
    TableItem,
    TablePaper,
    TipText,
)
from signals.operations.asking_back import AskedBack
from signals.operations.danger import UNTOLD, Danger
from tests.factories import signals as make
from tests.support.world import World

# Whose columns others read than who holds the signal; of what is copied over in a move the columns are those of along.py.
LEAVE: tuple[type[models.Model], ...] = (
    *(Arrival, Concern, Handover, HandoverAddition, HandoverQuestion, JointNote, Move, Question, Revision),
    *(SharedSignal, TableItem, TablePaper, TipText),
)
BIBOB, TEAM = "Dat stond in het B.I.B.O.B.-advies.", "De T.C.I. weet het."


def texts_of(model: type[models.Model]) -> set[str]:
    """Its columns that hold words: no choice of a list, and no key."""
    columns = model._meta.local_concrete_fields
    # A sealed text or list is one in bytes.
    worded = (models.TextField, models.CharField, models.JSONField, models.BinaryField)
    sealed = [column for column in columns if type(column).__name__ in {"SealedTextField", "SealedJSONField"}]
    plain = [column for column in columns if isinstance(column, worded) and not column.choices]
    skipped = {"requests"}
    return {f"{model.__name__}.{one.name}" for one in (*sealed, *plain) if one.name not in skipped}


def test_each_text_that_leaves_is_looked_at_or_says_why_not() -> None:
    every = {name for model in LEAVE for name in texts_of(model)}
    assert every == LOOKED_AT.keys() | NOT_LOOKED_AT.keys()
    assert not LOOKED_AT.keys() & NOT_LOOKED_AT.keys()
    written = "".join(path.read_text() for path in Path("signals/operations").glob("*.py"))
    for name, look in LOOKED_AT.items():
        model, _, column = name.partition(".")
        # A column of what arrives elsewhere, or of the one that is copied there, is asked of once.
        same = {"TablePaper": "TableItem", "Move": "Arrival"}.get(model, model)
        if look is Look.ANEW:
            assert any(f'"{one}"' in written for one in (f"{same}.{column}", f"{same}.{{name}}")), name


def test_to_whom_police_data_may_go_may_be_told_of_them_and_of_bibob_nobody(world: World) -> None:
    police = world.inspectorate.kind
    demand_unpointed("Question.text", TEAM, field="text", to_kind=police)
    demand_unpointed("Question.text", TEAM, field="text", origins=["own", "wpg"])
    with pytest.raises(Invalid) as refusal:
        demand_unpointed("Question.text", BIBOB, field="text", origins=["wpg"], to_kind=police)
    assert "“B.I.B.O.B.-advies”" in refusal.value.fields["text"][0]
    with pytest.raises(ValueError, match="in another way"):
        demand_unpointed("Move.why", BIBOB, field="why")


def test_a_line_a_reason_a_purpose_and_a_question_are_written_anew(world: World) -> None:
    wilma, floor, philo = actor_for(world.wilma), actor_for(world.floor), actor_for(world.philo)
    signal = make.handled(world.goes, world.wilma)
    concern = make.shared_with(signal, world.breda, wilma)
    shared = SharedSignal.objects.unscoped(reason="test").get()

    def again() -> Signal:
        return Signal._base_manager.get(pk=signal.pk)

    refused: dict[str, Callable[[], object]] = {
        "reason there": lambda: operations.refuse_concern(actor=floor, shared=shared, reason=TEAM),
        "purpose": lambda: make.handed_over(again(), wilma, world.veilig_thuis, purpose=TEAM),
        "to whom": lambda: make.handed_over(again(), wilma, world.inspectorate, to_function=BIBOB),
        "question": lambda: make.questioned(again(), wilma, to_partner_id=world.inspectorate.pk, text=BIBOB),
        "why it is asked": lambda: make.questioned(again(), wilma, to_partner_id=world.inspectorate.pk, purpose=BIBOB),
    }
    for name, step in refused.items():
        with pytest.raises(Invalid) as refusal:
            step()
        assert "wijst op gegevens" in str(refusal.value.fields), name
    shared = operations.accept_concern(actor=floor, shared=shared)
    concern.refresh_from_db()
    handover = make.handed_over(again(), wilma, world.inspectorate)
    operations.ask_back(handover, actor=philo, asked=AskedBack("Waar?"))
    question = HandoverQuestion.objects.unscoped(reason="test").get()
    later: dict[str, Callable[[], object]] = {
        "line": lambda: operations.write_along(actor=wilma, on=concern, key=uuid.uuid4(), text=TEAM),
        "line there": lambda: operations.write_along(actor=floor, on=shared, key=uuid.uuid4(), text=BIBOB),
        "end": lambda: operations.end_concern(concern, actor=wilma, reason=TEAM),
        "end there": lambda: operations.leave_concern(actor=floor, shared=shared, reason=BIBOB),
        "taken back": lambda: operations.withdraw_handover(handover, actor=wilma, reason=BIBOB),
        "reply": lambda: operations.reply_to_partner(question, actor=wilma, text=BIBOB),
    }
    for name, step in later.items():
        with pytest.raises(Invalid) as refusal:
            step()
        assert "wijst op gegevens" in str(refusal.value.fields), name
    moved = make.offered_to(make.triaged(world.goes, world.wilma), world.breda, wilma)
    arrival = Arrival.objects.unscoped(reason="test").get(move_id=moved.pk)
    with pytest.raises(Invalid):
        operations.refuse_move(actor=floor, arrival=arrival, refusal=TEAM)


def test_what_is_said_of_the_danger_after_a_move_was_offered_goes_without_such_words(world: World) -> None:
    wilma, floor = actor_for(world.wilma), actor_for(world.floor)
    signal = make.triaged(world.goes, world.wilma)
    make.offered_to(signal, world.breda, wilma)
    danger = Danger(Answered.YES, not_called=TEAM)
    again: Any = Signal._base_manager.get(pk=signal.pk)
    operations.set_danger(again, actor=wilma, danger=danger)
    again = Signal._base_manager.get(pk=signal.pk)
    operations.set_danger(again, actor=wilma, danger=replace(danger, not_called="De M . melding zegt genoeg."))
    made = operations.accept_move(actor=floor, arrival=Arrival.objects.unscoped(reason="test").get())
    assert made.is_acute
    assert made.danger_not_called == UNTOLD
    assert not [row for row in Revision.objects.of(made) if TEAM in str(row.was)]
    assert made.danger_called_by in ("", Caller.WRITER)
