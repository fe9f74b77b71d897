"""Which servers a command uses: your own, named in the environment, or those in `var/`."""

from collections.abc import Iterator
from contextlib import contextmanager

from mensenhandel.settings import envfile

from . import given
from .places import Places, make_var
from .screen import step
from .servers import Servers


@contextmanager
def chosen_servers(*, scratch: bool = False) -> Iterator[Servers]:
    """Your own servers where the environment names them, else those in `var/`; `scratch`: those for tests alone."""
    make_var()
    with step("Your own servers, if named in the environment") as outcome:
        own_database, own_broker = given.database(), given.broker()
        named = [name for name, own in (("PostgreSQL", own_database), ("Redis", own_broker)) if own]
        outcome.remark = " and ".join(named) + " answers" if named else "none named"
    servers = Servers(Places.find(scratch=scratch), database=not own_database, broker=not own_broker)
    with servers.held():
        with step("Servers in var/ (PostgreSQL, Valkey)") as outcome:
            started = servers.start()
            outcome.remark = f"started {' and '.join(started)}" if started else "already running or not needed"
        envfile.load(servers.places.env_file)
        yield servers
