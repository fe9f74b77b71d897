"""The glossary names things that exist, and every code list stands in it."""

import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.db.models import TextChoices

from mensenhandel.settings.paths import BASE_DIR

GLOSSARY = (BASE_DIR / "docs" / "glossary.md").read_text()
IDENTIFIERS = sorted(set(re.findall(r"`([a-z]+(?:\.\w+)+)`", GLOSSARY)))
HOLD_CODES = (
    "codes",
    "sharing_codes",
    "consent_codes",
    "things",
    "workflow",
    "states",
    "events",
    "readiness_items",
    "indicators",
    "situations",
)


def _found(identifier: str) -> bool:
    """Whether `module.Name.attribute` leads somewhere; fields of a model count, also inherited ones."""
    parts = identifier.split(".")
    for end in range(len(parts), 0, -1):
        if _is_module(".".join(parts[:end])):
            thing: object = import_module(".".join(parts[:end]))
            for part in parts[end:]:
                if not hasattr(thing, part) and part not in getattr(thing, "__annotations__", {}):
                    return False
                thing = getattr(thing, part, None)
            return True
    return False


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _code_lists() -> Iterator[str]:
    for config in apps.get_app_configs():
        if config.path != str(BASE_DIR / config.label):
            continue
        for name in HOLD_CODES:
            module = f"{config.name}.{name}"
            if _is_module(module):
                for value in vars(import_module(module)).values():
                    if isinstance(value, type) and issubclass(value, TextChoices) and value.__module__ == module:
                        yield f"{module}.{value.__name__}"


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_an_identifier_in_the_glossary_exists(identifier: str) -> None:
    assert _found(identifier)


def test_every_code_list_stands_in_the_glossary() -> None:
    lists = sorted(_code_lists())
    assert len(lists) > 40
    assert [name for name in lists if name not in IDENTIFIERS and not name.endswith("Event")] == []
