"""Whether Veilig Thuis was called; for whoever knows by now that nobody under 18 is involved, that is the answer."""

from typing import Any

from core.forms import ChangeForm
from signals.codes import Answered
from signals.models import Signal

from .page import radios


class VeiligThuisForm(ChangeForm):
    """Opens with what is known of the age. `judged`: somebody judged that a minor is involved, so "nee" is no answer."""

    minor = radios("Is er iemand jonger dan 18 jaar bij betrokken?", Answered.choices)
    veilig_thuis = radios(
        "Is Veilig Thuis gebeld?",
        [(Answered.YES, "Ja"), (Answered.NO, "Nee")],
        "Bij een minderjarige, of als de leeftijd onbekend is. Nog niet gebeld? Bel vandaag 0800-2000.",
        required=False,
    )

    def __init__(self, *args: Any, signal: Signal, judged: bool, **kwargs: Any) -> None:
        known = {"minor": Answered.YES if judged else signal.minor, "veilig_thuis": signal.veilig_thuis}
        super().__init__(*args, version=signal.version, initial=known, **kwargs)
        self.in_danger = signal.is_acute
        self.fields["veilig_thuis"].widget.attrs["data-needed"] = True
        if judged:
            self.fields["minor"].choices = [(Answered.YES, "Ja")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("minor") in (Answered.YES, Answered.UNKNOWN) and not data.get("veilig_thuis"):
            self.add_error("veilig_thuis", "Kies een antwoord. Nog niet gebeld? Bel eerst 0800-2000.")
        return data

    def told(self) -> dict[str, Answered]:
        """As the operation takes it."""
        called = self.cleaned_data["veilig_thuis"] or Answered.UNKNOWN
        return {"minor": Answered(self.cleaned_data["minor"]), "called": Answered(called)}
