"""The pages and forms of one case, as a browser asks for them."""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from cases import operations
from cases.models import Case, CasePerson, ContactMoment, Note, Task
from cases.operations.contact import Planned
from cases.operations.people import Identity
from cases.urls import urlpatterns
from cases.workflow import CasePhase
from core.workdays import today
from municipalities.models import Mandate
from tests.factories import cases as make
from tests.factories import shielding as shield
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
HAT = {"hat": make.HAT}


def _now(case: Case) -> Case:
    return Case.objects.unscoped(reason="test").get(pk=case.pk)


def _text(answer: Any) -> str:
    return str(answer.content.decode())


PARTS = ("cases:detail", "cases:people", "cases:help", "cases:course")


@pytest.mark.parametrize("name", PARTS)
def test_safe_contact_stands_on_every_part_and_the_look_is_an_event(
    world: World, browser: OutsideClient, name: str
) -> None:
    case = make.in_aftercare(world.goes, world.karlijn)
    answer = browser.get(reverse(name, args=[case.pk]))
    assert answer.status_code == 200
    page = _text(answer)
    for words in (make.SAFE, case.working_name, case.reference, "Karlijn Kompasroos", "Nazorg"):
        assert words in page
    look = AuditEvent.objects.unscoped(reason="test").get(event="cases.viewed")
    assert (look.actor_id, look.hat, look.dossier_id) == (world.karlijn.pk, make.HAT, case.pk)


@pytest.mark.parametrize("person", ["wilma", "vera", "floor", "daphne", "lowie", "philo", "hanna", "outsider"])
def test_no_page_of_a_case_opens_for_anybody_else(world: World, client_of: ClientOf, person: str) -> None:
    case = make.intensive(world.goes, world.karlijn)
    client = client_of(getattr(world, person))
    for name in (*PARTS, "cases:readers", "cases:close"):
        answer = client.get(reverse(name, args=[case.pk]))
        assert answer.status_code in {403, 404}
        assert case.working_name not in _text(answer)


def test_the_coordinator_of_another_area_gets_404_for_every_address_of_a_case(
    world: World, client_of: ClientOf
) -> None:
    case = make.in_aftercare(world.goes, world.karlijn)
    task = Task.objects.of(case)[0]
    client = client_of(world.person("Berend"), make.HAT)
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        if not route.startswith("casussen/<uuid:pk>"):
            continue
        args = {"pk": case.pk} | ({"user_id": 1} if "user_id" in route else {})
        args |= {"other": uuid.uuid4()} if "other" in route else {}
        answer = client.get(reverse(f"cases:{pattern.name}", kwargs=args))
        if answer.status_code == 405:
            answer = client.post(reverse(f"cases:{pattern.name}", kwargs=args), HAT)
        assert answer.status_code == 404, route
    assert client.post(reverse("cases:complete-task", args=[task.pk]), HAT).status_code == 404


def test_identity_is_covered_until_somebody_asks_for_it(world: World, browser: OutsideClient) -> None:
    case = make.intensive(world.goes, world.karlijn)
    operations.add_person(
        case, actor=make.coordinator(world.karlijn), key=uuid.uuid4(), identity=Identity(name="Demo Wulp")
    )
    person = CasePerson.objects.of(case).get()
    assert "Demo Wulp" not in _text(browser.get(reverse("cases:people", args=[case.pk])))
    url = reverse("cases:reveal", args=[person.pk])
    assert "Demo Wulp" in _text(browser.post(url))
    part = _text(browser.post(url, headers={"HX-Request": "true"}))
    assert "Demo Wulp" in part
    assert "<html" not in part
    looks = AuditEvent.objects.unscoped(reason="test").filter(event="cases.identity_viewed")
    assert [look.dossier_id for look in looks] == [case.pk, case.pk]


def test_the_readers_page_says_who_looked(world: World, browser: OutsideClient) -> None:
    case = make.intensive(world.goes, world.karlijn)
    for _ in range(2):
        browser.get(reverse("cases:detail", args=[case.pk]))
    browser.get(reverse("cases:close", args=[case.pk]))
    page = _text(browser.get(reverse("cases:readers", args=[case.pk])))
    assert "Karlijn Kompasroos" in page
    assert "heeft de casus bekeken" in page
    assert "<li>heeft de casus bekeken: Afsluiten</li>" in page


def test_titles_and_addresses_tell_no_name_and_no_form(world: World, browser: OutsideClient) -> None:
    case = make.intensive(world.goes, world.karlijn)
    for name in PARTS:
        title = re.search(r"<title>(.*?)</title>", _text(browser.get(reverse(name, args=[case.pk]))))
        assert title
        assert "uitbuiting" not in title.group(1).lower()


# --- its steps


def _post(client: OutsideClient, view: str, case: Case, /, **data: Any) -> Any:
    return client.post(reverse(view, args=[case.pk]), {**HAT, **data})


