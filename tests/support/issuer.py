"""An issuer of OpenID Connect on loopback, for tests: it tells the truth until a test says what it is to get wrong."""

import base64
import hashlib
import secrets
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from .loopback import JsonHandler, serving

CLIENT_ID, CLIENT_SECRET = "signaalpunt", "een geheim: met & tekens"

type Claims = dict[str, Any]
type Signer = Callable[[Claims], str]


@cache
def rsa_key(name: str, size: int = 2048) -> rsa.RSAPrivateKey:
    """The key of this name; the same in the whole run, for making one takes long."""
    return rsa.generate_private_key(public_exponent=65537, key_size=size)


@cache
def curve_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


class LocalIssuer:
    """Its state; `answers` replaces what an address says, `sign` how a token is made, `claims` what is told of a person."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.begin_anew()

    def begin_anew(self) -> None:
        """Honest again, with nothing remembered."""
        self.key = "first"
        self.asked: list[str] = []
        self.answers: dict[str, Callable[[Any], None]] = {}
        self.sign: Signer = self.signed
        self.tokens: list[str] = []
        self._codes: dict[str, dict[str, Any]] = {}

    def signed(self, claims: Claims) -> str:
        return jwt.encode(claims, rsa_key(self.key), algorithm="RS256", headers={"kid": self.key})

    def authorize(self, address: str, email: str, /, **told: Any) -> dict[str, str]:
        """A person signs in at the page `address`: what her browser brings back. None leaves a claim out."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        now = int(time.time())
        claims: Claims = {
            "iss": self.url,
            "sub": f"nummer van {email}",
            "aud": asked["client_id"],
            "exp": now + 300,
            "iat": now,
            "nonce": asked["nonce"],
            "email": email,
            "email_verified": True,
            "amr": ["pwd", "mfa"],
        } | told
        code = secrets.token_urlsafe(16)
        self._codes[code] = {
            "claims": {name: value for name, value in claims.items() if value is not None},
            "challenge": asked["code_challenge"],
            "redirect_uri": asked["redirect_uri"],
        }
        return {"code": code, "state": asked["state"], "iss": self.url}

    def redeem(self, sent: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The token for a code: once, to who knows the secret and the verifier, at the same address."""
        pair = f"{CLIENT_ID}:een%20geheim%3A%20met%20%26%20tekens"
        known = self._codes.pop(sent.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        by_us = authorization == f"Basic {base64.b64encode(pair.encode()).decode()}"
        if known is None or not by_us or known["challenge"] != challenge.rstrip(b"=").decode():
            return None
        if known["redirect_uri"] != sent.get("redirect_uri"):
            return None
        self.tokens.append(self.sign(known["claims"]))
        return {"access_token": "nobody uses this", "token_type": "Bearer", "id_token": self.tokens[-1]}

    def about(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }

    def keys(self) -> dict[str, Any]:
        own = jwt.algorithms.RSAAlgorithm.to_jwk(rsa_key(self.key).public_key(), as_dict=True)
        curve = jwt.algorithms.ECAlgorithm.to_jwk(curve_key().public_key(), as_dict=True)
        return {"keys": [own | {"kid": self.key, "use": "sig"}, curve | {"kid": "curve", "use": "sig"}]}


class _Handler(JsonHandler):
    issuer: LocalIssuer

    def do_GET(self) -> None:  # noqa: N802  the name that http.server calls
        self._answer({"/.well-known/openid-configuration": self.issuer.about, "/keys": self.issuer.keys})

    def do_POST(self) -> None:  # noqa: N802  the name that http.server calls
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        self._answer({"/token": lambda: self.issuer.redeem(sent, self.headers.get("Authorization", ""))})

    def _answer(self, pages: dict[str, Callable[[], Any]]) -> None:
        path = urlsplit(self.path).path
        self.issuer.asked.append(path)
        if path in self.issuer.answers:
            with suppress(OSError):  # who asked has hung up
                self.issuer.answers[path](self)
            return
        answer = pages[path]()
        self.say(200 if answer is not None else 400, answer or {"error": "invalid_grant"})


def running() -> AbstractContextManager[LocalIssuer]:
    """An issuer on a free port of loopback, as long as the block lasts."""
    return serving(_Handler, "issuer", LocalIssuer)
