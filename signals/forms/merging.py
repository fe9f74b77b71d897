"""Which signal is the other one, why the two are one matter, and why they are two after all."""

from typing import Any

from django import forms

from core.forms import BROKEN, REQUIRED, ChangeForm, CreateForm, Form
from core.references import number_of
from signals.codes import CloseReason
from signals.operations.lifecycle import Closing
from signals.reporting_back import WayBack

from .closing import NEEDED

TOLD = "Hierover hadden wij al een melding. Wij hebben uw melding daarbij gevoegd en gaan met allebei samen verder."
NO_NUMBER = "Dit is geen nummer van een signaal. Kijk het na: S-, vier tekens, een streep en nog een teken."


class FindOtherForm(Form):
    """The number of the other signal, as somebody types it."""

    keeps_texts = False

    nummer = forms.CharField(
        label="Nummer van het andere signaal", max_length=20, help_text="Bijvoorbeeld S-K7R4-M. De S mag u weglaten."
    )

    def clean_nummer(self) -> str:
        number = number_of("S", self.cleaned_data["nummer"])
        if number is None:
            raise forms.ValidationError(NO_NUMBER)
        return number


class MergeForm(CreateForm):
    """Why the two are one matter, and what the reporter of the one that is closed hears; `seen`: the versions shown."""

    why = forms.CharField(
        label="Waarom gaan deze signalen over hetzelfde?", max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    answer = forms.CharField(
        label="Antwoord aan de melder",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, **NEEDED}),
    )
    no_answer_why = forms.CharField(
        label="Of: waarom hoort de melder niets?",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=NEEDED),
    )
    seen_signal = forms.IntegerField(widget=forms.HiddenInput, error_messages=BROKEN)
    seen_into = forms.IntegerField(widget=forms.HiddenInput, error_messages=BROKEN)

    def __init__(self, *args: Any, seen: tuple[int, int], way_back: WayBack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_signal"].initial, self.fields["seen_into"].initial = seen
        self.fields["answer"].help_text = way_back.before
        self.fields["answer"].initial = TOLD if way_back.reader else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not (data.get("answer") or data.get("no_answer_why")) and not {"answer", "no_answer_why"} & set(self.errors):
            self.add_error("answer", "Schrijf wat de melder hoort, of waarom de melder niets hoort.")
        return data

    def closing(self) -> Closing:
        """The parsed values."""
        data = self.cleaned_data
        return Closing(CloseReason.MERGED, data["why"], data["answer"], data["no_answer_why"])


class SplitForm(ChangeForm):
    """Why the two are not about the same."""

    why = forms.CharField(
        label="Waarom zijn het toch twee signalen?", max_length=300, error_messages={"required": REQUIRED}
    )
