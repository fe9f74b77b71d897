"""Completing a signal: what was not known when it came in. What was reported stays; new facts are added below it."""

import datetime as dt
from typing import Any

from django import forms
from django.forms import BoundField

from core.columns import label_of_column
from core.forms import ChangeForm
from signals.codes import Answered, Form, Knowledge, Route, Source
from signals.models import Reporter, Revision, Signal
from signals.operations.completing import Completion
from signals.operations.logging import ReporterFacts
from signals.reached import reached_by
from signals.sectors import NOT_OF_WORK, NOT_SEXUAL, LabourSector, SexSector, has_sector
from signals.sharing_codes import WHOSE_REPORTED, Naming, Provenance, strictness
from signals.whereabouts import stored, token_of

from .address import CHECKED, KeptAddress
from .page import CHOOSE, grouped_sources, line, lines, radios, serious_disadvantage, whose_data
from .reported import ReportedOn
from .wizard import FORM_CHOICES, ROUTE_CHOICES, WhenForm, other_forms, past_day

# The heading above each first field of a subject.
HEADINGS = {
    "more_facts": "Wat",
    "place": "Waar",
    "seen_on": "Wanneer",
    "form": "Vorm",
    "source": "Van wie komt dit",
}


class CompleteForm(KeptAddress, ChangeForm):
    """Opens with what is known. The danger stands apart: that is no matter for later."""

    more_facts = lines(
        "Wat is er nog meer gezien of gehoord?", 5, 4000, "Dit komt onder wat er al staat, met de datum."
    )
    more_from = whose_data(
        "Van wie is wat u hier toevoegt?",
        "Van wie de rest is",
        "Vertelde de politie, justitie of M. dit? Dan gaat wat er is gezien of gehoord later niet vanzelf mee.",
    )
    interpretation = lines("Wat denkt de melder zelf?", 3, 4000, "De eigen gedachten staan apart van de feiten.")
    minor = radios("Is er iemand jonger dan 18 jaar bij betrokken?", Answered.choices)
    veilig_thuis = radios(
        "Is Veilig Thuis gebeld?",
        Answered.choices,
        "Bij een minderjarige, of als de leeftijd onbekend is.",
        required=False,
    )
    already_done = lines("Wat is er al gedaan?", 3, 2000)
    place = line("In welke plaats?", 120)
    place_unknown = line("Zonder plaats: waarom is die er niet?", 200, "Bijvoorbeeld: het was online.")
    address = line("Adres of plek", 200)
    company = line("Naam van het bedrijf", 120)
    vehicle = line("Voertuig", 120, "Merk, kleur of soort. Een kenteken hoort bij “Personen en zaken”.")
    seen_on = forms.DateField(
        label="Op welke dag?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=WhenForm.base_fields["seen_on"].error_messages,
    )
    seen_when = line("Of ongeveer wanneer, of hoe vaak?", 120)
    shift = line("Op welk moment van de dag?", 120)
    reported_on = ReportedOn()
    form = forms.ChoiceField(
        label="Welke vorm lijkt het?",
        choices=[(code, str(label)) for code, label in FORM_CHOICES],
        error_messages=CHOOSE,
    )
    other_forms = other_forms("Past er nog een andere vorm bij?")
    serious_disadvantage = serious_disadvantage()
    labour_sector = forms.ChoiceField(
        label="In welke sector wordt gewerkt?",
        required=False,
        choices=[("", "Niet bekend"), *LabourSector.choices],
        help_text="Bij arbeidsuitbuiting en gedwongen dienstverlening.",
        error_messages=CHOOSE,
    )
    sex_sector = forms.ChoiceField(
        label="Waar of hoe?",
        required=False,
        choices=[("", "Niet bekend"), *SexSector.choices],
        help_text="Bij seksuele uitbuiting.",
        error_messages=CHOOSE,
    )
    route = radios("Gebeurt het binnen Nederland of over de grens?", ROUTE_CHOICES)
    source = forms.ChoiceField(label="Wie is de melder?", choices=grouped_sources("Kies"), error_messages=CHOOSE)
    source_function = line("Functie of afdeling", 120)
    provenance = forms.ChoiceField(
        label="Van wie zijn deze gegevens?",
        choices=WHOSE_REPORTED,
        required=False,
        error_messages=CHOOSE,
        help_text="Alles wat er is gezien of gehoord. Een andere melder kiezen maakt dit alleen strenger.",
    )
    provenance_why = line(
        "Zijn het toch geen gegevens van politie, justitie of M.? Waarom niet?",
        300,
        "Alleen nodig als u dat verandert.",
    )
    knowledge = radios("Hoe weet de melder dit?", Knowledge.choices, widget=forms.RadioSelect)
    name = line("Naam van de melder", 120, "Alleen wie dit signaal behandelt, ziet de naam.")
    contact = line("Waar is de melder bereikbaar?", 200)
    call_back = line("Terugbellen op", 120)
    naming = radios("Mag de naam van de melder mee naar een partner?", Naming.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, signal: Signal, reporter: Reporter | None, **kwargs: Any) -> None:
        self.held_by = signal.municipality
        # Who came without being asked stays unknown until somebody asks.
        self.is_hidden = reporter is not None and reporter.wants_anonymity
        known = _known(signal, reporter) | {CHECKED: token_of(signal, kwargs["actor"])}
        super().__init__(*args, initial=known, **kwargs)
        for name in ("place", "place_unknown", "provenance_why"):
            self.fields[name].widget.attrs["data-needed"] = True
        # Why less is held back is asked where something is.
        if not (self.is_bound or strictness(signal.provenance)):
            del self.fields["provenance_why"]

    def parts(self) -> list[tuple[str, list[BoundField]]]:
        """The fields by subject, each with its heading."""
        found: list[tuple[str, list[BoundField]]] = []
        for field in self.visible_fields():
            if field.name in HEADINGS:
                found.append((HEADINGS[field.name], []))
            found[-1][1].append(field)
        return found

    def clean_seen_on(self) -> Any:
        return past_day(self.cleaned_data["seen_on"])

    def clean_contact(self) -> str:
        return self._reached("contact")

    def clean_call_back(self) -> str:
        return self._reached("call_back")

    def _reached(self, name: str) -> str:
        return reached_by(self.cleaned_data[name], in_danger=self.in_danger, known=self.initial.get(name) or "")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not (data.get("place") or data.get("place_unknown") or {"place", "place_unknown"} & set(self.errors)):
            self.add_error("place", "Vul een plaats in, of schrijf waarom die er niet is.")
        if data.get("labour_sector") and not has_sector([data.get("form", ""), *data.get("other_forms", ())]):
            self.add_error("labour_sector", NOT_OF_WORK)
        if data.get("sex_sector") and Form.SEXUAL not in {data.get("form"), *data.get("other_forms", ())}:
            self.add_error("sex_sector", NOT_SEXUAL)
        return data

    def _is_asked(self) -> bool:
        return self.cleaned_data["naming"] in (Naming.MAY, Naming.INSIDE)

    def completion(self) -> Completion:
        """The parsed values. A place that is known needs no reason why not."""
        data = self.cleaned_data
        names = (
            "interpretation",
            "already_done",
            "place",
            "address",
            "company",
            "vehicle",
            "seen_on",
            "seen_when",
            "shift",
            "reported_on",
            "serious_disadvantage",
            "labour_sector",
            "sex_sector",
        )
        return Completion(
            more_facts=data["more_facts"],
            minor=Answered(data["minor"]),
            veilig_thuis=Answered(data["veilig_thuis"] or Answered.UNKNOWN),
            place_unknown="" if data["place"] else data["place_unknown"],
            form=Form(data["form"]),
            other_forms=tuple(Form(code) for code in data["other_forms"]),
            route=Route(data["route"]),
            source=Source(data["source"]),
            knowledge=Knowledge(data["knowledge"]),
            address_found=stored(data[CHECKED]),
            provenance=_whose(data["provenance"]),
            provenance_why=data["provenance_why"],
            more_from=_whose(data["more_from"]),
            reporter=ReporterFacts(
                name=data["name"],
                function=data["source_function"],
                contact=data["contact"],
                call_back=data["call_back"],
                naming=Naming(data["naming"]),
                wants_anonymity=data["naming"] == Naming.ANONYMOUS or (self.is_hidden and not self._is_asked()),
            ),
            **{name: data[name] for name in names},
        )


