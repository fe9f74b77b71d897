"""What the pages on security claim can be looked up: each test and file they name exists, each requirement is judged once."""

import ast
import functools
import re
from collections import Counter

import pytest

from mensenhandel.settings.paths import BASE_DIR

PAGES = ("docs/threat-model.md", "docs/asvs.md", "docs/security.md", "SECURITY.md")
NAMED = re.compile(
    r"`(\w[\w./-]*\.(?:py|md|txt|json|js|html|toml|sql)|\.dockerignore|[\w-]+/(?:[\w-]+/)*)(?:::(\w+))?`"
)
LINKED = re.compile(r"\]\(([^)#]+)(?:#[\w-]+)?\)")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([123]) \| ([^|]+) \| (met|not met|n/a) \| ([^|]+) \|$", re.MULTILINE)

# The levels of ASVS 5.0.0, section by section, in the order of its requirements.
_LEVELS = """
1.1:22  1.2:1111122223  1.3:112222222223  1.4:222  1.5:123
2.1:122  2.2:112  2.3:12223  2.4:23
3.1:3  3.2:113  3.3:12223  3.4:11222233  3.5:11122333  3.6:3  3.7:22333
4.1:12233  4.2:23333  4.3:22  4.4:1222
5.1:2  5.2:112333  5.3:113  5.4:222
6.1:122  6.2:111111112222  6.3:11223333  6.4:112233  6.5:22222333
6.6:2223  6.7:33  6.8:2222
7.1:222  7.2:1111  7.3:22  7.4:11222  7.5:223  7.6:22
8.1:1233  8.2:1123  8.3:133  8.4:23
9.1:111  9.2:1222
10.1:22  10.2:223  10.3:22223  10.4:1111122222233333  10.5:22222
10.6:22  10.7:222
11.1:2233  11.2:22233  11.3:11233  11.4:1222  11.5:23  11.6:23  11.7:33
12.1:12233  12.2:11  12.3:22223
13.1:2333  13.2:222223  13.3:2233  13.4:1222233
14.1:22  14.2:12223333  14.3:122
15.1:12233  15.2:12233  15.3:1222222  15.4:3333
16.1:2  16.2:22222  16.3:2222  16.4:222  16.5:2223
17.1:23  17.2:22223333  17.3:22
"""
LEVELS = dict(pair.split(":") for pair in _LEVELS.split())
WHOLE = {"6", "7", "8", "14", "16"}  # judged up to level 3


def text_of(page: str) -> str:
    return (BASE_DIR / page).read_text()


@functools.cache
def functions_of(path: str) -> frozenset[str]:
    tree = ast.parse((BASE_DIR / path).read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("page", PAGES)
def test_every_test_and_file_that_a_page_names_is_there(page: str) -> None:
    named = set(NAMED.findall(text_of(page)))
    missing = [(path, test) for path, test in named if not (BASE_DIR / path).exists()]
    missing += [(path, test) for path, test in named - set(missing) if test and test not in functions_of(path)]
    missing += [
        (link, "") for link in LINKED.findall(text_of(page)) if not (BASE_DIR / page).parent.joinpath(link).exists()
    ]
    assert missing == []


def test_the_list_of_requirements_is_whole() -> None:
    levels = Counter("".join(LEVELS.values()))
    assert dict(levels) == {"1": 70, "2": 183, "3": 92}


def test_every_requirement_is_judged_once_at_its_level() -> None:
    judged = [(number, level) for number, level, *_ in ROW.findall(text_of("docs/asvs.md"))]
    asked = [
        (f"{section}.{place}", level)
        for section, levels in LEVELS.items()
        for place, level in enumerate(levels, 1)
        if level != "3" or section.partition(".")[0] in WHOLE
    ]
    assert judged == asked


def test_the_counts_are_those_of_the_rows() -> None:
    text = text_of("docs/asvs.md")
    counted = Counter(verdict for _, _, _, verdict, _ in ROW.findall(text))
    told = dict(re.findall(r"^\| (met|not met|n/a) \| (\d+) \|$", text, re.MULTILINE))
    assert {verdict: int(count) for verdict, count in told.items()} == dict(counted)


def test_what_is_met_is_shown_by_something() -> None:
    bare = []
    before = ""
    for number, _, _, verdict, shown in ROW.findall(text_of("docs/asvs.md")):
        # "the same test" is that of the row above.
        before = before if "the same test" in shown else shown
        proven = NAMED.search(before) or re.search(r"ADR \d+", shown)
        if verdict == "met" and not proven:
            bare.append(number)
    assert bare == []


def test_each_line_of_the_threat_model_has_its_test_or_its_limit() -> None:
    lines = [line for line in text_of("docs/threat-model.md").splitlines() if line.startswith("| ")]
    rows = [line.strip("|").split(" | ") for line in lines if not line.startswith("| they try")]
    assert len(rows) > 60
    bare = [row for row in rows if not re.search(r"`tests/[\w/.]+::\w+`|\*\*Limit\*\*|\*\*Not yet\*\*", row[-1])]
    assert bare == []


def test_each_part_that_may_fall_has_its_table() -> None:
    headings = re.findall(r"^## (.*)$", text_of("docs/threat-model.md"), re.MULTILINE)
    asked = ("browser", "web process", "worker", "Valkey", "role app", "dump", "back-up", "partner", "administrator")
    more = ("owner", "auditor", "mail server", "ends of the log", "issuer")
    assert [part for part in (*asked, *more) if not any(part in heading for heading in headings)] == []
