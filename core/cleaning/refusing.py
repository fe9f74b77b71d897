"""Why a file is not accepted."""

from enum import StrEnum


class Why(StrEnum):
    """A short, stable code; `core.files.SENTENCES` says it to a person."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    UNKNOWN = "unknown"
    OTHER_TYPE = "other_type"
    PROGRAM = "program"
    HEIC = "heic"
    OLD_OFFICE = "old_office"
    MAIL = "mail"
    WEB_PAGE = "web_page"
    MEDIA = "media"
    BROKEN = "broken"
    LOCKED = "locked"
    MACROS = "macros"
    EMBEDDED = "embedded"
    EXTERNAL = "external"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_HEAVY = "too_heavy"
    VIRUS = "virus"
    # Of a list that is read (sheets.py).
    TOO_MANY_ROWS = "too_many_rows"
    NO_TABLE = "no_table"
    # Not refused, and not to be had either: nobody could say yet.
    NO_SCANNER = "no_scanner"
    NOT_CHECKED = "not_checked"


class Refusal(Exception):
    """This file is not accepted. `found`: what it is instead of what its name says, in words; "" when that is not known."""

    def __init__(self, why: Why, found: str = "") -> None:
        self.why = why
        self.found = found
        super().__init__(why.value)
