"""Whether Veilig Thuis was called; for whoever knows by now that nobody under 18 is involved, that is the answer."""

from typing import Any

from django import forms

from core.forms import ChangeForm, offer_choices
from signals.codes import Answered
from signals.models import Signal

from .page import line, radios


class VeiligThuisFields(forms.Form):
    """The question by itself, and where it is asked on the way (forms/closing.py)."""

    minor = radios("Is er iemand jonger dan 18 jaar bij betrokken?", Answered.choices)
    veilig_thuis = radios(
        "Is Veilig Thuis gebeld?",
        [(Answered.YES, "Ja"), (Answered.NO, "Nee")],
        "Bij een minderjarige, of als de leeftijd onbekend is. Nog niet gebeld? Bel vandaag 0800-2000.",
        required=False,
    )
    why = line("Zo nee, waarom niet?", 300, "Bijvoorbeeld: de jeugdbescherming doet dit.")

    def begin_minors(self, signal: Signal, *, judged: bool) -> None:
        """Open with what is known of the age. `judged`: somebody judged that a minor is involved, so "nee" is no answer."""
        known = {
            "minor": Answered.YES if judged else signal.minor,
            "veilig_thuis": signal.veilig_thuis,
            "why": signal.veilig_thuis_not,
        }
        self.initial.update(known)
        for name in ("veilig_thuis", "why"):
            self.fields[name].widget.attrs["data-needed"] = True
        if judged:
            offer_choices(self, "minor", [(Answered.YES, "Ja")])

    def demand_minors(self) -> None:
        """Add a message to each field that the answer on the age asks for."""
        data = self.cleaned_data
        if data.get("minor") in (Answered.YES, Answered.UNKNOWN) and not data.get("veilig_thuis"):
            self.add_error("veilig_thuis", "Kies een antwoord. Nog niet gebeld? Bel eerst 0800-2000.")
        if data.get("minor") == Answered.YES and data.get("veilig_thuis") == Answered.NO and not data.get("why"):
            self.add_error("why", "Schrijf in een paar woorden waarom niet.")

    def told(self) -> dict[str, Any]:
        """As the operation takes it."""
        called = Answered(self.cleaned_data["veilig_thuis"] or Answered.UNKNOWN)
        why = self.cleaned_data["why"] if called == Answered.NO else ""
        return {"minor": Answered(self.cleaned_data["minor"]), "called": called, "why": why}


class VeiligThuisForm(VeiligThuisFields, ChangeForm):
    """A step of its own."""

    def __init__(self, *args: Any, signal: Signal, judged: bool, **kwargs: Any) -> None:
        super().__init__(*args, version=signal.version, **kwargs)
        self.begin_minors(signal, judged=judged)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.demand_minors()
        return data
