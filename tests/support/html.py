"""Comparing pages."""

import re
from typing import Any

_DRAWN = re.compile(r'(value|nonce)="[^"]*"')


def without_tokens(answer: Any) -> str:
    """The page without what is drawn anew for each answer; with that go all values of fields."""
    return _DRAWN.sub("", answer.content.decode())
