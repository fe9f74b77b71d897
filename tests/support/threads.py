"""Several things at the same moment, each over database connections of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each gives, in their order. One that raises, or is not done within a minute, gives nothing: KeyError."""
    answers: dict[int, Any] = {}

    def run(number: int, work: Callable[[], Any]) -> None:
        try:
            answers[number] = work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [answers[number] for number in range(len(works))]
