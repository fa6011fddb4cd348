"""A writer that costs nothing, for tests that are not about looks: its bytes tell what it was given."""

import json

from publications.writers.base import Rendered, no_progress


class QuickWriter:
    media_type = "application/octet-stream"

    def __init__(self, suffix="pdf", *, version="1", before=lambda document, progress: None):
        self.suffix, self.version, self.before, self.written = suffix, version, before, []

    def tools(self):
        return {"quick": self.version}

    def write(self, document, progress=no_progress):
        self.before(document, progress)
        self.written.append(document)
        told = {"title": document.info.title, "layout": document.layout.watermark, "v": self.version}
        content = json.dumps(told | {"paper": document.layout.paper}, sort_keys=True).encode()
        return Rendered(content, self.suffix, self.media_type, self.tools(), pages=2)


def use_quick_writer(monkeypatch, **options):
    """Every format is written by one quick writer; returns it."""
    writer = QuickWriter(**options)
    monkeypatch.setattr("publications.files.rendering.writer_for", lambda file_format: writer)
    monkeypatch.setattr("publications.files.rendering.PdfWriter", lambda **_: writer)
    return writer
