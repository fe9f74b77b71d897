"""What stays with the municipality whatever anybody ticks: of some kinds of information the law keeps what was found secret.

Which kinds those are, and why, stands with what is usual for each (`usual.USUAL`, `stays`). Such an item is barred as a line
of what leaves (sharing_fields.py), and what it says is refused in a text that somebody types beside it: for a table, in a
question, for a receiver.
"""

import re

from .held import held_rows
from .models import Signal
from .usual import why_stays

_WORD = re.compile(r"\w+")
_RUN = 4  # words in a row that nobody writes twice by chance


def staying_named(signal: Signal, text: str) -> str:
    """What of the signal a text that leaves repeats and stays here, in words with why; "" when nothing.

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


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
