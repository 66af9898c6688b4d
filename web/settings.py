"""Django's settings, derived from settings.toml and the secrets. Nothing is decided here twice."""

from __future__ import annotations

import os
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from web import config, release, secrets

ROOT = config.ROOT
GEMA = config.from_environment()
DATA = config.data_folder()
STATE = config.state_folder()
RELEASE = release.VERSION
SECRETS = secrets.load(DATA)
# For the vault, when a key was added after this process started.
READ_SECRETS = partial(secrets.load, DATA)

DEBUG = False
SECRET_KEY = SECRETS.secret_key
ALLOWED_HOSTS = [urlsplit(GEMA.site.address).hostname or "", *GEMA.site.hosts]
CSRF_TRUSTED_ORIGINS = [GEMA.site.address]
ROOT_URLCONF = "web.urls"
WSGI_APPLICATION = "web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "web",
    "content",
    "channels",
    "scheduler",
    "composer",
    "newsroom",
]
if GEMA.engine.kind == "distributed":
    INSTALLED_APPS.append("procrastinate.contrib.django")
# Tasks are registered by the engine that has them, and nowhere else.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "web.keeping.PersonalPages",
    "web.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "content.requests.ScopeMiddleware",
]

# Form fields are drawn by web/html/django/forms, everywhere the same.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

PACKAGES = ("web", "content", "channels", "scheduler", "composer", "newsroom")
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / package / "html" for package in PACKAGES],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.navigation.navigation",
            ]
        },
    }
]

# ── the record ──────────────────────────────────────────────────────────────────────────────
_SQLITE: dict[str, Any] = {
    "ENGINE": "web.sqlite",
    "NAME": DATA / "gema.sqlite3",
    "OPTIONS": {
        "timeout": 20,
        # FULL: an intent that was committed survives a power cut.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
        ),
    },
    # A file, because the engine reads it from several threads.
    "TEST": {"NAME": DATA / "test.sqlite3"},
}
_POSTGRESQL: dict[str, Any] = {
    "ENGINE": "django.db.backends.postgresql",
    "HOST": GEMA.database.host,
    "PORT": GEMA.database.port,
    "NAME": GEMA.database.name,
    "USER": GEMA.database.user,
    "PASSWORD": SECRETS.database_password,
    "CONN_HEALTH_CHECKS": True,
    # A host that has gone silent is noticed within half a minute, not after the system's hours.
    "OPTIONS": {
        # A process that is stopped in the middle of a transaction must not keep others waiting.
        "options": "-c idle_in_transaction_session_timeout=15000 "
        # A statement of the engine is planned once for a connection: planning it took longer than
        # running it. The other is what reading costs on a disk without moving parts.
        "-c plan_cache_mode=force_generic_plan -c random_page_cost=1.1",
        # Django switches prepared statements off. Only who asks for one gets one.
        "prepare_threshold": 1_000_000,
        "connect_timeout": 5,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 25_000,
    },
}
DATABASES = {"default": _SQLITE if GEMA.database.engine == "sqlite" else _POSTGRESQL}
DATABASES["default"]["CONN_MAX_AGE"] = 600

# ── people ──────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "content.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
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
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "web.signin.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # Gema writes to its own people only
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{GEMA.site.name}: "
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
# Guessing is slowed by where it comes from. The limit for one person is more than one machine may
# try in an hour, so that a stranger cannot keep somebody out who is needed at deadline.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/ip,200/h/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# An administrator names every address and nobody signs up, so there is none to verify first.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not GEMA.site.https

# ── language and time ───────────────────────────────────────────────────────────────────────
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [ROOT / "web" / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600

# ── files ───────────────────────────────────────────────────────────────────────────────────
NODE_MODULES = ROOT / "node_modules"
GEMA_ICONS = NODE_MODULES / "@tabler" / "icons" / "icons"
GEMA_FONT = (
    NODE_MODULES
    / "@fontsource-variable"
    / "plus-jakarta-sans"
    / "files"
    / "plus-jakarta-sans-latin-wght-normal.woff2"
)
GEMA_TEMPLATES = ROOT / "templates"
STATIC_URL = "static/"
# Collected by `serve`: hashed names, compressed beforehand, kept by browsers for good.
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATICFILES_DIRS = [
    ("fonts", NODE_MODULES / "@fontsource-variable" / "plus-jakarta-sans" / "files"),
    ("idiomorph", NODE_MODULES / "idiomorph" / "dist"),
    ("sortable", NODE_MODULES / "sortablejs"),
]
MEDIA_ROOT = DATA / "media"
# From which share in use administrators are told that the disk fills up, and from which everybody.
DISK_FILLS = (0.85, 0.95)
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# ── safety ──────────────────────────────────────────────────────────────────────────────────
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = GEMA.site.https
SECURE_SSL_REDIRECT = GEMA.site.https
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz(/mesin)?$"]  # a supervisor asks by plain http
SECURE_HSTS_SECONDS = 31_536_000 if GEMA.site.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = GEMA.site.https
SECURE_REFERRER_POLICY = "same-origin"
if GEMA.site.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# ── mail ────────────────────────────────────────────────────────────────────────────────────
_MAIL = "web.mail_folder" if GEMA.mail.kind == "folder" else "django.core.mail.backends.smtp"
EMAIL_BACKEND = f"{_MAIL}.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_HOST, EMAIL_PORT = GEMA.mail.host, GEMA.mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = GEMA.mail.user, SECRETS.mail_password
EMAIL_USE_TLS = GEMA.mail.kind == "smtp" and GEMA.mail.security == "starttls"
EMAIL_USE_SSL = GEMA.mail.kind == "smtp" and GEMA.mail.security == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = GEMA.mail.from_address

# ── networks ────────────────────────────────────────────────────────────────────────────────
# Boards are networks inside the house; their packages lie above channels, so they are named here.
GEMA_BOARDS = {
    "newsroom": "newsroom.board.NewsroomBoard",
    "practice": "channels.practice.board.PracticeBoard",
}
# Mailing lists, whose readers we know ourselves.
GEMA_LEDGERS = {"press": "channels.press.book.Book"}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s", "validate": True}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("GEMA_LOG", "WARNING")},
}
