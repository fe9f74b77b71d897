"""The daily work on a case: contact, tasks, people, clocks, referrals."""

import datetime as dt
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from cases import operations
from cases.codes import (
    ClockKind,
    ClockOutcome,
    ContactKind,
    ContactOutcome,
    PersonRole,
    ReferralKind,
    ReferralOutcome,
)
from cases.models import CasePerson, Clock, ContactMoment, Note, Referral, Task
from cases.operations.contact import Contact, Planned
from cases.operations.course import Asked, Start
from cases.operations.people import Facts, Identity
from core.access import Actor
from core.errors import Invalid, Stale, WrongState
from core.resend import AlreadySent
from core.unit import Unit
from core.workdays import add_months, today
from municipalities.codes import Role
from municipalities.roles import actor_for
from signals.codes import Answered, Form
from tests.factories import cases as make
from tests.support.clients import OutsideClient
from tests.support.world import World

type AsUser = Callable[..., AbstractContextManager[Actor]]
DAY = dt.timedelta(days=1)


def _contact(**given: Any) -> Contact:
    defaults: dict[str, Any] = {
        "key": uuid.uuid4(),
        "kind": ContactKind.PHONE,
        "outcome": ContactOutcome.NO_ANSWER,
        "at": timezone.now(),
    }
    return Contact(**(defaults | given))


def test_a_contact_moment_is_one_line_and_sets_the_next_date(world: World, karlijn: Actor) -> None:
    case = make.intensive(world.goes, world.karlijn)
    case = operations.log_contact(case, actor=karlijn, contact=_contact(next_attempt_on=today() + DAY))
    assert ContactMoment.objects.of(case).get().outcome == ContactOutcome.NO_ANSWER
    assert case.next_contact_on == case.due_on == today() + DAY
    case = operations.log_contact(case, actor=karlijn, contact=_contact(outcome=ContactOutcome.REACHED))
    assert (case.next_contact_on, case.due_on) == (None, case.review_on)


def test_a_contact_moment_sent_twice_is_one_line(world: World, karlijn: Actor) -> None:
    case, contact = make.intensive(world.goes, world.karlijn), _contact()
    for _ in range(2):
        case = operations.log_contact(case, actor=karlijn, contact=contact)
    assert ContactMoment.objects.of(case).count() == 1


def test_other_content_under_a_key_that_was_used_is_refused(world: World, karlijn: Actor) -> None:
    case, key = make.intensive(world.goes, world.karlijn), uuid.uuid4()
    operations.add_note(case, actor=karlijn, key=key, text="Eerste tekst.")
    operations.add_note(case, actor=karlijn, key=key, text="Eerste tekst.")
    with pytest.raises(AlreadySent):
        operations.add_note(case, actor=karlijn, key=key, text="Tweede tekst.")
    task = Planned(uuid.uuid4(), "Bellen", today() + DAY, karlijn.person_id)
    operations.plan_task(case, actor=karlijn, task=task)
    with pytest.raises(AlreadySent):
        operations.plan_task(case, actor=karlijn, task=replace(task, title="Schrijven"))
    contact = _contact()
    operations.log_contact(case, actor=karlijn, contact=contact)
    with pytest.raises(AlreadySent):
        operations.log_contact(case, actor=karlijn, contact=replace(contact, text="Toch gesproken."))
    elsewhere = make.intensive(world.goes, world.karlijn)
    with pytest.raises(AlreadySent):
        operations.add_note(elsewhere, actor=karlijn, key=key, text="Eerste tekst.")
    assert [note.text for note in Note.objects.of(case)] == ["Eerste tekst."]


def test_contact_lies_in_the_past_and_the_next_attempt_does_not(world: World, karlijn: Actor) -> None:
    case = make.intensive(world.goes, world.karlijn)
    for wrong in (_contact(at=timezone.now() + DAY), _contact(next_attempt_on=today() - DAY)):
        with pytest.raises(Invalid):
            operations.log_contact(case, actor=karlijn, contact=wrong)


def test_a_task_sets_the_next_date_and_gives_it_back_when_done(world: World, karlijn: Actor) -> None:
    case = make.intensive(world.goes, world.karlijn)
    before = case.due_on
    planned = Planned(uuid.uuid4(), "Advocaat bellen", today(), world.karlijn.pk)
    case = operations.plan_task(case, actor=karlijn, task=planned)
    assert case.due_on == today()
    case = operations.complete_task(case, actor=karlijn, task=Task.objects.of(case).get())
    assert case.due_on == before


