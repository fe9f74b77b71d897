"""A coordinator finds the reports that she began and did not have made."""

import pytest
from django.urls import reverse

from core.attention import work_for
from municipalities.roles import actor_for
from reports.attention import count_work, work
from tests.factories import reports as make
from tests.support.queries import queries_of
from tests.support.world import World


def test_a_report_that_is_not_made_yet_stands_in_the_work_of_who_began_it(world: World) -> None:
    report = make.drafted(world.zeeland, world.daphne, hat="district_coordinator")
    daphne = actor_for(world.daphne, "district_coordinator")
    (item,) = work(daphne)
    assert (item.what, item.reference) == ("Rapportage laten maken", report.name)
    assert item.url == reverse("reports:detail", args=[report.pk])
    assert item in work_for(daphne)
    counted: list[int] = []
    assert len(queries_of(lambda: counted.append(count_work(daphne)))) == 1
    assert counted == [1]


def test_once_made_it_is_no_work_any_more(world: World) -> None:
    make.made(world.zeeland, world.daphne, hat="district_coordinator")
    assert count_work(actor_for(world.daphne, "district_coordinator")) == 0


@pytest.mark.parametrize(
    ("name", "hat"), [("Daphne", "focal_officer"), ("Lowie", ""), ("Jet", ""), ("Wilma", ""), ("Karlijn", "")]
)
def test_nobody_else_has_it_as_work(world: World, name: str, hat: str) -> None:
    make.drafted(world.zeeland, world.daphne, hat="district_coordinator")
    actor = actor_for(world.person(name), hat)
    assert list(work(actor)) == []
    assert count_work(actor) == 0
