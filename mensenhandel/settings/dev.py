"""A developer's machine and `bin/start`: the demo world over loopback."""

from . import env
from .base import *  # noqa: F403
from .base import BASE_DIR

DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO", default=True)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

# Loopback has no TLS, and browsers refuse `__Host-` cookies without it.
SESSION_COOKIE_NAME = "sessie"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "csrf"
CSRF_COOKIE_SECURE = False

VAR_DIR = BASE_DIR / "var"
