"""Django's settings, derived from `config`. Nothing here is set by hand."""

import os
import secrets
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy

from ratusz import config as configuration

CONFIG = configuration.read()
PACKAGE = Path(__file__).resolve().parent
DATA = CONFIG.data

CAPABILITIES = [
    "jobs",
    "history",
    "privacy",
    "correspondence",
    "accounts",
    "organisations",
    "programmes",
    "proposals",
    "web",
]


def secret_key() -> str:
    """The configured key, or one made on the first start and kept readable for the owner only."""
    if CONFIG["SECRET_KEY"]:
        return CONFIG["SECRET_KEY"]
    file = DATA / "secret.key"
    if not file.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        draft = DATA / f"secret.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # the web server and the worker may start together: the first one's key counts
            os.link(draft, file)
        draft.unlink()
    return file.read_text()


def database(url: str) -> dict[str, object]:
    """Django's description of the database named by `url`; SQLite in the data folder when it is empty."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "ratusz.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-20000;PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=67108864;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 10, "timeout": 10},
            "connect_timeout": 3,
            "keepalives_idle": 10,
            "tcp_user_timeout": 10000,
            "options": "-c statement_timeout=20000 -c lock_timeout=20000",
        },
    }


SECRET_KEY = secret_key()
DEBUG = CONFIG.flag("DEBUG")
DEMO = CONFIG.flag("DEMO")
DEMO_LOGINS = "ratusz.demo.LOGINS"
ALLOWED_HOSTS = [CONFIG.host, *(host.strip() for host in CONFIG["EXTRA_HOSTS"].split(",") if host.strip())]
if not CONFIG.production:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
OFFERED_VOIVODSHIPS = CONFIG.codes("VOIVODSHIPS")
REGON_KEY = CONFIG["REGON_KEY"]
REGON_URL = CONFIG["REGON_URL"]
TERYT_USER = CONFIG["TERYT_USER"]
TERYT_PASSWORD = CONFIG["TERYT_PASSWORD"]
TERYT_URL = CONFIG["TERYT_URL"]
SITE_URL = CONFIG["URL"].rstrip("/")
SITE_NAME = CONFIG["SITE_NAME"]
CONTACT_EMAIL = CONFIG["CONTACT_EMAIL"]
CONTACT_PHONE = CONFIG["CONTACT_PHONE"]
SOURCE_URL = CONFIG["SOURCE_URL"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    *(f"ratusz.{name}" for name in CAPABILITIES),
]
MIDDLEWARE = [
    "ratusz.web.middleware.Headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ratusz.web.middleware.Language",
    "ratusz.web.middleware.Faults",
    "ratusz.web.middleware.Legible",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ratusz.web.middleware.Refusals",
]
ROOT_URLCONF = "ratusz.urls"
WSGI_APPLICATION = "ratusz.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / name / "templates" for name in reversed(CAPABILITIES)],
        "OPTIONS": {
            "environment": "ratusz.web.jinja.environment",
            "context_processors": ["ratusz.web.context.everywhere"],
        },
    }
]

DATABASES = {"default": database(CONFIG["DATABASE_URL"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False
CACHES = {
    "default": {
        "BACKEND": "ratusz.accounts.limits.Limits",
        "LOCATION": "cache",
        "OPTIONS": {
            "MAX_ENTRIES": 20_000
        },  # of the 300 that Django keeps, somebody could drive out the limits of login
    }
}

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", "polski"), ("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "jezyk"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Warsaw"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["ratusz.accounts.passwords.Argon2OWASP"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "ratusz.accounts.passwords.LongEnough"},
    {"NAME": "ratusz.accounts.passwords.NotAboutYou"},
    {"NAME": "ratusz.accounts.passwords.NotCommon"},
    {"NAME": "ratusz.accounts.passwords.NotOnlyDigits"},
]
LOGIN_URL = "/konto/logowanie/"
LOGIN_REDIRECT_URL = "/start/"
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=24).total_seconds())

ACCOUNT_ADAPTER = "ratusz.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_TEMPLATE_EXTENSION = "html"
ACCOUNT_FORMS = {
    "login": "ratusz.accounts.forms.LoginForm",
    "signup": "ratusz.accounts.forms.RegistrationForm",
    "reset_password": "ratusz.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "ratusz.accounts.forms.NewPasswordForm",
    "change_password": "ratusz.accounts.forms.ChangePasswordForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "confirm_email": "1/3m/key",
    "activation_resend": "20/m/ip",
    "reset_password": "20/m/ip,5/10m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "register_lookup": "20/m/user",
    "registry_mail": "60/h/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = CONFIG.number("TRUSTED_PROXIES") if CONFIG["TRUSTED_PROXIES"].isdigit() else 0
UNCONFIRMED_ACCOUNT_DAYS = 14

EMAIL_BACKEND = "ratusz.correspondence.outbox.OutboxBackend"
SMTP_URL = CONFIG["SMTP_URL"]
DEFAULT_FROM_EMAIL = CONFIG["MAIL_FROM"]
TASKS = {"default": {"BACKEND": "ratusz.jobs.backend.LeaseBackend", "QUEUES": []}}
REACTIONS = "ratusz.reactions.REACTIONS"
TOGETHER = "ratusz.reactions.TOGETHER"
FORETOLD = "ratusz.reactions.FORETOLD"
TIMETABLE = "ratusz.timetable.TIMETABLE"

SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ratusz.web.errors.stale_form"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
if CONFIG.https:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^zdrowie/$"]  # a balancer asks without TLS, and must hear of a lost database
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # no file reaches the disk
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # of a larger body every file is thrown away
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": CONFIG["LOG_LEVEL"]},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # whoever scans the network would fill the log
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
LANGUAGE_NAMES = {"pl": gettext_lazy("polski"), "en": gettext_lazy("angielski"), "de": gettext_lazy("niemiecki")}
