"""Queries that every request asks, as functions in the database: each connection plans them once.

Of a query over many small tables planning takes most of the time. Its text stays with the app that asks it and hands it
in here; `apply_walls` makes the function, and a database whose function has another text counts as changed. It runs
with the rights of whoever calls it, so it opens nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from psycopg import sql

from .stages import body_of


@dataclass(frozen=True, slots=True)
class Planned:
    """A query with named parameters (`%(user)s`) and columns, each with its SQL type, in their order."""

    name: str
    parameters: Mapping[str, str]
    columns: Mapping[str, str]
    text: Callable[[], str]

    @property
    def call(self) -> str:
        """The statement that asks it, with the same named parameters."""
        return f"select * from walls.{self.name}({', '.join(f'%({name})s' for name in self.parameters)})"  # noqa: S608  names from code

    def statements(self, app: str) -> Iterator[sql.Composed]:
        """Make the function anew, and let the application call it."""
        name = sql.Identifier("walls", self.name)
        numbered = self.text() % {parameter: f"${place}" for place, parameter in enumerate(self.parameters, start=1)}
        yield sql.SQL("DROP FUNCTION IF EXISTS {}").format(name)
        # The generic plan at once: the first five plans for given values would be thrown away.
        yield sql.SQL(
            "CREATE FUNCTION {name}({types}) RETURNS TABLE ({columns}) LANGUAGE plpgsql STABLE"
            " SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan"
            " AS {body}"
        ).format(
            name=name,
            types=sql.SQL(", ").join(map(sql.SQL, self.parameters.values())),
            columns=sql.SQL(", ").join(map(sql.SQL, (" ".join(column) for column in self.columns.items()))),
            body=sql.Literal(f"#variable_conflict use_column\n{body_of(numbered, self.columns)}"),
        )
        yield sql.SQL("REVOKE ALL ON FUNCTION {} FROM PUBLIC").format(name)
        yield sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(name, sql.Identifier(app))


# The apps add theirs in `ready()`.
PLANNED: list[Planned] = []


def planned(app: str) -> Iterator[sql.Composed]:
    """The statements of all of them."""
    for query in PLANNED:
        yield from query.statements(app)
