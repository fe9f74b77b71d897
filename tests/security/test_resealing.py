"""A key is replaced: everything is sealed anew, however often that is broken off, and nothing else changes."""

import base64
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings as conf
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, connections, transaction
from psycopg import sql
from pytest_django import Settings

from accounts.factors import accept_code
from accounts.models import User
from core import resealing
from core.keyed import keyed_hash
from core.resealing import Place, counts, places
from core.sealed import SealBroken, open_bytes
from core.unit import unit_of_work
from core.walls import intact
from core.walls.apply import apply_walls
from signals.models import MatchKey, Reporter
from signals.operations.logging import ReporterFacts
from tests.factories import signals as make
from tests.support import contexts, second_step
from tests.support.killed import Killed
from tests.support.sealing import plant
from tests.support.world import World

pytestmark = [
    pytest.mark.skipif("sealer" not in conf.DATABASES, reason="DATABASE_SEALER_URL is not set."),
    pytest.mark.django_db(transaction=True, databases=["default", "owner", "sealer"]),
]

NEW = "2:" + base64.b64encode(b"another key, for these tests too").decode()
NAME = "Mies Muntenbak"


@pytest.fixture
def old() -> list[str]:
    """The ring as it was."""
    return list(conf.SEAL_KEYS)


@pytest.fixture
def reporter() -> Reporter:
    """One sealed name, and a second factor, committed."""
    with unit_of_work("test"), contexts.everywhere():
        world = World()
        signal = make.triaged(world.goes, world.wilma, reporter=ReporterFacts(name=NAME))
        second_step.set_up(world.wilma)
        made: Reporter = Reporter.objects.of(signal).get()
        return made


def reseal() -> str:
    said = StringIO()
    call_command("reseal", stdout=said, stderr=said)
    return said.getvalue()


def left(number: int = 1) -> int:
    return sum(counts(place).get(number, 0) for place in places())


def again(row: Reporter) -> Reporter:
    with transaction.atomic(), contexts.everywhere():
        return Reporter._base_manager.get(pk=row.pk)


def all_values() -> Iterator[tuple[Place, Any, bytes]]:
    """Everything sealed that stands anywhere, opened with the ring of this moment."""
    for place in places():
        statement = sql.SQL("SELECT {id}, {place}, {value} FROM {table} WHERE {value} IS NOT NULL ORDER BY {id}")
        with connections["sealer"].cursor() as cursor:
            cursor.execute(statement.format(**place.parts))
            rows = cursor.fetchall()
        for key, municipality_id, stored in rows:
            yield place, key, open_bytes(place.to_bytes(stored), place.bound_to(key, municipality_id))


def keyed_hashes() -> list[tuple[Any, bytes, str]]:
    """Of every row with a keyed hash: its id, the hash that stands there, the content."""
    with transaction.atomic(), contexts.everywhere():
        keys = list(MatchKey.objects.unscoped(reason="test"))
        assert keys
        return [(key.pk, bytes(key.digest), key.content) for key in keys]