def test_who_did_not_tick_a_task_off_hears_that_it_is_done(world: World, karlijn: Actor) -> None:
    case = make.intensive(world.goes, world.karlijn)
    pieter = world.person("Pieter")
    case = operations.add_member(case, actor=karlijn, user_id=pieter.pk, role=Role.PROCESS_DIRECTOR)
    case = operations.plan_task(case, actor=karlijn, task=Planned(uuid.uuid4(), "Bellen", today(), world.karlijn.pk))
    task = Task.objects.of(case).get()
    operations.complete_task(case, actor=karlijn, task=task, seen=task.version)
    colleague = actor_for(pieter, Role.PROCESS_DIRECTOR)
    with pytest.raises(Stale):
        operations.complete_task(case, actor=colleague, task=task, seen=task.version)
    with pytest.raises(WrongState):
        operations.complete_task(case, actor=colleague, task=Task.objects.of(case).get())


def test_a_second_click_on_a_task_is_no_refusal_and_the_page_that_follows_is_the_one_look(
    world: World, browser: OutsideClient
) -> None:
    task = Task.objects.of(make.in_aftercare(world.goes, world.karlijn))[0]
    clicked = {"hat": make.HAT, "version": task.version}
    browser.post(reverse("cases:complete-task", args=[task.pk]), clicked)
    written = AuditEvent.objects.unscoped(reason="test")
    before = written.count()
    answer = browser.post(reverse("cases:complete-task", args=[task.pk]), clicked)
    assert answer.status_code == 302
    assert written.count() == before
    browser.get(answer["Location"])
    assert written.filter(event="cases.viewed").count() == 1
    assert written.filter(event="cases.task_completed").count() == 1


def test_a_task_of_another_case_cannot_be_done_through_this_one(world: World, karlijn: Actor) -> None:
    case, other = make.in_aftercare(world.goes, world.karlijn), make.intensive(world.goes, world.karlijn)
    with pytest.raises(Exception, match="bestaat niet"):
        operations.complete_task(other, actor=karlijn, task=Task.objects.of(case)[0])


def test_looking_at_an_identity_is_an_event(world: World, karlijn: Actor, unit: Unit) -> None:
    case = make.intensive(world.goes, world.karlijn)
    operations.add_person(case, actor=karlijn, key=uuid.uuid4(), identity=Identity(name="Demo Wulp"))
    person = CasePerson.objects.of(case).get()
    assert operations.reveal_person(person, actor=karlijn).name == "Demo Wulp"
    look = unit.gathered[-1]
    assert (look.event, look.kind, look.dossier_id) == ("cases.identity_viewed", "read", case.pk)


def test_the_log_names_the_fields_that_changed_and_never_what_stands_in_them(
    world: World, karlijn: Actor, unit: Unit
) -> None:
    case = make.intensive(world.goes, world.karlijn)
    case = operations.add_person(case, actor=karlijn, key=uuid.uuid4(), identity=Identity(name="Demo Wulp"))
    identity = Identity(name="Demo Tureluur", contact="06-0000 1234")
    operations.edit_person(case, actor=karlijn, person=CasePerson.objects.of(case).get(), identity=identity)
    assert unit.gathered[-1].detail["fields"] == ["contact", "name"]
    assert "Tureluur" not in repr([event.__dict__ for event in unit.gathered])


def test_a_case_has_one_client(world: World, karlijn: Actor) -> None:
    case = make.intensive(world.goes, world.karlijn)
    operations.add_person(case, actor=karlijn, key=uuid.uuid4(), identity=Identity(name="Demo Wulp"))
    with pytest.raises(Invalid):
        operations.add_person(case, actor=karlijn, key=uuid.uuid4(), identity=Identity(name="Demo Ander"))
    child = Identity(role=PersonRole.CHILD, name="Demo Kind")
    operations.add_person(case, actor=karlijn, key=uuid.uuid4(), identity=child)


