"""When something was told to whoever logs it, where that was before today."""

import datetime as dt
from typing import Any

from django import forms

from core.forms import demand_past
from core.workdays import add_months, today

# Older than this it is no report any more but a mistake in the year.
MOST_MONTHS = 12


class ReportedOn(forms.DateField):
    """An optional day: not in the future, and at most a year back."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Wanneer is dit bij u gemeld?")
        kwargs.setdefault("help_text", "Alleen als dat eerder was dan vandaag.")
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault(
            "error_messages", {"invalid": "Dit is geen datum. Vul een datum in, bijvoorbeeld 21-11-2026."}
        )
        super().__init__(**kwargs)

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        demand_past(value)
        if value and value < add_months(today(), -MOST_MONTHS):
            raise forms.ValidationError("Deze dag ligt meer dan een jaar terug. Kijk het jaartal na.")