PLAN = {
    "trafficking": "possible",
    "judged_by": "zorgcoördinator",
    "risk": "high",
    "main_form": "labour",
    "agreed": "Samen een advocaat zoeken.",
    "why": "Er is hulp nodig.",
}


def test_a_case_walks_through_its_phases_in_the_browser(world: World, browser: OutsideClient) -> None:
    case = make.referred(world.goes, world.karlijn)
    steps: tuple[tuple[str, dict[str, str], str], ...] = (
        ("cases:take-in", {"urgency": "normal"}, "intake"),
        ("cases:start-intensive", PLAN, "intensive"),
        ("cases:scale-down", {"why": "Rust."}, "followed"),
        ("cases:scale-up", PLAN, "intensive"),
        (
            "cases:start-aftercare",
            {"received_by": "wijkteam", "handed_on": today().isoformat(), "risks": "geen"},
            "aftercare",
        ),
        ("cases:close", {"reason": "goals_met", "motivation": "Woont zelfstandig."}, "closed"),
        ("cases:reopen", {"why": "Belde weer."}, "intake"),
        ("cases:follow", {"why": "Nog geen hulpvraag."}, "followed"),
    )
    for name, data, phase in steps:
        assert browser.get(reverse(name, args=[case.pk])).status_code == 200, name
        answer = _post(browser, name, case, version=_now(case).version, **data)
        assert answer.status_code == 302, _text(answer)
        assert _now(case).phase == phase


def test_a_phase_form_that_lacks_something_keeps_what_was_typed(world: World, browser: OutsideClient) -> None:
    case = make.taken_in(world.goes, world.karlijn)
    answer = _post(browser, "cases:start-intensive", case, version=case.version, **{**PLAN, "risk": ""})
    assert answer.status_code == 422
    assert "Samen een advocaat zoeken." in _text(answer)
    assert _now(case).phase == CasePhase.INTAKE


def test_a_stale_phase_form_changes_nothing_and_says_so(world: World, browser: OutsideClient) -> None:
    case = make.taken_in(world.goes, world.karlijn)
    answer = _post(browser, "cases:follow", case, version=case.version - 1, why="Rust.")
    assert answer.status_code == 409
    assert _now(case).phase == CasePhase.INTAKE


def test_a_form_of_another_hat_is_refused(world: World, browser: OutsideClient) -> None:
    case = make.taken_in(world.goes, world.karlijn)
    data = {"hat": "process_director", "version": case.version, "why": "Rust."}
    assert browser.post(reverse("cases:follow", args=[case.pk]), data).status_code == 409


def test_a_step_that_the_phase_does_not_allow_says_so(world: World, browser: OutsideClient) -> None:
    case = make.taken_in(world.goes, world.karlijn)
    assert browser.get(reverse("cases:scale-up", args=[case.pk])).status_code == 409


def test_contact_note_and_task_are_written_once_however_often_they_are_sent(
    world: World, browser: OutsideClient
) -> None:
    case = make.intensive(world.goes, world.karlijn)
    day = today().isoformat()
    forms: tuple[tuple[str, dict[str, Any]], ...] = (
        ("cases:log-contact", {"kind": "phone", "outcome": "no_answer", "on": day, "next_attempt_on": day}),
        ("cases:add-note", {"text": "Belt morgen."}),
        ("cases:plan-task", {"title": "Advocaat bellen", "due_on": day, "owner": world.karlijn.pk}),
    )
    for name, data in forms:
        for _ in range(2):
            answer = _post(browser, name, case, **data, key=str(uuid.UUID(int=len(name))))
            assert answer.status_code == 302, _text(answer)
    assert [model.objects.of(case).count() for model in (ContactMoment, Note, Task)] == [1, 1, 1]
    assert "Gebeld, geen gehoor" in _text(browser.get(reverse("cases:detail", args=[case.pk])))


