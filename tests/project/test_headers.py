"""Security headers on every face of the site, errors included."""

import pytest
from django.test import override_settings

pytestmark = pytest.mark.django_db

STRICT = {
    "script-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'self'",
}
PUBLIC = ["/healthz", "/khong-co-trang-nay/", "/static/khong-co.css", "/tai-lieu/999999/khong-co.pdf"]


def policy(response):
    return set(response["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("address", PUBLIC)
def test_strict_policy_everywhere_also_on_errors(client, address):
    response = client.get(address)
    assert policy(response) >= STRICT
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def test_strict_policy_on_a_server_error(client):
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF="tests.project.broken_urls"):
        response = client.get("/hong/")
    assert response.status_code == 500
    assert policy(response) >= STRICT


def test_static_files_carry_the_policy_too(client):
    with override_settings(WHITENOISE_USE_FINDERS=True, WHITENOISE_AUTOREFRESH=True):
        response = client.get("/static/icons.svg")
    assert response.status_code == 200
    assert policy(response) >= STRICT
    assert response["X-Content-Type-Options"] == "nosniff"


def test_administration_has_its_own_policy(admin_client):
    response = admin_client.get("/quan-tri/", follow=True)
    assert response.status_code == 200
    found = policy(response)
    assert "script-src 'self' 'unsafe-inline'" in found
    assert found >= {
        "default-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'self'",
        "form-action 'self'",
    }
    assert "unsafe-eval" not in response["Content-Security-Policy"]


def test_addresses_that_only_look_like_the_administration_stay_strict(client):
    assert policy(client.get("/quan-tri-vien/")) >= STRICT
    assert policy(client.get("/en/quan-tri/")) >= STRICT
