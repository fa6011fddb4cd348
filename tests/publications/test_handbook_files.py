"""Editions of handbooks as files: real writers, words across the pages, and who gets none."""

import io
import zipfile

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from organisation.models import User
from publications.models import Artefact
from tests.factories.documents import at
from tests.publications.handbook_office import Shelf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings):
    settings.PUBLICATIONS_WORKER = "inline"
    with time_machine.travel(at("2026-11-21 09:00"), tick=False):
        yield


@pytest.fixture
def shelf():
    return Shelf()


def get(role, file_format, number=1, django_capture=None):
    client = Client()
    if role:
        client.force_login(User.objects.get(username=role))
    address = reverse("handbook-file", args=["so-tay", number, file_format])
    if django_capture is None:
        return client.get(address)
    with django_capture(execute=True):
        client.get(address)  # asks for the file; an inline worker makes it on commit
    return client.get(address)


@pytest.mark.parametrize(
    ("file_format", "begins"),
    [("pdf", b"%PDF-1.7"), ("docx", b"PK"), ("epub", b"PK"), ("html", b"<!DOCTYPE")],
)
def test_each_format_is_made_and_sent(shelf, file_format, begins, django_capture_on_commit_callbacks):
    shelf.edition()
    answer = get("clerk", file_format, django_capture=django_capture_on_commit_callbacks)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200 and content[: len(begins)].upper() == begins.upper()
    artefact = Artefact.objects.get()
    assert artefact.recipe["marking"] == "uncontrolled"
    assert answer["ETag"].strip('"') == artefact.sha256
    if file_format == "docx":
        document = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
        assert all(f"Quy trình {code}".upper() in document.upper() for code in shelf.pages)


def test_keepers_get_it_unmarked_and_an_old_edition_says_so(shelf, django_capture_on_commit_callbacks):
    shelf.edition()
    shelf.change("QT-NB-01", now="2026-03-01 08:00")
    shelf.edition("2026-03-02 09:00", reason="Cập nhật QT-NB-01.")
    assert get("leader", "epub", 2, django_capture_on_commit_callbacks).status_code == 200
    assert get("leader", "epub", 1, django_capture_on_commit_callbacks).status_code == 200
    markings = {a.handbook_edition.number: a.recipe["marking"] for a in Artefact.objects.all()}
    assert markings == {2: "none", 1: "obsolete"}


def test_volumes_only_for_large_books_and_no_unknown_formats(shelf):
    shelf.edition()
    assert get("clerk", "zip").status_code == get("clerk", "exe").status_code == 404


def test_a_book_with_a_closed_chapter_is_no_file_for_those_who_may_not_read_it(shelf):
    shelf.process("QT-NB-05", audience="restricted", short_title="Chuyện kín")
    shelf.edition()
    assert get("clerk", "pdf").status_code == 404
    assert get("leader", "pdf").status_code == 302


def test_visitors_are_asked_to_sign_in(shelf):
    shelf.edition()
    assert get("", "pdf")["Location"].startswith("/lam-viec/dang-nhap/")
