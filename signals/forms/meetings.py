"""The forms of a screening table itself: what it is called and when it meets, who sits there, and its meetings."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django import forms

from core.forms import ChangeForm, CreateForm, offer_choices, offer_rows
from core.workdays import AMSTERDAM, local_date, today
from municipalities.models import Municipality, Organisation, ServiceArea
from signals.models import Meeting, ScreeningTable
from signals.models.tables import CARE_PARTY
from signals.operations.carrying import NOT_PLANNED
from signals.operations.seating import OFFICER, NewSeat, NewTable, TableFacts
from signals.rhythm import moment
from signals.table_states import Rhythm

BACK = "terug"


def _day(label: str, **given: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class _Facts(forms.Form):
    """What a table is called, where and when it meets."""

    name = forms.CharField(
        label="Naam van het overleg", max_length=120, error_messages={"required": "Vul in hoe het overleg heet."}
    )
    place = forms.CharField(
        label="Waar", max_length=200, help_text="Een plek, of “online”.", error_messages={"required": "Vul in waar."}
    )
    first_on = _day(
        "Eerste overleg",
        help_text="Daarna is het overleg op dezelfde dag van de week.",
        error_messages={"required": "Vul de dag van het eerste overleg in."},
    )
    begins_at = _time("Begint om")
    every_weeks = forms.TypedChoiceField(label="Hoe vaak", choices=Rhythm.choices, coerce=int, initial=Rhythm.WEEKLY)

    def facts(self) -> TableFacts:
        """The parsed values."""
        data = self.cleaned_data
        names = ("name", "place", "first_on", "begins_at", "every_weeks")
        return TableFacts(**{name: data[name] for name in names})


class NewTableForm(CreateForm, _Facts):
    """A table for municipalities of one service area."""

    chair = forms.ChoiceField(label="Wie zit voor?", choices=[])
    municipalities = forms.ModelMultipleChoiceField(
        label="Voor welke gemeenten?",
        queryset=Municipality.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies voor welke gemeenten dit overleg is."},
    )

    def __init__(
        self, *args: Any, area: ServiceArea, places: Any, chairs: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.area = area
        offer_rows(self, "municipalities", places)
        offer_choices(self, "chair", [("", "Kies"), *chairs] if len(chairs) > 1 else chairs)

    def table(self) -> NewTable:
        """The parsed values. Who leads sits there too, ticked or not."""
        data = self.cleaned_data
        places = list(data["municipalities"])
        chair = None
        if data["chair"] != CARE_PARTY:
            chair = Municipality.objects.get(pk=int(data["chair"][1:]))
            places += [chair] if chair not in places else []
        return NewTable(self.facts(), self.area, places, chair=chair, key=data["key"])


class TableFactsForm(ChangeForm, _Facts):
    """Another name, place or rhythm."""

    def __init__(self, *args: Any, table: ScreeningTable, **kwargs: Any) -> None:
        names = ("name", "place", "first_on", "begins_at", "every_weeks")
        initial = {name: getattr(table, name) for name in names}
        super().__init__(*args, version=table.version, initial=initial, **kwargs)


class SeatForm(ChangeForm):
    """Who comes to sit there."""

    party = forms.ChoiceField(label="Wie", choices=[])
    function = forms.CharField(
        label="Functie aan tafel",
        max_length=120,
        help_text="Zoals “inspecteur”. Geen naam van een persoon.",
        error_messages={"required": "Vul in met welke functie."},
    )
    valid_from = _day("Vanaf", initial=today)
    valid_until = _day("Tot en met", required=False, help_text="Laat leeg als er geen einddatum is.")

    def __init__(
        self,
        *args: Any,
        table: ScreeningTable,
        organisations: Collection[Organisation],
        municipalities: Collection[Municipality],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, version=table.version, **kwargs)
        self.known: dict[str, Organisation | Municipality] = {f"o{one.pk}": one for one in organisations}
        self.known |= {f"g{one.pk}": one for one in municipalities}
        groups = [
            ("Organisatie", [(f"o{one.pk}", str(one)) for one in organisations]),
            ("Gemeente", [(f"g{one.pk}", f"Gemeente {one}, {OFFICER}") for one in municipalities]),
        ]
        offer_choices(self, "party", [("", "Kies"), *((name, rows) for name, rows in groups if rows)])

    def seat(self) -> NewSeat:
        """The parsed values."""
        data = self.cleaned_data
        return NewSeat(self.known[data["party"]], data["function"], data["valid_from"], data["valid_until"])


class _When(forms.Form):
    day = _day("Dag")
    time = _time("Begint om")
    place = forms.CharField(label="Waar", max_length=200, help_text="Een plek, of “online”.")

    def starts_at(self) -> datetime:
        """The moment, in Dutch time."""
        return moment(self.cleaned_data["day"], self.cleaned_data["time"])


class MeetingForm(CreateForm, _When):
    """When and where a table meets, beside its rhythm."""


class MoveForm(ChangeForm, _When):
    """To when and where a meeting goes."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        starts = meeting.starts_at
        initial = {"day": local_date(starts), "time": starts.astimezone(AMSTERDAM).time(), "place": meeting.place}
        super().__init__(*args, version=meeting.version, initial=initial, **kwargs)


class RestForm(ChangeForm):
    """Where what a meeting did not come to goes."""

    rest = forms.ChoiceField(
        label="Wat gebeurt er met punten zonder besluit?",
        widget=forms.RadioSelect,
        choices=[],
        error_messages={"required": "Kies wat er met de punten gebeurt.", "invalid_choice": NOT_PLANNED},
    )

    def __init__(self, *args: Any, meeting: Meeting, following: Meeting | None, **kwargs: Any) -> None:
        super().__init__(*args, version=meeting.version, **kwargs)
        self.following = following
        back = (BACK, "Terug naar wie ze inbracht; die kan ze opnieuw inbrengen")
        on = [(str(following.pk), f"Naar het volgende overleg, op {following.day:%d-%m-%Y}")] if following else []
        offer_choices(self, "rest", [*on, back])
        self.fields["rest"].initial = on[0][0] if on else BACK

    def to(self) -> Meeting | None:
        """The meeting they go to; None: back."""
        return self.following if self.cleaned_data["rest"] != BACK else None


class CancelForm(RestForm):
    """Why a meeting does not go on."""

    reason = forms.CharField(
        label="Waarom gaat het overleg niet door?",
        max_length=300,
        help_text="Alle deelnemers lezen dit. Schrijf niets over een signaal.",
        error_messages={"required": "Schrijf op waarom het overleg niet doorgaat."},
    )
    field_order = ("reason", "rest")
