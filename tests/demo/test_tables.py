"""The demo world has a screening meeting that was held, with something done and something to do, one today, and more planned."""

from datetime import datetime, time

import pytest
import time_machine

from accounts.models import User
from core.unit import unit_of_work
from core.workdays import AMSTERDAM
from municipalities.roles import actor_for
from signals.models import Meeting, TablePaper
from signals.work import work
from tests.support import contexts
from tests.support.demo import DAY

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("demo", "db")]


def test_zeeland_held_a_meeting_and_plans_one_and_each_reads_her_own_points() -> None:
    morning = datetime.combine(DAY, time(9), AMSTERDAM)
    with time_machine.travel(morning), unit_of_work("test"), contexts.everywhere():
        rows = Meeting.objects.order_by("starts_at").values_list("table__name", "state")
        states = {table: [state for name, state in rows if name == table] for table, _ in rows}
        zeeland, baronie, hart = (
            states[f"Screeningsoverleg {name}"] for name in ("Zeeland", "De Baronie", "Hart van Brabant")
        )
        for past, then in ((["closed"], zeeland), (["held"], baronie), (["closed"], hart)):
            assert then[: len(past)] == past
            assert set(then[len(past) :]) <= {"planned", "cancelled"}
        assert baronie.count("cancelled") == 1

        def points(name: str) -> int:
            return TablePaper.objects.visible_to(actor_for(User.objects.get(full_name=name))).count()

        assert [points(name) for name in ("Karlijn Kompasroos", "Wilma Windvaan", "Philo Paraplubak")] == [4, 3, 2]
        assert [points(name) for name in ("Tirza Trapleuning", "Vera Vuurboei", "Teun Theelepel")] == [1, 0, 0]
        philo = actor_for(User.objects.get(full_name="Philo Paraplubak"))
        assert [one.what for one in work(philo) if "screeningsoverleg" in one.what] == [
            "Actie uit het screeningsoverleg"
        ]
