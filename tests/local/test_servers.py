"""The embedded servers: started once, used again, and brought back after a kill."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from mensenhandel.local import postgres, processes, valkey
from mensenhandel.local.places import Places
from mensenhandel.local.screen import Stop
from tests.support.own_server import passing_places

PASSWORD = "a-password-of-this-test"


@pytest.fixture(scope="module")
def database() -> Iterator[Places]:
    """One server for all of these tests: to make one takes as long as all that they ask of it."""
    with passing_places() as places:
        assert postgres.start(places, PASSWORD)
        yield places
        postgres.stop(places)


@pytest.fixture(scope="module")
def broker() -> Iterator[Places]:
    with passing_places() as places:
        assert valkey.start(places, PASSWORD)
        yield places
        valkey.stop(places)


def kill(pidfile: Path) -> None:
    pid = int(pidfile.read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    assert processes.wait_until_gone(pid, 5)


def test_postgresql_listens_on_its_socket_only_and_asks_a_password(database: Places) -> None:
    url = postgres.address(database, user="postgres", password=PASSWORD, database="postgres")
    with psycopg.connect(url) as connection:
        settings = connection.execute("SELECT current_setting('listen_addresses'), current_setting('fsync')").fetchone()
        locale = connection.execute(
            "SELECT datlocprovider::text, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'template1'"
        ).fetchone()
    assert settings == ("", "on")
    assert locale == ("b", "UTF8")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgres.address(database, user="postgres", password="guess", database="postgres"))


def test_a_commit_that_was_answered_stands_on_the_disk(database: Places) -> None:
    """Else a killed PostgreSQL takes it along."""
    url = postgres.address(database, user="postgres", password=PASSWORD, database="postgres")
    with psycopg.connect(url) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert connection.execute(f"SHOW {setting}").fetchone() == ("on",)


def test_a_running_postgresql_is_used_again(database: Places) -> None:
    assert postgres.start(database, PASSWORD) is False


def test_a_killed_postgresql_starts_again_though_its_process_id_is_now_somebody_elses(database: Places) -> None:
    pidfile = database.postgres / "postmaster.pid"
    kill(pidfile)
    pidfile.write_text(f"{os.getpid()}\n" + pidfile.read_text().partition("\n")[2])
    assert not postgres.running(database)
    assert postgres.start(database, PASSWORD)


def test_data_of_another_password_is_named_in_a_sentence(database: Places) -> None:
    with pytest.raises(Stop, match="does not accept the password"):
        postgres.start(database, "another")


def test_a_running_valkey_is_used_again(broker: Places) -> None:
    assert valkey.start(broker, PASSWORD) is False


def test_valkey_asks_a_password(broker: Places) -> None:
    assert not valkey.answers(broker, "guess")


def test_a_killed_valkey_starts_again(broker: Places) -> None:
    kill(broker.valkey / "server.pid")
    (broker.valkey / "server.pid").write_text(str(os.getpid()))
    assert valkey.start(broker, PASSWORD)


@pytest.mark.parametrize("stop", [postgres.stop, valkey.stop])
def test_stopping_what_does_not_run_is_no_fault(places: Places, stop: Callable[[Places], bool]) -> None:
    assert stop(places) is False
