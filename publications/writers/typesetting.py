"""The typst engine, in this process: our fonts and our templates, nothing else of the machine.

Words reach a template as `sys.inputs` only, and templates read files inside `ROOT` only.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import typst

from publications.errors import WriterError

ROOT = Path(__file__).parent / "typst"
FONTS = Path(__file__).parents[1] / "fonts"
_HARMLESS = "unknown font family"


def typst_version() -> str:
    return version("typst")


@functools.lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Our faces and those inside the wheel; a machine's own fonts would change the lines."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def typeset(template: str, inputs: Mapping[str, str], writer: str, **options: Any) -> bytes:
    """Compile a template of `ROOT` ("picture.typ") with these inputs; `options` go to typst (`format`, `ppi`, …).

    A compiler is made anew for each call: that costs a tenth of a millisecond, shares the fonts and the engine's own
    cache, and is safe in threads. Raises WriterError on an error and on any warning, for a warning is a lost picture
    or a mark that no font has.
    """
    compiler = typst.Compiler(root=str(ROOT), font_paths=fonts())
    try:
        content, warnings = compiler.compile_with_warnings(
            input=str(ROOT / template), sys_inputs=dict(inputs), **options
        )
    except typst.TypstError as error:
        raise WriterError(writer, _words_of(error)) from error
    lost = [warning for warning in warnings if not warning.message.startswith(_HARMLESS)]
    if lost:
        raise WriterError(writer, "; ".join(_words_of(warning) for warning in lost))
    return cast(bytes, content)  # a list only for several pages as pictures


def _words_of(message: typst.TypstError | typst.TypstWarning) -> str:
    return f"{message.message} {' '.join(message.hints)} {message.diagnostic}".strip()
