"""What a care coordinator sees on the start page and in "Mijn werk"."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import operations
from cases.attention import count_work, line, lines, work
from cases.caseload import due_words
from cases.codes import ClockKind
from cases.models import Case
from cases.operations.contact import Planned
from cases.operations.course import Start
from core.access import Actor
from core.workdays import today
from municipalities.codes import Role
from municipalities.models import Absence
from municipalities.roles import actor_for
from tests.factories import cases as make
from tests.factories import municipalities as place
from tests.support.clients import OutsideClient
from tests.support.world import World

DAY = dt.timedelta(days=1)


def _busy(world: World, karlijn: Actor) -> None:
    """One offer, one referral, one case that is late, one whose clock ends soon, one task of this week."""
    make.offered(world.goes, world.wilma)
    make.referred(world.goes, world.karlijn)
    late = make.intensive(world.goes, world.karlijn)
    Case.objects.unscoped(reason="test").filter(pk=late.pk).update(next_contact_on=today() - DAY, due_on=today() - DAY)
    case = make.followed(world.goes, world.karlijn)
    operations.start_clock(
        case, actor=karlijn, start=Start(uuid.uuid4(), ClockKind.REFLECTION_DUBLIN, today() - 20 * DAY)
    )
    task = Planned(uuid.uuid4(), "Advocaat bellen", today() + 3 * DAY, world.karlijn.pk)
    operations.plan_task(case, actor=karlijn, task=task)
    make.in_aftercare(world.goes, world.karlijn)


def test_the_start_page_names_what_is_late_and_what_waits(world: World, karlijn: Actor) -> None:
    _busy(world, karlijn)
    assert [found.text for found in sorted(lines(karlijn), key=lambda found: found.order)] == [
        "1 aangeboden signaal om te beantwoorden",
        "1 casus te laat",
        "1 aanmelding om aan te nemen",
        "1 casus met een klok die bijna afloopt",
    ]


def test_each_line_leads_to_a_list_of_as_many(world: World, karlijn: Actor, browser: OutsideClient) -> None:
    _busy(world, karlijn)
    for found in lines(karlijn):
        page = browser.get(found.url).content.decode()
        assert page.count('<th scope="row">') == found.count, found.text


def test_the_start_page_carries_the_line_of_numbers(world: World, karlijn: Actor, browser: OutsideClient) -> None:
    _busy(world, karlijn)
    assert line(karlijn) is not None
    page = browser.get(reverse("start")).content.decode()
    assert "<strong>1</strong> intensief" in page
    assert "Directe aanmelding" in page


def test_my_work_is_counted_as_it_is_listed_in_one_query(world: World, karlijn: Actor) -> None:
    _busy(world, karlijn)
    found = list(work(karlijn))
    assert [item.what for item in found] == ["Aanbod beantwoorden", "Contact", "Contact", "Taak"]
    with CaptureQueriesContext(connection) as queries:
        assert count_work(karlijn) == len(found)
    assert len(queries) == 1


@pytest.mark.parametrize(("days", "shown"), [(-1, True), (1, True), (7, True), (8, False)])
def test_a_contact_stands_in_her_work_from_a_week_before(world: World, karlijn: Actor, days: int, shown: bool) -> None:
    case = make.intensive(world.goes, world.karlijn)
    day = today() + days * DAY
    Case.objects.unscoped(reason="test").filter(pk=case.pk).update(next_contact_on=day, review_on=today() + 10 * DAY)
    assert [(item.what, item.due) for item in work(karlijn)] == ([("Contact", day)] if shown else [])
    assert count_work(karlijn) == int(shown)


def test_a_referred_case_that_was_given_to_her_waits_to_be_taken_in(world: World, karlijn: Actor) -> None:
    case = make.referred(world.goes, world.karlijn)
    case = operations.assign(case, actor=karlijn, to_user_id=world.karlijn.pk)
    Case.objects.unscoped(reason="test").filter(pk=case.pk).update(review_on=today(), due_on=today())
    [item] = work(karlijn)
    assert (item.what, item.due) == ("Aannemen", today())
    case.refresh_from_db()
    assert due_words(case) == item.what.lower()


def test_on_days_of_absence_her_work_stands_with_the_deputy_too(world: World, karlijn: Actor) -> None:
    _busy(world, karlijn)
    role = Role.CARE_COORDINATOR
    place.holds(world.outsider, role, world.zvh_zeeland, since=today(), until=today() + DAY, deputy=True)
    mine = [(item.what, item.reference) for item in work(karlijn)]
    assert [item.what for item in work(actor_for(world.outsider))] == ["Aanbod beantwoorden"]
    Absence.objects.create(
        user=world.karlijn, deputy=world.outsider, role=role, valid_from=today(), valid_until=today() + DAY
    )
    outsider = actor_for(world.outsider)
    assert [(item.what, item.reference) for item in work(outsider)] == mine
    assert count_work(outsider) == len(mine)


def test_my_work_shows_no_words_of_a_task(world: World, karlijn: Actor, browser: OutsideClient) -> None:
    _busy(world, karlijn)
    assert "Advocaat" not in browser.get(reverse("work")).content.decode()


@pytest.mark.parametrize("person", ["wilma", "daphne", "lowie", "philo", "outsider"])
def test_nobody_else_has_anything_of_it(world: World, karlijn: Actor, person: str) -> None:
    _busy(world, karlijn)
    actor = actor_for(getattr(world, person))
    assert (list(lines(actor)), line(actor), list(work(actor)), count_work(actor)) == ([], None, [], 0)
