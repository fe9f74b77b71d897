"""What is left of a file when all that could do harm is gone, and what is refused with which sentence."""

import io
import re
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from core.cleaning import jpegs, program
from core.files import KINDS, SENTENCES, Refusal, Why, accept, early_kind, sentence_of, shown_name
from tests.factories import files as make
from tests.support.cleaning import cleaned_here

__all__ = ["cleaned_here"]


def refused(name: str, data: bytes) -> Why:
    with pytest.raises(Refusal) as refusal:
        accept(name, data)
    return refusal.value.why


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(("form", "name"), [("JPEG", "foto.JPG"), ("PNG", "foto.png"), ("WEBP", "foto.webp")])
def test_of_a_photo_the_picture_stays_and_nothing_that_the_camera_wrote(form: str, name: str) -> None:
    photo = make.photo(form)
    assert make.PLACE.encode() in photo
    made = accept(name, photo)
    picture = opened(made.content)
    assert (picture.format, picture.size) == (form, (40, 20))
    assert dict(picture.getexif()) == {}
    assert not {"exif", "comment", "icc_profile", "xmp"} & set(picture.info)
    assert make.PLACE.encode() not in made.content
    red, _green, blue = picture.convert("RGB").getpixel((20, 15))  # type: ignore[misc]  # three numbers, for this mode
    assert blue > 120 > red
    assert made.kind.media_type == f"image/{form.lower()}"


def test_a_photo_stands_upright_afterwards() -> None:
    picture = opened(accept("foto.jpg", make.photo(turn=6)).content)
    assert picture.size == (20, 40)


def test_what_hangs_behind_a_picture_goes() -> None:
    made = accept("foto.jpg", make.photo() + make.SCRIPT + make.packed({"een.txt": b"twee"}))
    assert make.SCRIPT not in made.content
    assert b"PK\x03\x04" not in made.content
    made = accept("plaatje.png", make.picture("PNG") + make.document())
    assert b"%PDF" not in made.content


def test_what_is_see_through_stays_so() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (3, 3), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(accept("a.png", out.getvalue()).content).mode == "RGBA"


