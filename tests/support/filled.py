"""The small world with a row in every table that holds sealed values, made once and copied where it is needed."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from .database import CopiedDatabase
from .sealing import fill_small_world


@pytest.fixture(scope="session")
def filled_template(django_db_setup: CopiedDatabase, django_db_blocker: DjangoDbBlocker) -> str:
    """The name of the database to copy."""
    with django_db_blocker.unblock():
        return django_db_setup.filled_template(fill_small_world)


@pytest.fixture
def filled_database(filled_template: str, django_db_setup: CopiedDatabase, transactional_db: None) -> None:
    """This test, which commits, begins with those rows."""
    django_db_setup.renew(filled_template)


@pytest.fixture(scope="module")
def beside_filled(
    filled_template: str, django_db_setup: CopiedDatabase, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The tests of this module, which undo what they write, work where those rows are."""
    database = django_db_setup.beside("filled", filled_template)
    with django_db_blocker.unblock():
        database.renew()
        with database.in_use(), django_db_blocker.block():
            yield
        database.tear_down()
