"""docs/configuration.md lists every environment variable, and none that is not read."""

import re

from mensenhandel.local import servers
from mensenhandel.local.places import BASE

READ_ELSEWHERE = {"DJANGO_SETTINGS_MODULE", "PYTHON"}
READS = re.compile(r"""(?:env\.\w+|environ\.get|URL_VARIABLE =)[ (\[]+"([A-Z_]+)"|URL_VARIABLE = "([A-Z_]+)\"""")
NOT_OURS = {"PYTEST_XDIST_WORKER", "XDG_RUNTIME_DIR"}


def variables_in_the_code() -> set[str]:
    sources = [
        path
        for package in (
            "core",
            "jobs",
            "audit",
            "accounts",
            "municipalities",
            "signals",
            "cases",
            "reports",
            "mensenhandel",
        )
        for path in (BASE / package).rglob("*.py")
    ]
    found = {name for path in sources for match in READS.findall(path.read_text()) for name in match if name}
    return found - NOT_OURS | READ_ELSEWHERE


def variables_on_the_page() -> set[str]:
    rows = [line for line in (BASE / "docs" / "configuration.md").read_text().splitlines() if line.startswith("| `")]
    first_cells = [row.split("|")[1] for row in rows]
    return {name for cell in first_cells for name in re.findall(r"`([A-Z][A-Z_]+)`", cell)}


def test_every_variable_that_is_read_stands_on_the_page() -> None:
    assert variables_in_the_code() - variables_on_the_page() == set()


def test_every_variable_on_the_page_is_read() -> None:
    assert variables_on_the_page() - variables_in_the_code() == set()


def test_an_address_with_a_password_is_written_for_who_reads_it_alone() -> None:
    written = set(servers.ADDRESSES.values())
    assert written - variables_in_the_code() == set()
    # Of the role that reads everything the application holds no password.
    assert "backup" in servers.ROLES
    assert "backup" not in servers.ADDRESSES
