"""Queries that stand in the database as functions: the same answer as their text, and no right of their own."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from core.walls.planned import PLANNED, Planned
from core.walls.stages import body_of
from municipalities.codes import Role
from municipalities.models import Absence, EmergencyGrant, Municipality, MunicipalityFallBack, MunicipalityRole
from municipalities.roles import give
from municipalities.roles.actor import REACH
from tests.factories import municipalities as places
from tests.factories import shielding
from tests.factories import signals as make
from tests.support.world import World


def _asked(statement: str, user: int) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"user": user, "today": date(2026, 11, 22), "now": timezone.now()})
        # Lists are sets: in which order they come is nobody's business.
        told = [tuple(sorted(one) if isinstance(one, list) else one for one in row) for row in cursor.fetchall()]
        return sorted(told, key=repr)


def _differing(world: World) -> list[str]:
    """For whom the function gives something else than its text; nobody, it should be."""
    people = User.objects.filter(is_active=True).values_list("pk", "full_name")
    return [name for user, name in people if _asked(REACH.call, user) != _asked(REACH.text(), user)]


def test_the_function_gives_what_its_text_gives_where_nothing_ever_happened(world: World) -> None:
    assert _differing(world) == []


def test_the_function_gives_what_its_text_gives_where_all_that_it_asks_for_is_there(world: World) -> None:
    now, until = timezone.now(), timezone.now() + timedelta(hours=4)
    signals = [make.triaged(world.goes, world.wilma) for _ in range(3)]
    shielding.restricted(signals[0], [world.wilma])
    shielding.restricted(signals[1], [world.outsider])
    shielding.excluded(signals[2], world.koos)
    opened = {"user": world.koos, "hat": Role.FOCAL_OFFICER, "municipality": world.goes, "owner": world.wilma}
    for signal, ended in zip(signals, (None, None, now), strict=True):
        EmergencyGrant.objects.create(dossier_id=signal.dossier_id, since=now, until=until, ended_at=ended, **opened)
    day = date(2026, 11, 22)
    Absence.objects.create(
        user=world.wilma, deputy=world.koos, role=Role.FOCAL_OFFICER, valid_from=day, valid_until=day
    )
    Absence.objects.create(user=world.daphne, role=Role.FOCAL_OFFICER, valid_from=day, valid_until=day)  # no deputy
    MunicipalityFallBack.objects.filter(municipality=world.vlissingen).delete()
    MunicipalityFallBack.objects.create(municipality=world.vlissingen, user=world.outsider, valid_from=places.FIRST)
    MunicipalityRole.objects.filter(user=world.floor).update(valid_until=day - timedelta(days=1))
    give(world.breda, world.outsider.pk, Role.FOCAL_OFFICER, valid_from=places.FIRST, valid_until=None, deputy=False)
    Municipality.objects.filter(pk=world.vlissingen.pk).update(successor=world.goes, succeeded_on=day)
    before = {name: _asked(REACH.call, world.person(name).pk) for name in ("Koos", "Otto", "Wilma")}
    assert _differing(world) == []
    covered = {user for row in before["Koos"] if row[0] == "covers" for user in row[3]}  # type: ignore[attr-defined]  # rows of a query
    assert covered == {world.wilma.pk, world.daphne.pk}, "as her deputy, and because she named nobody"
    # What was made is what it tells of: without a row of each kind this would compare nothing.
    assert {str(row[0]) for rows in before.values() for row in rows} >= {
        "covers", "excluded", "fall_back", "opened", "restricted", "succeeds", "told",
    }  # fmt: skip


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


def test_a_text_in_stages_that_says_something_else_than_it_does_is_refused() -> None:
    """A mark that is misspelled would ask of everybody what few have."""
    text = (
        "with recursive\n-- @kept bigint\nheld (pk) as (\nselect 1\n)\n-- @if held.pk is not null\nselect pk from held"
    )
    assert "IF kept_held_pk is not null" in body_of(text, {"pk": "bigint"})
    for wrong, told in (
        (text.replace("@if", "@iff"), "Not a mark"),
        (text.replace("with recursive", "with"), "begins with"),
        (text.replace("@if held.pk is not null", "@kept bigint"), "Only a part with a name"),
    ):
        with pytest.raises(ValueError, match=told):
            body_of(wrong, {"pk": "bigint"})
