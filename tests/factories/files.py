"""Files as people send them, harmless and otherwise; all made here."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

SCRIPT = b"<script>alert('hier')</script>"
PLACE = "verzonnen plek"


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    """A picture: blue, its first row red."""
    image = Image.new("RGB", size, (20, 60, 160))
    image.paste((200, 30, 30), (0, 0, size[0], 1))
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def photo(form: str = "JPEG", *, turn: int = 1) -> bytes:
    """A photo of a phone: it says where and when it was taken, and how it was held (`turn`)."""
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x010F] = PLACE
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (51.0, 30.0, 0.0), "E", (3.0, 53.0, 0.0)
    options: dict[str, Any] = {"comment": PLACE.encode()} if form == "JPEG" else {}
    return picture(form, exif=exif, **options)


def document(pages: int = 1) -> bytes:
    """A PDF with the words "Bladzijde 1" and so on."""
    with pikepdf.new() as pdf:
        for number in range(1, pages + 1):
            _page(pdf, f"Bladzijde {number}")
        return saved(pdf)


def hostile_document() -> bytes:
    """A PDF that runs, opens, sends and carries whatever a PDF can."""
    with pikepdf.new() as pdf:
        page = _page(pdf, "Bladzijde 1")
        run = Dictionary(S=Name.JavaScript, JS="app.alert('hier')")
        pdf.Root.OpenAction = run
        pdf.Root.AA = Dictionary(WC=run)
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["een", run])))
        pdf.attachments["lijst.exe"] = b"MZ een programma"
        page.obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F="programma.exe"))
        link = Dictionary(S=Name.URI, URI="https://elders.example/volg")
        field: dict[str, Any] = {"FT": Name.Tx, "T": "veld", "V": "ingevuld"}
        page.obj.Annots = Array(
            [
                pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=link)),
                pdf.make_indirect(
                    Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[9, 9, 99, 30], AA=Dictionary(K=run), **field)
                ),
            ]
        )
        pdf.Root.AcroForm = Dictionary(
            Fields=Array([page.obj.Annots[1]]),
            XFA=pdf.make_stream(b"<xdp>app.alert</xdp>"),
            DA="/F 12 Tf 0 g",
            DR=Dictionary(Font=page.obj.Resources.Font),
            NeedAppearances=True,
        )
        page.obj.PieceInfo = Dictionary(App=Dictionary(Private="app.alert"))
        photo_in = pdf.make_stream(photo(), Type=Name.XObject, Subtype=Name.Image, Width=40, Height=20)
        photo_in.ColorSpace, photo_in.BitsPerComponent, photo_in.Filter = Name.DeviceRGB, 8, Name.DCTDecode
        photo_in.Metadata = pdf.make_stream(PLACE.encode(), Type=Name.Metadata)
        photo_in.AF = Array([Dictionary(Type=Name.Filespec, EF=Dictionary(F=pdf.make_stream(b"MZ nog een")))])
        page.obj.Resources.XObject = Dictionary(Foto=photo_in)
        page.obj.Contents.write(page.obj.Contents.read_bytes() + b" q 40 0 0 20 0 0 cm /Foto Do Q")
        pdf.docinfo["/Author"] = PLACE
        return saved(pdf)


def heavy_document() -> bytes:
    """A few kB that become 600 MB."""
    packed = zlib.compress(b" " * 300_000_000)
    with pikepdf.new() as pdf:
        page = _page(pdf, "zwaar")
        page.obj.Contents = pdf.make_stream(b"")
        form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1])
        for stream in (page.obj.Contents, form):
            stream.write(packed, filter=Name.FlateDecode)
        page.obj.Resources.XObject = Dictionary(X=form)
        return saved(pdf)


def locked_document() -> bytes:
    with pikepdf.new() as pdf:
        _page(pdf, "geheim")
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(user="wachtwoord", owner="baas"))
        return out.getvalue()


def _page(pdf: pikepdf.Pdf, words: str) -> pikepdf.Page:
    page = pdf.add_blank_page(page_size=(200, 100))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources = Dictionary(Font=Dictionary(F=font))
    page.obj.Contents = pdf.make_stream(f"BT /F 12 Tf 10 50 Td ({words}) Tj ET".encode())
    return page


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def relation(kind: str, target: str) -> bytes:
    """A part of an office document that points outside it."""
    return (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_KINDS}/{kind}" Target="{target}" '
        'TargetMode="Ext&#101;rnal"/></Relationships>'
    ).encode()


def word(more: Mapping[str, bytes] | None = None, *, main: str = WORD) -> bytes:
    """A Word document with these other members; `main`: the type of its text."""
    types = f'<Types xmlns="{_TYPES}"><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    return packed({"[Content_Types].xml": types.encode(), "word/document.xml": b"<w>Tekst</w>", **(more or {})})


def text_document(more: Mapping[str, bytes] | None = None) -> bytes:
    """An ODT document with these other members."""
    said = b"application/vnd.oasis.opendocument.text"
    return packed({"mimetype": said, "content.xml": b"<o>Tekst</o>", **(more or {})})


def packed(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def members(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