def everything_else() -> dict[str, list[str]]:
    """Every row of every table with sealed values without those and their keyed hashes, and how long the log is."""
    sealed: dict[str, set[str]] = {}
    for place in places():
        sealed.setdefault(place.table, set()).update({place.column, place.keyed} - {""})
    found = {}
    with transaction.atomic(), contexts.everywhere(), connection.cursor() as cursor:
        for table, columns in sealed.items():
            statement = sql.SQL("SELECT (to_jsonb(row) - {}::text[])::text FROM {} AS row")
            cursor.execute(statement.format(sql.Literal(sorted(columns)), sql.Identifier(table)))
            found[table] = sorted(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT count(*)::text FROM audit_auditevent")
        found["log"] = [row[0] for row in cursor.fetchall()]
    return found


def test_every_value_is_sealed_anew_over_several_runs_that_were_killed_and_the_old_key_can_go(
    settings: Settings, old: list[str], monkeypatch: pytest.MonkeyPatch, filled_database: None
) -> None:
    for place in places():
        if not counts(place):
            plant(place, json.dumps(f"Geplant in {place}").encode())
    assert [str(place) for place in places() if not counts(place)] == []
    before, content = everything_else(), list(all_values())

    settings.SEAL_KEYS = [NEW, *old]
    # Two rows a batch; the process is killed in the tenth batch, and in the eleventh of the next run.
    monkeypatch.setattr(resealing, "ROWS", 2)
    seal_anew, calls = resealing._seal_anew, iter(range(1, 10_000))

    def breaks_down(*given: Any) -> Any:
        batch, number = seal_anew(*given), next(calls)
        if number in {10, 21}:
            raise Killed
        return batch

    monkeypatch.setattr(resealing, "_seal_anew", breaks_down)
    at_first, steps = left(), []
    for _ in range(2):
        with pytest.raises(Killed):
            reseal()
        steps.append(left())
    assert at_first > steps[0] > steps[1] > 0
    assert list(all_values()) == content

    monkeypatch.setattr("core.management.commands.reseal.TOLD_EVERY", 2)
    said = reseal()
    assert said.index("2 values sealed anew so far.") < said.index("No value under key 1 left")
    assert "No value under key 1 left: it may be dropped from SEAL_KEYS." in said
    assert left() == 0
    assert everything_else() == before
    settings.SEAL_KEYS = [NEW]
    assert list(all_values()) == content
    assert [key for key, stands, content in keyed_hashes() if stands != keyed_hash(content)] == []
    assert f"Key 2 is the newest: {len(content)} values." in reseal()


def test_a_page_reads_under_the_new_key_what_was_typed_under_the_old_one(
    settings: Settings, old: list[str], reporter: Reporter
) -> None:
    settings.SEAL_KEYS = [NEW, *old]
    reseal()
    settings.SEAL_KEYS = [NEW]
    assert again(reporter).name == NAME
    wilma = User.objects.get(full_name__startswith="Wilma ")
    with unit_of_work("test"):
        assert accept_code(wilma, second_step.code()).user_id == wilma.pk


def test_a_row_that_somebody_works_on_is_passed_over_and_her_edit_is_not_lost(
    settings: Settings, old: list[str], reporter: Reporter
) -> None:
    with transaction.atomic(), contexts.everywhere():
        row = Reporter._base_manager.select_for_update().get(pk=reporter.pk)
        row.name = "Iemand anders"
        row.save(update_fields=["name"])
        settings.SEAL_KEYS = [NEW, *old]
        with pytest.raises(CommandError, match="run this again"):
            reseal()
    assert again(reporter).name == "Iemand anders"
    assert left() == 1
    assert "No value under key 1 left" in reseal()
    assert again(reporter).name == "Iemand anders"


def test_an_edit_that_began_before_and_ends_after_is_not_lost(
    settings: Settings, old: list[str], reporter: Reporter
) -> None:
    """A process that read the row before writes the old value of the other column back: the next run finds that one."""
    begun = again(reporter)
    settings.SEAL_KEYS = [NEW, *old]
    reseal()
    with transaction.atomic(), contexts.everywhere():
        begun.contact = "codewoord fietsbel"
        begun.save()
    assert left() == 1
    reseal()
    settings.SEAL_KEYS = [NEW]
    assert (again(reporter).name, again(reporter).contact) == (NAME, "codewoord fietsbel")


def test_a_value_that_does_not_open_is_named_and_left_and_its_key_may_not_be_dropped(
    settings: Settings, old: list[str], reporter: Reporter
) -> None:
    with connections["sealer"].cursor() as cursor:
        cursor.execute("UPDATE signals_reporter SET name = set_byte(name, 20, get_byte(name, 20) # 1)")
    settings.SEAL_KEYS = [NEW, *old]
    said = StringIO()
    with pytest.raises(CommandError, match="1 values do not open"):
        call_command("reseal", stdout=said, stderr=said)
    assert f"signals_reporter.name: the value of row {reporter.pk} does not open." in said.getvalue()
    assert "Key 1: 1 values left. It must stay." in said.getvalue()
    with pytest.raises(SealBroken):
        _ = again(reporter).name


def test_counting_says_per_place_and_key_what_is_left(settings: Settings, old: list[str], reporter: Reporter) -> None:
    settings.SEAL_KEYS = [NEW, *old]
    said = StringIO()
    call_command("sealed_keys", stdout=said)
    assert "signals_reporter.name: 1 under key 1\n" in said.getvalue()
    assert "mfa_authenticator.data.secret: 1 under key 1\n" in said.getvalue()
    assert "Key 1: 3 values left. It must stay." in said.getvalue()


# What the database knows of the ring.


def test_a_key_in_use_may_not_be_dropped_and_one_that_was_left_may(
    settings: Settings, old: list[str], reporter: Reporter
) -> None:
    assert intact.problems() == []
    settings.SEAL_KEYS = [NEW, *old]
    assert [problem for problem in intact.problems() if "Key 2 of SEAL_KEYS is new here" in problem] != []
    apply_walls()
    assert intact.problems() == []
    settings.SEAL_KEYS = [NEW]
    assert [problem for problem in intact.problems() if "SEAL_KEYS lacks key 1" in problem] != []
    settings.SEAL_KEYS = [NEW, *old]
    reseal()
    settings.SEAL_KEYS = [NEW]
    assert intact.problems() == []


def test_another_key_under_the_number_of_one_in_use_is_refused(settings: Settings, reporter: Reporter) -> None:
    settings.SEAL_KEYS = ["1:" + NEW.partition(":")[2]]
    assert [problem for problem in intact.problems() if "is another key" in problem] != []
    apply_walls()
    assert [problem for problem in intact.problems() if "is another key" in problem] != []


def test_a_lost_key_can_be_given_up(settings: Settings, old: list[str], reporter: Reporter) -> None:
    settings.SEAL_KEYS = [NEW]
    apply_walls()
    assert intact.problems() != []
    call_command("sealed_keys", lost=1, stdout=StringIO())
    assert intact.problems() == []


# The role that does it.


def test_the_sealer_reads_ids_and_sealed_values_and_nothing_else(reporter: Reporter) -> None:
    def ask(statement: str) -> Any:
        with transaction.atomic(using="sealer"), connections["sealer"].cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None

    assert ask("SELECT id, municipality_id FROM signals_reporter")
    refused = (
        "SELECT facts FROM signals_signal",
        "SELECT state FROM signals_signal",
        "SELECT * FROM signals_reporter",
        "UPDATE signals_reporter SET municipality_id = 1",
        "DELETE FROM signals_reporter",
        "INSERT INTO signals_reporter (id) VALUES (gen_random_uuid())",
        "SELECT FROM signals_decision",
        "SELECT FROM accounts_user",
        "SELECT email FROM accounts_user",
        "SELECT FROM audit_auditevent",
        "SELECT FROM walls.key",
        "SELECT walls.content_ids()",
        "SET ROLE owner",
        "SET ROLE app",
        "CREATE TEMPORARY TABLE mine (id int)",
    )
    for statement in refused:
        with pytest.raises(DatabaseError) as caught:
            ask(statement)
        assert getattr(caught.value.__cause__, "sqlstate", "") == "42501", statement
    ((powers,),) = ask(
        "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication FROM pg_roles"
        " WHERE rolname = current_user"
    )
    assert powers is False


def test_the_application_cannot_say_that_a_key_was_left() -> None:
    for statement in ("UPDATE walls.ring SET left_at = now()", "DELETE FROM walls.ring", "SELECT FROM walls.key"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
