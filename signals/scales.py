"""What stands beside the judgement of a signal: what each step means, what bears on each question, how it was judged before.

Lines are told as they stand in the signal, with the way to where it stands. Nothing is counted together, no answer is
proposed, and nobody is compared with anybody (domain R29).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format

from .codes import Answered, Plausibility, Severity, Urgency, Wish
from .indicators import Basis
from .models import Decision, Signal

type Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Scale:
    """One question with its steps: (word, what it means)."""

    question: str
    steps: tuple[Line, ...]


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


@dataclass(frozen=True, slots=True)
class Told:
    """What the signal says that bears on one question: (text, anchor on its page)."""

    question: str
    lines: tuple[Line, ...]


def weighed(signal: Signal, parts: Mapping[str, Any]) -> dict[str, Any]:
    """For the page: `scales`, `aids` and `last_decision`. `parts` as in views/parts.py: no query of its own."""
    decisions: Sequence[Decision] = list(parts["decisions"])
    last = decisions[-1] if decisions else None
    return {
        "scales": SCALES,
        "aids": aids(signal, parts, last),
        "last_decision": last,
        "weighing_waits": last is not None and not last.is_complete,
    }


def aids(signal: Signal, parts: Mapping[str, Any], last: Decision | None) -> list[Told]:
    """Per question what is known now; a question about which nothing is known has no lines."""
    found = (_severity(signal), _plausibility(signal, parts), _urgency(signal), _minors(signal), _wish(last))
    told = [
        Told(scale.question, tuple(lines)) for scale, lines in zip(SCALES, (list(one) for one in found), strict=True)
    ]
    return [one for one in told if one.lines]


def _severity(signal: Signal) -> Iterator[Line]:
    yield f"Vorm: {signal.forms_in_words.lower()}", "#gemeld"
    if signal.already_done:
        yield "Er is al iets gedaan", "#gemeld"


def _plausibility(signal: Signal, parts: Mapping[str, Any]) -> Iterator[Line]:
    yield f"Hoe de melder het weet: {signal.get_knowledge_display().lower()}", "#gemeld"
    for item in parts["enrichments"]:
        if not item.is_withdrawn:
            yield f"{item.get_kind_display()}: {item.get_result_display().lower()}", "#verzameld"
    for question, asked_of, _ in parts.get("told_questions", ()):
        yield f"Vraag aan {asked_of}: {question.get_state_display().lower()}", "#vragen"
    for handover, answers in parts["handovers"]:
        for answer in answers:
            yield f"Antwoord van {handover.partner}: {', '.join(answer.outcome_labels).lower()}", "#doormeldingen"
    yield from _noticed(parts)
    if len(parts["decisions"]) > 1:
        yield f"Eerder beoordeeld: {len(parts['decisions'])} keer", "#besloten"


def _noticed(parts: Mapping[str, Any]) -> Iterator[Line]:
    """Who is in it, and how many characteristics were noticed in which way: a number of them proves nothing."""
    for person in parts["people"]:
        yield f"{person}: {person.get_certainty_display().lower()}".capitalize(), "#personen"
    ticked = Counter(one.basis for one in parts["indicators"] if one.withdrawn_at is None)
    for basis in Basis:
        if ticked[basis]:
            yield f"Kenmerken, {basis.label.lower()}: {ticked[basis]}", "#kenmerken"


def _urgency(signal: Signal) -> Iterator[Line]:
    yield f"Direct gevaar: {signal.get_danger_display().lower()}", "#gemeld"
    if signal.seen_on:
        yield f"Gezien op {date_format(signal.seen_on, 'j F Y')}", "#gemeld"
    if signal.due_on:
        yield f"Termijn: {date_format(signal.due_on, 'j F Y')}", ""


def _minors(signal: Signal) -> Iterator[Line]:
    yield f"Volgens de melding: {signal.get_minor_display().lower()}", "#gemeld"


def _wish(last: Decision | None) -> Iterator[Line]:
    if last is not None:
        yield f"Vorige keer: {last.own_wish or 'niet bekend'}", "#besloten"
