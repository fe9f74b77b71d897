"""What more of a signal its receiver may get in a *doormelding* that it has already.

Offered is what did not go along yet, and what reads otherwise since; nothing is ticked beforehand. What went already is
no secret to the receiver, so nobody in it has to be taken out of what comes now; all else is looked for as in a handover.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from .disclosure import Choice, Content, choices_of, content_of
from .last_check import LastCheck, Leaving
from .models import Handover, HandoverAddition
from .sharing_fields import FILE
from .withheld import about_to_leave

_OTHERWISE = "let op: dit gaf u al door; in het signaal staat nu iets anders"


@dataclass(frozen=True)
class Given:
    """What the receiver of one handover has, with `added` after it; and what it may get more."""

    handover: Handover
    added: Sequence[HandoverAddition]

    @cached_property
    def content(self) -> Content:
        """All of it, the oldest first."""
        return [*(self.handover.content or []), *(line for one in self.added for line in one.content)]

    @cached_property
    def choices(self) -> list[Choice]:
        """Everything that the signal holds for this receiver."""
        return choices_of(self.handover.signal, anonymous=False, partner=self.handover.partner)

    @cached_property
    def open(self) -> list[Choice]:
        """What it did not get, and of which something else stands there now; also what cannot go along, with why."""
        return [
            replace(choice, held=_OTHERWISE) if choice.code in self._known else choice
            for choice in self.choices
            if not self._has(choice)
        ]

    def leaving(self, ticked: Collection[str], answers: Mapping[str, str]) -> Leaving:
        """What of `ticked` is about to leave, and its last check; `answers`: as `about_to_leave`."""
        open_ = {choice.code for choice in self.open if not choice.barred}
        had = {choice.code for choice in self.choices if not choice.barred} - open_
        every = about_to_leave(
            self.handover.signal, self.choices, had | (set(ticked) & open_), answers, partner=self.handover.partner
        )
        new = set(every.ticked) - had
        check = LastCheck([find for find in every.check.finds if find.code in new], answers)
        lines = [choice for choice in self.choices if choice.code in new and not choice.barred]
        return Leaving(check.applied(self._numbered(lines)), new, check)

    @cached_property
    def files(self) -> int:
        """How many files went along."""
        return len(self._files)

    @cached_property
    def _known(self) -> dict[str, str]:
        return {code: text for code, _, text in self.content if not _is_file(code)}

    @cached_property
    def _files(self) -> list[str]:
        return [text for code, _, text in self.content if _is_file(code)]

    def _has(self, choice: Choice) -> bool:
        if _is_file(choice.code):
            # What is told of a file ends with its digest.
            return any(text.endswith(choice.text) for text in self._files)
        return self._known.get(choice.code) == choice.text

    def _numbered(self, lines: Sequence[Choice]) -> Content:
        """As they leave: files are counted on from those that went."""
        return [
            self._renumbered(int(code.removeprefix(f"{FILE}-")), text) if _is_file(code) else [code, label, text]
            for code, label, text in content_of(lines, anonymous=False)
        ]

    def _renumbered(self, number: int, text: str) -> list[str]:
        now = number + self.files
        return [f"{FILE}-{now}", f"Bijlage {now}", text.replace(f"bijlage {number}", f"bijlage {now}", 1)]


def _is_file(code: str) -> bool:
    return code.startswith(f"{FILE}-")
