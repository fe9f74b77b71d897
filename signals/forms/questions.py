"""The forms of a question: putting it to a colleague or partner, and answering it."""

import datetime as dt
from typing import Any

from django import forms

from core.access import may
from core.forms import ChangeForm, CreateForm, demand_past, offer_choices
from core.workdays import Term, Unit, today
from signals.codes import LegalGround
from signals.models import Signal
from signals.operations.questions import NEEDED_OUTSIDE, NewQuestion, ToldAnswer
from signals.policies import SignalAction
from signals.receivers import by_group, partners_to_ask
from signals.seeing import colleagues_to_ask
from signals.terms import ANSWER_QUESTION, USUAL_ANSWER

_COLLEAGUE, _PARTNER = "collega-", "partner-"
_ONLY_OUTSIDE = "Alleen nodig als u het aan een andere organisatie vraagt. Zij leest dit ook."


class AskForm(CreateForm):
    """One question to one colleague or one organisation."""

    to = forms.ChoiceField(
        label="Aan wie?",
        help_text="Organisaties staan in deze lijst als zij op Signaalpunt zijn aangesloten.",
        error_messages={"required": "Kies aan wie u het vraagt."},
    )
    text = forms.CharField(
        label="Wat wilt u weten?",
        max_length=2000,
        help_text="Wie u het vraagt, ziet deze vraag en niets anders van het signaal. Noem geen gegevens die niet nodig zijn. "
        "Dit veld is extra beveiligd.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Schrijf op wat u wilt weten."},
    )
    within = forms.TypedChoiceField(
        label="Binnen hoeveel tijd hebt u antwoord nodig?",
        coerce=lambda value: Term(Unit.WORKDAYS, int(value)),
    )
    purpose = forms.CharField(
        label="Met welk doel?",
        max_length=300,
        required=False,
        help_text=_ONLY_OUTSIDE,
        widget=forms.TextInput(attrs={"data-needed": True}),
    )
    ground = forms.ChoiceField(
        label="Grondslag",
        choices=[("", "Kies"), *LegalGround.choices],
        required=False,
        help_text=_ONLY_OUTSIDE,
        widget=forms.Select(attrs={"data-needed": True}),
    )

    def __init__(self, *args: Any, signal: Signal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(heading, _keyed(_COLLEAGUE, people)) for heading, people in colleagues_to_ask(signal, self.actor)]
        groups += [
            (heading, _keyed(_PARTNER, rows)) for heading, rows in by_group(partners_to_ask(signal.municipality))
        ]
        offer_choices(self, "to", [("", "Kies"), *groups])
        usual = USUAL_ANSWER.of(signal.municipality_id, self.actor)
        offered = sorted({*ANSWER_QUESTION, usual}, key=lambda term: term.amount)
        offer_choices(self, "within", [(term.amount, str(term)) for term in offered])
        self.fields["within"].initial = usual.amount
        if signal.is_acute:
            self.fields["within"].initial = ANSWER_QUESTION[0].amount
        if not may(self.actor, SignalAction.HAND_OVER_IDENTIFIED, signal):
            only = LegalGround.NO_PERSONAL_DATA
            offer_choices(self, "ground", [("", "Kies"), (only, only.label)])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if str(data.get("to", "")).startswith(_PARTNER):
            for name in ("purpose", "ground"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, NEEDED_OUTSIDE)
        return data

    def question(self) -> NewQuestion:
        """The parsed values."""
        data = self.cleaned_data
        to = data["to"]
        outside = to.startswith(_PARTNER)
        key = int(to.removeprefix(_PARTNER if outside else _COLLEAGUE))
        return NewQuestion(
            text=data["text"],
            to_user_id=None if outside else key,
            to_partner_id=key if outside else None,
            purpose=data["purpose"],
            ground=LegalGround(data["ground"]) if data["ground"] else None,
            term=data["within"],
            key=data["key"],
        )


def _keyed(kind: str, rows: list[tuple[int, str]]) -> list[tuple[str, str]]:
    return [(f"{kind}{pk}", name) for pk, name in rows]


class ToldAnswerForm(ChangeForm):
    """The answer that came by phone, as the officer writes it down."""

    by = forms.CharField(label="Wie gaf het antwoord?", max_length=200, help_text="Een functie of naam.")
    on = forms.DateField(
        label="Wanneer?",
        initial=today,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Leeg: vandaag.",
    )
    text = forms.CharField(
        label="Wat is er geantwoord?",
        max_length=4000,
        help_text="Dit veld is extra beveiligd. De ander leest uw tekst niet.",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Schrijf op wat er is geantwoord."},
    )

    def clean_on(self) -> dt.date | None:
        return demand_past(self.cleaned_data["on"])

    def told(self) -> ToldAnswer:
        """The parsed values."""
        data = self.cleaned_data
        return ToldAnswer(text=data["text"], by=data["by"], on=data["on"])


class ReplyToQuestionForm(ChangeForm):
    """The answer of who was asked."""

    text = forms.CharField(
        label="Uw antwoord",
        max_length=4000,
        help_text="U antwoordt één keer. Noem geen gegevens van anderen die niet nodig zijn. Dit veld is extra beveiligd.",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Schrijf uw antwoord op."},
    )
