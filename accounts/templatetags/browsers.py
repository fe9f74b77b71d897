"""A browser in words, so that somebody recognises an own session: "Firefox op Windows"."""

from django import template

register = template.Library()

# The first match counts: most browsers also name the ones that they descend from.
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@register.filter
def browser_name(user_agent: str) -> str:
    """The browser and the system that a User-Agent header names, or "onbekende browser"."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "onbekende browser")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser} op {system}" if system else browser
