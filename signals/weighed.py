"""What stands beside each question of a judgement: what its steps mean, what this signal says of it, and what is not known.

Lines are told as they stand in the signal, each with how it is known and the way to where it stands: an assumption is called
one. They are never added up, no answer is proposed, and people stand in the order in which they were written down, compared
with nobody (domain R29). All of it from rows that the page read already: no query of its own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format

from core.workdays import today

from .codes import Answered, EnrichmentResult, Form, Knowledge
from .indicators import Basis
from .models import Consent, Decision, Signal, SignalPerson
from .models.people import told_age
from .scales import SCALES, Scale

type Parts = Mapping[str, Any]

# So many of one kind are told; the page holds the others.
MOST = 8
_EXCERPT = 160  # characters of what was found
_GROWN = 18
_YEAR = 4  # digits
# An assumption weighs as what it is.
_ASSUMED = "vermoeden, niemand zag of hoorde het"


@dataclass(frozen=True, slots=True)
class Line:
    """What the signal says; `link`: to the part of its page, or to the page of another dossier; "" for none."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Aid:
    """One question with what its steps mean, what the signal says that bears on it, and what is not known of that."""

    scale: Scale
    lines: tuple[Line, ...]
    unknown: tuple[Line, ...]


def weighed(signal: Signal, parts: Parts) -> dict[str, Any]:
    """For the page: `aids`, `last_decision`, `weighing_waits`.

    `parts` as in views/parts.py, with `people` as they stand, `told_questions`, `related` (None for who may not see it) and
    `told_inquiries` as the page shows them.
    """
    decisions: Sequence[Decision] = list(parts["decisions"])
    last = decisions[-1] if decisions else None
    return {
        "aids": aids(signal, parts, last),
        "last_decision": last,
        "weighing_waits": last is not None and not (last.is_complete or last.closing),
    }


def aids(signal: Signal, parts: Parts, last: Decision | None) -> list[Aid]:
    """One for each question, in their order."""
    told = (
        (_severity(signal, parts), _no_severity(signal, parts)),
        (_plausibility(signal, parts), _no_plausibility(signal, parts)),
        (_urgency(signal, parts), _no_urgency(signal)),
        (_minors(signal, parts), _no_minors(parts)),
        (_wish(parts, last), _no_wish(parts, last)),
    )
    return [Aid(scale, tuple(lines), tuple(unknown)) for scale, (lines, unknown) in zip(SCALES, told, strict=True)]


def _severity(signal: Signal, parts: Parts) -> Iterator[Line]:
    yield Line(f"Vorm: {signal.forms_in_words.lower()}", "#gemeld")
    yield from _some([_situation(one) for one in _standing(parts["situations"], "ended_at")], "#situaties")
    ticked = _standing(parts["indicators"], "withdrawn_at")
    yield from _some([f"{one} ({_basis(one.basis)})" for one in _by_basis(ticked)], "#kenmerken")
    if signal.already_done:
        yield Line("Er is al iets gedaan", "#gemeld")


def _no_severity(signal: Signal, parts: Parts) -> Iterator[Line]:
    if signal.form == Form.UNKNOWN:
        yield Line("Om welke vorm het gaat", "#gemeld")
    if not _standing(parts["situations"], "ended_at"):
        yield Line("Situaties: er is er nog geen vastgelegd")
    if not _standing(parts["indicators"], "withdrawn_at"):
        yield Line("Kenmerken: er is er nog geen aangekruist")


def _plausibility(signal: Signal, parts: Parts) -> Iterator[Line]:
    yield Line(f"Hoe de melder het weet: {signal.get_knowledge_display().lower()}", "#gemeld")
    for item in _standing(parts["enrichments"], "withdrawn_at"):
        if not item.is_awaited:
            yield Line(_gathered(item), "#verzameld")
    for question, asked_of, _ in parts["told_questions"]:
        if not question.is_open:
            yield Line(f"Vraag aan {asked_of}: {question.get_state_display().lower()}", "#vragen")
    for handover, answers in parts["handovers"]:
        for answer in answers:
            told = ", ".join(answer.outcome_labels).lower()
            yield Line(f"Antwoord van {handover.receiver}: {told}", "#doormeldingen")
    yield from _sources(parts)
    yield from _known_before(parts)
    if len(parts["decisions"]) > 1:
        yield Line(f"Eerder beoordeeld: {len(parts['decisions'])} keer", "#besloten")


def _sources(parts: Parts) -> Iterator[Line]:
    """How sure each person is, and how many characteristics and situations are known in which way."""
    for person in parts["people"]:
        yield Line(f"{person}: {person.get_certainty_display().lower()}".capitalize(), "#personen")
    for word, anchor, rows in (
        ("Kenmerken", "#kenmerken", _standing(parts["indicators"], "withdrawn_at")),
        ("Situaties", "#situaties", _standing(parts["situations"], "ended_at")),
    ):
        counted = Counter(one.basis for one in rows)
        for basis in Basis:
            if counted[basis]:
                yield Line(f"{word}, {_basis(basis)}: {counted[basis]}", anchor)


def _known_before(parts: Parts) -> Iterator[Line]:
    """Other dossiers in the reader's own scope, and what officers elsewhere have: only what those parts of the page say."""
    related = parts["related"]
    if related is not None:
        for kin in related.sure[:MOST]:
            yield Line(f"Eerder {kin.what} {kin.row.reference}: {kin.why}", kin.url)
    for inquiry in parts["told_inquiries"]:
        for words, places in inquiry["items"]:
            if places:
                yield Line(f"Ook bekend in {', '.join(str(place) for place in places)}: {words}", "#elders")
    for place in dict.fromkeys(str(hit.from_municipality) for hit in parts["hits"]):
        yield Line(f"Gemeente {place} vroeg of hier iets van bekend is", "#elders")


