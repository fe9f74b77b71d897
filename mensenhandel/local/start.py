"""`bin/start` after the packages are there: servers, database, and the processes under one supervisor."""

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from mensenhandel.demo.personas import personas

from . import processes
from .choice import chosen_servers
from .places import BASE, VAR, make_var
from .screen import Stop, say, step
from .servers import Servers
from .supervisor import Process, Supervisor, clear_leftovers

HOST = "127.0.0.1"
SLOWEST_FIRST_ANSWER = 60.0
SLOWEST_END = 40.0
LOCK = VAR / "start.lock"
RUNNING = VAR / "start.pid"


def start() -> None:
    """Run the application until Ctrl-C."""
    make_var()
    with ExitStack() as stack:
        stack.enter_context(_alone())
        chosen = port()
        servers = stack.enter_context(chosen_servers())
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mensenhandel.settings.dev")
        _prepare_database()
        supervisor = Supervisor(_processes(chosen), os.environ, watch=_watcher(servers))
        stack.enter_context(supervisor)
        with step("Web, worker and beat"):
            supervisor.run(until=_answers_within(chosen, SLOWEST_FIRST_ANSWER))
        if not supervisor.asked:
            _welcome(chosen)
            supervisor.run()
        say("\nStopping web, worker, beat and the servers.")
    say("Stopped.")


@contextmanager
def _alone() -> Iterator[None]:
    """One `bin/start` per project folder; the lock goes with the process, however it ends."""
    with LOCK.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = "Stop the bin/start that already runs in this folder (Ctrl-C in its window), and start again."
            raise Stop(message) from error
        ended = clear_leftovers()
        if ended:
            say(f"       Ended {ended} processes that an earlier start left behind.")
        RUNNING.write_text(f"{os.getpid()} {processes.birth(os.getpid())}")
        try:
            yield
        finally:
            RUNNING.unlink(missing_ok=True)


def stop_running() -> bool:
    """Ask the `bin/start` of this folder to end, with all that it keeps running, and wait. False: none runs."""
    if not _is_held(LOCK):
        return False
    # Whoever holds the lock wrote its id; its birth tells it from a later process with that id.
    pid, _, birth = RUNNING.read_text().partition(" ") if RUNNING.is_file() else ("", "", "")
    if not pid or processes.birth(int(pid)) != birth:
        message = "Press Ctrl-C in the window of the bin/start that runs in this folder, and stop again."
        raise Stop(message)
    os.kill(int(pid), signal.SIGTERM)
    if not processes.wait_until_gone(int(pid), SLOWEST_END):
        message = f"Look in the window of bin/start (process {pid}): it was asked to stop and still runs."
        raise Stop(message)
    return True


def _is_held(lock: Path) -> bool:
    with lock.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def port() -> int:
    word = os.environ.get("PORT", "8000")
    if not word.isdigit() or not 0 < int(word) < 65_536:
        message = f"Set PORT to a number between 1 and 65535: it is {word!r}."
        raise Stop(message)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(word)))
        except PermissionError as error:
            message = f"Choose a port of 1024 or higher, such as PORT=8000: port {word} is reserved for root."
            raise Stop(message) from error
        except OSError as error:
            message = f"Choose another port, such as PORT={int(word) % 65_000 + 1} bin/start: port {word} is taken."
            raise Stop(message) from error
    return int(word)


def _prepare_database() -> None:
    # In a session of its own: Ctrl-C reaches this process alone, which then ends the other.
    command = [sys.executable, "-m", "mensenhandel.local.database"]
    done = subprocess.run(command, cwd=BASE, check=False, start_new_session=True)
    if done.returncode != 0:
        message = "Read the lines above: the database could not be brought up to date (remove var/ to begin anew)."
        raise Stop(message)


def _processes(port: int) -> list[Process]:
    gunicorn = ["-m", "gunicorn", "mensenhandel.wsgi", "--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "4"]
    celery = ["-m", "celery", "--app", "mensenhandel"]
    worker = ["worker", "--loglevel", "INFO", "--concurrency", "2", "--without-gossip", "--without-mingle"]
    beat = ["beat", "--loglevel", "INFO", "--schedule", str(VAR / "beat"), "--pidfile="]
    return [
        Process("web", [sys.executable, *gunicorn, "--preload", "--no-control-socket"]),
        Process("worker", [sys.executable, *celery, *worker]),
        Process("beat", [sys.executable, *celery, *beat]),
    ]


def _watcher(servers: Servers) -> Callable[[], None]:
    """A server in `var/` that was killed is started again; web and worker connect anew by themselves."""

    def watch() -> None:
        if not servers.running():
            started = servers.start()
            say(f"Started {' and '.join(started)} again: it had ended.")

    return watch


def _answers_within(port: int, seconds: float) -> Callable[[], bool]:
    deadline = time.monotonic() + seconds

    def answers() -> bool:
        if time.monotonic() > deadline:
            message = f"Read var/log/web.log: the web application did not answer within {seconds:.0f} seconds."
            raise Stop(message)
        return _status(port) < 500

    return answers


def _status(port: int) -> int:
    """The status of the first page; 599 while nothing answers."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 599
    finally:
        connection.close()


def _welcome(port: int) -> None:
    say("")
    say(f"Signaalpunt mensenhandel runs at http://{HOST}:{port}/")
    say(f"Sign in with one click as a person of the demo world: http://{HOST}:{port}/inloggen/demo/")
    for persona in personas():
        say(f"  {persona.name:<22}{persona.role}, {persona.area}")
    say("Logs: var/log/. Ctrl-C stops everything.")
