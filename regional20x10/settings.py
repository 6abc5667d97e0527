"""The only settings file. What differs between machines comes from the environment (docs/operating.md lists it all)."""

import os
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pghistory
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from regional20x10 import embedded, env
from regional20x10.enums import ENUMS

BASE_DIR = env.ROOT
VAR_DIR = env.VAR
with suppress(OSError):  # a command that writes nothing there needs no place to write
    VAR_DIR.mkdir(parents=True, exist_ok=True)
TESTING = "pytest" in sys.modules

DEBUG = env.flag("DEBUG")
PRODUCTION = env.flag("PRODUCTION")
SECRET_KEY = env.text("SECRET_KEY") or ("" if PRODUCTION else "development-key-for-one-machine-only-" + "0" * 32)
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set: give at least 50 random characters, by SECRET_KEY or SECRET_KEY_FILE."
    )
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.admin",
    "allauth",
    "allauth.account",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "regional20x10",
    "committees",
    "factories",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # poor links; it pads its answers against BREACH
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "committees.middleware.ActingPostMiddleware",
    "regional20x10.shared.pages.RefusalMiddleware",
]

ROOT_URLCONF = "regional20x10.urls"
WSGI_APPLICATION = "regional20x10.wsgi.application"
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
                "regional20x10.shared.pages.shell",
                "regional20x10.demonstration.sign_in_page",
            ],
            "builtins": [
                "regional20x10.templatetags.ui",
                "regional20x10.templatetags.fragments",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

# --- data ------------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.database(env.text("DATABASE_URL") or embedded.postgresql_url())}
if env.flag("DATABASE_POOL"):  # the web process only: a pool does not survive the worker's fork
    pool_size = env.number("DATABASE_POOL_SIZE", 10)
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 2, "max_size": pool_size, "timeout": 10}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a restarted server is met by a new connection, not by an error
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.broker(env.text("REDIS_URL") or embedded.redis_url(), env.text("REDIS_PASSWORD"))
REDIS_PREFIX = env.text("REDIS_PREFIX", f"test-{os.getpid()}" if TESTING else "regional20x10")
"""Before every key, of cache and broker alike: several installations, or test runs, may share one server."""
CACHES = {
    "default": {
        "BACKEND": "regional20x10.shared.forgiving.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": REDIS_PREFIX,
    }
}
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
STORAGES = {
    "default": env.storage(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = env.text("MEDIA_ROOT", str(VAR_DIR / "media"))
STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(VAR_DIR / "static"))
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/htmx", BASE_DIR / "node_modules" / "htmx.org" / "dist"),
]
WHITENOISE_MANIFEST_STRICT = not TESTING
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING  # nothing is collected there

# --- people ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "committees.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if TESTING:  # a password that takes half a second to check is right everywhere but here
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "committees.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/300s/key", "change_password": "5/m/user"}

# --- words -----------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ko", _("Korean"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["regional20x10.formats"]
USE_TZ = True
TIME_ZONE = "Asia/Pyongyang"  # also in the SQL of standing(): the day ends when it ends there

