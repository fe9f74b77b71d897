"""A text with the pieces that were found in it marked and numbered, as the officer reads it."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe

from .anonymising import Piece


def marked(text: str, pieces: Sequence[Piece]) -> SafeString:
    """`text` as paragraphs, each piece in a <mark> with its number."""
    parts, at = [], 0
    for number, piece in enumerate(pieces, 1):
        parts += [format_html("{}", text[at : piece.start]), format_html("<mark>{} ({})</mark>", piece.text, number)]
        at = piece.end
    parts.append(format_html("{}", text[at:]))
    return mark_safe(linebreaks(format_html_join("", "{}", ((part,) for part in parts))))  # noqa: S308  each part is escaped above
