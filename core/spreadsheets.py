"""CSV and ODS files, which people open in a spreadsheet: what somebody typed must not become a formula there.

The one place that writes them; everything in a cell is text of ours or of others, a number included.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpResponse

from .characters import visible
from .cleaning.formulas import guarded as harmless

__all__ = ["CSV", "ODS", "csv_answer", "csv_bytes", "harmless", "ods_bytes"]

CSV, ODS = "text/csv; charset=utf-8", "application/vnd.oasis.opendocument.spreadsheet"

# Tells a spreadsheet that the letters are UTF-8.
_MARK = "\ufeff"
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = " ".join(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
_MANIFEST = (
    f'{_XML}<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def csv_bytes(lines: Iterable[Sequence[str]]) -> bytes:
    """These lines as a file, separated by semicolons."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerows([harmless(cell) for cell in line] for line in lines)
    return (_MARK + file.getvalue()).encode()


def csv_answer(lines: Iterable[Sequence[str]], *, name: str) -> HttpResponse:
    """A download of these lines. `name`: of the file, without its ending; of ours, never typed."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(csv_bytes(lines), content_type=CSV, headers=headers)


def ods_bytes(lines: Iterable[Sequence[str]], *, sheet: str) -> bytes:
    """These lines as a sheet of an OpenDocument file: every cell a text, which no program computes. `sheet`: its name."""
    rows = "".join(f"<table:table-row>{''.join(map(_cell, line))}</table:table-row>" for line in lines)
    content = (
        f'{_XML}<office:document-content {_SPACES} office:version="1.3"><office:body><office:spreadsheet>'
        f"<table:table table:name={quoteattr(sheet)}>{rows}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        # An ODF document begins with its type, unpacked. Without a time of making: of that nothing is told.
        package.writestr(zipfile.ZipInfo("mimetype"), ODS, zipfile.ZIP_STORED)
        package.writestr(zipfile.ZipInfo("META-INF/manifest.xml"), _MANIFEST, zipfile.ZIP_DEFLATED)
        package.writestr(zipfile.ZipInfo("content.xml"), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _cell(text: str) -> str:
    lines = visible(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    paragraphs = "".join(f"<text:p>{_spaced(escape(line))}</text:p>" for line in lines)
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'


def _spaced(text: str) -> str:
    """White space that would be read as one space, or as none, written out."""
    text = re.sub(r"(?<= ) +|^ +| +$", lambda run: f'<text:s text:c="{len(run.group())}"/>', text)
    return text.replace("\t", "<text:tab/>")
