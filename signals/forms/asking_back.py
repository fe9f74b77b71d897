"""What the receiver of a *doormelding* asks about it, and the reply of the officer."""

from typing import Any

from django import forms

from core.access import Actor
from core.forms import ChangeForm, CreateForm
from signals.models import HandoverQuestion
from signals.operations.asking_back import AskedBack, named_in_reply


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

    def __init__(self, *args: Any, actor: Actor, question: HandoverQuestion, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, version=question.version, **kwargs)
        self.question = question

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if told := named_in_reply(self.question.handover, text):
            raise forms.ValidationError(told)
        return text
