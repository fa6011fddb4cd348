"""What documents cost, as ratios measured in one run on one machine.

    .venv/bin/python -m bench.documents [rounds]

Every measurement is a child process of its own: CPU seconds (user and system, of its children as well) and peak memory.
Work is timed inside the child, so that starting Python and Django does not count; the median of the rounds is taken.
Compare the ratios, not the seconds.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable

import django
import typst

VOLUME, MANY = 50, 400
CPU, MEMORY = "CPU", "memory"


# --- What is measured, each in a child --------------------------------------------------------------------
def handbook(chapters: int):
    from publications.compose.handbook import compose_handbook
    from tests.publications.sample_sources import handbook_source

    return compose_handbook(handbook_source(chapters))


def notice():
    from publications.compose.notice import compose_notice
    from tests.publications.sample_sources import procedure_source

    return compose_notice(procedure_source())


def procedure():
    from publications.compose.procedure import compose_procedure
    from tests.publications.sample_sources import procedure_source

    return compose_procedure(procedure_source())


def pdf(document) -> Callable[[], object]:
    from publications.writers.pdf import PdfWriter

    return lambda: PdfWriter().write(document)


def pdf_warm(document) -> Callable[[], object]:
    """As in a process that has made another notice before."""
    pdf(procedure())()
    return pdf(document)


def untagged(document) -> Callable[[], object]:
    """The same pages without tags and standards."""
    from publications.writers.pdf import template_input
    from publications.writers.typesetting import ROOT, fonts

    inputs = {"document": template_input(document)}
    compiler = typst.Compiler(root=str(ROOT), font_paths=fonts())
    template = str(ROOT / "document.typ")
    return lambda: compiler.compile(input=template, sys_inputs=inputs, format="pdf", pdf_tags=False)


def tagged(document) -> Callable[[], object]:
    """The counterpart of `untagged`: one compilation, nothing around it."""
    from publications.writers.pdf import STANDARDS, template_input
    from publications.writers.typesetting import Typesetter

    typesetter = Typesetter("document.typ", {"document": template_input(document)}, "PDF")
    return lambda: typesetter.pdf(STANDARDS)


def pandoc(document, source: str, target: str) -> Callable[[], object]:
    """One pandoc call on the bare tree, or on the same content as HTML; pictures left out of both."""
    from publications.writers.pandoc import PROGRAM

    words = without_pictures(document).pandoc_json().encode()

    def call(read: str, write: str, data: bytes) -> bytes:
        command = [PROGRAM, f"--from={read}", f"--to={write}", "--sandbox", "--output=-"]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout  # noqa: S603

    given = words if source == "json" else call("json", "html", words)
    return lambda: call(source, target, given)


def without_pictures(document):
    from dataclasses import replace

    def kept(node):
        if isinstance(node, list):
            return [
                kept(inner) for inner in node if not (isinstance(inner, dict) and inner.get("t") == "Image")
            ]
        if isinstance(node, dict):
            return {name: kept(inner) for name, inner in node.items()}
        return node

    return replace(document, blocks=tuple(kept(list(document.blocks))))


def volumes(chapters: int) -> Callable[[], object]:
    from publications.compose.handbook import compose_handbook, split_volumes
    from publications.writers.volumes import write_volumes
    from tests.publications.sample_sources import handbook_source

    parts = split_volumes(handbook_source(chapters), VOLUME)
    return lambda: write_volumes(compose_handbook(part) for part in parts)


WORK: dict[str, Callable[[], Callable[[], object]]] = {
    "notice PDF, first": lambda: pdf(notice()),
    "notice PDF, warm": lambda: pdf_warm(notice()),
    "notice HTML, pandoc": lambda: pandoc(notice(), "json", "html"),
    "procedure PDF": lambda: pdf(procedure()),
    "handbook 15 PDF": lambda: pdf(handbook(15)),
    "handbook 15 PDF, tagged": lambda: tagged(handbook(15)),
    "handbook 15 PDF, untagged": lambda: untagged(handbook(15)),
    "handbook 15 JSON to DOCX": lambda: pandoc(handbook(15), "json", "docx"),
    "handbook 15 HTML to DOCX": lambda: pandoc(handbook(15), "html", "docx"),
    "handbook 50 in volumes": lambda: volumes(VOLUME),
    "handbook 100 PDF": lambda: pdf(handbook(100)),
    "handbook 400 in volumes": lambda: volumes(MANY),
}
LONG = {"handbook 100 PDF", "handbook 400 in volumes"}
"""Measured once: their seconds are many, and hence steady."""

RATIOS = [  # what, measure, work, divided by, at most
    ("JSON tree to DOCX : HTML to DOCX", CPU, "handbook 15 JSON to DOCX", "handbook 15 HTML to DOCX", 0.5),
    ("notice PDF warm : one pandoc HTML call", CPU, "notice PDF, warm", "notice HTML, pandoc", 2),
    ("notice PDF first : one pandoc HTML call", CPU, "notice PDF, first", "notice HTML, pandoc", 5),
    ("handbook of 15 : one procedure", CPU, "handbook 15 PDF", "procedure PDF", 20),
    ("handbook of 100 : handbook of 15", CPU, "handbook 100 PDF", "handbook 15 PDF", 8),
    ("handbook of 100 : handbook of 15", MEMORY, "handbook 100 PDF", "handbook 15 PDF", 7),
    ("tagged PDF/A : untagged", CPU, "handbook 15 PDF, tagged", "handbook 15 PDF, untagged", 1.3),
    (
        "400 in volumes : one volume of 50, per chapter",
        CPU,
        "handbook 400 in volumes",
        "handbook 50 in volumes",
        12,
    ),
    ("400 in volumes : one volume of 50", MEMORY, "handbook 400 in volumes", "handbook 50 in volumes", 1.5),
]
MOST_MEMORY = 1024
"""Megabytes that 400 processes may take in all."""


def measure(name: str) -> dict[str, float]:
    """CPU seconds of the work and peak megabytes of the process; run in a child."""
    django.setup()
    work = WORK[name]()
    before = cpu_seconds()
    work()
    spent = cpu_seconds() - before
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {CPU: spent, MEMORY: peak / 1024}


def cpu_seconds() -> float:
    """Of this process and of the children it has waited for."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def in_child(name: str) -> dict[str, float]:
    # One thread: those that wait for each other on a busy machine would be counted as work.
    environment = {"DJANGO_SETTINGS_MODULE": "iso_docs.settings.test", "RAYON_NUM_THREADS": "1", **os.environ}
    command = [sys.executable, "-m", "bench.documents", "--measure", name]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)  # noqa: S603 - ourselves
    return json.loads(done.stdout)


def main(rounds: int) -> None:
    """Print the table; how many ratios are beyond their limit."""
    results = {}
    for name in WORK:
        runs = [in_child(name) for _ in range(1 if name in LONG else rounds)]
        results[name] = {what: statistics.median(run[what] for run in runs) for what in (CPU, MEMORY)}
        print(f"{name:28} {results[name][CPU]:8.3f} s {results[name][MEMORY]:8.0f} MB", flush=True)
    print()
    for title, what, one, other, most in RATIOS:
        ratio = results[one][what] / results[other][what]
        print(f"{title:52} {what:7} {ratio:6.2f}  (at most {most:g}){'' if ratio <= most else '  MISSED'}")
    peak = results["handbook 400 in volumes"][MEMORY]
    print(f"{'400 processes in volumes, megabytes':52} {MEMORY:7} {peak:6.0f}  (at most {MOST_MEMORY})")


if __name__ == "__main__":
    if "--measure" in sys.argv:
        print(json.dumps(measure(sys.argv[-1])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
