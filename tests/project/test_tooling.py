"""The commands people and the build rely on exist, explain themselves and use one set of versions."""

import re
import socket
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from iso_docs.management.commands import serve

BASE_DIR = Path(settings.BASE_DIR)
TARGETS = {
    *("setup", "run", "test", "test-slow", "lint", "format", "types", "messages", "check", "lock", "clean"),
    *("bench", "postgres-test"),
}


def locked(name):
    text = (BASE_DIR / "requirements" / name).read_text(encoding="utf-8")
    return set(re.findall(r"^([\w.\-\[\]]+==\S+)", text, re.MULTILINE)), text


def test_make_alone_explains_every_target():
    done = subprocess.run(["make"], cwd=BASE_DIR, capture_output=True, text=True, check=True)
    explained = set(re.findall(r"^\s+make ([a-z-]+)\s+\S", done.stdout, re.MULTILINE))
    phony = set(
        re.findall(r"^([a-z][a-z-]*):", (BASE_DIR / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert explained == phony
    assert explained >= TARGETS


def test_test_tools_are_locked_on_top_of_the_same_versions():
    base, _ = locked("base.txt")
    dev, _ = locked("dev.txt")
    assert len(base) > 40
    assert base <= dev


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_every_locked_package_has_hashes(name):
    _, text = locked(name)
    for block in re.split(r"\n(?=[\w.\-]+(?:\[\w+\])?==)", text):
        assert "--hash=sha256:" in block, block[:80]


def test_scripts_of_the_build_are_executable():
    for path in (BASE_DIR / ".ci").iterdir():
        assert path.stat().st_mode & 0o111, path


def test_a_used_port_is_refused_with_the_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=rf"make run PORT={port + 1}"):
            serve.refuse_used_port("127.0.0.1", port)
    serve.refuse_used_port("127.0.0.1", port)


def test_serve_is_for_development_only():
    with pytest.raises(CommandError, match=r"docs/operations\.md"):
        call_command("serve", prepare_only=True)


@pytest.mark.django_db
def test_welcome_names_address_accounts_and_password(django_user_model):
    django_user_model.objects.create(username="motcua")
    text = serve.welcome("127.0.0.1", 8123)
    assert "http://localhost:8123/thu-tuc/" in text
    assert re.search(r"motcua\s+Cán bộ một cửa", text)
    assert serve.PASSWORD in text
    assert "lanhdao      " not in text  # only accounts that exist
    assert "CẢNH BÁO" not in text
    assert "CẢNH BÁO" in serve.welcome("0.0.0.0", 8123)  # noqa: S104
