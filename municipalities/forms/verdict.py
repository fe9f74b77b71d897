"""A privacy officer's judgement afterwards: of an emergency access, of a handover that did not wait for her."""

from typing import Any, ClassVar

from django import forms

from core.forms import ChangeForm
from core.widgets import Explained
from municipalities.codes import Verdict


class VerdictForm(ChangeForm):
    """`asks`: what is judged, as a question. That "not in order" needs a reason is for the operation (`judging.demand_reason`)."""

    asks: ClassVar[str]

    verdict = forms.ChoiceField(
        choices=[
            (Verdict.FINE, Explained("In orde", hint="Een toelichting mag, maar hoeft niet.")),
            (Verdict.NOT_FINE, Explained("Niet in orde", hint="Schrijf hieronder op wat er niet in orde is.")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Toelichting",
        required=False,
        max_length=1000,
        help_text="Verplicht als het niet in orde is. Geen namen van betrokkenen.",
        widget=forms.Textarea(attrs={"rows": 3, "data-needed": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].label = self.asks

    def judged(self) -> dict[str, Any]:
        """The parsed values, as an operation takes them."""
        data = self.cleaned_data
        return {"version": data["version"], "verdict": Verdict(data["verdict"]), "reason": data["reason"]}
