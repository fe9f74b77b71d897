"""Walking through the sign-in screen of a municipality, for tests."""

import html
import re
from collections.abc import Collection
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts import issuers
from accounts.events import AccountEvent
from accounts.models import Issuer
from audit.models import AuditEvent
from core.access import SYSTEM
from municipalities import operations
from municipalities.models import Municipality, Organisation
from municipalities.operations.issuers import Screen

from .issuer import CLIENT_ID, CLIENT_SECRET, LocalIssuer

DOMAIN = "voorbeeld.example"


def register(
    local: LocalIssuer,
    *municipalities: Municipality,
    organisation: Organisation | None = None,
    domains: Collection[str] = (DOMAIN,),
    colleagues_report: bool = False,
    **more: Any,
) -> Issuer:
    """The row of a running local issuer."""
    screen = {
        "name": "Gemeente Goes",
        "url": local.url,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "domains": domains,
        "proofs": ["amr=mfa", "acr=urn:hoog"],
        "valid_from": date(2026, 1, 1),
    }
    return operations.register_issuer(
        actor=SYSTEM,
        screen=Screen(**{**screen, **more}),
        endpoints=issuers.discover(local.url, hosts=[]),
        municipalities=municipalities,
        organisation=organisation,
        colleagues_report=colleagues_report,
    )


def leave(browser: Client, email: str, **more: str) -> str:
    """Where the browser is sent to."""
    answer = browser.post(reverse("accounts:organisation"), {"email": email, **more})
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.context["address"])


def come_back(browser: Client, issuer: Issuer, brought: dict[str, str]) -> Any:
    return browser.get(reverse("accounts:returned", args=[issuer.pk]), brought)


def sign_in(browser: Client, issuer: Issuer, local: LocalIssuer, email: str, /, **told: Any) -> Any:
    """Leave, sign in there and come back."""
    return come_back(browser, issuer, local.authorize(leave(browser, email), email, **told))


def way_on(arrived: Any) -> str:
    """Where the page of who came in leads to."""
    found = re.search(r'content="0;url=([^"]*)"', arrived.content.decode())
    assert arrived.status_code == 200
    assert found is not None
    return html.unescape(found[1])


def is_in(browser: Client) -> bool:
    """Of the pages that only who has signed in gets, the one that takes least."""
    return browser.get(reverse("accounts:session")).status_code == 200


def refusals() -> list[str]:
    """Why people did not come in, in order."""
    found = (
        AuditEvent.objects.unscoped(reason="test").filter(event=AccountEvent.SIGN_IN_FAILED).order_by("at", "number")
    )
    return [event.detail.get("why", "") for event in found]
