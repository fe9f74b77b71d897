"""How often somebody wants a mail that counts what waits for her. Her own choice, whatever the role that acts."""

from django import forms

from audit.recording import record
from core.access import Actor
from core.forms import Form

from .codes import Rhythm
from .events import AccountEvent
from .models import User


class DigestForm(Form):
    """One of three."""

    rhythm = forms.ChoiceField(
        label="Hoe vaak wilt u een overzicht?",
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een antwoord.", "invalid_choice": "Kies een van de antwoorden."},
    )


def choose(user: User, rhythm: Rhythm, *, actor: Actor) -> User:
    """Send it so often from the next time on. The same choice again changes nothing."""
    if user.digest != rhythm:
        User.objects.filter(pk=user.pk).update(digest=rhythm)
        user.digest = rhythm
        record(AccountEvent.DIGEST_CHOSEN, user, actor=actor, detail={"rhythm": rhythm.value})
    return user
