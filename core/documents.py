"""PDFs: HTML in, bytes out, made by a process of its own (`core/typeset.py` tells why).

    html = render_to_string("reports/edition.pdf.html", {"edition": edition, ...})
    pdf = render_pdf(html, title="Aanpak mensenhandel, district Zeeland")

The template extends `pdf/letter.html` or `pdf/report.html`. Every PDF is tagged (PDF/UA-1), in Dutch, in our own fonts,
and says nothing of who made it or when in its properties. In a demonstration every page carries a watermark; no
template can leave it out. Called from a job, never from a request: a document takes seconds.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.template import Engine

from . import typeset
from .characters import visible

WATERMARK = "DEMONSTRATIE – verzonnen gegevens"

SECONDS = 90
MEMORY = 1024**3

# The second file of a weight holds the letters outside western Europe (ş, ł, ő), which names need.
FONTS = tuple(
    (family, weight, f"fira-sans-{script}-{weight}-normal.woff2")
    for family, script in (("Fira Sans", "latin"), ("Fira Sans Extended", "latin-ext"))
    for weight in (400, 600)
)


class NoDocument(RuntimeError):
    """No PDF was made. `code` is stable and short, for a job's row; the text is Dutch and says what to do.

    `worth_retrying`: whether the same document may well succeed a minute later.
    """

    code = "document_failed"
    worth_retrying = True
    message = "De PDF kon niet worden gemaakt. Probeer het later opnieuw of vraag de beheerder."

    def __init__(self) -> None:
        super().__init__(self.message)


class PangoMissing(NoDocument):
    """The system library that lays out text is not installed."""

    code = "pango_missing"
    worth_retrying = False
    message = (
        "PDF's maken kan op deze server nog niet: de programmabibliotheek Pango ontbreekt. De beheerder kan haar op "
        "Debian installeren met: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )


class FontsMissing(NoDocument):
    """The fonts were not built."""

    code = "fonts_missing"
    worth_retrying = False
    message = (
        "PDF's maken kan nog niet: de lettertypen ontbreken in assets/dist/fonts. "
        "De beheerder maakt ze met: npm ci && npm run build"
    )


class TooMuch(NoDocument):
    """The document took more time or memory than a document may."""

    code = "document_too_big"
    worth_retrying = False
    message = "Het document is te groot om er een PDF van te maken. Kies een kortere periode of minder onderdelen."


class Refused(NoDocument):
    """The HTML pointed at something outside the application."""

    code = "document_refused"
    worth_retrying = False
    message = "De PDF is niet gemaakt, omdat de tekst naar iets buiten deze toepassing verwijst. Vraag de beheerder."


_TROUBLE: Mapping[int, type[NoDocument]] = {
    typeset.PANGO_MISSING: PangoMissing,
    typeset.REFUSED: Refused,
    typeset.OUT_OF_MEMORY: TooMuch,
}


def render_pdf(html: str, *, title: str, seconds: int = SECONDS, memory: int = MEMORY) -> bytes:
    """A whole HTML document (language and headings in it) as PDF.

    `title` stands in the document's properties: neutral, never a name or a form of exploitation. `seconds`: of wall
    clock and of processor time; `memory`: bytes. Raises NoDocument, mostly one of its kinds.
    """
    order = {
        "html": visible(html),
        "title": visible(title),
        "stylesheets": [_font_faces(), *_watermark()],
        "resources": _font_files() | {"watermark.svg": str(_watermark_file())},
        "memory": memory,
        "seconds": seconds,
    }
    with tempfile.TemporaryDirectory(prefix="pdf-") as scratch:
        # Isolated (-I) and with an empty environment: no settings, no keys or addresses to be had.
        command = [sys.executable, "-I", typeset.__file__]
        surroundings = {"HOME": scratch, "TMPDIR": scratch, "LANG": "C.UTF-8"}
        try:
            done = subprocess.run(  # noqa: S603 (fixed command)
                command,
                input=json.dumps(order).encode(),
                capture_output=True,
                timeout=seconds,
                cwd=scratch,
                env=surroundings,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise TooMuch from None
    if done.returncode < 0:
        # Ended by the system: out of processor time, or by a library that cannot live with its limit of memory.
        raise TooMuch
    if done.returncode:
        raise _TROUBLE.get(done.returncode, NoDocument)
    return done.stdout


def _font_files() -> dict[str, str]:
    folder = Path(settings.STATICFILES_DIRS[0]) / "fonts"
    files = {name: folder / name for _, _, name in FONTS}
    if not all(path.is_file() for path in files.values()):
        raise FontsMissing
    return {name: str(path) for name, path in files.items()}


def _font_faces() -> str:
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("app:{name}") }}\n'
        for family, weight, name in FONTS
    )


def _watermark() -> list[str]:
    """Across the page as a drawing, and on top of it as words, for who listens or copies."""
    if not settings.DEMO:
        return []
    return [
        f"""@page {{
            background: url("app:watermark.svg") center / 210mm 297mm no-repeat;
            @top-center {{ content: "{WATERMARK}"; font: 600 8pt "Fira Sans"; color: #7a1f1f; }}
        }}"""
    ]


def _watermark_file() -> Path:
    return Path(Engine.get_default().get_template("pdf/watermark.svg").origin.name)
