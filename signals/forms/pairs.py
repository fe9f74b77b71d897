"""The form of a pair of dossiers: why they do not belong together, or may after all."""

from typing import Any

from django import forms

from core.forms import CreateForm


class PairForm(CreateForm):
    """One line. `apart`: what the form is for, so that one that was opened before a colleague judged is not taken for its opposite."""

    apart = forms.BooleanField(required=False, widget=forms.HiddenInput)
    why = forms.CharField(label="Waarom?", max_length=300, error_messages={"required": "Schrijf in één regel waarom."})

    def __init__(self, *args: Any, apart: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["apart"].initial = apart
        self.fields["why"].label = (
            "Waarom hoort dit niet bij elkaar?" if apart else "Waarom kan het toch bij elkaar horen?"
        )
