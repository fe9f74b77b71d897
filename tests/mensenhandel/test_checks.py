"""Production refuses to start when a setting makes it unsafe."""

import base64
from typing import Any

import pytest

from mensenhandel import checks, lines

GOOD_KEY = "0123456789abcdefghijklmnopqrstuvwxyz"
GOOD_RING = "1:" + base64.b64encode(bytes(range(32))).decode()
GOOD = {
    "PRODUCTION": True,
    "DEBUG": False,
    "DEMO": False,
    "ISSUERS_OVER_LOOPBACK": False,
    "SECRET_KEY": GOOD_KEY + "-one",
    "WALLS_KEY": GOOD_KEY + "-two",
    "SEAL_KEYS": [GOOD_RING],
    "ALLOWED_HOSTS": ["signaalpunt.example"],
    "SITE_ADDRESS": "https://signaalpunt.example",
    "DEFAULT_FROM_EMAIL": "signaalpunt@signaalpunt.example",
    "MAILERS": {"default": {"OPTIONS": {"host": "mail.example", "use_tls": True}}},
    "FIGURES_DATABASE": "report",
}


@pytest.fixture
def production(settings: Any) -> Any:
    for name, value in GOOD.items():
        setattr(settings, name, value)
    return settings


def refusals() -> list[str | None]:
    return [message.id for check in checks.ALL for message in check()]


@pytest.mark.usefixtures("production")
def test_a_server_that_is_set_up_well_is_not_refused() -> None:
    assert refusals() == []


@pytest.mark.parametrize(
    ("name", "value", "refusal"),
    [
        ("DEBUG", True, "mensenhandel.E001"),
        ("DEMO", True, "mensenhandel.E002"),
        ("SECRET_KEY", "short", "mensenhandel.E003"),
        ("SECRET_KEY", "a" * 60, "mensenhandel.E003"),
        ("SECRET_KEY", "a key for tests alone, long enough for every check", "mensenhandel.E003"),
        ("WALLS_KEY", "", "mensenhandel.E003"),
        ("WALLS_KEY", GOOD["SECRET_KEY"], "mensenhandel.E004"),
        ("SEAL_KEYS", [], "mensenhandel.E005"),
        ("SEAL_KEYS", ["1:kort"], "mensenhandel.E005"),
        ("SEAL_KEYS", [GOOD_RING, "0" + GOOD_RING], "mensenhandel.E005"),
        ("SEAL_KEYS", ["300" + GOOD_RING[1:]], "mensenhandel.E005"),
        ("SEAL_KEYS", ["1:" + base64.b64encode(bytes(32)).decode()], "mensenhandel.E005"),
        ("ALLOWED_HOSTS", [], "mensenhandel.E006"),
        ("ALLOWED_HOSTS", ["*"], "mensenhandel.E006"),
        ("DEFAULT_FROM_EMAIL", "", "mensenhandel.E007"),
        ("MIDDLEWARE", ["accounts.middleware.ActingHat"], "mensenhandel.E010"),
        ("MFA_ADAPTER", "allauth.mfa.adapter.DefaultMFAAdapter", "mensenhandel.E010"),
        ("MFA_TRUST_ENABLED", True, "mensenhandel.E010"),
        ("SECURITY_CONTACT", ["security@gemeente.example"], "mensenhandel.E020"),
        ("SECURITY_EXPIRES", "", "mensenhandel.E020"),
        ("REDIS_URL", "redis://:geheim@valkey.example:6379/0", "mensenhandel.E021"),
        ("REDIS_URL", "rediss://:geheim@valkey.example:6379/0", "mensenhandel.E021"),
        ("MAILERS", {"default": {"OPTIONS": {"host": "mail.example"}}}, "mensenhandel.E021"),
        ("ISSUERS_OVER_LOOPBACK", True, "mensenhandel.E018"),
        ("SITE_ADDRESS", "", "mensenhandel.E009"),
        ("SITE_ADDRESS", "http://signaalpunt.example", "mensenhandel.E009"),
    ],
)
def test_an_unsafe_setting_is_refused(production: Any, name: str, value: object, refusal: str) -> None:
    setattr(production, name, value)
    assert refusals() == [refusal]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REDIS_URL", "rediss://:geheim@valkey.example:6379/0?ssl_cert_reqs=required"),
        ("REDIS_URL", "redis+socket://:geheim@/run/valkey.sock?virtual_host=0"),
        ("REDIS_URL", "redis://:geheim@127.0.0.1:6379/0"),
        ("MAILERS", {"default": {"OPTIONS": {"host": "localhost"}}}),
    ],
)
def test_a_line_that_is_sealed_or_stays_on_the_machine_is_not_refused(
    production: Any, name: str, value: object
) -> None:
    setattr(production, name, value)
    assert refusals() == []


@pytest.mark.parametrize(
    ("host", "mode", "is_sealed"),
    [
        ("db.example", "", False),
        ("db.example", "require", False),
        ("db.example", "verify-full", True),
        ("/run/postgresql", "", True),
        ("127.0.0.1", "", True),
    ],
)
def test_the_line_to_a_database_elsewhere_is_sealed_and_its_end_known(host: str, mode: str, *, is_sealed: bool) -> None:
    assert lines.database_is_sealed({"HOST": host, "OPTIONS": {"sslmode": mode}}) is is_sealed


@pytest.mark.parametrize(
    ("lookup", "address", "refused"),
    [
        ("pdok", "https://api.pdok.nl/bzk/locatieserver/search/v3_1", []),
        ("pdok", "http://api.pdok.nl/bzk/locatieserver/search/v3_1", ["mensenhandel.E023"]),
        ("pdok", "http://127.0.0.1:8000", ["mensenhandel.E023"]),
        ("pdok", "https://name:word@api.pdok.nl", ["mensenhandel.E023"]),
        ("pdok", "", ["mensenhandel.E023"]),
        ("none", "", []),
    ],
)
def test_a_register_of_addresses_is_asked_under_tls_or_not_at_all(
    production: Any, lookup: str, address: str, refused: list[str]
) -> None:
    production.ADDRESS_LOOKUP, production.PDOK_ADDRESS = lookup, address
    assert refusals() == refused


def test_a_demo_may_be_what_production_may_not(settings: Any) -> None:
    settings.SECRET_KEY = "short"
    assert not settings.PRODUCTION
    assert refusals() == []
