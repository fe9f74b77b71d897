"""Opening a case: what is known of it when it begins, a direct referral, and taking one in."""

import uuid
from typing import Any

from django import forms

from cases.codes import DIRECT_ORIGINS, CaseOrigin
from cases.models import Case
from cases.operations.opening import Opening, TakingIn
from cases.team import accountable_for
from cases.terms import FIRST_CONTACT_USUAL
from core.forms import ChangeForm, CreateForm, offer_rows
from core.widgets import InlineRadios
from core.workdays import today
from municipalities.models import Mandate, Municipality, Organisation
from signals.codes import Answered, Urgency
from signals.codes import Form as ExploitationForm

from .fields import day_field, demand_other_than_parent, text_field

SAFE_HELP = "Kanaal, tijden en codewoord. Bijvoorbeeld: alleen appen, ma–do 9–12 uur, codewoord fietsbel."


class OpeningFields(forms.Form):
    """What is known of a case when it begins."""

    municipality = forms.ModelChoiceField(
        label="Welke gemeente is verantwoordelijk?", queryset=Municipality.objects.none(), empty_label="Kies"
    )
    accountable = forms.ModelChoiceField(
        label="Welke organisatie begeleidt?", queryset=Organisation.objects.none(), required=False, empty_label="Kies"
    )
    request = text_field(
        "Wat is de hulpvraag of de reden?", "Schrijf alleen op wat nodig is. Dit veld is extra beveiligd.", rows=4
    )
    safe_contact = text_field("Hoe is iemand veilig te bereiken?", SAFE_HELP, rows=2, required=False, length=400)
    main_form = forms.ChoiceField(label="Vorm", choices=ExploitationForm.choices, initial=ExploitationForm.UNKNOWN)
    other_forms = forms.MultipleChoiceField(
        label="Andere vormen",
        required=False,
        choices=[choice for choice in ExploitationForm.choices if choice[0] != ExploitationForm.UNKNOWN],
        widget=forms.CheckboxSelectMultiple,
    )
    minor = forms.ChoiceField(
        label="Is iemand minderjarig?",
        choices=Answered.choices,
        initial=Answered.UNKNOWN,
        widget=InlineRadios,
        help_text="Weet u de leeftijd niet, dan telt iemand als minderjarig.",
    )
    parent_involved = forms.ChoiceField(
        label="Is een ouder mogelijk betrokken?",
        choices=Answered.choices,
        initial=Answered.UNKNOWN,
        widget=InlineRadios,
    )
    representative = forms.CharField(
        label="Wie vertegenwoordigt de minderjarige?",
        required=False,
        max_length=200,
        help_text="Voogd, Nidos of instelling. Nodig als een ouder mogelijk betrokken is.",
    )
    language = forms.CharField(label="Taal of tolk", required=False, max_length=60)
    urgency = forms.ChoiceField(
        label="Hoe snel is een eerste contact nodig?",
        choices=Urgency.choices,
        initial=Urgency.NORMAL,
        widget=InlineRadios,
    )
    first_contact_on = day_field("Eerste contact op", "Leeg: de laatste dag van de termijn.")

    def offer_places(self, content: frozenset[int]) -> None:
        """The municipalities under mandate, and the organisation only where there is a choice."""
        places = Municipality.objects.filter(pk__in=content)
        carers = Organisation.objects.filter(
            pk__in=Mandate.objects.on(today()).filter(municipality__in=content).values("organisation")
        )
        offer_rows(self, "municipality", places)
        usual = sorted({FIRST_CONTACT_USUAL.amount_of(place, self.actor) for place in content})  # type: ignore[attr-defined]  # the form it is part of has the actor
        words = " of ".join(FIRST_CONTACT_USUAL.words(amount) for amount in usual or [FIRST_CONTACT_USUAL.usual])
        self.fields["urgency"].help_text = f"Binnen de termijn is: binnen {words}. Vandaag: nog dezelfde dag."
        offer_rows(self, "accountable", carers)
        if len(content) == 1:
            self.fields["municipality"].initial = next(iter(content))
        if carers.count() < 2:
            del self.fields["accountable"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("municipality"):
            data["accountable"] = self._accountable(data["municipality"], data.get("accountable"))
        demand_other_than_parent(self, data)
        first = data.get("first_contact_on")
        if first is not None and first < today():
            self.add_error("first_contact_on", "Kies een dag vanaf vandaag.")
        return data

    def _accountable(self, municipality: Municipality, chosen: Organisation | None) -> Organisation | None:
        organisations = accountable_for(municipality, today())
        if chosen is None and organisations:
            return organisations[0]
        if chosen not in organisations:
            name = "accountable" if chosen is not None else "municipality"
            self.add_error(name, "Deze gemeente heeft hierover geen afspraak. Kies een andere.")
        return chosen

    @property
    def opening_fields(self) -> list[forms.BoundField]:
        """The fields of the case itself, in their order."""
        return [self[name] for name in OpeningFields.base_fields if name in self.fields]

    def opening(self) -> Opening:
        """The parsed values."""
        data = self.cleaned_data
        return Opening(
            municipality=data["municipality"],
            accountable=data["accountable"],
            request=data["request"],
            safe_contact=data["safe_contact"],
            main_form=ExploitationForm(data["main_form"]),
            other_forms=tuple(ExploitationForm(form) for form in data["other_forms"]),
            minor=Answered(data["minor"]),
            parent_involved=Answered(data["parent_involved"]),
            representative=data["representative"],
            urgency=Urgency(data["urgency"]),
            language=data["language"],
            first_contact_on=data["first_contact_on"],
            referred_by=data.get("referred_by"),
        )


class ReferralForm(OpeningFields, CreateForm):
    """A direct referral: a partner, the person or the family came without a signal."""

    origin = forms.ChoiceField(
        label="Wie meldt aan?",
        choices=[(origin, origin.label) for origin in DIRECT_ORIGINS],
        widget=InlineRadios,
    )
    referred_by = forms.ModelChoiceField(
        label="Welke partner?",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Kies",
        help_text="Alleen als een partner aanmeldt.",
    )

    field_order = ("origin", "referred_by", "municipality", "accountable")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_places(self.actor.content)
        self.fields["safe_contact"].required = True
        offer_rows(self, "referred_by", Organisation.objects.on(today()))
        del self.fields["first_contact_on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data.setdefault("first_contact_on", None)
        if data.get("origin") == CaseOrigin.PARTNER and not data.get("referred_by"):
            self.add_error("referred_by", "Kies welke partner aanmeldt.")
        return data

    def key_and_origin(self) -> tuple[uuid.UUID, CaseOrigin]:
        """The row's key and who referred."""
        return self.cleaned_data["key"], CaseOrigin(self.cleaned_data["origin"])


class TakeInForm(ChangeForm):
    """Accepting a direct referral."""

    urgency = forms.ChoiceField(
        label="Hoe snel is een eerste contact nodig?", choices=Urgency.choices, widget=InlineRadios
    )
    language = forms.CharField(label="Taal of tolk", required=False, max_length=60)
    first_contact_on = day_field("Eerste contact op", "Leeg: de laatste dag van de termijn.")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, version=case.version, **kwargs)
        self.fields["urgency"].initial = case.urgency
        self.fields["language"].initial = case.language

    def taking(self) -> TakingIn:
        """The parsed values."""
        data = self.cleaned_data
        return TakingIn(Urgency(data["urgency"]), data["language"], data["first_contact_on"])
