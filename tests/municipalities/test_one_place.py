"""Role rows are read and written in one place: guardian's own functions know no periods."""

from pathlib import Path

import pytest

from municipalities.roles import ROLE_TABLES

ROOT = Path(__file__).parents[2]
APPS = ("core", "jobs", "audit", "accounts", "municipalities", "signals", "cases", "reports", "mensenhandel")
# The tables and what reads and writes them; the walls name guardian's own tables to shut them.
AT_HOME = ("municipalities/models/", "municipalities/roles/", "core/walls/", "mensenhandel/settings/")
WORDS = ("guardian.", *(table.__name__ for table in ROLE_TABLES.values()))


@pytest.mark.parametrize("app", APPS)
def test_nobody_else_touches_role_rows(app: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts and not str(path.relative_to(ROOT)).startswith(AT_HOME)
        for word in WORDS
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []
