"""What a log may say of an error: where and of which kind, never what a row holds."""

import logging
import re

# PostgreSQL adds to some errors the values of the row ("DETAIL:  Failing row contains (...)"), over as many lines as
# were typed. Everything after it goes, up to where Python begins with the error that this one led to.
_DETAIL = re.compile(r"^DETAIL:.*?(?=\n\nThe above exception|\n\nDuring handling|\Z)", re.MULTILINE | re.DOTALL)


class WithoutRows(logging.Formatter):
    """A formatter whose tracebacks leave out the detail of database errors."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have kept its own text of this error
        return super().format(record)

    def formatException(self, ei: object) -> str:  # noqa: N802 (the name is the library's)
        return _DETAIL.sub("DETAIL: left out", super().formatException(ei))  # type: ignore[arg-type]
