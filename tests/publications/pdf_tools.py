"""Looking into PDF files with the usual tools. Tests are skipped where one is not installed, but never in CI."""

import os
import re
import shutil
import subprocess

import pytest

from publications.writers.pdf import PdfWriter

PACKAGES = {"qpdf": "qpdf", "zbarimg": "zbar-tools"}


def run(tool, *args, data=None):
    """What a tool prints; skips the test where the tool is not installed."""
    if shutil.which(tool) is None:
        reason = f"{tool} is not installed: install the package {PACKAGES.get(tool, 'poppler-utils')}"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(reason)
        pytest.skip(reason)
    done = subprocess.run([tool, *map(str, args)], input=data, capture_output=True, timeout=120)
    return done.stdout


class Pdf:
    """A written file, to be asked."""

    def __init__(self, rendered, folder):
        self.rendered = rendered
        self.path = folder / f"{rendered.sha256[:8]}.pdf"
        self.path.write_bytes(rendered.content)

    @property
    def pages(self):
        return self.rendered.pages

    def text(self, first=1, last=None):
        """The words of pages in the order in which they were set, spaces and line ends as one space."""
        found = run("pdftotext", "-raw", "-f", first, "-l", last or first, self.path, "-").decode()
        return re.sub(r"\s+", " ", found)

    def whole_text(self):
        return self.text(1, self.pages)

    def page_texts(self):
        return [self.text(number) for number in range(1, self.pages + 1)]

    def info(self, *args):
        return run("pdfinfo", *args, self.path).decode(errors="replace")

    def sizes(self):
        """(width, height) of every page in millimetres."""
        found = re.findall(
            r"Page +\d+ size: +([\d.]+) x ([\d.]+)", self.info("-f", "1", "-l", str(self.pages))
        )
        return [(round(float(w) / 72 * 25.4), round(float(h) / 72 * 25.4)) for w, h in found]

    def fonts(self):
        """(name without the prefix of the subset, embedded, subset, unicode map) of every font."""
        lines = run("pdffonts", self.path).decode().splitlines()[2:]
        return [(line.split()[0].partition("+")[2], *line.split()[-5:-2]) for line in lines]

    def picture(self, page, dpi=150):
        """The page as PNG."""
        return run("pdftoppm", "-r", dpi, "-f", page, "-l", page, "-png", self.path)


def write(document, folder, **options):
    return Pdf(PdfWriter(**options).write(document), folder)