# --- security --------------------------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 50
FILE_UPLOAD_HANDLERS = [
    "regional20x10.shared.uploads.Limited",  # DOCUMENT_MAX_MB, while the file comes in
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_TEMP_DIR = str(VAR_DIR / "uploads")  # beside the documents, so that keeping one is moving it
with suppress(OSError):
    Path(FILE_UPLOAD_TEMP_DIR).mkdir(exist_ok=True)

# --- API -------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "committees.api.tokens.TokenAuthentication",
        "committees.api.tokens.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["regional20x10.shared.calls.MayCall"],
    "DEFAULT_PAGINATION_CLASS": "regional20x10.shared.calls.Cursor",
    "DEFAULT_FILTER_BACKENDS": ["regional20x10.shared.calls.StrictFilter"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["regional20x10.shared.calls.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["regional20x10.shared.calls.OrjsonParser"],
    "DEFAULT_THROTTLE_CLASSES": ["regional20x10.shared.calls.PerMinute"],
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "regional20x10.shared.problems.problem",
    "URL_FORMAT_OVERRIDE": None,
    "COERCE_DECIMAL_TO_STRING": False,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "TEST_REQUEST_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "PAGE_SIZE": 100,
}
DRF_STANDARDIZED_ERRORS = {"ENABLE_IN_DEBUG_FOR_UNHANDLED_EXCEPTIONS": True}
API_RATE = env.number("API_RATE", 1200)
"""Calls a minute and user; 0 for no limit."""
API_TOKEN_LIFETIME = timedelta(days=env.number("API_TOKEN_DAYS", 90))
SPECTACULAR_SETTINGS = {
    "TITLE": "regional20x10",
    "DESCRIPTION": "Where every factory of the programme stands, who says so, and since when.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": ENUMS,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "regional20x10.shared.schema.add_problems",
        "regional20x10.shared.schema.refuse_unknown_fields",
        "regional20x10.shared.schema.allow_null_once",
    ],
}

# --- jobs ------------------------------------------------------------------------------------------------------------
CELERY = {
    "broker_url": REDIS_URL,
    "result_backend": REDIS_URL,  # only for counting a chord's parts; a job's truth is its row in PostgreSQL
    "result_expires": timedelta(hours=6),
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "worker_max_tasks_per_child": 200,
    "worker_max_memory_per_child": env.number("WORKER_MEMORY_MB", 300) * 1024,  # who drew charts does not typeset too
    "worker_hijack_root_logger": False,
    "broker_connection_retry_on_startup": True,
    "broker_transport_options": {"visibility_timeout": 600, "global_keyprefix": f"{REDIS_PREFIX}:"},
    "result_backend_transport_options": {"global_keyprefix": f"{REDIS_PREFIX}:"},
    "task_default_queue": "regional20x10",
    "timezone": TIME_ZONE,
    "beat_schedule_filename": str(VAR_DIR / "celerybeat-schedule"),
    "beat_schedule": {
        "sweep-reports": {"task": "reports.tasks.sweep", "schedule": 30.0},
        "request-due-reports": {"task": "reports.tasks.request_due_reports", "schedule": 3600.0},
        "sweep-photos": {"task": "factories.tasks.sweep_photos", "schedule": 60.0},
        "roll-standings": {"task": "factories.tasks.roll_standings", "schedule": 600.0},
        "generate-periods": {"task": "factories.tasks.generate_periods", "schedule": 3600.0 * 6},
        "climb-requests": {"task": "committees.tasks.climb", "schedule": 3600.0},
        "remind-reports": {"task": "reports.tasks.remind", "schedule": 3600.0},
        "digests": {"task": "committees.tasks.make_digests", "schedule": 600.0},
        "sweep-mail": {"task": "committees.tasks.sweep_mail", "schedule": 60.0},
    },
}

MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
if MAIL_HOST := env.text("MAIL_HOST", "localhost" if PRODUCTION else ""):
    MAILERS["default"] = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": MAIL_HOST,
            "port": env.number("MAIL_PORT", 25),
            "username": env.text("MAIL_USER"),
            "password": env.text("MAIL_PASSWORD"),
            "use_tls": env.flag("MAIL_TLS"),
            "timeout": 10,
        },
    }
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "regional20x10@localhost")
SITE_URL = env.text("SITE_URL", f"http://localhost:{env.text('PORT', '8000')}").rstrip("/")
"""Where people reach the application: what links in e-mails begin with."""

# --- log: plain lines, nothing personal ------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {"django": {"handlers": [], "level": "INFO"}, "fontTools": {"level": "WARNING"}},
}

# --- rules of the programme that may be set --------------------------------------------------------------------------
PERIOD_CLOSES_AFTER_DAYS = env.number("PERIOD_CLOSES_AFTER_DAYS", 5)
"""Days after its last day on which a ten-day period still takes returns."""
REQUEST_LADDER_DAYS = env.rising("REQUEST_LADDER_DAYS", 7, 14, 20)
"""Days that a request waits before it climbs to the province, to the member in charge, to the committee's agenda."""
DOCUMENT_MAX_MB = env.number("DOCUMENT_MAX_MB", 40)
"""How large a file may be that is handed in, in MB of 1024 × 1024 bytes."""
DIGEST_HOUR = env.number("DIGEST_HOUR", 18)
"""The hour of the programme's day, 0 to 23, at which a day's digest is made; what comes later is told the next day."""
REPORT_LEASE_SECONDS = env.number("REPORT_LEASE_SECONDS", 60)
"""How long a worker holds a part of a report without a sign of life before another may take it over."""
REPORT_ATTEMPTS = env.number("REPORT_ATTEMPTS", 5)
"""How often a part of a report is begun before the report fails."""
REPORT_REMINDER_DAYS = env.falling("REPORT_REMINDER_DAYS", 7, 2)
"""Days before the day on which provincial reports are due, on which a province that has not submitted is reminded."""
