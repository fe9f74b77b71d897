"""One transaction per request: kept below 500, undone from 500 up, through the real middleware."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import close_old_connections, connection, connections
from django.http import HttpRequest

from core import transactions, unit
from core.transactions import AFTER_FAILURE, Failure, QueryWhileStreaming
from core.unit import BEFORE_COMMIT, Unit, current_unit
from tests.support.clients import OutsideClient

pytestmark = [pytest.mark.urls("tests.core.transaction_pages"), pytest.mark.django_db]


@pytest.fixture
def browser() -> OutsideClient:
    """Gets the page that the person gets, where Django's test client would raise what the view raised."""
    return OutsideClient(raise_request_exception=False)


@pytest.fixture
def failures() -> Iterator[list[Failure]]:
    """What was noted after failed requests."""
    noted: list[Failure] = []

    def note(_request: HttpRequest, failure: Failure) -> None:
        assert connection.in_atomic_block
        current_unit()
        noted.append(failure)

    AFTER_FAILURE.append(note)
    yield noted
    AFTER_FAILURE.remove(note)


def is_kept() -> bool:
    return get_user_model().objects.filter(full_name="kept").exists()


@pytest.mark.parametrize("status", [200, 302, 400, 403, 404, 409, 422, 429])
def test_below_500_the_request_is_kept_with_its_session(browser: OutsideClient, status: int) -> None:
    assert browser.get(f"/antwoord/{status}/").status_code == status
    assert is_kept()
    assert Session.objects.exists()


@pytest.mark.parametrize("status", [500, 503])
def test_from_500_up_nothing_is_kept(browser: OutsideClient, failures: list[Failure], status: int) -> None:
    assert browser.get(f"/antwoord/{status}/").status_code == status
    assert not is_kept()
    assert not Session.objects.exists()
    assert failures == [Failure(status, None)]


def test_an_exception_undoes_everything_and_is_noted(browser: OutsideClient, failures: list[Failure]) -> None:
    assert browser.get("/fout/").status_code == 500
    assert not is_kept()
    assert [type(failure.exception) for failure in failures] == [ZeroDivisionError]


def test_a_failure_that_cannot_be_noted_changes_no_answer(
    browser: OutsideClient, failures: list[Failure], caplog: Any
) -> None:
    AFTER_FAILURE.insert(0, lambda _request, _failure: 1 / 0)  # type: ignore[arg-type]  # it fails before it answers
    try:
        with caplog.at_level(logging.ERROR):
            assert browser.get("/antwoord/503/").status_code == 503
    finally:
        del AFTER_FAILURE[0]
    assert "could not be noted" in caplog.text


def test_what_was_gathered_is_written_last_and_inside_the_transaction(browser: OutsideClient, monkeypatch: Any) -> None:
    seen: list[tuple[bool, bool, bool]] = []

    def write(_unit: Unit) -> None:
        seen.append((connection.in_atomic_block, is_kept(), Session.objects.exists()))

    monkeypatch.setattr(unit, "BEFORE_COMMIT", [*BEFORE_COMMIT, write])
    browser.get("/antwoord/200/")
    assert seen == [(True, True, True)]


def test_when_the_log_cannot_be_written_nothing_is_kept_and_nothing_is_shown(
    browser: OutsideClient, failures: list[Failure], monkeypatch: Any
) -> None:
    def broken(_unit: Unit) -> None:
        raise OSError("log is full")

    monkeypatch.setattr(unit, "BEFORE_COMMIT", [broken])
    answer = browser.get("/antwoord/200/")
    assert answer.status_code == 500
    assert b"klaar" not in answer.content
    assert not is_kept()
    assert [str(failure.exception) for failure in failures] == ["log is full"]


def test_at_500_nothing_is_written_to_the_log_but_the_fault(browser: OutsideClient, monkeypatch: Any) -> None:
    written: list[Unit] = []
    monkeypatch.setattr(unit, "BEFORE_COMMIT", [written.append])
    browser.get("/antwoord/503/")
    assert [event.event for opened in written for event in opened.gathered] == ["audit.fault"]


def test_a_swallowed_database_error_is_no_success(browser: OutsideClient, failures: list[Failure]) -> None:
    answer = browser.get("/slikken/")
    assert answer.status_code == 500
    assert b"het is gelukt" not in answer.content
    assert not is_kept()
    assert len(failures) == 1


def test_a_unit_knows_where_the_request_came_from(browser: OutsideClient, monkeypatch: Any) -> None:
    origins: list[str] = []
    monkeypatch.setattr(unit, "BEFORE_COMMIT", [lambda opened: origins.append(opened.origin)])
    browser.get("/antwoord/200/", REMOTE_ADDR="192.0.2.7")
    assert origins == ["192.0.2.7"]


@pytest.mark.parametrize(
    ("proxies", "sent", "known"),
    [
        (0, "203.0.113.9", "192.0.2.7"),
        (1, "203.0.113.9, 198.51.100.4", "198.51.100.4"),
        (2, "203.0.113.9", "192.0.2.7"),
    ],
)
def test_behind_a_proxy_of_ours_it_is_the_visitor_and_never_what_the_visitor_wrote(
    browser: OutsideClient, monkeypatch: Any, settings: Any, proxies: int, sent: str, known: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    origins: list[str] = []
    monkeypatch.setattr(unit, "BEFORE_COMMIT", [lambda opened: origins.append(opened.origin)])
    browser.get("/antwoord/200/", REMOTE_ADDR="192.0.2.7", headers={"x-forwarded-for": sent})
    assert origins == [known]


@pytest.mark.django_db(transaction=True)
def test_the_transaction_is_round_the_page_and_not_round_static_files(browser: OutsideClient) -> None:
    assert browser.get("/binnen/").content == b"True"
    assert browser.get("/static/buiten").content == b"False"


@pytest.mark.django_db(transaction=True)
def test_the_commit_is_a_real_one(browser: OutsideClient) -> None:
    browser.get("/antwoord/404/")
    connection.close()
    assert is_kept()


@pytest.mark.django_db(transaction=True)
def test_the_next_request_has_the_same_connection_and_nothing_of_the_one_before(browser: OutsideClient) -> None:
    pids = []
    for _ in range(2):
        browser.get("/binnen/")
        close_old_connections()  # as at the end of each request; the test's client leaves it out
        pids.append(connection.connection.info.backend_pid)
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(current_setting('walls.context', true), '')")
            assert cursor.fetchone() == ("",)
    assert pids[0] == pids[1]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_connection_that_the_server_cut_off_costs_no_visitor_a_fault(browser: OutsideClient) -> None:
    browser.get("/binnen/")
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    close_old_connections()
    assert browser.get("/binnen/").content == b"True"


def test_a_streaming_answer_may_send_what_it_has(browser: OutsideClient) -> None:
    assert browser.get("/stroom/tekst/").getvalue() == b"regel 0\nregel 1\nregel 2\n"


def test_a_streaming_answer_may_not_query(browser: OutsideClient) -> None:
    chunks = iter(browser.get("/stroom/rijen/"))
    assert next(chunks) == b"eerste regel\n"
    assert not is_kept()  # the test itself may query between two chunks
    with pytest.raises(QueryWhileStreaming):
        next(chunks)


def test_the_middleware_stands_outside_the_session(settings: Any) -> None:
    order = settings.MIDDLEWARE
    ours = f"{transactions.__name__}.{transactions.RequestTransaction.__name__}"
    assert order.index(ours) < order.index("django.contrib.sessions.middleware.SessionMiddleware")
