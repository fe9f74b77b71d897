"""The two mails with a link: choosing a new password, and the first one.

They go through the outbox, which asks for the text when the mail goes out: the link is made at that moment, works once
and for `PASSWORD_RESET_TIMEOUT`, and stands in no table. It begins with `SITE_ADDRESS`, never with what a visitor
claimed the host to be.
"""

from allauth.account import app_settings as allauth_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from jobs.outbox import mail_text
from jobs.states import MailKind

from . import issuers
from .models import User

_SECONDS_A_DAY = 24 * 60 * 60


@mail_text(MailKind.PASSWORD)
def new_password(user_id: int) -> tuple[str, str] | None:
    """For who asked for a new password."""
    return _letter("Nieuw wachtwoord kiezen", "accounts/mail/new_password.txt", user_id)


@mail_text(MailKind.INVITATION)
def invitation(user_id: int) -> tuple[str, str] | None:
    """For who got an account; it names no role and no area. Who signs in by an issuer has no password to choose."""
    subject = "Uw account is klaar"
    user = User.objects.active().filter(pk=user_id).first()
    issuer = issuers.for_address(user.email) if user else None
    if issuer is None:
        return _letter(subject, "accounts/mail/invitation.txt", user_id)
    link = str(settings.SITE_ADDRESS) + reverse("accounts:organisation")
    return subject, render_to_string("accounts/mail/invitation_issuer.txt", {"link": link, "issuer": issuer.name})


def _letter(subject: str, template: str, user_id: int) -> tuple[str, str] | None:
    user = User.objects.active().filter(pk=user_id).first()
    if user is None:
        return None
    days = int(settings.PASSWORD_RESET_TIMEOUT) // _SECONDS_A_DAY
    again = settings.SITE_ADDRESS + reverse("account_reset_password")
    return subject, render_to_string(template, {"link": password_link(user), "days": days, "again": again})


def password_link(user: User) -> str:
    """The address at which `user` chooses a password, once."""
    key = allauth_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    parts = {"uidb36": user_pk_to_url_str(user), "key": key}
    return str(settings.SITE_ADDRESS) + reverse("account_reset_password_from_key", kwargs=parts)
