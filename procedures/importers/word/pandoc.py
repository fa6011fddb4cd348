"""DOCX → pandoc's tree, by the pandoc of the pinned wheel, in its sandbox, with a limit of time and memory."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pypandoc

PROGRAM = Path(pypandoc.__file__).parent / "files" / "pandoc"
SECONDS = 60
MEMORY = "512m"


class PandocError(Exception):
    """pandoc could not read the file, or not within its limits; the message is pandoc's own."""


def pandoc_tree(docx: bytes, seconds: float = SECONDS) -> dict[str, Any]:
    """The tree of a DOCX file, tracked changes accepted. Raises PandocError."""
    command = [str(PROGRAM), "--from=docx", "--to=json", "--sandbox", "+RTS", f"-M{MEMORY}", "-RTS"]
    environment = {"LANG": "C.UTF-8", "PATH": os.defpath, "TZ": "UTC"}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program; no word of the file is on the command line
            command, input=docx, capture_output=True, timeout=seconds, env=environment, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PandocError(str(error)) from error
    if done.returncode:
        raise PandocError(done.stderr.decode(errors="replace").strip())
    try:
        tree = json.loads(done.stdout)
    except (ValueError, RecursionError) as error:
        raise PandocError(str(error)) from error
    return dict(tree)
