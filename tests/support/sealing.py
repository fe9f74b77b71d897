"""A row in every table that holds sealed values, and something in every place of these."""

from contextlib import suppress

from django.db import IntegrityError, connections, transaction
from psycopg import sql

from accounts.models import Issuer
from cases.models import Case
from core import resealing
from core.errors import Invalid
from core.resealing import Place
from core.sealed import seal_bytes
from core.unit import unit_of_work
from tests.architecture.matrix import ROWS
from tests.factories import cases as make_case
from tests.factories.parts import all_parts
from tests.support import contexts, second_step
from tests.support.world import FIRST, World


def fill_every_table(world: World) -> None:
    """What each address of the application is about, the parts that no address has, an ended case, what signs people in."""
    for about in dict.fromkeys(row.about for _name, row in sorted(ROWS.items()) if row.about):
        with suppress(Invalid, IntegrityError), transaction.atomic():  # of some there is only one
            about(world)
    if not Case.objects.unscoped(reason="test").filter(closed_at__isnull=False).exists():
        make_case.closed(world.goes, world.karlijn)
    all_parts(world)
    second_step.set_up(world.wilma)
    Issuer.objects.create(
        name="Gemeente Goes",
        url="https://inloggen.goes.example",
        client_id="signaalpunt",
        client_secret="een geheim van de proef",
        proofs=["amr=mfa"],
        authorization_endpoint="https://inloggen.goes.example/naar",
        token_endpoint="https://inloggen.goes.example/bewijs",
        keys_endpoint="https://inloggen.goes.example/sleutels",
        valid_from=FIRST,
    )


def fill_small_world() -> None:
    """The same in a unit of work of its own: what the filled database holds (tests/support/filled.py)."""
    with unit_of_work("test"), contexts.everywhere():
        fill_every_table(World())


def plant(place: Place, content: bytes) -> None:
    """Put this, sealed, in the first row of the place that takes it; rather an empty one."""
    names = place.parts
    rows = sql.SQL("SELECT {id}, {place} FROM {table} ORDER BY {value} IS NOT NULL, {id}").format(**names)
    write = sql.SQL("UPDATE {table} SET {column} = {new} WHERE {id} = %(key)s").format(**names)
    with connections[resealing.ALIAS].cursor() as cursor:
        cursor.execute(rows)
        for key, municipality_id in cursor.fetchall():
            data = place.to_stored(seal_bytes(content, place.bound_to(key, municipality_id)))
            with suppress(IntegrityError), transaction.atomic(using=resealing.ALIAS):
                cursor.execute(write, {"key": key, "new": data})
                return
    message = f"No row of {place} takes a value."
    raise AssertionError(message)
