"""What a spreadsheet may take for a formula when it opens a CSV file, and the apostrophe that keeps it from that.

Written (`guarded`) and read back (`unguarded`) the text is the same, also one that has apostrophes of its own.
"""

import re
import unicodedata

# A spreadsheet may take a cell that begins so for a formula (OWASP ASVS 5.0, 1.2.10).
_SIGNS = frozenset("=+-@\N{MINUS SIGN}")
_BREAKS = frozenset("\t\r\n\0")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


def guarded(cell: str) -> str:
    """The cell as text: with an apostrophe in front where a formula could begin; a negative number stays one."""
    bare = cell.lstrip("'")
    if not _begins_formula(bare) or (bare == cell and _NUMBER.fullmatch(cell)):
        return cell
    return f"'{cell}"


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    bare = cell.lstrip("'")
    return cell[1:] if bare != cell and _begins_formula(bare) else cell


def _begins_formula(text: str) -> bool:
    """White space before the sign counts along, and so do its wide, small and raised forms."""
    if text[:1] in _BREAKS and text[:1]:
        return True
    first = text.lstrip()[:1]
    return unicodedata.normalize("NFKC", first)[:1] in _SIGNS if first else False
