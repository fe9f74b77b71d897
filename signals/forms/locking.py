"""A letter behind a passphrase that was drawn for it: the page shows it once, and nobody keeps it."""

from typing import Any

from django import forms
from django.core import signing

from core.forms import BROKEN, Form
from core.locking import new_passphrase
from signals.models import Handover

# So long the page that showed it can make the file; then it shows another.
_GOOD_FOR = 60 * 60


class LockForm(Form):
    """Carries what the page showed, signed for this letter: the file never gets a passphrase that somebody made up."""

    keeps_texts = False

    word = forms.CharField(widget=forms.HiddenInput, error_messages=BROKEN)

    def __init__(self, *args: Any, handover: Handover, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._salt = f"signals.letter|{handover.pk}|{self.actor.user_id}"
        self.passphrase = new_passphrase()
        self.fields["word"].initial = signing.dumps(self.passphrase, salt=self._salt)

    def clean_word(self) -> str:
        try:
            return str(signing.loads(self.cleaned_data["word"], salt=self._salt, max_age=_GOOD_FOR))
        except signing.BadSignature:
            message = "Dit wachtwoord is te oud. Open deze pagina opnieuw: u krijgt dan een ander."
            raise forms.ValidationError(message) from None
