"""What the start page and "Mijn werk" show to whom. `core` knows no app, so each app brings its own in `AppConfig.ready()`:

    attention.add_lines(lines)            # lines(actor) -> what asks for attention now, each with the way to it
    attention.add_apart(lines)            # lines(actor) -> those of them for which nothing in "Mijn werk" stands
    attention.add_panel(panel, order=20)  # panel(actor) -> a block below the lines, or None
    attention.add_button("Nieuw signaal", "signals:begin", action=SignalAction.DRAFT, order=20)
    attention.add_work(work, count)       # work(actor) -> single things with a term; count(actor) -> how many

A provider says for itself whether the hat that acts has anything of its kind, by asking the policy; it gives nothing to
whom it is not meant for. All of them run on one page only (and `count` on every page: one query).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from . import navigation
from .access import Action, Actor, may

# "Mijn werk" shows so many and says how many more there are; a provider need not give more of one kind.
MOST_WORK = 50
# What a term is counted in, as the component "term" takes it.
WORKING, CALENDAR = "working", "calendar"


@dataclass(frozen=True, slots=True)
class Attention:
    """One kind of thing that asks for attention: "2 signalen te laat", with the list it counts (or the one thing).

    `link`: the words of the way there; `meta`: since when; `tone`: danger, warning or plain. A smaller `order` stands
    higher; what is about danger has 0 to 9. `whole`: what colleagues own is counted too, so "Mijn werk" may hold less.
    """

    text: str
    url: str
    count: int = 1
    link: str = "bekijken"
    meta: str = ""
    tone: str = "plain"
    order: int = 50
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """A block of the start page: its template and what that needs. `asks`: it holds something to act on."""

    template: str
    context: Mapping[str, Any]
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A way to begin something, for whom the policy gives its action."""

    label: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Work:
    """One thing that waits for the actor: what to do, about which reference, before when.

    `unit`: in what the term is counted, working days or calendar. `since`: of what has no term, how long it waits already.
    `kind`: what a digest calls it, one and many ("taak,taken"); nothing of a dossier, a person or a place.
    `same_day`: it is due on the day itself, and stands right below danger. `first`: it stands above all that has a term: somebody may be doing now what she did not ask for.
    """

    what: str
    reference: str
    url: str
    due: dt.date | None = None
    tone: str = "plain"
    unit: str = WORKING
    since: dt.date | None = None
    first: bool = False
    same_day: bool = False
    kind: str = "taak,taken"

    @property
    def rank(self) -> tuple[bool, bool, bool, dt.date, dt.date, str]:
        """What goes `first`, then danger, then what is due the same day, then the earliest term; what has none comes last, the longest waiting first."""
        return (
            not self.first,
            self.tone != "danger",
            not self.same_day,
            self.due or dt.date.max,
            self.since or dt.date.max,
            self.reference,
        )


type Lines = Callable[[Actor], Iterable[Attention]]
type PanelOf = Callable[[Actor], Panel | None]
type Works = Callable[[Actor], Iterable[Work]]


@dataclass
class _Registered:
    """What the apps registered. One instance, filled while Django starts."""

    lines: list[Lines] = field(default_factory=list)
    apart: list[Lines] = field(default_factory=list)
    panels: list[tuple[int, PanelOf]] = field(default_factory=list)
    buttons: list[tuple[int, str, str, Action, str]] = field(default_factory=list)
    works: list[Works] = field(default_factory=list)


_registered = _Registered()


def add_lines(lines: Lines) -> None:
    """What asks for attention, by one app."""
    if lines not in _registered.lines:
        _registered.lines.append(lines)


def add_apart(lines: Lines) -> None:
    """What asks for attention and has no line in "Mijn werk": it is said below those, and not counted with them."""
    if lines not in _registered.apart:
        _registered.apart.append(lines)


def add_panel(panel: PanelOf, *, order: int) -> None:
    """A block of the start page."""
    if (order, panel) not in _registered.panels:
        _registered.panels.append((order, panel))


def add_button(label: str, url_name: str, *, action: Action, order: int, icon: str = "plus") -> None:
    """A button of the start page; the one with the smallest order is the main one."""
    button = (order, label, url_name, action, icon)
    if button not in _registered.buttons:
        _registered.buttons.append(button)


def add_work(works: Works, count: navigation.WorkCounter) -> None:
    """Lines of "Mijn werk", and their number for the frame."""
    if works not in _registered.works:
        _registered.works.append(works)
    navigation.add_work_counter(count)


def lines_for(actor: Actor) -> list[Attention]:
    """What asks for the actor's attention now, the most urgent first."""
    found = (line for lines in _registered.lines for line in lines(actor))
    return sorted(found, key=lambda line: line.order)


def apart_for(actor: Actor) -> list[Attention]:
    """What of it "Mijn werk" has no line for, the most urgent first."""
    found = (line for lines in _registered.apart for line in lines(actor))
    return sorted(found, key=lambda line: line.order)


def panels_for(actor: Actor) -> list[Panel]:
    """The blocks of the actor's start page."""
    found = (panel(actor) for _, panel in sorted(_registered.panels, key=lambda entry: entry[0]))
    return [panel for panel in found if panel is not None]


def buttons_for(actor: Actor) -> list[Button]:
    """What the actor may begin."""
    ordered = sorted(_registered.buttons, key=lambda entry: entry[0])
    return [Button(label, reverse(url), icon) for _, label, url, action, icon in ordered if may(actor, action)]


def works_of(actor: Actor) -> list[Work]:
    """What waits for the actor, of each kind at most `MOST_WORK`, what comes first on top."""
    found = [work for works in _registered.works for work in works(actor)]
    return sorted(found, key=lambda work: work.rank)


def work_for(actor: Actor) -> list[Work]:
    """What waits for the actor, at most `MOST_WORK`, what comes first on top."""
    return works_of(actor)[:MOST_WORK]
