"""The sign-in form. The forms for passwords are allauth's own."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.http import HttpRequest, HttpResponse

from . import carrying


class SignInForm(LoginForm):  # type: ignore[misc]
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