def test_turning_sixteen_and_eighteen_are_clocks_that_do_not_tell_the_birthday(world: World, karlijn: Actor) -> None:
    case = make.intensive(world.goes, world.karlijn)
    born_on = add_months(today(), -12 * 15).replace(day=17)
    case = operations.add_person(case, actor=karlijn, key=uuid.uuid4(), identity=Identity(born_on=born_on))
    clocks = {clock.kind: clock.ends_on for clock in Clock.objects.of(case).running()}
    assert clocks == {
        ClockKind.TURNS_16: add_months(born_on, 12 * 16).replace(day=1),
        ClockKind.TURNS_18: add_months(born_on, 12 * 18).replace(day=1),
    }
    assert case.minor == Answered.YES


def test_a_corrected_birth_date_moves_the_clocks(world: World, karlijn: Actor) -> None:
    case = make.intensive(world.goes, world.karlijn)
    young, adult = add_months(today(), -12 * 15), add_months(today(), -12 * 30)
    case = operations.add_person(case, actor=karlijn, key=uuid.uuid4(), identity=Identity(born_on=young))
    person = CasePerson.objects.of(case).get()
    case = operations.edit_person(case, actor=karlijn, person=person, identity=Identity(born_on=adult))
    assert not Clock.objects.of(case).running().exists()
    assert case.minor == Answered.NO


def test_bedenktijd_ends_after_three_months_or_thirty_days_and_runs_once(world: World, karlijn: Actor) -> None:
    case, day = make.intensive(world.goes, world.karlijn), dt.date(2026, 3, 15)
    start = Start(uuid.uuid4(), ClockKind.REFLECTION, day)
    case = operations.start_clock(case, actor=karlijn, start=start)
    case = operations.start_clock(case, actor=karlijn, start=Start(uuid.uuid4(), ClockKind.REFLECTION_DUBLIN, day))
    ends = {clock.kind: clock.ends_on for clock in Clock.objects.of(case)}
    assert ends == {
        ClockKind.REFLECTION: dt.date(2026, 6, 15),
        ClockKind.REFLECTION_DUBLIN: dt.date(2026, 4, 14),
    }
    with pytest.raises(Invalid):
        operations.start_clock(case, actor=karlijn, start=Start(uuid.uuid4(), ClockKind.REFLECTION, day))


def test_a_stopped_clock_tells_how_it_ended(world: World, karlijn: Actor) -> None:
    case = make.intensive(world.goes, world.karlijn)
    case = operations.start_clock(case, actor=karlijn, start=Start(uuid.uuid4(), ClockKind.REFLECTION, today()))
    clock = Clock.objects.of(case).get()
    case = operations.stop_clock(case, actor=karlijn, clock=clock, outcome=ClockOutcome.REPORTED)
    with pytest.raises(WrongState):
        operations.stop_clock(case, actor=karlijn, clock=clock, outcome=ClockOutcome.LEFT)


def test_a_referral_gets_its_outcome_once_per_version(world: World, karlijn: Actor) -> None:
    case = make.intensive(world.goes, world.karlijn)
    asked = Asked(uuid.uuid4(), ReferralKind.DEBT_HELP, today(), partner=world.veilig_thuis)
    case = operations.refer_on(case, actor=karlijn, asked=asked)
    referral = Referral.objects.of(case).get()
    outcome = {"outcome": ReferralOutcome.ACCEPTED, "on": today(), "seen": referral.version}
    operations.record_outcome(case, actor=karlijn, referral=referral, **outcome)
    with pytest.raises(Stale):
        operations.record_outcome(case, actor=karlijn, referral=referral, **outcome)


def test_a_possibly_involved_parent_of_a_minor_or_unknown_age_demands_another_representative(
    world: World, karlijn: Actor
) -> None:
    case = make.intensive(world.goes, world.karlijn)
    for minor in (Answered.YES, Answered.UNKNOWN):
        facts = Facts(
            Form.LABOUR, minor, Answered.YES, risk="low", trafficking="possible", judged_by="ik", agreed="Afspraak"
        )
        with pytest.raises(Invalid):
            operations.edit_case(case, actor=karlijn, facts=facts)
    facts = Facts(
        Form.LABOUR,
        Answered.YES,
        Answered.YES,
        risk="low",
        trafficking="possible",
        judged_by="ik",
        agreed="Afspraak",
        representative="Nidos",
    )
    assert operations.edit_case(case, actor=karlijn, facts=facts).representative == "Nidos"
