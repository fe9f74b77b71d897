# ruff: noqa: S608, DJ008 (throw-away tables with fixed names, throw-away models)
"""What the declarations become in the database, and what the app role cannot do there."""

import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, ClassVar

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, connections, models, transaction
from django.test.utils import isolate_apps
from pytest_django.plugin import DjangoDbBlocker

from core import walls
from core.access import Actor
from core.walls import Content, FixedColumn, KeepsItsPlace, Open
from core.walls.apply import WallsRefused, apply_walls
from core.walls.foreign import ALL, READ
from core.walls.tables import APPEND, Key, Table, declared
from tests.support.database import CopiedDatabase

HOUSE, ROOM = "try_house", "try_room"
SHARED = ("municipality_id", "dossier_id")
TABLES = (
    Table(HOUSE, Content(), ALL, ("id", *SHARED, "colour"), fixed=("id", *SHARED)),
    Table(
        ROOM,
        Content(parent="house"),
        APPEND,
        ("id", *SHARED, "house_id"),
        fixed=("id", *SHARED),
        keys=(Key("house_id", HOUSE, "id", SHARED),),
    ),
)


# As the owner, undone at the end; and with a commit, for what the app role must see (a new database afterwards).
owner_undone = pytest.mark.django_db(databases=["default", "owner"])
owner_kept = pytest.mark.django_db(databases=["default", "owner"], transaction=True)


def as_owner(*statements: str) -> None:
    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def as_app(statement: str, *values: str | int) -> list[tuple[Any, ...]]:
    with transaction.atomic(), reaching(1, 2), connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def reaching(*municipalities: int) -> AbstractContextManager[None]:
    return walls.context(walls.sign(Actor(user_id=1, content=frozenset(municipalities))))


def refusal(statement: str, *values: str | int) -> str:
    """Why the app role may not run this."""
    with pytest.raises(DatabaseError) as caught:
        as_app(statement, *values)
    return str(caught.value)


@pytest.fixture
def houses(request: pytest.FixtureRequest) -> None:
    """Two tables of no app, walls applied."""
    request.getfixturevalue("_django_db_helper")
    build()


@pytest.fixture(scope="module")
def _built(django_db_setup: CopiedDatabase, django_db_blocker: DjangoDbBlocker) -> Iterator[CopiedDatabase]:
    database = django_db_setup.beside("houses")
    with django_db_blocker.unblock(), database.in_use():
        database.renew()
        build()
    yield database
    with django_db_blocker.unblock():
        database.tear_down()


@pytest.fixture
def kept_houses(_built: CopiedDatabase, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The same in a database of their own, for what the app role does with their rows; each test begins with none."""
    with django_db_blocker.unblock(), _built.in_use():
        yield
        as_owner(f"TRUNCATE {HOUSE} CASCADE")


def build() -> None:
    place = "municipality_id bigint NOT NULL, dossier_id uuid NOT NULL"
    as_owner(
        f"CREATE TABLE {HOUSE} (id uuid PRIMARY KEY, {place}, colour text)",
        f"CREATE TABLE {ROOM} (id uuid PRIMARY KEY, {place}, house_id uuid REFERENCES {HOUSE})",
    )
    apply()


def apply(*more: Table) -> None:
    apply_walls(tables=[*declared().tables, *TABLES, *more])


def build_house(municipality: int = 1) -> str:
    key = str(uuid.uuid4())
    as_app(f"INSERT INTO {HOUSE} VALUES (%s, %s, %s, 'red')", key, municipality, key)
    return key


def catalogue() -> list[tuple[Any, ...]]:
    """Every right, policy, function and constraint of the schemas that are ours."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT walls.facts()")
        return sorted(cursor.fetchall())


# What the app role cannot do.


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE accounts_user CASCADE",
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE VIEW mine AS SELECT 1",
        "CREATE TEMPORARY VIEW mine AS SELECT 1",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION pg_temp.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA mine",
        "CREATE EXTENSION citext",
        "CREATE ROLE mine",
        "CREATE TRIGGER mine BEFORE UPDATE ON accounts_user EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "ALTER TABLE accounts_user DISABLE TRIGGER ALL",
        "ALTER TABLE signals_signal DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE accounts_user ADD COLUMN mine int",
        "DROP TABLE accounts_user",
        "ALTER FUNCTION walls.content_ids() IMMUTABLE",
        "CREATE OR REPLACE FUNCTION walls.content_ids() RETURNS bigint[] LANGUAGE sql AS 'SELECT ARRAY[1]'",
        "SET ROLE owner",
        "SET SESSION AUTHORIZATION owner",
        "SET session_replication_role = replica",
        "COPY accounts_user TO PROGRAM 'cat'",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
