"""When somebody is away, and who receives the work."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from core.access import Actor
from core.forms import Form
from municipalities.codes import Role
from municipalities.operations.absences import possible_deputies


class AbsenceForm(Form):
    """Days and deputy. A focal officer can also register a colleague who fell ill, and is the deputy then."""

    person = forms.ChoiceField(label="Wie is afwezig?")
    first_day = forms.DateField(label="Eerste dag", initial=timezone.localdate)
    last_day = forms.DateField(label="Laatste dag")
    deputy = forms.ChoiceField(
        label="Vervanger",
        help_text="Krijgt op deze dagen uw werk en de berichten daarover. Daarna komt alles weer bij u.",
    )

    def __init__(self, *args: Any, actor: Actor, colleagues_too: bool, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        others = possible_deputies(actor.person_id, Role(actor.hat), timezone.localdate())
        self._users = {str(user.pk): user for user in others}
        mine = str(actor.user_id)
        colleagues = [(pk, str(user)) for pk, user in self._users.items()]
        self.fields["person"].choices = [(mine, "Ikzelf"), *(colleagues if colleagues_too else [])]  # type: ignore[attr-defined]
        self.fields["deputy"].choices = [  # type: ignore[attr-defined]
            ("", "Kies een vervanger"),
            *colleagues,
            *([(mine, "Ikzelf, voor mijn collega")] if colleagues_too else []),
        ]

    @property
    def has_deputies(self) -> bool:
        """Whether there is anybody who can stand in."""
        return bool(self._users)

    def person_of(self, name: str) -> User:
        """The user chosen in a field."""
        chosen = self.cleaned_data[name]
        return self._users.get(chosen) or User.objects.get(pk=int(chosen))
