"""An ID token counts when everything holds, and each thing that does not hold is refused by itself."""

import json
import time
import warnings
from collections.abc import Callable
from typing import Any

import jwt
import pytest

from accounts.id_tokens import KeyUnknown, NotBelieved, Told, Why, read
from accounts.models import Issuer
from tests.support.issuer import Claims, LocalIssuer, curve_key, rsa_key

KEYS = LocalIssuer(0).keys()["keys"]
ISSUER = Issuer(url="https://login.example", client_id="signaalpunt", proofs=["amr=mfa", "acr=urn:hoog"])
NONCE = "wat deze browser vroeg"


def told_of_wilma(**more: Any) -> Claims:
    now = int(time.time())
    claims: Claims = {
        "iss": ISSUER.url,
        "sub": "1",
        "aud": "signaalpunt",
        "exp": now + 300,
        "iat": now,
        "nonce": NONCE,
        "email": "windvaan@voorbeeld.example",
        "email_verified": True,
        "amr": ["pwd", "mfa"],
    }
    return {name: value for name, value in (claims | more).items() if value is not None}


def signed(claims: Claims) -> str:
    return jwt.encode(claims, rsa_key("first"), algorithm="RS256", headers={"kid": "first"})


def judged(token: str, keys: Any = None) -> Told:
    return read(token, issuer=ISSUER, keys=KEYS if keys is None else keys, nonce=NONCE)


def refused(token: str, keys: Any = None) -> Why:
    with pytest.raises(NotBelieved) as refusal:
        judged(token, keys)
    return refusal.value.why


def test_a_token_of_which_everything_holds_is_believed() -> None:
    assert judged(signed(told_of_wilma())) == Told("1", "windvaan@voorbeeld.example", None)
    assert judged(signed(told_of_wilma(auth_time=7))).authenticated_at == 7


def unsigned(claims: Claims) -> str:
    return jwt.encode(claims, "", algorithm="none")


def by_the_public_key(claims: Claims) -> str:
    """The signature of which the secret is what everybody can read."""
    head, body, _ = jwt.encode(claims, "x" * 64, algorithm="HS256", headers={"kid": "first"}).split(".")
    numbers = jwt.algorithms.RSAAlgorithm.to_jwk(rsa_key("first").public_key(), as_dict=True)
    signer = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    signature = signer.sign(f"{head}.{body}".encode(), json.dumps(numbers).encode())
    return f"{head}.{body}.{jwt.utils.base64url_encode(signature).decode()}"


def by_the_client_secret(claims: Claims) -> str:
    return jwt.encode(claims, "een geheim: met & tekens, lang genoeg gemaakt", algorithm="HS256")


def by_another(claims: Claims) -> str:
    return jwt.encode(claims, rsa_key("another"), algorithm="RS256", headers={"kid": "first"})


def by_its_own_key(claims: Claims) -> str:
    """The token brings the key along by which it was signed."""
    key = jwt.algorithms.RSAAlgorithm.to_jwk(rsa_key("another").public_key(), as_dict=True)
    return jwt.encode(claims, rsa_key("another"), algorithm="RS256", headers={"kid": "first", "jwk": key})


def by_an_unknown_key(claims: Claims) -> str:
    return jwt.encode(claims, rsa_key("another"), algorithm="RS256", headers={"kid": "another"})


def by_a_kind_of_key_that_is_not_of_the_algorithm(claims: Claims) -> str:
    return jwt.encode(claims, rsa_key("first"), algorithm="RS256", headers={"kid": "curve"})


def by_an_algorithm_that_is_not_ours(claims: Claims) -> str:
    return jwt.encode(claims, rsa_key("first"), algorithm="RS512", headers={"kid": "first"})


def changed_afterwards(claims: Claims) -> str:
    head, _, signature = jwt.encode(claims, rsa_key("first"), algorithm="RS256", headers={"kid": "first"}).split(".")
    body = jwt.utils.base64url_encode(json.dumps(claims | {"email": "vuurboei@voorbeeld.example"}).encode()).decode()
    return f"{head}.{body}.{signature}"


FORGED = [
    *(unsigned, by_the_public_key, by_the_client_secret, by_another, by_its_own_key),
    *(by_a_kind_of_key_that_is_not_of_the_algorithm, by_an_algorithm_that_is_not_ours, changed_afterwards),
]


@pytest.mark.parametrize("sign", FORGED, ids=lambda sign: sign.__name__)
def test_a_token_that_the_issuer_did_not_sign_so(sign: Callable[[Claims], str]) -> None:
    try:
        assert refused(sign(told_of_wilma())) == Why.SIGNATURE
    except KeyUnknown:
        assert sign is by_a_kind_of_key_that_is_not_of_the_algorithm


@pytest.mark.parametrize("token", ["", "a.b.c", "x" * 9000, "é", "..", "e30.e30."], ids=range(6))
def test_what_is_no_token(token: str) -> None:
    assert refused(token) == Why.SIGNATURE


