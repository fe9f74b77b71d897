"""How the answer to a reporter travels, in words for who writes it: before the button and after it.

A colleague or partner that sent the signal here reads the answer here, in its own copy, and gets a mail that there is
something to read. Of any other signal nothing is sent: whoever works on it tells the reporter, and writes down what.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from core.access import Actor, may

from .codes import Origin
from .models import HandoverAnswer, Reporter, Signal
from .policies import SignalAction


@dataclass(frozen=True, slots=True)
class WayBack:
    """`reader`: who reads the answer here, as the actor may know it; "" when nothing is sent.

    `allowed`: what partners said that may be told, and was not told last.
    """

    reader: str
    allowed: tuple[str, ...] = ()

    @property
    def before(self) -> str:
        """What partners allow to be told, and what will happen to the words that are being written."""
        told = " ".join(f"Een partner vindt goed dat u vertelt: “{text}”" for text in self.allowed)
        return " ".join(filter(None, (told, self._how)))

    @property
    def _how(self) -> str:
        if self.reader:
            return (
                f"Dit sturen we naar {self.reader}: te lezen in Signaalpunt onder “Ingestuurd”, met een mail dat er een "
                "bericht is. Noem geen namen van anderen."
            )
        return (
            "Signaalpunt verstuurt dit niet: de melder stuurde dit signaal niet via Signaalpunt. Bel of mail de melder "
            "zelf en schrijf hier wat u vertelt."
        )

    def closed(self, *, answered: bool) -> str:
        """That the signal is closed, and what became of the words."""
        if not answered:
            told = self.untold or "De melder krijgt geen antwoord."
        elif self.reader:
            told = f"Uw antwoord is verstuurd naar {self.reader}."
        else:
            told = "Er is niets verstuurd: vertel de melder zelf wat u opschreef."
        return f"Het signaal is gesloten. {told}"

    @property
    def told(self) -> str:
        """How the answer went, for the page of a closed signal."""
        if self.reader:
            return f"Verstuurd naar {self.reader}, te lezen onder “Ingestuurd”."
        return "Niet verstuurd door Signaalpunt: wie het signaal sloot, vertelt dit zelf aan de melder."

    @property
    def untold(self) -> str:
        """What the reporter sees of a signal that was closed without an answer."""
        return f"{self._reader_first} ziet alleen dat het signaal is afgerond." if self.reader else ""

    @property
    def heading(self) -> str:
        """What writing to the reporter comes down to before the signal is closed."""
        return "Bericht aan de melder" if self.reader else "Vastleggen wat u de melder vertelde"

    @property
    def button(self) -> str:
        """The verb under it."""
        return "Bericht versturen" if self.reader else "Vastleggen"

    @property
    def done(self) -> str:
        """What happened then."""
        if self.reader:
            return f"Uw bericht is verstuurd naar {self.reader}."
        return "Vastgelegd is wat u de melder vertelde. Er is niets verstuurd."

    @property
    def _reader_first(self) -> str:
        return f"{self.reader[:1].upper()}{self.reader[1:]}"


def way_back(
    signal: Signal, actor: Actor, answers: Iterable[HandoverAnswer] = (), reporter: Reporter | None = None
) -> WayBack:
    """How an answer about this signal reaches its reporter. Needs the author and sender of the signal.

    `answers`: of partners, with what they allow to be told; `reporter`: whom was told something already.
    """
    sent_in = signal.origin in {Origin.REPORTER, Origin.PARTNER}
    if not may(actor, SignalAction.VIEW_REPORTER, signal):
        return WayBack("de melder" if sent_in else "")
    told = (reporter.informed_what if reporter else None) or ""
    allowed = dict.fromkeys(one.for_reporter for one in answers if one.for_reporter and one.for_reporter not in told)
    return WayBack(str(signal.sender or signal.author) if sent_in else "", tuple(allowed))
