"""Production refuses to start when a setting makes it unsafe."""

import base64
from typing import Any

import pytest

from mensenhandel import checks

GOOD_KEY = "0123456789abcdefghijklmnopqrstuvwxyz"
GOOD_RING = "1:" + base64.b64encode(bytes(range(32))).decode()
GOOD = {
    "PRODUCTION": True,
    "DEBUG": False,
    "DEMO": False,
    "SECRET_KEY": GOOD_KEY + "-one",
    "WALLS_KEY": GOOD_KEY + "-two",
    "SEAL_KEYS": [GOOD_RING],
    "ALLOWED_HOSTS": ["signaalpunt.example"],
    "SITE_ADDRESS": "https://signaalpunt.example",
    "DEFAULT_FROM_EMAIL": "signaalpunt@signaalpunt.example",
    "MAILERS": {"default": {"OPTIONS": {"host": "mail.example"}}},
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
        ("SITE_ADDRESS", "", "mensenhandel.E009"),
        ("SITE_ADDRESS", "http://signaalpunt.example", "mensenhandel.E009"),
    ],
)
def test_an_unsafe_setting_is_refused(production: Any, name: str, value: object, refusal: str) -> None:
    setattr(production, name, value)
    assert refusals() == [refusal]


def test_a_demo_may_be_what_production_may_not(settings: Any) -> None:
    settings.SECRET_KEY = "short"
    assert not settings.PRODUCTION
    assert refusals() == []
