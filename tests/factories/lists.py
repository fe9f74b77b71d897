"""Lists of signals as an officer has them, and one that was taken over; all made here."""

import io
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from core.access import Actor
from core.spreadsheets import csv_bytes, ods_bytes
from jobs.models import Job
from jobs.runner import run
from municipalities.models import Municipality
from signals import exporting, importing, operations
from signals.codes import ExportPurpose
from signals.columns import Choice
from signals.models import ListExport, ListImport
from signals.operations.exporting import NewExport
from signals.operations.importing import NewList

type Lines = Sequence[Sequence[str]]

HEADINGS = ("Nr", "Datum melding", "Bron", "Omschrijving", "Plaats", "Gezien op", "Vorm", "Gevaar")
ROWS: Lines = (
    ("2024-1", "5-3-2024", "Politie", "Acht bedden in een huis voor drie.", "Goes", "4-3-2024", "arbeid", "nee"),
    ("2024-2", "12 april 2024", "wijkteam", "Zij mag de deur niet uit.", "onbekend", "onbekend", "", "?"),
    ("2024-3", "2024-05-06", "boa", "=HYPERLINK(naar elders)", "Goes", "1-5-2024", "seksueel", "ja"),
)
LINES: Lines = (HEADINGS, *ROWS)


def csv_list(lines: Lines = LINES) -> bytes:
    """As our own export writes it."""
    return csv_bytes(lines)


def ods_list(lines: Lines = LINES) -> bytes:
    """An OpenDocument sheet."""
    return ods_bytes(lines, sheet="Signalen")


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _worksheet(lines: Lines, cells: str = "") -> str:
    rows = "".join(
        f'<row r="{number}">'
        + "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>' for cell in line)
        + "</row>"
        for number, line in enumerate(lines, start=1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}{cells}</sheetData></worksheet>'


def xlsx_list(
    lines: Lines = LINES, more: Mapping[str, bytes] | None = None, *, cells: str = "", beside: Lines = ()
) -> bytes:
    """An Excel workbook with texts in its cells; `cells`: the XML of a row of its own behind them; `beside`: a second sheet."""
    second = '<sheet name="Uitleg" sheetId="2" r:id="r4"/>' if beside else ""
    book = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="Signalen" sheetId="1" r:id="r1"/>{second}</sheets></workbook>'
    )
    styles = (
        f'<styleSheet xmlns="{_MAIN}"><numFmts><numFmt numFmtId="164" formatCode="dd\\-mm\\-yyyy"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    )
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/></Types>'
    )
    texts = f'<sst xmlns="{_MAIN}"><si><t>gedeeld</t></si><si><r><t>in </t></r><r><t>stukken</t></r></si></sst>'
    members = {
        "[Content_Types].xml": types,
        "_rels/.rels": _relations([("r1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": _relations(
            [
                ("r1", "worksheet", "worksheets/sheet1.xml"),
                ("r2", "styles", "styles.xml"),
                ("r3", "sharedStrings", "/xl/sharedStrings.xml"),
                *([("r4", "worksheet", "worksheets/sheet2.xml")] if beside else []),
            ]
        ),
        "xl/worksheets/sheet1.xml": _worksheet(lines, cells),
        **({"xl/worksheets/sheet2.xml": _worksheet(beside)} if beside else {}),
        "xl/styles.xml": styles,
        "xl/sharedStrings.xml": texts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in ({**{name: text.encode() for name, text in members.items()}, **(more or {})}).items():
            package.writestr(name, content)
    return out.getvalue()


def members(package: bytes) -> dict[str, bytes]:
    """What is in a package, by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(content: Mapping[str, bytes]) -> bytes:
    """A package of these."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, member in content.items():
            package.writestr(name, member)
    return out.getvalue()


def _relations(listed: Sequence[tuple[str, str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for key, kind, target in listed
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def read_in(
    actor: Actor, municipality: Municipality, content: bytes | None = None, *, name: str = "lijst.csv"
) -> ListImport:
    """Read in, not read yet."""
    code = name.rpartition(".")[2]
    new = NewList(name, code, csv_list() if content is None else content, uuid.uuid4())
    made: ListImport = operations.read_in_list(actor=actor, municipality=municipality, new=new)
    return made


def again(about: ListImport) -> ListImport:
    """As it stands now."""
    found: ListImport = ListImport.objects.unscoped(reason="test").select_related("municipality").get(pk=about.pk)
    return found


def read(actor: Actor, municipality: Municipality, content: bytes | None = None, **named: Any) -> ListImport:
    """Read, with what is proposed for its columns."""
    made = read_in(actor, municipality, content, **named)
    importing.read(made, actor)
    return again(made)


def checked(actor: Actor, municipality: Municipality, content: bytes | None = None, **given: Any) -> ListImport:
    """Checked with what was proposed, and `given` of the choice beside it."""
    about = read(actor, municipality, content)
    choice = Choice.told((about.choice or {}) | given)
    operations.check_list(about, actor=actor, choice=choice)
    importing.check(again(about), actor, lambda _done, _total: None)
    return again(about)


def imported(actor: Actor, municipality: Municipality, content: bytes | None = None, **given: Any) -> ListImport:
    """Taken over."""
    about = operations.run_list(checked(actor, municipality, content, **given), actor=actor)
    importing.run(again(about), actor, lambda _done, _total: None)
    return again(about)


def ordered(actor: Actor, municipality: Municipality, **given: Any) -> ListExport:
    """A file that was asked for: of everything, with its facts."""
    asked: dict[str, Any] = {
        "kind": "csv",
        "purpose": ExportPurpose.OVERVIEW,
        "why": "Voor het jaargesprek.",
        "chosen": {"tab": "alles"},
        "words": "",
        "columns": [*exporting.PLAIN, *exporting.WORDS],
        "key": uuid.uuid4(),
    }
    made: ListExport = operations.order_export(actor=actor, municipality=municipality, new=NewExport(**(asked | given)))
    return made


def exported(actor: Actor, municipality: Municipality, **given: Any) -> ListExport:
    """A file that was made."""
    about = ordered(actor, municipality, **given)
    exporting.make(about, actor)
    found: ListExport = ListExport.objects.visible_to(actor).get(pk=about.pk)
    return found


def run_jobs() -> None:
    """What waits, as the worker does."""
    for job_id in list(Job.objects.claimable().values_list("pk", flat=True)):
        run(job_id)
