"""How often somebody may try: the one throttle of sign-in, of new passwords, of codes and of programs.

Counted in PostgreSQL, each in a row of its own: per sign-in name, whether or not anybody has it, and per network
address; in a browser that is known to be this person's (devices.py) per browser instead of both, so that no stranger can
lock her out. From the fifth wrong attempt on, each next one waits longer, up to a quarter of an hour; there is no lock
that lasts. What is tried meanwhile does not count, so nobody can stretch the wait of somebody else.

An attempt is counted before it is judged, over a connection of its own (`settings.THROTTLE_DATABASE`): two at the same
moment both count, and a request that is refused or breaks takes nothing back. When the attempt was right, the count
starts anew; the address only gets back this one attempt, for an attacker may have an account himself.

Nobody sees from the answer that he waits. Who asks decides that: words, status and work are those of a wrong attempt.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from audit.recording import record
from core.access import NOBODY

from . import devices
from .events import AccountEvent
from .models import AttemptCount, User

_IPV6_NETWORK = 64  # one subscriber has as many addresses as he likes in it


class Purpose(StrEnum):
    """What is tried. Each has counts of its own."""

    PASSWORD = "password"  # noqa: S105  the name of a purpose
    CODE = "code"
    RESET = "reset"
    RETURN = "return"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Rule:
    """After `limit` attempts: seconds to wait, longer each time. Forgotten after `memory` seconds without one.

    Without waits it is an allowance: `limit` attempts in each `memory` seconds.
    """

    limit: int
    memory: int = 15 * 60
    waits: tuple[int, ...] = (60, 120, 240, 480, 900)


RULES = {"name": Rule(5), "device": Rule(5), "address": Rule(30)}


@dataclass(frozen=True, slots=True)
class _Counter:
    key: str
    kind: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt that was counted, or not even admitted. `full`: the kinds of counter of which it was the last."""

    admitted: bool
    counters: tuple[_Counter, ...]
    full: tuple[str, ...] = ()


def begin(request: HttpRequest, purpose: Purpose, name: str) -> Attempt:
    """Count an attempt under this sign-in name, before it is judged."""
    return _begin(_counters(request, purpose, name.strip().lower()))


def begin_without_name(request: HttpRequest, purpose: Purpose) -> Attempt:
    """The same where nobody is named yet: per network address alone."""
    return _begin((_counter(purpose, "address", _address(request)),))


def _begin(counters: tuple[_Counter, ...]) -> Attempt:
    with transaction.atomic(using=settings.THROTTLE_DATABASE):
        now = timezone.now()
        rows = _locked(counters, now)
        if any(_seconds_left(row, now) for row in rows.values()):
            for row in rows.values():
                _write(row)  # as it was: refusing takes as long as counting
            return Attempt(admitted=False, counters=counters)
        full = tuple(counter.kind for counter in counters if _add(rows[counter.key], counter.rule, now))
    return Attempt(admitted=True, counters=counters, full=full)


def succeeded(attempt: Attempt) -> None:
    """It was right: the name or the browser starts anew, the address gets its one attempt back."""
    with transaction.atomic(using=settings.THROTTLE_DATABASE):
        now = timezone.now()
        for counter in attempt.counters:
            row = _locked([counter], now)[counter.key]
            row.attempts = max(0, row.attempts - 1) if counter.kind == "address" else 0
            if row.attempts < counter.rule.limit:
                row.refused_until = None
            _write(row)


def failed(attempt: Attempt, user: User | None) -> None:
    """It was wrong: who must wait now stands in the log, on the account when there is one, never with what was typed."""
    for kind in attempt.full:
        record(AccountEvent.MADE_TO_WAIT, user, actor=NOBODY, detail={"per": kind})


def start_anew(name: str) -> None:
    """Who chose a new password, by the mail or by the old one, need not wait for what others guessed of the old one."""
    row = AttemptCount.objects.using(settings.THROTTLE_DATABASE).filter(key=_key(f"{Purpose.PASSWORD}|name|{name}"))
    row.update(attempts=0, refused_until=None)


def spend_from(request: HttpRequest, what: str, allowance: Rule) -> int:
    """`spend`, for each network address apart."""
    return spend(f"{what}|{_address(request)}", allowance)


def spend(what: str, allowance: Rule) -> int:
    """Count one use of an allowance. 0 when it is within it, otherwise in how many seconds there is a new one."""
    counter = _Counter(_key(what), "allowance", allowance)
    with transaction.atomic(using=settings.THROTTLE_DATABASE):
        now = timezone.now()
        row = _locked([counter], now)[counter.key]
        left = _seconds_left(row, now)
        if not left:
            _add(row, allowance, now)
    return left


def delete_forgotten() -> None:
    """Remove the counts that no longer say anything."""
    AttemptCount.objects.filter(forgotten_at__lte=timezone.now()).delete()


def _counters(request: HttpRequest, purpose: Purpose, name: str) -> tuple[_Counter, ...]:
    device = devices.known(request, name)
    keys = {"name": name, "address": _address(request)} if device is None else {"device": device.hex}
    return tuple(_counter(purpose, kind, value) for kind, value in keys.items())


def _counter(purpose: Purpose, kind: str, value: str) -> _Counter:
    return _Counter(_key(f"{purpose}|{kind}|{value}"), kind, RULES[kind])


def _address(request: HttpRequest) -> str:
    return network_of(get_adapter().get_client_ip(request))


def network_of(address: str) -> str:
    """What counts as one address: of IPv6 the network that one subscriber gets."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:  # what a proxy calls it
        return address
    if parsed.version == 4:
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False))


def _key(what: str) -> str:
    return salted_hmac("accounts.throttle", what, algorithm="sha256").hexdigest()


def _locked(counters: Iterable[_Counter], now: datetime) -> dict[str, AttemptCount]:
    """The rows of these counters, made where needed and locked, always in the same order."""
    keys = sorted(counter.key for counter in counters)
    rows = AttemptCount.objects.using(settings.THROTTLE_DATABASE)
    fresh = [AttemptCount(key=key, forgotten_at=now) for key in keys]
    # Writing the key over itself locks a row that is there: nobody removes it before it is read.
    rows.bulk_create(fresh, update_conflicts=True, unique_fields=["key"], update_fields=["key"])
    return {row.key: row for row in rows.filter(key__in=keys).order_by("key").select_for_update()}


def _seconds_left(row: AttemptCount, now: datetime) -> int:
    if row.refused_until is None or row.refused_until <= now:
        return 0
    return -(-(row.refused_until - now) // timedelta(seconds=1))


def _add(row: AttemptCount, rule: Rule, now: datetime) -> bool:
    """Count one more. Whether the next one must wait."""
    if row.forgotten_at <= now:
        row.attempts = 0
    row.attempts += 1
    if row.attempts == 1 or rule.waits:
        row.forgotten_at = now + timedelta(seconds=rule.memory)
    over = row.attempts - rule.limit
    if over < 0:
        row.refused_until = None
    elif rule.waits:
        row.refused_until = now + timedelta(seconds=rule.waits[min(over, len(rule.waits) - 1)])
        row.forgotten_at = row.refused_until + timedelta(seconds=rule.memory)
    else:
        row.refused_until = row.forgotten_at
    _write(row)
    return over >= 0


def _write(row: AttemptCount) -> None:
    row.save(using=settings.THROTTLE_DATABASE, update_fields=["attempts", "refused_until", "forgotten_at"])
