"""Sorting names the Dutch way: without accents, capitals, "'s-" and "van de".

The database sorts by code point (walls.md: its locale has no other order), so each name is stored a second time, folded.
"""

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    _Text = models.CharField[str, str]
else:
    _Text = models.CharField

_PREFIX = re.compile(r"^(?:'s-|'s |'t |van de[nr]? |van 't )")


def fold(name: str) -> str:
    """`name` as it sorts: "'s-Hertogenbosch" -> "hertogenbosch", "Súdwest-Fryslân" -> "sudwest-fryslan"."""
    plain = unicodedata.normalize("NFKD", name.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter)).lower().strip()
    return _PREFIX.sub("", bare)


class FoldedNameField(_Text):
    """The folded twin of the field `name`, filled on every write, bulk writes included."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = False
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"]
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = fold(model_instance.name)  # type: ignore[attr-defined]  # the field stands beside a name
        setattr(model_instance, self.attname, value)
        return value
