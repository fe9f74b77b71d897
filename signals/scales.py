"""The questions of a judgement, and what each step means. What a signal says that bears on them: weighed.py."""

from dataclasses import dataclass

from .codes import Answered, Plausibility, Severity, Urgency, Wish

type Step = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Scale:
    """One question with its steps: (word, what it means)."""

    question: str
    steps: tuple[Step, ...]


SCALES = (
    Scale(
        "Hoe ernstig is het, als het waar is?",
        (
            (str(Severity.LOW.label), "De gevolgen zijn te herstellen. De betrokkene kan zelf weg of hulp vragen."),
            (str(Severity.RAISED.label), "Er is dwang, schuld of misbruik van iemand die weinig keuze heeft."),
            (str(Severity.HIGH.label), "Geweld, opsluiting, een kind, of schade die niet meer goed komt."),
        ),
    ),
    Scale(
        "Hoe aannemelijk is het nu?",
        (
            (str(Plausibility.WEAK.label), "Eén aanwijzing, of van horen zeggen. Er kan een gewone verklaring zijn."),
            (str(Plausibility.REASONABLE.label), "Meer aanwijzingen wijzen dezelfde kant op. Een deel is nagegaan."),
            (str(Plausibility.STRONG.label), "Iemand zag het zelf, en een tweede bron zegt hetzelfde."),
        ),
    ),
    Scale(
        "Hoe snel moet er iets gebeuren?",
        (
            (str(Urgency.NORMAL.label), "Binnen de termijn van het signaal."),
            (str(Urgency.SOON.label), "Wachten maakt het erger, of de kans om te helpen gaat deze week voorbij."),
            (str(Urgency.NOW.label), "Iemand loopt vandaag gevaar, of is morgen niet meer te vinden."),
        ),
    ),
    Scale(
        "Zijn er minderjarigen bij betrokken?",
        (
            (str(Answered.YES.label), "Iemand is jonger dan 18. Bel dezelfde dag met Veilig Thuis."),
            (str(Answered.NO.label), "U weet van iedereen dat hij of zij 18 of ouder is."),
            (
                str(Answered.UNKNOWN.label),
                "Van iemand is de leeftijd niet bekend. Ga ervan uit dat het een kind kan zijn.",
            ),
        ),
    ),
    Scale(
        "Weet u wat de betrokkene zelf wil?",
        (
            (str(Wish.KNOWN.label), "De betrokkene zei het zelf, tegen u of tegen de melder. Schrijf op wat."),
            (str(Wish.NOT_KNOWN.label), "Niemand vroeg het, of vragen is nu niet veilig."),
        ),
    ),
)
