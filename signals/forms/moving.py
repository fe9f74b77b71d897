"""To which municipality a signal goes, why, and what goes along; and why it is not taken over."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from typing import Any

from django import forms
from django.db.models import QuerySet

from core.errors import Invalid
from core.forms import ChangeForm, CreateForm, offer_choices, offer_rows
from municipalities.models import Municipality
from signals.codes import MoveField
from signals.operations.moving import Leaving, OfferedMove
from signals.portable import Portable

from .permitted import permitted_field
from .pointing import PointingForm

# Chosen unless somebody says otherwise: where it is.
AT_FIRST = (MoveField.ADDRESS, MoveField.COMPANY)


class MoveForm(PointingForm, CreateForm, ChangeForm):
    """The question to another municipality. `there`: which of what may go along the signal holds; `parts`: which files and
    gathered information. `look`: raises Invalid for what may not leave like that, so that it is said with what is not filled in.
    """

    to_municipality = forms.ModelChoiceField(
        label="Aan welke gemeente?", queryset=Municipality.objects.none(), empty_label="Kies een gemeente"
    )
    why = forms.CharField(
        label="Waarom hoort het signaal daar?",
        max_length=2000,
        help_text="Dit leest de andere gemeente voordat zij overneemt. Noem geen namen en niets uit het signaal dat nog "
        "niet mag worden gelezen.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    fields_along = forms.MultipleChoiceField(
        label="Wat gaat er ook mee?", required=False, widget=forms.CheckboxSelectMultiple, choices=MoveField.choices
    )

    along = forms.MultipleChoiceField(
        label="Welke bijlagen en verzamelde informatie gaan mee?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kruis alleen aan wat daar nodig is. Een bijlage gaat mee zoals Signaalpunt haar opschoonde. "
        "Namen zoeken wij alleen in de tekst van een document, niet in een foto of PDF. Open haar eerst zelf.",
    )
    permitted_by = permitted_field(of_partner=True)

    def __init__(
        self,
        *args: Any,
        others: QuerySet[Municipality],
        there: Collection[MoveField],
        look: Callable[[Leaving], object],
        parts: Collection[Portable] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.look = look
        offer_rows(self, "to_municipality", others)
        offer_choices(self, "fields_along", [(code, code.label) for code in MoveField if code in there])
        self.fields["fields_along"].initial = [code.value for code in AT_FIRST if code in there]
        if not there:
            del self.fields["fields_along"]
        offer_choices(self, "along", [(one.code, one.words) for one in parts])
        if not (self.is_by_leave or any(one.is_asked_first for one in parts)):
            del self.fields["permitted_by"]
        if not parts:
            del self.fields["along"]

    def clean(self) -> dict[str, Any]:
        """What is filled in is looked at too when something else is missing: one round instead of two."""
        if self.errors:
            try:
                self.look(self._leaving())
            except Invalid as found:
                self.refuse(found)
        return self.cleaned_data

    def offered(self) -> OfferedMove:
        """The parsed values."""
        data, sent = self.cleaned_data, self._leaving()
        return OfferedMove(
            data["key"], data["to_municipality"], **{one.name: getattr(sent, one.name) for one in fields(sent)}
        )

    def _leaving(self) -> Leaving:
        data = self.cleaned_data
        chosen = [MoveField(code) for code in data.get("fields_along", ())]
        along, by = data.get("along", ()), data.get("permitted_by", "")
        return Leaving(data.get("why", ""), chosen, along, by, self.pointing_why)


class TakeOverForm(ChangeForm):
    """Taking a signal over. `people`: who may see it here too (id -> name), when it is restricted where it comes from."""

    team = forms.TypedMultipleChoiceField(
        label="Wie mag het hier ook zien?",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="U ziet het in elk geval. Later kunt u dit wijzigen, of de afscherming opheffen.",
    )

    def __init__(self, *args: Any, people: Mapping[int, str] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people:
            offer_choices(self, "team", people.items())
        else:
            del self.fields["team"]

    @property
    def picked(self) -> list[int]:
        """The ids of whom she chose."""
        chosen: list[int] = self.cleaned_data.get("team", [])
        return chosen


class NotTakenForm(ChangeForm):
    """Why a signal of another municipality is not taken over."""

    refusal = forms.CharField(
        label="Waarom neemt u het niet over?",
        max_length=2000,
        help_text="Dit leest de andere gemeente.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
