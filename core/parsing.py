"""What a program may send as a body. A module of its own: the framework loads it while it is being loaded itself."""

import json
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import DataAndFiles, JSONParser, MultiPartParser

from .characters import visible, visible_values

MULTIPART = "multipart/form-data"
DEEPEST = 10  # levels of lists and objects


class BodyParser(JSONParser):
    """JSON; deeper than any resource of ours goes is refused before anything walks through it.

    Of a text only what can be seen is read, as in a form.
    """

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            body = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError from None
        if not (_fits(body, DEEPEST) and _is_text(body)):
            raise ParseError
        return visible_values(body)


class FileParser(MultiPartParser):
    """A form with a file; of its texts only what can be seen is read."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        found = super().parse(stream, media_type, parser_context)
        texts = found.data.copy()
        for name in texts:
            texts.setlist(name, [visible(text) for text in texts.getlist(name)])
        return DataAndFiles(texts, found.files)


def _fits(value: Any, depth: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth > 0 and all(_fits(one, depth - 1) for one in inner)


def _is_text(value: Any) -> bool:
    """Half a surrogate pair is no character: nothing can store it or send it back."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
