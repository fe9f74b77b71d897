"""Plain text: characters and line breaks, as UTF-8."""

import unicodedata

from .refusing import Refusal, Why

_ALLOWED = frozenset("\t\n\r\f")


def cleaned(data: bytes) -> bytes:
    """The same text in UTF-8. Raises Refusal when it holds what no text has."""
    text = _decoded(data)
    if any(unicodedata.category(sign) == "Cc" and sign not in _ALLOWED for sign in text):
        raise Refusal(Why.OTHER_TYPE)
    return text.encode()


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")  # what older Dutch programs write
    except UnicodeDecodeError:
        raise Refusal(Why.OTHER_TYPE) from None
