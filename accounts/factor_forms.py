"""Forms of the second step: giving it while signing in, and setting it up."""

from collections.abc import Callable
from typing import Any

from allauth.core import context
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.core.exceptions import ValidationError

from audit.recording import record
from core.access import NOBODY
from core.errors import Invalid
from core.forms import Form

from . import factors
from .events import AccountEvent
from .forms import CountedCode
from .models import User
from .passkeys import NONSENSE

_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
_REFUSED = "Deze passkey is niet herkend. Probeer het opnieuw of kies een andere manier."


class _CredentialField(forms.JSONField):
    """What the browser made of a passkey. A page with a message never carries it back: the next try makes a new one."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError:  # brackets in brackets, more than anything real has
            raise ValidationError(_REFUSED) from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        return None

    def prepare_value(self, value: Any) -> str:
        return ""


def _code_field(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=20,
        widget=forms.TextInput(attrs=dict(_CODE)),
        error_messages={"required": "Vul de code in."},
    )


class _CodeForm(forms.Form):
    """A code from the app, or a recovery code."""

    use_required_attribute = False
    code = _code_field("Code", "Zes cijfers uit uw app, of een herstelcode.")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        try:
            self.factor = factors.accept_code(self.user, code)
        except Invalid as refusal:
            raise ValidationError(refusal.fields["code"]) from None
        return code

    def save(self) -> None:
        post_authentication(context.request, self.factor)


class SecondStepForm(CountedCode, _CodeForm):
    """The code, each wrong one counted. allauth's page of the second step shows it."""


class ConfirmForm(CountedCode, _CodeForm):
    """A code once more, by who is signed in; each wrong one counts."""


class PasskeyStepForm(AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """The answer of a passkey to the question on the page."""

    credential = _CredentialField()

    def clean_credential(self) -> Any:
        try:
            return _understood(super().clean_credential)
        except ValidationError:
            record(AccountEvent.SECOND_STEP_FAILED, self.user, actor=NOBODY)
            raise


class AppForm(Form):
    """The first code of an app, as proof that it holds the secret."""

    keeps_texts = False

    code = _code_field("Code uit de app", "Zes cijfers. De app toont elke 30 seconden een nieuwe code.")

    @property
    def typed(self) -> str:
        """The code as it was typed."""
        return str(self.cleaned_data["code"])


class PasskeyForm(Form):
    """A new passkey: a name to know it by, and what the browser made."""

    name = forms.CharField(
        label="Naam van deze passkey",
        help_text="Bijvoorbeeld: werktelefoon. Zo herkent u hem later.",
        max_length=60,
        error_messages={"required": "Geef de passkey een naam."},
    )
    credential = _CredentialField(
        error_messages={"required": "Uw browser heeft geen passkey gemaakt. Probeer het opnieuw."}
    )

    @property
    def passkey(self) -> dict[str, Any]:
        """What keeping it takes."""
        return {name: self.cleaned_data[name] for name in ("name", "credential")}

    def clean_credential(self) -> dict[str, Any]:
        credential = self.cleaned_data["credential"]

        def complete() -> None:
            webauthn.parse_registration_response(credential)
            webauthn.complete_registration(credential)

        _understood(complete)
        kept: dict[str, Any] = credential
        return kept


def _understood[T](judge: Callable[[], T]) -> T:
    """What `judge` makes of the answer of a passkey; ValidationError in our words when it is none."""
    try:
        return judge()
    except NONSENSE:
        raise ValidationError(_REFUSED) from None
