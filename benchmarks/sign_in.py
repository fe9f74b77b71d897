"""Whether the time of an answer tells who has an account: the sign-in page with the real hash, by kind of name.

    bin/benchmark

The kinds take turns, so that a busy moment of the machine falls on all of them. What a test asserts is that each makes
one hash and as many statements (tests/security/test_throttle.py); this prints what that comes to.
"""

import logging
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import AttemptCount, User
from accounts.throttle import RULES
from core.unit import unit_of_work
from tests.support.database import CopiedDatabase

TIMED = 30
PASSWORD, WRONG = "een lange zin die niemand raadt", "iets heel anders dan dat"
ARGON2 = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# kind: sign-in name, password, whether it has to wait
KINDS = {
    "wrong password": ("open@goes.example", WRONG, False),
    "unknown name": ("niemand@goes.example", WRONG, False),
    "closed account": ("gesloten@goes.example", PASSWORD, False),
    "no password yet": ("nieuw@goes.example", WRONG, False),
    "has to wait": ("wacht@goes.example", PASSWORD, True),
    "unknown, has to wait": ("niemand-wacht@goes.example", WRONG, True),
}


@contextmanager
def _accounts() -> Iterator[None]:
    """A copy of the small world with one account of each kind, and the real hash."""
    database = CopiedDatabase()
    database.set_up()
    try:
        with override_settings(PASSWORD_HASHERS=ARGON2):
            with unit_of_work("benchmark"):
                for name in ("open", "gesloten", "wacht"):
                    User.objects.create_user(f"{name}@goes.example", "Wilma Windvaan", PASSWORD)
                User.objects.create_user("nieuw@goes.example", "Nina Naaldhaak")
                User.objects.filter(email="gesloten@goes.example").update(is_active=False)
            _make_wait()
            yield
    finally:
        database.tear_down()


def _make_wait() -> None:
    """Guess until those who are to wait must, and let that last."""
    for number, (name, _password, waits) in enumerate(KINDS.values(), start=200):
        for _ in range(RULES["name"].limit if waits else 0):
            _ask(name, WRONG, number)
    tomorrow = timezone.now() + timedelta(days=1)
    AttemptCount.objects.filter(refused_until__gt=timezone.now()).update(refused_until=tomorrow, forgotten_at=tomorrow)


def _time(kind: str, number: int) -> float:
    name, password, _waits = KINDS[kind]
    AttemptCount.objects.filter(forgotten_at__lt=timezone.now() + timedelta(hours=1)).delete()
    began = time.perf_counter()
    _ask(name, password, number)
    return (time.perf_counter() - began) * 1000


def _ask(name: str, password: str, number: int) -> None:
    answer = Client().post("/inloggen/", {"login": name, "password": password}, REMOTE_ADDR=f"192.0.2.{number}")
    if answer.status_code != HTTPStatus.UNPROCESSABLE_ENTITY:
        message = f"{name} answered {answer.status_code}"
        raise RuntimeError(message)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Median and spread by kind, over the connection that production uses."""
    taken: dict[str, list[float]] = {kind: [] for kind in KINDS}
    settings.THROTTLE_DATABASE = "throttle"
    logging.getLogger("django.request").setLevel(logging.ERROR)  # each answer is a refusal
    with _accounts():
        for number in range(TIMED):
            for kind, times in taken.items():
                times.append(_time(kind, number))
    _say(f"{'Signing in':<26}{'median':>12}{'10% - 90%':>22}")
    for kind, times in taken.items():
        deciles = statistics.quantiles(times, n=10)
        _say(f"{kind:<26}{statistics.median(times):>9.1f} ms{f'{deciles[0]:.1f} - {deciles[-1]:.1f} ms':>22}")
