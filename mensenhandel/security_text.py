"""`/.well-known/security.txt` (RFC 9116): where somebody who finds a weakness here can tell it. SECURITY.md says the rest.

Each installation has its own address for that, in its settings. Without one, or past its day, there is no such file:
a finder who writes to nobody waits for nothing.
"""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings

SCHEMES = ("mailto:", "https://", "tel:")
PATH = ".well-known/security.txt"


def lines(today: dt.date) -> Iterator[str]:
    """What it says on that day; nothing when there is no file."""
    expires = expiry()
    if not settings.SECURITY_CONTACT or expires is None or expires <= today:
        return
    yield from (f"Contact: {address}" for address in settings.SECURITY_CONTACT)
    yield f"Expires: {expires.isoformat()}T00:00:00Z"
    yield "Preferred-Languages: nl, en"
    if settings.SITE_ADDRESS:
        yield f"Canonical: {settings.SITE_ADDRESS}/{PATH}"
    if settings.SECURITY_POLICY:
        yield f"Policy: {settings.SECURITY_POLICY}"


def expiry() -> dt.date | None:
    """The day from which the file no longer counts; None when there is none, or none that can be read."""
    try:
        return dt.date.fromisoformat(settings.SECURITY_EXPIRES)
    except ValueError:
        return None
