"""A refusal stands in the log: who, under which hat, for what; never for a visitor, never what was typed."""

import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.events import Kind, Result
from audit.models import AuditEvent
from audit.refusals import note
from core.access import Reach
from core.errors import DomainError, Forbidden, Invalid, NotVisible
from core.unit import unit_of_work
from municipalities.roles import actor_for
from signals import operations
from signals.models import Signal
from tests.api.conftest import Program, program_of
from tests.factories import cases as make_case
from tests.factories import reports as make_report
from tests.factories import signals as make
from tests.signals.filling import begin
from tests.support.clients import OutsideClient
from tests.support.contexts import acting_as
from tests.support.world import World

__all__ = ["program_of"]
type ClientOf = Callable[..., OutsideClient]


def refusals() -> list[AuditEvent]:
    return list(AuditEvent.objects.unscoped(reason="test").refusals().order_by("at"))


def test_a_page_that_the_hat_does_not_have_leaves_who_what_and_when(world: World, client_of: ClientOf) -> None:
    bo = world.person("Bo")
    assert client_of(bo, "app_admin").get(reverse("signals:list"), {"zoek": "Jansen"}).status_code == 403
    [told] = refusals()
    assert (told.event, told.actor_id, told.hat, told.kind) == ("signals.list", bo.pk, "app_admin", Kind.READ)
    assert (told.object_id, told.chain, told.detail) == ("", 0, {"status": 403})


def test_a_foreign_signal_is_refused_in_the_log_of_its_own_municipality(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna)
    assert client_of(world.vera).get(reverse("signals:detail", args=[signal.pk])).status_code == 404
    [told] = refusals()
    assert (told.event, told.actor_id, told.hat) == ("signals.view", world.vera.pk, "focal_officer")
    assert (told.object_type, told.object_id, told.reference) == ("signals.signal", str(signal.pk), signal.reference)
    assert (told.municipality_id, told.dossier_id, told.chain) == (world.goes.pk, signal.pk, world.goes.pk)
    assert told.detail == {"status": 404, "asked": "signals.signal"}
    with acting_as(actor_for(world.wilma)) as wilma:
        assert AuditEvent.objects.visible_to(wilma).refusals().count() == 1


def test_a_part_of_a_foreign_dossier_is_refused_under_its_dossier(world: World, client_of: ClientOf) -> None:
    handover = make.handed_over(make.handled(world.goes, world.wilma), actor_for(world.wilma), world.inspectorate)
    tirza = world.person("Tirza")
    assert client_of(tirza).get(reverse("postbox:handover", args=[handover.pk])).status_code == 404
    [told] = refusals()
    assert (told.actor_id, told.object_id, told.dossier_id) == (tirza.pk, str(handover.pk), handover.dossier_id)


def test_a_signal_that_is_not_visible_among_those_chosen_is_refused_by_name(world: World, client_of: ClientOf) -> None:
    mine, foreign = make_case.offered(world.goes, world.wilma), make.triaged(world.breda, world.floor)
    page = client_of(world.karlijn).get(reverse("cases:new"), {"signaal": [str(mine.pk), str(foreign.pk)]})
    assert page.status_code == 404
    assert [told.object_id for told in refusals()] == [str(foreign.pk)]


def test_the_draft_of_somebody_else_is_refused_with_a_trace(world: World, client_of: ClientOf) -> None:
    draft = begin(client_of(world.hanna))
    assert client_of(world.wilma).get(reverse("signals:draft-check", args=[draft.pk])).status_code == 404
    assert [(told.event, told.object_id) for told in refusals()] == [("signals.draft", str(draft.pk))]


def test_an_id_of_nothing_is_a_line_without_a_row(world: World, client_of: ClientOf) -> None:
    assert client_of(world.vera).get(reverse("signals:detail", args=[uuid.uuid4()])).status_code == 404
    [told] = refusals()
    assert (told.actor_id, told.object_id, told.dossier_id, told.chain) == (world.vera.pk, "", None, 0)


def test_what_is_there_and_what_is_not_get_the_same_answer_for_the_same_work(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna)
    browser = client_of(world.vera)
    browser.get(reverse("start"))  # the session is touched once a minute
    for _ in range(2):  # what a connection asks for the second time it prepares
        browser.get(reverse("signals:detail", args=[uuid.uuid4()]))
    told = len(refusals())
    seen = []
    for pk in (signal.pk, uuid.uuid4()):
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(reverse("signals:detail", args=[pk]))
        shapes = [query["sql"].split()[0] for query in queries.captured_queries]
        seen.append((answer.status_code, answer.content.replace(str(pk).encode(), b""), shapes))
    assert len(refusals()) == told + 2
    assert seen[0][0] == seen[1][0] == 404
    assert seen[0][2] == seen[1][2]
    assert len(seen[0][1]) == len(seen[1][1])


def test_a_draft_report_of_somebody_else_is_refused_for_the_same_work_as_none(
    world: World, client_of: ClientOf
) -> None:
    report = make_report.drafted(world.zeeland, world.daphne)
    browser = client_of(world.person("Jet"))
    browser.get(reverse("start"))
    counts = []
    for pk in (report.pk, uuid.uuid4()):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse("reports:detail", args=[pk])).status_code == 404
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert [told.object_id for told in refusals()] == [str(report.pk), ""]


def test_the_policy_refuses_a_step_on_a_visible_row_and_names_the_row(world: World, client_of: ClientOf) -> None:
    case = make_case.in_intake(world.goes, world.wilma, world.karlijn)
    browser = client_of(world.person("Pieter"))
    assert browser.post(reverse("signals:take-up", args=[case.pk])).status_code == 403
    [told] = refusals()
    assert (told.event, told.kind, told.result) == ("signals.take_up", Kind.CHANGE, Result.REFUSED)


