"""Everything that holds in every environment. The others only differ from this file."""

from pathlib import Path
from typing import Any

from core import headers
from jobs import schedule

from . import env
from .paths import BASE_DIR

PRODUCTION = False
DEBUG = False
DEMO = env.flag("DEMO")
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
# Links in mails start with this, never with the host that a request claims to be for.
SITE_ADDRESS = env.text("SITE_ADDRESS", "")
# Where who got an anonymous tip by letter or phone answers: a mailbox of a function, of no municipality.
TIP_ADDRESS = env.text("TIP_ADDRESS", "")

# Who finds a weakness tells it there (mensenhandel/security_text.py); without a contact and a day there is no such file.
SECURITY_CONTACT = env.words("SECURITY_CONTACT")
SECURITY_EXPIRES = env.text("SECURITY_EXPIRES", "")
SECURITY_POLICY = env.text("SECURITY_POLICY", "")

# Versioned key rings, newest first: "2:BASE64,1:BASE64" (32 bytes each). core/sealed.py, core/walls/signing.py.
SEAL_KEYS = env.words("SEAL_KEYS")
WALLS_KEY = env.text("WALLS_KEY")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "oauth2_provider",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "core",
    "jobs",
    "audit",
    "accounts",
    "municipalities",
    "signals",
    "cases",
    "reports",
    "mensenhandel",
]

MIDDLEWARE = [
    "core.headers.PrivateAnswers",
    "mensenhandel.health.Health",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.api.ApiHeaders",
    "core.incoming.RefuseUnreadable",
    "core.incoming.RefuseTooBig",
    "core.transactions.RequestTransaction",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.ActingHat",
    "core.errors.DomainErrors",
]

ROOT_URLCONF = "mensenhandel.urls"
WSGI_APPLICATION = "mensenhandel.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.frame",
            ],
            "builtins": ["core.templatetags.ui", "core.templatetags.controls", "core.templatetags.links"],
        },
    }
]
FORM_RENDERER = "core.controls.Renderer"
STRICT_TEMPLATES = False  # core/components.py

# `default` is the app role: it owns nothing. `owner` migrates the same database and is used for nothing else, `auditor`
# reads the whole log to verify it, `sealer` seals values anew, `loader` fills a benchmark; a server that serves pages or runs
# jobs does not get their passwords at all. `report` counts for reports and sees no text.
DATABASES: dict[str, Any] = {"default": env.database("DATABASE_URL")}
if env.text("DATABASE_OWNER_URL", ""):
    DATABASES["owner"] = env.database("DATABASE_OWNER_URL") | {"TEST": {"MIRROR": "default"}}
if env.text("DATABASE_AUDITOR_URL", ""):
    DATABASES["auditor"] = env.database("DATABASE_AUDITOR_URL") | {"TEST": {"MIRROR": "default"}}
if env.text("DATABASE_SEALER_URL", ""):
    DATABASES["sealer"] = env.database("DATABASE_SEALER_URL") | {"TEST": {"MIRROR": "default"}}
if env.text("DATABASE_LOADER_URL", ""):
    DATABASES["loader"] = env.database("DATABASE_LOADER_URL") | {"TEST": {"MIRROR": "default"}}
if env.text("DATABASE_REPORT_URL", ""):
    DATABASES["report"] = env.database("DATABASE_REPORT_URL") | {"TEST": {"MIRROR": "default"}}