def test_a_task_is_ticked_off(world: World, browser: OutsideClient) -> None:
    case = make.in_aftercare(world.goes, world.karlijn)
    task = Task.objects.of(case)[0]
    answer = browser.post(reverse("cases:complete-task", args=[task.pk]), {**HAT, "version": task.version})
    assert answer.status_code == 302
    assert Task.objects.of(case).open().count() == 2


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cases:log-contact", {"kind": "phone", "outcome": "no_answer", "on": "2999-01-01"}),
        ("cases:log-contact", {"kind": "onzin", "outcome": "no_answer", "on": "2026-01-01"}),
        ("cases:log-contact", {"kind": "phone", "outcome": "no_answer", "on": "31-02-2026"}),
        ("cases:log-contact", {"kind": "phone", "outcome": "no_answer", "on": "0001-01-01", "at": "00:00"}),
        ("cases:start-clock", {"kind": "reflection", "starts_on": "9999-12-31"}),
        ("cases:add-note", {"text": ""}),
        ("cases:add-note", {"text": "x" * 4001}),
        ("cases:plan-task", {"title": "Bellen", "due_on": "2020-01-01", "owner": "0"}),
        ("cases:start-clock", {"kind": "turns_18", "starts_on": "2026-01-01"}),
        ("cases:refer-on", {"kind": "housing", "asked_on": "2026-01-01"}),
        ("cases:offer-transfer", {"why": "Verhuisd.", "ground": "toestemming"}),
        ("cases:add-person", {"role": "client", "born_on": "2999-01-01"}),
    ],
)
def test_bad_input_gets_a_message_and_writes_nothing(
    world: World, browser: OutsideClient, name: str, data: dict[str, str]
) -> None:
    case = make.intensive(world.goes, world.karlijn)
    answer = _post(browser, name, case, **data, key=str(uuid.uuid4()))
    assert answer.status_code == 422
    assert "om na te kijken" in _text(answer)
    assert _now(case).version == case.version


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cases:edit-safe-contact", {"safe_contact": "Via de huisarts"}),
        ("cases:review", {"line": "Niets nieuws."}),
        ("cases:edit", {**PLAN, "minor": "no", "parent_involved": "no"}),
        ("cases:add-person", {"role": "client", "name": "Demo Wulp"}),
        ("cases:start-clock", {"kind": "reflection", "starts_on": "2026-01-01"}),
        ("cases:refer-on", {"kind": "housing", "provider": "Opvang", "asked_on": "2026-01-01"}),
        ("cases:offer-transfer", {"receiver": "Elders", "why": "Verhuisd.", "ground": "toestemming"}),
    ],
)
def test_each_form_opens_and_saves(world: World, browser: OutsideClient, name: str, data: dict[str, str]) -> None:
    case = make.intensive(world.goes, world.karlijn)
    assert browser.get(reverse(name, args=[case.pk])).status_code == 200
    answer = _post(browser, name, case, **data, version=_now(case).version, key=str(uuid.uuid4()))
    assert answer.status_code == 302, _text(answer)
    for part in PARTS:
        assert browser.get(reverse(part, args=[case.pk])).status_code == 200


def test_the_overview_asks_the_database_as_often_for_a_long_course_as_for_a_short_one(
    world: World, browser: OutsideClient
) -> None:
    case = make.intensive(world.goes, world.karlijn)
    url, counted = reverse("cases:detail", args=[case.pk]), []
    for size in (1, 40):
        for n in range(size):
            task = Planned(uuid.uuid4(), f"Taak {n}", today(), world.karlijn.pk)
            case = operations.plan_task(case, actor=make.coordinator(world.karlijn), task=task)
        browser.get(url)
        counted.append(len(queries_of(lambda: browser.get(url))))
    others = [
        len(queries_of(partial(browser.get, reverse(name, args=[case.pk])))) for name in (*PARTS, "cases:readers")
    ]
    assert counted[0] == counted[1]
    assert max(*counted, *others) <= 11


def test_who_closes_a_case_without_mandate_is_led_to_the_list(world: World, browser: OutsideClient) -> None:
    case = make.intensive(world.goes, world.karlijn)
    Mandate.objects.filter(municipality=world.goes).delete()
    data = {"version": case.version, "reason": "client_ends", "motivation": "Op verzoek."}
    assert _post(browser, "cases:close", case, **data)["Location"] == reverse("cases:list")
    assert browser.get(reverse("cases:detail", args=[case.pk])).status_code == 404


def test_a_form_with_the_key_of_somebody_elses_row_is_a_conflict(world: World, browser: OutsideClient) -> None:
    case, other = make.intensive(world.goes, world.karlijn), make.intensive(world.breda, world.person("Berend"))
    actor = make.coordinator(world.person("Berend"))
    key = uuid.uuid4()
    operations.add_note(other, actor=actor, key=key, text="Van een ander.")
    assert _post(browser, "cases:add-note", case, text="Van mij.", key=str(key)).status_code == 409
    assert Note.objects.of(other).get().text == "Van een ander."


def test_the_steps_that_are_seldom_taken_are_folded(world: World, browser: OutsideClient) -> None:
    case = make.intensive(world.goes, world.karlijn)
    page = _text(browser.get(reverse("cases:detail", args=[case.pk])))
    row, _, rest = page.partition("Meer stappen")
    folded = rest.partition("</details>")[0]
    assert reverse("cases:review", args=[case.pk]) in row
    for name in ("close", "offer-transfer", "assign", "start-aftercare"):
        url = reverse(f"cases:{name}", args=[case.pk])
        assert url not in row
        assert url in folded


def _looks(case: Case) -> list[tuple[str, str]]:
    rows = AuditEvent.objects.unscoped(reason="test").filter(dossier_id=case.pk, kind="read")
    return list(rows.values_list("event", "purpose"))


