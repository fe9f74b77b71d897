"""The demo world has a question that waits for a colleague of the counter, and one that a partner answered."""

from datetime import datetime, time

import pytest
import time_machine

from accounts.models import User
from core.unit import unit_of_work
from core.workdays import AMSTERDAM
from mensenhandel.demo.partners import NLA
from municipalities.roles import actor_for
from signals.models import Question
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
