"""Pictures of the library are shown without a web server in front; nothing else of the media folder is."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for folder in ("images", "original_images", "issued/ab", "documents"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.png").write_bytes(b"\x89PNG")
    return tmp_path


@pytest.mark.parametrize("folder", ["images", "original_images"])
def test_a_picture_is_served(client, media, folder):
    response = client.get(f"/media/{folder}/a.png")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "issued/ab/a.png",
        "documents/a.png",
        "images/../documents/a.png",
        "images/%2e%2e/documents/a.png",
        "images/",
    ],
)
def test_nothing_else_is(client, media, path):
    assert client.get(f"/media/{path}").status_code == 404
