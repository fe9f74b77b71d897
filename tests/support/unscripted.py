"""What of a page could not be used where no script runs: a form that nothing sends, a control that nothing brings into sight."""

from html.parser import HTMLParser

_CONTROLS = {"input", "select", "textarea", "button"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Reader(HTMLParser):
    """Follows the elements that are open; of each whether it is hidden by its own attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.unsent: str | None = None
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        hidden = "hidden" in given or tag == "template" or bool(self.open and self.open[-1][1])
        if tag == "form" and not hidden:
            self.unsent = f"form {given.get('action') or ''}"
        if tag in _CONTROLS and given.get("type") != "hidden":
            self._control(tag, given, hidden=hidden)
        if tag not in _VOID:
            self.open.append((tag, hidden))

    def _control(self, tag: str, given: dict[str, str | None], *, hidden: bool) -> None:
        sends = given.get("type", "submit" if tag == "button" else "") in {"submit", "image"}
        if sends and not hidden and "disabled" not in given:
            self.unsent = None
        if hidden and given.get("name"):
            self.found.append(f"hidden {tag} {given['name']}")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag == "form" and self.unsent is not None:
            self.found.append(self.unsent)
            self.unsent = None


def stuck_without_script(page: str) -> list[str]:
    """Each such form or control of a page, in words."""
    reader = _Reader()
    reader.feed(page)
    return reader.found
