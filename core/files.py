"""Files that people send: what is accepted, and what is left of it.

    kind = early_kind(name, data)      # beside the field of the form: extension, first bytes, size; no parser
    made = accept(name, data)          # in a job: the parsers, in a process of their own (`core/cleaning/program.py`)

`accept` gives a file that we wrote ourselves: a picture painted anew, a PDF rebuilt from its pages, an office document
packed anew, a text in UTF-8. Whatever it cannot vouch for is a `Refusal`, with a sentence that says what to do instead.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.conf import settings
from django.http import HttpResponse

from .characters import visible
from .cleaning import program
from .cleaning.kinds import BY_EXTENSION, KINDS, Kind, kind_of
from .cleaning.refusing import Refusal, Why

SECONDS = 40
MEMORY = 1024**3
# A picture painted anew may be bigger than it came; more than this is no answer.
_MOST_TIMES = 4
_LONGEST_NAME = 120
_ROWS_ABOVE = 20
# Twenty million signs of a list, some of more than a byte, with what stands between them.
_MOST_READ = 128 * 1024**2

_OTHERWISE = "Neem JPG, PNG, WebP, PDF, DOCX, XLSX, ODT, ODS of TXT."
SENTENCES: Mapping[Why, str] = {
    Why.EMPTY: "Dit bestand is leeg.",
    Why.TOO_BIG: "Dit bestand is te groot: het mag hoogstens {megabytes} MB zijn.",
    Why.UNKNOWN: f"Dit soort bestand kunnen wij niet aannemen. {_OTHERWISE}",
    Why.OTHER_TYPE: "De inhoud van dit bestand past niet bij de naam. Sla het opnieuw op en probeer het dan nog eens.",
    Why.PROGRAM: (
        "Dit bestand is een programma, geen document of foto, al zegt de naam iets anders. Open het niet. Vraag de "
        "afzender om het document of de foto zelf."
    ),
    Why.HEIC: (
        "Een foto in het formaat HEIC kunnen wij niet aannemen. Sla de foto op als JPG. Op een iPhone: Instellingen, "
        "Camera, Structuren, Meest compatibel."
    ),
    Why.OLD_OFFICE: (
        "Dit is een document van een oude versie van Office, of een met een wachtwoord. Sla het zonder wachtwoord op als "
        "DOCX, XLSX of PDF."
    ),
    Why.MAIL: "Een e-mail kunnen wij zo niet aannemen. Sla de e-mail op als PDF (Afdrukken, Opslaan als PDF).",
    Why.WEB_PAGE: "Een webpagina of tekening met opdrachten kunnen wij niet aannemen. Sla wat u ziet op als PDF of PNG.",
    Why.MEDIA: "Geluid en video kunnen wij nog niet aannemen. Beschrijf wat u hoort of ziet, en bewaar het bestand zelf veilig.",
    Why.BROKEN: "Dit bestand is beschadigd of niet volledig. Open het zelf, sla het opnieuw op en probeer het dan nog eens.",
    Why.LOCKED: "Er zit een wachtwoord op dit bestand. Sla het op zonder wachtwoord.",
    Why.MACROS: "Er zitten macro's (opdrachten) in dit document. Sla het op zonder macro's, of als PDF.",
    Why.EMBEDDED: "In dit document zit een ander bestand. Haal dat eruit, of sla het document op als PDF.",
    Why.EXTERNAL: "Dit document haalt iets op van een andere plek. Maak die koppeling los, of sla het document op als PDF.",
    Why.TOO_MANY_PIXELS: "Deze afbeelding is te groot: hij heeft meer dan 64 miljoen beeldpunten. Maak hem kleiner.",
    Why.TOO_HEAVY: "Dit bestand is te zwaar om te controleren. Maak het kleiner, of splits het.",
    Why.NO_SCANNER: "De virusscanner antwoordt nu niet. Elke tien minuten proberen wij het opnieuw.",
    Why.NOT_CHECKED: "De controle is niet gelukt. Laat het bestand opnieuw controleren, of vraag de beheerder.",
    Why.TOO_MANY_ROWS: "Deze lijst heeft te veel regels: hoogstens {rows}. Splits haar, bijvoorbeeld per jaar.",
    Why.NO_TABLE: "In dit bestand staat geen enkele regel. Kijk of u het goede bestand koos.",
    Why.VIRUS: "De virusscanner vond iets in dit bestand. Het is niet bewaard. Waarschuw uw beveiligingsfunctionaris.",
}

__all__ = [
    "BY_EXTENSION",
    "KINDS",
    "LIST_EXTENSIONS",
    "SENTENCES",
    "Cleaned",
    "Kind",
    "Refusal",
    "Why",
    "accept",
    "early_kind",
    "given_out",
    "list_code",
    "read_list",
    "sentence_of",
    "shown_name",
    "told",
]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file that may be given out. `digest`: SHA-256 of its bytes, in hexadecimal. `words`: see core/cleaning/words.py."""

    kind: Kind
    content: bytes
    words: str | None = None

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def sentence_of(why: str) -> str:
    """What a person reads of it."""
    return SENTENCES[Why(why)].format(megabytes=settings.FILE_MOST_BYTES // 1024**2, rows=settings.IMPORT_MOST_ROWS)


def told(refusal: Refusal, name: str) -> str:
    """The same, and of a file under a wrong name what it really holds."""
    if not refusal.found:
        return sentence_of(refusal.why)
    extension = name.rpartition(".")[2].lower()
    return f"De naam eindigt op .{extension}, maar er zit {refusal.found} in. {sentence_of(refusal.why)}"


def early_kind(name: str, data: bytes, size: int) -> Kind:
    """The kind by name, size and first bytes; `size` as it came, for `data` may be its beginning. Raises Refusal."""
    if size > settings.FILE_MOST_BYTES:
        raise Refusal(Why.TOO_BIG)
    return kind_of(name, data)


def shown_name(name: str) -> str:
    """The name that somebody gave a file, as a page may show it: no folders, nothing unseen, not too long."""
    bare = " ".join(visible(name).replace("\\", "/").rpartition("/")[2].split())
    stem, dot, extension = bare.rpartition(".")
    return f"{stem[: _LONGEST_NAME - len(extension) - 1]}{dot}{extension}" if dot else bare[:_LONGEST_NAME]


def given_out(name: str, media_type: str, content: bytes) -> HttpResponse:
    """The file as a download: saved, never shown in a page of ours, and opened by a browser all the same it may do nothing.

    `name`: a neutral one of ours, in plain letters.
    """
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        },
    )


