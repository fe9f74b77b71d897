"""The pages of the wizard: one subject each, "weet ik niet" always possible. What they share stands in page.py."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone

from core.forms import TOO_LONG_AGO, demand_past, offer_choices
from core.widgets import CardRadios, Explained
from core.workdays import AMSTERDAM
from signals import terms
from signals.calling import Caller
from signals.codes import FORM_SENTENCES, Answered, Form, Knowledge, Route, Source
from signals.reached import reached_by
from signals.sharing_codes import Naming, Provenance
from signals.when import EARLIEST, told_when
from signals.whereabouts import stored

from .address import CHECKED, KeptAddress
from .indicators import BASIS, TEXT, IndicatorFields, is_of_indicators, lines_of
from .page import CHOOSE, Part, StepForm, grouped_sources, line, lines, radios, whose_data, workplaces
from .reported import ReportedOn


def past_day(day: dt.date | None) -> dt.date | None:
    """The day, when somebody can have seen something on it."""
    if day and day < EARLIEST:
        raise forms.ValidationError(TOO_LONG_AGO)
    return demand_past(day)


class DangerForm(StepForm):
    """First of all."""

    title = "Is iemand nu in gevaar?"
    lead = "Denk aan geweld, dreiging, opsluiting of dringende medische hulp."
    danger = radios("Uw antwoord", Answered.choices, widget=CardRadios)

    def summary(self) -> Iterator[tuple[str, str]]:
        yield self.title, str(Answered(self.cleaned_data["danger"]).label)

    def known(self) -> dict[str, Any]:
        return {"danger": Answered(self.cleaned_data["danger"])}


def _now() -> str:
    return f"{timezone.now().astimezone(AMSTERDAM):%H:%M}"


class CallForm(StepForm):
    """After "ja": 112 first, then whether it was called and where the writer can be called back."""

    title = "Bel nu 112"
    lead = "Doe dat eerst. Daarna kunt u hier verder; wat u tot nu toe invulde, is bewaard."
    conditional = ("called_at", "called_by", "not_called")
    called = radios("Hebt u 112 gebeld?", [("yes", "Ja"), ("no", "Nee")])
    called_at = forms.TimeField(
        label="Zo ja, hoe laat ongeveer?",
        required=False,
        initial=_now,
        widget=forms.TimeInput(format="%H:%M"),
        error_messages={"invalid": "Vul een tijd in, bijvoorbeeld 14:05."},
    )
    called_by = radios("Wie belde?", [], required=False)
    not_called = line("Zo nee, waarom niet?", 300, "Bijvoorbeeld: een collega belt, of de politie is er al.")
    call_back = line(
        "Waar kunnen we u nu terugbellen?",
        60,
        f"Maakt u deze melding niet binnen {terms.in_words(terms.ALARM_AFTER)} af? Dan krijgt de aandachtsfunctionaris "
        "dit nummer en de gemeente, en verder niets.",
    )

    def __init__(self, *args: Any, own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, own=own, **kwargs)
        # Who sends it herself is the reporter.
        callers = [choice for choice in Caller.choices if not (own and choice[0] == Caller.REPORTER)]
        offer_choices(self, "called_by", callers)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("called") == "yes":
            for name, message in (("called_at", "Vul in hoe laat ongeveer."), ("called_by", "Kies wie belde.")):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, message)
        if data.get("called") == "no" and not data.get("not_called"):
            self.add_error("not_called", "Schrijf in een paar woorden waarom niet.")
        return data

    def summary(self) -> Iterator[tuple[str, str]]:
        skipped = ("not_called",) if self.cleaned_data["called"] == "yes" else ("called_at", "called_by")
        labels = {str(self.fields[name].label) for name in skipped}
        return (row for row in super().summary() if row[0] not in labels)

    def known(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data["called"] == "yes":
            return {"danger_called_at": data["called_at"], "danger_called_by": Caller(data["called_by"])}
        return {"danger_not_called": data["not_called"]}

    def about_reporter(self) -> dict[str, Any]:
        return {"call_back": self.cleaned_data["call_back"]}


# The name of who signs in is known here: promising a colleague anonymity would be a lie. And who is asked now was asked.
_OWN_NAMING = [(one, one.label) for one in (Naming.MAY, Naming.INSIDE, Naming.UNKNOWN)]
_OWN_KNOWLEDGE = [choice for choice in Knowledge.choices if choice[0] != Knowledge.NOT_ASKED]

_HEARD_FROM = [
    ("", "Nee, of dat weet ik niet"),
    (Provenance.WPG, "Ja, van de politie"),
    (Provenance.WJSG, "Ja, van het Openbaar Ministerie"),
    (Provenance.MMA, "Ja, van Meld Misdaad Anoniem (M.)"),
    (Provenance.PARTNER, "Ja, van een andere organisatie"),
]


class SourceForm(StepForm):
    """From whom this comes. For a colleague or partner that is the writer; an officer writes about somebody else."""

    title = "Van wie komt dit?"
    own_words = {
        "source": ("Waar werkt u?", ""),
        "source_function": ("Wat is uw functie of afdeling?", ""),
        "provenance": (
            "Hoorde u dit van de politie of een andere organisatie?",
            "Die gegevens geven we niet zomaar door.",
        ),
        "knowledge": ("Hoe weet u dit?", ""),
        "naming": ("Mag uw naam mee naar een partner?", "Zonder uw toestemming noemen we uw naam niet."),
        "contact": ("Waar kunnen we u bereiken?", "Telefoonnummer of e-mailadres van uw werk."),
        "already_done": ("Wat hebt u al gedaan?", "Bijvoorbeeld: gebeld met de wijkagent."),
    }

    source = forms.ChoiceField(label="Wie is de melder?", choices=grouped_sources("Kies"), error_messages=CHOOSE)
    source_function = line("Functie of afdeling", 120)
    provenance = whose_data(
        "Van wie zijn deze gegevens?",
        "Van wie het meldt",
        "Vertelt de melder door wat de politie, justitie of M. vertelde? Kies dat hier. Zulke gegevens gaan later niet vanzelf mee.",
    )
    name = line("Naam van de melder", 120, "Alleen wie dit signaal behandelt, ziet de naam.")
    contact = line("Waar is de melder bereikbaar?", 200)
    knowledge = radios("Hoe weet de melder dit?", Knowledge.choices, widget=forms.RadioSelect)
    naming = radios("Mag de naam van de melder mee naar een partner?", Naming.choices, widget=forms.RadioSelect)
    already_done = lines("Wat is er al gedaan?", 3, 2000)

    def __init__(self, *args: Any, own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, own=own, **kwargs)
        self.own = own
        if own:
            self.title = "Over uzelf"  # type: ignore[misc]  # of this form alone
            del self.fields["name"]
            offer_choices(self, "source", workplaces("Kies", of_partner=bool(self.actor.partners)))
            offer_choices(self, "naming", _OWN_NAMING)
            offer_choices(self, "provenance", _HEARD_FROM)
            offer_choices(self, "knowledge", _OWN_KNOWLEDGE)

    def clean_contact(self) -> str:
        return reached_by(self.cleaned_data["contact"], in_danger=self.in_danger)

    def known(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "source": Source(data["source"]),
            "provenance": Provenance(data["provenance"]) if data["provenance"] else None,
            "knowledge": Knowledge(data["knowledge"]),
            "already_done": data["already_done"],
        }

    def about_reporter(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "name": self.actor.name if self.own else data["name"],
            "function": data["source_function"],
            "contact": data["contact"],
            "naming": Naming(data["naming"]),
            "wants_anonymity": data["naming"] == Naming.ANONYMOUS,
        }


class WhatForm(StepForm):
    """The facts, and apart from them what the writer makes of it."""

    title = "De feiten"
    folds = {"Wat denkt u zelf? Mag leeg blijven.": ("interpretation",)}

    facts = lines(
        "Wat is er gezien of gehoord?",
        8,
        10_000,
        "Schrijf op wat iemand zag of hoorde, zonder uitleg. Zet geen burgerservicenummer (BSN) in de tekst.",
        required=True,
        error_messages={"required": "Schrijf op wat er is gezien of gehoord. Eén zin is genoeg."},
    )
    interpretation = lines("Wat denkt u zelf?", 4, 4000, "Uw eigen gedachten staan apart van de feiten.")
    minor = radios("Is er iemand jonger dan 18 jaar bij betrokken?", Answered.choices)

    def known(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "facts": data["facts"],
            "interpretation": data["interpretation"],
            "minor": Answered(data["minor"]),
        }


# What stands here is readable in the database; a plate leads to somebody, and is sealed there.
VEHICLE_HELP = "Merk, kleur of soort. Een kenteken hoort bij “Wie en wat”."


class WhereForm(KeptAddress, StepForm):
    """A place, or why there is none."""

    title = "Waar was het?"
    lead = "Vul de plaats in, of vink aan dat u die niet weet."
    folds = {"Bedrijf of voertuig": ("company", "vehicle")}
    conditional = ("place", "no_place")
    unknowns = {"no_place": "In welke plaats?"}

    place = line("In welke plaats?", 120)
    no_place = forms.BooleanField(label="De plaats weet ik niet", required=False)
    # Shown once the box above it is ticked (assets/src/css/forms.css).
    place_unknown = line("Waarom is er geen plaats?", 200, "Bijvoorbeeld: het was online.")
    address = line("Adres of plek", 200, "Straat en nummer, of een omschrijving: “parkeerplaats bij het station”.")
    company = line("Naam van het bedrijf", 120)
    vehicle = line("Voertuig", 120, VEHICLE_HELP)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not (data.get("place") or data.get("no_place") or data.get("place_unknown") or "place" in self.errors):
            self.add_error("place", "Vul een plaats in, of vink aan dat u die niet weet.")
        if data.get("place") and data.get("no_place"):
            message = "U vulde hierboven een plaats in. Haal het vinkje weg, of maak de plaats leeg."
            self.add_error("no_place", message)
        return data

    def known(self) -> dict[str, Any]:
        data = self.cleaned_data
        unknown = "" if data["place"] else data["place_unknown"] or "Weet ik niet"
        names = ("place", "address", "company", "vehicle")
        found = {"address_found": stored(data[CHECKED])}
        return {name: data[name] for name in names} | {"place_unknown": unknown} | found

    def typed(self) -> dict[str, Any]:
        """With the address that was chosen, for as long as the text says just that."""
        return super().typed() | {CHECKED: self.data.get(CHECKED, "")}

    def summary(self) -> Iterator[tuple[str, str]]:
        yield from super().summary()
        if self.cleaned_data[CHECKED]:
            yield "Adres", self.checked_sentence


class WhenForm(StepForm):
    """A day, words, or "weet ik niet"."""

    title = "Wanneer was het?"
    lead = "Vul in wat u weet. Een dag, een periode of een moment is al genoeg."
    conditional = ("seen_on", "seen_when", "shift", "no_moment")
    unknowns = {"no_moment": "Wanneer was het?"}

    seen_on = forms.DateField(
        label="Op welke dag?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Dit is geen datum. Vul een datum in, bijvoorbeeld 21-11-2026."},
    )
    seen_when = line("Of ongeveer wanneer, of hoe vaak?", 120, "Bijvoorbeeld: elke dinsdag, of vorige zomer.")
    shift = line("Op welk moment van de dag?", 120, "Bijvoorbeeld: ’s nachts, of in de ochtenddienst.")
    no_moment = forms.BooleanField(label="Weet ik niet", required=False)
    reported_on = ReportedOn()

    def __init__(self, *args: Any, own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, own=own, **kwargs)
        if own:
            # Who tells it herself tells it now.
            del self.fields["reported_on"]

    def clean_seen_on(self) -> dt.date | None:
        return past_day(self.cleaned_data["seen_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not (any(data.get(name) for name in ("seen_on", "seen_when", "shift", "no_moment")) or self.errors):
            self.add_error("seen_on", "Vul een dag in, schrijf ongeveer wanneer, of vink aan: weet ik niet.")
        return data

    def known(self) -> dict[str, Any]:
        data = self.cleaned_data
        when = told_when(data["seen_on"], data["seen_when"])
        told = {"seen_on": data["seen_on"], "seen_when": when, "shift": data["shift"]}
        return told | {"reported_on": data.get("reported_on")}


UNKNOWN = "Weet ik niet"
FORM_CHOICES = [
    (form, Explained(UNKNOWN if form is Form.UNKNOWN else str(form.label), hint=FORM_SENTENCES[form]))
    for form in (Form.UNKNOWN, *(form for form in Form if form is not Form.UNKNOWN))
]


ROUTE_CHOICES = [(route, UNKNOWN if route is Route.UNKNOWN else str(route.label)) for route in Route]


def other_forms(label: str) -> forms.MultipleChoiceField:
    """Of the forms that can be known, those that fit beside the main one."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=[choice for choice in Form.choices if choice[0] != Form.UNKNOWN],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Kies een van de vormen."},
    )