# Over which connection exact figures are read (reports/figures/source.py); production refuses any other than `report`.
FIGURES_DATABASE = "report" if "report" in DATABASES else "default"
# The app role once more, over a connection of its own: what the throttle counts stays counted when a request is undone.
DATABASES["throttle"] = env.database("DATABASE_URL") | {"TEST": {"MIRROR": "default"}}
THROTTLE_DATABASE = "throttle"
# Requests come over connections that stay open, each of one thread: opening one costs more than most pages. Nothing of a
# request stays on it (walls and roles are set per transaction), and one that the server cut off is replaced before use.
for _alias in ("default", "throttle"):
    DATABASES[_alias] |= {"CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True}
# The automatic prepare of psycopg stays off: one plan would be shared by users who may see very different amounts of rows.
for _database in DATABASES.values():
    _database["OPTIONS"].setdefault("prepare_threshold", None)
# Where `pin_audit` writes the ends of the log's chains and `verify_audit` reads them: a file of another user.
AUDIT_PIN_FILE = env.text("AUDIT_PIN_FILE", "")
# Paths that begin so need no database, or look after themselves (core/transactions.py).
REQUEST_TRANSACTION_EXEMPT = ["/static/"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Europe/Amsterdam"
CELERY_BEAT_SCHEDULE = schedule.BEAT
CELERY_ACCEPT_CONTENT = ["json"]
# An unanswered message comes back after longer than the longest job takes; a job that ran meanwhile refuses it.
# A request does not wait for a broker that is away (left to itself it tries for six seconds): the sweeper sends again.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 2 * CELERY_TASK_TIME_LIMIT,
    "max_retries": 0,
    "socket_connect_timeout": 2,
    "socket_timeout": 3,
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.NotOurWords"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "change_password": "accounts.forms.PasswordForm",
    "reset_password": "accounts.forms.ForgottenPasswordForm",
}
# One throttle, and it is ours (accounts/throttle.py): allauth would count in the cache.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
USERSESSIONS_TRACK_ACTIVITY = False
MFA_ADAPTER = "accounts.factor_adapter.SealedAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.factor_forms.SecondStepForm",
    "authenticate_webauthn": "accounts.factor_forms.PasskeyStepForm",
}
MFA_TOTP_ISSUER = "Signaalpunt mensenhandel"
MFA_TOTP_TOLERANCE = 1  # a telephone may be half a minute ahead or behind
MFA_RECOVERY_CODE_DIGITS = 10
# Signing in by the screen of a municipality (accounts/issuers.py): https alone, but in tests and in a demo.
ISSUERS_OVER_LOOPBACK = False
CSRF_FAILURE_VIEW = "accounts.views.forged.refused"

# Functions of higher apps that a lower one calls: who acts under which hat, and the people of the demo.
ACTOR_FACTORY = "municipalities.roles.actor_for"
DEMO_PERSONAS = "mensenhandel.demo.personas.personas"

# guardian serves as a table shape only; municipalities/roles/ is the one place that reads it (docs/adr/).
ANONYMOUS_USER_NAME = None
# The three of `security` miss headers in the settings of Django that core/headers.py sets on every answer.
SILENCED_SYSTEM_CHECKS = ["guardian.W001", "security.W002", "security.W006", "security.W022"]
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False