def test_a_key_that_the_issuer_does_not_have_is_asked_for() -> None:
    with pytest.raises(KeyUnknown):
        judged(by_an_unknown_key(told_of_wilma()))
    with pytest.raises(KeyUnknown):
        judged(signed(told_of_wilma()), keys=[])


def test_of_two_keys_of_the_same_name_none_is_tried() -> None:
    assert refused(signed(told_of_wilma()), keys=[*KEYS, KEYS[0]]) == Why.SIGNATURE


def test_a_token_without_the_name_of_its_key_goes_with_the_only_one() -> None:
    assert judged(jwt.encode(told_of_wilma(), rsa_key("first"), algorithm="RS256"))


def test_a_key_for_another_use_or_algorithm_does_not_count() -> None:
    for other in ({"use": "enc"}, {"alg": "RS512"}, {"kty": "oct"}):
        with pytest.raises(KeyUnknown):
            judged(signed(told_of_wilma()), keys=[KEYS[0] | other])


def test_a_broken_or_short_key_does_not_count() -> None:
    for broken in ({"n": "AQAB"}, {"n": 1}, {"e": "?"}):
        assert refused(signed(told_of_wilma()), keys=[KEYS[0] | broken]) == Why.SIGNATURE
    short = rsa_key("short", 1024)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        token = jwt.encode(told_of_wilma(), short, algorithm="RS256")
        key = jwt.algorithms.RSAAlgorithm.to_jwk(short.public_key(), as_dict=True)
    assert refused(token, keys=[key]) == Why.SIGNATURE


@pytest.mark.parametrize(("algorithm", "key"), [("PS256", "first"), ("ES256", "curve")])
def test_the_other_algorithms_are_believed_too(algorithm: str, key: str) -> None:
    private = curve_key() if key == "curve" else rsa_key("first")
    assert judged(jwt.encode(told_of_wilma(), private, algorithm=algorithm, headers={"kid": key}))


@pytest.mark.parametrize(("told", "why"), [
    ({"iss": "http://127.0.0.1:1"}, "other_issuer"),
    ({"iss": None}, "claims"),
    ({"aud": "een-ander"}, "audience"),
    ({"aud": ["signaalpunt", "een-ander"]}, "audience"),
    ({"aud": []}, "claims"),
    ({"aud": None}, "claims"),
    ({"azp": "een-ander"}, "audience"),
    ({"exp": 1_700_000_000}, "expired"),
    ({"exp": None}, "claims"),
    ({"iat": 1_700_000_000}, "claims"),
    ({"iat": 4_000_000_000}, "claims"),
    ({"iat": None}, "claims"),
    ({"nbf": 4_000_000_000}, "claims"),
    ({"nonce": "een andere"}, "nonce"),
    ({"nonce": ["lijst"]}, "nonce"),
    ({"nonce": None}, "claims"),
    ({"sub": None}, "claims"),
    ({"sub": ""}, "claims"),
    ({"sub": "x" * 256}, "claims"),
    ({"sub": "\x00"}, "claims"),
    ({"email": None}, "claims"),
    ({"email": ["windvaan@voorbeeld.example"]}, "claims"),
    ({"email": "windvaan@voorbeeld.example\x00"}, "claims"),
    ({"amr": None}, "second_factor"),
    ({"amr": ["pwd"]}, "second_factor"),
    ({"amr": ["pwd", "nomfa", "MFA"]}, "second_factor"),
    ({"amr": "geen mfa"}, "second_factor"),
    ({"amr": {"mfa": True}}, "second_factor"),
    ({"amr": [], "acr": "urn:laag"}, "second_factor"),
    ({"amr": [], "acrs": ["mfa"]}, "second_factor"),
    ({"email_verified": None}, "email_not_verified"),
    ({"email_verified": False}, "email_not_verified"),
    ({"email_verified": "false"}, "email_not_verified"),
    ({"email_verified": 1}, "email_not_verified"),
    ({"email_verified": None, "xms_edov": False}, "email_not_verified"),
], ids=lambda value: "" if isinstance(value, dict) else value)  # fmt: skip
def test_a_token_that_says_too_little_or_something_else(told: Claims, why: str) -> None:
    assert refused(signed(told_of_wilma(**told))) == why


@pytest.mark.parametrize("told", [{"amr": ["mfa"]}, {"amr": [], "acr": "urn:hoog"}, {"aud": ["signaalpunt"]}, {"azp": "signaalpunt"}, {"email_verified": None, "xms_edov": True}, {"email": "Windvaan@Voorbeeld.example "}], ids=range(6))  # fmt: skip
def test_what_is_said_in_another_way_is_believed_too(told: Claims) -> None:
    assert judged(signed(told_of_wilma(**told))).email == "windvaan@voorbeeld.example"
