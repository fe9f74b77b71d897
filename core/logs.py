"""What a log may say of an error: where and of which kind, never what a row holds or what was typed.

The text of an error quotes freely: a database the values of a row, Python the word that was no number. So it goes, of
the error and of each that led to it. The place tells a developer enough; on the page stands a code that leads to it.
"""

import logging
import time
import traceback
from collections.abc import Iterator

_LED_TO = {
    True: "\nThe above exception was the direct cause of the following exception:\n",
    False: "\nDuring handling of the above exception, another exception occurred:\n",
}
_LONGEST = 20  # errors in one chain
_CONTROL = {code: "?" for code in (*range(32), *range(127, 160), 0x2028, 0x2029) if code != ord("\n")}


class WithoutRows(logging.Formatter):
    """A formatter whose tracebacks tell kinds and places alone, and whose records begin a line and nothing else does.

    The time is that of UTC.
    """

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have kept its own text of this error
        return super().format(record).translate(_CONTROL).replace("\n", "\n    ")

    def formatException(self, ei: object) -> str:  # noqa: N802 (the name is the library's)
        error = ei[1] if isinstance(ei, tuple) else None
        return "" if error is None else "\n".join(_told(error, _LONGEST))


def _told(error: BaseException, most: int) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and most:
        yield from _told(before, most - 1)
        yield _LED_TO[error.__cause__ is not None]
    yield "Traceback (most recent call last):"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip("\n")
    yield f"{type(error).__module__}.{type(error).__qualname__}: (text left out)"
