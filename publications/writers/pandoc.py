"""The one place that runs pandoc: the tree goes in as JSON, the file comes out; sandboxed, timed, without a clock."""

from __future__ import annotations

import base64
import datetime as dt
import functools
import hashlib
import json
import os
import subprocess
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pypandoc

from publications.compose.characters import clean
from publications.compose.document import Document
from publications.compose.tree import API_VERSION, Block
from publications.errors import WriterError

PROGRAM = Path(pypandoc.__file__).parent / "files" / "pandoc"
"""pandoc of the pinned wheel, never another one that the machine may have."""
SECONDS = 300
UNDATED = dt.date(2000, 1, 1)
"""The date inside files of papers without one; never the clock's."""


def pandoc_version() -> str:
    return version("pypandoc-binary")


def date_of(document: Document) -> dt.date:
    """The only date that a file carries."""
    return document.info.effective_on or UNDATED


def convert(document: Document, blocks: Sequence[Block], target: str, *options: str, **meta: str) -> bytes:
    """The file that pandoc makes of `blocks`; `meta` are further plain strings for its template.

    `--sandbox` keeps pandoc from reading anything but the files named in `options`. Raises WriterError when it
    fails, takes too long or only warns: a warning is a lost picture or link.
    """
    command = [PROGRAM, "--from=json", f"--to={target}", "--sandbox", "--fail-if-warnings", "--output=-"]
    midnight = dt.datetime.combine(date_of(document), dt.time(), dt.UTC)
    environment = {
        "SOURCE_DATE_EPOCH": str(int(midnight.timestamp())),
        "LANG": "C.UTF-8",
        "PATH": os.defpath,
        "TZ": "UTC",
    }
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program; no word of the document is on the command line
            [*command, *options],
            input=_tree(document, blocks, meta).encode(),
            capture_output=True,
            timeout=SECONDS,
            env=environment,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise WriterError(target, str(error)) from error
    if done.returncode:
        raise WriterError(target, done.stderr.decode(errors="replace").strip())
    return done.stdout


def _tree(document: Document, blocks: Sequence[Block], meta: dict[str, str]) -> str:
    info = document.info
    words = {"title": info.title, "pagetitle": info.title, "author": info.unit, "lang": info.language, **meta}
    strings = {
        name.replace("_", "-"): {"t": "MetaString", "c": clean(value)}
        for name, value in words.items()
        if value
    }
    tree: dict[str, Any] = {"pandoc-api-version": API_VERSION, "meta": strings, "blocks": list(blocks)}
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def data_uri(content: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


@functools.cache
def version_of(*files: Path) -> str:
    """A short hash of the files that shape an output beside pandoc itself."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def sources(*names: str) -> Iterable[Path]:
    """Modules and data files of the writers by their names, those that every pandoc writer uses included."""
    here = Path(__file__).parent
    return [here / name for name in ("pandoc.py", "tree_edit.py", "zip_pass.py", *names)]
