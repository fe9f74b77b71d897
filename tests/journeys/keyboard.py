"""Somebody without a mouse: the focus gets anywhere by Tab and back by Shift+Tab, never by a shortcut of the test."""

from playwright.sync_api import Locator, expect

from .visitor import Visitor

MOST_STOPS = 150
_HAS_FOCUS = "element => element === document.activeElement"


def reach(visitor: Visitor, thing: Locator, key: str = "Tab") -> None:
    """From where the focus stands to this; it can be seen there."""
    for _ in range(MOST_STOPS):
        if thing.evaluate(_HAS_FOCUS):
            expect(thing).to_be_in_viewport()
            return
        visitor.page.keyboard.press(key)
    message = f"{MOST_STOPS} times {key} did not reach {thing}"
    raise AssertionError(message)


def press_with_enter(visitor: Visitor, thing: Locator) -> None:
    """Follow a link or press a button that leads to another page."""
    reach(visitor, thing)
    go(visitor, "Enter")


def go(visitor: Visitor, key: str) -> None:
    """A key that leads to another page."""
    with visitor.page.expect_event("load"):
        visitor.page.keyboard.press(key)
    visitor.look()


def tick(visitor: Visitor, label: str) -> None:
    """A box, with the space bar."""
    box = visitor.field(label)
    reach(visitor, box)
    visitor.page.keyboard.press("Space")
    expect(box).to_be_checked()


def choose(visitor: Visitor, group: str, answer: str) -> None:
    """Of a group of radio buttons the first is a stop of its own, the others are reached with the arrows."""
    radios = visitor.page.get_by_role("group", name=group).get_by_role("radio")
    wanted = visitor.page.get_by_role("group", name=group).get_by_label(answer)
    reach(visitor, radios.first)
    visitor.page.keyboard.press("Space")
    for _ in range(radios.count()):
        if wanted.is_checked():
            return
        visitor.page.keyboard.press("ArrowDown")
    expect(wanted).to_be_checked()


def pick(visitor: Visitor, label: str, choice: str, key: str = "Tab") -> None:
    """From a list, by the beginning of what stands there."""
    reach(visitor, visitor.field(label), key)
    visitor.page.keyboard.type(choice)
    expect(visitor.field(label).locator("option:checked")).to_have_text(choice)


def write(visitor: Visitor, label: str, text: str, key: str = "Tab") -> None:
    """Into a field."""
    reach(visitor, visitor.field(label), key)
    visitor.page.keyboard.type(text)
