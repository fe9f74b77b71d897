"""Servers of your own, named in the environment: `DATABASE_URL` with `DATABASE_OWNER_URL`, and `REDIS_URL`."""

import os

import psycopg
from kombu import Connection
from kombu.exceptions import KombuError

from .screen import Stop

# Wanted by `verify_audit` and `pin_audit` alone.
AUDITOR_URL = "DATABASE_AUDITOR_URL"
ADVICE_BOOTSTRAP = "make the roles and the database with bin/database-bootstrap"


def database() -> bool:
    """True when both addresses are given and answer; a sentence when one is missing or wrong."""
    names = ("DATABASE_URL", "DATABASE_OWNER_URL")
    given = [name for name in names if os.environ.get(name)]
    if len(given) == 1:
        missing = next(name for name in names if name not in given)
        message = (
            f"Set {missing} too: {given[0]} is set, and the application uses DATABASE_URL (role app) to work and "
            "DATABASE_OWNER_URL (role owner) to migrate, on the same database."
        )
        raise Stop(message)
    for name in given:
        _try(name)
    if given and os.environ.get(AUDITOR_URL):
        _try(AUDITOR_URL)
    return bool(given)


def _try(name: str) -> None:
    try:
        with psycopg.connect(os.environ[name], connect_timeout=5) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.Error as error:
        said = str(error).strip().splitlines()[-1]
        message = f"Correct {name}, start that server, or {ADVICE_BOOTSTRAP}: {said}"
        raise Stop(message) from error
    if version < 15:
        message = f"Use PostgreSQL 15 or newer: the server of {name} is version {version}."
        raise Stop(message)


def broker() -> bool:
    """True when an address is given and answers."""
    url = os.environ.get("REDIS_URL")
    if not url:
        return False
    try:
        with Connection(url, connect_timeout=5) as connection:
            connection.ensure_connection(max_retries=1, timeout=5)
    except (OSError, KombuError, ValueError) as error:
        message = f"Correct REDIS_URL or start that server: {error}"
        raise Stop(message) from error
    return True
