"""Office documents that fetch or run something in a way that a search for words does not find."""

import pytest

from core.files import Refusal, Why, accept
from tests.factories import files as make
from tests.support.cleaning import cleaned_here

__all__ = ["cleaned_here"]
pytestmark = pytest.mark.usefixtures("cleaned_here")

TEXT = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
INWARD = make.relation("{kind}", "{target}").decode().replace(' TargetMode="Ext&#101;rnal"', "")


def refused(name: str, data: bytes) -> Why | None:
    try:
        accept(name, data)
    except Refusal as refusal:
        return refusal.why
    return None


def inward(kind: str, target: str) -> bytes:
    """A part of the document that lies in the package."""
    return INWARD.replace("{kind}", kind).replace("{target}", target).encode()


def field(*pieces: str) -> bytes:
    """A field whose code is written in pieces."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    text = f"{mark.format('begin')}{runs}{mark.format('separate')}{mark.format('end')}"
    return f'<w:document xmlns:w="{TEXT}"><w:p>{text}</w:p></w:document>'.encode()


@pytest.mark.parametrize(
    "content",
    [
        b'<draw:image draw:name="a>b" xlink:href="https://elders.example/volg.png"/>',
        b'<draw:image xlink:href="&#104;ttps://elders.example/volg.png"/>',
        b'<my-draw:image xlink:href="https://elders.example/volg.png"/>',
        b'<style:background-image xlink:href="https://elders.example/volg.png"/>',
        b'<draw:fill-image xlink:href="//elders.example/volg.png"/>',
        b'<draw:image xlink:href="/etc/passwd"/>',
        b'<draw:image xlink:href="\\\\elders.example\\deel\\volg.png"/>',
        b'<svg:font-face-uri xlink:href="https://elders.example/letter.ttf"/>',
        b'<table:table-source xlink:href="../geheim.ods"/>',
        b'<table:table-cell table:formula="of:=WEBSERVICE(&quot;https://elders.example&quot;)"/>',
    ],
)
def test_a_document_of_libreoffice_that_fetches_is_refused_however_it_is_spelt(content: bytes) -> None:
    assert refused("brief.odt", make.text_document({"content.xml": content})) is Why.EXTERNAL


@pytest.mark.parametrize(
    "content",
    [
        b'<x.y:event-listener script:event-name="dom:load"/>',
        b'<text:a xlink:href="vnd.sun.star.script:a.py$b?language=Python">klik</text:a>',
        b'<text:a xlink:href="&#109;acro:///Standard.Module1.Main">klik</text:a>',
        b"<office:script>Shell</office:script>",
        b'<office:dde-source office:dde-application="cmd"/>',
    ],
)
def test_one_that_runs_something_is_refused(content: bytes) -> None:
    assert refused("brief.odt", make.text_document({"content.xml": content})) is Why.MACROS


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"word/document.xml": field("DDEAUTO c:\\\\windows\\\\cmd.exe")}, Why.MACROS),
        ({"word/document.xml": field(" D", "DE", "AUTO cmd")}, Why.MACROS),
        ({"word/document.xml": field("INCLUDEPICTURE &quot;https://elders.example/a&quot; \\\\d")}, Why.EXTERNAL),
        ({"word/document.xml": b'<w:p><w:fldSimple w:instr=" DDE cmd"/></w:p>'}, Why.MACROS),
        ({"word/document.xml": b'<w:p><w:altChunk r:id="r1"/></w:p>'}, Why.EMBEDDED),
        ({"word/_rels/document.xml.rels": inward("aFChunk", "stuk.xml")}, Why.EMBEDDED),
        ({"word/_rels/document.xml.rels": inward("oleObject", "media/image1.png")}, Why.EMBEDDED),
        ({"word/_rels/document.xml.rels": inward("vbaProject", "media/image1.png")}, Why.MACROS),
        ({"word/media/image1.png": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 een ander bestand"}, Why.EMBEDDED),
        ({"word/media/image1.png": make.word()}, Why.EMBEDDED),
        ({"word/media/image1.png": b"MZ een programma"}, Why.EMBEDDED),
        ({"word/media/image1.png": b" \n<html><img src='https://elders.example'></html>"}, Why.EMBEDDED),
        ({"word/media/image1.png": b"\xff\xfe<\0w\0"}, Why.EMBEDDED),
        ({"word/settings.xml": b'<w:settings><w:mailMerge w:connectString="x"/></w:settings>'}, Why.EXTERNAL),
        ({"word/media/a.svg": b'<svg><image href="https://elders.example/volg.png"/></svg>'}, Why.EXTERNAL),
        ({"word/media/a.svg": b"<svg><script>alert(1)</script></svg>"}, Why.MACROS),
        ({"word/a.xml": b'<?xml version="1.0" encoding="UTF-7"?><a/>'}, Why.BROKEN),
        ({"word/a.xml": b"<a>niet gesloten"}, Why.BROKEN),
    ],
)  # fmt: skip
def test_a_text_that_fetches_runs_or_holds_another_file_is_refused(more: dict[str, bytes], why: Why) -> None:
    assert refused("brief.docx", make.word(more)) is why


@pytest.mark.parametrize(
    "content",
    [
        b'<connections><connection refreshOnLoad="1"><webPr url="https://elders.example"/></connection></connections>',
        b'<connections><connection><dbPr connection="Provider=x" command="y"/></connection></connections>',
        b"<c><f>_xlfn.WEBSERVICE(&quot;https://elders.example&quot;)</f></c>",
        b"<c><f>cmd|'/c calc'!A0</f></c>",
    ],
)
def test_a_sheet_that_fetches_is_refused(content: bytes) -> None:
    assert refused("blad.xlsx", make.word({"xl/deel.xml": content}, main=make.SHEET)) is Why.EXTERNAL


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("brief.odt", make.text_document({"content.xml": b'<text:a xlink:href="https://goes.nl">klik</text:a>'})),
        ("brief.odt", make.text_document({"content.xml": b'<draw:image xlink:href="Pictures/a.png"/>'})),
        ("brief.odt", make.text_document({"content.xml": b'<draw:object xlink:href="./Object 1"/>'})),
        ("brief.odt", make.text_document({"meta.xml": b'<meta:template xlink:href="../../huis.ott"/>'})),
        ("brief.odt", make.text_document({"Configurations2/accelerator/current.xml": b""})),
        ("brief.odt", make.text_document({"Configurations2/menubar/a.xml": b'<i xlink:href=".uno:Save"/>'})),
        ("brief.docx", make.word({"word/document.xml": field(" PAGE ")})),
        ("brief.docx", make.word({"word/document.xml": field("HYPERLINK &quot;https://goes.nl&quot;")})),
        ("brief.docx", make.word({"customXml/item1.xml": b'<p href="https://goes.nl"/>'})),
        ("brief.docx", make.word({"word/media/a.svg": b'<svg><image href="data:image/png;base64,AA"/></svg>'})),
        ("brief.docx", make.word({"word/media/image1.png": make.picture("PNG")})),
        ("blad.xlsx", make.word({"xl/a.xml": b"<c><f>SUM(A1:A3)</f></c>"}, main=make.SHEET)),
    ],
)
def test_what_people_write_every_day_is_accepted(name: str, data: bytes) -> None:
    assert refused(name, data) is None
