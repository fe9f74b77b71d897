"""Every public function of an operations module is an operation: marked, keyword-only behind its row, in a policy table."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps

from core.access import declared_actions

APPS = ("accounts", "municipalities", "signals", "cases", "reports")
# Private steps that other operations share; each says why it is no operation of its own.
SHARED_STEPS = {
    "municipalities.operations.absences.possible_deputies": "asks who may stand in, writes nothing",
    "signals.operations.lifecycle.own": "sets owner and term inside take-up, logging and reopening",
    "signals.operations.states.move_state": "walks an arrow inside an operation",
    "signals.operations.states.open_period": "writes the dated row inside an operation",
    "signals.operations.states.demand_settled": "asks before closing",
}


def _modules(app: str) -> Iterator[Any]:
    name = f"{app}.operations"
    if importlib.util.find_spec(name) is None:
        return
    module = importlib.import_module(name)
    yield module
    for found in pkgutil.iter_modules(getattr(module, "__path__", [])):
        yield importlib.import_module(f"{name}.{found.name}")


def _functions() -> dict[str, Callable[..., Any]]:
    found = {}
    for app in APPS:
        for module in _modules(app):
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if not name.startswith("_") and function.__module__ == module.__name__:
                    found[f"{module.__name__}.{name}"] = function
    return found


FUNCTIONS = _functions()


def test_there_are_operations_to_look_at() -> None:
    assert len(FUNCTIONS) > len(SHARED_STEPS)
    assert apps.is_installed("signals")


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - set(SHARED_STEPS)))
def test_a_public_function_is_an_operation_of_a_declared_action(name: str) -> None:
    action = getattr(FUNCTIONS[name], "action", None)
    assert action is not None, "mark it with @operation(action), or name it in SHARED_STEPS with its reason"
    assert action in declared_actions()


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - set(SHARED_STEPS)))
def test_an_operation_takes_its_row_and_then_keywords_only(name: str) -> None:
    parameters = inspect.signature(FUNCTIONS[name]).parameters.values()
    positional = [item for item in parameters if item.kind in {item.POSITIONAL_ONLY, item.POSITIONAL_OR_KEYWORD}]
    assert len(positional) <= 1
    assert "actor" in {item.name for item in parameters if item.kind is item.KEYWORD_ONLY}


def test_every_named_step_still_exists() -> None:
    assert set(SHARED_STEPS) <= set(FUNCTIONS)
