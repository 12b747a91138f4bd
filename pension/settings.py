"""Settings of the product: one module, everything that differs by place comes from the environment.

Without a single variable it runs embedded: a SQLite file, a Redis on a unix socket and all
files under `var/`. `DATABASE_URL` and `REDIS_URL` switch to servers without another change.
"""

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from pension import environment

BASE_DIR = Path(__file__).resolve().parent.parent


def _flag(name: str, default: bool) -> bool:
    """Read a yes/no variable; everything but 1, true, yes and on means no."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def _words(name: str, default: str) -> list[str]:
    """Read a comma-separated variable, without blanks."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def _choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """Read a variable that takes a few words only; another word stops the start."""
    word = os.environ.get(name, default).strip().lower()
    if word not in allowed:
        raise ImproperlyConfigured(f"{name}：请填写 {'、'.join(allowed)} 之一，现为“{word}”")
    return word


def _number(name: str, default: int, least: int = 1) -> int:
    """Read a whole number; anything else, or less, stops the start."""
    return environment.number(name, os.environ.get(name) or str(default), least)


# Places
VAR_DIR = Path(os.environ.get("PENSION_VAR_DIR", BASE_DIR / "var")).resolve()
PENSION_FONT_DIR = Path(os.environ.get("PENSION_FONT_DIR", BASE_DIR / "var" / "fonts"))

# Security
DEBUG = _flag("DEBUG", default=False)
SECRET_KEY = os.environ.get("SECRET_KEY") or environment.embedded_secret_key(VAR_DIR / "secret_key")
ALLOWED_HOSTS = _words("ALLOWED_HOSTS", "*")
CSRF_TRUSTED_ORIGINS = _words("CSRF_TRUSTED_ORIGINS", "")
# Intranets often serve plain HTTP: HTTPS=1 turns on what would lock such an office out.
HTTPS = _flag("HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# No script reads them; with the prefix a browser takes them from this very host alone.
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    ("__Host-session", "__Host-csrf") if HTTPS else ("session", "csrf")
)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # asked by a load balancer behind the encryption
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

INSTALLED_APPS = [
    "performance",
    "subsidies",
    "enrollment",
    "pension",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "pension.operations.access_log.AccessLog",
    "pension.middleware.headers.ProtectiveHeaders",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pension.middleware.legible.LegibleRequests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "pension.middleware.sessions.IdleTimeout",
    "pension.middleware.gates.SecondFactorGate",
    "pension.middleware.gates.PasswordGate",
    "pension.middleware.limits.RateLimits",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Last, as axes asks: it turns a locked log-in into its page.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "pension.urls"
WSGI_APPLICATION = "pension.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pension.home.navigation.context",
            ],
        },
    },
]

# Data
DATABASES = {
    "default": environment.database(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR}/pension.sqlite3"
    )
}
STORAGES = {
    "default": {
        "BACKEND": "pension.services.storage.WholeFiles",
        "OPTIONS": {"location": VAR_DIR / "files", "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site has a use for our files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Redis: the queue
REDIS_SOCKET = VAR_DIR / "redis.sock"
REDIS_URL = environment.redis(os.environ.get("REDIS_URL") or f"unix://{REDIS_SOCKET}")
# Officers and their sessions
AUTH_USER_MODEL = "pension.Officer"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "pension.middleware.officers.OfficerBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "pension.passwords.MixedClassesValidator"},
    {"NAME": "pension.passwords.NoWordOfOursValidator"},
    {"NAME": "pension.passwords.NotUsedBeforeValidator", "OPTIONS": {"remembered": 5}},
]
LOGIN_URL = "pension:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "pension:login"
# Sessions lie in the database: a queue that is away for a while stops no clerk at a form.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Sentences for the next page name people, and once a first password: none of it in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
PENSION_IDLE_MINUTES = _number("PENSION_IDLE_MINUTES", 30)
PENSION_SESSION_HOURS = _number("PENSION_SESSION_HOURS", 12)
# Posts that move money sign in with an authenticator app: on, off, or auto (off in a demo alone).
PENSION_SECOND_FACTOR = _choice("PENSION_SECOND_FACTOR", "auto", ("auto", "on", "off"))
# A password serves that long, 0 for ever; those of a demo district do not age.
PENSION_PASSWORD_DAYS = _number("PENSION_PASSWORD_DAYS", 90, least=0)
# A first password opens nothing after that many days, 0 for ever; a demo district is exempt.
PENSION_FIRST_PASSWORD_DAYS = _number("PENSION_FIRST_PASSWORD_DAYS", 7, least=0)
# Requests that pass in a minute: log-ins of one address (an office shares one), heavy work of one
# officer. Behind a proxy the address is what the proxy wrote into X-Forwarded-For.
PENSION_SIGN_INS_PER_MINUTE = _number("PENSION_SIGN_INS_PER_MINUTE", 60)
PENSION_HEAVY_PER_MINUTE = _number("PENSION_HEAVY_PER_MINUTE", 20)
PENSION_BEHIND_PROXY = _flag("PENSION_BEHIND_PROXY", default=HTTPS)
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
# The account is locked wherever the tries come from: stricter than axes' advice (W006).
AXES_LOCKOUT_PARAMETERS = ["username"]
# Browsers' preload lists are for names of the public internet (W021).
SILENCED_SYSTEM_CHECKS = ["axes.W006", "security.W021"]
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # attempts are forgotten on success, this log is not
AXES_CLIENT_IP_CALLABLE = "pension.middleware.limits.client_address"

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Background jobs: the queue `work`, and `papers` for what eats memory and time (PDF)
PENSION_JOB_LEASE_SECONDS = _number("PENSION_JOB_LEASE_SECONDS", 120)
CELERY_BROKER_URL = environment.broker_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_DEFAULT_QUEUE = "work"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Longer than the longest task: an unacknowledged task is delivered again only after this.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 4 * 60 * 60}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "pension.tasks.sweep_jobs", "schedule": timedelta(seconds=30)},
    "sweep-sessions": {"task": "pension.tasks.sweep_sessions", "schedule": timedelta(hours=1)},
}

# Uploaded workbooks: what is larger is refused with a sentence
# Word papers brought lxml along; with it openpyxl would read uploads without defusedxml.
os.environ["OPENPYXL_LXML"] = "False"
PENSION_UPLOAD_BYTES = _number("PENSION_UPLOAD_BYTES", 20 * 1024 * 1024)
PENSION_UPLOAD_ROWS = _number("PENSION_UPLOAD_ROWS", 100000)

_LEVELS = ("debug", "info", "warning", "error", "critical")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "pension.operations.logs.JsonLines"}},
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": "json",
        }
    },
    "loggers": {
        # What ends with 4xx has its line in the log of requests already.
        "django.request": {"level": "ERROR"},
        # Their progress lines, a dozen for each paper, say nothing that the job does not say.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        # Names whoever tries to sign in; the table of attempts keeps that.
        "axes": {"level": "ERROR"},
    },
    "root": {"handlers": ["stdout"], "level": _choice("LOG_LEVEL", "info", _LEVELS).upper()},
}
