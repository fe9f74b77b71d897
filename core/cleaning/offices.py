"""Documents of Word, Excel and LibreOffice: looked through, packed anew, never opened here.

Their text is not touched. What could do something by itself is refused: macros, another file inside, a picture that is
fetched from elsewhere. What stands in the package must be of a sort that we know; the rest is refused, so that a new trick
fails too. The package itself is written by us, so nothing lies before, behind or between its members.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from . import markup
from .refusing import Refusal, Why

MOST_MEMBERS = 3_000
MOST_UNPACKED = 200 * 1024**2
# Of a member that counts: text packs up to some thirty times, a bomb a thousand times.
MOST_RATIO = 200
RATIO_COUNTS_FROM = 1024**2

_CONTENT_TYPES = "[Content_Types].xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_ORDINARY = re.compile(
    r"mimetype|.*\.(xml|rels|rdf|vml|png|jpe?g|gif|bmp|tiff?|emf|wmf|wdp|svg|odttf|ttf|otf)|.*/printerSettings\d*\.bin"
    r"|ObjectReplacements/[^/]+|Configurations2/.*|layout-cache",
    re.IGNORECASE,
)
_MACROS = re.compile(r"vbaProject|vbaData|macrosheets|activeX|^Basic/|^Scripts/|customUI|\.bas$", re.IGNORECASE)
_MACRO_TYPES = re.compile("macroEnabled|vbaProject|macrosheet|activeX", re.IGNORECASE)
_MARKUP = (".xml", ".rels", ".rdf", ".vml", ".svg")
_ODF = frozenset({"odt", "ods"})
# How another file begins that goes by the name of a picture: of a program, a package, Office before 2007, a page.
_OTHER_FILES = (b"MZ", b"\x7fELF", b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_OTHER_TEXT = (b"<", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
# What a part of the package may be to another one, whatever it is called: the last word of the type of that relation.
_HELD: Mapping[str, Why] = {
    **dict.fromkeys(("afchunk", "oleobject", "package", "subdocument"), Why.EMBEDDED),
    **dict.fromkeys(("vbaproject", "wordvbadata", "attachedtoolbars", "control"), Why.MACROS),
    **dict.fromkeys(("xlmacrosheet", "xlintlmacrosheet", "keymapcustomizations"), Why.MACROS),
}
_ENCRYPTED = 0x1


def cleaned(data: bytes, code: str) -> bytes:
    """The same members in a package of our own. Raises Refusal."""
    return _packed(members_of(data, code))


def members_of(data: bytes, code: str) -> Mapping[str, bytes]:
    """What the package holds, by name, nothing of which does something by itself. Raises Refusal."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = {member.filename: _content(package, member) for member in _listed(package)}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise Refusal(Why.BROKEN) from None
    except RuntimeError:  # what zipfile says of a member with a password
        raise Refusal(Why.LOCKED) from None
    _judge(members, code)
    return {name: _inward(content) if _is_relations(name) else content for name, content in members.items()}


def _listed(package: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    members = [member for member in package.infolist() if not member.is_dir()]
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Refusal(Why.TOO_HEAVY)
    seen: set[str] = set()
    for member in members:
        name = member.filename
        if name.lower() in seen or name.startswith("/") or "\\" in name or ".." in name.split("/"):
            raise Refusal(Why.BROKEN)
        seen.add(name.lower())
        if member.flag_bits & _ENCRYPTED:
            raise Refusal(Why.LOCKED)
        yield member


def _content(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a member. It says itself how long it is: it is not read further than that."""
    if member.file_size > RATIO_COUNTS_FROM and member.file_size > MOST_RATIO * max(member.compress_size, 1):
        raise Refusal(Why.TOO_HEAVY)
    with package.open(member) as opened:
        content = opened.read(member.file_size + 1)
    if len(content) != member.file_size:
        raise Refusal(Why.BROKEN)
    return content


def _judge(members: Mapping[str, bytes], code: str) -> None:
    for name, content in members.items():
        _judge_content(name, content, code)
    types = _types(members)
    if any(_MACROS.search(name) for name in members) or any(_MACRO_TYPES.search(one) for one in types):
        raise Refusal(Why.MACROS)
    if not all(_ORDINARY.fullmatch(name) for name in members):
        raise Refusal(Why.EMBEDDED)
    if b"encryption-data" in members.get("META-INF/manifest.xml", b""):
        raise Refusal(Why.LOCKED)
    if _MAIN[code] not in types:
        raise Refusal(Why.OTHER_TYPE)


def _types(members: Mapping[str, bytes]) -> set[str]:
    """The types that the package says its parts have; of an ODF document the one of the whole."""
    said = {members["mimetype"].decode("ascii", "replace").strip()} if "mimetype" in members else set()
    listed = _tree(members[_CONTENT_TYPES]).iter() if _CONTENT_TYPES in members else ()
    return said | {one.get("ContentType", "") for one in listed}


def _judge_content(name: str, content: bytes, code: str) -> None:
    lower = name.lower()
    if not lower.endswith(_MARKUP):
        if content.startswith(_OTHER_FILES) or content.lstrip()[:3].startswith(_OTHER_TEXT):
            raise Refusal(Why.EMBEDDED)
        return
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in content[:64]:
        # Sixteen bits to a character: no office program writes that.
        raise Refusal(Why.BROKEN)
    markup.judge(content, addresses=code in _ODF or lower.endswith(".svg"))


def _is_relations(name: str) -> bool:
    return name.lower().endswith(".rels")


def _inward(content: bytes) -> bytes:
    """The list of what a part of the package points at: that lies in the package, but for a link that one clicks.

    A letter in the style of an organisation names the file that it was begun with, which its program would fetch: of that
    only the ordinary name stays.
    """
    listed, changed = _tree(content), False
    for one in listed.iter():
        kind = one.get("Type", "")
        if one.get("TargetMode", "").strip().lower() != "external":
            held = _HELD.get(kind.rpartition("/")[2].lower())
            if held is not None:
                raise Refusal(held)
            continue
        if kind.endswith("/hyperlink"):
            continue
        if not kind.endswith("/attachedTemplate"):
            raise Refusal(Why.EXTERNAL)
        one.set("Target", "Normal.dotm")
        changed = True
    if not changed:
        return content
    ElementTree.register_namespace("", _RELATIONS)
    made: bytes = ElementTree.tostring(listed, encoding="utf-8", xml_declaration=True)
    return made


def _tree(content: bytes) -> ElementTree.Element:
    """Read after `markup.judge`: it declares no entities, and this process may take little memory and time."""
    try:
        return ElementTree.fromstring(content)  # noqa: S314  see above
    except ElementTree.ParseError:
        raise Refusal(Why.BROKEN) from None


def _packed(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        # An ODF document begins with its type, unpacked, and an OOXML one with its list of types.
        first = [name for name in ("mimetype", _CONTENT_TYPES) if name in members]
        for name in [*first, *(name for name in members if name not in first)]:
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(zipfile.ZipInfo(name), members[name], stored)
    return out.getvalue()
