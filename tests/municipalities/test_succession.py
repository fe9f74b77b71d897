"""What somebody owned who left is the work of who is there now; nobody else's, and it opens nothing."""

import datetime as dt

import pytest

from cases.models import Case
from core.access import Actor, WhoLeft
from core.workdays import today
from municipalities.codes import Role
from municipalities.duty import owned_by
from municipalities.models import Mandate, Municipality, MunicipalityRole, ServiceAreaRole
from municipalities.roles import actor_for, give
from signals.codes import Origin
from signals.models import Question, Signal, StatePeriod
from signals.operations import answer_question
from signals.seeing import could_own
from signals.watched import owner_left
from signals.work import count_work, work
from tests.factories import cases
from tests.factories import signals as make
from tests.support.world import FIRST, World

DAY = dt.timedelta(days=1)


@pytest.fixture
def successor(world: World) -> int:
    """The outsider is the officer of Goes since today; Wilma was until yesterday."""
    make.triaged(world.goes, world.wilma)
    MunicipalityRole.objects.filter(user=world.wilma).update(valid_until=today() - DAY)
    give(world.goes, world.outsider.pk, Role.FOCAL_OFFICER, valid_from=today(), valid_until=None, deputy=False)
    return int(world.outsider.pk)


def _lines(actor: Actor) -> list[str]:
    return [line.what for line in work(actor)]


def test_the_successor_finds_it_in_her_work_and_it_is_counted(world: World, successor: int) -> None:
    actor = actor_for(world.outsider)
    assert actor.succeeds == {WhoLeft(frozenset({world.wilma.pk}), frozenset({world.goes.pk}))}
    assert _lines(actor) == ["Beoordelen"]
    assert count_work(actor) == 1


def test_what_she_was_asked_in_person_is_answered_by_who_is_there_now(world: World) -> None:
    signal = make.triaged(world.goes, world.koos)
    asked = make.questioned(signal, actor_for(world.koos), to_user_id=world.wilma.pk)
    MunicipalityRole.objects.filter(user=world.wilma).update(valid_until=today() - DAY)
    give(world.goes, world.outsider.pk, Role.FOCAL_OFFICER, valid_from=today(), valid_until=None, deputy=False)
    actor = actor_for(world.outsider)
    assert [(line.what, line.reference) for line in work(actor)] == [("Vraag beantwoorden", asked.reference)]
    assert not Question.objects.asked_of(actor_for(world.vera)).exists()
    assert answer_question(asked, actor=actor, text="Dat is bekend.").answered_by_id == world.outsider.pk


def test_a_deputy_has_it_only_where_there_is_no_officer(world: World, successor: int) -> None:
    assert not actor_for(world.koos).succeeds
    MunicipalityRole.objects.filter(user=world.outsider).delete()
    assert [one.users for one in actor_for(world.koos).succeeds] == [{world.wilma.pk}]
    assert _lines(actor_for(world.koos)) == ["Beoordelen"]


def test_a_closed_account_has_left_too(world: World) -> None:
    make.triaged(world.goes, world.wilma)
    world.wilma.is_active = False
    world.wilma.save(update_fields=["is_active"])
    assert _lines(actor_for(world.koos)) == ["Beoordelen"]


def test_who_works_elsewhere_or_under_another_hat_succeeds_nobody(world: World, successor: int) -> None:
    for person in (world.vera, world.floor, world.karlijn, world.lowie, world.hanna):
        assert not actor_for(person).succeeds
    assert not actor_for(world.daphne, "district_coordinator").succeeds


def test_who_still_works_there_is_succeeded_by_nobody(world: World) -> None:
    assert Municipality.objects.filter(name="Goes").exists()
    assert not actor_for(world.koos).succeeds
    assert not actor_for(world.wilma).succeeds


def test_it_opens_nothing(world: World) -> None:
    signal = make.triaged(world.vlissingen, world.vera)
    MunicipalityRole.objects.filter(user=world.vera).update(valid_until=today() - DAY)
    assert signal.municipality_id not in actor_for(world.wilma).content
    assert not actor_for(world.wilma).succeeds


