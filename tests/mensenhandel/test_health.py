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


# What somebody may have done by hand, and how what is there now is told ("+").
CHANGES = {
    "ALTER TABLE signals_signal DISABLE ROW LEVEL SECURITY": "r public.signals_signal of owner, row security f",
    "ALTER TABLE signals_offer NO FORCE ROW LEVEL SECURITY": "r public.signals_offer of owner, row security t, forced f",
    "CREATE POLICY also ON cases_task TO app USING (true)": "policy also on public.cases_task",
    "GRANT TRUNCATE ON signals_follow TO app": "app may truncate public.signals_follow",
    "GRANT UPDATE (municipality_id) ON signals_handover TO app": (
        "app may update public.signals_handover.municipality_id"
    ),
    "CREATE VIEW everything AS SELECT * FROM signals_signal": "v public.everything",
    "CREATE FUNCTION public.loose() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'": (
        "function public.loose() of owner, definer t, v, settings ,"
    ),
    "ALTER FUNCTION walls.dossier_ids() RESET search_path": (
        "function walls.dossier_ids() of owner, definer t, s, settings ,"
    ),
    "CREATE OR REPLACE FUNCTION walls.content_ids() RETURNS bigint[] LANGUAGE sql AS 'SELECT ARRAY[1::bigint]'": (
        "function walls.content_ids()"
    ),
    "GRANT INSERT ON audit_auditevent TO app": "app may insert public.audit_auditevent",
    "ALTER POLICY walls_reader ON audit_auditevent USING (chain <> 0)": (
        "policy walls_reader on public.audit_auditevent: t r to {auditor} using (chain <> 0)"
    ),
    "CREATE OR REPLACE FUNCTION walls.append_events(events jsonb) RETURNS void LANGUAGE sql AS 'SELECT 1'": (
        "function walls.append_events(jsonb)"
    ),
    "ALTER FUNCTION walls.event_line(audit_auditevent) RESET search_path": (
        "function walls.event_line(public.audit_auditevent) of audit, definer f, s, settings ,"
    ),
    "ALTER TABLE signals_signal DISABLE TRIGGER USER": "trigger",
}
# Not by what is there now, only by what is gone ("-"); and that everybody may execute a function made like that.
GONE, ALSO = {"DROP POLICY walls ON cases_case": "policy walls on public.cases_case"}, "- may execute public.loose()"


@kept
def test_every_change_by_hand_is_named_and_nothing_else() -> None:
    assert intact.problems() == []
    as_owner(*CHANGES, *GONE)
    told = [line.removeprefix("The walls were changed by hand: ") for line in intact.problems()]
    there, gone = ([line[2:] for line in told if line.startswith(sign)] for sign in "+-")
    for change, words in CHANGES.items():
        assert any(line.startswith(words) for line in there), change
    assert [line for line in there if not line.startswith((*CHANGES.values(), ALSO))] == []
    for change, words in GONE.items():
        assert any(line.startswith(words) for line in gone), change


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