def _no_plausibility(signal: Signal, parts: Parts) -> Iterator[Line]:
    if signal.knowledge in (Knowledge.UNKNOWN, Knowledge.NOT_ASKED):
        yield Line("Hoe de melder het weet", "#gemeld")
    for item in _standing(parts["enrichments"], "withdrawn_at"):
        if item.is_awaited:
            yield Line(f"{item.get_kind_display()}: gevraagd, nog geen resultaat", "#verzameld")
    for question, asked_of, _ in parts["told_questions"]:
        if question.is_open:
            yield Line(f"Vraag aan {asked_of}: nog geen antwoord", "#vragen")
    if not _standing(parts["enrichments"], "withdrawn_at") and not parts["told_questions"]:
        yield Line("Er is nog niets opgezocht of gevraagd")


def _urgency(signal: Signal, parts: Parts) -> Iterator[Line]:
    yield Line(f"Direct gevaar: {signal.get_danger_display().lower()}", "#gemeld")
    if signal.seen_on:
        yield Line(f"Gezien op {date_format(signal.seen_on, 'j F Y')}", "#gemeld")
    for one in _standing(parts["situations"], "ended_at"):
        if one.when:
            yield Line(f"{one.get_form_display()}: {one.when}", "#situaties")
    if signal.due_on:
        yield Line(f"Termijn: {date_format(signal.due_on, 'j F Y')}")


def _no_urgency(signal: Signal) -> Iterator[Line]:
    if signal.danger == Answered.UNKNOWN:
        yield Line("Of er direct gevaar is", "#gemeld")
    if not signal.seen_on:
        yield Line("Op welke dag het gezien is", "#gemeld")


def _minors(signal: Signal, parts: Parts) -> Iterator[Line]:
    yield Line(f"Volgens de melding: {signal.get_minor_display().lower()}", "#gemeld")
    for person in parts["people"]:
        if person.birth_year:
            yield Line(f"{_name(person)}: {_age(person.birth_year)}", "#personen")


def _no_minors(parts: Parts) -> Iterator[Line]:
    for person in parts["people"]:
        if not person.birth_year:
            yield Line(f"{_name(person)}: leeftijd niet bekend", "#personen")
    if not parts["people"]:
        yield Line("Om wie het gaat: er is nog niemand vastgelegd")


def _wish(parts: Parts, last: Decision | None) -> Iterator[Line]:
    yield from (_asked(one) for one in _newest_wishes(parts) if one.was_asked)
    if last is not None and last.own_wish:
        yield Line(f"Vorige keer: {last.own_wish}", "#besloten")


def _no_wish(parts: Parts, last: Decision | None) -> Iterator[Line]:
    wishes = _newest_wishes(parts)
    yield from (_asked(one) for one in wishes if not one.was_asked)
    if last is None and not wishes:
        yield Line("Nog niet eerder vastgelegd")
    elif last is not None and not last.own_wish:
        yield Line("Vorige keer: niet bekend", "#besloten")


def _newest_wishes(parts: Parts) -> list[Consent]:
    """Of each thing that she was asked what was noted last."""
    return list({one.about: one for one in parts["consents"]}.values())


def _asked(wish: Consent) -> Line:
    return Line(f"{wish.get_about_display()}: {wish.told}", "#betrokkene")


def _standing(rows: Iterable[Any], until: str) -> list[Any]:
    return [row for row in rows if getattr(row, until) is None]


def _by_basis(rows: Iterable[Any]) -> list[Any]:
    order = list(Basis)
    return sorted(rows, key=lambda row: order.index(Basis(row.basis)))


def _basis(basis: str) -> str:
    return _ASSUMED if basis == Basis.ASSUMED else str(Basis(basis).label).lower()


def _situation(row: Any) -> str:
    suspected = f"; {row.suspected.lower()}" if row.suspected else ""
    return f"Situatie: {row}{suspected} ({row.get_confidence_display().lower()}; {_basis(row.basis)})"


def _some(told: Sequence[str], anchor: str) -> Iterator[Line]:
    yield from (Line(text, anchor) for text in told[:MOST])
    if len(told) > MOST:
        yield Line(f"En nog {len(told) - MOST}", anchor)


def _gathered(item: Any) -> str:
    told = f"{item.get_kind_display()}: {item.get_result_display().lower()}"
    if item.result != EnrichmentResult.FOUND or not item.finding:
        return told
    found = " ".join(item.finding.split())
    return f"{told}. {found if len(found) <= _EXCERPT else f'{found[:_EXCERPT].rstrip()} …'}"


def _name(person: SignalPerson) -> str:
    return str(person).capitalize()


def _age(known: str) -> str:
    """A year of birth or an age in words, with what that says of being a minor: a year alone leaves the birthday open."""
    told = told_age(known)
    if not known.isdigit():
        return told
    age = today().year - int(known) if len(known) == _YEAR else int(known)
    if len(known) == _YEAR and age == _GROWN:
        return f"{told}, wordt dit jaar 18 of is dat al: ga uit van een kind"
    return f"{told}, jonger dan 18" if age < _GROWN else told
