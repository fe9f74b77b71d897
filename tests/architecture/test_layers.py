"""The shape of the source: what import contracts cannot say. The contracts themselves run as `lint-imports`."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mensenhandel.settings.paths import BASE_DIR

PACKAGES = ("core", "jobs", "audit", "accounts", "municipalities", "signals", "cases", "reports", "mensenhandel")
FOLDERS = (*PACKAGES, "tests", "templates", "assets", "benchmarks")
KINDS = {".py", ".html", ".css", ".js", ".sql"}
MADE = {"dist", "migrations", "__pycache__", "node_modules"}
MOST_LINES = 400
# A name that says nothing collects everything.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "services", "selectors"}


def _sources() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in (BASE_DIR / folder).rglob("*"):
            if path.suffix in KINDS and not MADE & set(path.relative_to(BASE_DIR).parts):
                yield path


def _contracts() -> list[dict[str, Any]]:
    configuration = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())
    contracts: list[dict[str, Any]] = configuration["tool"]["importlinter"]["contracts"]
    return contracts


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    lengths = {str(path.relative_to(BASE_DIR)): len(path.read_text().splitlines()) for path in _sources()}
    assert len(lengths) > 200
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_every_module_is_named_after_its_subject() -> None:
    assert [path for path in _sources() if EMPTY_NAMES & {path.stem, *path.relative_to(BASE_DIR).parts}] == []


@pytest.mark.parametrize("package", [package for package in PACKAGES if package != "mensenhandel"])
def test_every_package_says_how_its_modules_lie_over_each_other(package: str) -> None:
    own = [contract for contract in _contracts() if contract.get("containers") == [package]]
    assert [(contract["type"], contract["exhaustive"]) for contract in own] == [("layers", True)]


def test_the_order_of_the_packages_names_them_all() -> None:
    layers = next(contract["layers"] for contract in _contracts() if "containers" not in contract)
    assert sorted(layers) == sorted(PACKAGES)
