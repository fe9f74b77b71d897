"""The typed text of a refused request, for the pages that give it back."""

from collections.abc import Iterable

from django import template
from django.http import HttpRequest

from accounts import carrying
from accounts.typed import Typed, typed

register = template.Library()


@register.simple_tag
def typed_fields(request: HttpRequest) -> list[Typed]:
    """Every field of the form in `request`, to be shown and to be sent again."""
    return typed(request.path, carrying.typed_fields(request.POST))


@register.filter
def legible(fields: Iterable[Typed]) -> list[Typed]:
    """Those that say something to a person."""
    return [field for field in fields if field.label]
