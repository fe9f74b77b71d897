"""What allauth asks of us: nobody makes an account himself, and every way in or out is logged."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from audit.recording import record
from core.access import NOBODY, Actor
from jobs.outbox import queue_mail
from jobs.states import MailKind

from . import carrying, devices, issuers, second_factor, session, throttle
from .events import AccountEvent
from .hats import resume_hat
from .models import User

_WAIT = "Na een paar verkeerde pogingen moet u even wachten: eerst een minuut, daarna steeds langer."


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts come from an invitation by an application administrator, never from a visitor."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Dit account is gesloten. Vraag uw functioneel beheerder om het te heropenen.",
        # One sentence for a wrong password, an unknown address, a closed account and who has to wait: it tells nothing.
        "email_password_mismatch": "Inloggen is niet gelukt. Controleer uw e-mailadres en uw wachtwoord. " + _WAIT,
        "enter_current_password": "Vul uw huidige wachtwoord in. " + _WAIT,
        "incorrect_code": "Deze code klopt niet of is al gebruikt. " + _WAIT,
        "incorrect_password": "Dit wachtwoord klopt niet. " + _WAIT,
        "invalid_or_expired_key": "Deze link werkt niet meer. Vraag een nieuwe aan.",
        "invalid_password_reset": "Deze link werkt niet meer. Vraag een nieuwe aan.",
        "same_as_current": "Kies iets anders dan wat u nu hebt.",
        "unverified_primary_email": "Uw e-mailadres is nog niet bevestigd.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        try:
            return bool(super().is_safe_url(url))
        except ValueError:  # what follows `next=` is no address at all
            return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send after the request's transaction: no request waits for the mail server with a row locked."""
        message = self.render_mail(template_prefix, email, context)
        transaction.on_commit(message.send, robust=True)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Whose address and password these are, asked at sign-in and of who must show again that it is her.

        A known, an unknown and a closed account and one that must wait cost the same: one look-up, one hash. Where an
        issuer says who its people are, no password of ours does.
        """
        email = str(credentials.get("email", "")).strip().lower()
        attempt = throttle.begin(request, throttle.Purpose.PASSWORD, email)
        found = User.objects.filter(email=email).first()
        is_ours = issuers.for_address(email) is None
        is_right = _verify(found, str(credentials.get("password", "")))
        if found is not None and is_right and is_ours and found.is_active and attempt.admitted:
            throttle.succeeded(attempt)
            return found
        # On the account, never with what was typed: people type their password in the wrong field.
        record(AccountEvent.SIGN_IN_FAILED, found, actor=NOBODY)
        throttle.failed(attempt, found)
        return None

    def pre_login(self, request: HttpRequest, user: User, **given: Any) -> HttpResponse | None:
        second_factor.begin(request, user)
        response: HttpResponse | None = super().pre_login(request, user, **given)
        return response

    def post_login(self, request: HttpRequest, user: User, **given: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **given)
        session.start(request)
        kind = second_factor.kind_given(request, user)
        if not kind:
            record(AccountEvent.PASSWORD_GIVEN, user, actor=_as_actor(user))
            second_factor.keep_way(request, response["Location"])
            return HttpResponseRedirect(reverse("accounts:second-factor"))
        second_factor.give(request, user)
        record(AccountEvent.SIGNED_IN, user, actor=_as_actor(user), detail={"second_step": kind})
        response = self._way_on(request, user, response)
        devices.remember(request, response, user)
        return response

    def _way_on(self, request: HttpRequest, user: User, response: HttpResponse) -> HttpResponse:
        if not carrying.is_waiting(request):
            return response
        carried = carrying.waiting(request, user.pk)
        if carried is not None:
            resume_hat(request, carried.hat)
        return HttpResponseRedirect(reverse("accounts:resume"))

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The password again; a second factor was given when the session began."""
        if not user.has_usable_password():
            return []
        return [{"id": "reauthenticate", "description": "Uw wachtwoord", "url": reverse("account_reauthenticate")}]

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is her password. From then on the session has another key: who copied the old one stays behind."""
        is_right = bool(super().reauthenticate(user, password))
        if is_right:
            second_factor.renew_key(context.request)
        return is_right

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            record(AccountEvent.SIGNED_OUT, request.user, actor=_as_actor(request.user))
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        throttle.start_anew(user.email)
        is_own = context.request.user.pk == user.pk
        devices.forget(user, but=context.request if is_own else None)
        queue_mail(user_id=user.pk, kind=MailKind.CHANGED)
        record(AccountEvent.PASSWORD_CHANGED, user, actor=_as_actor(user))


def _verify(user: User | None, password: str) -> bool:
    """Whether this is the password of `user`; as much work when there is no such user."""
    if user is None:
        make_password(password)
        return False
    return user.check_password(password)


def _as_actor(user: User) -> Actor:
    """Somebody who signs in or out wears no hat."""
    return Actor(user.pk, name=user.full_name)
