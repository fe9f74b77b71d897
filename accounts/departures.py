"""Sending somebody to the screen of her municipality, and knowing her when she comes back.

What proves that it is the same browser (`state`), what the token must repeat (`nonce`) and what only we can show for the
code (`verifier`, PKCE) travel sealed in one cookie. It is Lax, because the return comes from another site; the cookie of
the session stays Strict. The row of the departure lets each return count once, whoever copied the cookie.
"""

import base64
import binascii
import hashlib
import json
import secrets
import uuid
from dataclasses import asdict, dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from core.sealed import SealBroken, open_bytes, seal_bytes

from . import carrying
from .id_tokens import NotBelieved, Why
from .models import Departure, Issuer, User

LONGEST = timedelta(minutes=10)  # a password, a telephone, an app
_BOUND_TO = "accounts.departure"
_LONGEST_WAY = 2000


@dataclass(frozen=True, slots=True)
class Kept:
    """What the cookie holds."""

    departure: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """Where the browser is to go, and what it takes along."""

    issuer: Issuer
    address: str
    cookie: str
    departure: Departure


@dataclass(frozen=True, slots=True)
class Returned:
    """A return of a browser that left from here."""

    departure: Departure
    kept: Kept


def leave(issuer: Issuer, *, way: str = "", carried: str = "", again: User | None = None) -> Leaving:
    """Prepare a departure. `again`: who is to show once more, now and not from memory, that it is her."""
    departure = Departure.objects.create(
        issuer=issuer, way=own_way(way), carried=carried[: 2 * carrying.LIMIT], user=again
    )
    kept = Kept(departure.pk.hex, secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    digest = hashlib.sha256(kept.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": issuer.client_id,
        "redirect_uri": return_address(issuer),
        "scope": "openid email profile",
        "state": kept.state,
        "nonce": kept.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        **_asks_for_proof(issuer),
        **({"prompt": "login", "max_age": "0"} if again else {}),
    }
    joint = "&" if "?" in issuer.authorization_endpoint else "?"
    sealed = seal_bytes(json.dumps(asdict(kept)).encode(), _BOUND_TO)
    return Leaving(
        issuer=issuer,
        address=f"{issuer.authorization_endpoint}{joint}{urlencode(asked)}",
        cookie=base64.urlsafe_b64encode(sealed).decode(),
        departure=departure,
    )


def _asks_for_proof(issuer: Issuer) -> dict[str, str]:
    """How the issuer is asked for a second factor, for as far as it can be asked; the token is what counts."""
    told: dict[str, list[str]] = {}
    for claim, _, word in (proof.partition("=") for proof in issuer.proofs):
        told.setdefault(claim, []).append(word)
    asked = {"acr_values": " ".join(told["acr"])} if "acr" in told else {}
    if "acrs" in told:  # the authentication context of Microsoft
        asked["claims"] = json.dumps({"id_token": {"acrs": {"essential": True, "values": told["acrs"]}}})
    return asked


def own_way(way: str) -> str:
    """A page of ours to go on to, or "": never another site."""
    is_own = (
        way.startswith("/") and len(way) <= _LONGEST_WAY and url_has_allowed_host_and_scheme(way, allowed_hosts=None)
    )
    return way if is_own else ""


def return_address(issuer: Issuer) -> str:
    """Where the issuer sends the browser back to: one address for each, so that no answer of one passes for another's."""
    return str(settings.SITE_ADDRESS) + reverse("accounts:returned", args=[issuer.pk])


def give_cookie(response: HttpResponse, leaving: Leaving) -> None:
    """Let the browser take along what proves that it left from here."""
    response.set_cookie(
        cookie_name(),
        leaving.cookie,
        max_age=int(LONGEST.total_seconds()),
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def take_cookie(response: HttpResponse) -> None:
    """It served."""
    response.delete_cookie(cookie_name(), samesite="Lax")


def come_back(request: HttpRequest, issuer_id: uuid.UUID) -> Returned:
    """The departure that this request is the one return of. Raises NotBelieved: SPENT when it was already, else STATE."""
    kept = _kept(request)
    if kept is None or not constant_time_compare(request.GET.get("state", ""), kept.state):
        raise NotBelieved(Why.STATE)
    now = timezone.now()
    left = Departure.objects.filter(pk=uuid.UUID(kept.departure), issuer=issuer_id, left_at__gt=now - LONGEST)
    if not left.filter(returned_at=None).update(returned_at=now):
        raise NotBelieved(Why.SPENT if left.exists() else Why.STATE)
    return Returned(Departure.objects.select_related("issuer", "user").get(pk=kept.departure), kept)


def delete_old() -> None:
    """Remove departures from which nobody comes back any more."""
    Departure.objects.filter(left_at__lte=timezone.now() - 2 * LONGEST).delete()


def cookie_name() -> str:
    """Of the one cookie that is Lax."""
    return f"{settings.SESSION_COOKIE_NAME}-vertrek"


def _kept(request: HttpRequest) -> Kept | None:
    text = request.COOKIES.get(cookie_name(), "")
    try:
        sealed = base64.b64decode(text.encode(), altchars=b"-_", validate=True)
        return Kept(**json.loads(open_bytes(sealed, _BOUND_TO)))
    except (SealBroken, binascii.Error, ValueError):
        return None
