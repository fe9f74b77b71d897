"""Two requests with one key at the same moment, with real commits: one row, and both get the same answer."""

import functools
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db.models import Model
from django.urls import reverse

import accounts.operations
import cases.intake
import cases.operations.contact
import cases.operations.opening
import municipalities.operations.readiness
import reports.operations
import signals.operations.logging
from accounts.models import User
from audit.events import Kind, Result
from audit.models import AuditEvent
from cases.models import Case, SignalLink, SignalOutcome, Task
from core.unit import once, unit_of_work
from municipalities import shielding
from municipalities.clients import make_client
from municipalities.codes import Role
from municipalities.models import Exclusion, ReadinessCell
from municipalities.roles import actor_for, give
from reports.models import Report
from signals.models import Signal, Submission
from tests.api.conftest import SCOPES, Program
from tests.factories import cases as make_case
from tests.factories import signals as make
from tests.reports.test_pages import BASE
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.threads import at_once
from tests.support.world import FIRST, World

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "throttle"]),
    pytest.mark.usefixtures("own_counts"),
]
type ClientOf = Callable[..., OutsideClient]
BODY = {"bron": "nla", "feiten": "Deur op slot.", "gemeente": "GM0664", "plaats": "Goes"}


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both requests come to their first lock before either goes on: neither has seen a row of the other."""
    gate, met = threading.Barrier(2), {threading.get_ident()}  # this thread only sets the stage

    def meet(key: uuid.UUID) -> None:
        if threading.get_ident() not in met:
            met.add(threading.get_ident())
            gate.wait(20)
        once(key)

    opening = (cases.intake, cases.operations.contact, cases.operations.opening)
    locking = (*opening, municipalities.operations.readiness, reports.operations)
    for module in (accounts.operations, signals.operations.logging, *locking):
        monkeypatch.setattr(module, "once", meet)


@contextmanager
def looking() -> Iterator[None]:
    with unit_of_work("test"), contexts.everywhere():
        yield


@pytest.fixture
def program() -> Program:
    made = Program(*make_client(World().inspectorate, name="Proefkoppeling", scopes=SCOPES))
    made.sign_in()
    return made


def stored() -> tuple[int, int, int]:
    """Signals, submissions, and events that say that one was sent."""
    with looking():
        return (
            Signal.objects.unscoped(reason="test").count(),
            Submission.objects.unscoped(reason="test").count(),
            AuditEvent.objects.unscoped(reason="test").filter(event="signals.submitted").count(),
        )


def told_of(row: Model) -> list[tuple[str, str]]:
    """The events of changes to this row, refused ones too."""
    with looking():
        events = AuditEvent.objects.unscoped(reason="test").filter(kind=Kind.CHANGE, object_id=str(row.pk))
        return list(events.values_list("event", "result"))


@pytest.mark.usefixtures("meeting")
def test_a_program_that_sends_one_key_twice_at_the_same_moment_sends_one_signal(program: Program) -> None:
    first, second = at_once(*(lambda: program.post("/signalen", BODY, key="proef-1"),) * 2)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert stored() == (1, 1, 1)


@pytest.mark.usefixtures("meeting")
def test_of_two_bodies_under_one_key_at_the_same_moment_one_is_refused(program: Program) -> None:
    other = BODY | {"feiten": "Andere feiten."}
    answers = at_once(
        lambda: program.post("/signalen", BODY, key="proef-1"), lambda: program.post("/signalen", other, key="proef-1")
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert stored() == (1, 1, 1)


@pytest.mark.usefixtures("meeting")
def test_a_form_that_is_sent_twice_at_the_same_moment_writes_one_signal(client_of: ClientOf) -> None:
    wilma = World().wilma
    url = reverse("signals:note")
    form = client_of(wilma).get(url).context["form"]
    data = {field.name: field.value() for field in form.hidden_fields()} | {
        "source": "mun_counter",
        "facts": "Acht bedden in een huis.",
        "place": "Goes",
        "danger": "no",
    }
    browsers = [client_of(wilma), client_of(wilma)]
    first, second = at_once(*(lambda browser=browser: browser.post(url, data) for browser in browsers))
    assert (first.status_code, second.status_code) == (302, 302), first.content.decode()
    assert first.headers["Location"] == second.headers["Location"]
    assert stored()[0] == 1


@pytest.mark.usefixtures("meeting")
def test_a_report_that_is_asked_for_twice_at_the_same_moment_is_one_report(client_of: ClientOf) -> None:
    world = World()
    daphne = world.daphne
    url = reverse("reports:new")
    key = str(uuid.uuid4())
    data = BASE | {"key": key, "area": f"district-{world.zeeland.pk}", "doe": "bewaren"}
    browsers = [client_of(daphne, "district_coordinator") for _ in range(2)]
    first, second = at_once(*(lambda browser=browser: browser.post(url, data) for browser in browsers))
    assert (first.status_code, second.status_code) == (302, 302), first.content.decode()
    assert first.headers["Location"] == second.headers["Location"]
    with looking():
        assert Report.objects.unscoped(reason="test").count() == 1


@pytest.mark.usefixtures("meeting")
def test_a_task_that_is_ticked_off_twice_at_the_same_moment_is_done_once(client_of: ClientOf) -> None:
    world = World()
    with looking():
        task = Task.objects.of(make_case.in_aftercare(world.goes, world.karlijn))[0]
    url, clicked = reverse("cases:complete-task", args=[task.pk]), {"hat": make_case.HAT, "version": task.version}
    browsers = [client_of(world.karlijn, make_case.HAT) for _ in range(2)]
    first, second = at_once(*(lambda browser=browser: browser.post(url, clicked) for browser in browsers))
    assert (first.status_code, second.status_code) == (302, 302), first.content.decode() + second.content.decode()
    assert told_of(task) == [("cases.task_completed", Result.DONE)]


@pytest.mark.usefixtures("meeting")
@pytest.mark.parametrize(
    ("verb", "field", "told"),
    [
        ("refuse-offer", "refusal", "U hebt dit aanbod al geweigerd"),
        ("ask-back", "question", "U stuurde dit aanbod al terug"),
        ("advise-following", "question", "U stuurde dit aanbod al terug"),
    ],
)
def test_of_two_answers_to_an_offer_at_the_same_moment_the_second_hears_that_it_was_given(
    client_of: ClientOf, verb: str, field: str, told: str
) -> None:
    world = World()
    with looking():
        offer = make_case.offer_of(make_case.offered(world.goes, world.wilma))
        before = told_of(offer)
    url = reverse(f"cases:{verb}", args=[offer.pk])
    sent = {"hat": make_case.HAT, "version": offer.version, field: "Nee."}
    browsers = [client_of(world.karlijn, make_case.HAT) for _ in range(2)]
    answers = at_once(*(lambda browser=browser: browser.post(url, sent) for browser in browsers))
    first, second = sorted(answers, key=lambda answer: answer.status_code)
    assert (first.status_code, second.status_code) == (302, 409)
    assert told in second.content.decode()
    assert len(told_of(offer)) == len(before) + 1


@pytest.mark.usefixtures("meeting")
def test_a_cell_that_is_clicked_twice_at_the_same_moment_says_yes_once(client_of: ClientOf) -> None:
    world = World()
    url, clicked = reverse("municipalities:set-readiness"), {"hat": "focal_officer", "cel": "GM0664-budget"}
    browsers = [client_of(world.wilma), client_of(world.koos)]
    first, second = at_once(*(lambda browser=browser: browser.post(url, clicked) for browser in browsers))
    assert (first.status_code, second.status_code) == (302, 302), first.content.decode() + second.content.decode()
    assert first.headers["Location"] == second.headers["Location"]
    with looking():
        assert ReadinessCell.objects.unscoped(reason="test").count() == 1


def test_an_offer_that_is_withdrawn_while_she_accepts_it_with_another_signal_becomes_no_case(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World()
    with looking():
        taken, offered = (make_case.offered(world.goes, world.wilma) for _ in range(2))
        opening, karlijn = make_case.opening(world.goes), make_case.coordinator(world.karlijn)
        cases.intake.accept_into_new_case(
            actor=karlijn, key=uuid.uuid4(), opening=opening, brought=make_case.brought(taken)
        )
        offer = make_case.offer_of(offered)
    browser, officer = client_of(world.karlijn, make_case.HAT), client_of(world.wilma)
    url = f"{reverse('cases:new')}?signaal={taken.pk}&signaal={offered.pk}"
    form = browser.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {
        "another": "on",
        "municipality": world.goes.pk,
        "safe_contact": "Alleen appen.",
        "request": "Hulp.",
        "accountable": opening.accountable.pk,
        "other_forms": [],
    }
    read, gone = threading.Event(), threading.Event()
    accept = cases.intake._accept

    def wait_and_accept(*given: Any) -> None:
        read.set()
        gone.wait(20)
        accept(*given)

    def withdraw() -> Any:
        read.wait(20)
        clicked = {"version": offer.version, "hat": "focal_officer"}
        answer = officer.post(reverse("signals:withdraw-offer", args=[offer.pk]), clicked)
        gone.set()
        return answer

    monkeypatch.setattr(cases.intake, "_accept", wait_and_accept)
    accepted, withdrawn = at_once(lambda: browser.post(url, data), withdraw)
    assert (accepted.status_code, withdrawn.status_code) == (404, 302), accepted.content.decode()
    page = accepted.content.decode()
    assert "Misschien trok iemand het in" in page
    assert "Alleen appen." in page
    with looking():
        assert SignalLink.objects.unscoped(reason="test").count() == 1
        assert not SignalOutcome.objects.unscoped(reason="test").of_signal(offered.pk).exists()


def test_of_two_that_press_one_button_at_the_same_moment_the_second_overwrites_nothing(client_of: ClientOf) -> None:
    world = World()
    with looking():
        signal = make.received(world.goes, world.hanna)
    gate = threading.Barrier(2)

    def press(browser: OutsideClient) -> Any:
        gate.wait(20)
        url = reverse("signals:take-up", args=[signal.pk])
        return browser.post(url, {"version": signal.version, "hat": "focal_officer"})

    browsers = [client_of(world.wilma), client_of(world.koos)]
    answers = at_once(*(lambda browser=browser: press(browser) for browser in browsers))
    assert sorted(answer.status_code for answer in answers) == [302, 409]


@pytest.mark.usefixtures("meeting")
def test_of_two_invitations_to_one_address_at_the_same_moment_the_second_hears_at_the_field_that_it_is_taken(
    client_of: ClientOf,
) -> None:
    bo = World().person("Bo")
    url = reverse("municipalities:invite-user")
    data = {"hat": "app_admin", "email": "nieuw@goes.example", "full_name": "Nina Naaldhaak"}
    browsers = [client_of(bo), client_of(bo)]
    answers = at_once(*(lambda browser=browser: browser.post(url, data) for browser in browsers))
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    (refused,) = (answer for answer in answers if answer.status_code == 422)
    assert refused.context["form"].errors == {"email": ["Er is al een account met dit e-mailadres."]}
    with looking():
        assert User.objects.filter(email="nieuw@goes.example").count() == 1


@pytest.mark.usefixtures("meeting")
def test_of_two_accounts_that_get_one_address_at_the_same_moment_the_second_hears_that_it_is_taken(
    client_of: ClientOf,
) -> None:
    bo = World().person("Bo")
    people = [User.objects.create_user(f"naamloos{number}@goes.example", "Nina Naaldhaak") for number in (1, 2)]

    works = []
    for person in people:
        browser, url = client_of(bo), reverse("municipalities:change-user", args=[person.pk])
        form = browser.get(url).context["form"]
        data = {name: form[name].value() for name in ("hat", "seen", "full_name")} | {"email": "nieuw@goes.example"}
        works.append(functools.partial(browser.post, url, data))
    answers = at_once(*works)
    assert sorted(answer.status_code for answer in answers) == [302, 422]


@pytest.mark.parametrize(
    ("other", "statuses"), [({}, [200, 200]), ({"besluit": "geweigerd", "toelichting": "Nee."}, [200, 409])]
)
def test_an_answer_that_a_program_sends_twice_at_the_same_moment_under_one_key_is_one_answer(
    program: Program, other: dict[str, str], statuses: list[int]
) -> None:
    world = World()
    with looking():
        handover = make.handed_over(make.handled(world.goes, world.wilma), actor_for(world.wilma), world.inspectorate)
    gate = threading.Barrier(2)
    body = {"besluit": "in_behandeling"}

    def send(sent: dict[str, str]) -> Any:
        gate.wait(20)
        return program.post(f"/doormeldingen/{handover.pk}/antwoord", sent, key="a-1")

    answers = at_once(lambda: send(body), lambda: send(body | other))
    assert sorted(answer.status_code for answer in answers) == statuses
    with looking():
        events = AuditEvent.objects.unscoped(reason="test").filter(event__startswith="signals.handover_")
        assert events.filter(event__in=["signals.handover_accepted", "signals.handover_refused"]).count() == 1


def test_two_who_exclude_at_once_from_both_ends_wait_in_a_row_and_not_in_a_ring(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One excludes from the signal, one from its case; each would go on once both hold their own end."""
    world = World()
    pieter, bo = world.person("Pieter"), world.person("Bo")
    with looking():
        give(world.zvh_zeeland, bo.pk, Role.CARE_COORDINATOR, valid_from=FIRST, valid_until=None, deputy=False)
        signal = make_case.own_signal(world.goes, world.karlijn)
        case = cases.intake.accept_into_new_case(
            actor=make_case.coordinator(world.karlijn),
            key=uuid.uuid4(),
            opening=make_case.opening(world.goes),
            brought=make_case.brought(signal),
        )
    gate, demand = threading.Barrier(2), shielding._demand_reason

    def meet(why: str) -> None:
        with suppress(threading.BrokenBarrierError):
            gate.wait(0.5)
        demand(why)

    monkeypatch.setattr(shielding, "_demand_reason", meet)

    def shut_out(row: Signal | Case, operation: Callable[..., object], user: User) -> bool:
        karlijn = make_case.coordinator(World().karlijn)
        with unit_of_work("test"), contexts.acting_as(karlijn):
            operation(row, actor=karlijn, user_id=user.pk, why="Kent de betrokkene.")
        return True

    assert at_once(
        lambda: shut_out(signal, signals.operations.exclude_colleague, pieter),
        lambda: shut_out(case, cases.operations.exclude_colleague, bo),
    ) == [True, True]
    shut = set(Exclusion.objects.running().values_list("dossier_id", "user_id"))
    assert shut == {(row.dossier_id, user.pk) for row in (signal, case) for user in (pieter, bo)}
