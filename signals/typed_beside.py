"""What somebody types beside what leaves: a purpose, a question, why. Whom and what it may not say.

Four things are asked of such a text, each answered in words for who typed it, "" when nothing is wrong:
`names_withheld`: of a handover by name, whether it names whom or what does not go along. `names_barred_source`: of what others
read who may know the people in the signal, whether it names who reported and may not be named. `names_source_left`: of what goes
to another municipality, whether it names who reported and stays behind. `repeats_secret`: of all that leaves, whether it
repeats what the law keeps secret here, whatever anybody ticks. Which kinds of information those are, and why, stands
with what is usual for each (`usual.USUAL`, `stays`); as a line of what leaves such an item is barred (sharing_fields.py).
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from core.errors import Invalid

from .anonymising import Protected
from .disclosure import Choice, chosen
from .held import held_rows
from .last_check import Find, Withheld
from .models import Signal
from .usual import why_stays
from .withheld import finds_in, of_before, sources_of, told_of, withheld_of

_WORD = re.compile(r"\w+")
_RUN = 4  # words in a row that nobody writes twice by chance


def demand_unsaid(signal: Signal, texts: Mapping[str, str | None], *asked: Callable[[Signal, str], str]) -> None:
    """Raise Invalid at the first field whose text says what it may not: `asked` are the questions above."""
    for name, text in texts.items():
        if told := next(filter(None, (ask(signal, text) for ask in asked if text)), ""):
            raise Invalid({name: [told]})


def names_withheld(
    signal: Signal, choices: Sequence[Choice], ticked: Collection[str], *, function: bool, text: str
) -> str:
    """Whom or what that does not go along the officer names in what she typed beside it; or what she repeats of a secret.

    `function`: it says what the receiver does, which is no source in itself.
    """
    going = {choice.code for choice in chosen(choices, ticked)}
    withheld = list(withheld_of(signal, choices, going))
    if function:
        withheld = [replace(one, known=replace(one.known, source=())) for one in withheld]
    found = next(
        (one for one in finds_in("", "", text, withheld, told_of(signal, going)) if not _is_allowed(one)), None
    )
    return f"{_quoted(found)} gaat niet mee. Schrijf het anders." if found else repeats_secret(signal, text)


def names_barred_source(signal: Signal, text: str) -> str:
    """Whom a text names that reported this and may not be named, in words.

    What she does for a living is not asked for: a question or a point at a table may be about the work of others who do
    the same.
    """
    barred = [one for one in sources_of(signal) if not one.may_stay]
    found = _first(text, [*barred, of_before(signal)])
    return f"{_quoted(found)} mag u hier niet noemen. Schrijf het anders." if found else ""


def names_source_left(signal: Signal, text: str, *, goes: bool) -> str:
    """Whom a text names that reported this and stays behind, in words. Whether she may be named is not asked.

    `goes`: who reported this signal goes along herself; of what was merged into it nobody does.
    """
    found = _first(text, sources_of(signal, goes=goes))
    return _quoted(found) if found else ""


def repeats_secret(signal: Signal, text: str) -> str:
    """What of the signal a text that leaves repeats and stays here, in words with why.

    A single word says too little to be found.
    """
    for item in held_rows(signal)["found"]:
        why, finding = why_stays(item.kind), item.finding or ""
        if why and len(_words(finding)) > 1 and repeats(text, finding):
            return f"Hier staat wat bij “{item.get_kind_display()}” is gevonden: dat {why}. Haal het uit de tekst."
    return ""


def repeats(text: str, finding: str) -> bool:
    """Whether the text holds a run of words of what was found, or all of a shorter one."""
    there = f" {' '.join(_words(text))} "
    words = _words(finding)
    runs = [words[at : at + _RUN] for at in range(max(len(words) - _RUN, 0) + 1)] if words else []
    return any(f" {' '.join(run)} " in there for run in runs)


def _first(text: str, sources: Iterable[Withheld]) -> Find | None:
    return next(finds_in("", "", text, list(sources), Protected()), None)


def _quoted(find: Find) -> str:
    return f"“{find.piece.text}” ({find.words})"


def _is_allowed(find: Find) -> bool:
    """A company, an address or a vehicle may be what the handover is for; whoever or whatever else is ticked, or not named."""
    return all(one.may_stay and one.may_be_typed for one in find.of)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