@pytest.mark.parametrize("phase", ["referred", "intensive", "closed"])
def test_each_page_of_a_case_stands_once_in_its_log_and_has_safe_contact_on_top(
    world: World, browser: OutsideClient, phase: str
) -> None:
    case = getattr(make, phase)(world.goes, world.karlijn)
    out, shown = shield.excluded(case, world.person("Bo")).user_id, 0
    for pattern in urlpatterns:
        # A pair is looked at with another case beside it: test_related.py.
        if not str(pattern.pattern).startswith("casussen/<uuid:pk>") or "other" in str(pattern.pattern):
            continue
        args = {"pk": case.pk} | ({"user_id": out} if "user_id" in str(pattern.pattern) else {})
        answer = browser.get(reverse(f"cases:{pattern.name}", kwargs=args))
        assert answer.status_code in {200, 405, 409}, pattern.name
        shown += answer.status_code == 200
        assert (make.SAFE in _text(answer)) == (answer.status_code == 200), pattern.name
        assert len(_looks(case)) == shown, pattern.name


def test_a_refused_form_shows_the_case_again_and_so_is_a_look(world: World, browser: OutsideClient) -> None:
    case = make.intensive(world.goes, world.karlijn)
    url = reverse("cases:add-note", args=[case.pk])
    refused = browser.post(url, HAT | {"key": str(uuid.uuid4()), "text": ""})
    assert refused.status_code == 422
    assert make.SAFE in _text(refused)
    assert _looks(case) == [("cases.viewed", "Notitie")]
    assert browser.post(url, HAT | {"key": str(uuid.uuid4()), "text": "Rustig."}).status_code == 302
    assert len(_looks(case)) == 1


def test_changing_a_person_is_one_look_at_who_it_is(world: World, browser: OutsideClient) -> None:
    case = make.intensive(world.goes, world.karlijn)
    operations.add_person(
        case, actor=make.coordinator(world.karlijn), key=uuid.uuid4(), identity=Identity(name="Demo Wulp")
    )
    person = CasePerson.objects.of(case).get()
    browser.get(reverse("cases:edit-person", args=[person.pk]))
    assert _looks(case) == [("cases.identity_viewed", "wijzigen")]


def test_a_step_that_does_not_fit_the_phase_says_so_and_leads_back_to_the_case(
    world: World, browser: OutsideClient
) -> None:
    case = make.followed(world.goes, world.karlijn)
    for answer in (
        browser.get(reverse("cases:scale-down", args=[case.pk])),
        browser.post(reverse("cases:scale-down", args=[case.pk]), HAT | {"version": case.version, "why": "x"}),
    ):
        assert answer.status_code == 409
        assert "De casus staat op: op de voet volgen." in _text(answer)
        assert reverse("cases:detail", args=[case.pk]) in _text(answer)


def test_an_ended_case_tells_how_it_ended_and_leads_back_to_the_list_of_ended_ones(
    world: World, browser: OutsideClient
) -> None:
    case = make.closed(world.goes, world.karlijn)
    page = _text(browser.get(reverse("cases:detail", args=[case.pk])))
    assert "Woont en werkt zelfstandig." in page
    assert f'href="{reverse("cases:ended")}"' in page


def test_without_mandate_the_case_says_that_only_its_team_sees_it(world: World, browser: OutsideClient) -> None:
    case = make.intensive(world.goes, world.karlijn)
    url = reverse("cases:detail", args=[case.pk])
    assert "zorgcoördinatoren met een afspraak met Goes; casusteam: Karlijn Kompasroos" in _text(browser.get(url))
    Mandate.objects.filter(municipality=world.goes).update(valid_until=today() - dt.timedelta(days=1))
    page = _text(browser.get(url))
    assert "casusteam: Karlijn Kompasroos; de afspraak met Goes over zorgcoördinatie is geëindigd" in page


def test_giving_a_case_away_where_nobody_else_works_says_so(world: World, browser: OutsideClient) -> None:
    case = make.intensive(world.goes, world.karlijn)
    page = _text(browser.get(reverse("cases:assign", args=[case.pk])))
    assert page.count("<option") == 1
    assert "werkt nu niemand anders" in page


def test_the_field_of_the_representative_says_that_a_possibly_involved_parent_is_none(
    world: World, browser: OutsideClient
) -> None:
    case = make.followed(world.goes, world.karlijn)
    url = reverse("cases:edit", args=[case.pk])
    given = HAT | {"version": case.version, "main_form": "labour", "minor": "unknown", "parent_involved": "yes"}
    refused = browser.post(url, given)
    assert refused.status_code == 422
    assert "representative" in refused.context["form"].errors
    assert browser.post(url, given | {"representative": "Nidos"}).status_code == 302
