"""The told stories have characteristics and situations, as their texts say; one was taken back."""

import pytest

from core.unit import unit_of_work
from mensenhandel.demo.stories.noticed import NOTICED
from signals.models import SignalIndicator, Situation
from signals.situations import SituationEnd
from tests.support import contexts

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("demo", "db")]


def test_what_was_ticked_in_the_stories_stands_and_one_was_taken_back() -> None:
    with unit_of_work("test"), contexts.everywhere():
        rows = SignalIndicator.objects.unscoped(reason="test")
        assert rows.count() == sum(len(ticks) for ticks in NOTICED.values())
        assert rows.values("signal").distinct().count() == len(NOTICED) == 10
        [back] = rows.filter(withdrawn_at__isnull=False)
        assert str(back.withdrawn_by) == "Wilma Windvaan"


def test_appels_is_about_a_house_and_about_work_elsewhere() -> None:
    with unit_of_work("test"), contexts.everywhere():
        rows = Situation.objects.unscoped(reason="test").filter(signal__facts__startswith="Zes huurders")
        assert [(one.place, one.address, one.confidence) for one in rows] == [
            ("Goes", "Bedenksteeg 7b", "certain"),
            ("Reimerswaal", "Voorbeeldbedrijf Nevelfruit", "probable"),
        ]
        assert {one.ended_why for one in rows} <= {"", SituationEnd.CHANGED}
        assert all(one.when.startswith("vanaf ") for one in rows)
