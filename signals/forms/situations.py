"""A situation: one matter that a signal tells of, where and when it is or was, and how that is known."""

from typing import Any

from django import forms

from core.forms import CreateForm, Form
from core.workdays import today
from signals.codes import Form as FormCode
from signals.codes import Source
from signals.indicators import Basis
from signals.models import Signal, Situation
from signals.operations.noticing import WHERE_OR_WHEN, SituationFacts
from signals.sharing_codes import Provenance
from signals.situations import EARLIEST_YEAR, Confidence, SituationEnd, SuspectedRole, VagueDay

from .address import AddressSearch
from .page import CHOOSE, grouped_sources, line, lines, radios, whose_data

_SHAPE = "Vul een jaar in, een maand of een dag: 2026, 03-2026 of 14-03-2026."


class VagueDayField(forms.CharField):
    """A year, a month of it, or a day."""

    def to_python(self, value: Any) -> Any:
        try:
            day = VagueDay.typed(str(super().to_python(value) or ""))
        except ValueError:
            raise forms.ValidationError(_SHAPE) from None
        if day is not None and day.first > today():
            raise forms.ValidationError("Dit ligt in de toekomst.")
        if day is not None and day.year < EARLIEST_YEAR:
            raise forms.ValidationError("Dit ligt te ver terug. Kijk het jaartal na.")
        return day or ""

    def run_validators(self, value: Any) -> None:
        """What was read is no text any more; the shape says how long it can be."""

    def prepare_value(self, value: Any) -> Any:
        """As one types it: the day before the month before the year."""
        text = str(value or "")
        return "-".join(reversed(text.split("-"))) if text[:4].isdecimal() else text


def _vague_day(label: str, help_text: str) -> VagueDayField:
    return VagueDayField(
        label=label, required=False, help_text=help_text, widget=forms.TextInput(attrs={"class": "short"})
    )


class SituationForm(AddressSearch, CreateForm):
    """`known`: the one that is told better, or by field what a new one begins with. `signal`: the one it is of."""

    form = forms.ChoiceField(label="Welke vorm lijkt dit?", choices=FormCode.choices, error_messages=CHOOSE)
    place = line("In welke plaats?", 120)
    address = line(
        "Adres, plek of website", 200, "Bijvoorbeeld een straat, of de naam van een app. Dit veld is extra beveiligd."
    )
    since = _vague_day("Sinds wanneer?", "Zo precies als u het weet: 2026, 03-2026 of 14-03-2026.")
    until = _vague_day("Tot wanneer?", "Laat leeg als het nog speelt, of als u het niet weet.")
    seen_when = line("Of ongeveer wanneer, of hoe vaak?", 120, "Bijvoorbeeld: elke zondag, of vorige zomer.")
    role = forms.ChoiceField(
        label="Welke rol zou degene hebben die verdacht wordt?",
        required=False,
        choices=SuspectedRole.choices,
        initial=SuspectedRole.UNKNOWN,
        error_messages=CHOOSE,
    )
    basis = radios("Hoe is dit bekend?", Basis.choices)
    source = forms.ChoiceField(label="Van wie komt dit?", choices=grouped_sources("Kies"), error_messages=CHOOSE)
    provenance = whose_data(
        "Van wie zijn deze gegevens?",
        "Dat volgt uit wie het vertelde",
        "Vertelt iemand door wat de politie, justitie of M. vertelde? Kies dat hier. Zulke gegevens gaan later niet vanzelf mee.",
    )
    confidence = radios("Hoe zeker is dit?", Confidence.choices)
    note = lines("Toelichting", 3, 2000, "Alleen wat nodig is. Dit veld is extra beveiligd.")

    def __init__(self, *args: Any, signal: Signal, known: Situation | dict[str, Any], **kwargs: Any) -> None:
        self.held_by = signal.municipality
        initial = (
            known
            if isinstance(known, dict)
            else {name: getattr(known, name) for name in self.base_fields if hasattr(known, name)}
        )
        self.changes_row = not isinstance(known, dict)
        super().__init__(*args, initial=initial, **kwargs)
        for name in ("place", "address", "since", "until", "seen_when"):
            self.fields[name].widget.attrs["data-needed"] = True

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not any(data.get(name) for name in ("place", "address", "since", "until", "seen_when")) and not self.errors:
            self.add_error("place", WHERE_OR_WHEN)
        since, until = data.get("since"), data.get("until")
        if since and until and until.last < since.first:
            self.add_error("until", "Het einde kan niet voor het begin liggen.")
        return data

    def facts(self) -> SituationFacts:
        """The parsed values."""
        data = self.cleaned_data
        return SituationFacts(
            form=FormCode(data["form"]),
            basis=Basis(data["basis"]),
            source=Source(data["source"]),
            provenance=Provenance(data["provenance"]) if data["provenance"] else None,
            confidence=Confidence(data["confidence"]),
            place=data["place"],
            address=data["address"],
            since=data["since"] or None,
            until=data["until"] or None,
            seen_when=data["seen_when"],
            note=data["note"],
            role=SuspectedRole(data["role"] or SuspectedRole.UNKNOWN),
            key=data["key"],
        )


class EndSituationForm(Form):
    """Why it does not stand any more; that it was changed is said by changing it."""

    why = radios(
        "Waarom?",
        [(one, one.label) for one in SituationEnd if one is not SituationEnd.CHANGED],
        widget=forms.RadioSelect,
    )


class WithdrawIndicatorForm(Form):
    """Nothing to fill in: the page says what happens, the button does it."""