class FormForm(IndicatorFields, StepForm):
    """Nobody has to classify: "weet ik niet" stands first, and no characteristic need be ticked.

    A draft of before there were characteristics is a page on which none is ticked.
    """

    title = "Vorm en kenmerken"
    lead = "U hoeft dit niet te weten. Het kan later nog worden aangepast."
    may_skip = True
    field_order = ("form", "other_forms", "route")
    folds = {"Past er nog een andere vorm bij?": ("other_forms",)}

    form = radios("Vorm", FORM_CHOICES, widget=CardRadios, initial=Form.UNKNOWN)
    other_forms = other_forms("Andere vormen")
    route = radios("Gebeurt het binnen Nederland of over de grens?", ROUTE_CHOICES, initial=Route.UNKNOWN)

    @property
    def chosen_forms(self) -> set[str]:
        return {str(self["form"].value() or ""), *(self["other_forms"].value() or ())}

    def parts(self) -> Iterator[Part]:
        """All but the characteristics, which the page draws itself."""
        return (part for part in super().parts() if not is_of_indicators(part.fields[0].name))

    def typed(self) -> dict[str, Any]:
        """Of the characteristics only what was filled in: of a hundred, most are not."""
        known = super().typed()
        return {name: said for name, said in known.items() if said or not name.startswith((BASIS, TEXT))}

    def summary(self) -> Iterator[tuple[str, str]]:
        yield from super().summary()
        yield from lines_of(self.cleaned_data["noticed"])

    def known(self) -> dict[str, Any]:
        data = self.cleaned_data
        main = Form(data["form"])
        others = tuple(Form(code) for code in data["other_forms"] if code != main)
        return {"form": main, "other_forms": others, "route": Route(data["route"]), "indicators": data["noticed"]}
