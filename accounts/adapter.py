"""What allauth asks of us: nobody makes an account himself, and every way in or out is logged."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from audit.recording import record
from core.access import NOBODY, Actor
from jobs import outbox
from jobs.states import MailKind

from . import carrying, second_factor, session
from .events import AccountEvent
from .hats import resume_hat
from .models import User

_UNKNOWN = "account/email/unknown_account"


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from an invitation by an application administrator, never from a visitor."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Dit account is gesloten. Vraag uw functioneel beheerder om het te heropenen.",
        "email_password_mismatch": "Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het opnieuw.",
        "enter_current_password": "Vul uw huidige wachtwoord in.",
        "incorrect_password": "Dit wachtwoord klopt niet.",
        "invalid_or_expired_key": "Deze link werkt niet meer. Vraag een nieuwe aan.",
        "invalid_password_reset": "Deze link werkt niet meer. Vraag een nieuwe aan.",
        "rate_limited": "U probeert het te vaak achter elkaar. Wacht een paar minuten.",
        "same_as_current": "Kies iets anders dan wat u nu hebt.",
        "too_many_login_attempts": "Er is te vaak een verkeerd wachtwoord ingevuld. Wacht vijf minuten.",
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
        """Send after the request's transaction: no request waits for the mail server with a row locked.

        Nobody without an account gets a mail; the worker is woken all the same, so that the answer takes as long.
        """
        if template_prefix == _UNKNOWN:
            outbox.send_after_commit()
            return
        message = self.render_mail(template_prefix, email, context)
        transaction.on_commit(message.send, robust=True)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        outbox.queue_mail(user_id=user.pk, kind=MailKind.PASSWORD)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log whose account it was, never what was typed: people type their password in the wrong field."""
        email = str(credentials.get("email", "")).strip().lower()
        record(AccountEvent.SIGN_IN_FAILED, User.objects.filter(email=email).first(), actor=NOBODY)

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

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            record(AccountEvent.SIGNED_OUT, request.user, actor=_as_actor(request.user))
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        record(AccountEvent.PASSWORD_CHANGED, user, actor=_as_actor(user))


def _as_actor(user: User) -> Actor:
    """Somebody who signs in or out wears no hat."""
    return Actor(user.pk, name=user.full_name)
