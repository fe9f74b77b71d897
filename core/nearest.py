"""The first rows of a list that spans several municipalities: the first of each, then the first of those.

An index holds the rows of one municipality in the order of a list, so the first page of one costs as much at a million rows
as at ten thousand. Of several together PostgreSQL reads every row before it sorts. So it is asked for the first of each (a
page of rows, and one more), and sorts these. Dossiers that are shared one by one are one more such set.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql.where import WhereNode

from .access import Actor
from .gate import demand_passed

# The name of the municipality whose turn it is, in the statement below.
_TURN = RawSQL("area.id", ())


def nearest[M: Model](rows: QuerySet[M], order: Sequence[str], most: int, actor: Actor) -> list[M]:
    """The first `most` of `rows` in `order`; `rows`: dossiers, that passed the gate for this actor (ADR 45).

    `order` ends with what is unique, the key. One query, which has the conditions of `rows` in it twice: the gate holds
    for what is looked through and for what comes out.
    """
    ordered = rows.order_by(*order)
    shared = actor.dossiers | actor.opened
    if len(actor.content) + bool(shared) > 1 and not rows.query.is_empty():
        ordered = ordered.filter(pk__in=_first_keys(demand_passed(ordered), order, most, actor))
    return list(ordered[:most])


def _first_keys[M: Model](ordered: QuerySet[M], order: Sequence[str], most: int, actor: Actor) -> RawSQL:
    """The keys of the first rows of all sets together: of each municipality, and of what is shared."""
    columns = [name.removeprefix("-") for name in order]
    sets, values = [], []
    for within, how in (
        (
            _of_turn(ordered, actor),
            "SELECT each.* FROM unnest(%s::bigint[]) AS area (id) CROSS JOIN LATERAL ({}) AS each",
        ),
        (ordered.filter(dossier_id__in=actor.dossiers | actor.opened), "({})"),
    ):
        try:
            sql, filled = within.values_list(*columns)[:most].query.sql_with_params()
        except EmptyResultSet:  # nothing is shared; when nothing can be found at all, Django asks nothing either
            continue
        sets.append(how.format(sql))
        values += [*([sorted(actor.content)] if "%s::bigint[]" in how else []), *filled]
    names = [f"key_{place}" for place in range(len(columns))]
    turned = ", ".join(
        f"{name} {'DESC' if asked.startswith('-') else 'ASC'}" for name, asked in zip(names, order, strict=True)
    )
    # A signal that is both is found twice, and is the same row: UNION leaves one.
    every = " UNION ".join(sets)
    sql = f"SELECT {names[-1]} FROM ({every}) AS every ({', '.join(names)}) ORDER BY {turned} LIMIT {most}"  # noqa: S608  Django's own SQL
    return RawSQL(sql, values)  # noqa: S611  put together by Django


def _of_turn[M: Model](ordered: QuerySet[M], actor: Actor) -> QuerySet[M]:
    """The rows of the municipality whose turn it is.

    It is one of the actor's: so where the gate says "of one of these", nothing is said. With both, PostgreSQL believes that
    hardly a row is both, and reads them all to sort them.
    """
    rows = ordered.filter(municipality=_TURN)
    of_these = rows.model._base_manager.filter(municipality_id__in=actor.content).query.where.children[0]

    def said(node: Any) -> Any:
        if isinstance(node, WhereNode):
            return WhereNode([said(child) for child in node.children], node.connector, node.negated)
        return WhereNode() if node == of_these else node

    rows.query.where = said(rows.query.where)
    return rows