def _whose(code: str) -> Provenance | None:
    return Provenance(code) if code else None


def _known(signal: Signal, reporter: Reporter | None) -> dict[str, Any]:
    known = {name: getattr(signal, name) for name in CompleteForm.base_fields if hasattr(signal, name)}
    if reporter is None:
        return known | {"naming": Naming.NOT_ASKED}
    known["source_function"] = reporter.function
    return known | {name: getattr(reporter, name) for name in ("name", "contact", "call_back", "naming")}


def stood_before(revision: Revision) -> list[tuple[str, str]]:
    """(label, value) of every field that was filled in before this completion, in words."""
    was = {name: value for name, value in (revision.was or {}).items() if name != "from"}
    rows = ((name.removeprefix("reporter."), value) for name, value in was.items())
    empty: tuple[Any, ...] = (None, "", [], Answered.UNKNOWN)
    return [(_label(name), _words(name, value)) for name, value in rows if value not in empty]


def _label(name: str) -> str:
    if name in CompleteForm.base_fields:
        return str(CompleteForm.base_fields[name].label)
    model = Signal if hasattr(Signal, name) else Reporter
    return label_of_column(model, name)


def _words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if name == "address_found":
        return f"ja, ligt in gemeente {value['municipality']}"
    if name.endswith("_on"):
        return f"{dt.date.fromisoformat(value):%d-%m-%Y}"
    if name == "danger_called_at":
        return f"{dt.time.fromisoformat(value):%H:%M}"
    if isinstance(value, list):
        return ", ".join(str(Form(code).label) for code in value)
    model = Signal if hasattr(Signal, name) else Reporter
    choices = {column.name: column.flatchoices for column in model._meta.fields}
    return str(dict(choices.get(name, ())).get(value, value))
