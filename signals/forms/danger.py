"""Direct danger as it is now: whether, the call to 112, or why it is over. Nothing of it waits for anything else."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from core.forms import ChangeForm, offer_choices
from core.workdays import AMSTERDAM, local_date, today
from signals.calling import Caller
from signals.codes import Answered
from signals.models import Signal
from signals.operations.danger import Danger

from .page import line, lines, radios

YES, NO = "yes", "no"
TIME = {"invalid": "Vul een tijd in, bijvoorbeeld 14:05."}


class SignalDangerForm(ChangeForm):
    """Opens with what is known. `over` is asked only where there is danger to lift."""

    danger = radios("Is iemand nu in direct gevaar?", [(Answered.YES, "Ja"), (Answered.NO, "Nee")])
    called = radios("Is 112 of 0900-8844 gebeld?", [(YES, "Ja"), (NO, "Nee")], required=False)
    called_on = forms.DateField(
        label="Zo ja, op welke dag?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Vul een dag in, bijvoorbeeld 23-11-2026."},
    )
    called_at = forms.TimeField(
        label="Hoe laat ongeveer?",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages=TIME,
    )
    called_by = radios("Wie belde?", Caller.choices, required=False)
    not_called = line("Zo nee, waarom niet?", 300, "Bijvoorbeeld: de politie is er al.")
    over = lines("Waarom is er geen direct gevaar meer?", 3, 1000, "Bijvoorbeeld: de politie haalde haar daar weg.")

    def __init__(self, *args: Any, signal: Signal, **kwargs: Any) -> None:
        self.was_acute = signal.is_acute
        # A call of the evening before the report may belong to it; one of long before does not.
        told = min(signal.reported_on or dt.date.max, local_date(signal.received_at))
        self.first_day = told - dt.timedelta(days=7)
        super().__init__(*args, version=signal.version, initial=_known(signal), **kwargs)
        # Who writes why it is over has the time to be asked whether a number is a BSN.
        if self.is_bound:
            self.in_danger = self.data.get("danger") == Answered.YES
        for name in ("called", "called_on", "called_at", "called_by", "not_called", "over"):
            self.fields[name].widget.attrs["data-needed"] = True
        if self.was_acute:
            offer_choices(self, "danger", [(Answered.YES, "Ja"), (Answered.NO, "Nee, niet meer")])
        else:
            del self.fields["over"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("danger") == Answered.YES:
            self._demand_call(data)
        elif data.get("danger") == Answered.NO and self.was_acute and not data.get("over"):
            self.add_error("over", "Schrijf op waarom er geen direct gevaar meer is.")
        return data

    def _demand_call(self, data: dict[str, Any]) -> None:
        """The call with its time and who called, or why it was not made."""
        needed = {
            YES: {
                "called_on": "Vul de dag in.",
                "called_at": "Vul in hoe laat ongeveer.",
                "called_by": "Kies wie belde.",
            },
            NO: {"not_called": "Schrijf in een paar woorden waarom niet."},
            "": {"called": "Kies een antwoord. Nog niet gebeld? Bel eerst 112."},
        }
        for name, message in needed[data.get("called") or ""].items():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, message)
        if data.get("called") == YES and not self.errors and data["called_on"] < self.first_day:
            self.add_error("called_on", "Deze dag ligt lang voor de melding. Kijk de dag na.")
        if data.get("called") == YES and not self.errors and _is_to_come(data["called_on"], data["called_at"]):
            self.add_error("called_at", "Dit tijdstip is nog niet geweest.")

    def told(self) -> Danger:
        """The parsed values; of the two kinds of answer the one that was chosen."""
        data = self.cleaned_data
        if data["danger"] != Answered.YES:
            return Danger(Answered.NO, over=data.get("over", ""))
        if data["called"] == NO:
            return Danger(Answered.YES, not_called=data["not_called"])
        return Danger(
            Answered.YES,
            called_on=data["called_on"],
            called_at=data["called_at"],
            called_by=Caller(data["called_by"]),
        )


def _is_to_come(on: dt.date, at: dt.time) -> bool:
    return dt.datetime.combine(on, at, AMSTERDAM) > timezone.now()


def _day_of_call(signal: Signal) -> dt.date:
    """Of a call of which only the time was told: when it was reported, or the evening before. Of none: today."""
    at, told = signal.danger_called_at, signal.danger_since
    if at is None or told is None:
        return today()
    day = local_date(told)
    return day - dt.timedelta(days=1) if dt.datetime.combine(day, at, AMSTERDAM) > told else day


def _known(signal: Signal) -> dict[str, Any]:
    called = YES if signal.danger_called_at else NO if signal.danger_not_called else ""
    return {
        "danger": Answered.YES if signal.is_acute else "",
        "called": called,
        "called_on": signal.danger_called_on or _day_of_call(signal),
        "called_at": signal.danger_called_at,
        # Who wrote that it was herself is not always who has the form open now.
        "called_by": "" if signal.danger_called_by == Caller.WRITER else signal.danger_called_by,
        "not_called": signal.danger_not_called,
    }