def test_a_stale_form_and_a_wrong_one_are_written_once_and_as_no_refusal(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna)
    url = reverse("signals:take-up", args=[signal.pk])
    assert client_of(world.wilma).post(url, {"version": 0, "hat": "focal_officer"}).status_code == 409
    with unit_of_work(), pytest.raises(Invalid):
        operations.exclude_colleague(signal, actor=actor_for(world.wilma), user_id=world.koos.pk, why=" ")
    assert refusals() == []
    stale, wrong = AuditEvent.objects.unscoped(reason="test").filter(result=Result.IMPOSSIBLE).order_by("at")
    assert (stale.event, stale.object_id, stale.detail) == ("signals.take_up", str(signal.pk), {"status": 409})
    assert (wrong.event, wrong.object_id, wrong.detail) == ("signals.exclude", str(signal.pk), {"status": 422})


def test_an_operation_that_refuses_is_written_once_and_as_a_refusal(world: World) -> None:
    signal = make.received(world.goes, world.hanna)
    with unit_of_work(), pytest.raises(Forbidden):
        operations.take_up(signal, actor=actor_for(world.vera))
    [told] = refusals()
    assert (told.event, told.object_id, told.detail) == ("signals.take_up", str(signal.pk), {"status": 403})


def test_what_is_refused_about_something_that_is_no_row_is_a_line_without_a_row(world: World) -> None:
    refused = Forbidden("Dat mag niet.", action="signals.list", obj=Reach.OWN)
    assert [(told.event, told.object_type) for told in _gathered(world, refused)] == [("signals.list", "")]


def test_a_refusal_after_a_database_error_looks_nothing_up_and_hides_no_error(world: World) -> None:
    signal = make.received(world.goes, world.hanna)
    refused = NotVisible(asked=Signal.objects.visible_to(actor_for(world.vera)), lookup={"pk": signal.pk})

    def fail() -> None:
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    assert [told.object_id for told in _gathered(world, refused)] == [str(signal.pk)]
    assert [told.object_id for told in _gathered(world, refused, before=fail)] == [""]


def _gathered(world: World, error: DomainError, before: Callable[[], None] = lambda: None) -> list[AuditEvent]:
    """What a refusal left to be written in a request of Vera's whose transaction is undone afterwards."""
    request: Any = RequestFactory().get("/")
    request.actor, request.resolver_match = actor_for(world.vera), None
    with unit_of_work() as unit:
        before()
        note(request, error)
        transaction.set_rollback(True)
    return unit.gathered


def test_a_visitor_leaves_no_line(world: World, client: OutsideClient) -> None:
    signal = make.received(world.goes, world.hanna)
    for url in (reverse("signals:detail", args=[signal.pk]), reverse("signals:list"), "/bestaat-niet/"):
        client.get(url)
    assert client.get(f"/api/v1/signalen/{signal.pk}").status_code == 401
    assert refusals() == []


def test_an_address_that_is_none_of_ours_leaves_no_line(world: World, client_of: ClientOf) -> None:
    assert client_of(world.vera).get("/signalen/tikfout/").status_code == 404
    assert refusals() == []


def test_a_program_that_asks_for_anothers_row_or_without_the_right_is_written_down(
    world: World, program_of: Callable[..., Program]
) -> None:
    handover = make.handed_over(make.handled(world.goes, world.wilma), actor_for(world.wilma), world.inspectorate)
    stranger = program_of(world.veilig_thuis)
    assert stranger.get(f"/doormeldingen/{handover.pk}").status_code == 404
    narrow = program_of(world.inspectorate, scopes=("signalen",))
    assert narrow.get("/doormeldingen").status_code == 403
    first, second = refusals()
    assert (first.event, first.object_id, first.actor_id) == ("signals.view_handover", str(handover.pk), None)
    assert (second.event, second.detail) == ("signals.list_handovers", {"status": 403})
    assert " client:" in first.origin


def test_a_refused_look_is_not_told_as_a_look(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna)
    client_of(world.vera).get(reverse("signals:detail", args=[signal.pk]))
    looks = AuditEvent.objects.unscoped(reason="test").reads().of_dossier(signal.pk)
    assert list(looks) == []


@pytest.mark.parametrize("name", ["signals:list", "start", "municipalities:list", "account_change_password"])
def test_the_head_of_a_page_is_not_given_without_the_page(world: World, client_of: ClientOf, name: str) -> None:
    answer = client_of(world.wilma).head(reverse(name))
    assert answer.status_code == 405
    assert "HEAD" not in answer.headers["Allow"]


def test_the_head_of_a_handover_is_no_receipt(
    world: World, client_of: ClientOf, program_of: Callable[..., Program]
) -> None:
    handover = make.handed_over(make.handled(world.goes, world.wilma), actor_for(world.wilma), world.inspectorate)
    assert client_of(world.philo).head(reverse("postbox:handover", args=[handover.pk])).status_code == 405
    program = program_of(world.inspectorate)
    token = {"Authorization": f"Bearer {program.token}"}
    answer = program.client.head(f"/api/v1/doormeldingen/{handover.pk}", headers=token)
    assert answer.status_code == 405
    handover.refresh_from_db()
    assert handover.state == "sent"


def test_the_door_itself_answers_a_monitor_that_asks_for_the_head(client: OutsideClient, db: None) -> None:
    assert client.head(reverse("account_login")).status_code == 200
