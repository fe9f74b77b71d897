"""A fresh proof: for a step that reaches far, who is signed in shows once more that it is her.

A page says so with its mark (`@page(..., fresh=True)`): giving and ending roles and mandates, an
absence (a role may be lent for it), emergency access, exports.
What counts is the last time that something was typed in this session, signing in included, and how long ago that was.
It is asked before the first write: when the page is opened. When the proof runs out while somebody types, what she
sent waits sealed in the session (carrying.py) and is there again afterwards.
"""

import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from core.pages import Request, mark_of

from . import carrying, issuers
from .models import User


def is_missing(request: HttpRequest, view: object) -> bool:
    """Whether this page asks for a fresh proof and this session has none."""
    mark = mark_of(view)
    return mark is not None and mark.fresh and isinstance(request.user, User) and not is_there(request)


def is_there(request: HttpRequest) -> bool:
    """Whether the last proof in this session is recent enough (FRESH_PROOF_MINUTES)."""
    return _is_within(settings.FRESH_PROOF_SECONDS, get_authentication_records(request, request.user))


def is_wanted_again(request: HttpRequest, user: User) -> bool:
    """The stricter question of what guards the account itself: signing in does not count, and the time is allauth's.

    People of a demo have nothing to show.
    """
    can_show = confirms_by_issuer(user) or user.has_usable_password()
    shown = [record for record in get_authentication_records(request, user) if record.get("reauthenticated")]
    return can_show and not _is_within(app_settings.REAUTHENTICATION_TIMEOUT, shown)


def confirms_by_issuer(user: User) -> bool:
    """Whether this person shows again who she is at her issuer, not by a password."""
    return issuers.for_address(user.email) is not None


def give(request: HttpRequest, method: str) -> None:
    """Somebody showed just now that it is her. `method`: how, for the list that allauth keeps in the session."""
    record_authentication(request, request.user, method=method, reauthenticated=True)


def ask(request: Request) -> HttpResponse:
    """To the page that asks for it, and from there on: to the page that was opened, or to the form that was sent."""
    assert isinstance(request.user, User)  # noqa: S101  is_missing asked it
    way = request.get_full_path()
    if request.method == "POST":
        with suppress(carrying.TooLarge):
            carrying.keep(request, carrying.seal(request, request.user.pk))
            way = reverse("accounts:resume")
    address = f"{reverse(_page_for(request.user))}?{urlencode({'next': way})}"
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _page_for(user: User) -> str:
    """Whose people sign in by a screen of their own organisation show it there; else by password, or without one by code."""
    if confirms_by_issuer(user):
        return "accounts:again"
    return "account_reauthenticate" if user.has_usable_password() else "accounts:confirm"


def _is_within(seconds: int, proofs: Iterable[Mapping[str, Any]]) -> bool:
    moments = [float(proof["at"]) for proof in proofs]
    return bool(moments) and time.time() - max(moments) < seconds


def way_on(request: HttpRequest) -> HttpResponse:
    """Where the page that asked leads to: what was named in its address, when that lies here."""
    return redirect(get_next_redirect_url(request) or "/")
