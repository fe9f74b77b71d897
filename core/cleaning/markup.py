"""What the markup inside an office document may not say.

It is read as its program reads it, not as it is spelt: a name may have any prefix, an address may be written in numbers
of characters, an attribute may hold a ">". Whatever cannot be read that way is refused.
"""

import re
from collections.abc import Mapping
from xml.parsers import expat

from .refusing import Refusal, Why

# Elements, without prefix and in lower case.
_REFUSED: Mapping[str, Why] = {
    **dict.fromkeys(("script", "event-listener"), Why.MACROS),
    **dict.fromkeys(("ddelink", "dde-link", "dde-source", "dde-connection", "dde-connection-decl"), Why.MACROS),
    "altchunk": Why.EMBEDDED,  # another document, of whatever sort, that is read as part of the text
    # Where the rows of a letter or table come from: a database or a page on the web.
    **dict.fromkeys(("mailmerge", "dbpr", "olappr", "webpr"), Why.EXTERNAL),
}
# What one clicks, and the template that a text was begun with: not fetched by itself.
_CLICKED = frozenset({"a", "template"})
_SCRIPT_ADDRESS = re.compile(
    r"\s*(?:vnd\.sun\.star\.script|vnd\.libreoffice\.command|macro|script|javascript|vbscript)\s*:", re.IGNORECASE
)
_OUTWARD = re.compile(r"\s*(?!data:image/)(?:[a-z][a-z0-9+.-]*:|[/\\]|\.\.[/\\])", re.IGNORECASE)
_FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "definedname"})
_FETCHING_FORMULA = re.compile(r"\b(?:WEBSERVICE|IMAGE|RTD|DDE)\s*\(|\w\s*\|\s*'[^']*'\s*!", re.IGNORECASE)
_CODES = frozenset({"instrtext", "delinstrtext"})
_FETCHING_FIELD = re.compile(r"\s*(?:INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|DATABASE|RD)\b", re.IGNORECASE)
_DDE_FIELD = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)
_CHARACTERS = frozenset({"utf-8", "us-ascii", "ascii"})


def judge(content: bytes, *, addresses: bool) -> None:
    """Raises Refusal. `addresses`: whether what `href` names is fetched (ODF, SVG); elsewhere the package lists that."""
    if not content:
        return
    reader = _Reader(addresses=addresses)
    try:
        reader.parser.Parse(content, True)  # noqa: FBT003  its only name is its place
    except expat.ExpatError:
        raise Refusal(Why.BROKEN) from None


class _Reader:
    """Goes through it once; text is kept only of a formula or a field."""

    def __init__(self, *, addresses: bool) -> None:
        self.addresses = addresses
        self.text: list[str] = []
        self.fields: list[str] = []  # those that are open, the innermost last
        self.parser = expat.ParserCreate()
        self.parser.XmlDeclHandler = self._declared
        self.parser.StartDoctypeDeclHandler = self._refuse_types
        self.parser.StartElementHandler = self._began
        self.parser.EndElementHandler = self._ended

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _CHARACTERS:
            raise Refusal(Why.BROKEN)

    def _refuse_types(self, *_told: object) -> None:
        raise Refusal(Why.BROKEN)

    def _began(self, name: str, attributes: Mapping[str, str]) -> None:
        local = _local(name)
        if local in _REFUSED:
            raise Refusal(_REFUSED[local])
        for key, value in attributes.items():
            self._judge_attribute(local, _local(key), value)
        if local in _FORMULAS or local in _CODES:
            self.text = []
            self.parser.CharacterDataHandler = self.text.append

    def _judge_attribute(self, element: str, key: str, value: str) -> None:
        if key == "href" and self.addresses:
            if _SCRIPT_ADDRESS.match(value):
                raise Refusal(Why.MACROS)
            if element not in _CLICKED and _OUTWARD.match(value):
                raise Refusal(Why.EXTERNAL)
        elif key == "formula":
            _judge_formula(value)
        elif key == "instr":
            _judge_field(value)
        elif key == "fldchartype":
            self._turn(value)

    def _turn(self, mark: str) -> None:
        """A field begins, shows what came of it, or ends."""
        if mark == "begin":
            self.fields.append("")
        elif self.fields:
            _judge_field(self.fields[-1])
            if mark == "end":
                self.fields.pop()

    def _ended(self, name: str) -> None:
        local = _local(name)
        if local not in _FORMULAS and local not in _CODES:
            return
        self.parser.CharacterDataHandler = None
        text = "".join(self.text)
        if local in _FORMULAS:
            _judge_formula(text)
        elif self.fields:
            self.fields[-1] += text
        else:
            _judge_field(text)


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _judge_formula(formula: str) -> None:
    if _FETCHING_FORMULA.search(formula):
        raise Refusal(Why.EXTERNAL)


def _judge_field(code: str) -> None:
    if _DDE_FIELD.search(code):
        raise Refusal(Why.MACROS)
    if _FETCHING_FIELD.match(code):
        raise Refusal(Why.EXTERNAL)
