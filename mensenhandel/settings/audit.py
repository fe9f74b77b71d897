"""For `pin_audit` and `verify_audit` run by a user of their own: the log alone, and none of the application's keys."""

import secrets

from . import env

SECRET_KEY = secrets.token_urlsafe(50)  # signs nothing; Django wants one
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "core", "audit"]
DATABASES = {"default": {}, "auditor": env.database("DATABASE_AUDITOR_URL")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TIME_ZONE = "Europe/Amsterdam"
AUDIT_PIN_FILE = env.text("AUDIT_PIN_FILE", "")