def _png(width: int, height: int) -> bytes:
    """A PNG that says how big it is, with next to nothing in it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack("!L", len(data)) + name + data + struct.pack("!L", zlib.crc32(name + data))

    header = struct.pack("!LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(30_000, 30_000), (8_001, 8_001), (64_000_001, 1)], ids=str)
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_painted(size: tuple[int, int]) -> None:
    began = time.monotonic()
    assert refused("groot.png", _png(*size)) is Why.TOO_MANY_PIXELS
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", make.picture()[:200]),
        ("a.png", _png(10, 10)),
        ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 xxxx"),
        ("a.pdf", b"%PDF-1.7\nniets"),
        ("a.docx", make.word()[:-30]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_file_is_refused_as_broken(name: str, data: bytes) -> None:
    assert refused(name, data) is Why.BROKEN


def test_a_pdf_keeps_its_pages_and_loses_what_can_act() -> None:
    hostile = make.hostile_document()
    made = accept("brief.pdf", hostile)
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert len(pdf.pages) == 1
        drawn = [one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Width" not in one]
        assert any(b"Bladzijde 1" in one for one in drawn)
        assert not pdf.attachments
        everything = b"".join(one.unparse(resolved=True) for one in pdf.objects)
        streams = b"".join(one.read_raw_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream))
        photo = next(one for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Width" in one)
        assert opened(bytes(photo.read_raw_bytes())).size == (40, 20)
        assert set(pdf.docinfo.keys()) <= {"/Producer"}
    for trace in (
        b"JavaScript",
        b"app.alert",
        b"Launch",
        b"/URI",
        b"EmbeddedFile",
        b"MZ",
        b"XFA",
        b"/AA",
        b"PieceInfo",
    ):
        assert trace not in everything + streams, trace
    assert make.PLACE.encode() not in everything + streams


def test_what_was_filled_in_stays_to_be_read() -> None:
    made = accept("formulier.pdf", make.hostile_document())
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Width" not in one]
        assert any(b"ingevuld" in one.read_bytes() for one in streams)


def test_all_pages_come_along_in_their_order() -> None:
    with pikepdf.open(io.BytesIO(accept("a.pdf", make.document(3)).content)) as pdf:
        words = [page.Contents.read_bytes() for page in pdf.pages]
    assert [re.findall(rb"Bladzijde \d", one) for one in words] == [
        [b"Bladzijde 1"],
        [b"Bladzijde 2"],
        [b"Bladzijde 3"],
    ]


def test_a_pdf_that_would_fill_a_memory_is_refused() -> None:
    heavy = make.heavy_document()
    assert len(heavy) < 1_000_000
    assert refused("a.pdf", heavy) is Why.TOO_HEAVY


def test_a_pdf_with_a_picture_of_too_many_pixels_is_refused() -> None:
    with pikepdf.open(io.BytesIO(make.document())) as pdf:
        big = pdf.make_stream(b"x", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=30_000, Height=30_000)
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary(X=big)
        assert refused("a.pdf", make.saved(pdf)) is Why.TOO_MANY_PIXELS


def test_a_pdf_with_a_password_is_refused_with_what_to_do() -> None:
    assert refused("a.pdf", make.locked_document()) is Why.LOCKED


def test_a_pdf_that_is_something_else_too_is_refused_or_is_only_a_pdf_afterwards() -> None:
    assert refused("a.pdf", b"<html>" + make.document()) is Why.WEB_PAGE
    assert refused("a.pdf", b"GIF89a" + make.document()) is Why.OTHER_TYPE
    made = accept("a.pdf", make.document() + make.packed({"een.exe": b"MZ"}))
    assert b"een.exe" not in made.content


def test_an_office_document_is_packed_anew_with_the_same_text() -> None:
    picture = {"word/media/image1.png": make.picture("PNG"), "docProps/app.xml": b"<a/>"}
    came = make.word(picture)
    made = accept("brief.docx", came)
    assert make.members(made.content) == make.members(came)
    assert make.members(accept("brief.odt", make.text_document()).content)["content.xml"] == b"<o>Tekst</o>"
    link = {"word/_rels/document.xml.rels": make.relation("hyperlink", "https://voorbeeld.example/")}
    assert accept("brief.docx", make.word(link)).kind.code == "docx"


def test_a_letter_in_a_house_style_forgets_the_file_that_it_was_begun_with() -> None:
    begun = {
        "word/_rels/settings.xml.rels": make.relation("attachedTemplate", "file://server/stijl/brief van wie.dotm")
    }
    made = make.members(accept("brief.docx", make.word(begun)).content)
    listed = made["word/_rels/settings.xml.rels"]
    assert b"server" not in listed
    assert b"van wie" not in listed
    assert b'Target="Normal.dotm"' in listed
    assert b'<Relationships xmlns="http' in listed


def test_what_lies_before_behind_or_between_the_members_goes() -> None:
    came = make.word()
    end = came.rfind(b"PK\x05\x06")
    noted = came[:end] + came[end:-2] + struct.pack("<H", len(make.SCRIPT)) + make.SCRIPT
    assert make.SCRIPT not in accept("a.docx", noted).content
    assert refused("a.docx", make.SCRIPT + came) is Why.WEB_PAGE


@pytest.mark.usefixtures("cleaned_here")
@pytest.mark.parametrize(
    ("more", "main", "why"),
    [
        ({"word/vbaProject.bin": b"x"}, make.WORD, Why.MACROS),
        ({}, "application/vnd.ms-word.document.macroEnabled.main+xml", Why.MACROS),
        ({"word/activeX/activeX1.xml": b"<a/>"}, make.WORD, Why.MACROS),
        ({"word/embeddings/oleObject1.bin": b"x"}, make.WORD, Why.EMBEDDED),
        ({"word/embeddings/blad.xlsm": b"x"}, make.WORD, Why.EMBEDDED),
        ({"programma.exe": b"MZ"}, make.WORD, Why.EMBEDDED),
        ({"word/_rels/document.xml.rels": make.relation("oleObject", "https://elders.example/a.doc")}, make.WORD, Why.EXTERNAL),
        ({"word/_rels/document.xml.rels": make.relation("image", "file://server/deel/a.png")}, make.WORD, Why.EXTERNAL),
        ({"word/a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, make.WORD, Why.BROKEN),
        ({"../../etc/cron.xml": b"<a/>"}, make.WORD, Why.BROKEN),
        ({}, make.SHEET, Why.OTHER_TYPE),
        ({"word/groot.xml": b"a" * 30_000_000}, make.WORD, Why.TOO_HEAVY),
        ({f"word/{number}.xml": b"" for number in range(3_100)}, make.WORD, Why.TOO_HEAVY),
    ],
    ids=lambda value: value.name if isinstance(value, Why) else "",
)  # fmt: skip
def test_what_an_office_document_may_not_hold(more: dict[str, bytes], main: str, why: Why) -> None:
    assert refused("brief.docx", make.word(more, main=main)) is why


@pytest.mark.usefixtures("cleaned_here")
@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"Basic/Standard/Module1.xml": b"<a/>"}, Why.MACROS),
        ({"META-INF/manifest.xml": b"<manifest:encryption-data/>"}, Why.LOCKED),
        ({"content.xml": b'<draw:image xlink:href="https://elders.example/volg.png"/>'}, Why.EXTERNAL),
    ],
    ids=lambda value: value.name if isinstance(value, Why) else "",
)
def test_what_a_document_of_libreoffice_may_not_hold(more: dict[str, bytes], why: Why) -> None:
    assert refused("brief.odt", make.text_document(more)) is why


def test_text_is_text_in_one_character_set() -> None:
    assert accept("a.txt", "\ufeffGeval één\r\n".encode()).content == "Geval één\r\n".encode()
    assert accept("a.txt", "Geval één".encode("cp1252")).content == "Geval één".encode()
    assert refused("a.txt", b"MZ\x90\x00\x03") is Why.PROGRAM
    assert refused("a.txt", b"woord\x00woord") is Why.OTHER_TYPE


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("foto.jpg", b"", Why.EMPTY),
        ("foto", make.picture(), Why.UNKNOWN),
        ("foto.jpg.exe", make.picture(), Why.UNKNOWN),
        ("foto.exe", b"MZ", Why.UNKNOWN),
        ("pakket.zip", make.packed({"a": b"b"}), Why.UNKNOWN),
        ("foto.png", make.picture(), Why.OTHER_TYPE),
        ("foto.pdf", make.picture(), Why.OTHER_TYPE),
        ("brief.docx", make.document(), Why.OTHER_TYPE),
        ("brief.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Why.OLD_OFFICE),
        ("brief.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Why.OLD_OFFICE),
        ("brief.docm", make.word(), Why.MACROS),
        ("foto.heic", b"\0\0\0\x18ftypheic", Why.HEIC),
        ("foto.jpg", b"\0\0\0\x18ftypheic", Why.HEIC),
        ("film.mp4", b"\0\0\0\x18ftypisom", Why.MEDIA),
        ("bericht.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Why.MAIL),
        ("tekening.svg", b"<svg onload=alert(1)>", Why.WEB_PAGE),
        ("tekening.png", b"<svg onload=alert(1)>", Why.WEB_PAGE),
        ("pagina.txt", b"\xef\xbb\xbf  <!DOCTYPE html><script>", Why.WEB_PAGE),
    ],
    ids=lambda value: value.name if isinstance(value, Why) else value if isinstance(value, str) else "",
)
def test_extension_and_first_bytes_are_judged_before_any_parser(name: str, data: bytes, why: Why) -> None:
    with pytest.raises(Refusal) as refusal:
        early_kind(name, data, len(data))
    assert refusal.value.why is why


def test_a_file_that_is_too_big_is_told_how_big_it_may_be(settings: Any) -> None:
    settings.FILE_MOST_BYTES = 3 * 1024**2
    with pytest.raises(Refusal) as refusal:
        early_kind("a.jpg", b"\xff\xd8\xff", 3 * 1024**2 + 1)
    assert sentence_of(refusal.value.why) == "Dit bestand is te groot: het mag hoogstens 3 MB zijn."


def test_every_refusal_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Why)
    assert all(sentence_of(why).endswith(".") for why in Why)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/foto.jpg", "foto.jpg"),
        ("C:\\Mijn map\\foto.jpg", "foto.jpg"),
        ("foto\u202egpj.exe", "fotogpj.exe"),
        ("foto\r\nSet-Cookie: a.jpg", "foto Set-Cookie: a.jpg"),
        ("f\u200boto\x00.jpg", "foto.jpg"),
        ("x" * 300 + ".jpg", "x" * 116 + ".jpg"),
    ],
)  # fmt: skip
def test_a_name_is_shown_without_tricks(given: str, shown: str) -> None:
    assert shown_name(given) == shown


def test_the_notes_in_a_photo_are_cut_out_and_the_picture_is_untouched() -> None:
    photo = make.photo() + b"achter het einde"
    made = jpegs.bare(photo)
    assert make.PLACE.encode() not in made
    assert made.endswith(b"\xff\xd9")
    assert opened(made).tobytes() == opened(photo).tobytes()
    progressive = make.picture(progressive=True, quality=95)
    assert opened(jpegs.bare(progressive)).tobytes() == opened(progressive).tobytes()
    for end in (1, 3, 30, len(photo) - 40):
        with pytest.raises(ValueError, match=r"broken off|no JPEG|no marker"):
            jpegs.bare(photo[:end])


def test_the_program_gets_no_secret_of_ours_and_cannot_write_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}
    run = subprocess.run

    def watch(command: list[str], **how: Any) -> Any:
        seen.update(how, command=command)
        return run(command, **how)

    monkeypatch.setattr(subprocess, "run", watch)
    accept("naam van iemand.txt", b"verzonnen")
    assert set(seen["env"]) == {"LANG"}
    assert "-I" in seen["command"]
    assert not any("naam" in part for part in seen["command"])
    assert seen["stderr"] == subprocess.DEVNULL


PROGRAMS = {
    "memory": ("x = bytearray(2 * 1024**3)", Why.TOO_HEAVY),
    "time": ("while True: pass", Why.TOO_HEAVY),
    "output": ("import sys\nwhile True: sys.stdout.buffer.write(b'x' * 1024**2)", Why.BROKEN),
    "fault": ("raise ZeroDivisionError", Why.BROKEN),
}


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_a_program_that_runs_wild_is_ended_and_its_file_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wild, why = PROGRAMS[name]
    source = Path(program.__file__).read_text()
    work = "        told, made = carried_out(given.read(), order)"
    assert work in source
    # The same program, with something wild in the place of its parsers.
    folder = tmp_path / "core" / "cleaning"
    folder.mkdir(parents=True)
    indented = "\n".join(f"        {line}" for line in wild.splitlines())
    path = folder / "program.py"
    root = str(Path(program.__file__).resolve().parents[2])
    path.write_text(source.replace("str(Path(__file__).resolve().parents[2])", repr(root)).replace(work, indented))
    monkeypatch.setattr(program, "__file__", str(path))
    with pytest.raises(Refusal) as refusal:
        accept("a.txt", b"woord", seconds=1 if name == "time" else 2, memory=200 * 1024**2)
    assert refusal.value.why is why


def test_the_program_has_no_network() -> None:
    reach = "import socket\nfrom core.confined import leave_the_network\nleave_the_network()\nsocket.create_connection(('127.0.0.1', 9), timeout=1)"
    done = subprocess.run(["/usr/bin/env", "unshare", "-Un", "true"], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("this system gives an ordinary process no network namespace")
    root = Path(program.__file__).resolve().parents[2]
    command = [sys.executable, "-c", reach]
    told = subprocess.run(command, cwd=root, capture_output=True, check=False).stderr  # noqa: S603  our own program
    assert b"Network is unreachable" in told


def test_the_parsers_are_not_in_the_memory_of_the_server() -> None:
    """The web process judges names and first bytes; only the program loads what reads pictures and documents."""
    seen = "import sys, django\ndjango.setup()\nimport core.files, signals.views\nprint([n for n in ('PIL', 'pikepdf', 'lxml') if n in sys.modules])"
    root = Path(program.__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", seen], cwd=root, capture_output=True, check=True)  # noqa: S603  our own program
    assert done.stdout.strip() == b"[]"


def test_every_kind_has_one_extension_of_its_own() -> None:
    every = [extension for kind in KINDS.values() for extension in kind.extensions]
    assert len(every) == len(set(every))
