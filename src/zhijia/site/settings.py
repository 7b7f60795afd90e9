"""Every setting of a running house; the environment decides what differs between machines."""

from __future__ import annotations

import json
import os
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from zhijia.site.account_settings import ACCOUNT_SETTINGS

env = environ.Env()
PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(env("ZHIJIA_DATA", default=str(Path.cwd() / "var"))).resolve()
DATA.mkdir(parents=True, exist_ok=True)

DEBUG = False
ALLOWED_HOSTS = env.list("ZHIJIA_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
HTTPS = env.bool("ZHIJIA_HTTPS", default=False)


def _secret_key() -> str:
    """The key from the environment, or one made once and kept beside the data, readable by its owner only."""
    if given := env("ZHIJIA_SECRET_KEY", default=""):
        if len(given) < 32:
            raise ImproperlyConfigured("ZHIJIA_SECRET_KEY needs at least 32 characters.")
        return str(given)
    kept = DATA / "secret.key"
    if not kept.exists():
        import os
        import secrets

        handle = os.open(kept, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return kept.read_text().strip()


SECRET_KEY = _secret_key()

ROOMS = [
    "zhijia.tree",
    "zhijia.ui",
    "zhijia.law",
    "zhijia.outbox",
    "zhijia.journal",
    "zhijia.tally",
    "zhijia.registry",
    "zhijia.sheets",
    "zhijia.api",
    "zhijia.reach",
    "zhijia.directory",
    "zhijia.evidence",
    "zhijia.office",
    "zhijia.activities",
    "zhijia.assistance",
    "zhijia.congress",
    "zhijia.contracts",
    "zhijia.disclosure",
    "zhijia.facilities",
    "zhijia.honours",
    "zhijia.plans",
    "zhijia.desks",
    "zhijia.site",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    # The rooms come before the libraries whose templates and words they replace.
    *[room for room in ROOMS if (PACKAGE / room.rpartition(".")[2] / "apps.py").exists()],
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zhijia.ui.language.UserLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhijia.ui.middleware.ErrorPageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zhijia.api.middleware.TokenMiddleware",
    "zhijia.tree.middleware.ActorMiddleware",
    "zhijia.tally.middleware.RefreshMiddleware",
    "zhijia.site.accounts.middleware.Door",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "zhijia.site.urls"
AUTH_USER_MODEL = "tree.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA / 'zhijia.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
# SQLite too: a fresh connection reads the whole schema, 14 ms of every request
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # 64 MB of pages: a whole city's recount goes back and forth in its indices. Temporary files are files: what a
        # savepoint may have to give back is walked from its start after every statement when it is kept in memory,
        # and a list of 40,000 rows took ten minutes in place of half of one.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        " PRAGMA cache_size=-65536;",
    }
    # A file, not memory: another engine and another process read it too.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
else:
    # Connections belong to the process, not to its threads: a thread that waits holds none, one that died is replaced
    # before it is handed out, and the database never sees more of them than this.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    pool = {"min_size": 1, "max_size": env.int("ZHIJIA_POOL", default=8), "timeout": 10}
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = pool
    # by this name a migration finds who else is at work
    DATABASES["default"]["OPTIONS"]["application_name"] = f"zhijia {os.getpid()}"

#: seconds a migration waits for a table somebody holds, and how often it tries; PostgreSQL only
MIGRATE_LOCK_SECONDS = env.int("ZHIJIA_MIGRATE_LOCK_SECONDS", default=4)
MIGRATE_TRIES = env.int("ZHIJIA_MIGRATE_TRIES", default=5)

#: the database as the file that names a demonstration's cast knows it
DATABASE_MARK = "{ENGINE} {HOST}:{PORT}/{NAME}".format(**{"HOST": "", "PORT": "", **DATABASES["default"]})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASE_MARK = "sqlite"


def _is_demo() -> bool:
    """Whether the demonstration named in the data folder is the one in this database."""
    told = DATA / "demo.json"
    try:
        return bool(json.loads(told.read_text(encoding="utf-8"))["database"] == DATABASE_MARK)
    except (OSError, ValueError, KeyError, TypeError):
        return False


DEMO = env.bool("ZHIJIA_DEMO", default=_is_demo())

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

#: the address people outside reach, for links in messages and on slips
PUBLIC_URL = env("ZHIJIA_PUBLIC_URL", default="http://127.0.0.1:8000")
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
FILES_ROOT = DATA / "files"
MESSAGES_ROOT = DATA / "outbox"
#: providers over HTTP, each once the environment names it; without them messages go to files
OUTBOX_PROVIDERS = {}
OUTBOX_HTTP = {
    "sms": {
        "url": env("ZHIJIA_SMS_URL", default=""),
        "secret": env("ZHIJIA_SMS_SECRET", default=""),
        "reports": env("ZHIJIA_SMS_REPORTS", default=""),
    },
    "wechat": {
        "url": env("ZHIJIA_WECHAT_URL", default="https://api.weixin.qq.com"),
        "app": env("ZHIJIA_WECHAT_APP", default=""),
        "secret": env("ZHIJIA_WECHAT_SECRET", default=""),
    },
}
if OUTBOX_HTTP["sms"]["url"]:
    OUTBOX_PROVIDERS["sms"] = "zhijia.outbox.gateways.SmsGateway"
if OUTBOX_HTTP["wechat"]["app"]:
    OUTBOX_PROVIDERS["wechat"] = "zhijia.outbox.gateways.WeChatAccount"
#: how far long lists are; web and worker see the same folder
LISTS_ROOT = DATA / "lists"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "zhijia.ui.errors.csrf_failure"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

#: parts of every register's detail page, in order: functions (request, register, entry) → registry.extras.Panel
DETAIL_PANELS = [
    "zhijia.directory.holding.panels.facts",
    "zhijia.directory.merging.panels.alike",
    "zhijia.directory.behalf.panel",
    "zhijia.directory.consent.alone",
    "zhijia.directory.organising.panels.work",
    "zhijia.directory.organising.panels.letter",
    "zhijia.activities.meetings.panels.meeting",
    "zhijia.assistance.panels.routed",
    "zhijia.assistance.panels.renewed",
    "zhijia.desks.calendar.panels.duty",
    "zhijia.office.panels.source",
    "zhijia.evidence.panels.evidence",
    "zhijia.evidence.panels.confirmation",
    "zhijia.evidence.panels.crowds",
    "zhijia.reach.lists.panels.crowd",
    "zhijia.office.panels.tasks",
]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

FILE_UPLOAD_HANDLERS = [
    "zhijia.evidence.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

globals().update(ACCOUNT_SETTINGS)
