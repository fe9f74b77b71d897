"""What an app offers as `operations` is one: marked, keyword-only behind its row, in a policy table.

`operations/__init__.py` lists the operations in `__all__`; other functions of the package are steps they share.
"""

import importlib
import inspect
import re
from collections.abc import Callable
from typing import Any

import pytest

from core.access import declared_actions
from mensenhandel.settings.paths import BASE_DIR

APPS = ("accounts", "municipalities", "signals", "cases", "reports")


def _functions() -> dict[str, Callable[..., Any]]:
    found = {}
    for app in APPS:
        name = f"{app}.operations"
        if importlib.util.find_spec(name) is None:
            continue
        module = importlib.import_module(name)
        offered = getattr(module, "__all__", None) or [
            key for key, value in vars(module).items() if inspect.isfunction(value) and value.__module__ == name
        ]
        for key in offered:
            if not key.startswith("_") and inspect.isfunction(getattr(module, key)):
                found[f"{name}.{key}"] = getattr(module, key)
    return found


FUNCTIONS = _functions()


def test_there_are_operations_to_look_at() -> None:
    assert {name.split(".")[0] for name in FUNCTIONS} >= {"accounts", "municipalities", "signals", "cases"}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_it_is_an_operation_of_a_declared_action(name: str) -> None:
    action = getattr(FUNCTIONS[name], "action", None)
    assert action is not None, "mark it with @operation(action)"
    assert action in declared_actions()


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_it_takes_its_row_and_then_keywords_only(name: str) -> None:
    parameters = inspect.signature(FUNCTIONS[name]).parameters.values()
    positional = [item for item in parameters if item.kind in {item.POSITIONAL_ONLY, item.POSITIONAL_OR_KEYWORD}]
    assert len(positional) <= 1
    assert "actor" in {item.name for item in parameters if item.kind is item.KEYWORD_ONLY}


@pytest.mark.parametrize("app", APPS)
def test_a_look_is_never_recorded_as_a_change(app: str) -> None:
    look_as_change = re.compile(r"\brecord\(\s*\w+\.(\w+_)?(VIEWED|LISTED)\b")
    sources = (BASE_DIR / app).rglob("*.py")
    assert [path.name for path in sources if look_as_change.search(path.read_text())] == []
