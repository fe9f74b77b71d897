"""Why words that point to data that stay are left standing in what is about to leave: asked only once they were found."""

from typing import Any, ClassVar

from django import forms

from core.errors import Invalid
from core.forms import Form
from signals.last_check import POINTING_REASONS, POINTING_WHY, Settled

_LABEL = "Waarom mag dit blijven staan?"


class PointingForm(Form):
    """A form of what goes to another municipality, or before a screening table. The field comes with the refusal, and with what was sent in answer to it."""

    added: ClassVar[dict[str, str]] = {POINTING_WHY: _LABEL}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and POINTING_WHY in self.data:
            self._ask_why()

    def refuse(self, error: Invalid) -> None:
        """As of every form; what was found stands with the question about it."""
        if POINTING_WHY in error.fields and POINTING_WHY not in self.fields:
            self._ask_why()
        super().refuse(error)

    @property
    def pointing_why(self) -> str:
        """The code of the reason; "" when there is none."""
        return str(self.cleaned_data.get(POINTING_WHY) or "")

    @property
    def is_by_leave(self) -> bool:
        """Whether they stay because somebody agreed: then it is asked who did."""
        return self.is_bound and self.data.get(POINTING_WHY) == Settled.AGREED

    def _ask_why(self) -> None:
        self.fields[POINTING_WHY] = forms.ChoiceField(
            label=_LABEL,
            choices=POINTING_REASONS,
            required=False,
            widget=forms.RadioSelect(attrs={"data-needed": True}),
            help_text="Uw keuze staat in het logboek.",
        )
