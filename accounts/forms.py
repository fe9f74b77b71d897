"""The forms with which somebody shows who she is: each attempt counts (throttle.py)."""

import uuid
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm
from allauth.core import context
from django import forms
from django.http import HttpRequest, HttpResponse

from jobs import outbox
from jobs.states import MailKind

from . import carrying, issuers, throttle
from .models import Issuer, User

# A mail of this kind that goes to no account is dropped when its turn comes.
_NOBODY = "@nobody.invalid"
_CHOSEN_ELSEWHERE = "Met dit e-mailadres logt u in via uw eigen organisatie. Daar kiest u ook een nieuw wachtwoord."
_NO_ISSUER = (
    "Voor dit e-mailadres is geen inlogscherm van een gemeente of organisatie bekend. Log in met uw wachtwoord."
)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """E-mail address and password, and the sealed form that somebody was sending when the session ended."""

    # Sealing and base64 make the text about a third longer.
    carried = forms.CharField(required=False, max_length=2 * carrying.LIMIT, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # the label says it already
            field.widget.attrs.pop("placeholder", None)

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        carrying.keep(request, self.cleaned_data["carried"])
        response: HttpResponse = super().login(request, redirect_url=redirect_url)
        return response


class OrganisationForm(forms.Form):
    """The e-mail address, from which it follows at whose screen somebody signs in; whether there is an account does not count."""

    email = forms.EmailField(label="E-mailadres van uw werk", widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    issuer: Issuer

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        issuer = issuers.for_address(email)
        if issuer is None:
            raise forms.ValidationError(_NO_ISSUER)
        self.issuer = issuer
        return email


class PasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """A new password by who is signed in; the present one is not guessed here either."""

    def clean_oldpassword(self) -> str:
        typed = str(self.cleaned_data["oldpassword"])
        if not get_adapter().reauthenticate(self.user, typed):
            raise get_adapter().validation_error("enter_current_password")
        return typed


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """Asks a mail with a link. Known or not, too often or not: the same answer, and a row in the outbox."""

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        if issuers.for_address(email) is not None:  # whose account there is does not matter to this answer
            raise forms.ValidationError(_CHOSEN_ELSEWHERE)
        return email

    def save(self, request: HttpRequest, **_given: Any) -> str:
        email = str(self.cleaned_data["email"])
        attempt = throttle.begin(request, throttle.Purpose.RESET, email)
        user = User.objects.filter(email=email).first()
        if user is not None and user.is_active and attempt.admitted:
            outbox.queue_mail(user_id=user.pk, kind=MailKind.PASSWORD)
        else:
            outbox.queue_mail(email=uuid.uuid4().hex + _NOBODY, kind=MailKind.PASSWORD)
        throttle.failed(attempt, user)
        return email


class CountedCode:
    """For a form with a code of `self.user`, in front of its other bases: guessing a code counts as guessing a password.

    Who has to wait is told that the code is wrong, and her code is not used up.
    """

    user: User

    def clean_code(self) -> str:
        attempt = throttle.begin(context.request, throttle.Purpose.CODE, self.user.email)
        if not attempt.admitted:
            raise get_adapter().validation_error("incorrect_code")
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # of the form beside it
        except forms.ValidationError:
            throttle.failed(attempt, self.user)
            raise get_adapter().validation_error("incorrect_code") from None
        throttle.succeeded(attempt)
        return code
