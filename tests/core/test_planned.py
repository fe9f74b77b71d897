"""Queries that stand in the database as functions: the same answer as their text, and no right of their own."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from core.walls.planned import PLANNED, Planned
from municipalities.roles.actor import REACH
from tests.support.world import World


def _asked(statement: str, user: int) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"user": user, "today": date(2026, 11, 22), "now": timezone.now()})
        return sorted(cursor.fetchall(), key=repr)


@pytest.mark.parametrize("person", ["Daphne", "Floor", "Karlijn", "Koos", "Lowie", "Otto", "Philo", "Wilma"])
def test_the_function_gives_what_its_text_gives(person: str, world: World) -> None:
    user = world.person(person).pk
    assert _asked(REACH.call, user) == _asked(REACH.text(), user)


def test_the_function_that_stands_in_the_database_is_that_of_the_code(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, prosecdef, provolatile FROM pg_proc WHERE prosrc LIKE '#variable_conflict%%' ORDER BY proname"
        )
        assert cursor.fetchall() == [(name, False, "s") for name in sorted(query.name for query in PLANNED)]


def test_a_query_with_another_text_makes_other_statements() -> None:
    def made(text: str) -> list[str]:
        query = Planned("how_many", {"at_least": "integer"}, {"number": "bigint"}, lambda: text)
        return [statement.as_string(None) for statement in query.statements("app")]

    one, other = made("select count(*) where 1 > %(at_least)s"), made("select count(*) where 2 > %(at_least)s")
    assert one != other
    assert "1 > $1" in "".join(one)
