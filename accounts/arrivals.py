"""A browser comes back from an issuer: judging what it brings, and what becomes of it.

Each return of a browser that left from here counts for the throttle of its network address before anything is asked of
the issuer, so nobody can make this server wait for another one as often as he likes. One that did not leave from here asks
nothing of anybody and does not count: a page elsewhere full of such addresses would shut out a whole town hall. The log keeps
the first of those of each network address and of all together in each quarter of an hour: it is kept for years, and nobody
need sign in to ask for such an address. A return that comes again, with the cookie of a browser that did leave, counts by itself.
What fails stands in the log with its reason; the page says the same to everybody. No token, code or answer of an issuer is
kept or logged.
"""

import time
import uuid
from dataclasses import dataclass

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from audit.recording import record
from core.access import NOBODY, Actor

from . import departures, fresh, identities, issuers, second_factor, throttle
from .departures import Returned
from .events import AccountEvent
from .id_tokens import LEEWAY, NotBelieved, Told, Why
from .issuers import Unreachable
from .models import Departure, Issuer, User

ISSUER = "issuer"  # how the log calls a second factor that was given there
_CONFIRMED_FOR = 60  # seconds between coming back and the page that takes it
_LONGEST_CODE = 4096
_AGAIN = "issuer_again"
# How many returns that never left from here the log keeps; of every address together the table of the log stays small too.
STRAYS = throttle.Rule(limit=10, memory=15 * 60, waits=())
# A return for the second time was stolen: of each departure the first of those are kept, however many strays there are.
REPLAYS = throttle.Rule(limit=2, memory=15 * 60, waits=())
ALL_STRAYS = throttle.Rule(limit=200, memory=15 * 60, waits=())


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody of whom everything held."""

    departure: Departure
    user: User


def arrive(request: HttpRequest, issuer_id: uuid.UUID) -> Arrived:
    """Who comes back. Raises NotBelieved and Unreachable, after they were counted and logged."""
    try:
        returned = departures.come_back(request, issuer_id)
    except NotBelieved as refusal:
        if not _is_one_of_many(request, refusal.why):
            _note(issuer_id, refusal.why, None)
        raise
    attempt = throttle.begin_without_name(request, throttle.Purpose.RETURN)
    try:
        if not attempt.admitted:
            raise NotBelieved(Why.WAITS)
        arrived = _judged(request, returned)
    except NotBelieved as refusal:
        _note(issuer_id, refusal.why, refusal.user)
        throttle.failed(attempt, refusal.user)
        raise
    except Unreachable:
        _note(issuer_id, Why.UNREACHABLE, None)
        throttle.failed(attempt, None)
        raise
    throttle.succeeded(attempt)
    return arrived


def _judged(request: HttpRequest, returned: Returned) -> Arrived:
    departure = returned.departure
    told = _told(request, returned)
    if departure.user is None:
        return Arrived(departure, identities.account_of(departure.issuer, told))
    if told.authenticated_at is None or told.authenticated_at < departure.left_at.timestamp() - LEEWAY:
        raise NotBelieved(Why.NOT_AGAIN, departure.user)
    identities.demand_same(departure.issuer, told, departure.user)
    departure.confirmed_at = timezone.now()
    departure.save(update_fields=["confirmed_at"])
    return Arrived(departure, departure.user)


def _told(request: HttpRequest, returned: Returned) -> Told:
    """What the issuer says, when it is the one and the answer is a code."""
    issuer, kept = returned.departure.issuer, returned.kept
    if not issuer.is_running(timezone.localdate()):
        raise NotBelieved(Why.STATE)
    _demand_from(issuer, request.GET.get("iss"))
    code = request.GET.get("code", "")
    if "error" in request.GET or not 0 < len(code) <= _LONGEST_CODE:
        raise NotBelieved(Why.REFUSED_THERE)
    address = departures.return_address(issuer)
    return issuers.redeem(issuer, code=code, verifier=kept.verifier, nonce=kept.nonce, returned_to=address)


def _demand_from(issuer: Issuer, named: str | None) -> None:
    """The answer is from this issuer (RFC 9207): always when it says whose it is, and it says so when it promised to."""
    if named is None and not issuer.names_itself:
        return
    if named is None or not constant_time_compare(named, issuer.url):
        raise NotBelieved(Why.OTHER_ISSUER)


def _is_one_of_many(request: HttpRequest, why: Why) -> bool:
    """Whether there were so many of these that the log keeps no more; what shows the person is the same."""
    if why is Why.SPENT:
        return bool(throttle.spend(f"again|{request.GET['state']}", REPLAYS))
    return bool(throttle.spend_from(request, "strays", STRAYS) or throttle.spend("strays", ALL_STRAYS))


def _note(issuer_id: uuid.UUID, why: Why, user: User | None) -> None:
    detail = {"issuer": str(issuer_id), "why": why.value}
    record(AccountEvent.SIGN_IN_FAILED, user, actor=NOBODY, detail=detail)


def mark(request: HttpRequest, user: User) -> None:
    """This session gave its second factor, at the issuer."""
    record_authentication(request, user, method="mfa", type=ISSUER)
    second_factor.give(request, user)


def await_confirmation(request: HttpRequest, departure: Departure) -> None:
    """This session waits until its owner has shown elsewhere that it is her."""
    request.session[_AGAIN] = departure.pk.hex


def take_confirmation(request: HttpRequest, user: User) -> str | None:
    """Where to go on to, when the owner of this session showed just now that it is her; None when not. Works once."""
    waiting = Departure.objects.filter(pk=request.session.pop(_AGAIN, None), user=user).first()
    if waiting is None or waiting.confirmed_at is None:
        return None
    waiting.delete()
    if time.time() - waiting.confirmed_at.timestamp() > _CONFIRMED_FOR:
        return None
    second_factor.renew_key(request)
    fresh.give(request, ISSUER)
    record(AccountEvent.CONFIRMED_ELSEWHERE, user, actor=Actor(user.pk, name=user.full_name))
    return waiting.way or "/"
