"""Typed readers of environment variables; a missing one that has no default names itself."""

import os
from collections.abc import Sequence
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable `name`; without default it must be set."""
    value = os.environ.get(name, default)
    if value is None:
        message = f"Set the environment variable {name}; docs/configuration.md says what it means."
        raise ImproperlyConfigured(message)
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes, on (any case)."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list; empty parts are dropped."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def number(name: str, default: int) -> int:
    """A whole number."""
    return int(os.environ.get(name, default))


def one_of(name: str, allowed: Sequence[str]) -> str:
    """One of a few words; the first when the variable is not set."""
    value = os.environ.get(name) or allowed[0]
    if value not in allowed:
        message = f"Set {name} to one of: {', '.join(allowed)}."
        raise ImproperlyConfigured(message)
    return value


def database(name: str, default: str | None = None) -> dict[str, object]:
    """A PostgreSQL address as Django's dictionary.

    `postgresql://user:password@/name?host=/run/folder` for a Unix socket,
    `postgresql://user:password@host:5432/name?sslmode=verify-full` for a server.
    """
    parts = urlsplit(text(name, default))
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }
