"""How a case comes in, and its phases."""

import datetime as dt
import itertools
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from cases import operations, team
from cases.codes import (
    CaseOrigin,
)
from cases.models import Case, Note, PhasePeriod, Task
from cases.operations.lifecycle import Change, Plan, WarmHandover
from cases.operations.opening import TakingIn
from cases.terms import AFTERCARE_CHECKS, FOLLOW_REVIEW
from cases.workflow import CasePhase
from core.access import Actor
from core.errors import Invalid, Stale
from core.workdays import add_working_days, today
from signals.codes import Form, Urgency
from tests.factories import cases as make
from tests.support.world import World

type AsUser = Callable[..., AbstractContextManager[Actor]]
DAY = dt.timedelta(days=1)


def _now(case: Case) -> Case:
    return Case.objects.unscoped(reason="test").get(pk=case.pk)


def test_a_direct_referral_waits_for_an_answer_within_a_working_day(world: World) -> None:
    case = make.referred(world.goes, world.karlijn)
    assert (case.phase, case.origin, case.owner) == (CasePhase.REFERRED, CaseOrigin.PERSON, None)
    assert case.due_on == add_working_days(today(), 1)


def test_a_direct_referral_needs_a_safe_way_of_contact(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        make.referred(world.goes, world.karlijn, safe_contact="")
    assert "safe_contact" in refused.value.fields


def test_only_a_direct_referral_starts_as_referred(world: World, karlijn: Actor) -> None:
    with pytest.raises(Invalid):
        operations.refer_directly(
            actor=karlijn, key=uuid.uuid4(), opening=make.opening(world.goes), origin=CaseOrigin.SIGNAL
        )


def test_a_partner_that_refers_is_named(world: World, karlijn: Actor) -> None:
    opening = make.opening(world.goes, referred_by=world.veilig_thuis)
    case = operations.refer_directly(actor=karlijn, key=uuid.uuid4(), opening=opening, origin=CaseOrigin.PARTNER)
    assert _now(case).referred_by == world.veilig_thuis
    with pytest.raises(Invalid):
        operations.refer_directly(
            actor=karlijn, key=uuid.uuid4(), opening=make.opening(world.goes), origin=CaseOrigin.PARTNER
        )


def test_sending_a_referral_twice_makes_one_case(world: World, karlijn: Actor) -> None:
    key, opening = uuid.uuid4(), make.opening(world.goes)
    for _ in range(2):
        operations.refer_directly(actor=karlijn, key=key, opening=opening, origin=CaseOrigin.PERSON)
    assert Case.objects.visible_to(karlijn).count() == 1


@pytest.mark.parametrize(("urgency", "days"), [(Urgency.NORMAL, 2), (Urgency.SOON, 1), (Urgency.NOW, 0)])
def test_taking_in_starts_the_term_of_the_first_contact(world: World, urgency: Urgency, days: int) -> None:
    case = make.referred(world.goes, world.karlijn)
    case = operations.take_in(case, actor=make.coordinator(world.karlijn), taking=TakingIn(urgency))
    assert (case.phase, case.owner) == (CasePhase.INTAKE, world.karlijn)
    assert case.next_contact_on == case.due_on == add_working_days(today(), days)
    assert team.members_of(case, today()).count() == 1


def test_two_open_cases_of_a_municipality_never_share_a_working_name(world: World) -> None:
    names = {make.referred(world.goes, world.karlijn).working_name for _ in range(20)}
    assert len(names) == 20


# --- phases


def test_intensive_needs_a_judged_status_a_known_form_and_an_agreement(world: World, karlijn: Actor) -> None:
    case = make.taken_in(world.goes, world.karlijn)
    for field, wrong in (("main_form", Form.UNKNOWN), ("agreed", " ")):
        plan = Plan(**{**{name: getattr(make.PLAN, name) for name in make.PLAN.__slots__}, field: wrong})
        with pytest.raises(Invalid) as refused:
            operations.start_intensive(case, actor=karlijn, plan=plan, change=make.CHANGE)
        assert field in refused.value.fields
    assert _now(case).phase == CasePhase.INTAKE


def test_the_dated_phases_follow_each_other_without_a_gap_and_keep_their_reasons(world: World, karlijn: Actor) -> None:
    case = make.intensive(world.goes, world.karlijn)
    operations.scale_down(case, actor=karlijn, change=Change(why="Het gaat beter.", told="wijkteam"))
    periods = list(PhasePeriod.objects.of(case))
    assert [period.phase for period in periods] == ["referred", "intake", "intensive", "followed"]
    assert all(a.until == b.since for a, b in itertools.pairwise(periods))
    assert (periods[-1].why, periods[-1].told, periods[-1].until) == ("Het gaat beter.", "wijkteam", None)


def test_following_is_looked_at_again_within_thirty_days(world: World, karlijn: Actor) -> None:
    case = make.taken_in(world.goes, world.karlijn)
    latest = FOLLOW_REVIEW.default.due_from(today())
    with pytest.raises(Invalid):
        operations.follow(case, actor=karlijn, change=Change("Waarom.", review_on=latest + DAY))
    case = operations.follow(case, actor=karlijn, change=Change("Waarom.", review_on=latest))
    assert case.review_on == latest


def test_a_look_again_moves_the_date_and_leaves_a_line(world: World, karlijn: Actor) -> None:
    case = make.followed(world.goes, world.karlijn)
    case = operations.review(case, actor=karlijn, line="Niets nieuws.", review_on=today() + 10 * DAY)
    assert case.review_on == today() + 10 * DAY
    assert "Niets nieuws." in Note.objects.of(case).get().text


def test_a_change_without_a_reason_is_refused(world: World, karlijn: Actor) -> None:
    with pytest.raises(Invalid):
        operations.scale_down(make.intensive(world.goes, world.karlijn), actor=karlijn, change=Change(" "))


def test_aftercare_plans_three_checks_and_can_fall_back_to_intensive(world: World, karlijn: Actor) -> None:
    case = make.in_aftercare(world.goes, world.karlijn)
    checks = Task.objects.of(case).open()
    assert [task.due_on for task in checks] == [term.due_from(today()) for term in AFTERCARE_CHECKS]
    assert case.due_on == checks[0].due_on
    case = operations.scale_up(case, actor=karlijn, plan=make.PLAN, change=make.CHANGE)
    assert case.phase == CasePhase.INTENSIVE


def test_a_relapse_ends_the_checks_of_the_aftercare_that_it_ends(world: World, karlijn: Actor) -> None:
    case = make.in_aftercare(world.goes, world.karlijn)
    case = operations.scale_down(case, actor=karlijn, change=make.CHANGE)
    assert not Task.objects.of(case).open().exists()
    case = operations.start_aftercare(
        case, actor=karlijn, handover=WarmHandover(received_by="wijkteam", handed_on=today(), risks="geen")
    )
    assert Task.objects.of(case).open().count() == 3


def test_aftercare_begins_after_the_warm_handover(world: World, karlijn: Actor) -> None:
    tomorrow = WarmHandover("wijkteam", today() + DAY, "geen")
    with pytest.raises(Invalid):
        operations.start_aftercare(make.intensive(world.goes, world.karlijn), actor=karlijn, handover=tomorrow)


def test_a_form_that_saw_an_older_version_changes_nothing(world: World, karlijn: Actor) -> None:
    case = make.intensive(world.goes, world.karlijn)
    seen = case.version
    operations.edit_safe_contact(case, actor=karlijn, safe_contact="Alleen via de huisarts")
    with pytest.raises(Stale):
        operations.scale_down(case, actor=karlijn, version=seen, change=make.CHANGE)
    assert _now(case).phase == CasePhase.INTENSIVE
