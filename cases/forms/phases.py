"""Changing the phase: intensive, followed, aftercare, closing, reopening, transfer."""

from typing import Any

from django import forms

from cases.codes import CLOSE_REASONS_BY_HAND, EARLY_CLOSE_REASONS, CloseReason, Risk, Trafficking
from cases.models import Case
from cases.operations.closing import CallingAgain, Closing
from cases.operations.lifecycle import Change, Plan, WarmHandover
from cases.operations.phases import review_term
from cases.operations.transfers import Offered
from cases.workflow import EARLY_PHASES, CasePhase
from core.forms import REQUIRED, ChangeForm, CreateForm, demand_past, offer_choices, offer_rows
from core.widgets import InlineRadios
from core.workdays import today
from municipalities.models import Municipality
from signals.codes import Form as ExploitationForm

from .fields import Irreversible, choices_with, day_field, text_field

TOLD_HELP = "Betrokkene, partners, wijkteam. Leeg als dat nog moet."


class CaseForm(ChangeForm):
    """A form on one case; carries its version."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, version=case.version, **kwargs)
        self.case = case


class ChangeFields(CaseForm):
    """Why the phase changes, who was told, when to look again."""

    phase: CasePhase

    why = text_field("Waarom?")
    told = forms.CharField(label="Wie is ingelicht?", required=False, max_length=300, help_text=TOLD_HELP)
    review_on = day_field("Wanneer kijkt u opnieuw?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        term = review_term(self.case, self.phase, self.actor)
        self.fields["review_on"].help_text = f"Uiterlijk over {term}. Leeg: op {term.due_from(today()):%d-%m-%Y}."

    def change(self) -> Change:
        """The parsed values."""
        data = self.cleaned_data
        return Change(data["why"], data["told"], data["review_on"])


class IntensiveForm(ChangeFields):
    """To intensive: what must be known first."""

    phase = CasePhase.INTENSIVE

    trafficking = forms.ChoiceField(label="Status", choices=Trafficking.choices, widget=InlineRadios)
    judged_by = forms.CharField(
        label="Wie heeft dat beoordeeld?", max_length=120, help_text="De functie, geen naam: zorgcoördinator, politie."
    )
    risk = forms.ChoiceField(label="Hoe onveilig is het nu?", choices=Risk.choices, widget=InlineRadios)
    main_form = forms.ChoiceField(
        label="Vorm",
        choices=choices_with(
            "Kies", (choice for choice in ExploitationForm.choices if choice[0] != ExploitationForm.UNKNOWN)
        ),
    )
    agreed = text_field(
        "Wat is afgesproken?", "Minstens één doel, met wie wat doet. Dit veld is extra beveiligd.", rows=5
    )

    field_order = ("trafficking", "judged_by", "risk", "main_form", "agreed", "why", "told", "review_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("trafficking", "judged_by", "risk", "main_form", "agreed"):
            self.fields[name].initial = getattr(self.case, name) or None

    def plan(self) -> Plan:
        """The parsed values; other forms stay as they are."""
        data = self.cleaned_data
        return Plan(
            trafficking=Trafficking(data["trafficking"]),
            judged_by=data["judged_by"],
            risk=Risk(data["risk"]),
            main_form=ExploitationForm(data["main_form"]),
            agreed=data["agreed"],
            other_forms=tuple(ExploitationForm(form) for form in self.case.other_forms),
        )


class FollowForm(ChangeFields):
    """To following."""

    phase = CasePhase.FOLLOWED


class AftercareForm(CaseForm):
    """To aftercare: the warm handover is done."""

    received_by = forms.CharField(label="Aan wie hebt u warm overgedragen?", max_length=200)
    handed_on = day_field("Op welke dag?", required=True, initial=today)
    risks = text_field("Welke risico's blijven er?")

    def clean_handed_on(self) -> object:
        return demand_past(self.cleaned_data["handed_on"])

    def handover(self) -> WarmHandover:
        """The parsed values."""
        data = self.cleaned_data
        return WarmHandover(data["received_by"], data["handed_on"], data["risks"])


class ReviewForm(CaseForm):
    """Looking again."""

    line = forms.CharField(label="Wat ziet u nu?", max_length=300)
    review_on = day_field("Wanneer kijkt u opnieuw?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        term = review_term(self.case, self.case.phase, self.actor)
        self.fields["review_on"].help_text = f"Uiterlijk over {term}. Leeg: op {term.due_from(today()):%d-%m-%Y}."


class CloseForm(Irreversible, CaseForm):
    """Ending a case. Who wants no help now may allow to be called again."""

    reason = forms.ChoiceField(label="Waarom sluit u af?")
    motivation = text_field(
        "Hoe staat het ervoor?", "Wat is bereikt, wat blijft open, is er een vergunning. Dit veld is extra beveiligd."
    )
    told = forms.CharField(label="Wie is ingelicht?", required=False, max_length=300, help_text=TOLD_HELP)
    call_again = forms.BooleanField(
        label="Betrokkene wil nu geen hulp, maar ik mag later opnieuw contact zoeken", required=False
    )
    call_on = day_field("Op welke dag?")
    safe_way = text_field("Op welke veilige manier?", rows=2, required=False, length=400)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = EARLY_CLOSE_REASONS if self.case.phase in EARLY_PHASES else CLOSE_REASONS_BY_HAND
        options = ((reason, reason.label) for reason in reasons)
        offer_choices(self, "reason", choices_with("Kies een reden", options))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("call_again"):
            for name in ("call_on", "safe_way"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, REQUIRED)
        return data

    def closing(self) -> Closing:
        """The parsed values."""
        data = self.cleaned_data
        again = CallingAgain(data["call_on"], data["safe_way"]) if data["call_again"] else None
        return Closing(CloseReason(data["reason"]), data["motivation"], data["told"], again)


class ReopenForm(CaseForm):
    """Beginning again."""

    why = text_field("Wat is er nieuw?")


class TransferForm(CreateForm):
    """Offering the case to another area."""

    to_municipality = forms.ModelChoiceField(
        label="Naar welke gemeente?",
        queryset=Municipality.objects.none(),
        required=False,
        empty_label="Buiten mijn verzorgingsgebied",
        help_text="Een gemeente waarvoor u ook werkt: er komt een nieuw dossier met wat nodig is.",
    )
    receiver = forms.CharField(
        label="Of: wie neemt de casus over?",
        required=False,
        max_length=160,
        help_text="Regio en organisatie. U legt straks zelf vast wat zij antwoorden.",
    )
    why = text_field("Waarom draagt u over?")
    ground = forms.CharField(
        label="Op welke grond?", max_length=300, help_text="Toestemming van betrokkene, of waarom het zonder kan."
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Municipality.objects.filter(pk__in=self.actor.content).exclude(pk=case.municipality_id)
        offer_rows(self, "to_municipality", others)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not (data.get("to_municipality") or data.get("receiver")):
            self.add_error("receiver", "Kies een gemeente, of vul in wie de casus overneemt.")
        return data

    def offered(self) -> Offered:
        """The parsed values."""
        data = self.cleaned_data
        return Offered(data["key"], data["why"], data["ground"], data["to_municipality"], data["receiver"])


class AcceptedForm(Irreversible, ChangeForm):
    """The receiver takes the case."""


class RefusedForm(ChangeForm):
    """The receiver does not take the case."""

    refusal = text_field("Waarom weigert de ontvanger?")
