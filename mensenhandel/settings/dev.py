"""A developer's machine and `bin/start`: the demo world over loopback."""

from importlib.util import find_spec

from . import env, envfile
from .paths import VAR_DIR

# Keys and addresses that `bin/start` or `python -m mensenhandel.local servers` wrote; the environment goes first.
envfile.load(VAR_DIR / "env")

from .base import *  # noqa: E402, F403
from .base import INSTALLED_APPS  # noqa: E402

# Keeps max_migration.txt, for who makes migrations; `bin/start` alone does not install it.
if find_spec("django_linear_migrations"):
    INSTALLED_APPS = [*INSTALLED_APPS, "django_linear_migrations"]

DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO", default=True)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SITE_ADDRESS = env.text("SITE_ADDRESS", f"http://localhost:{env.number('PORT', 8000)}")
TIP_ADDRESS = env.text("TIP_ADDRESS", "tips@signaalpunt.example")

# Loopback has no TLS, and browsers refuse `__Host-` cookies without it.
SESSION_COOKIE_NAME = "sessie"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "csrf"
CSRF_COOKIE_SECURE = False
ISSUERS_OVER_LOOPBACK = True

# Mail is written to files: a demo world never sends any.
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": VAR_DIR / "mail"},
    }
}

# Static files are served from where they lie; there is no collectstatic step.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
