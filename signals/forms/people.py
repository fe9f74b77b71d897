"""Moving a name out of the text: which one, and what this person may have to do with it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core.forms import BROKEN, ChangeForm, offer_choices
from signals.codes import Certainty, PossibleRole
from signals.models import SignalPerson
from signals.operations.people import Named

from .page import CHOOSE, line, radios

OTHER = "anders"


class NameForm(ChangeForm):
    """`offered`: the names that the text seems to hold; `people`: who stands with the signal already."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=BROKEN)
    choice = forms.ChoiceField(
        label="Welke naam of welk nummer verplaatst u?", widget=forms.RadioSelect, error_messages=CHOOSE
    )
    name = line("Een andere naam of een ander nummer", 120, "Precies zoals het in de tekst staat.")
    person = forms.ChoiceField(label="Van wie is deze naam?", required=False, error_messages=CHOOSE)
    role = radios("Wat is deze persoon mogelijk?", PossibleRole.choices, widget=forms.RadioSelect)
    certainty = radios(
        "Hoe zeker is dat?",
        Certainty.choices,
        "Staat de persoon er al? Dan blijft wat er over rol en zekerheid stond.",
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, offered: Sequence[str], people: Sequence[SignalPerson], key: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = key
        choice = self.fields["choice"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  declared above
        # What was chosen from an older page is judged by the operation, which knows what was done meanwhile.
        sent = str(self.data.get(self.add_prefix("choice"), ""))
        names = dict.fromkeys([*offered, *([sent] if sent and sent != OTHER else [])])
        choice.choices = [
            *((name, name) for name in names),
            (OTHER, "Een andere naam of een ander nummer uit de tekst"),
        ]
        known = [(str(one.number), f"{str(one).capitalize()}: {one.name or one.about}") for one in people]
        offer_choices(self, "person", [("", "Van een nieuwe persoon"), *known])
        if not people:
            del self.fields["person"]
        self.fields["name"].widget.attrs["data-needed"] = True
        self.fields["role"].initial = PossibleRole.UNKNOWN
        self.fields["certainty"].initial = Certainty.UNKNOWN
        if not offered:
            choice.initial = OTHER

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("choice") == OTHER and not data.get("name", "").strip():
            self.add_error("name", "Schrijf de naam of het nummer over zoals het in de tekst staat.")
        return data

    def named(self) -> Named:
        """What was chosen."""
        data = self.cleaned_data
        return Named(
            name=data["name"].strip() if data["choice"] == OTHER else data["choice"],
            role=PossibleRole(data["role"]),
            certainty=Certainty(data["certainty"]),
            key=data["key"],
            number=int(data.get("person") or 0) or None,
        )
