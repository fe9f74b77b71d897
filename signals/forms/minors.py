"""Whether Veilig Thuis was called; for whoever knows by now that nobody under 18 is involved, that is the answer."""

from typing import Any

from core.forms import ChangeForm
from signals.codes import Answered
from signals.models import Signal

from .page import line, radios


class VeiligThuisForm(ChangeForm):
    """Opens with what is known of the age. `judged`: somebody judged that a minor is involved, so "nee" is no answer."""

    minor = radios("Is er iemand jonger dan 18 jaar bij betrokken?", Answered.choices)
    veilig_thuis = radios(
        "Is Veilig Thuis gebeld?",
        [(Answered.YES, "Ja"), (Answered.NO, "Nee")],
        "Bij een minderjarige, of als de leeftijd onbekend is. Nog niet gebeld? Bel vandaag 0800-2000.",
        required=False,
    )
    why = line("Zo nee, waarom niet?", 300, "Bijvoorbeeld: de jeugdbescherming doet dit.")

    def __init__(self, *args: Any, signal: Signal, judged: bool, **kwargs: Any) -> None:
        known = {"minor": Answered.YES if judged else signal.minor, "veilig_thuis": signal.veilig_thuis}
        known["why"] = signal.veilig_thuis_not
        super().__init__(*args, version=signal.version, initial=known, **kwargs)
        self.in_danger = signal.is_acute
        for name in ("veilig_thuis", "why"):
            self.fields[name].widget.attrs["data-needed"] = True
        if judged:
            self.fields["minor"].choices = [(Answered.YES, "Ja")]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("minor") in (Answered.YES, Answered.UNKNOWN) and not data.get("veilig_thuis"):
            self.add_error("veilig_thuis", "Kies een antwoord. Nog niet gebeld? Bel eerst 0800-2000.")
        if data.get("minor") == Answered.YES and data.get("veilig_thuis") == Answered.NO and not data.get("why"):
            self.add_error("why", "Schrijf in een paar woorden waarom niet.")
        return data

    def told(self) -> dict[str, Any]:
        """As the operation takes it."""
        called = Answered(self.cleaned_data["veilig_thuis"] or Answered.UNKNOWN)
        why = self.cleaned_data["why"] if called == Answered.NO else ""
        return {"minor": Answered(self.cleaned_data["minor"]), "called": called, "why": why}
