"""How often somebody wants a mail that counts what waits for her. Her own choice, whatever the role that acts."""

from django import forms

from core.access import Actor
from core.forms import Form

from .codes import Rhythm
from .models import User
from .operations import choose_digest


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
    if user.digest == rhythm:
        return user
    return choose_digest(User.objects.get(pk=user.pk), actor=actor, rhythm=rhythm)
