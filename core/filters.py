"""The filters of a list; they stand in the URL, so that a filtered list can be kept as a bookmark.

Words to search for stand there sealed (core/words.py): a form with such a field is sent by POST.
"""

from typing import Any

import django_filters
from django.forms import Field
from django.http import HttpRequest, HttpResponse, QueryDict

from . import words
from .access import Actor


class Fixed(list[tuple[str, str]]):
    """The choices of a list that are the same for everybody: each page has filters of its own, and would copy them all."""

    def __deepcopy__(self, memo: object) -> "Fixed":
        return self


class Filters(django_filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """Base of an app's filters: knows who looks, and shows what is filtered now as chips."""

    def __init__(self, address: QueryDict, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(words.opened(address, actor), *args, **kwargs)
        self.address = address
        self.actor = actor

    @classmethod
    def asked(cls, request: HttpRequest, actor: Actor, *, also: tuple[str, ...] = ()) -> HttpResponse:
        """The answer to this form when it was sent by POST: the address of the list that it asks for."""
        return words.asked(request, actor, kept=[*also, *(name for name in cls.base_filters if name != words.FIELD)])

    @property
    def asked_words(self) -> str:
        """What was asked, to be recorded as a digest: the same question has the same words, whatever its seal."""
        return str(self.data.urlencode())

    @property
    def words(self) -> str:
        """What was typed to search, "" for nothing."""
        return str(self.data.get(words.FIELD, ""))

    def chips(self, path: str) -> list[dict[str, str]]:
        """Each filter that is on: its `label`, and the `url` of the list at `path` without it, from its first page."""
        self.is_valid()  # a ModelChoiceField has found its row by now
        chips = []
        for name, field in self.form.fields.items():
            value = self.data.get(name)
            if not value:
                continue
            without = self.address.copy()
            without.pop(name)
            without.pop("na", None)
            chips.append(
                {"label": f"{field.label}: {self._words(name, field)}", "url": f"{path}?{without.urlencode()}"}
            )
        return chips

    def _words(self, name: str, field: Field) -> str:
        """What the value says to a reader; one that nobody offered stands as it was typed."""
        value: str = self.data[name]
        if hasattr(field, "queryset"):
            return str(self.form.cleaned_data.get(name) or value)
        return str(dict(getattr(field, "choices", ())).get(value, value))
