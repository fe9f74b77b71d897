"""The daily forms: contact, notes, tasks, people, facts."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from cases import team
from cases.codes import (
    ContactKind,
    ContactOutcome,
    PersonRole,
    Risk,
    Trafficking,
)
from cases.models import Case, CasePerson, CaseTeamMember
from cases.operations.contact import Contact, Planned
from cases.operations.people import Facts, Identity
from core.forms import ChangeForm, CreateForm, demand_past, offer_choices
from core.widgets import InlineRadios
from core.workdays import today
from signals.codes import Answered
from signals.codes import Form as ExploitationForm

from .fields import ShowsPerson, choices_with, day_field, demand_other_than_parent, text_field
from .phases import CaseForm


class ContactForm(CreateForm):
    """One line: gebeld, geen gehoor; volgende poging dinsdag."""

    kind = forms.ChoiceField(label="Hoe?", choices=ContactKind.choices)
    outcome = forms.ChoiceField(label="Resultaat", choices=ContactOutcome.choices)
    on = day_field("Wanneer?", required=True, initial=today)
    at = forms.TimeField(
        label="Hoe laat?", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    text = forms.CharField(label="In een paar woorden", required=False, max_length=400)
    next_attempt_on = day_field("Volgend contact op", "Leeg: er is nog niets afgesproken.")

    def clean_on(self) -> object:
        return demand_past(self.cleaned_data["on"])

    def contact(self) -> Contact:
        """The parsed values; without a time: now for today, else noon."""
        data = self.cleaned_data
        now = timezone.localtime()
        fallback = now.time() if data["on"] == now.date() else dt.time(12)
        moment = dt.datetime.combine(data["on"], data["at"] or fallback, now.tzinfo)
        return Contact(
            key=data["key"],
            kind=ContactKind(data["kind"]),
            outcome=ContactOutcome(data["outcome"]),
            at=moment,
            text=data["text"],
            next_attempt_on=data["next_attempt_on"],
            is_timed=data["at"] is not None,
        )


class NoteForm(CreateForm):
    """Text about the course."""

    text = text_field(
        "Notitie", "Dit veld is extra beveiligd. Een notitie blijft staan; verbeteren doet u met een nieuwe."
    )


class TaskForm(CreateForm):
    """Something to do before a day."""

    title = forms.CharField(label="Wat moet er gebeuren?", max_length=200)
    due_on = day_field("Klaar voor", required=True)
    owner = forms.TypedChoiceField(label="Wie doet het?", coerce=int)

    def __init__(self, *args: Any, case: Case, members: Iterable[CaseTeamMember] | None = None, **kwargs: Any) -> None:
        """`members`: the team of today, when it is known."""
        super().__init__(*args, **kwargs)
        members = team.members_of(case, today()) if members is None else members
        people = {row.user_id: row.user.full_name for row in members}
        if self.actor.user_id is not None:
            people.setdefault(self.actor.user_id, self.actor.name)
        offer_choices(self, "owner", list(people.items()))
        self.fields["owner"].initial = self.actor.user_id

    def planned(self) -> Planned:
        """The parsed values."""
        data = self.cleaned_data
        return Planned(data["key"], data["title"], data["due_on"], data["owner"])


class SafeContactForm(CaseForm):
    """How somebody is reached safely."""

    safe_contact = text_field(
        "Hoe is iemand veilig te bereiken?",
        "Kanaal, tijden en codewoord. Dit staat boven elke pagina van de casus.",
        rows=2,
        length=400,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["safe_contact"].initial = self.case.safe_contact


class IdentityFields(forms.Form):
    """Who somebody is; all of it may be unknown, and all of it is sealed."""

    role = forms.ChoiceField(label="Wie is dit in de casus?", choices=PersonRole.choices)
    name = forms.CharField(label="Naam", required=False, max_length=200)
    born_on = day_field("Geboortedatum")
    contact = text_field("Contactgegevens", rows=2, required=False, length=400)
    address = text_field("Adres", rows=2, required=False, length=400)
    shelter_address = text_field(
        "Opvangadres",
        "Extra beschermd: gaat nooit mee in een brief of doorverwijzing.",
        rows=2,
        required=False,
        length=400,
    )

    def clean_born_on(self) -> object:
        return demand_past(self.cleaned_data["born_on"])

    def identity(self) -> Identity:
        """The parsed values."""
        data = self.cleaned_data
        return Identity(
            role=PersonRole(data["role"]),
            name=data["name"],
            born_on=data["born_on"],
            contact=data["contact"],
            address=data["address"],
            shelter_address=data["shelter_address"],
        )


class NewPersonForm(IdentityFields, CreateForm):
    """Somebody new in the case."""


class PersonForm(ShowsPerson, IdentityFields, ChangeForm):
    """Changing what is known of somebody."""

    def __init__(self, *args: Any, person: CasePerson, **kwargs: Any) -> None:
        super().__init__(*args, version=person.version, **kwargs)
        self.person = person
        for name in ("role", "name", "born_on", "contact", "address", "shelter_address"):
            self.fields[name].initial = getattr(person, name)


class FactsForm(CaseForm):
    """What is known of the case."""

    request = text_field("Hulpvraag of reden", required=False)
    agreed = text_field("Wat is afgesproken?", required=False, rows=5)
    main_form = forms.ChoiceField(label="Vorm", choices=ExploitationForm.choices)
    other_forms = forms.MultipleChoiceField(
        label="Andere vormen",
        required=False,
        choices=[choice for choice in ExploitationForm.choices if choice[0] != ExploitationForm.UNKNOWN],
        widget=forms.CheckboxSelectMultiple,
    )
    trafficking = forms.ChoiceField(
        label="Status", required=False, choices=choices_with("Nog niet beoordeeld", Trafficking.choices)
    )
    judged_by = forms.CharField(label="Wie heeft dat beoordeeld?", required=False, max_length=120)
    risk = forms.ChoiceField(label="Risico", required=False, choices=choices_with("Nog niet beoordeeld", Risk.choices))
    language = forms.CharField(label="Taal of tolk", required=False, max_length=60)
    minor = forms.ChoiceField(label="Minderjarig", choices=Answered.choices, widget=InlineRadios)
    parent_involved = forms.ChoiceField(
        label="Is een ouder mogelijk betrokken?", choices=Answered.choices, widget=InlineRadios
    )
    representative = forms.CharField(
        label="Wie vertegenwoordigt de minderjarige?",
        required=False,
        max_length=200,
        help_text="Voogd, Nidos of instelling.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            if name not in {"hat", "version"}:
                self.fields[name].initial = getattr(self.case, name)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        demand_other_than_parent(self, data)
        return data

    def facts(self) -> Facts:
        """The parsed values."""
        data = self.cleaned_data
        return Facts(
            main_form=ExploitationForm(data["main_form"]),
            minor=Answered(data["minor"]),
            parent_involved=Answered(data["parent_involved"]),
            risk=data["risk"],
            trafficking=data["trafficking"],
            judged_by=data["judged_by"],
            other_forms=tuple(ExploitationForm(form) for form in data["other_forms"]),
            language=data["language"],
            representative=data["representative"],
            agreed=data["agreed"],
            request=data["request"],
        )
