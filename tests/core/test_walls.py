"""The signed context: who may see what, as the database itself checks it."""

import ast
import gc
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction
from django.test import RequestFactory
from psycopg.conninfo import make_conninfo

from core import walls
from core.access import Actor
from core.api import PartnerViewSet
from core.walls import sites
from mensenhandel.settings.paths import BASE_DIR

ACTOR = Actor(
    user_id=7,
    hat="focal_officer",
    content=frozenset({3, 1}),
    governance=frozenset({3, 4}),
    dossiers=frozenset({uuid.UUID(int=5)}),
    partners=frozenset({9}),
    excluded=frozenset({uuid.UUID(int=6)}),
)
LISTS = (
    "SELECT walls.user_id(), walls.content_ids(), walls.governance_ids(), walls.dossier_ids(), walls.partner_ids(),"
    " walls.excluded_ids(), walls.overseen_ids()"
)


def ask(statement: str, *values: str) -> Any:
    """The first row of one statement as the app role."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def content() -> list[int]:
    """The municipalities that the database sees in the context now."""
    found: list[int] = ask("SELECT walls.content_ids()")[0]
    return found


@contextmanager
def refused(because: str) -> Iterator[None]:
    """The database refuses, for that reason, with the code for lack of rights."""
    with pytest.raises(ProgrammingError, match=because) as caught, transaction.atomic():
        yield
    assert caught.value.__cause__.sqlstate == "42501"  # type: ignore[union-attr]  # of the driver


def set_by_hand(token: str) -> None:
    """What somebody does who can run SQL as the application."""
    ask("SELECT set_config('walls.context', %s, true)", token)


def for_content(*ids: int) -> str:
    return walls.sign(Actor(user_id=1, content=frozenset(ids)))


@pytest.mark.django_db
def test_the_database_reads_exactly_the_lists_and_the_user() -> None:
    with walls.enter(ACTOR):
        assert ask(LISTS) == (7, [1, 3], [3, 4], [uuid.UUID(int=5)], [9], [uuid.UUID(int=6)], [])


@pytest.mark.django_db
def test_empty_lists_are_no_error_and_give_nothing() -> None:
    with walls.enter(Actor(user_id=None)):
        assert ask(LISTS) == (None, [], [], [], [], [], [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["user_id", "content_ids", "governance_ids", "dossier_ids", "partner_ids", "excluded_ids", "overseen_ids"],
)
def test_without_a_context_every_question_is_an_error(name: str) -> None:
    with refused("no context"):
        ask(f"SELECT walls.{name}()")


@pytest.mark.django_db
def test_an_emptied_context_is_no_context() -> None:
    with walls.context(walls.NO_CONTEXT), refused("no context"):
        content()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "forge",
    [
        lambda token: token.replace("{1}", "{1,2}"),
        lambda token: "8" + token[1:],
        lambda token: token[:-1] + ("0" if token[-1] != "0" else "1"),
        lambda token: token[:-64] + "0" * 64,
        lambda token: token[-64:],
        lambda token: "{1,2,3}",
    ],
    ids=["wider list", "other user", "changed signature", "made-up signature", "signature alone", "no signature"],
)
def test_a_context_that_somebody_made_or_changed_is_refused(forge: Any) -> None:
    set_by_hand(forge(for_content(1)))
    with refused("not signed by us"):
        content()


@pytest.mark.django_db
def test_a_context_signed_with_another_key_is_refused(settings: Any) -> None:
    settings.WALLS_KEY = "the key of another installation, which is not ours"
    with walls.context(for_content(1)), refused("not signed by us"):
        content()


@pytest.mark.django_db
def test_an_expired_context_is_refused() -> None:
    token = walls.sign(ACTOR, timedelta(milliseconds=-1))
    with walls.context(token), refused("has expired"):
        content()


@pytest.mark.django_db
def test_a_context_expires_while_its_transaction_is_still_open() -> None:
    with walls.context(walls.sign(ACTOR, timedelta(milliseconds=300))):
        assert content() == [1, 3]
        ask("SELECT pg_sleep(0.4)")
        with refused("has expired"):
            content()


@pytest.mark.django_db
def test_a_test_that_travels_in_time_does_not_move_the_database_clock() -> None:
    with time_machine.travel("2020-10-15"), walls.enter(ACTOR):
        assert content() == [1, 3]


@pytest.mark.django_db
def test_a_context_taken_from_another_connection_opens_nothing() -> None:
    stolen = for_content(1)
    with as_app_elsewhere() as other:
        other.execute("SELECT set_config('walls.context', %s, false)", [stolen])
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="another connection"):
            other.execute("SELECT walls.content_ids()")


@pytest.mark.django_db
def test_another_session_of_the_app_role_cannot_read_a_token_among_the_running_statements() -> None:
    with walls.enter(ACTOR), as_app_elsewhere() as other:
        pid = connection.connection.info.backend_pid
        (running,) = other.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone() or ("",)
    assert "set_config('walls.context'" in running
    assert "{1,3}" not in running


@contextmanager
def as_app_elsewhere() -> Iterator[psycopg.Connection]:
    """A second connection of the app role to the same database."""
    here = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    with psycopg.connect(make_conninfo(**{key: here[name] for key, name in names.items() if here[name]})) as other:
        yield other


@pytest.mark.django_db
def test_leaving_a_context_puts_back_the_one_before() -> None:
    with walls.context(for_content(1)):
        with walls.context(for_content(1, 2)):
            assert content() == [1, 2]
            with walls.context(for_content(5)):
                assert content() == [5]
            assert content() == [1, 2]
        assert content() == [1]
    with refused("no context"):
        content()


@pytest.mark.django_db
def test_an_exception_puts_back_the_context_before_it() -> None:
    with walls.context(for_content(1)):
        with pytest.raises(ZeroDivisionError), walls.context(for_content(1, 2)):
            raise ZeroDivisionError
        assert content() == [1]


@pytest.mark.django_db
def test_a_released_savepoint_leaves_no_wider_context() -> None:
    with walls.context(for_content(1)):
        with transaction.atomic(), walls.context(for_content(1, 2)):
            assert content() == [1, 2]
        assert content() == [1]


@pytest.mark.django_db
@pytest.mark.parametrize("savepoint", [True, False], ids=["its own savepoint", "no savepoint of its own"])
def test_a_database_error_leaves_no_wider_context(savepoint: bool) -> None:
    with walls.context(for_content(1)):
        wider = walls.context(for_content(1, 2))
        with pytest.raises(ProgrammingError), transaction.atomic(), wider, transaction.atomic(savepoint=savepoint):
            ask("SELECT no_such_column")
        assert content() == [1]


@pytest.mark.django_db
def test_a_context_that_is_collected_as_garbage_touches_no_connection() -> None:
    with walls.context(for_content(1)):
        abandoned: walls.context | None = walls.context(for_content(1, 2))
        assert abandoned is not None
        abandoned.__enter__()
        abandoned = None
        gc.collect()
        assert content() == [1, 2]


@pytest.mark.django_db
def test_a_fault_in_a_resource_of_the_api_leaves_no_context_open() -> None:
    class Broken(PartnerViewSet):
        authentication_classes = ()
        permission_classes = ()

        def list(self, _request: object) -> None:
            raise ZeroDivisionError

    request = RequestFactory().get("/")
    request.actor = ACTOR  # type: ignore[attr-defined]  # the middleware puts it there
    with walls.context(for_content(4)):
        with pytest.raises(ZeroDivisionError):
            Broken.as_view({"get": "list"})(request)
        assert content() == [4]


@pytest.mark.django_db
def test_a_rolled_back_savepoint_leaves_no_wider_context() -> None:
    with walls.context(for_content(1)):
        with transaction.atomic():
            with walls.context(for_content(1, 2)):
                transaction.set_rollback(True)
            # Django refuses statements here; the context was put back all the same.
            transaction.set_rollback(False)
            assert content() == [1]
            transaction.set_rollback(True)
        assert content() == [1]


@pytest.mark.django_db
def test_a_savepoint_inside_a_context_rolls_back_to_that_context() -> None:
    with walls.context(for_content(1, 2)):
        with transaction.atomic():
            set_by_hand(for_content(1, 2, 3))
            transaction.set_rollback(True)
        assert content() == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_context_ends_with_its_transaction() -> None:
    with transaction.atomic():
        set_by_hand(for_content(1))
        assert content() == [1]
    with refused("no context"):
        content()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_no_context_can_be_set() -> None:
    with pytest.raises(walls.ContextOutsideTransaction), walls.enter(ACTOR):
        pass


@pytest.mark.django_db
def test_the_app_role_cannot_read_or_change_the_key() -> None:
    for statement in ("SELECT * FROM walls.key", "DELETE FROM walls.key", "UPDATE walls.key SET inner_pad = outer_pad"):
        with refused("permission denied"):
            ask(statement)


@pytest.mark.django_db
def test_the_app_role_cannot_call_what_checks_the_context_by_itself() -> None:
    with walls.enter(ACTOR), refused("permission denied"):
        ask("SELECT walls.verified(4)")


@pytest.mark.django_db
def test_the_functions_are_what_row_level_security_needs_them_to_be() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, provolatile, prosecdef, proparallel, proconfig::text FROM pg_proc"
            " WHERE pronamespace = 'walls'::regnamespace AND proname ~ '^(user_id|.*_ids)$'"
        )
        found = cursor.fetchall()
    assert len(found) == 7
    for name, volatility, definer, parallel, config in found:
        assert (volatility, definer, parallel) == ("s", True, "r"), name
        assert "search_path=pg_catalog, pg_temp" in config


def test_every_function_that_signs_wider_than_the_user_stands_in_the_list() -> None:
    assert set(sites.WIDER) == set(_callers_of("sign_all"))
    assert all(reason.strip() for reason in sites.WIDER.values())


def _callers_of(name: str) -> Iterator[str]:
    """Functions in the source, outside the walls themselves, that call `name`: "package.module:function"."""
    packages = [path.parent for path in BASE_DIR.glob("*/__init__.py") if path.parent.name != "tests"]
    for path in (path for package in packages for path in package.rglob("*.py")):
        module = ".".join(path.relative_to(BASE_DIR).with_suffix("").parts)
        if not module.startswith("core.walls."):
            yield from (f"{module}:{function}" for function in _functions_calling(path, name))


def _functions_calling(path: Path, name: str) -> Iterator[str]:
    source = path.read_text()
    for function in ast.walk(ast.parse(source)) if name in source else ():
        if isinstance(function, ast.FunctionDef) and any(_is_use_of(node, name) for node in ast.walk(function)):
            yield function.name


def _is_use_of(node: ast.AST, name: str) -> bool:
    return (isinstance(node, ast.Name) and node.id == name) or (isinstance(node, ast.Attribute) and node.attr == name)
