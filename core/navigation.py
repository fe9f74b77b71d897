"""What stands in the frame around every page: menu, search field, "Mijn werk".

`core` knows no app, so each app brings its own entries in `AppConfig.ready()`:

    navigation.add_entry("Signalen", "signals:list", action=SignalAction.LIST, order=20)

An entry is shown to whom the policy gives its action under the hat that acts. Counting work may need a query; it runs
only when a page really shows the number.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .access import Action, Actor, may
from .links import address

type WorkCounter = Callable[[Actor], int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu. Without `action` it is for everybody who is signed in."""

    label: str
    url_name: str
    action: Action | None
    order: int

    def is_for(self, actor: Actor) -> bool:
        return actor.is_signed_in and (self.action is None or may(actor, self.action))


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as a page shows it; `current` when the page lies below it."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Search:
    """A search field: its label in the frame, and what its page says can be looked for."""

    entry: Entry
    lead: str


class _Frame:
    """What the apps registered. One instance, filled while Django starts."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.own: list[Entry] = []
        self.searches: list[Search] = []
        self.work: Entry | None = None
        self.counters: list[WorkCounter] = []


_frame = _Frame()


def add_entry(label: str, url_name: str, *, action: Action | None = None, order: int) -> None:
    """Put a line in the menu. Registering the same `url_name` again replaces it."""
    _frame.entries = _with(_frame.entries, Entry(label, url_name, action, order))


def add_own_entry(label: str, url_name: str, *, action: Action | None = None, order: int) -> None:
    """Put a line in the menu under one's own name (password, sessions, absence)."""
    _frame.own = _with(_frame.own, Entry(label, url_name, action, order))


def add_search(url_name: str, *, action: Action, label: str = "Zoeken", lead: str = "") -> None:
    """Where the search field of the frame posts its words (field `q`), for who has `action`; the first that fits counts."""
    one = Search(Entry(label, url_name, action, 0), lead)
    if one not in _frame.searches:
        _frame.searches.append(one)


def set_work(url_name: str, *, action: Action | None = None) -> None:
    """Where "Mijn werk" leads."""
    _frame.work = Entry("Mijn werk", url_name, action, 0)


def add_work_counter(counter: WorkCounter) -> None:
    """Add a part to the number behind "Mijn werk": `counter(actor)` gives how many things wait for the actor."""
    if counter not in _frame.counters:
        _frame.counters.append(counter)


def links_for(actor: Actor, path: str) -> list[Link]:
    """The menu of the actor on the page at `path`; the entry that lies deepest above it is the current one."""
    return _links(_frame.entries, actor, path)


def own_links_for(actor: Actor, path: str) -> list[Link]:
    """The menu under one's own name."""
    return _links(_frame.own, actor, path)


def _links(entries: list[Entry], actor: Actor, path: str) -> list[Link]:
    found = [(entry.label, address(entry.url_name)) for entry in entries if entry.is_for(actor)]
    current = max((url for _, url in found if _lies_below(path, url)), key=len, default=None)
    return [Link(label, url, url == current) for label, url in found]


def search_url_for(actor: Actor) -> str:
    """Where the search field sends its words; "" when the actor has nothing to search."""
    one = search_for(actor)
    return address(one.entry.url_name) if one else ""


def search_for(actor: Actor) -> Search | None:
    """The search field of this actor; None for whom has nothing to search."""
    return next((one for one in _frame.searches if one.entry.is_for(actor)), None)


def work_url_for(actor: Actor) -> str:
    """Where "Mijn werk" leads for this actor, or ""."""
    return _url_for(actor, _frame.work)


def count_work(actor: Actor) -> int:
    """How many things wait for the actor, over all apps."""
    return sum(counter(actor) for counter in _frame.counters)


def _with(entries: list[Entry], new: Entry) -> list[Entry]:
    return sorted([*(entry for entry in entries if entry.url_name != new.url_name), new], key=lambda entry: entry.order)


def _url_for(actor: Actor, entry: Entry | None) -> str:
    return address(entry.url_name) if entry is not None and entry.is_for(actor) else ""


def _lies_below(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
