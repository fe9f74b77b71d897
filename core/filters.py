"""The filters of a list; they stand in the URL, so that a filtered list can be kept as a bookmark."""

from typing import Any

import django_filters
from django.forms import Field

from .access import Actor


class Filters(django_filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """Base of an app's filters: knows who looks, and shows what is filtered now as chips."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def chips(self, path: str) -> list[dict[str, str]]:
        """Each filter that is on: its `label`, and the `url` of the list at `path` without it, from its first page."""
        self.is_valid()  # a ModelChoiceField has found its row by now
        chips = []
        for name, field in self.form.fields.items():
            value = self.data.get(name)
            if not value:
                continue
            without = self.data.copy()
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