def accept(name: str, data: bytes, *, seconds: int = SECONDS, memory: int = MEMORY) -> Cleaned:
    """What is left of this file when all that could do harm is gone. Raises Refusal.

    `seconds`: of wall clock and of processor time; `memory`: bytes. Takes up to that long: called from a job.
    """
    kind = early_kind(name, data, len(data))
    written = _MOST_TIMES * settings.FILE_MOST_BYTES
    order = {"code": kind.code, "seconds": seconds, "memory": memory, "written": written}
    told, content = _answered(order, data)
    return Cleaned(kind, content, told["words"])


# A list is read and not given out: CSV is no kind of attachment, and its first bytes say nothing.
_LISTS: Mapping[str, str] = {"csv": "csv", "tsv": "csv", "txt": "csv", "xlsx": "xlsx", "ods": "ods"}
LIST_EXTENSIONS = tuple(_LISTS)


def list_code(name: str, data: bytes, size: int) -> str:
    """How a spreadsheet is read, by name, size and first bytes: "csv", "xlsx" or "ods". Raises Refusal."""
    stem, _, extension = name.rpartition(".")
    code = _LISTS.get(extension.lower())
    if size > settings.FILE_MOST_BYTES:
        raise Refusal(Why.TOO_BIG)
    if code is None and BY_EXTENSION.get(extension.lower()):
        raise Refusal(Why.UNKNOWN)
    kind_of(f"{stem}.txt" if code == "csv" else name, data)
    return code or ""


def read_list(code: str, data: bytes, *, seconds: int = SECONDS, memory: int = MEMORY) -> list[dict[str, Any]]:
    """The sheets of a spreadsheet, as `core/cleaning/sheets.py` gives them; read like `accept`, from a job. Raises Refusal."""
    # Above the rows of a list may stand its name, a date and the names of its columns.
    most = settings.IMPORT_MOST_ROWS + _ROWS_ABOVE
    order = {"code": code, "seconds": seconds, "memory": memory, "written": _MOST_READ, "most_rows": most}
    _, rows = _answered(order, data)
    sheets: list[dict[str, Any]] = json.loads(rows)
    return sheets


def _answered(order: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    answer = _run(json.dumps(order).encode() + b"\n" + data, order["seconds"])
    head, _, content = answer.partition(b"\n")
    told: dict[str, Any] = json.loads(head)
    if "refused" in told:
        raise Refusal(Why(told["refused"]))
    return told, content


def _run(given: bytes, seconds: int) -> bytes:
    """What the program answers. In and out go through files that lie in memory only: nothing readable reaches a disk.

    The system stops the program when it writes more than it may, so that an answer cannot fill our memory.
    """
    with _in_memory("in", given) as came, _in_memory("out") as answered:
        command = [sys.executable, "-I", program.__file__]
        try:
            done = subprocess.run(  # noqa: S603 (fixed command)
                command,
                stdin=came,
                stdout=answered,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                cwd="/",
                env={"LANG": "C.UTF-8"},
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Refusal(Why.TOO_HEAVY) from None
        if done.returncode < 0 or done.returncode == program.OUT_OF_MEMORY:
            raise Refusal(Why.TOO_HEAVY)
        if done.returncode:
            raise Refusal(Why.BROKEN)
        answered.seek(0)
        return answered.read()


def _in_memory(name: str, content: bytes = b"") -> BinaryIO:
    file = os.fdopen(os.memfd_create(name), "w+b")
    file.write(content)
    file.seek(0)
    return file
