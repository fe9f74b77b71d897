"""A municipality's own server. Starts only when mensenhandel/checks.py finds nothing to refuse."""

from . import env
from .base import *  # noqa: F403  settings upon settings

PRODUCTION = True
DEBUG = env.flag("DEBUG")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = ["^api/"]  # refused over plain http instead (core/api.py)
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# The proxy in front ends TLS and says so in this header; it must remove what a visitor sends under the same name.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in env.words("ALLOWED_HOSTS")]
# How many proxies stand in front: the visitor's address is counted from the right in X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 1)

DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "")
MAIL_SECURITY = env.one_of("MAIL_SECURITY", ("starttls", "ssl", "none"))
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.text("MAIL_HOST", ""),
            "port": env.number("MAIL_PORT", 587),
            "username": env.text("MAIL_USER", ""),
            "password": env.text("MAIL_PASSWORD", ""),
            "use_tls": MAIL_SECURITY == "starttls",
            "use_ssl": MAIL_SECURITY == "ssl",
            "timeout": 10,
        },
    }
}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
