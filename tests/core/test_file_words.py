"""The words of a document are read when it is cleaned, put together as a reader sees them, and of a picture or PDF none."""

import pytest

from core.cleaning.words import MOST
from core.files import accept
from tests.factories import files as make
from tests.support.cleaning import cleaned_here

__all__ = ["cleaned_here"]

pytestmark = pytest.mark.usefixtures("cleaned_here")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_a_name_that_its_program_cut_in_pieces_is_one_word_and_what_was_struck_is_read_too() -> None:
    text = (
        f"<w:document {W}><w:p><w:r><w:t>Demo Tu</w:t></w:r><w:r><w:t>reluur</w:t></w:r></w:p>"
        '<w:p><w:del w:author="Demo Schrijver"><w:r><w:delText>Demo Wulp</w:delText></w:r></w:del></w:p></w:document>'
    )
    more = {
        "word/document.xml": text.encode(),
        "docProps/core.xml": b"<c><creator>Demo Maker</creator></c>",
        "word/_rels/document.xml.rels": make.relation("hyperlink", "mailto:demo@voorbeeld.example"),
        "word/footer1.xml": f"<w:ftr {W}><w:p><w:t>Onderaan</w:t></w:p></w:ftr>".encode(),
    }
    words = accept("brief.docx", make.word(more)).words
    assert words is not None
    assert words.splitlines()[0] == "Demo Tureluur"
    for told in ("Demo Schrijver", "Demo Wulp", "Demo Maker", "mailto:demo@voorbeeld.example", "Onderaan"):
        assert told in words


def test_of_a_table_the_words_and_the_numbers_are_read_and_not_the_places_of_words() -> None:
    sheet = (
        '<worksheet><c t="s"><v>7</v></c><c><v>612345678</v></c><c t="inlineStr"><is><t>Demo Kievit</t></is></c>'
        "<c><f>SUM(A1)</f><v>12</v></c><headerFooter><oddHeader>Demo Bosuil</oddHeader></headerFooter></worksheet>"
    )
    more = {
        "xl/sharedStrings.xml": b"<x><si><t>Demo Grutto</t></si></x>",
        "xl/workbook.xml": b'<workbook><sheets><sheet name="Demo Rietgors"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": sheet.encode(),
    }
    words = accept("lijst.xlsx", make.word(more, main=make.SHEET)).words
    assert words is not None
    told = ["Demo Grutto", "Demo Rietgors", "612345678", "Demo Kievit", "12", "Demo Bosuil"]
    assert [line for line in words.splitlines() if line] == told


def test_what_a_sheet_a_link_and_a_picture_are_called_and_what_stands_above_a_sheet_is_read_too() -> None:
    sheet = (
        "<worksheet><c><v>1</v></c><headerFooter><oddHeader>Demo Kop</oddHeader></headerFooter>"
        '<hyperlink ref="A1" tooltip="Demo Wijzer"/><formula1>"Demo Keuze"</formula1></worksheet>'
    )
    book = '<workbook><sheets><sheet name="Demo Tureluur" sheetId="1"/></sheets></workbook>'
    table = {"xl/workbook.xml": book.encode(), "xl/worksheets/sheet1.xml": sheet.encode()}
    field = (
        f'<w:document {W}><w:p><w:instrText>HYPERLINK "mailto:demo.</w:instrText><w:instrText>wulp@x.example"</w:instrText>'
        '</w:p><docPr id="1" name="Foto 1" descr="Foto van Demo Grutto"/></w:document>'
    )
    link = b'<o xmlns:l="l" xmlns:t="t"><p><a l:href="mailto:demo.kievit@x.example">hier</a></p><t:table t:name="Demo Blad"/></o>'
    found = {
        ("Demo Kop", "Demo Wijzer", "Demo Keuze", "Demo Tureluur"): accept("l.xlsx", make.word(table, main=make.SHEET)),
        ("demo.wulp@x.example", "Demo Grutto"): accept("b.docx", make.word({"word/document.xml": field.encode()})),
        ("demo.kievit@x.example", "Demo Blad"): accept("b.odt", make.text_document({"content.xml": link})),
    }
    for told, made in found.items():
        assert all(one in (made.words or "") for one in told), made.words


def test_of_an_open_document_and_a_text_all_is_read_and_of_a_picture_or_pdf_nothing() -> None:
    odt = {
        "content.xml": b"<o><p>Demo <span>Tu</span>reluur<tab/>weg</p><p>Nog <a href='mailto:demo@voorbeeld.example'>een</a></p></o>",
        "meta.xml": b"<document-meta><creator>Demo Maker</creator></document-meta>",
    }
    words = accept("brief.odt", make.text_document(odt)).words
    assert words is not None
    assert words.splitlines()[:2] == ["Demo Tureluur weg", "Nog een"]
    assert "mailto:demo@voorbeeld.example" in words
    assert "Demo Maker" in words
    assert accept("a.txt", b"Demo Wulp").words == "Demo Wulp"
    assert len(accept("a.txt", b"x" * (MOST + 9)).words or "") == MOST
    assert accept("a.pdf", make.document()).words is None
    assert accept("a.png", make.picture("PNG")).words is None
