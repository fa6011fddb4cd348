"""A NUL in an address: PostgreSQL takes no text with one, so that none gets that far."""

import pytest
from django.test import Client

from organisation.models import User

QUERIES = (
    "/?q=%00",
    "/tim/?q=ho-khau%00",
    "/thu-tuc/?linh-vuc=a%00b",
    "/lam-viec/lich/?nguoi=a%00b",
    "/lam-viec/ho-so/?q=%00",
    "/quan-tri/?q=%00",
)


@pytest.fixture
def visitors(client, db):
    """Nobody, and somebody who may open everything."""
    known = Client()
    known.force_login(User.objects.create_superuser("quan-tri-thu", "a@example.vn", "x"))
    return client, known


def test_a_path_with_a_nul_is_unknown(visitors):
    for visitor in visitors:
        assert visitor.get("/khong-co%00/").status_code == 404
        assert visitor.post("/lam-viec%00/", {"x": "1"}).status_code == 404


@pytest.mark.parametrize("address", QUERIES)
def test_a_query_with_a_nul_is_answered(visitors, address):
    for visitor in visitors:
        assert visitor.get(address).status_code < 500


def test_no_view_sees_it(client, db):
    asked = client.get("/tim/?q=%%0000%00").wsgi_request
    assert asked.GET["q"] == "%\ufffd00\ufffd"
    assert client.get("/tim/?q=%2500").wsgi_request.GET["q"] == "%00"
