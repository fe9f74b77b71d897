"""Days as a test asks them: at the moment it needs them, so that a run may go over midnight."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core.workdays import today


def in_days(days: int = 0) -> date:
    """So many days from today; before it when negative."""
    return today() + timedelta(days=days)


def dated(given: Mapping[str, Any]) -> dict[str, Any]:
    """`given`, in which a function stands for the day that it gives now: how a parameter of a test names one."""
    return {name: value() if callable(value) else value for name, value in given.items()}
