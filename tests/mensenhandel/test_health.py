"""What a supervisor or proxy hears of this server."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import OperationalError, connections
from django.test import Client

from core import checks
from core.walls import intact
from mensenhandel import health

kept = pytest.mark.django_db(databases=["default", "owner"], transaction=True)


@pytest.fixture
def browser() -> Client:
    """A visitor who comes by address and without TLS, as a supervisor does."""
    return Client(headers={"Host": "10.0.0.7"})


def as_owner(*statements: str) -> None:
    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_a_server_lives_also_without_a_database(browser: Client) -> None:
    assert browser.get("/livez").content == b"ok"


@pytest.mark.django_db
def test_a_server_is_ready_when_the_walls_stand(browser: Client) -> None:
    answer = browser.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "walls": "ok"})


@kept
@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("ALTER TABLE signals_signal DISABLE ROW LEVEL SECURITY", "signals_signal"),
        ("ALTER TABLE signals_signal NO FORCE ROW LEVEL SECURITY", "signals_signal"),
        ("DROP POLICY walls ON cases_case", "cases_case"),
        ("CREATE POLICY also ON cases_case TO app USING (true)", "policy also"),
        ("GRANT TRUNCATE ON cases_case TO app", "truncate"),
        ("GRANT UPDATE (municipality_id) ON cases_case TO app", "municipality_id"),
        ("CREATE VIEW everything AS SELECT * FROM signals_signal", "everything"),
        ("CREATE FUNCTION public.loose() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'", "loose"),
        ("ALTER FUNCTION walls.content_ids() RESET search_path", "content_ids"),
        (
            "CREATE OR REPLACE FUNCTION walls.content_ids() RETURNS bigint[] LANGUAGE sql AS 'SELECT ARRAY[1::bigint]'",
            "content",
        ),
        ("ALTER TABLE signals_signal DISABLE TRIGGER USER", "trigger"),
        ("GRANT INSERT ON audit_auditevent TO app", "may insert public.audit_auditevent"),
        ("ALTER POLICY walls_reader ON audit_auditevent USING (chain <> 0)", "walls_reader"),
        (
            "CREATE OR REPLACE FUNCTION walls.append_events(events jsonb) RETURNS void LANGUAGE sql AS 'SELECT 1'",
            "append_events",
        ),
        ("ALTER FUNCTION walls.event_line(audit_auditevent) RESET search_path", "event_line"),
        ("UPDATE walls.state SET fingerprint = 'of other code'", "other code"),
    ],
)
def test_a_changed_wall_is_named_in_the_log_and_closes_the_server(
    browser: Client, caplog: pytest.LogCaptureFixture, change: str, named: str
) -> None:
    as_owner(change)
    answer = browser.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": "ok", "walls": "changed"})
    assert named in caplog.text
    with pytest.raises(SystemCheckError, match=r"core\.E002"):
        call_command("check", databases=["default"])


@pytest.mark.parametrize("power", range(len(intact.RIGHT_NAMES)))
@pytest.mark.django_db
def test_a_role_that_could_pass_the_walls_is_refused_for_each_of_its_powers(
    monkeypatch: pytest.MonkeyPatch, power: int
) -> None:
    row = ", ".join(str(number == power).lower() for number in range(len(intact.RIGHT_NAMES)))
    monkeypatch.setattr(intact, "RIGHTS", f"SELECT {row}")
    assert intact.problems() == [f"The application's role {intact.RIGHT_NAMES[power]}: run bin/database-bootstrap."]


@pytest.mark.django_db
def test_a_database_that_is_away_makes_the_server_unready_and_no_fault(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> list[str]:
        raise OperationalError

    monkeypatch.setattr(intact, "problems", away)
    answer = browser.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": "unreachable"})


def test_the_catalogue_is_looked_at_once_in_five_seconds(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = iter([{"database": "ok"}])  # a second look would end it
    monkeypatch.setattr(health, "state", lambda: next(looks))
    for _ in range(3):
        assert browser.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_server_starts_while_its_database_is_away_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> list[str]:
        raise OperationalError

    monkeypatch.setattr(intact, "problems", away)
    assert [message.id for message in checks.walls_stand(databases=["default"])] == ["core.W001"]
