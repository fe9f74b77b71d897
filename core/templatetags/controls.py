"""What the few templates of form controls that are left (templates/django/forms) take from the others (core/controls.py)."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from core import controls

register = template.Library()


@register.filter
def choice(widget: Mapping[str, Any]) -> SafeString:
    """One of several to choose from."""
    return SafeString(controls.choice(widget))


@register.filter
def attributes(attrs: Mapping[str, Any] | None) -> SafeString:
    """` id="a" required`, as they stand in a tag."""
    return SafeString(controls.attributes(attrs))
