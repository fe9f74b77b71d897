"""What anybody may tell a municipality without signing in, where it wants that: one page, and little that must be filled in.

An address is not looked up here: whoever has no account has no allowance of calls to another server either. The officer
looks it up when she completes the signal.
"""

from typing import Any

from core.forms import CreateForm
from signals.codes import Answered, Knowledge, Source
from signals.operations.logging import ReporterFacts, SignalFacts
from signals.reached import reached_by
from signals.when import NOT_TOLD

from .page import line, lines, radios

PLACE_UNKNOWN = "De melder wist het niet."
PLACE_NOT_TOLD = "De melder gaf alleen een adres."


class PublicForm(CreateForm):
    """Danger, what, whether a minor is involved, where and when, how known, what was done, and a way back that may stay empty."""

    danger = radios(
        "Is iemand nu in gevaar?",
        Answered.choices,
        "Denk aan geweld, dreiging of opsluiting. Zo ja: bel eerst 112.",
    )
    facts = lines(
        "Wat hebt u gezien of gehoord?",
        8,
        8000,
        "Schrijf op wat u zelf zag of hoorde. Het hoeft niet volledig of zeker te zijn.",
        required=True,
        error_messages={"required": "Schrijf op wat u hebt gezien of gehoord. Eén zin is genoeg."},
    )
    minor = radios(
        "Is er iemand jonger dan 18 jaar bij betrokken?", Answered.choices, required=False, initial=Answered.UNKNOWN
    )
    place = line(
        "In welke plaats of buurt?", 120, "Zonder straat, huisnummer of namen. Weet u het niet? Laat het leeg."
    )
    address = line("Weet u het adres?", 200, "Mag leeg blijven. Alleen wie dit bij de gemeente behandelt, ziet dit.")
    seen_when = line("Wanneer was dat?", 120, "Zoals: vorige week, of elke avond rond elf uur.")
    knowledge = radios(
        "Hoe weet u dit?", [one for one in Knowledge.choices if one[0] != Knowledge.NOT_ASKED], required=False
    )
    already_done = lines(
        "Hebt u al iets gedaan?",
        2,
        2000,
        "Mag leeg blijven. Bijvoorbeeld: de politie gebeld, of het aan een huisarts verteld.",
    )
    contact = line(
        "Waar kunnen we u bereiken?",
        200,
        "Mag leeg blijven. Zonder telefoonnummer of e-mailadres kunnen we u niets vragen en niets laten weten.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_danger = self.data.get("danger") == Answered.YES

    def clean_contact(self) -> str:
        return reached_by(self.cleaned_data["contact"], in_danger=self.in_danger)

    def told(self) -> SignalFacts:
        """The parsed values."""
        data = self.cleaned_data
        return SignalFacts(
            source=Source.CITIZEN if data["contact"] else Source.ANONYMOUS,
            facts=data["facts"],
            knowledge=Knowledge(data["knowledge"] or Knowledge.NOT_ASKED),
            danger=Answered(data["danger"]),
            minor=Answered(data["minor"] or Answered.UNKNOWN),
            already_done=data["already_done"],
            place=data["place"],
            address=data["address"],
            place_unknown="" if data["place"] else PLACE_NOT_TOLD if data["address"] else PLACE_UNKNOWN,
            seen_when=data["seen_when"] or NOT_TOLD,
            reporter=ReporterFacts(contact=data["contact"], wants_anonymity=True),
        )
