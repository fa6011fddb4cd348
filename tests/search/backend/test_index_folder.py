"""The folder is private, said to be so by a check, and its health is told."""

import stat

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from modelsearch.backends import get_search_backend

from document_control.models import LegalAct


def messages():
    return [message.id for message in run_checks() if message.id and message.id.startswith("search.")]


def test_only_its_owner_may_read_the_folder(backend, index_dir):
    assert stat.S_IMODE(index_dir.stat().st_mode) == 0o700
    assert messages() == []


def test_an_open_folder_is_warned_of(backend, index_dir):
    index_dir.chmod(0o755)
    assert messages() == ["search.W001"]


@pytest.mark.parametrize("served", ["MEDIA_ROOT", "STATIC_ROOT", "STATICFILES_DIRS"])
def test_a_folder_whose_files_are_served_is_refused(backend, settings, index_dir, served):
    folder = index_dir.parent
    setattr(settings, served, [folder] if served == "STATICFILES_DIRS" else folder)
    assert messages() == ["search.E001"]


def test_a_backend_without_a_folder_says_so(settings):
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends.whoosh"}}
    with pytest.raises(ImproperlyConfigured, match="PATH"):
        get_search_backend()


@pytest.mark.django_db
def test_the_health_page_names_the_trouble_and_stays_up(backend, client, index_dir, work):
    LegalAct.objects.create(number="61/2018/NĐ-CP", title="Một cửa liên thông")
    work()
    answer = client.get("/healthz")
    assert answer.json()["notices"] == {"search": ""}
    (index_dir / "CURRENT").unlink()
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["notices"] == {"search": "unusable"}


def test_progress_is_told_while_an_index_is_built(backend):
    assert backend.store.progress() == ""
    with backend.store.building() as building:
        building.report(1200, 10_000)
        assert backend.store.progress() == "1200/10000"
    assert backend.store.progress() == ""
