"""What `bin/benchmark signals --whole` fills is what the application could have stored: no constraint refuses it, and it opens."""

from pytest_django.plugin import DjangoDbBlocker

from benchmarks import nation, parts
from core.unit import unit_of_work
from signals.models import MatchKey, SignalThing
from signals.things import MatchKind, ThingKind
from tests.support import contexts
from tests.support.database import CopiedDatabase
from tests.support.world import World

MANY = 300


def test_a_small_fill_with_all_parts_holds_every_constraint_and_is_sealed_as_its_rows_are(
    django_db_setup: CopiedDatabase, django_db_blocker: DjangoDbBlocker
) -> None:
    database = django_db_setup.beside("fill")
    with django_db_blocker.unblock(), database.in_use():
        try:
            database.renew()
            with unit_of_work("test"), contexts.everywhere():
                world = World()
                places = nation.municipalities(world)
            nation.fill(world, places, MANY, MANY)
            with unit_of_work("test"), contexts.everywhere():
                counts = {model.__name__: model._base_manager.count() for model in nation.FILLED}
                assert all(counts.values()), counts
                addresses = SignalThing._base_manager.filter(kind=ThingKind.ADDRESS)
                assert {str(one.value).split()[0] for one in addresses} <= set(parts.STREETS)
                assert MatchKey._base_manager.filter(kind=MatchKind.STREET_NAME).count() == addresses.count()
        finally:
            database.tear_down()
