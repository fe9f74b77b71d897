"""What of a page could not be used where no script runs: a form that nothing sends, a control that nothing brings into sight,
something to press that only a script hears. What the style sheet hides is looked at in a browser (brought.py).
"""

from html.parser import HTMLParser

_CONTROLS = {"input", "select", "textarea", "button"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def _needs_script(tag: str, given: dict[str, str | None], *, in_form: bool) -> bool:
    """To be pressed, and heard by a script alone. What asks by itself, or beside a form that is sent anyhow, only adds."""
    asks = any(name in given for name in ("hx-get", "hx-post", "hx-put", "hx-delete", "onclick"))
    by_itself = (given.get("hx-trigger") or "").startswith(("load", "every", "revealed"))
    if tag == "a":
        return not given.get("href") and (asks or given.get("role") == "button")
    if tag == "button":
        return asks and (given.get("type") == "button" or not (in_form or given.get("form")))
    return asks and not by_itself and not in_form and tag != "form"


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
        if not hidden and _needs_script(tag, given, in_form=any(one == "form" for one, _ in self.open)):
            self.found.append(f"{tag} {given.get('id') or given.get('hx-get') or given.get('hx-post') or ''}")
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
