"""What production refuses. Each refusal is a system check of level error and says in one sentence what to do.

They run with every `manage.py` command, when a worker starts, and when the web application is loaded (wsgi.py), so
that a wrongly set-up server answers nobody rather than everybody.
"""

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from core.outgoing import NotAllowed, checked

from .lines import unsealed
from .security_text import SCHEMES, expiry

Check = Callable[..., list[CheckMessage]]

SHORTEST_KEY = 32
# Values from examples and from the test settings: anyone can read them.
KNOWN_KEYS = ("django-insecure", "a key for tests", "signs contexts in tests", "changeme", "verander")


def _refuse(number: int, message: str) -> CheckMessage:
    return Error(message, id=f"mensenhandel.E{number:03}")


def no_debug(**_: Any) -> list[CheckMessage]:
    """Debug pages show settings and data to anyone."""
    if settings.PRODUCTION and settings.DEBUG:
        return [_refuse(1, "Remove DEBUG from the environment: production shows no debug pages.")]
    return []


def no_demo(**_: Any) -> list[CheckMessage]:
    """The demo signs anyone in as anyone."""
    if settings.PRODUCTION and settings.DEMO:
        return [_refuse(2, "Remove DEMO from the environment: the demo lets anyone sign in as anyone.")]
    return []


def strong_keys(**_: Any) -> list[CheckMessage]:
    """Keys that are set, long enough and not from an example."""
    if not settings.PRODUCTION:
        return []
    return [
        _refuse(3, f"Set {name} to a random text of at least {SHORTEST_KEY} characters of its own.")
        for name in ("SECRET_KEY", "WALLS_KEY")
        if not _is_strong(getattr(settings, name))
    ]


def _is_strong(key: str) -> bool:
    return len(key) >= SHORTEST_KEY and len(set(key)) > 8 and not key.lower().startswith(KNOWN_KEYS)


def separate_keys(**_: Any) -> list[CheckMessage]:
    """One leaked key opens one thing."""
    if settings.PRODUCTION and settings.SECRET_KEY == settings.WALLS_KEY:
        return [_refuse(4, "Give WALLS_KEY another value than SECRET_KEY.")]
    return []


def key_ring(**_: Any) -> list[CheckMessage]:
    """Without a key ring, names and addresses cannot be stored or read."""
    if settings.PRODUCTION and not _is_ring(settings.SEAL_KEYS):
        message = "Set SEAL_KEYS to NUMBER:BASE64 of 32 random bytes, newest first, separated by commas."
        return [_refuse(5, message)]
    return []


def _is_ring(words: Sequence[str]) -> bool:
    numbers = set()
    for word in words:
        number, _, key = word.partition(":")
        try:
            raw = base64.b64decode(key, validate=True)
        except binascii.Error:
            return False
        if not (number.isdigit() and 0 < int(number) < 256 and len(raw) == 32 and len(set(raw)) > 8):
            return False
        numbers.add(int(number))
    return bool(numbers) and len(numbers) == len(words)


def named_hosts(**_: Any) -> list[CheckMessage]:
    """Links in mail are made from the host's name."""
    if settings.PRODUCTION and (not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS):
        return [_refuse(6, "Set ALLOWED_HOSTS to the name or names under which this server is reached.")]
    return []


def named_address(**_: Any) -> list[CheckMessage]:
    """An invitation holds a link; it must lead here."""
    if settings.PRODUCTION and not settings.SITE_ADDRESS.startswith("https://"):
        return [_refuse(9, "Set SITE_ADDRESS to the address of this server, as https://signaalpunt.gemeente.nl.")]
    return []


def mail_can_leave(**_: Any) -> list[CheckMessage]:
    """Without mail nobody can be invited and no alarm arrives."""
    if not settings.PRODUCTION:
        return []
    mailers: Any = settings.MAILERS
    options = mailers["default"]["OPTIONS"]
    missing = [
        name
        for name, value in (("MAIL_HOST", options["host"]), ("MAIL_FROM", settings.DEFAULT_FROM_EMAIL))
        if not value
    ]
    return [_refuse(7, f"Set {name}: invitations and alarms go by mail.") for name in missing]


