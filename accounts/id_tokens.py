"""What an issuer says of who signs in: an ID token, and whether it can be believed (OpenID Connect Core 3.1.3.7).

Everything must hold: a signature by a key of the issuer with an algorithm from `ALGORITHMS` (never `none`, never one
with a shared secret), made by this issuer, for us and for nobody else, now, in answer to the question of this browser,
with proof of a second factor and an e-mail address that the issuer has verified. What is missing counts as wrong.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import jwt
from django.utils.crypto import constant_time_compare

from core.characters import visible

from .models import Issuer, User

# Algorithm -> type of key: a public key is never taken for a secret, nor a key of one kind for one of another.
ALGORITHMS: Mapping[str, str] = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC"}
LEEWAY = 60  # seconds that the clocks may differ
OLDEST = 10 * 60  # seconds since a token was made
PROOF_CLAIMS = frozenset({"acr", "amr", "acrs"})
_NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce", "email"]
_LONGEST_SUBJECT = 255
_LONGEST_NAME = 150


class Why(StrEnum):
    """Why a return from an issuer signs in nobody: for the log, never for the page."""

    STATE = "state"  # not the browser that left, or too late
    SPENT = "spent"  # the same return again: with a copy of what the browser carried
    WAITS = "waits"
    REFUSED_THERE = "refused_there"
    OTHER_ISSUER = "other_issuer"
    UNREACHABLE = "unreachable"
    SIGNATURE = "signature"
    AUDIENCE = "audience"
    EXPIRED = "expired"
    NONCE = "nonce"
    CLAIMS = "claims"
    SECOND_FACTOR = "second_factor"
    NOT_VERIFIED = "email_not_verified"
    NOT_AGAIN = "not_again"
    DOMAIN = "domain"
    UNKNOWN = "unknown"
    CLOSED = "closed"
    OTHER_SUBJECT = "other_subject"
    OTHER_AREA = "other_area"
    OTHER_PERSON = "other_person"


class NotBelieved(Exception):
    """A return that signs in nobody. `user`: the account that it was about, where that is known."""

    def __init__(self, why: Why, user: User | None = None) -> None:
        self.why, self.user = why, user
        super().__init__(why.value)


class KeyUnknown(Exception):
    """The token names a key that is not among those of the issuer: it may have new ones."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a believed token says. `authenticated_at`: seconds since 1970, None when it does not say; `name`: "" likewise."""

    subject: str
    email: str
    authenticated_at: float | None
    name: str = ""


def read(token: str, *, issuer: Issuer, keys: Iterable[Mapping[str, Any]], nonce: str) -> Told:
    """What `token` says. Raises NotBelieved, or KeyUnknown when `keys` does not hold its key."""
    claims = _verified(token, issuer, keys)
    _demand_for_us_now(claims, issuer, nonce)
    if not any(_proves(claims, proof) for proof in issuer.proofs):
        raise NotBelieved(Why.SECOND_FACTOR)
    # Microsoft names it after the owner of the domain; everybody else uses the name of the standard.
    if not (claims.get("email_verified") is True or claims.get("xms_edov") in (True, "1", "true")):
        raise NotBelieved(Why.NOT_VERIFIED)
    at, name = claims.get("auth_time"), claims.get("name")
    return Told(
        subject=claims["sub"],
        email=claims["email"].strip().lower(),
        authenticated_at=float(at) if isinstance(at, (int, float)) and not isinstance(at, bool) else None,
        name=visible(name).strip()[:_LONGEST_NAME] if isinstance(name, str) else "",
    )


def _verified(token: str, issuer: Issuer, keys: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The claims under a good signature, with issuer, audience and times judged by the package."""
    try:
        header = jwt.get_unverified_header(token)
        algorithm = str(header.get("alg"))
        key = jwt.PyJWK(dict(_key(header, algorithm, keys)), algorithm=algorithm)
        return jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=issuer.client_id,
            issuer=issuer.url,
            leeway=LEEWAY,
            options={"require": _NEEDED, "enforce_minimum_key_length": True},
        )
    except jwt.ExpiredSignatureError:
        raise NotBelieved(Why.EXPIRED) from None
    except jwt.InvalidAudienceError:
        raise NotBelieved(Why.AUDIENCE) from None
    except jwt.InvalidIssuerError:
        raise NotBelieved(Why.OTHER_ISSUER) from None
    except (jwt.MissingRequiredClaimError, jwt.ImmatureSignatureError, jwt.InvalidIssuedAtError):
        raise NotBelieved(Why.CLAIMS) from None
    except (jwt.PyJWTError, ValueError, TypeError):
        raise NotBelieved(Why.SIGNATURE) from None


def _key(header: Mapping[str, Any], algorithm: str, keys: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The issuer's key by which this token says it was signed. The algorithm is one of ours before any key is looked at."""
    if algorithm not in ALGORITHMS:
        raise NotBelieved(Why.SIGNATURE)
    named = header.get("kid")
    fitting = [
        key
        for key in keys
        if key.get("kty") == ALGORITHMS[algorithm]
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and (named is None or key.get("kid") == named)
    ]
    if not fitting:
        raise KeyUnknown
    if len(fitting) > 1:
        raise NotBelieved(Why.SIGNATURE)
    return fitting[0]


def _demand_for_us_now(claims: Mapping[str, Any], issuer: Issuer, nonce: str) -> None:
    """What the package does not judge."""
    audience = claims["aud"]
    only_us = audience in (issuer.client_id, [issuer.client_id])
    if not only_us or claims.get("azp", issuer.client_id) != issuer.client_id:
        raise NotBelieved(Why.AUDIENCE)
    if not isinstance(claims["nonce"], str) or not constant_time_compare(claims["nonce"], nonce):
        raise NotBelieved(Why.NONCE)
    subject, email = claims["sub"], claims["email"]
    are_texts = isinstance(email, str) and isinstance(subject, str) and 0 < len(subject) <= _LONGEST_SUBJECT
    if not are_texts or "\x00" in subject + email or claims["iat"] < time.time() - OLDEST:
        raise NotBelieved(Why.CLAIMS)


def _proves(claims: Mapping[str, Any], proof: str) -> bool:
    """Whether the claims hold this proof of a second factor: "amr=mfa" is the word `mfa` in the claim `amr`."""
    claim, _, word = proof.partition("=")
    told = claims.get(claim)
    return claim in PROOF_CLAIMS and bool(word) and (told == word or (isinstance(told, list) and word in told))
