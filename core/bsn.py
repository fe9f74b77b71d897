"""A citizen service number (BSN) does not belong in a text: the field says so, and there is a way out.

Nine digits that pass the check may still be something else (one number in eleven does), so the writer can say so; that she
did stands in the log. With direct danger nothing asks: a warning would be in the way.
"""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from stdnum.nl import bsn

from .unit import is_in_danger

_NINE_DIGITS = re.compile(r"(?<![\d+])(?<!\d[ .-])\d(?:[ .-]?\d){8}(?![ .-]?\d)")
WAY_OUT = "no_bsn"
_WAY_OUT_LABEL = "Dit is geen BSN"
MESSAGE = (
    "Hier staat een nummer dat een burgerservicenummer (BSN) kan zijn. Haal het weg. "
    f"Is het iets anders? Vink dan aan: “{_WAY_OUT_LABEL}”."
)


def holds_bsn(text: str) -> bool:
    """Whether nine digits in `text` could be a BSN."""
    return bool(bsns_in(text))


def bsns_in(text: str) -> list[str]:
    """The numbers in `text` that could be a BSN, as they stand there, each once."""
    found = (match.group() for match in _NINE_DIGITS.finditer(text))
    return list(dict.fromkeys(number for number in found if bsn.is_valid(number)))


def without_bsns(text: str, instead: str) -> str:
    """The text with `instead` where such a number stood; another number that holds the same digits stays whole."""
    return _NINE_DIGITS.sub(lambda match: instead if bsn.is_valid(match.group()) else match.group(), text)


class BsnStop(forms.Form):
    """Checks every text that is typed into a form, unless somebody is in danger now.

    `flagged`: the fields of a sent form that hold such a number. `passed`: those of which the writer said that it is none.
    """

    added: ClassVar[Mapping[str, str]] = {WAY_OUT: _WAY_OUT_LABEL}
    # Whether texts of this form are kept at all: who searches or signs in writes nothing down.
    keeps_texts: ClassVar[bool] = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.flagged: list[str] = []
        self.passed: list[str] = []
        if self.keeps_texts and self.is_bound and self.data.get(self.add_prefix(WAY_OUT)):
            self._offer_way_out(after="")

    def __getitem__(self, name: str) -> forms.BoundField:
        """A field as it is shown: told of while somebody types (assets/src/js/bsn.js), not only when the form is sent."""
        shown = super().__getitem__(name)
        if self._is_text(shown.field):
            shown.field.widget.attrs["data-bsn"] = True
        return shown

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        texts = (name for name, field in self.fields.items() if self._is_text(field))
        found = [name for name in texts if holds_bsn(data.get(name, ""))]
        if data.get(WAY_OUT):
            self.passed = found
            return data
        self.flagged = found
        for name in found:
            self.add_error(name, MESSAGE)
        if found:
            self._offer_way_out(after=found[-1])
        return data

    @cached_property
    def in_danger(self) -> bool:
        """Whether somebody is in danger now: so says what the page is about (core/unit.py), or the form where it asks that itself."""
        return is_in_danger()

    @property
    def asks_bsn(self) -> bool:
        """Whether a text of this form may hold no BSN."""
        return self.keeps_texts and not self.in_danger

    def _is_text(self, field: forms.Field) -> bool:
        return self.asks_bsn and type(field) is forms.CharField and not field.widget.is_hidden

    def _offer_way_out(self, *, after: str) -> None:
        self.fields[WAY_OUT] = forms.BooleanField(label=_WAY_OUT_LABEL, required=False)
        names = [name for name in self.fields if name != WAY_OUT]
        place = names.index(after) + 1 if after else len(names)
        self.order_fields([*names[:place], WAY_OUT, *names[place:]])
