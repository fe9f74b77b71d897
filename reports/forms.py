"""What is asked for a report. Texts carry no name and no story of a person: the help says so where one writes."""

from collections.abc import Mapping
from typing import Any

from django import forms

from core.access import Actor
from core.forms import ChangeForm, CreateForm, Form, offer_choices
from core.widgets import NewestRadios
from core.workdays import today
from municipalities.areas import AnyArea
from signals.codes import Form as ExploitationForm

from .choices import area_groups, areas_of, likely_period, period_groups, told_to
from .edition import Edition
from .models import MOST_LINES, Report
from .operations import Ask, Texts
from .periods import Period

_NO_NAMES = "Geen namen en geen verhalen waarin iemand te herkennen is."
# The first page of the PDF is one page, whatever is written.
_LONGEST_LINE = 140
_NUMBERS = range(1, MOST_LINES + 1)
_FOCUS = [
    ("", "Geen focusthema"),
    *((code, label) for code, label in ExploitationForm.choices if code != ExploitationForm.UNKNOWN),
]
_PARTS = (("what", "Wat", 120), ("who", "Van wie", 60), ("before", "Voor wanneer", 40))
# Longer than a box of one line shows: these grow with what is written, which stays one line all the same.
_GROWING = frozenset({"what", "who"})


class OneLine(forms.CharField):
    """A text of one line, however it was broken while typing."""

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class TextsForm(Form):
    """The texts that both a new report and a changed one have."""

    asks_after = ("focus",)
    added = {
        f"{name}_{number}": f"Gevraagd besluit {number}: {label}" for number in _NUMBERS for name, label, _ in _PARTS
    }

    introduction = forms.CharField(
        label="Inleiding",
        required=False,
        max_length=500,
        help_text=f"Wat viel op in deze periode? {_NO_NAMES}",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    focus = forms.ChoiceField(
        label="Focusthema",
        required=False,
        choices=_FOCUS,
        help_text="Deze vorm van uitbuiting staat vooraan in de tabel.",
    )
    capacity = forms.DecimalField(
        label="Inzet zorgcoördinatie (fte)",
        required=False,
        min_value=0,
        max_value=99,
        decimal_places=1,
        localize=True,
        help_text="Bijvoorbeeld 0,8.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in _NUMBERS:
            for name, label, length in _PARTS:
                box = forms.Textarea({"rows": 2}) if name in _GROWING else forms.TextInput()
                box.attrs["data-needed"] = True
                self.fields[f"{name}_{number}"] = OneLine(label=label, required=False, max_length=length, widget=box)

    @property
    def ask_rows(self) -> list[list[forms.BoundField]]:
        """The fields of the decisions asked, a row for each."""
        return [[self[f"{name}_{number}"] for name, _, _ in _PARTS] for number in _NUMBERS]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in _NUMBERS:
            given = {f"{name}_{number}": cleaned.get(f"{name}_{number}", "") for name, _, _ in _PARTS}
            if any(given.values()):
                for name in (name for name, value in given.items() if not value and name not in self.errors):
                    self.add_error(name, "Vul dit ook in, of maak de hele regel leeg.")
        return cleaned

    def texts(self) -> Texts:
        """What was written."""
        data = self.cleaned_data
        asks = [
            Ask(*(data[f"{name}_{number}"] for name, _, _ in _PARTS)) for number in _NUMBERS if data[f"what_{number}"]
        ]
        return Texts(
            introduction=data["introduction"],
            asks=asks,
            key_sentence=data.get("key_sentence", ""),
            good=_lines(data.get("good", "")),
            attention=_lines(data.get("attention", "")),
            focus=data["focus"],
            capacity=data["capacity"],
        )


class NewReportForm(TextsForm, CreateForm):
    """Area, closed period and one's own text."""

    area = forms.ChoiceField(label="Gebied")
    period = forms.ChoiceField(
        label="Periode",
        widget=NewestRadios,
        help_text="Alleen perioden die helemaal voorbij zijn. De stand is die van de laatste dag. Antwoorden van "
        "partners zijn volledig vanaf de 29e dag na de periode.",
    )
    field_order = ("area", "period", "introduction", "focus", "capacity")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.areas = areas_of(actor, today())
        self.wanted: tuple[AnyArea, Period] | None = None
        groups: Any = area_groups(self.areas)
        offer_choices(self, "area", groups if len(self.areas) == 1 else [("", "Kies een gebied"), *groups])
        told = told_to(actor, self.areas)
        offer_choices(self, "period", period_groups(today(), told))
        self.fields["period"].initial = likely_period(today(), told).code

    def chosen_area(self) -> AnyArea:
        """The area that was chosen; the choices hold only those the actor follows as a whole."""
        codes = {f"{area.kind}-{area.pk}": area for area in self.areas}
        return codes[self.cleaned_data["area"]]

    def chosen_period(self) -> Period:
        """The period that was chosen."""
        return Period.from_code(self.cleaned_data["period"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if {"area", "period"} <= cleaned.keys():
            self.wanted = (self.chosen_area(), self.chosen_period())
        return cleaned

    def existing(self) -> Report | None:
        """The newest edition about the area and period that were sent, when there is one."""
        if self.wanted is None:
            return None
        area, period = self.wanted
        rows = Report.objects.visible_to(self.actor).of_series(area.kind, area.pk, period.start, period.end)
        found: Report | None = rows.for_list().first()
        return found


class EditReportForm(TextsForm, ChangeForm):
    """The texts of an existing report, with what the figures propose where nothing was written."""

    key_sentence = forms.CharField(
        label="Kernzin",
        required=False,
        max_length=400,
        help_text="Staat bovenaan. Leeg: de zin die uit de cijfers volgt.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    good = forms.CharField(
        label="Goed",
        required=False,
        help_text="Ten hoogste drie regels.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    attention = forms.CharField(
        label="Aandacht nodig",
        required=False,
        help_text="Ten hoogste drie regels.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_good(self) -> str:
        return _at_most_three(self.cleaned_data["good"])

    def clean_attention(self) -> str:
        return _at_most_three(self.cleaned_data["attention"])


class CorrectionForm(ChangeForm, CreateForm):
    """Why a new edition is made."""

    correction = forms.CharField(
        label="Waarom maakt u een nieuwe versie?",
        max_length=300,
        help_text="Deze zin staat bovenaan de nieuwe versie.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def initial_of(report: Report) -> Mapping[str, Any]:
    """What the form of an existing report begins with."""
    proposal = Edition.from_data(report.figures or {}).proposal
    found: dict[str, Any] = {
        "introduction": report.introduction,
        "focus": report.focus,
        "capacity": report.capacity,
        "key_sentence": report.key_sentence or proposal.key_sentence,
        "good": "\n".join(report.good or proposal.good),
        "attention": "\n".join(report.attention or proposal.attention),
    }
    for number, ask in enumerate(report.asks, start=1):
        found |= {f"{name}_{number}": ask[name] for name, _, _ in _PARTS}
    return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _at_most_three(text: str) -> str:
    lines = _lines(text)
    if len(lines) > MOST_LINES:
        raise forms.ValidationError("Ten hoogste drie regels.")
    if any(len(line) > _LONGEST_LINE for line in lines):
        raise forms.ValidationError(f"Een regel heeft ten hoogste {_LONGEST_LINE} tekens.")
    return text
