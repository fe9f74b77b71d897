"""What is asked of the log: sent by GET, for none of it is a word about a person.

What somebody typed and what makes no sense is said beside its field, and nothing is looked up; a choice that nobody
offered is as if it was not made.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from audit import questions
from audit.events import Result
from audit.questions import Question
from core.forms import offer_choices
from core.references import normalise

USUAL = 30  # days
LONGEST = 366
_BEFORE_ANY_LOG = dt.date(2000, 1, 1)
# As the address says it.
OUTCOMES = {"geweigerd": Result.REFUSED, "kon-niet": Result.IMPOSSIBLE}
_DAY = dt.timedelta(days=1)
_NO_DATE = "Dit is geen datum. Vul een datum in, bijvoorbeeld 21-11-2026."
_NO_NUMBER = "Dit is geen nummer van een dossier. Zo ziet er een uit: S-K7R4-M."
_BACKWARDS = "Deze dag ligt na “Tot en met”. Kies een eerdere dag."
_TO_COME = "Deze dag moet nog komen. Kies vandaag of een dag daarvoor."
# What is typed, and not chosen from a list: only there a mistake can be made.
TYPED = ("van", "tot", "nummer")


class LogFilter(forms.Form):
    """Period, who, what sort of event, of which dossier. Without days: the last month; never longer than a year."""

    van = forms.DateField(label="Van", required=False, error_messages={"invalid": _NO_DATE})
    tot = forms.DateField(label="Tot en met", required=False, error_messages={"invalid": _NO_DATE})
    wie = forms.TypedChoiceField(label="Wie", required=False, coerce=int, empty_value=None)
    soort = forms.ChoiceField(label="Soort", required=False)
    wat = forms.ChoiceField(label="Wat", required=False)
    nummer = forms.CharField(label="Nummer", required=False, max_length=20, error_messages={"max_length": _NO_NUMBER})
    uitkomst = forms.ChoiceField(
        label="Uitkomst",
        required=False,
        choices=[("", "Alles"), ("geweigerd", "Alleen geweigerd"), ("kon-niet", "Alleen wat niet kon")],
    )
    persoon = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        offer_choices(self, "soort", [("", "Alles"), *questions.kinds()])
        offer_choices(self, "wat", [("", "Alles"), *questions.facts()])
        for name in ("van", "tot"):
            self.fields[name].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_van(self) -> dt.date | None:
        """In the past: nothing of later stands in any log."""
        first: dt.date | None = self.cleaned_data["van"]
        if first is not None and first > timezone.localdate():
            raise forms.ValidationError(_TO_COME)
        return first

    def clean_nummer(self) -> str:
        """The number as it is written; whether there is such a dossier is not for the form to say."""
        typed = str(self.cleaned_data["nummer"])
        number = normalise(typed)
        if typed and number is None:
            raise forms.ValidationError(_NO_NUMBER)
        return number or ""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("van"), data.get("tot")
        if first and last and first > last:
            self.add_error("van", _BACKWARDS)
        return data

    def full_clean(self) -> None:
        super().full_clean()
        for name in self.errors.keys() - {*TYPED}:
            del self.errors[name]

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form."""
        return 422 if self.errors else 200

    def offer(self, people: Sequence[tuple[int, str]]) -> None:
        """The people to choose from: those who stand in the log of the period."""
        offer_choices(self, "wie", [("", "Iedereen"), *people])

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first and last day: in order, not in the future, a year apart at most."""
        today = timezone.localdate()
        last = min(self._day("tot") or today, today)
        first = self._day("van") or last - USUAL * _DAY
        return max(min(first, last), last - LONGEST * _DAY), last

    @property
    def is_shortened(self) -> bool:
        """Whether more was asked than a year."""
        first = self._day("van")
        return first is not None and first < self.days[0]

    def period(self) -> Question:
        """The question with its period alone."""
        zone = timezone.get_current_timezone()
        since, until = (dt.datetime.combine(day, dt.time.min, zone) for day in (self.days[0], self.days[1] + _DAY))
        return Question(since, until)

    def question(self) -> Question:
        """All of it; what does not fit its field is as if it was not asked."""
        self.full_clean()  # again: whom one may choose is known only now
        given, period = self.cleaned_data, self.period()
        return Question(
            period.since,
            period.until,
            who=given.get("wie"),
            kind=given.get("soort", ""),
            event=given.get("wat", ""),
            result=OUTCOMES.get(given.get("uitkomst", ""), ""),
            number=given.get("nummer", ""),
            person=str(given.get("persoon") or ""),
        )

    @property
    def number(self) -> str:
        """The number of the dossier as people write it, "" when none was asked."""
        return str(self.cleaned_data.get("nummer", ""))

    def _day(self, name: str) -> dt.date | None:
        try:
            day: dt.date | None = self.fields[name].clean(self.data.get(name, ""))
        except forms.ValidationError:
            return None
        return None if day is None else max(day, _BEFORE_ANY_LOG)
