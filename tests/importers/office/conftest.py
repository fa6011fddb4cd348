"""Reading Word files with the real child process, and its temporary folder under watch."""

import importlib.util
import tempfile

import pytest

from procedures.importers.office import docx_format
from tests.importers.office import word_double

if importlib.util.find_spec("procedures.importers.word") is None:
    word_double.install()


@pytest.fixture
def temp_folder(tmp_path, monkeypatch):
    """Where reading may leave nothing behind."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def read(temp_folder, monkeypatch):
    """`docx_format.read` with a Word reader that places nothing and keeps every block."""
    monkeypatch.setattr(docx_format, "CHILD", "tests.importers.office.word_double:read_in_child")
    return docx_format.read
