"""Production: everything secret or local comes from the environment; docs/settings.md lists each variable.

A missing or weak value stops the start with a sentence that says what to set.
"""

from email.utils import parseaddr
from importlib.util import find_spec
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import SITE_BASE_URL, WAGTAIL_SITE_NAME, env

DEBUG = False

SECRET_KEY = env.str("SECRET_KEY", default="")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("development-only"):
    raise ImproperlyConfigured(
        "SECRET_KEY must be a random text of at least 50 characters of its own. Make one with: "
        'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
    )
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])

HTTPS = env.bool("HTTPS", default=True)
"""Off only inside an office network that has no certificates; `check --deploy` then rightly complains."""
if not SITE_BASE_URL.startswith("https://" if HTTPS else ("https://", "http://")):
    raise ImproperlyConfigured(
        "SITE_BASE_URL must be the public address, for example https://thutuc.phuong.gov.vn"
    )

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(SITE_BASE_URL).hostname or ""])
if "*" in ALLOWED_HOSTS or not all(ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts of this site, separated by commas.")

# --- HTTPS ----------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # probes ask inside the house, without TLS
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_BASE_URL.rstrip("/")])
if proxy_header := env.str("SECURE_PROXY_SSL_HEADER", default=""):
    # For example X-Forwarded-Proto. Only when the proxy always sets it itself: clients can write it too.
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{proxy_header.upper().replace('-', '_')}", "https")

# --- Sessions and caches --------------------------------------------------------------------------------
SESSION_COOKIE_AGE = env.int("SESSION_COOKIE_AGE", default=12 * 60 * 60)  # a working day, in seconds
SESSION_EXPIRE_AT_BROWSER_CLOSE = env.bool("SESSION_EXPIRE_AT_BROWSER_CLOSE", default=True)
CACHE_URL = env.str("CACHE_URL", default="locmem://")
if CACHE_URL.startswith("redis") and find_spec("redis") is None:
    raise ImproperlyConfigured("CACHE_URL names Redis: install its client in .venv (pip install redis).")
CACHES = {"default": env.dj_cache_url("CACHE_URL", default="locmem://")}
if CACHE_URL.startswith("redis"):
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# --- E-mail ---------------------------------------------------------------------------------------------
_email = env.dj_email_url("EMAIL_URL", default="console:")
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_PORT = _email["EMAIL_PORT"]
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _email["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _email["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
EMAIL_SUBJECT_PREFIX = f"[{WAGTAIL_SITE_NAME}] "
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"khong-tra-loi@{ALLOWED_HOSTS[0].lstrip('.')}")
SERVER_EMAIL = env.str("SERVER_EMAIL", default=DEFAULT_FROM_EMAIL)
WAGTAILADMIN_NOTIFICATION_FROM_EMAIL = DEFAULT_FROM_EMAIL
_admins: list[str] = env.list("ADMINS", default=[])
ADMINS = [parseaddr(entry) for entry in _admins]
"""Who is told of server errors: `Name <address>`, separated by commas."""
