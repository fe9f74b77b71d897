"""When somebody is away, and who receives the work."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from core.access import Actor
from core.forms import Form, offer_choices
from municipalities import roles
from municipalities.codes import Role
from municipalities.forwarding import goes_on_to
from municipalities.models import Administered, Municipality
from municipalities.operations.absences import colleagues_of, possible_deputies
from municipalities.policies import RECEIVERS
from municipalities.roles import working_in


class AbsenceForm(Form):
    """Days and deputy, or nobody. Somebody can also register a colleague who fell ill, and is the deputy then."""

    person = forms.ChoiceField(label="Wie is afwezig?")
    first_day = forms.DateField(label="Eerste dag", initial=timezone.localdate)
    last_day = forms.DateField(label="Laatste dag")
    deputy = forms.ChoiceField(
        label="Vervanger",
        help_text="Krijgt op deze dagen uw werk en de berichten daarover. Daarna komt alles weer bij u.",
    )
    nobody = ("niemand", "Niemand")

    def __init__(self, *args: Any, actor: Actor, colleagues_too: bool, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        others = possible_deputies(actor.person_id, Role(actor.hat), timezone.localdate())
        self._users = {str(user.pk): user for user in others}
        mine = str(actor.user_id)
        colleagues = [(pk, str(user)) for pk, user in self._users.items()]
        near = {str(user.pk) for user in colleagues_of(actor.person_id, Role(actor.hat), timezone.localdate())}
        absent = [one for one in colleagues if one[0] in near] if colleagues_too else []
        offer_choices(self, "person", [(mine, "Ikzelf"), *absent])
        offer_choices(
            self,
            "deputy",
            [
                ("", "Kies een vervanger"),
                *colleagues,
                *([(mine, "Ikzelf, voor mijn collega")] if absent else []),
                self.nobody,
            ],
        )
        self.goes_on_to = goes_on_to(_municipalities_of(actor, timezone.localdate()), timezone.localdate())

    @property
    def stand_in(self) -> User | None:
        """Who was chosen; None for nobody."""
        return None if self.cleaned_data["deputy"] == self.nobody[0] else self.person_of("deputy")

    def person_of(self, name: str) -> User:
        """The user chosen in a field."""
        chosen = self.cleaned_data[name]
        return self._users.get(chosen) or User.objects.get(pk=int(chosen))

    def absent(self) -> tuple[User, str]:
        """Who is away, and in which role: "" for the acting hat."""
        return self.person_of("person"), ""


def _municipalities_of(actor: Actor, on: date) -> list[Municipality]:
    """Where the actor is focal officer; none for care coordination, of which others of the area read along."""
    areas = roles.areas_of(actor.person_id, Role(actor.hat), on)
    return [area for area in areas if isinstance(area, Municipality)]


class OthersAbsenceForm(AbsenceForm):
    """For an administrator: somebody in one of her areas, who cannot arrange it herself.

    A person is chosen as "id:role"; whether the deputy fits that role is told when the form is sent.
    """

    field_order = ("person", "deputy", "first_day", "last_day")

    def __init__(self, *args: Any, actor: Actor, administered: Administered, **kwargs: Any) -> None:
        Form.__init__(self, *args, actor=actor, **kwargs)
        day = timezone.localdate()
        self._away: dict[str, tuple[User, str]] = {}
        deputies: dict[str, User] = {}
        people, stand_ins = [("", "Kies wie er afwezig is")], [("", "Kies een vervanger")]
        for role in RECEIVERS:
            found = working_in(administered, role, day)
            self._away |= {f"{user.pk}:{role}": (user, role) for user in found}
            people += [(f"{user.pk}:{role}", f"{user}, {role.label}") for user in found]
            others = {str(user.pk): user for user in (*found, *possible_deputies(actor.person_id, role, day))}
            others.pop(str(actor.user_id), None)
            stand_ins += [(pk, f"{user}, {role.label}") for pk, user in others.items() if pk not in deputies]
            deputies |= others
        stand_ins.append(self.nobody)
        self._users = deputies
        self.goes_on_to = []
        offer_choices(self, "person", people)
        offer_choices(self, "deputy", stand_ins)
        self.fields[
            "deputy"
        ].help_text = (
            "Krijgt op deze dagen het werk. Een zorgcoördinator uit een ander gebied krijgt op deze dagen ook de rol."
        )

    def absent(self) -> tuple[User, str]:
        return self._away[self.cleaned_data["person"]]
