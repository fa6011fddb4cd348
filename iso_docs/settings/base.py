"""Settings shared by every environment. Every variable read here is listed in docs/settings.md."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _
from environs import Env, validate

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

VAR_DIR = env.path("ISO_DOCS_VAR_DIR", default=BASE_DIR / "var")
"""Everything that is not code: database, uploads, collected static files, lock files."""
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = False
IS_DEVELOPMENT = False
"""Only where it is on does `manage.py serve` load the sample ward, whose accounts have a known password."""
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
SITE_BASE_URL: str = env.str("SITE_BASE_URL", default="http://localhost:8000")

INSTALLED_APPS = [
    "iso_docs.apps.IsoDocsConfig",
    "search",
    "publications",
    "dossiers",
    "audits",
    "procedures",
    "document_control",
    "organisation",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "iso_docs.apps.UsersAppConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "simple_history",
    "axes",
    "csp",
    "django_filters",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "iso_docs.middleware.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organisation.middleware.RoleSyncMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "iso_docs.middleware.no_nul_middleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "iso_docs.urls"
# templates/django/forms/: selects say in words what their empty option means
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
FILTERS_EMPTY_CHOICE_LABEL = _("All")
WSGI_APPLICATION = "iso_docs.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "iso_docs.context_processors.site_chrome",
                "iso_docs.staff_chrome.staff_chrome",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------------------
# No ATOMIC_REQUESTS: with SQLite's IMMEDIATE transactions it would take the write lock on every GET.
DATABASES = {"default": env.dj_db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "iso_docs.db.sqlite3"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
            "PRAGMA temp_store=MEMORY;PRAGMA cache_size=-32000;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People and sign-in ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "staff-login"
LOGIN_REDIRECT_URL = "workspace"
LOGOUT_REDIRECT_URL = "/"
AXES_VERBOSE = False  # no banner at every start
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "workspace/locked_out.html"

# --- Language and time ----------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "iso_docs" / "locale_wagtail"]
FORMAT_MODULE_PATH = ["iso_docs.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
# Keys, years and versions are numbers too, and “1.081” does not come back from a form as 1081: figures that people
# read are grouped where they are shown, by the filter `number`.
USE_THOUSAND_SEPARATOR = False

# --- Files ----------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns about a missing one
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
EMAIL_FILE_PATH = VAR_DIR / "mail"  # where the file backend of development writes e-mails
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Wagtail --------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "ISO Docs"
WAGTAILADMIN_BASE_URL = SITE_BASE_URL
WAGTAILADMIN_LOGIN_URL = "staff-login"
WAGTAIL_I18N_ENABLED = False  # one authored language: Vietnamese; the interface has two
WAGTAIL_CONTENT_LANGUAGES = [("vi", _("Vietnamese"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "document_control.finish.issue_approved"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_MODERATION_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # offices often have no internet, and no data leaves the house
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILDOCS_DOCUMENT_MODEL = "organisation.OfficeDocument"
WAGTAILIMAGES_IMAGE_MODEL = "organisation.OfficeImage"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["docx", "doc", "pdf", "xlsx", "xls", "odt", "ods", "txt"]
WAGTAILAPI_DOCS_ENABLED = env.bool("WAGTAILAPI_DOCS_ENABLED", default=False)
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_DATE_INDEX = "composite"

# --- Security -------------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"  # Wagtail's preview views allow their own frame themselves
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "organisation.views_auth.csrf_failure"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a procedure of 60 steps and 200 papers is one form
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}
ADMIN_URL_PREFIX = "/quan-tri/"
ADMIN_CONTENT_SECURITY_POLICY = {
    # Wagtail's administration writes inline scripts and styles (wagtail issue 1288); see iso_docs.middleware.
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "frame-ancestors": ["'self'"],
}
TRUSTED_PROXY_COUNT: int = env.int("TRUSTED_PROXY_COUNT", default=0)
AXES_CLIENT_IP_CALLABLE = "organisation.client_address.client_address"

LOG_FORMAT: str = env.str("LOG_FORMAT", default="plain", validate=validate.OneOf(["plain", "json"]))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "iso_docs.log_format.JsonFormatter"},
    },
    "filters": {"incident": {"()": "iso_docs.incidents.IncidentFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # One line per page and index entry says nothing that the audit log does not say better.
    "loggers": {
        **{name: {"level": "WARNING"} for name in ("django_tasks", "wagtail", "axes.apps")},
        "django.request": {
            "filters": ["incident"]
        },  # on the logger, so that mails to ADMINS name the code too
    },
}

# --- House rules that an office may set -----------------------------------------------------------------
ISO_DOCS_REVIEW_CYCLE_MONTHS = env.int("ISO_DOCS_REVIEW_CYCLE_MONTHS", default=12)
"""Default months until an issued document is due for its periodic review (ISO 9001 clause 7.5.3)."""

# --- Files made in the background -----------------------------------------------------------------------
IMPORTS_WRITER: str = env.str(
    "IMPORTS_WRITER", default="child", validate=validate.OneOf(["child", "inline"])
)  # who writes the drafts of an import: a process of its own, or the request itself
PUBLICATIONS_WORKER: str = env.str(
    "PUBLICATIONS_WORKER", default="child", validate=validate.OneOf(["child", "external", "inline"])
)
"""Who makes files: a child process started when one is asked for, a service of its own, or the asking process."""

# --- Dossiers ---------------------------------------------------------------------------------------------
DOSSIER_JOBS: str = env.str("DOSSIER_JOBS", default="thread", validate=validate.OneOf(["thread", "external"]))
"""Who finds late steps, reminds people and sends e-mail: a thread of the web process, or a service of its own."""

# --- Search index -----------------------------------------------------------------------------------------
SEARCH_INDEX_DIR = env.path("SEARCH_INDEX_DIR", default=VAR_DIR / "search-index")
"""A private folder on a local disk; never a network or synchronised one."""
SEARCH_WORKER: str = env.str(
    "SEARCH_WORKER", default="thread", validate=validate.OneOf(["thread", "external", "inline"])
)
"""Who keeps the index: a thread of the web process, a service of its own, or the saving process itself."""
SEARCH_BACKEND: str = env.str("SEARCH_BACKEND", default="search.backends.whoosh")
"""Another one of Wagtail's for a larger office, e.g. `wagtail.search.backends.database` or `….elasticsearch9`."""
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": SEARCH_BACKEND,
        **(
            {
                "PATH": SEARCH_INDEX_DIR,
                "OUTBOX": "search.outbox.outbox",
                "SYNONYMS": "search.office_synonyms.office_synonyms",
                "PUBLIC": "search.publicity.public_keys",
            }
            if SEARCH_BACKEND == "search.backends.whoosh"
            else {}
        ),
    }
}
