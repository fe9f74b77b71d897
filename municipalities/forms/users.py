"""Who somebody is: name, address, function."""

import hashlib
from typing import Any

from django import forms

from accounts.codes import IdentityCheck
from accounts.models import User
from core.access import Actor
from core.errors import Stale
from core.forms import BROKEN, Form

_FACTS = ("full_name", "email", "function_title", "phone")


class UserForm(Form):
    """A new account. The person gets a mail with a link to choose a password."""

    full_name = forms.CharField(label="Naam", max_length=150)
    email = forms.EmailField(label="E-mailadres", max_length=254, help_text="Hiermee logt de persoon in.")
    function_title = forms.CharField(label="Functie", max_length=150, required=False)
    phone = forms.CharField(label="Telefoonnummer", max_length=40, required=False)

    @property
    def values(self) -> dict[str, str]:
        """What the operations on accounts take."""
        return {name: self.cleaned_data[name] for name in _FACTS}


class ChangeUserForm(UserForm):
    """An account that exists. `seen` says what the form showed: somebody else's change is not overwritten."""

    seen = forms.CharField(widget=forms.HiddenInput, error_messages=BROKEN)

    def __init__(self, *args: Any, actor: Actor, person: User, **kwargs: Any) -> None:
        self._now = _fingerprint(person)
        initial = {name: getattr(person, name) for name in _FACTS} | {"seen": self._now}
        super().__init__(*args, actor=actor, initial=initial, **kwargs)

    def clean_seen(self) -> str:
        if self.cleaned_data["seen"] != self._now:
            message = "Iemand anders heeft deze gegevens gewijzigd nadat u de pagina opende. Er is niets overschreven."
            raise Stale(message)
        return self._now


class ResetSecondFactorForm(Form):
    """How the administrator knew that it is the owner of the account who asks."""

    checked = forms.TypedChoiceField(
        label="Hoe weet u dat deze persoon het zelf vraagt?",
        choices=IdentityCheck.choices,
        coerce=IdentityCheck,
        widget=forms.RadioSelect,
        help_text="Een mail of een telefoontje van een onbekend nummer is niet genoeg.",
        error_messages={"required": "Kies hoe u dit hebt vastgesteld."},
    )


def _fingerprint(person: User) -> str:
    return hashlib.sha256("\n".join(getattr(person, name) for name in _FACTS).encode()).hexdigest()
