"""Tests: as in `bin/start`, but quick and the same on every machine.

The keys are fixed, so that a template database made by one run serves the next. Nothing is secret here: a test
database holds invented people only.
"""

import base64
import os

from . import envfile
from .paths import VAR_DIR

for _name, _value in {
    "SECRET_KEY": "a key for tests alone, long enough for every check that counts its characters",
    "SEAL_KEYS": "1:" + base64.b64encode(b"sealed with a key for tests only").decode(),
    "WALLS_KEY": "signs contexts in tests alone, and is long enough",
}.items():
    os.environ[_name] = _value
envfile.load(VAR_DIR / "test.env")
# Without servers: enough for `manage.py check`, types and lint, which never connect.
for _name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
    os.environ.setdefault(_name, "postgresql:///no_database_is_running")
os.environ.setdefault("REDIS_URL", "memory://")

from .base import *  # noqa: E402, F403
from .base import INSTALLED_APPS  # noqa: E402

# Two branches that both add a migration meet in max_migration.txt, and there only.
INSTALLED_APPS = [*INSTALLED_APPS, "django_linear_migrations"]

DEMO = True
# Off by default; tests/signals/test_public.py tries that too.
PUBLIC_FORM = ["GM0664"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_ADDRESS = "http://testserver"

SESSION_COOKIE_NAME = "sessie"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "csrf"
CSRF_COOKIE_SECURE = False
ISSUERS_OVER_LOOPBACK = True

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}

# Jobs are rows; a test runs them itself, so nothing may reach for a broker.
CELERY_BROKER_URL = "memory://"

# A test is one transaction that is undone; what it counted goes with it. tests/security/test_throttle.py looks at the rest.
THROTTLE_DATABASE = "default"

# For the same reason figures are read over the connection that wrote the rows; tests/security/test_roles.py looks at theirs.
FIGURES_DATABASE = "default"

STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
# Look a file up when it is asked for: each test client would otherwise list them all first.
WHITENOISE_AUTOREFRESH = True

LOGGING_CONFIG = None

# A component with a value that is not in its list fails instead of drawing something else.
STRICT_TEMPLATES = True

SECURITY_CONTACT = ["mailto:meldpunt@voorbeeld.example"]
SECURITY_EXPIRES = "2099-01-01"