GATE = ["django.contrib.auth.middleware.AuthenticationMiddleware", "accounts.middleware.SecondFactor"]


def second_factor_for_everybody(**_: Any) -> list[CheckMessage]:
    """No setting lets a password alone, or a browser that is trusted, sign somebody in; secrets stand sealed."""
    if not settings.PRODUCTION:
        return []
    order = list(settings.MIDDLEWARE)
    begins = order.index(GATE[0]) if GATE[0] in order else 0
    sealed = settings.MFA_ADAPTER == "accounts.factor_adapter.SealedAdapter"
    shortcuts = ("MFA_TRUST_ENABLED", "MFA_PASSKEY_LOGIN_ENABLED", "MFA_TOTP_INSECURE_BYPASS_CODE")
    if order[begins : begins + 2] != GATE or not sealed or any(getattr(settings, name, None) for name in shortcuts):
        return [_refuse(10, "Leave the second factor as it is: its middleware, its adapter and no way round it.")]
    return []


def sealed_lines(**_: Any) -> list[CheckMessage]:
    """What goes over a network is sealed, and goes to who it should."""
    return [_refuse(21, message) for message in unsealed()] if settings.PRODUCTION else []


def contact_for_finders(**_: Any) -> list[CheckMessage]:
    """Whoever finds a weakness must reach somebody, or see at once that there is no address."""
    wrong = [address for address in settings.SECURITY_CONTACT if not address.startswith(SCHEMES)]
    if settings.PRODUCTION and (wrong or (settings.SECURITY_CONTACT and expiry() is None)):
        message = (
            "Set SECURITY_CONTACT to mailto:, https:// or tel: addresses and SECURITY_EXPIRES to a day, as 2027-01-31."
        )
        return [_refuse(20, message)]
    return []


def issuers_over_tls(**_: Any) -> list[CheckMessage]:
    """Who can read or change what an issuer says signs in as whoever he likes."""
    if settings.PRODUCTION and settings.ISSUERS_OVER_LOOPBACK:
        return [_refuse(18, "Leave ISSUERS_OVER_LOOPBACK off: people sign in by https alone.")]
    return []


def scanner_address(**_: Any) -> list[CheckMessage]:
    """A scanner that cannot be found shuts every file that is added."""
    if re.fullmatch(r"|unix:/.+|tcp:[^:]+(:[^:]+)*:\d+", settings.CLAMAV_ADDRESS):
        return []
    return [_refuse(11, "Set CLAMAV_ADDRESS to unix:/path/of/the/socket or tcp:host:port, or leave it out.")]


def address_book(**_: Any) -> list[CheckMessage]:
    """An address book that we do not call would answer every look-up with "niet gecontroleerd"."""
    if settings.ADDRESS_LOOKUP == "none":
        return []
    try:
        checked(settings.PDOK_ADDRESS)
    except NotAllowed:
        return [_refuse(23, "Set PDOK_ADDRESS to an https:// address without name, password or #, or leave it out.")]
    return []


def figures_apart(**_: Any) -> list[CheckMessage]:
    """Figures are read by a role that cannot see a word of a signal or case."""
    if settings.PRODUCTION and settings.FIGURES_DATABASE != "report":
        return [_refuse(22, "Set DATABASE_REPORT_URL: figures are read as a role of their own, which sees no text.")]
    return []


ALL: tuple[Check, ...] = (
    no_debug,
    no_demo,
    strong_keys,
    separate_keys,
    key_ring,
    named_hosts,
    named_address,
    mail_can_leave,
    second_factor_for_everybody,
    contact_for_finders,
    sealed_lines,
    issuers_over_tls,
    scanner_address,
    address_book,
    figures_apart,
)