def test_the_app_role_may_not(statement: str) -> None:
    refusal(statement)


@pytest.mark.django_db
def test_the_app_role_owns_nothing_and_passes_nothing() -> None:
    assert as_app(
        "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ) == [(False, False, False, False)]
    assert as_app("SELECT relname FROM pg_class WHERE pg_has_role(current_user, relowner, 'MEMBER')") == []
    assert as_app("SELECT FROM pg_auth_members WHERE member = current_user::regrole") == []


@pytest.mark.django_db
@pytest.mark.parametrize("table", declared().tables, ids=lambda table: table.name)
def test_each_table_gives_the_app_role_what_was_declared_and_no_more(table: Table) -> None:
    rights = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"]
    version = connection.pg_version  # type: ignore[attr-defined]  # of PostgreSQL alone
    rights = [right for right in rights if right != "MAINTAIN" or version >= 170000]
    whole = {right for right in rights if as_app("SELECT has_table_privilege(%s, %s)", table.name, right)[0][0]}
    assert whole == table.rights - ({"UPDATE"} if table.fixed else set())
    for column in table.columns:
        may = as_app("SELECT has_column_privilege(%s, %s, 'UPDATE')", table.name, column)[0][0]
        assert may == ("UPDATE" in table.rights and column not in table.fixed), column


@pytest.mark.django_db
def test_every_part_of_a_dossier_is_tied_to_its_parent_by_a_composite_key() -> None:
    for table in declared().tables:
        found = as_app(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            r" WHERE conrelid = %s::regclass AND contype = 'f' AND conname LIKE 'walls\_part\_%%'",
            table.name,
        )
        assert {text for (text,) in found} == {
            f"FOREIGN KEY ({', '.join((key.column, *key.shared))}) REFERENCES {key.parent}"
            f"({', '.join((key.parent_id, *key.shared))}) DEFERRABLE"
            for key in table.keys
        }


# What the walls do with rows.


def test_a_row_never_changes_municipality_dossier_or_id(kept_houses: None) -> None:
    key = build_house()
    for column, value in (("municipality_id", "2"), ("dossier_id", str(uuid.uuid4())), ("id", str(uuid.uuid4()))):
        assert "permission denied" in refusal(f"UPDATE {HOUSE} SET {column} = '{value}'")
    as_app(f"UPDATE {HOUSE} SET colour = 'blue' WHERE id = %s", key)
    assert as_app(f"SELECT colour FROM {HOUSE} WHERE id = %s FOR UPDATE", key) == [("blue",)]


def test_a_part_lies_in_the_municipality_and_dossier_of_its_parent(kept_houses: None) -> None:
    key = build_house(municipality=1)
    insert = f"INSERT INTO {ROOM} VALUES (%s, %s, %s, %s)"
    as_app(insert, str(uuid.uuid4()), 1, key, key)
    with pytest.raises(IntegrityError, match="walls_part_try_room"):
        as_app(insert, str(uuid.uuid4()), 2, key, key)
    with pytest.raises(IntegrityError, match="walls_part_try_room"):
        as_app(insert, str(uuid.uuid4()), 1, str(uuid.uuid4()), key)


def test_rows_of_an_append_only_table_stay_as_they_are(kept_houses: None) -> None:
    key = build_house()
    as_app(f"INSERT INTO {ROOM} VALUES (%s, 1, %s, %s)", str(uuid.uuid4()), key, key)
    assert "permission denied" in refusal(f"UPDATE {ROOM} SET house_id = NULL")
    assert "permission denied" in refusal(f"DELETE FROM {ROOM}")


# What apply_walls does with the database.


@owner_undone
def test_a_second_run_changes_nothing(houses: None) -> None:
    before = catalogue()
    apply()
    assert catalogue() == before


@owner_undone
def test_what_somebody_granted_by_hand_is_gone_after_the_next_run(houses: None) -> None:
    before = catalogue()
    as_owner(
        f"GRANT ALL ON {HOUSE} TO app",
        f"GRANT UPDATE (municipality_id) ON {HOUSE} TO app",
        f"GRANT SELECT ON {ROOM} TO PUBLIC",
        "GRANT SELECT ON walls.key TO app",
        "GRANT CREATE ON SCHEMA public TO PUBLIC",
        f"ALTER TABLE {HOUSE} ADD CONSTRAINT walls_part_of_old_times UNIQUE (colour)",
    )
    apply()
    assert catalogue() == before


@owner_undone
def test_a_table_that_nobody_declared_stops_everything(houses: None) -> None:
    as_owner("CREATE TABLE forgotten (id int)", f"GRANT TRUNCATE ON {HOUSE} TO app")
    before = catalogue()
    with pytest.raises(WallsRefused, match="forgotten exists and declares no wall"):
        apply()
    assert catalogue() == before


@owner_undone
def test_a_view_is_a_table_too(houses: None) -> None:
    as_owner(f"CREATE VIEW overview AS SELECT * FROM {HOUSE}")
    with pytest.raises(WallsRefused, match="overview exists"):
        apply()


@owner_undone
def test_a_declared_table_that_is_not_there_stops_everything(houses: None) -> None:
    with pytest.raises(WallsRefused, match="try_garden is declared and does not exist"):
        apply(Table("try_garden", Open(reason="test"), ALL))


@owner_undone
def test_a_definer_function_without_search_path_stops_everything(houses: None) -> None:
    as_owner("CREATE FUNCTION loose() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'")
    with pytest.raises(WallsRefused, match=r"loose\(\) is SECURITY DEFINER"):
        apply()


@owner_undone
def test_the_command_says_what_is_wrong() -> None:
    as_owner("CREATE TABLE forgotten (id int)")
    with pytest.raises(CommandError, match="forgotten exists and declares no wall"):
        call_command("apply_walls", verbosity=0)


@owner_undone
def test_migrate_runs_as_the_owner_and_ends_with_the_walls(capsys: Any) -> None:
    before = catalogue()
    as_owner("GRANT TRUNCATE ON accounts_user TO app")
    call_command("migrate", verbosity=1)
    assert "Walls applied" in capsys.readouterr().out
    assert catalogue() == before


@owner_undone
def test_the_application_may_not_sign_in_as_the_owner(settings: Any) -> None:
    owner = str(settings.DATABASES["owner"]["USER"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(settings.DATABASES["default"], "USER", owner)
        with pytest.raises(WallsRefused, match="role of its own"):
            apply_walls()


@owner_kept
def test_history_is_written_by_its_triggers_only_and_cannot_be_switched_off(houses: None) -> None:
    as_owner(
        "CREATE TABLE try_house_event (pgh_id bigint GENERATED BY DEFAULT AS IDENTITY,"
        " municipality_id bigint, dossier_id uuid, colour text)",
        # As pgtrigger installs them.
        """
        CREATE OR REPLACE FUNCTION "public"._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN AS $$
        BEGIN RETURN coalesce(trigger_name = ANY(current_setting('pgtrigger.ignore', true)::text[]), false); END;
        $$ LANGUAGE plpgsql
        """,
        """
        CREATE FUNCTION pgtrigger_insert_insert_abcde() RETURNS TRIGGER AS $$
        BEGIN
            IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN RETURN NEW; END IF;
            INSERT INTO "try_house_event" ("municipality_id", "dossier_id", "colour")
            VALUES (NEW."municipality_id", NEW."dossier_id", NEW."colour"); RETURN NULL;
        END; $$ LANGUAGE plpgsql
        """,
        f"CREATE TRIGGER pgtrigger_insert_insert_abcde AFTER INSERT ON {HOUSE}"
        " FOR EACH ROW EXECUTE PROCEDURE pgtrigger_insert_insert_abcde()",
    )
    apply(Table("try_house_event", Content(), READ, ("pgh_id", *SHARED, "colour"), events_of=HOUSE))
    as_app("SELECT set_config('pgtrigger.ignore', '{pgtrigger_insert_insert_abcde}', false)")
    build_house()
    assert as_app("SELECT colour FROM try_house_event") == [("red",)]
    for statement in (
        "INSERT INTO try_house_event (colour) VALUES ('forged')",
        "UPDATE try_house_event SET colour = 'forged'",
        "DELETE FROM try_house_event",
    ):
        assert "permission denied" in refusal(statement)


# Saving a row that keeps its place.


class _Place(KeepsItsPlace, models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    municipality_id = models.BigIntegerField()
    dossier_id = models.UUIDField()

    class Meta:
        abstract = True


def test_saving_a_row_as_a_whole_leaves_its_place_out_and_notices_a_move(kept_houses: None) -> None:
    with isolate_apps("core"):

        class House(_Place):
            wall = Content()
            colour = models.TextField()
            objects: ClassVar["models.Manager[House]"] = models.Manager()

            class Meta:
                app_label = "core"
                db_table = HOUSE

    key = uuid.uuid4()
    with transaction.atomic(), reaching(1, 2):
        house = House.objects.create(id=key, municipality_id=1, dossier_id=key, colour="red")
        house.colour = "green"
        house.save()
        assert House.objects.get().colour == "green"
        house.municipality_id = 2
        with pytest.raises(FixedColumn), transaction.atomic():
            house.save()
        with pytest.raises(FixedColumn), transaction.atomic():
            house.save(update_fields=["municipality_id"])
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            House.objects.update(municipality_id=2)
        assert House.objects.get().municipality_id == 1
