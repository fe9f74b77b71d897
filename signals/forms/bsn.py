"""A citizen service number (BSN) does not belong in a text: the field says so, and there is a way out.

Nine digits that pass the check may still be something else (one number in eleven does), so the writer can say so. With
direct danger nothing asks: a warning would be in the way.
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from stdnum.nl import bsn

_NINE_DIGITS = re.compile(r"(?<![\d+])(?<!\d[ .-])\d(?:[ .-]?\d){8}(?![ .-]?\d)")
WAY_OUT = "no_bsn"
_WAY_OUT_LABEL = "Dit is geen BSN"
MESSAGE = (
    "Hier staat een nummer dat een burgerservicenummer (BSN) kan zijn. Haal het weg. "
    f"Is het iets anders? Vink dan aan: “{_WAY_OUT_LABEL}”."
)


def holds_bsn(text: str) -> bool:
    """Whether nine digits in `text` could be a BSN."""
    return any(bsn.is_valid(found.group()) for found in _NINE_DIGITS.finditer(text))


class BsnWarning(forms.Form):
    """Adds the check to every text of a form. `in_danger`: somebody is in danger now, so nothing asks.

    `flagged`: the fields of a sent form that hold such a number.
    """

    added: ClassVar[Mapping[str, str]] = {WAY_OUT: _WAY_OUT_LABEL}
    in_danger = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.flagged: list[str] = []
        if not self.in_danger:
            # Told while somebody types (assets/src/js/bsn.js), not only when the form is sent.
            for field in self.fields.values():
                if type(field) is forms.CharField and not field.widget.is_hidden:
                    field.widget.attrs["data-bsn"] = True
        if self.is_bound and self.data.get(self.add_prefix(WAY_OUT)):
            self._offer_way_out(after="")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.in_danger or data.get(WAY_OUT):
            return data
        self.flagged = [name for name, value in data.items() if isinstance(value, str) and holds_bsn(value)]
        for name in self.flagged:
            self.add_error(name, MESSAGE)
        if self.flagged:
            self._offer_way_out(after=self.flagged[-1])
        return data

    def _offer_way_out(self, *, after: str) -> None:
        self.fields[WAY_OUT] = forms.BooleanField(label=_WAY_OUT_LABEL, required=False)
        names = [name for name in self.fields if name != WAY_OUT]
        place = names.index(after) + 1 if after else len(names)
        self.order_fields([*names[:place], WAY_OUT, *names[place:]])
