"""The log is written through one function, and read by its reader alone: nobody who serves can change a line."""

import json
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connections, transaction

from tests.audit.chains import log as log
from tests.audit.chains import needs_auditor, verified, write
from tests.factories.log import event

pytestmark = [needs_auditor]

TABLES = ("audit_auditevent", "audit_chainhead")
MEDDLING = (
    *(
        statement.format(table)
        for table in TABLES
        for statement in (
            "UPDATE {} SET number = number + 1",
            "DELETE FROM {}",
            "TRUNCATE {} CASCADE",
            "ALTER TABLE {} DISABLE ROW LEVEL SECURITY",
            "SELECT FROM {} FOR UPDATE",
        )
    ),
    "INSERT INTO audit_chainhead VALUES (99, 1, '')",
    "INSERT INTO audit_auditevent SELECT * FROM audit_auditevent",
    "ALTER FUNCTION walls.append_events(jsonb) SECURITY INVOKER",
    "CREATE OR REPLACE FUNCTION walls.append_events(events jsonb) RETURNS void LANGUAGE sql AS ''",
    "SELECT walls.event_line(e) FROM audit_auditevent e",
    "SET ROLE audit",
    "SET ROLE owner",
)


def refused(alias: str, statement: str, *values: Any) -> str:
    """Why this role may not run this."""
    with (
        pytest.raises(DatabaseError) as caught,
        transaction.atomic(using=alias),
        connections[alias].cursor() as cursor,
    ):
        cursor.execute(statement, values or None)
    return str(getattr(caught.value.__cause__, "sqlstate", ""))


def rows(alias: str, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall())


@pytest.fixture(autouse=True)
def written(log: None) -> None:
    write(event(), event(0))


@pytest.mark.parametrize("alias", ["default", "auditor"])
def test_neither_who_serves_nor_who_reads_changes_the_log(alias: str) -> None:
    for statement in MEDDLING:
        assert refused(alias, statement) == "42501", statement
    assert verified().startswith("The log is what was written: 2 events")


def test_a_number_or_a_hash_that_is_handed_in_counts_for_nothing() -> None:
    [(stored,)] = rows("auditor", "SELECT to_jsonb(e)::text FROM audit_auditevent e WHERE chain = 0")
    given = json.loads(stored) | {"id": str(uuid.uuid4()), "number": 9, "hash": "\\x00"}
    rows("default", "SELECT walls.append_events(%s::jsonb)", json.dumps([given]))
    assert verified().startswith("The log is what was written: 3 events")


def test_the_reader_reads_every_event_without_a_context() -> None:
    assert rows("auditor", "SELECT count(*) FROM audit_auditevent") == [(2,)]


def test_the_reader_reads_the_log_and_nothing_else() -> None:
    names = rows(
        "auditor",
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname IN ('public', 'walls') AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"
        " AND has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')",
    )
    assert sorted(name for (name,) in names) == sorted(TABLES)
    assert refused("auditor", "SELECT walls.content_ids()") == "42501"
    assert refused("auditor", "SELECT walls.append_events('[]'::jsonb)") == "42501"
    assert refused("auditor", "SELECT FROM accounts_user") == "42501"


def test_the_reader_has_no_power_beside_it() -> None:
    role = str(settings.DATABASES["auditor"]["USER"])
    powers = "rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication"
    assert rows("auditor", f"SELECT {powers} FROM pg_roles WHERE rolname = %s", role) == [(False,) * 5]  # noqa: S608  our own names
    assert rows("auditor", "SELECT FROM pg_auth_members WHERE member = current_user::regrole") == []
    for made in ("TEMPORARY TABLE mine (id int)", "TABLE public.mine (id int)", "SCHEMA mine"):
        assert refused("auditor", f"CREATE {made}") == "42501"
