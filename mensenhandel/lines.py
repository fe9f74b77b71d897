"""Which connections of this server leave the machine unsealed. Production refuses to start with one (checks.py)."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

_HERE = ("localhost", "127.0.0.1", "::1")


def unsealed() -> Iterator[str]:
    """What to change, one sentence per connection. A Unix socket or loopback needs no TLS."""
    for name, database in settings.DATABASES.items():
        if not database_is_sealed(database):
            yield f"Add sslmode=verify-full to the address of the database ({name})."
    if not broker_is_sealed(settings.REDIS_URL):
        yield "Set REDIS_URL to a rediss:// address with ?ssl_cert_reqs=required."
    mailers: Any = settings.MAILERS
    options = mailers["default"]["OPTIONS"]
    if _leaves(options["host"]) and not (options.get("use_tls") or options.get("use_ssl")):
        yield "Set MAIL_SECURITY to starttls or ssl."


def database_is_sealed(database: Mapping[str, Any]) -> bool:
    """Whether nobody between us and this entry of DATABASES reads along or takes its place."""
    return not _leaves(database["HOST"]) or database["OPTIONS"].get("sslmode") == "verify-full"


def broker_is_sealed(address: str) -> bool:
    """The same for the broker."""
    parts = urlsplit(address)
    judged = parse_qs(parts.query).get("ssl_cert_reqs", [""])[-1].lower() in {"required", "cert_required"}
    return not _leaves(parts.hostname or "") or (parts.scheme == "rediss" and judged)


def _leaves(host: str) -> bool:
    return bool(host) and not host.startswith("/") and host not in _HERE
