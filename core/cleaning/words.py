"""The words of a document, for who looks for names in it before it goes along. Nobody gets them to see.

What a program wrote in pieces ("Jan", "sen") is one word again; what was struck with changes tracked, who wrote a remark, who
made the document, what a sheet is called and where a link leads count too: whoever gets the file reads those. Of a picture nothing is read, and of a PDF neither: its pages say
which shape stands where, and only its fonts whether that is a letter, so half a reading would look like a whole one.
"""

import io
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from .kinds import KINDS, Family

# Some forty pages: whoever looks for names looks at each word for each of them.
MOST = 100_000

_FIRST = ("word/document.xml", "xl/sharedStrings.xml", "content.xml")
_ODF_PARTS = ("content.xml", "styles.xml", "meta.xml")
# Of a text, also struck; of a remark; of what a link, a field or a list to choose from says; above and below a sheet; of the
# document itself.
_OF_OOXML = frozenset(
    {
        *("t", "delText", "author", "instrText", "delInstrText", "formula1", "lpstr", "lpwstr"),
        *("oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter"),
        *("creator", "lastModifiedBy", "title", "subject", "description", "keywords", "category", "Company", "Manager"),
    }
)
_ENDS_A_LINE = frozenset({"p", "h", "si", "c", "comment", *(_OF_OOXML - {"t", "delText", "instrText", "delInstrText"})})
_IS_A_SPACE = frozenset({"tab", "br", "cr", "s", "line-break"})
# What is said in an attribute: who wrote it, what a picture shows, what a link says and where it leads; of these elements one more.
_SAYS = frozenset({"author", "descr", "title", "desc", "tooltip", "display", "displayText", "href"})
_SAYS_OF = {"sheet": "name", "table": "name", "alias": "val"}
# What such a cell holds is a place in a list, or no text.
_NO_TEXT = frozenset({"s", "b", "e"})


def words_of(made: bytes, code: str) -> str | None:
    """Of what was cleaned: its words, at most the first `MOST` characters; None of a kind of which none can be read."""
    match KINDS[code].family:
        case Family.TEXT:
            return made.decode()[:MOST]
        case Family.OOXML | Family.ODF as family:
            return _of_package(made, family)[:MOST]
    return None


def _of_package(made: bytes, family: Family) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        names = sorted(_parts(package, family), key=lambda name: (name not in _FIRST, name))
        return "\n".join(_of_part(package.read(name), family) for name in names)


def _parts(package: zipfile.ZipFile, family: Family) -> Iterator[str]:
    for name in package.namelist():
        if name in _ODF_PARTS if family is Family.ODF else name.lower().endswith((".xml", ".rels")):
            yield name


def _of_part(content: bytes, family: Family) -> str:
    if not content:
        return ""
    # As `markup.judge`, which comes first and knows no namespaces either.
    reader, parser = _Reader(family), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.data
    parser.Parse(content, True)  # noqa: FBT003  the name of the argument is none
    return "\n".join(["".join(reader.said), *reader.beside])


class _Reader:
    """Goes through it once, with the elements that are open, the innermost last."""

    def __init__(self, family: Family) -> None:
        self.all = family is Family.ODF
        self.open: list[str] = []
        self.kind = ""  # of the cell that is open
        self.said: list[str] = []
        # Of attributes: it stands behind the text, so that no word is cut by it.
        self.beside: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        self.open.append(name)
        if name == "c":
            self.kind = attributes.get("t", "")
        if name in _IS_A_SPACE:
            self.said.append(" ")
        if name == "Relationship" and attributes.get("TargetMode", "").lower() == "external":
            self.beside.append(attributes.get("Target", ""))
        says = _SAYS | {_SAYS_OF.get(name, "author")}
        self.beside += [value for key, value in attributes.items() if _local(key) in says]

    def data(self, text: str) -> None:
        name = self.open[-1]
        if self.all or name in _OF_OOXML or (name == "v" and self.kind not in _NO_TEXT):
            self.said.append(text)

    def end(self, tag: str) -> None:
        if _local(tag) in _ENDS_A_LINE or (self.all and self.open[0] == "document-meta"):
            self.said.append("\n")
        self.open.pop()


def _local(name: str) -> str:
    return name.rpartition(":")[2]
