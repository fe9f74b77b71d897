"""The short note: five fields, written while somebody is on the phone. Nothing is asked that can wait."""

from typing import Any

from django import forms

from signals.codes import Answered, Source
from signals.operations.logging import ReporterFacts, SignalFacts

from .begin import HolderFields
from .bsn import BsnWarning
from .page import CHOOSE, grouped_sources, line, lines, radios


class NoteForm(BsnWarning, HolderFields):
    """Who called, what, where, whom to call back, danger."""

    source = forms.ChoiceField(label="Wie belde?", choices=grouped_sources("Kies"), error_messages=CHOOSE)
    facts = lines(
        "Wat is er gezien of gehoord?",
        6,
        10_000,
        required=True,
        error_messages={"required": "Schrijf op wat er is gezien of gehoord. Eén zin is genoeg."},
    )
    place = line("Waar?", 120, "Weet u het nog niet? Laat dit leeg.")
    call_back = line("Terugbellen op", 120, "Naam en nummer. Alleen wie dit signaal behandelt, ziet dit.")
    danger = radios("Is iemand in gevaar?", Answered.choices, "Zo ja: bel eerst 112.", initial=Answered.UNKNOWN)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_danger = self.data.get("danger") == Answered.YES
        self.order_fields(["municipality", "source", "facts", "place", "call_back", "danger"])

    def note(self) -> SignalFacts:
        """The parsed values. A place that is not known yet says so."""
        data = self.cleaned_data
        return SignalFacts(
            source=Source(data["source"]),
            facts=data["facts"],
            place=data["place"],
            place_unknown="" if data["place"] else "Nog niet gevraagd",
            danger=Answered(data["danger"]),
            reporter=ReporterFacts(call_back=data["call_back"], wants_anonymity=False),
        )
