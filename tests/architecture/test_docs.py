"""The docs say what is so: diagrams of today's tables, files and addresses that exist, a reason for each dependency."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import Resolver404, resolve

from mensenhandel.settings.paths import BASE_DIR

DOCS = BASE_DIR / "docs"
RECORDS = sorted((DOCS / "adr").glob("*.md"))
PAGES = sorted([BASE_DIR / "README.md", BASE_DIR / "CONTRIBUTING.md", *DOCS.glob("*.md"), *RECORDS])
LINK = re.compile(r"(?:\]\(|src=\")(?!https?:|mailto:|#)([^)#\s\"]+)")
# `signals/workflow.py`, `docs/adr/0001-layers.md`: in backticks, with a folder, ending as a file or a folder does.
NAMED = re.compile(r"`([\w.-]+/[\w./-]*?(?:\.(?:py|md|html|css|js|sql|csv|in|txt|yml|toml|png)|/))`")
# Made by building or running; not in a fresh copy.
MADE = ("var/", "assets/dist/", "node_modules/", "staticfiles/")
ADDRESS = re.compile(r"(?:http://127\.0\.0\.1:8000|\$api)(/[^\s\"'`)]*)")
API = "/api/v1"
KEY = "00000000-0000-4000-8000-000000000000"
MOST_RECORD_LINES = 60


def _name(path: Path) -> str:
    return str(path.relative_to(BASE_DIR))


def test_the_diagrams_are_those_of_the_workflow_tables() -> None:
    call_command("write_diagrams", check=True, verbosity=0)


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_link_and_every_file_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text()
    missing = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    for named in NAMED.findall(text):
        roots = (BASE_DIR, page.parent, BASE_DIR / "templates")
        if not named.startswith(MADE) and not any((root / named).exists() for root in roots):
            missing.append(named)
    assert missing == []


def test_every_address_that_the_readme_names_is_routed() -> None:
    unknown = []
    # An address in a sentence ends before its full stop; a variable of the shell stands for a key.
    text = (BASE_DIR / "README.md").read_text().replace("$api/", f"$api{API}/").replace("$id", KEY)
    for address in (found.rstrip(".,;") for found in ADDRESS.findall(text)):
        try:
            resolve(address)
        except Resolver404:
            if address != API:
                unknown.append(address)
    assert unknown == []


@pytest.mark.parametrize("record", RECORDS, ids=_name)
def test_a_record_is_half_a_page_with_a_decision_and_its_reason(record: Path) -> None:
    text = record.read_text()
    number = int(record.name.partition("-")[0])
    assert text.startswith(f"# {number}. ")
    assert "**Decision.**" in text
    assert re.search(r"\*\*Why", text)
    assert len(text.splitlines()) <= MOST_RECORD_LINES


def test_each_record_has_its_own_number() -> None:
    numbers = [record.name.partition("-")[0] for record in RECORDS]
    assert len(numbers) == len(set(numbers))


def _dependencies() -> Iterator[str]:
    for path in (BASE_DIR / "requirements").glob("*.in"):
        for line in path.read_text().splitlines():
            if line and not line.startswith(("#", "-r ")):
                yield re.split(r"[\[<>=~!;]", line)[0].strip()
    package = json.loads((BASE_DIR / "package.json").read_text())
    yield from package["dependencies"]
    yield from package.get("devDependencies", {})


def test_every_dependency_has_its_reason_and_every_reason_its_dependency() -> None:
    text = (DOCS / "adr" / "0012-dependencies.md").read_text()
    named = set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))
    assert named == set(_dependencies())
