"""The short note: six fields and, where it was not told today, the day; written while somebody is on the phone.

Nothing is asked that can wait.
"""

import uuid
from typing import Any

from django import forms

from core.forms import BROKEN
from municipalities.models import Municipality
from signals.codes import Answered, Knowledge, Source
from signals.operations.logging import ReporterFacts, SignalFacts
from signals.reached import reached_by
from signals.when import NOT_ASKED, UNKNOWN
from signals.whereabouts import stored

from .address import CHECKED, KeptAddress, Spot
from .begin import HolderFields
from .page import CHOOSE, Drafted, Kept, grouped_sources, line, lines, radios
from .reported import ReportedOn


class NoteForm(KeptAddress, Drafted, HolderFields):
    """Who called, what, where, whom to call back, danger. An address of its own once one was looked up.

    `kept`: what a draft holds of it. `version` is how often it had been kept when it was shown; `page` tells this shown page
    from another one.
    """

    stamps = ("version", "page", "key")
    shown_as = "page"

    # Without them nothing is kept while she types; what she sends goes all the same.
    version = forms.IntegerField(initial=0, required=False, widget=forms.HiddenInput, error_messages=BROKEN)
    page = forms.UUIDField(required=False, widget=forms.HiddenInput, error_messages=BROKEN)
    source = forms.ChoiceField(label="Wie belde?", choices=grouped_sources("Kies"), error_messages=CHOOSE)
    facts = lines(
        "Wat is er gezien of gehoord?",
        6,
        10_000,
        required=True,
        error_messages={"required": "Schrijf op wat er is gezien of gehoord. Eén zin is genoeg."},
    )
    place = line("Waar?", 120, "Weet u het nog niet? Laat dit leeg.")
    address = line("Adres of plek", 200)
    seen_when = line("Wanneer was het?", 120, "Bijvoorbeeld: nu, gisteravond, of elke dinsdag.")
    no_moment = forms.BooleanField(label="Wanneer het was, is onbekend", required=False)
    call_back = line("Terugbellen op", 120, "Naam en nummer. Alleen wie dit signaal behandelt, ziet dit.")
    reported_on = ReportedOn()
    # Nothing is chosen beforehand: an answer that nobody gave would stand there as one.
    danger = radios("Is iemand in gevaar?", Answered.choices, "Vraag dit altijd. Zo ja: bel eerst 112.")

    def __init__(
        self, data: Any = None, *, kept: Kept | None = None, key: uuid.UUID | None = None, **kwargs: Any
    ) -> None:
        shown = kept or {"fields": {}, "saved": 0}
        super().__init__(data, initial=shown["fields"] | {"version": shown["saved"]}, **kwargs)
        self.fields["page"].initial = uuid.uuid4
        self.fields["key"].initial = key or uuid.uuid4
        self.in_danger = self.data.get("danger") == Answered.YES
        where = ("municipality", "source", "facts", "place", "address")
        self.order_fields([*where, "seen_when", "no_moment", "call_back", "reported_on", "danger"])
        if self._has_one_field:
            self.fields["address"].widget = forms.HiddenInput()
            self.fields["address"].initial = ""

    @property
    def held_by(self) -> Municipality | None:  # type: ignore[override]  # here it follows from what was chosen
        """The municipality that was chosen, or the only one."""
        code = self._stands.get("municipality")
        chosen = (one.municipality for one in self.holders if code == one.code or len(self.holders) == 1)
        return next(chosen, None)

    @property
    def _has_one_field(self) -> bool:
        return not self._stands.get("address")

    @property
    def _stands(self) -> Any:
        """What stands in the fields: as it was sent, or as a draft kept it."""
        return self.data if self.is_bound else self.initial

    def typed(self) -> dict[str, Any]:
        """With the address that was chosen, for as long as the text says just that."""
        return super().typed() | {CHECKED: self.data.get(CHECKED, "")}

    def above_buttons(self, spot: Spot) -> str:
        return "place" if self._has_one_field else super().above_buttons(spot)

    def told_at(self, spot: Spot) -> str:
        return "place" if self._has_one_field else super().told_at(spot)

    def typed_address(self, spot: Spot) -> tuple[str, str]:
        """As long as there is one field for both, what stands in it is the address."""
        address, place = super().typed_address(spot)
        return (address, place) if address else (place, "")

    def clean_call_back(self) -> str:
        return reached_by(self.cleaned_data["call_back"], in_danger=self.in_danger)

    def note(self) -> SignalFacts:
        """The parsed values. A place or moment that is not known yet says so."""
        data = self.cleaned_data
        return SignalFacts(
            source=Source(data["source"]),
            facts=data["facts"],
            knowledge=Knowledge.NOT_ASKED,
            place=data["place"],
            address=data["address"],
            address_found=stored(data[CHECKED]),
            place_unknown="" if data["place"] else NOT_ASKED,
            seen_when=data["seen_when"] or (UNKNOWN if data["no_moment"] else NOT_ASKED),
            reported_on=data["reported_on"],
            danger=Answered(data["danger"]),
            reporter=ReporterFacts(call_back=data["call_back"], wants_anonymity=False),
        )
