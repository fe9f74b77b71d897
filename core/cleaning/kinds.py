"""The kinds of files that we accept, and how each begins.

Three must agree: the extension, the first bytes (here) and the parser of the kind (the other modules). The table of first
bytes is ours and short. A library that knows hundreds of formats names the likeliest one, also for a file that is two at
once; we need to know of eight kinds whether it is that one, and of everything else only that it is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from .refusing import Refusal, Why


class Family(StrEnum):
    """Which parser a kind has."""

    IMAGE = "image"
    PDF = "pdf"
    OOXML = "ooxml"
    ODF = "odf"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Kind:
    """`code` is stored; `begins`: the name of its first bytes in `_begins_as`."""

    code: str
    label: str
    family: Family
    media_type: str
    extensions: tuple[str, ...]
    begins: str

    @property
    def has_words(self) -> bool:
        """Whether its text can be read (words.py)."""
        return self.family in {Family.OOXML, Family.ODF, Family.TEXT}

    @property
    def extension(self) -> str:
        """The one under which a file of this kind is given out."""
        return self.extensions[0]


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("jpeg", "Foto (JPG)", Family.IMAGE, "image/jpeg", ("jpg", "jpeg"), "jpeg"),
        Kind("png", "Afbeelding (PNG)", Family.IMAGE, "image/png", ("png",), "png"),
        Kind("webp", "Afbeelding (WebP)", Family.IMAGE, "image/webp", ("webp",), "webp"),
        Kind("pdf", "PDF", Family.PDF, "application/pdf", ("pdf",), "pdf"),
        Kind("docx", "Word-document", Family.OOXML, f"{_OOXML}wordprocessingml.document", ("docx",), "zip"),
        Kind("xlsx", "Excel-werkmap", Family.OOXML, f"{_OOXML}spreadsheetml.sheet", ("xlsx",), "zip"),
        Kind("odt", "Tekstdocument (ODT)", Family.ODF, f"{_ODF}text", ("odt",), "zip"),
        Kind("ods", "Rekenblad (ODS)", Family.ODF, f"{_ODF}spreadsheet", ("ods",), "zip"),
        Kind("text", "Platte tekst", Family.TEXT, "text/plain", ("txt",), ""),
    )
}
BY_EXTENSION: Mapping[str, Kind] = {extension: kind for kind in KINDS.values() for extension in kind.extensions}

# What people send and we do not take, by extension: they hear what they can do instead.
KNOWN_OTHERS: Mapping[str, Why] = {
    **dict.fromkeys(("heic", "heif", "avif"), Why.HEIC),
    **dict.fromkeys(("doc", "xls", "ppt", "dot", "xlt"), Why.OLD_OFFICE),
    **dict.fromkeys(("docm", "xlsm", "xlsb", "pptm", "dotm", "xltm"), Why.MACROS),
    **dict.fromkeys(("msg", "eml", "mbox"), Why.MAIL),
    **dict.fromkeys(("svg", "html", "htm", "xhtml", "xml", "mht", "mhtml"), Why.WEB_PAGE),
    **dict.fromkeys(("mp3", "m4a", "opus", "ogg", "wav", "mp4", "mov", "avi", "3gp", "webm", "mkv"), Why.MEDIA),
}

_HEAD = 1024
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<head", b"<body", b"<iframe", b"<!--")
_STARTS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"GIF8", "gif"),
    (b"\x7fELF", "program"),
    *((start, "program") for start in (b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")),
)
_INSTEAD: Mapping[str, Why] = {
    "ole": Why.OLD_OFFICE,
    "heic": Why.HEIC,
    "media": Why.MEDIA,
    "markup": Why.WEB_PAGE,
    "program": Why.PROGRAM,
}
# What a person calls it.
_FOUND: Mapping[str, str] = {
    "jpeg": "een foto (JPG)",
    "png": "een afbeelding (PNG)",
    "webp": "een afbeelding (WebP)",
    "gif": "een afbeelding (GIF)",
    "pdf": "een PDF",
    "zip": "een document van Office of een zip-bestand",
}


def kind_of(name: str, data: bytes) -> Kind:
    """The kind of a file by its name and its first bytes, before any parser looks at it. Raises Refusal."""
    if not data:
        raise Refusal(Why.EMPTY)
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    kind = BY_EXTENSION.get(extension)
    if kind is None:
        raise Refusal(KNOWN_OTHERS.get(extension, Why.UNKNOWN))
    begins = _begins_as(data)
    if begins != kind.begins:
        raise Refusal(_INSTEAD.get(begins, Why.OTHER_TYPE), _FOUND.get(begins, ""))
    return kind


def _begins_as(data: bytes) -> str:
    """A name for the first bytes; "" when nothing is known of them."""
    for start, name in _STARTS:
        if data.startswith(start):
            return name
    if data[:2] == b"MZ" and b"\0" in data[:_HEAD]:
        return "program"
    if data[:4] == b"RIFF":
        return "webp" if data[8:12] == b"WEBP" else "media"
    if data[4:8] == b"ftyp":
        return "heic" if data[8:11] in {b"hei", b"hev", b"mif", b"msf", b"avi"} else "media"
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return "markup" if head.startswith(_MARKUP) else ""
