"""Production settings: safe by default, refuse weak values with a sentence, and every variable is documented."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

SETTINGS_DIR = Path(settings.BASE_DIR) / "iso_docs" / "settings"
GOOD = {
    "SECRET_KEY": "k3y-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNO",
    "SITE_BASE_URL": "https://x.gov.vn",
}


def run_python(tmp_path, *arguments, **variables):
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "iso_docs.settings.production",
        "ISO_DOCS_VAR_DIR": str(tmp_path / "var"),
        **variables,
    }
    return subprocess.run(
        [sys.executable, *arguments], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )


def production(tmp_path, *names, **variables):
    """Values of production settings under the given environment."""
    code = (
        "import json; from django.conf import settings; "
        f"print(json.dumps({{name: getattr(settings, name, None) for name in {names!r}}}, default=str))"
    )
    done = run_python(tmp_path, "-c", code, **{**GOOD, **variables})
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_check_deploy_has_nothing_to_say(tmp_path):
    done = run_python(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **GOOD)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be"),
        ({"SECRET_KEY": "x" * 60}, "SECRET_KEY must be"),
        ({"SITE_BASE_URL": "http://x.gov.vn"}, "SITE_BASE_URL must be"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT"),
    ],
)
def test_weak_values_stop_the_start_and_say_what_to_set(tmp_path, changes, sentence):
    done = run_python(tmp_path, "manage.py", "check", **{**GOOD, **changes})
    assert done.returncode != 0
    assert sentence in done.stderr


def test_the_development_key_is_refused(tmp_path):
    key = re.search(r'default="(development[^"]+)"', (SETTINGS_DIR / "dev.py").read_text(encoding="utf-8"))[1]
    assert run_python(tmp_path, "manage.py", "check", **{**GOOD, "SECRET_KEY": key}).returncode != 0


def test_defaults_are_safe(tmp_path):
    names = (
        *(
            "DEBUG",
            "SECURE_SSL_REDIRECT",
            "SESSION_COOKIE_SECURE",
            "CSRF_COOKIE_SECURE",
            "SECURE_HSTS_SECONDS",
        ),
        *(
            "ALLOWED_HOSTS",
            "CSRF_TRUSTED_ORIGINS",
            "SECURE_PROXY_SSL_HEADER",
            "IS_DEVELOPMENT",
            "X_FRAME_OPTIONS",
        ),
    )
    assert production(tmp_path, *names) == {
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "ALLOWED_HOSTS": ["x.gov.vn"],
        "CSRF_TRUSTED_ORIGINS": ["https://x.gov.vn"],
        "SECURE_PROXY_SSL_HEADER": None,
        "IS_DEVELOPMENT": False,
        "X_FRAME_OPTIONS": "DENY",
    }


def test_environment_reaches_the_settings(tmp_path):
    values = production(
        tmp_path,
        *(
            "SECURE_PROXY_SSL_HEADER",
            "ADMINS",
            "EMAIL_HOST",
            "EMAIL_PORT",
            "EMAIL_USE_TLS",
            "CACHES",
            "DATABASES",
        ),
        SECURE_PROXY_SSL_HEADER="X-Forwarded-Proto",
        ADMINS="Phòng CNTT <cntt@x.gov.vn>,b@x.gov.vn",
        EMAIL_URL="submission://nguoi:mat-khau@thu.x.gov.vn",
        CACHE_URL="file:///tmp/cache",
        DATABASE_URL="postgres://u:p@db/iso",
    )
    assert values["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert values["ADMINS"] == [["Phòng CNTT", "cntt@x.gov.vn"], ["", "b@x.gov.vn"]]
    assert (values["EMAIL_HOST"], values["EMAIL_PORT"], values["EMAIL_USE_TLS"]) == (
        "thu.x.gov.vn",
        587,
        True,
    )
    assert values["CACHES"]["default"]["BACKEND"].endswith("FileBasedCache")
    assert values["DATABASES"]["default"]["ENGINE"] == "django.db.backends.postgresql"


def test_an_office_without_certificates_can_turn_https_off_knowingly(tmp_path):
    values = production(
        tmp_path, "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "SECURE_HSTS_SECONDS", HTTPS="false",
        SITE_BASE_URL="http://may-chu.noi-bo",
    )  # fmt: skip
    assert values == {"SECURE_SSL_REDIRECT": False, "SESSION_COOKIE_SECURE": False, "SECURE_HSTS_SECONDS": 0}


def test_probes_are_not_redirected_but_people_are(tmp_path):
    code = (
        "import django; django.setup(); from django.test import Client; client = Client(headers={'host': 'x.gov.vn'});"
        "print(client.get('/healthz').status_code, client.get('/').status_code)"
    )
    done = run_python(tmp_path, "-c", code, **GOOD)
    assert done.stdout.split() == ["503", "301"], done.stderr  # the database is empty here


def test_static_files_can_be_collected(tmp_path):
    done = run_python(tmp_path, "manage.py", "collectstatic", "--noinput", "--verbosity", "0", **GOOD)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "var" / "static" / "staticfiles.json").exists()


def test_every_variable_is_documented_and_nothing_else():
    source = "".join(path.read_text(encoding="utf-8") for path in SETTINGS_DIR.glob("*.py"))
    read = set(re.findall(r'\benv\.[a-z_]+\(\s*"([A-Z0-9_]+)"', source))
    page = (Path(settings.BASE_DIR) / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", page, re.MULTILINE))
    assert read == documented
