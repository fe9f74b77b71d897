"""The process that turns HTML into a PDF. `core.documents` runs this file as a program of its own.

What a person typed ends up in these pages, and the library that lays them out follows whatever the HTML says: left to
itself it fetches addresses and attaches local files. So it works behind glass: no secrets in its environment, no
network where the system can take that away, a limit on memory, time and files, and a fetcher that hands out the fonts
and pictures it was given by name and refuses, fatally, everything else.

In: one JSON object on standard input, see `main`. Out: the PDF on standard output. The exit code says what went wrong;
standard error has the name of the exception at most, for anything more could be text of a dossier.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    # Run by its path and isolated: of the project it needs the module below, which knows no settings.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from core.confined import leave_the_network, limit

PANGO_MISSING = 3
REFUSED = 4
OUT_OF_MEMORY = 5
FAILED = 6

VARIANT = "pdf/ua-1"


def main() -> int:
    """Read the order, write the PDF, return the exit code.

    The order: `html`, `title` and `stylesheets` (text), `resources` (name -> path; reachable as "app:name"), `memory`
    (bytes), `seconds` (of processor time).
    """
    order = json.load(sys.stdin)
    leave_the_network()
    limit(order["memory"], order["seconds"])
    try:
        pdf = typeset(order)
    except Trouble as trouble:
        sys.stderr.write(str(trouble))
        return trouble.code
    sys.stdout.buffer.write(pdf)
    return 0


class Trouble(Exception):
    """No PDF; `code` is the exit code, the text the name of what happened."""

    def __init__(self, code: int, name: str) -> None:
        self.code = code
        super().__init__(name)


def typeset(order: dict[str, Any]) -> bytes:
    """The PDF of an order (see `main`). Raises Trouble."""
    try:
        # Here and not above: the import loads Pango, and only this function may find out that it is missing.
        import weasyprint  # noqa: PLC0415
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    except OSError as error:
        raise Trouble(PANGO_MISSING, type(error).__name__) from None
    fetcher = _fetcher(order["resources"])
    fonts = FontConfiguration()
    try:
        sheets = [weasyprint.CSS(string=text, font_config=fonts, url_fetcher=fetcher) for text in order["stylesheets"]]
        html = weasyprint.HTML(string=order["html"], url_fetcher=fetcher)
        document = html.render(stylesheets=sheets, font_config=fonts, pdf_variant=VARIANT)
        _say_nothing_but(order["title"], document.metadata)
        pdf = document.write_pdf(pdf_variant=VARIANT)
    except MemoryError as error:
        raise Trouble(OUT_OF_MEMORY, type(error).__name__) from None
    except (Exception, weasyprint.urls.FatalURLFetchingError) as error:
        raise Trouble(REFUSED if fetcher.refused else FAILED, type(error).__name__) from None
    if fetcher.refused:
        # A drawing swallows whatever goes wrong in it, even a fatal error.
        raise Trouble(REFUSED, "refused inside a drawing")
    assert isinstance(pdf, bytes)  # noqa: S101 (no target was given, so bytes came back)
    return pdf


def _say_nothing_but(title: str, properties: Any) -> None:
    """The properties of a document go where the document goes: no author, no dates, no files."""
    properties.title = title
    properties.authors, properties.keywords, properties.attachments = [], [], []
    properties.description = properties.generator = properties.created = properties.modified = None


def _fetcher(resources: dict[str, str]) -> Any:
    """Hands out "app:NAME" for the names it was given; any other address stops the work."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class OnlyOurs(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        refused = False

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            path = resources.get(url.removeprefix("app:")) if url.startswith("app:") else None
            if path is None:
                self.refused = True
                raise FatalURLFetchingError
            with open(path, "rb") as file:
                return URLFetcherResponse(url, file.read())

    return OnlyOurs()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
