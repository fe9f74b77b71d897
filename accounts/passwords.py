"""What a new password may not lean on: the words of this application and its field (docs/security.md lists them).

Somebody who knows where she logs in guesses these first. They may stand in a password, but what is left without them,
without digits and without signs, must still be long enough to be hard to guess.
"""

import re

from django.core.exceptions import ValidationError

WORDS = (
    *("signaalpunt", "mensenhandel", "signaal", "signalen", "casus", "doormelding", "melding", "uitbuiting"),
    *(
        "gemeente",
        "zorghuis",
        "veiligheidshuis",
        "politie",
        "officier",
        "coordinator",
        "beheerder",
        "aandachtsfunctionaris",
    ),
    *("wachtwoord", "welkom", "password", "goes", "zeeland", "breda", "brabant", "limburg"),
)
LEFT = 6  # letters
_WORDS = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))


class NotOurWords:
    """A password validator for AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError when hardly anything is left beside these words."""
        left = _WORDS.sub("", password.lower())
        has_word = len(left) < len(password)
        if has_word and sum(letter.isalpha() for letter in left) < LEFT:
            message = "Dit wachtwoord lijkt te veel op een woord uit deze toepassing of uw werk. Kies iets anders."
            raise ValidationError(message, code="our_words")

    def get_help_text(self) -> str:
        """What stands beside the field."""
        return "Kies geen woord uit deze toepassing of uw werk, zoals signaalpunt of gemeente."