def test_who_left_one_of_two_municipalities_is_succeeded_there_alone(world: World) -> None:
    """Wilma and the outsider were officers of Goes and Vlissingen; Wilma works in Vlissingen alone now."""
    for person in (world.wilma, world.outsider):
        give(world.vlissingen, person.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    give(world.goes, world.outsider.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    left, hers = make.triaged(world.goes, world.wilma), make.triaged(world.vlissingen, world.wilma)
    assert not actor_for(world.outsider).succeeds
    MunicipalityRole.objects.filter(user=world.wilma, content_object=world.goes).update(valid_until=today() - DAY)
    actor = actor_for(world.outsider)
    assert {left.pk, hers.pk} <= set(Signal.objects.visible_to(actor).values_list("pk", flat=True))
    assert [line.reference for line in work(actor)] == [left.reference]
    assert count_work(actor) == 1


def test_work_of_a_municipality_that_merged_away_is_that_of_the_officer_of_the_last_one(world: World) -> None:
    """Vlissingen became part of Goes, and that of Breda; of what Vera had, each line comes with its own term, and nothing moved."""
    judging, followed = (
        make.triaged(world.vlissingen, world.vera),
        make.followed(world.vlissingen, world.vera, review_on=today()),
    )
    before = dict(Signal.objects.unscoped(reason="test").values_list("pk", "municipality"))
    periods = StatePeriod.objects.of(judging).count()
    MunicipalityRole.objects.filter(user__in=(world.vera, world.wilma)).update(valid_until=today() - DAY)
    assert not actor_for(world.floor).succeeds
    Municipality.objects.filter(pk=world.vlissingen.pk).update(successor=world.goes, succeeded_on=today() - DAY)
    assert not actor_for(world.floor).succeeds
    Municipality.objects.filter(pk=world.goes.pk).update(successor=world.breda, succeeded_on=today())
    floor = actor_for(world.floor)
    lines = {(line.what, line.reference): line.due for line in work(floor)}
    judging.refresh_from_db()
    assert lines[("Beoordelen", judging.reference)] == judging.due_on
    assert lines[("Opnieuw bekijken", followed.reference)] == today()
    assert count_work(floor) == len(lines) == 2
    # A deputy of what merged away is none of the officer's there now; who moved along to the new one did not leave.
    assert not actor_for(world.koos).succeeds
    give(world.breda, world.vera.pk, Role.FOCAL_OFFICER, valid_from=today(), valid_until=None, deputy=False)
    assert all(world.vera.pk not in left.users for left in actor_for(world.floor).succeeds)
    assert {line.reference for line in work(actor_for(world.vera))} == {judging.reference, followed.reference}
    assert dict(Signal.objects.unscoped(reason="test").values_list("pk", "municipality")) == before
    assert StatePeriod.objects.of(judging).count() == periods


def test_what_a_coordinator_left_in_a_merged_municipality_is_the_work_of_who_cares_for_it_now(world: World) -> None:
    """Goes became part of Breda; Karlijn went, and Berend coordinates care there."""
    case = cases.intensive(world.goes, world.karlijn)
    berend = world.person("Berend")
    ServiceAreaRole.objects.filter(user=world.karlijn).update(valid_until=today() - DAY)
    assert not actor_for(berend).succeeds
    Municipality.objects.filter(pk=world.goes.pk).update(successor=world.breda, succeeded_on=today())
    assert {left.places for left in actor_for(berend).succeeds} == {frozenset({world.goes.pk})}
    assert Case.objects.visible_to(actor_for(berend)).filter(owned_by(actor_for(berend))).get() == case


def test_owner_left_says_who_cannot_own_it_any_more(world: World) -> None:
    """By the same rule as who could: also after two mergers, and for care coordination under its mandate alone."""
    hers = make.triaged(world.vlissingen, world.vera)
    logged = make.stored(world.goes, world.karlijn, 1, origin=Origin.CARE_COORDINATOR)[0]
    signals = Signal.objects.unscoped(reason="test").filter(pk__in=(hers.pk, logged.pk))
    Municipality.objects.filter(pk=world.vlissingen.pk).update(successor=world.goes, succeeded_on=today())
    Municipality.objects.filter(pk=world.goes.pk).update(successor=world.breda, succeeded_on=today())
    MunicipalityRole.objects.filter(user=world.vera).update(valid_until=today() - DAY)
    give(world.breda, world.vera.pk, Role.FOCAL_OFFICER, valid_from=today(), valid_until=None, deputy=False)
    for step in (lambda: None, Mandate.objects.all().delete, MunicipalityRole.objects.all().delete):
        step()
        left = set(signals.filter(owner_left()))
        assert left == {one for one in signals if one.owner_id not in could_own(one)}
    assert left == {hers, logged}
