"""Text without a package around it: RTF and web pages (many a ".doc" is one) by pandoc, and plain text."""

from __future__ import annotations

import codecs
import os
import re
import subprocess
from collections.abc import Iterator

from procedures.importers.word.pandoc import MEMORY, PROGRAM
from search.extraction.outcome import Piece, Reason, RefusedError

PANDOC_SECONDS = 20
_BARE_SUBSTITUTE = re.compile(rb"(\\u-?\d{1,5}) ?\?")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_rtf(data: bytes) -> Iterator[Piece]:
    """What pandoc reads of it. It takes letters after a bare "?" for part of what old programs show instead."""
    yield _by_pandoc("rtf", _BARE_SUBSTITUTE.sub(rb"\1\\'3f", data))


def read_html(data: bytes) -> Iterator[Piece]:
    """What a browser would show; scripts and styles are left out."""
    yield _by_pandoc("html", decoded(data).encode())


def read_plain(data: bytes) -> Iterator[Piece]:
    """The text itself."""
    yield decoded(data)


def decoded(data: bytes) -> str:
    """Unicode where it is that; otherwise the old Vietnamese code page of Windows."""
    if data.startswith(_UTF16):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1258", errors="replace")


def _by_pandoc(name: str, data: bytes) -> str:
    command = [str(PROGRAM), f"--from={name}", "--to=plain", "--wrap=none", "--sandbox"]
    command += ["+RTS", f"-M{MEMORY}", "-RTS"]
    done = subprocess.run(  # noqa: S603 - a fixed program; no word of the file is on the command line
        command,
        input=data,
        capture_output=True,
        timeout=PANDOC_SECONDS,
        env={"LANG": "C.UTF-8", "PATH": os.defpath},
        check=False,
    )
    if b"heap" in done.stderr.lower() or b"memory" in done.stderr.lower():
        raise MemoryError
    if done.returncode:
        raise RefusedError(Reason.BROKEN)
    return done.stdout.decode(errors="replace")
