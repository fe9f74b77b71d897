"""Draw the workflow tables into the docs, at the places that ask for it.

A place is everything between `<!-- workflow: signals.SIGNAL -->` and `<!-- end -->`. `--check` writes nothing and fails
when a diagram is no longer that of its table.
"""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.workflow import Workflow

DOCS = Path(__file__).resolve().parents[3] / "docs"
PLACE = re.compile(r"(<!-- workflow: (\w+)\.(\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def workflow_of(label: str, name: str) -> Workflow:
    """The table `name` in the workflow module of the app `label`. Raises CommandError when there is none."""
    try:
        found = getattr(import_module(f"{apps.get_app_config(label).name}.workflow"), name)
    except (LookupError, ImportError, AttributeError) as error:
        message = f"The docs ask for {label}.{name}, which is no workflow."
        raise CommandError(message) from error
    if not isinstance(found, Workflow):
        message = f"The docs ask for {label}.{name}, which is no workflow."
        raise CommandError(message)
    return found


def drawn(workflow: Workflow) -> str:
    """The diagram, and below it what is allowed beside the state."""
    kept: dict[str, list[str]] = {}
    for verb, states in workflow.kept().items():
        kept.setdefault(", ".join(f"`{state}`" for state in states), []).append(f"`{verb}`")
    beside = [f"- in {states}: {', '.join(verbs)}" for states, verbs in kept.items()]
    words = ["", "Allowed beside the state, which it keeps:", "", *beside, ""] if beside else []
    return "\n".join(["```mermaid", workflow.mermaid().rstrip("\n"), "```", *words, ""])


def redrawn(text: str) -> str:
    """The page with every diagram drawn anew."""
    return PLACE.sub(lambda place: place[1] + drawn(workflow_of(place[2], place[3])) + place[4], text)


class Command(BaseCommand):
    help = "Draws the workflow tables into docs/*.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when a diagram is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        stale = []
        for path in sorted(DOCS.glob("*.md")):
            text = path.read_text()
            fresh = redrawn(text)
            if fresh == text:
                continue
            stale.append(path.name)
            if not options["check"]:
                path.write_text(fresh)
        if stale and options["check"]:
            message = f"Run manage.py write_diagrams: out of date in {', '.join(stale)}."
            raise CommandError(message)
        if options["verbosity"]:
            self.stdout.write(f"Drawn: {', '.join(stale) or 'nothing new'}.")