OAUTH2_PROVIDER_APPLICATION_MODEL = "municipalities.ApiClient"
OAUTH2_PROVIDER = {
    "SCOPES": {
        "signalen": "Signalen sturen en volgen",
        "doormeldingen": "Doormeldingen ontvangen en beantwoorden",
        "vragen": "Vragen lezen en beantwoorden",
    },
    # The package would grant every scope to who asks for none, let a token live ten hours and store it readable.
    "OAUTH2_VALIDATOR_CLASS": "municipalities.clients.ProgramValidator",
    # Client credentials and nothing else: the flow with a password would tell whether a person's password is right.
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",
    "SCOPES_BACKEND_CLASS": "municipalities.clients.GivenScopes",
    "DEFAULT_SCOPES": [],
    "ACCESS_TOKEN_EXPIRE_SECONDS": 600,
    # Every recommendation of RFC 9700.
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_PKCE_REQUIRED": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_MATCHING": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
}

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": ["municipalities.clients.ProgramAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["municipalities.clients.HasToken"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.parsing.BodyParser"],
    "DEFAULT_THROTTLE_CLASSES": ["municipalities.clients.ProgramThrottle"],
    "EXCEPTION_HANDLER": "core.api.problem",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Signaalpunt mensenhandel",
    "DESCRIPTION": "Signalen sturen, doormeldingen en vragen ontvangen en beantwoorden.",
    "VERSION": "1.0.0",
    "CONTACT": {
        "name": "Beheer Signaalpunt mensenhandel",
        "email": "beheer@signaalpunt.example",
        "url": "https://signaalpunt.example/hulp",
    },
    "LICENSE": {"name": "EUPL-1.2"},
    "SERVERS": [{"url": "/api/v1"}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": [],
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["core.openapi.complete"],
}

# For which municipalities anybody may report without signing in, by their code (GM0664); none: there is no such page.
PUBLIC_FORM = env.words("PUBLIC_FORM")
# Where "Snel weg" on those pages leads: something that anybody looks at.
PUBLIC_FORM_LEAVE = env.text("PUBLIC_FORM_LEAVE", "https://www.knmi.nl/nederland-nu/weer/verwachtingen")

# Files that people add. A photo of a good phone is 3 to 12 MB; a dossier is no archive; one person a day is no flood.
FILE_MOST_BYTES = 1024**2 * env.number("FILE_MEGABYTES", 15)
FILES_PER_SIGNAL = env.number("FILES_PER_SIGNAL", 20)
FILE_BYTES_A_DAY = 1024**2 * env.number("FILE_MEGABYTES_A_DAY", 200)
# A list of signals that is taken over (docs/adr/0036): its rows, and how long one that nobody imports is kept.
IMPORT_MOST_ROWS = env.number("IMPORT_ROWS", 5000)
IMPORT_KEEP_DAYS = env.number("IMPORT_KEEP_DAYS", 7)
# A file of signals that somebody takes out: how many a day, and for how long she can fetch it.
EXPORTS_A_DAY = env.number("EXPORTS_A_DAY", 5)
EXPORT_HOURS = env.number("EXPORT_HOURS", 24)
# How many signals one sender (a colleague, an organisation with all its programs) may send in a day; direct danger always may.
SIGNALS_A_DAY = env.number("SIGNALS_A_DAY", 200)
# The virus scanner (core/scanning.py): "unix:/path/of/clamd.socket" or "tcp:host:port". Empty: files are not scanned.
CLAMAV_ADDRESS = env.text("CLAMAV_ADDRESS", "")
# Who knows addresses (core/addresses): nobody, or PDOK's Locatieserver at this address. Our server asks, never a browser.
ADDRESS_LOOKUP = env.one_of("ADDRESS_LOOKUP", ("none", "pdok"))
PDOK_ADDRESS = env.text("PDOK_ADDRESS", "https://api.pdok.nl/bzk/locatieserver/search/v3_1")
# What a request may hold at most, refused before it is read. Up to here a file that is too big is told so beside its field.
REQUEST_MOST_BYTES = 4 * FILE_MOST_BYTES
# Files of a request stay in memory, and no further than they may be big: nothing readable reaches a disk.
FILE_UPLOAD_HANDLERS = ["core.uploads.InMemory"]
DATA_UPLOAD_MAX_NUMBER_FILES = 5

SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_NAME = "__Host-sessie"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_IDLE_SECONDS = 60 * env.number("SESSION_IDLE_MINUTES", 15)
# For how long a proof counts that it is her: signing in, or a password or code typed again (accounts/fresh.py).
FRESH_PROOF_SECONDS = 60 * env.number("FRESH_PROOF_MINUTES", 10)
# How long a deputy sees a dossier by emergency access.
EMERGENCY_HOURS = env.number("EMERGENCY_HOURS", 4)
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_SAMESITE = "Strict"
# What a page is still to say goes with the session: whoever sits there next does not read it.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True  # a script takes the token from the page it is on
# What every answer tells the browser stands in core/headers.py alone; the settings of Django for the same headers say nothing.
SECURE_CSP = headers.PAGE_POLICY
SECURE_CONTENT_TYPE_NOSNIFF = False
SECURE_REFERRER_POLICY = None
SECURE_CROSS_ORIGIN_OPENER_POLICY = None

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "assets" / "dist"]
WHITENOISE_ALLOW_ALL_ORIGINS = False

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "quiet": {"()": "core.logs.WithoutRows", "format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django's own handlers would mail a fault with all that was sent, and print beside ours.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
