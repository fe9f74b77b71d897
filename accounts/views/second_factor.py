"""One's own second factor: giving it while signing in, setting it up, changing it, recovery codes.

Whoever changes something in a session that is fully signed in shows once more who she is, unless that was just now: by
the password, or at her issuer.
"""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.stagekit import get_pending_stage
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe

from accounts import carrying, enrolling, factors, fresh, second_factor
from accounts.events import AccountEvent
from accounts.factor_forms import AppForm, PasskeyForm
from accounts.models import User
from audit.recording import record
from core.forms import Form
from core.pages import Request, member_page, show, visible_or_404

from .owner import owner_of

_FORM = ("GET", "POST")
_OWN = "one's own second factor"

type View = Callable[..., HttpResponse]


class SecondStepView(AuthenticateView):  # type: ignore[misc]  # allauth has no types
    """allauth's page of the second step of signing in; a wrong code answers 422.

    Whose password or factor ended since the first step begins again: allauth would send her to and fro, and would let a
    session in that was begun with a password that is hers no more.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        stage = get_pending_stage(request)
        if stage is not None and not second_factor.is_begun(request, stage.login.user):
            messages.info(request, "Er is iets veranderd aan uw account. Log opnieuw in.")
            ended: HttpResponse = stage.abort()
            return ended
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def form_invalid(self, form: object) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        kinds = {factor.type for factor in factors.factors_of(self.stage.login.user.pk)}
        context: dict[str, Any] = super().get_context_data(**more)
        return context | {
            "has_app": Authenticator.Type.TOTP in kinds,
            "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
            "options": json.dumps(context["js_data"]["request_options"]),
        }


def _confirmed(view: View) -> View:
    """Who is fully signed in shows it once more; who sets up the first factor did so just now."""

    def wrapper(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not second_factor.is_given(request) or not fresh.is_wanted_again(request, owner_of(request)):
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")

    return wrapper


@member_page(_OWN)
def index(request: Request) -> HttpResponse:
    """What there is; for who has nothing yet, the choice what to set up."""
    mine = factors.factors_of(request.user.pk)
    names = second_factor.names_of_kinds()
    lines = [
        {"factor": factor, "kind": names[factor.type], "name": _name_of(factor), "removable": len(mine) > 1}
        for factor in mine
    ]
    has_app = any(factor.type == Authenticator.Type.TOTP for factor in mine)
    context = {"lines": lines, "has_app": has_app, "codes_left": factors.codes_left(request.user.pk)}
    return show(request, "accounts/second_factor.html", context)


@member_page(_OWN, methods=_FORM)
@_confirmed
def add_app(request: Request) -> HttpResponse:
    """Scan the picture or type the key, then a first code as proof."""
    owner, secret, new = owner_of(request), enrolling.secret_of(request), not factors.has_factor(request.user.pk)
    form = AppForm(request.POST or None, actor=request.actor)
    if form.carried_out(lambda: factors.add_app(owner, secret=secret, code=form.typed, **_by(request))):
        enrolling.forget_secret(request)
        return _added(request, owner, new=new, message="U kunt nu inloggen met een code uit uw app.")
    link = get_adapter().build_totp_url(owner, secret)
    picture = mark_safe(enrolling.picture(link))  # noqa: S308  our own drawing
    context = {"form": form, "secret": enrolling.spelled(secret), "link": link, "picture": picture}
    return show(request, "accounts/add_app.html", context, status=form.status)


@member_page(_OWN, methods=_FORM)
@_confirmed
def add_passkey(request: Request) -> HttpResponse:
    """The browser makes a passkey; it asks for a fingerprint, a face, a PIN or a key."""
    owner, new = owner_of(request), not factors.has_factor(request.user.pk)
    form = PasskeyForm(request.POST or None, actor=request.actor)
    if form.carried_out(lambda: factors.add_passkey(owner, **form.passkey, **_by(request))):
        return _added(request, owner, new=new, message="U kunt nu inloggen met uw passkey.")
    options = json.dumps(webauthn.begin_registration(owner, passwordless=False))
    return show(request, "accounts/add_passkey.html", {"form": form, "options": options}, status=form.status)


@member_page(_OWN, methods=_FORM)
@_confirmed
def remove(request: Request, factor_id: int) -> HttpResponse:
    """Take a factor away; never the only one."""
    owner = owner_of(request)
    factor = visible_or_404(Authenticator.objects.filter(user=owner), pk=factor_id)
    factors.refuse_only_one(owner.pk)
    form = Form(request.POST or None, actor=request.actor)
    if form.carried_out(lambda: factors.remove_factor(owner, actor=request.actor, factor_id=factor.pk)):
        messages.success(request, "Deze tweede stap is verwijderd.")
        return redirect("accounts:second-factor")
    context = {"form": form, "kind": second_factor.names_of_kinds()[factor.type], "name": _name_of(factor)}
    return show(request, "accounts/remove_factor.html", context)


@member_page(_OWN, methods=_FORM)
def recovery_codes(request: Request) -> HttpResponse:
    """Recovery codes: the session that made them sees them once. POST makes new ones."""
    if request.method == "POST":
        return _renew(request)
    context: dict[str, Any] = {
        "codes_left": factors.codes_left(request.user.pk),
        "has_factor": factors.has_factor(request.user.pk),
    }
    if second_factor.may_see_codes(request):
        codes = factors.recovery_codes(request.user.pk)
        context |= {"codes": [f"{code[:5]} {code[5:]}" for code in codes], "way": _onward(request)}
    return show(request, "accounts/recovery_codes.html", context)


@_confirmed
def _renew(request: Request) -> HttpResponse:
    factors.renew_codes(owner_of(request), actor=request.actor)
    second_factor.promise_codes(request)
    return redirect("accounts:recovery-codes")


def _added(request: Request, owner: User, *, new: bool, message: str) -> HttpResponse:
    """With the first factor the session is signed in, and the recovery codes are shown."""
    if not second_factor.is_given(request):
        second_factor.give_after_enrolling(request, owner)
        record(AccountEvent.SIGNED_IN, owner, actor=request.actor, detail={"second_step": "new"})
    messages.success(request, message)
    if not new:
        return redirect("accounts:second-factor")
    second_factor.promise_codes(request)
    return redirect("accounts:recovery-codes")


def _onward(request: Request) -> str:
    """Where signing in led to: the form that was under way, or the page that was asked for."""
    return reverse("accounts:resume") if carrying.is_waiting(request) else second_factor.take_way(request)


def _by(request: Request) -> dict[str, Any]:
    return {"actor": request.actor, "first": not second_factor.is_given(request)}


def _name_of(factor: Any) -> str:
    return str(factor.data.get("name", "")) if factor.type == Authenticator.Type.WEBAUTHN else ""
