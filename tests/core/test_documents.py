import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.test import override_settings

from core import typeset
from core.documents import WATERMARK, FontsMissing, NoDocument, PangoMissing, Refused, TooMuch, render_pdf

LETTER = """{% extends "pdf/letter.html" %}
{% block sender %}<p>Gemeente Goes</p><p>Aandachtsfunctionaris mensenhandel</p>{% endblock %}
{% block recipient %}<p>Arbeidsinspectie</p>{% endblock %}
{% block facts %}<tr><th scope="row">Kenmerk</th><td>S-K7R4-M</td></tr>{% endblock %}
{% block body %}<p>Wij geven u het volgende door: {{ told }}</p>{% endblock %}
{% block closing %}<p>Met vriendelijke groet,</p><p>Aandachtsfunctionaris mensenhandel</p>{% endblock %}"""

REPORT = """{% extends "pdf/report.html" %}
{% block page_one %}<section><h2>Kernzin</h2><p class="lead">Er kwamen 31 signalen binnen.</p></section>
<section><h2>Cijfers</h2><div class="key-figures"><div class="key-figure"><p class="value">31</p><p class="name">signalen</p></div></div></section>
<section><figure class="figure-chart"><figcaption>31 signalen</figcaption>{{ chart }}</figure></section>{% endblock %}
{% block page_two %}<section><h2>Vormen</h2>{% include "pdf/figures_table.html" %}</section>{% endblock %}"""

CHART = {
    "title": "Er kwamen 31 signalen binnen.",
    "height": 193,
    "baseline": 142,
    "bars": [
        {
            "left": "10%",
            "width": "20%",
            "middle": "20%",
            "top": 22,
            "height": 120,
            "value_y": 16,
            "text": "31",
            "lines": [(161, "2026")],
        }
    ],
}
TABLE = {
    "caption": "Vormen",
    "corner": "",
    "headings": ["Signalen"],
    "rows": [{"label": "Arbeidsuitbuiting", "cells": ["•"]}],
    "total": {"label": "Totaal", "cells": ["31"]},
    "note": "Alleen totalen.",
}


def written(template: str, **context: Any) -> str:
    return (
        engines["django"]
        .from_string(template)
        .render({"title": "Doormelding S-K7R4-M", "mark": "Vertrouwelijk", **context})
    )


def letter(told: str = "In de loods van het verzonnen bedrijf slapen mensen. Naam op de bus: Łódź Şahin.") -> bytes:
    return render_pdf(written(LETTER, told=told), title="Doormelding S-K7R4-M")


def report() -> bytes:
    chart = render_to_string("charts/bars.svg", CHART)
    return render_pdf(written(REPORT, chart=chart, table=TABLE), title="Aanpak mensenhandel")


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def text_of(pdf: bytes, folder: Path) -> list[str]:
    """The text of each page."""
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)  # noqa: S603, S607
    return done.stdout.decode().split("\f")[:-1]


def fonts_of(pdf: bytes) -> set[str]:
    """The names of the fonts in it; every one must be embedded."""
    names = set()
    with opened(pdf) as document:
        for sheet in document.pages:
            for font in sheet.resources.get("/Font", {}).values():
                names.add(re.sub(r"^/[A-Z]{6}\\+", "", str(font.BaseFont)))
                descriptors = [inner.FontDescriptor for inner in font.get("/DescendantFonts", [])]
                assert all("/FontFile2" in it or "/FontFile3" in it for it in descriptors)
    return names


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {"letter": letter(), "report": report()}


@pytest.mark.parametrize("kind", ["letter", "report"])
def test_a_document_passes_an_independent_check_of_pdf_ua(made: dict[str, bytes], kind: str) -> None:
    checked = page.validate_pdf_bytes(made[kind], profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in checked.failures] == []
    assert checked.is_compliant


@pytest.mark.parametrize("kind", ["letter", "report"])
def test_a_document_is_tagged_dutch_and_only_in_our_own_fonts(made: dict[str, bytes], kind: str) -> None:
    pdf = opened(made[kind])
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "nl"
    assert all("Fira" in name for name in fonts_of(made[kind]))


def test_its_properties_say_the_title_and_nothing_of_who_or_when(made: dict[str, bytes]) -> None:
    pdf = opened(made["letter"])
    assert {key: str(value) for key, value in pdf.docinfo.items() if key != "/Producer"} == {
        "/Title": "Doormelding S-K7R4-M"
    }
    assert not pdf.attachments
    with pdf.open_metadata() as metadata:
        assert not [key for key in metadata if "creator" in key.lower() or "date" in key.lower()]


def test_even_when_the_html_says_more() -> None:
    html = '<html lang="nl"><head><title>Naam</title><meta name="author" content="Iemand"><meta name="dcterms.created" content="2026-01-01"></head><body><h1>Kop</h1></body></html>'
    pdf = typeset.typeset({"html": html, "title": "Neutraal", "stylesheets": [], "resources": {}})
    with opened(pdf) as document:
        assert {str(value) for key, value in document.docinfo.items() if key != "/Producer"} == {"Neutraal"}
    assert b"Iemand" not in pdf


