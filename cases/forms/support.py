"""The forms of what goes on beside the case: clocks, referrals, the team."""

from typing import Any

from django import forms

from cases import team
from cases.codes import (
    CLOCKS_BY_HAND,
    ClockKind,
    ClockOutcome,
    ReferralKind,
    ReferralOutcome,
)
from cases.models import Case, Clock
from cases.operations.course import Asked, Start, registers
from core.forms import ChangeForm, CreateForm, Form, demand_past, offer_choices, offer_rows
from core.workdays import today
from municipalities.codes import Role
from municipalities.models import Organisation
from signals.consent_codes import ConsentAbout, Despite
from signals.operations.consenting import Against

from .fields import choices_with, day_field, text_field
from .phases import CaseForm

_DESPITE = ("despite", "despite_why")
NOBODY_ELSE = "In dit verzorgingsgebied werkt nu niemand anders. De beheerder kan een collega een rol geven."


class ClockForm(CreateForm):
    """Starting a clock."""

    kind = forms.ChoiceField(label="Welke klok?", choices=[(kind, kind.label) for kind in CLOCKS_BY_HAND])
    starts_on = day_field("Begint op", required=True, initial=today)
    ends_on = day_field("Geldig tot", "Alleen voor een vergunning. Bedenktijd heeft een vaste duur.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == ClockKind.PERMIT and not data.get("ends_on"):
            self.add_error("ends_on", "Vul in tot wanneer de vergunning geldt.")
        return data

    def start(self) -> Start:
        """The parsed values."""
        data = self.cleaned_data
        return Start(data["key"], ClockKind(data["kind"]), data["starts_on"], data["ends_on"])


class StopClockForm(ChangeForm):
    """What came of a clock."""

    outcome = forms.ChoiceField(
        label="Hoe is het afgelopen?",
        choices=[(o, o.label) for o in ClockOutcome if o != ClockOutcome.CASE_CLOSED],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, clock: Clock, **kwargs: Any) -> None:
        super().__init__(*args, version=clock.version, **kwargs)


class ReferOnForm(CreateForm):
    """Referring somebody to help of another organisation. `held_back`: to what she said no; then what goes before that is asked.

    A no to being registered holds back only where a referral registers her: nothing is asked before such a one was chosen.
    """

    kind = forms.ChoiceField(label="Welke hulp?", choices=choices_with("Kies", ReferralKind.choices))
    partner = forms.ModelChoiceField(
        label="Organisatie uit de lijst", queryset=Organisation.objects.none(), required=False, empty_label="Kies"
    )
    provider = forms.CharField(label="Of: naam van de aanbieder", required=False, max_length=120)
    asked_on = day_field("Gevraagd op", required=True, initial=today)
    note = text_field(
        "Toelichting", "Dit veld is extra beveiligd en gaat niet naar de aanbieder.", required=False, rows=2
    )

    consented = forms.BooleanField(
        label="Betrokkene vindt deze registratie goed",
        required=False,
        help_text="Nodig bij registratie door CoMensha, als dit niet al bij het signaal staat.",
    )
    despite = forms.ChoiceField(
        label="Betrokkene zei nee. Wat gaat er toch voor?",
        choices=[("", "Niets"), *Despite.choices],
        required=False,
        help_text="Zonder wettelijke plicht of levensbelang verwijst u nu niet door. Vindt betrokkene het nu wel goed? Leg dat "
        "dan eerst vast bij het signaal.",
    )
    despite_why = text_field("Waarom gaat dat voor?", required=False, rows=2)

    def __init__(self, *args: Any, held_back: ConsentAbout | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held_back = held_back
        offer_rows(self, "partner", Organisation.objects.on(today()))
        for name in _DESPITE:
            self.fields[name].widget.attrs["data-needed"] = True
        if held_back is None or (held_back == ConsentAbout.REGISTRATION and not self.is_bound):
            self._ask_no_despite()

    def _ask_no_despite(self) -> None:
        for name in _DESPITE:
            del self.fields[name]

    def clean_asked_on(self) -> object:
        return demand_past(self.cleaned_data["asked_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not (data.get("partner") or data.get("provider")):
            self.add_error("provider", "Vul in naar welke organisatie u doorverwijst.")
        if self.held_back == ConsentAbout.REGISTRATION and not registers(data.get("partner")):
            self._ask_no_despite()
            for name in _DESPITE:
                self.errors.pop(name, None)
                data.pop(name, None)
        return data

    def asked(self) -> Asked:
        """The parsed values."""
        data = self.cleaned_data
        kind = ReferralKind(data["kind"])
        against = Against(Despite(data["despite"]), data["despite_why"]) if data.get("despite") else None
        given = (data["partner"], data["provider"], data["note"], data["consented"])
        return Asked(data["key"], kind, data["asked_on"], *given, against=against)


class OutcomeForm(ChangeForm):
    """What came of a referral."""

    outcome = forms.ChoiceField(
        label="Resultaat", choices=[(o, o.label) for o in ReferralOutcome if o != ReferralOutcome.PENDING]
    )
    outcome_on = day_field("Op welke dag?", required=True, initial=today)

    def clean_outcome_on(self) -> object:
        return demand_past(self.cleaned_data["outcome_on"])


class AssignForm(CaseForm):
    """Giving the case to a colleague."""

    owner = forms.TypedChoiceField(label="Aan welke collega?", coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = team.candidates(self.case, today())
        people.pop(self.case.owner_id or 0, None)
        offer_choices(self, "owner", choices_with("Kies een collega", people.items()))
        if not people:
            self.fields["owner"].help_text = NOBODY_ELSE


class MemberForm(Form):
    """Putting a colleague in the case team. It overwrites nothing, so it needs no version of the case."""

    user = forms.ChoiceField(label="Wie?")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [
            (f"{role}:{pk}", f"{name} ({role.label})")
            for role, people in team.colleagues_by_role(case, team.TEAM_ROLES, today()).items()
            for pk, name in people.items()
        ]
        offer_choices(self, "user", choices_with("Kies een collega", options))
        if not options:
            self.fields["user"].help_text = NOBODY_ELSE

    def member(self) -> tuple[int, Role]:
        """User id and hat."""
        role, _, pk = self.cleaned_data["user"].partition(":")
        return int(pk), Role(role)
