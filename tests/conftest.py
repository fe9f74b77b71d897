"""Set-up that every test may rely on: the copied database, the true clock under the walls, contexts, clients."""

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import hypothesis
import pytest
import time_machine
from django.db import transaction
from django.template import Template
from django.test import TransactionTestCase
from django.test import client as django_client
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from core.access import Actor
from core.unit import Unit, unit_of_work
from core.walls import signing
from municipalities.roles import actor_for
from tests.support import contexts
from tests.support import world as small_world
from tests.support.browser import browser as browser
from tests.support.browser import playwright as playwright
from tests.support.clients import OutsideClient, draw, keep_context_of_page
from tests.support.database import CopiedDatabase
from tests.support.demo import demo_world as demo_world
from tests.support.filled import beside_filled as beside_filled
from tests.support.filled import filled_database as filled_database
from tests.support.filled import filled_template as filled_template
from tests.support.longest import pytest_collection_modifyitems as pytest_collection_modifyitems

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("any machine", deadline=None)
# Walks of many steps (tests/signals/test_walks.py): a few, drawn anew for each commit (tests/support/drawn.py); `bin/test deep`
# takes new ones for minutes, and makes one that fails shorter until each of its steps is needed.
hypothesis.settings.register_profile(
    "walks", deadline=None, database=None, max_examples=8, phases=[hypothesis.Phase.generate]
)
hypothesis.settings.register_profile("deep", deadline=None, max_examples=int(os.environ.get("WALKS", "400")))
hypothesis.settings.load_profile("any machine")


def pytest_collection_finish() -> None:
    """What is there now stays until the end: the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[CopiedDatabase]:
    """This process's own database, instead of one that the app role would have to create and flush."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        database = CopiedDatabase()
        database.set_up()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: database.renew())
        with django_db_blocker.block():
            yield database
        database.tear_down()


@pytest.fixture(autouse=True, scope="session")
def _true_time() -> Iterator[None]:
    """A test may travel in time; the database does not, and it judges whether a context has expired."""
    hatch = time_machine.escape_hatch
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signing, "_clock", lambda: hatch.time.time() if hatch.is_travelling() else time.time())
        yield


@pytest.fixture(autouse=True, scope="session")
def _one_context(django_test_environment: None) -> Iterator[None]:
    """Of an answer the context of the page is kept, not that of each of its parts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", draw)
        patch.setattr(django_client, "store_rendered_templates", keep_context_of_page)
        yield


@pytest.fixture
def unit(db: None) -> Iterator[Unit]:
    """An open unit of work that may write everywhere; undone at the end, so what it gathered stays unwritten."""
    with unit_of_work("test") as opened, contexts.everywhere():
        yield opened
        transaction.set_rollback(True)


@pytest.fixture
def world(unit: Unit) -> small_world.World:
    """The small world, in an open unit of work that may write everywhere."""
    return small_world.World()


@pytest.fixture
def as_user() -> Callable[..., AbstractContextManager[Actor]]:
    """`with as_user(user, hat) as actor:` reaches what that person reaches, and no more."""

    def narrow(user: User, hat: str = "") -> AbstractContextManager[Actor]:
        return contexts.acting_as(actor_for(user, hat))

    return narrow


@pytest.fixture
def client() -> OutsideClient:
    """A browser in which nobody has signed in."""
    return OutsideClient()


@pytest.fixture
def client_of() -> Callable[..., OutsideClient]:
    """`client_of(user, hat)`: a browser in which that person has signed in and wears that hat."""

    def sign_in(user: User, hat: str = "") -> OutsideClient:
        browser = OutsideClient()
        browser.force_login(user, hat=hat)
        return browser

    return sign_in
