"""Words that point to data that may not go on by themselves, in what is about to leave: the officer says why they stay, or takes them out.

The last check of a handover by name asks it of each word (withheld.py), a tip of each piece of its text; a move and what a second
municipality sees ask it once, for all of it. That they stayed, and why, stands in the log.
"""

from collections.abc import Collection, Iterable

from audit.recording import record
from core.access import Actor
from core.errors import Invalid
from signals.anonymising import Pointed, Pointing
from signals.events import SignalEvent
from signals.last_check import POINTING_STAYS, SETTLED_WORDS, Settled, pointing_of
from signals.models import Signal

# The field in which she says it.
FIELD = "pointing_why"
NEVER_AGREED = (
    "Wat bij een Bibob-onderzoek is gevonden, mag nooit mee, ook niet als iemand dat goed vindt. Haal het weg uit de tekst. Gaat het "
    "woord over iets anders, kies dat dan."
)
REASONS = [(one.value, SETTLED_WORDS[one].partition(": ")[2].capitalize()) for one in POINTING_STAYS]


def demand_pointing_told(signal: Signal, texts: Iterable[tuple[str, str, str]], *, actor: Actor, why: str) -> None:
    """As `demand_reason`, and record that such a word stayed: which kinds, and the code of the reason; nothing of the text."""
    found = demand_reason(texts, why=why)
    if found:
        detail = {"words": sorted({one.kind.value for _, one in found}), "why": Settled(why).value}
        record(SignalEvent.POINTING_LEFT, signal, actor=actor, detail=detail)


def demand_reason(texts: Iterable[tuple[str, str, str]], *, why: str) -> list[tuple[str, Pointed]]:
    """Such words in (where it stands, what it says, whose data that is), each with where.

    Raises Invalid, at FIELD, where there are and `why` does not say that they stay.
    """
    found = [(where, one) for where, text, origin in texts for one in pointing_of(text, origin)]
    if not found:
        return []
    if why not in {one.value for one in POINTING_STAYS}:
        raise Invalid({FIELD: [told(found)]})
    if why == Settled.AGREED and any(one.kind is Pointing.BIBOB for _, one in found):
        raise Invalid({FIELD: [NEVER_AGREED]})
    return found


def told(found: Collection[tuple[str, Pointed]]) -> str:
    """Which words, where, and what to do."""
    words = dict.fromkeys(f"“{one.text}” in “{where}” ({one.words})" for where, one in found)
    one = len(words) == 1
    which, it, may = ("Dit woord wijst", "het", "mag") if one else ("Deze woorden wijzen", "ze", "mogen")
    ways = f"Haal {it} weg uit de tekst, of kies waarom {it} {may} blijven staan"
    return f"{which} op gegevens die niet mee mogen: {'; '.join(words)}. {ways}."
