"""Comparing pages."""

import re
from html import unescape
from typing import Any

_DRAWN = re.compile(r'(value|nonce)="[^"]*"')


_TAG = re.compile(r"<[^>]+>")


def plain_text(page: str) -> str:
    """What a page says: its text without tags, each run of white space one space."""
    return " ".join(unescape(_TAG.sub(" ", page)).split()).replace(" ,", ",").replace(" .", ".")


def main_of(answer: Any) -> str:
    """The part of the page that is about its subject."""
    page: str = answer.content.decode()
    return page.partition("<main")[2].partition("</main>")[0]


def without_tokens(answer: Any) -> str:
    """The page without what is drawn anew for each answer; with that go all values of fields."""
    return _DRAWN.sub("", answer.content.decode())
