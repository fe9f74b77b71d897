"""The demo world has a question that waits for a colleague of the counter, one that a partner answered, and exceptions."""

from datetime import datetime, time

import pytest
import time_machine

from accounts.models import User
from core.attention import works_of
from core.unit import unit_of_work
from core.workdays import AMSTERDAM
from mensenhandel.demo.partners import NLA
from municipalities.roles import actor_for
from signals.models import Override, PairJudgement, Question, Signal
from signals.workflow import QuestionState
from tests.support import contexts
from tests.support.demo import DAY

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("demo", "db")]


def test_appels_has_a_question_that_waits_for_hanna_and_one_that_the_inspectorate_answered() -> None:
    morning = datetime.combine(DAY, time(9), AMSTERDAM)
    with time_machine.travel(morning), unit_of_work("test"), contexts.everywhere():
        rows = Question.objects.unscoped(reason="test")
        asked = list(rows.filter(signal__facts__startswith="Zes huurders van de Bedenksteeg"))
        assert [(one.asked_of, one.state, one.due_on < DAY) for one in asked] == [
            (NLA, QuestionState.ANSWERED, True),
            ("Hanna Handveger", QuestionState.OPEN, False),
        ]
        hanna = actor_for(User.objects.get(full_name="Hanna Handveger"))
        assert Question.objects.asked_of(hanna).get() == asked[1]


def test_one_exception_was_refused_one_allowed_one_waits_for_vince_and_two_houses_were_put_aside() -> None:
    morning = datetime.combine(DAY, time(9), AMSTERDAM)
    with time_machine.travel(morning), unit_of_work("test"), contexts.everywhere():
        vince = actor_for(User.objects.get(full_name="Vince Vensterbank"))
        [waiting] = [one for one in works_of(vince) if "uitzondering" in one.kind]
        asked = Override.objects.unscoped(reason="test").order_by("asked_at")
        assert [(one.state, one.reference == waiting.reference) for one in asked] == [
            ("refused", True),
            ("allowed", True),
            ("asked", True),
        ]
        first = Signal.objects.unscoped(reason="test").get(
            pk=PairJudgement.objects.unscoped(reason="test").get().other_id
        )
        assert "Nooitpad 14" in (first.address or "")
