"""No test takes the day when its file is read: a run over midnight would compare yesterday with today."""

import ast
from collections.abc import Iterator
from pathlib import Path

from mensenhandel.settings.paths import BASE_DIR

DAYS = {"today", "now", "localdate", "localtime", "in_days"}


def _read_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when the file is read: no bodies of functions, but what stands over them and their defaults."""
    yield node
    inner: list[ast.AST] = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        inner = [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
    elif isinstance(node, ast.Lambda):
        inner = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
    for child in inner:
        yield from _read_at_import(child)


def _days_taken(source: str) -> list[int]:
    """The lines on which a day or moment is asked when the file is read."""
    if not any(f"{name}(" in source for name in DAYS):
        return []
    calls = (node for node in _read_at_import(ast.parse(source)) if isinstance(node, ast.Call))
    names = ((call.lineno, call.func) for call in calls)
    return [line for line, func in names if getattr(func, "attr", getattr(func, "id", "")) in DAYS]


def test_no_test_takes_the_day_when_its_file_is_read() -> None:
    files = [*(BASE_DIR / "tests").rglob("*.py")]
    taken = {_name(path): lines for path in files if (lines := _days_taken(path.read_text()))}
    assert len(files) > 200
    assert taken == {}


def test_it_is_found_in_constants_parameters_and_defaults_and_not_in_what_runs_later() -> None:
    found = "A = today()\n@parametrize('x', [timezone.now()])\ndef test(day=date.today()):\n    ...\nclass T:\n    B = localdate()\n"
    later = "A = lambda: today()\nB = partial(in_days, 1)\ndef test():\n    return today()\n"
    assert _days_taken(found) == [1, 2, 3, 6]
    assert _days_taken(later) == []


def _name(path: Path) -> str:
    return str(path.relative_to(BASE_DIR))
