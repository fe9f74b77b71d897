"""Screens of municipalities and partners by which their people sign in (OpenID Connect), and what is asked of them.

Which one somebody uses follows from her e-mail address alone: from the part behind the @, whether or not there is an
account. Three calls go over the network, all through `core.outgoing`: reading how an issuer works, once, when an
administrator registers it; its keys, kept for an hour; and the token for the code that a browser brought back.
"""

import base64
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

from django.core.cache import cache
from django.utils import timezone

from core import outgoing
from core.outgoing import NotAllowed, Unreachable

from .id_tokens import ALGORITHMS, KeyUnknown, NotBelieved, Told, Why, read
from .models import Issuer, IssuerDomain

KEYS_KEPT = 60 * 60  # seconds
KEYS_REST = 60  # seconds between two times that an unknown key makes us ask for new ones
_BASIC, _POST = "client_secret_basic", "client_secret_post"


class Unsuitable(Exception):
    """This is no issuer that we can work with; the message says why, for the administrator of the server."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """How an issuer works, as it says itself."""

    authorization_endpoint: str
    token_endpoint: str
    keys_endpoint: str
    secret_in_header: bool
    names_itself: bool

    def columns(self) -> dict[str, Any]:
        """As they are stored."""
        return asdict(self)


def domain_of(email: str) -> str:
    """What stands behind the last @, in lower case; "" without one."""
    name, _, domain = email.strip().lower().rpartition("@")
    return domain if name else ""


def for_address(email: str) -> Issuer | None:
    """The issuer by which whoever has this address signs in today, or None: then it is a password. One query."""
    domain = domain_of(email)
    if not domain or "\x00" in domain:
        return None
    found = IssuerDomain.objects.select_related("issuer").filter(name=domain).first()
    return found.issuer if found and found.issuer.is_running(timezone.localdate()) else None


def are_there() -> bool:
    """Whether anybody signs in by an issuer today."""
    return Issuer.objects.running(timezone.localdate()).exists()


def discover(url: str, *, hosts: Collection[str]) -> Endpoints:
    """How the issuer at `url` works. `hosts`: other hosts than its own where it may have its endpoints.

    Raises Unsuitable, Unreachable.
    """
    try:
        own = outgoing.checked(url).hostname
        told = outgoing.fetch_json(url.rstrip("/") + "/.well-known/openid-configuration")
    except NotAllowed:
        message = "The address of an issuer begins with https:// and holds no name, password or #."
        raise Unsuitable(message) from None
    if told.get("issuer") != url:
        message = f"It calls itself {told.get('issuer')!r}. Give exactly that, if that is the issuer that you mean."
        raise Unsuitable(message)
    ways = told.get("token_endpoint_auth_methods_supported", [_BASIC])
    fits = {
        "response type code": "code" in told.get("response_types_supported", []),
        f"signing by {', '.join(ALGORITHMS)}": bool(
            set(ALGORITHMS) & set(told.get("id_token_signing_alg_values_supported", []))
        ),
        "a client secret": _BASIC in ways or _POST in ways,
        # Not every issuer that knows PKCE says so; one that says what it knows must know the way with a hash.
        "PKCE with S256": "S256" in told.get("code_challenge_methods_supported", ["S256"]),
    }
    if lacking := [what for what, is_there in fits.items() if not is_there]:
        message = f"It does not offer: {'; '.join(lacking)}."
        raise Unsuitable(message)
    return Endpoints(
        authorization_endpoint=_endpoint(told, "authorization_endpoint", {own, *hosts}),
        token_endpoint=_endpoint(told, "token_endpoint", {own, *hosts}),
        keys_endpoint=_endpoint(told, "jwks_uri", {own, *hosts}),
        secret_in_header=_BASIC in ways,
        names_itself=told.get("authorization_response_iss_parameter_supported") is True,
    )


def _endpoint(told: Mapping[str, Any], name: str, hosts: Collection[str | None]) -> str:
    address = str(told.get(name, ""))
    try:
        host = outgoing.checked(address).hostname
    except NotAllowed:
        message = f"Its {name} is no address that we call: {address!r}."
        raise Unsuitable(message) from None
    if host not in hosts:
        message = f"Its {name} lies on another host: {host}. Give --host {host} if that is right."
        raise Unsuitable(message)
    return address


def redeem(issuer: Issuer, *, code: str, verifier: str, nonce: str, returned_to: str) -> Told:
    """What the issuer says of the person whose browser brought `code`. Raises NotBelieved, Unreachable.

    Of the answer only the ID token is read, and nothing of it is kept.
    """
    token = _token(issuer, code, verifier, returned_to)
    try:
        return read(token, issuer=issuer, keys=_keys(issuer), nonce=nonce)
    except KeyUnknown:
        if not cache.add(f"{_kept_as(issuer)}:asked", 1, KEYS_REST):
            raise NotBelieved(Why.SIGNATURE) from None
    try:
        return read(token, issuer=issuer, keys=_keys(issuer, anew=True), nonce=nonce)
    except KeyUnknown:
        raise NotBelieved(Why.SIGNATURE) from None


def _token(issuer: Issuer, code: str, verifier: str, returned_to: str) -> str:
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": returned_to,
        "code_verifier": verifier,
    }
    headers = {}
    if issuer.secret_in_header:
        # RFC 6749 2.3.1: both halves are encoded as in a form before they are put together.
        pair = f"{quote(issuer.client_id, safe='')}:{quote(issuer.client_secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        fields |= {"client_id": issuer.client_id, "client_secret": issuer.client_secret}
    try:
        token = outgoing.post_form(issuer.token_endpoint, fields, headers).get("id_token")
    except outgoing.Refused:  # a code that is not ours, is too old or was used
        raise NotBelieved(Why.REFUSED_THERE) from None
    if not isinstance(token, str):
        raise NotBelieved(Why.SIGNATURE)
    return token


def _keys(issuer: Issuer, *, anew: bool = False) -> list[Mapping[str, Any]]:
    """The issuer's public keys, from the memory of this process or from the issuer."""
    kept: list[Mapping[str, Any]] | None = None if anew else cache.get(_kept_as(issuer))
    if kept is not None:
        return kept
    listed = outgoing.fetch_json(issuer.keys_endpoint).get("keys")
    keys: list[Mapping[str, Any]] = [key for key in listed if isinstance(key, dict)] if isinstance(listed, list) else []
    cache.set(_kept_as(issuer), keys, KEYS_KEPT)
    return keys


def _kept_as(issuer: Issuer) -> str:
    return f"accounts.issuer.{issuer.pk}.keys"


__all__ = [
    "Endpoints",
    "Unreachable",
    "Unsuitable",
    "are_there",
    "discover",
    "domain_of",
    "for_address",
    "redeem",
]