def test_every_page_is_numbered_and_marked_as_a_demonstration(made: dict[str, bytes], tmp_path: Path) -> None:
    sheets = text_of(made["report"], tmp_path)
    assert len(sheets) == 2
    for number, text in enumerate(sheets, 1):
        assert f"Pagina {number} van 2" in text
        assert "Vertrouwelijk" in text
        assert WATERMARK in " ".join(text.split())


@override_settings(DEMO=False)
def test_outside_a_demonstration_there_is_no_watermark(tmp_path: Path) -> None:
    assert "DEMONSTRATIE" not in text_of(letter(), tmp_path)[0]


def test_letters_outside_western_europe_are_in_the_document(made: dict[str, bytes], tmp_path: Path) -> None:
    assert "Łódź Şahin" in text_of(made["letter"], tmp_path)[0]


def test_text_of_a_person_is_text_and_no_markup() -> None:
    assert "&lt;img src=x&gt;" in written(LETTER, told="<img src=x>")


@pytest.mark.parametrize(
    "reaching_out",
    [
        '<img src="http://127.0.0.1:9/picture.png" alt="">',
        '<img src="file:///etc/hostname" alt="">',
        '<img src="data:image/png;base64,AAAA" alt="">',
        '<img src="app:../../../../etc/hostname" alt="">',
        '<link rel="stylesheet" href="https://example.invalid/a.css">',
        "<style>body { background: url(file:///etc/hostname) }</style>",
        "<style>@import url(file:///etc/hostname);</style>",
        '<svg width="9" height="9"><image width="9" height="9" href="file:///etc/hostname"/></svg>',
    ],
)
def test_a_document_that_reaches_outside_the_application_is_not_made(reaching_out: str) -> None:
    html = f'<html lang="nl"><head><title>x</title></head><body><h1>x</h1>{reaching_out}</body></html>'
    with pytest.raises(typeset.Trouble) as trouble:
        typeset.typeset({"html": html, "title": "x", "stylesheets": [], "resources": {}})
    assert trouble.value.code == typeset.REFUSED


def test_a_refused_document_is_told_so_in_dutch() -> None:
    html = '<html lang="nl"><body><img src="file:///etc/hostname" alt=""></body></html>'
    with pytest.raises(Refused, match="buiten deze toepassing"):
        render_pdf(html, title="x")


def test_no_file_can_be_attached() -> None:
    html = (
        '<html lang="nl"><head><link rel="attachment" href="file:///etc/hostname"></head><body><h1>x</h1></body></html>'
    )
    with opened(typeset.typeset({"html": html, "title": "x", "stylesheets": [], "resources": {}})) as document:
        assert not document.attachments


def test_a_document_that_takes_too_long_is_given_up() -> None:
    endless = "<p>a</p>" * 60_000
    with pytest.raises(TooMuch, match="te groot"):
        render_pdf(f'<html lang="nl"><body>{endless}</body></html>', title="x", seconds=1)


def test_a_document_that_takes_too_much_memory_is_given_up() -> None:
    many = "<p>woorden en nog meer woorden</p>" * 12_000
    with pytest.raises(TooMuch):
        render_pdf(f'<html lang="nl"><body>{many}</body></html>', title="x", memory=150 * 1024**2)


def test_without_the_fonts_the_answer_says_how_to_get_them(tmp_path: Path) -> None:
    with override_settings(STATICFILES_DIRS=[tmp_path]), pytest.raises(FontsMissing, match="npm run build"):
        render_pdf("<html></html>", title="x")


def test_without_pango_the_answer_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def ends_with(code: int) -> Any:
        return lambda *_, **__: subprocess.CompletedProcess([], code, b"", b"OSError")

    monkeypatch.setattr(subprocess, "run", ends_with(typeset.PANGO_MISSING))
    with pytest.raises(PangoMissing, match="apt-get install libpango"):
        letter()
    monkeypatch.setattr(subprocess, "run", ends_with(typeset.FAILED))
    with pytest.raises(NoDocument, match="Probeer het later opnieuw"):
        letter()


def test_the_process_notices_that_pango_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    class WithoutPango:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                message = "cannot load library 'libpango-1.0-0'"
                raise OSError(message)

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [WithoutPango(), *sys.meta_path])
    with pytest.raises(typeset.Trouble) as trouble:
        typeset.typeset({"resources": {}})
    assert trouble.value.code == typeset.PANGO_MISSING


def test_the_process_gets_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}

    def watch(command: list[str], **how: Any) -> Any:
        seen.update(how, command=command)
        return subprocess.CompletedProcess(command, 0, b"%PDF", b"")

    monkeypatch.setattr(subprocess, "run", watch)
    letter()
    assert set(seen["env"]) == {"HOME", "TMPDIR", "LANG"}
    assert "-I" in seen["command"]
    assert b"S-K7R4-M" in seen["input"]
    assert not any("S-K7R4-M" in part for part in seen["command"])
