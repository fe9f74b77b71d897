"""What the receiver of a *doormelding* asks about it, and the reply of the officer."""

import datetime as dt
from typing import Any

from django import forms

from core.access import Actor
from core.forms import ChangeForm, CreateForm, demand_past
from core.workdays import today
from signals.models import HandoverQuestion
from signals.operations.asking_back import AskedBack, ByPhone, named_in_reply


class AskBackForm(CreateForm):
    """One question to who sent it."""

    text = forms.CharField(
        label="Wat hebt u nog nodig?",
        max_length=2000,
        help_text="Noem geen gegevens van anderen die niet nodig zijn. Dit veld is extra beveiligd.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Schrijf op wat u nog nodig hebt."},
    )

    def asked(self) -> AskedBack:
        """For the operation."""
        return AskedBack(text=self.cleaned_data["text"], key=self.cleaned_data["key"])


class ReplyToPartnerForm(ChangeForm):
    """The reply, once; it names nobody and nothing that did not go along in the handover."""

    text = forms.CharField(
        label="Uw antwoord",
        max_length=2000,
        help_text="U antwoordt één keer. Noem niemand die niet in de doormelding staat: meer gegevens geeft u "
        "met een aanvulling of een nieuwe doormelding. Dit veld is extra beveiligd.",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Schrijf uw antwoord op."},
    )

    told_to = forms.CharField(
        label="Hebt u het al aan de telefoon verteld? Aan wie?",
        max_length=200,
        required=False,
        help_text="Een functie of naam. Leeg: u antwoordt alleen hier. De ontvanger leest uw antwoord in beide gevallen.",
    )
    told_on = forms.DateField(
        label="Wanneer belde u?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Leeg, als u belde: vandaag.",
    )

    def __init__(self, *args: Any, actor: Actor, question: HandoverQuestion, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, version=question.version, **kwargs)
        self.question = question

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if told := named_in_reply(self.question.handover, text):
            raise forms.ValidationError(told)
        return text

    def clean_told_on(self) -> dt.date | None:
        return demand_past(self.cleaned_data["told_on"])

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("told_on") and not data.get("told_to"):
            self.add_error("told_to", "Schrijf op aan wie u het vertelde, of laat de dag leeg.")
        return data

    def by_phone(self) -> ByPhone | None:
        """To whom and when it was told by phone already; None when it was not."""
        told_to = self.cleaned_data["told_to"]
        return ByPhone(told_to, self.cleaned_data["told_on"] or today()) if told_to else None
