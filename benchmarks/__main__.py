"""Starts the servers and Django, then measures."""

import os
import sys
from importlib import import_module

import django

from mensenhandel.local.choice import chosen_servers


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "mensenhandel.settings.test"
    with chosen_servers():
        django.setup()
        # Has models, so only from here on.
        import_module("benchmarks.pages").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
