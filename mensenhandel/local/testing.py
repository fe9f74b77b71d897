"""`bin/test` after the packages are there: the checks, then the tests, then the browser journeys, each two at a time.

A check that fails does not stop the others: one run says everything that is wrong. What a check printed is shown when
it failed, and stands in var/log/ in any case; the tests print as they go.
"""

import base64
import os
import secrets
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from .choice import chosen_servers
from .places import BASE, LOGS, VENV
from .screen import Stop, say, step

# The tests of a file stay in one process: what they share is made once. In the order that tests/support/longest.py gives;
# else files of one test, however long it takes, would come last.
TWO_AT_A_TIME = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
# Random walks by the hundred, which take minutes: `bin/test deep`; `WALKS` of them when it is set.
DEEP, WALKS = "deep", "tests/signals/test_walks.py"
NO_TESTS = 5
INTERRUPTED = 2


def _tool(name: str, *arguments: str) -> list[str]:
    return [str(VENV / "bin" / name), *arguments]


def _manage(*arguments: str) -> list[str]:
    return [sys.executable, "-W", "error::RuntimeWarning", "manage.py", *arguments]


def _production() -> dict[str, str]:
    """What a well set-up server has in its environment; the keys are random and used nowhere."""
    return {
        "DJANGO_SETTINGS_MODULE": "mensenhandel.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "WALLS_KEY": secrets.token_urlsafe(50),
        "SEAL_KEYS": "1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "ALLOWED_HOSTS": "signaalpunt.example",
        "SITE_ADDRESS": "https://signaalpunt.example",
        "DATABASE_REPORT_URL": os.environ.get("DATABASE_REPORT_URL", "postgresql:///no_database_is_running"),
        "MAIL_HOST": "mail.example",
        "MAIL_FROM": "signaalpunt@signaalpunt.example",
        "DEMO": "",
        "DEBUG": "",
    }


@dataclass(frozen=True)
class Check:
    """One program that says whether something is in order."""

    title: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)

    def passes(self) -> bool:
        """Run it; its line and, when it fails, its words appear at once."""
        log = LOGS / f"check-{self.title.split(' (')[0].lower().replace(' ', '-')}.log"
        try:
            with step(self.title), log.open("w") as handle:
                subprocess.run(
                    self.command,
                    cwd=BASE,
                    env={**_environment(), **self.env},
                    stdin=subprocess.DEVNULL,
                    stdout=handle,
                    stderr=subprocess.STDOUT,
                    check=True,
                )
        except subprocess.CalledProcessError:
            say(log.read_text(errors="replace"))
            return False
        return True


def _templates() -> list[str]:
    return sorted(str(path.relative_to(BASE)) for path in (BASE / "templates").rglob("*.html"))


def _checks() -> list[Check]:
    """The slowest first: two run at a time."""
    return [
        Check("Types (mypy)", _tool("mypy", ".")),
        # Here, where a core is free: the tests would all wait for the one that builds it.
        Check("Test database", [sys.executable, "-m", "tests.support.template"]),
        Check("Format (ruff)", _tool("ruff", "format", "--check", ".")),
        Check("Lint (ruff)", _tool("ruff", "check", ".")),
        Check("Import contracts", _tool("lint-imports")),
        Check("Template format (djade)", _tool("djade", "--check", "--target-version", "6.1", *_templates())),
        Check("Template lint (djlint)", _tool("djlint", "--lint", "--quiet", "templates")),
        Check("Migrations match the models", _manage("makemigrations", "--check", "--dry-run")),
        Check("System checks", _manage("check", "--fail-level", "WARNING")),
        Check(
            "System checks of production",
            # Without its database, which holds nothing yet; tests/mensenhandel/test_health.py looks at that part.
            _manage("check", "--deploy", "--fail-level", "WARNING"),
            _production(),
        ),
    ]


def test(*arguments: str) -> None:
    """Everything; or with arguments, only the tests they name (they go to pytest as they are); "deep": random walks at length."""
    with chosen_servers(scratch=True):
        failed = _deep(*arguments[1:]) if arguments[:1] == (DEEP,) else _part_or_all(*arguments)
    if failed:
        advice = (
            " bin/format puts the files into form." if any(" format " in f" {name.lower()} " for name in failed) else ""
        )
        message = f"Not in order: {', '.join(failed)}.{advice}"
        raise Stop(message)


def _part_or_all(*arguments: str) -> list[str]:
    return _tests(*arguments) if arguments else _everything()


def _deep(*arguments: str) -> list[str]:
    done = _pytest("Random walks", WALKS, "-k", "no_walk", "-s", *arguments, HYPOTHESIS=DEEP)
    return [] if done else ["random walks"]


def _everything() -> list[str]:
    with ThreadPoolExecutor(max_workers=2) as pool:
        checks = _checks()
        passed = list(pool.map(Check.passes, checks))
    failed = [check.title for check, good in zip(checks, passed, strict=True) if not good]
    if not _pytest("Tests", "-rs", *TWO_AT_A_TIME, "-m", "not journey", "tests"):
        failed.append("tests")
    journeys = (*TWO_AT_A_TIME, "-m", "journey", *_with_journeys())
    if not _pytest("Browser journeys", *journeys, DJANGO_ALLOW_ASYNC_UNSAFE="1"):
        failed.append("journeys")
    return failed


def _with_journeys() -> list[str]:
    """The files that have some: to read the others too takes each process as long as a journey."""
    files = sorted((BASE / "tests").rglob("test_*.py"))
    return [str(path.relative_to(BASE)) for path in files if "mark.journey" in path.read_text(encoding="utf-8")]


def _tests(*arguments: str) -> list[str]:
    """A part: the journeys among it in a process of their own, as ever. Finding none of one kind is no fault."""
    found = [
        _pytest("Tests", "-m", "not journey", *arguments, may_be_empty=True),
        _pytest("Browser journeys", "-m", "journey", *arguments, may_be_empty=True, DJANGO_ALLOW_ASYNC_UNSAFE="1"),
    ]
    if found == [None, None]:
        return ["these arguments name no test"]
    return [name for name, good in zip(("tests", "journeys"), found, strict=True) if good is False]


def _pytest(title: str, *arguments: str, may_be_empty: bool = False, **env: str) -> bool | None:
    """True when all passed, None when there was nothing to run and that is allowed."""
    command = [sys.executable, "-m", "pytest", *arguments]
    try:
        with step(title) as outcome:
            done = subprocess.run(command, cwd=BASE, env={**_environment(), **env}, check=False)
            if done.returncode == NO_TESTS and may_be_empty:
                outcome.remark = "none"
                return None
            done.check_returncode()
    except subprocess.CalledProcessError as error:
        if error.returncode == INTERRUPTED:
            raise KeyboardInterrupt from error
        return False
    return True


def _environment() -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "mensenhandel.settings.test"}
