"""Starts the servers and Django, then measures: everything, or what was named (`bin/benchmark chain`).

A number behind a name is for that measure, and so is `--keep`: `bin/benchmark signals 1000000 --keep`.
"""

import os
import sys
from importlib import import_module

import django

from mensenhandel.local.choice import chosen_servers

MEASURES = ("pages", "walls", "chain", "sign_in", "signals")


def main() -> int:
    """Measure everything, or what the arguments name."""
    for_signals = [word for word in sys.argv[1:] if word.isdigit() or word.startswith("--")]
    names = [word for word in sys.argv[1:] if word not in for_signals]
    if unknown := set(names) - set(MEASURES):
        sys.stderr.write(f"Nothing measures {', '.join(sorted(unknown))}: choose from {', '.join(MEASURES)}.\n")
        return 2
    os.environ["DJANGO_SETTINGS_MODULE"] = "mensenhandel.settings.test"
    with chosen_servers():
        django.setup()
        # Has models, so only from here on.
        for name in names or MEASURES:
            import_module(f"benchmarks.{name}").main(*(for_signals if name == "signals" else ()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
