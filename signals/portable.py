"""The files and the gathered information that may go along to another municipality, each chosen by itself (ADR 66).

Nothing is ticked beforehand. What was only asked, what was taken back and what was not cleaned is not among it. An answer to a
question goes as something that was looked up, for the question itself was one between two people here. What somebody gave
this municipality for this matter goes on only when who gave it agreed (`sharing_codes.ASKED_FIRST`).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.utils.formats import date_format

from core.workdays import local_date

from .codes import EnrichmentKind, EnrichmentResult, LegalGround
from .held import held_rows
from .models import Attachment, Enrichment, Question, Signal
from .sharing_codes import ASKED_FIRST, Provenance, note_of, of_organisation
from .usual import why_stays

FILE, FOUND, ANSWER = "file", "found", "answer"
# What of something that was looked up goes along; who wrote it down does not.
_COPIED = (
    *("kind", "question", "ground", "necessity", "source", "provenance"),
    *("asked_on", "result", "answered_on", "finding", "called_at"),
)
OF_COLLEAGUE = "Een collega van gemeente {}"


@dataclass(frozen=True, slots=True)
class Portable:
    """One of them. `code`: its kind and key; `title`: what it is; `text`: what it says, as it would be read there.

    `origin`: whose data it is. `digest`: SHA-256 (hexadecimal) of the file, or of what would be stored there. `row`: what it is
    here. `columns`: what would be stored there; {} of a file. `is_of_source`: it tells who reported.
    """

    code: str
    title: str
    text: str
    origin: Provenance
    digest: str
    row: Attachment | Enrichment | Question
    columns: Mapping[str, Any]
    is_of_source: bool = False

    @property
    def is_file(self) -> bool:
        """Whether bytes go along."""
        return self.code.startswith(f"{FILE}-")

    @property
    def is_asked_first(self) -> bool:
        """Whether who gave it has to agree."""
        return self.origin in ASKED_FIRST

    @property
    def words(self) -> str:
        """What stands beside its box."""
        note = note_of(self.origin)
        return f"{self.title} ({note})" if note else self.title

    @property
    def frozen(self) -> list[Any]:
        """As the row of a move keeps it: the last says whether it went."""
        return [self.code, self.title, self.origin.value, self.digest, False]


def portable(signal: Signal) -> dict[str, Portable]:
    """All of a signal that has passed its own gate, by code; of the reporter too, and without what stays whatever is ticked."""
    return {one.code: one for one in (*_files(signal), *_found(signal), *_answers(signal))}


def _files(signal: Signal) -> Iterator[Portable]:
    for file in cast("list[Attachment]", held_rows(signal)["files"]):
        said = [file.kind_label, file.description or "", str(file.get_provenance_display())]
        yield Portable(
            f"{FILE}-{file.pk}",
            f"Bijlage: {file.name}",
            ". ".join(filter(None, said)),
            Provenance(file.provenance),
            file.digest or "",
            file,
            {},
            file.is_of_reporter,
        )


def _found(signal: Signal) -> Iterator[Portable]:
    for item in cast("list[Enrichment]", held_rows(signal)["found"]):
        if why_stays(item.kind):
            continue
        columns = {name: getattr(item, name) for name in _COPIED}
        yield _told(f"{FOUND}-{item.pk}", f"Opgezocht: {item.get_kind_display()}", item, columns)


def _answers(signal: Signal) -> Iterator[Portable]:
    for question in cast("list[Question]", held_rows(signal)["answered"]):
        partner = question.to_partner
        origin = of_organisation(partner.kind) if partner else Provenance.OWN
        source = str(partner) if partner else OF_COLLEAGUE.format(signal.municipality)
        day = local_date(question.settled_at) if question.settled_at else local_date(question.asked_at)
        columns = {
            "kind": EnrichmentKind.ASKED_THERE,
            "question": _short(question.text or "", 300),
            "ground": question.ground or LegalGround.PUBLIC_TASK,
            "necessity": question.purpose or "Hoort bij dit signaal.",
            "source": _short(source, 120),
            "provenance": origin,
            "asked_on": local_date(question.asked_at),
            "result": EnrichmentResult.FOUND,
            "answered_on": day,
            "finding": question.answer,
            "called_at": None,
        }
        title = f"Antwoord van {partner or 'een collega'}"
        yield _told(f"{ANSWER}-{question.pk}", title, question, columns)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _told(code: str, title: str, row: Enrichment | Question, columns: Mapping[str, Any]) -> Portable:
    origin = Provenance(columns["provenance"])
    answered = columns["answered_on"]
    on = f" op {date_format(answered, 'j F Y')}" if answered else ""
    said = [
        columns["question"],
        str(EnrichmentResult(columns["result"]).label),
        columns["finding"] or "",
        f"Bron: {columns['source']}{on}",
        f"Grond: {LegalGround(columns['ground']).label}",
        f"Waarom nodig: {columns['necessity']}",
        str(origin.label),
    ]
    told = json.dumps(columns, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return Portable(
        code,
        title,
        "\n".join(filter(None, said)),
        origin,
        hashlib.sha256(told.encode()).hexdigest(),
        row,
        columns,
        is_of_source=origin == Provenance.REPORTER,
    )
