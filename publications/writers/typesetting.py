"""The typst engine, in this process: our fonts and our templates, nothing else of the machine.

Words reach a template as `sys.inputs` only, and templates read files inside `ROOT` only.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import typst

from publications.errors import WriterError

ROOT = Path(__file__).parent / "typst"
FONTS = Path(__file__).parents[1] / "fonts"
_REMEMBERED = 10
_HARMLESS = "unknown font family"


def typst_version() -> str:
    return version("typst")


@functools.lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Our faces and those inside the wheel; a machine's own fonts would change the lines."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def forget() -> None:
    """Give back the memory of former documents.

    The engine keeps whatever its last ten compilations used, which makes the next notice quick and is much after
    handbooks. Eleven empty sheets make it forget; typst offers no shorter way.
    """
    for _ in range(_REMEMBERED + 1):
        typst.Compiler(font_paths=fonts()).compile(input=b"", format="png", ppi=1)


class Typesetter:
    """One template of `ROOT` ("picture.typ") with its inputs, which may change between calls.

    A compiler is made anew for each call: that costs a tenth of a millisecond, shares the fonts and the engine's own
    cache, and is safe in threads. Every method raises WriterError on an error and on any warning, for a warning is
    a lost picture or a mark that no font has. `writer` names the format in that error.
    """

    def __init__(self, template: str, inputs: Mapping[str, str], writer: str) -> None:
        self.template = str(ROOT / template)
        self.inputs = dict(inputs)
        self.writer = writer

    def pdf(self, standards: Sequence[str]) -> bytes:
        return self._compile(format="pdf", pdf_standards=list(standards))

    def png(self, ppi: float) -> bytes:
        """The only page as a picture."""
        return self._compile(format="png", ppi=ppi)

    def pages(self) -> int:
        """How many sheets there are, by laying them out without making a file; the template marks it <sheets>."""
        try:
            found = typst.query(
                self.template,
                "<sheets>",
                field="value",
                one=True,
                root=str(ROOT),
                font_paths=fonts(),
                sys_inputs=self.inputs,
            )
        except typst.TypstError as error:
            raise WriterError(self.writer, _words_of(error)) from error
        return int(json.loads(found))

    def _compile(self, **options: Any) -> bytes:
        compiler = typst.Compiler(root=str(ROOT), font_paths=fonts())
        try:
            content, warnings = compiler.compile_with_warnings(
                input=self.template, sys_inputs=self.inputs, **options
            )
        except typst.TypstError as error:
            raise WriterError(self.writer, _words_of(error)) from error
        lost = [warning for warning in warnings if not warning.message.startswith(_HARMLESS)]
        if lost:
            raise WriterError(self.writer, "; ".join(map(_words_of, lost)))
        return cast(bytes, content)  # a list only for several pages as pictures


def _words_of(message: typst.TypstError | typst.TypstWarning) -> str:
    return f"{message.message} {' '.join(message.hints)} {message.diagnostic}".strip()
