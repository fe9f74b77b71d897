"""Starts the servers and Django, then measures: everything, or what was named (`bin/benchmark chain`)."""

import os
import sys
from importlib import import_module

import django

from mensenhandel.local.choice import chosen_servers

MEASURES = ("pages", "walls", "chain", "sign_in")


def main() -> int:
    """Measure everything, or what the arguments name."""
    if unknown := set(sys.argv[1:]) - set(MEASURES):
        sys.stderr.write(f"Nothing measures {', '.join(sorted(unknown))}: choose from {', '.join(MEASURES)}.\n")
        return 2
    os.environ["DJANGO_SETTINGS_MODULE"] = "mensenhandel.settings.test"
    with chosen_servers():
        django.setup()
        # Has models, so only from here on.
        for name in sys.argv[1:] or MEASURES:
            import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
