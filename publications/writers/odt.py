"""ODT for further editing: all the words with headings, lists, ruled tables and pictures; the look is plain."""

from __future__ import annotations

from publications.compose.document import Document
from publications.writers import pandoc
from publications.writers.base import Progress, Rendered, no_progress
from publications.writers.coverage import require_printable
from publications.writers.odt_package import TEMPLATE, finish
from publications.writers.odt_tree import OdtTree
from publications.writers.typesetting import typst_version
from publications.writers.zip_pass import rewrite

_SOURCES = tuple(
    pandoc.sources(
        *("odt.py", "odt_tree.py", "odt_package.py", "word_pictures.py", "sheets.py", "screen_tree.py"),
        *("opendocument/styles.xml", "opendocument/text.opendocument"),
    )
)


class OdtWriter:
    """Writes ODT."""

    suffix = "odt"
    media_type = "application/vnd.oasis.opendocument.text"

    def tools(self) -> dict[str, str]:
        return {
            "pandoc": pandoc.pandoc_version(),
            "typst": typst_version(),
            "template": pandoc.version_of(*_SOURCES),
        }

    def write(self, document: Document, progress: Progress = no_progress) -> Rendered:
        """Make the file. Raises UnprintableTextError or WriterError."""
        require_printable(document)
        progress(0, 2, "Soạn văn bản ODT")
        tree = OdtTree(document)
        content = pandoc.convert(document, tree.run(), "odt", f"--template={TEMPLATE}")
        progress(1, 2, "Đóng gói")
        content = rewrite(
            content,
            lambda parts: finish(parts, document, tree.cells, tree.alts, tree.whole),
            first="mimetype",
        )
        progress(2, 2, "Xong")
        return Rendered(content, self.suffix, self.media_type, self.tools())
