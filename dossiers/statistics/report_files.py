"""A report as a file: exactly the numbers of the screen as XLSX, CSV, or a paper of the office (PDF)."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dossiers.statistics.report import Report
from organisation.models import Unit
from procedures.workspace.table_export import CSV, XLSX, as_csv, as_xlsx
from publications.compose.document import Document, Info, Layout
from publications.compose.papers import facts_table, grid_table, paper
from publications.compose.sources import Letterhead
from publications.compose.tree import Block, Column, Row, para, plain, strong, table
from publications.files.sources import letterhead_of
from publications.writers import writer_for

PDF = "application/pdf"
SHEETS = {
    "don-vi": "Theo đơn vị",
    "linh-vuc": "Theo lĩnh vực",
    "thu-tuc": "Theo thủ tục",
    "can-bo": "Theo cán bộ",
    "kenh": "Theo kênh nộp",
    "thang": "Theo tháng",
}
"""Names of the worksheets by `Report.kind`."""
FIRST_COLUMN, LAST_COLUMN = 0.24, 0.17
"""Shares of the paper's width for names, and for the rate with its fraction; the counts divide the rest."""
STAT_WIDTHS = (0.34, 0.12, 0.54)
"""Shares for a number of the head: what it is called, the number, what it counts."""


def report_file(report: Report, kind: str) -> HttpResponse | None:
    """The table of a report as the file asked for ("xlsx", "csv", "pdf"); None when none was asked for."""
    if kind == "xlsx":
        content, media_type = _workbook(report), XLSX
    elif kind == "csv":
        content, media_type = as_csv(report.caption, report.table.head(), report.table.rows()), CSV
    elif kind == "pdf":
        content, media_type = writer_for("pdf").write(report_paper(report)).content, PDF
    else:
        return None
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name(report, kind)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _workbook(report: Report) -> bytes:
    """The table with its numbers as numbers; the counts of a rate stand in columns of their own."""
    head = report.table.head()
    rows = [[*counts, rate.partition(" ")[0]] for *counts, rate in report.table.rows()]
    figures = range(1, len(head))
    return as_xlsx(report.caption, head, rows, sheet=SHEETS[report.kind], figures=figures)


def file_name(report: Report, kind: str) -> str:
    """ "bao-cao-ho-so-2026-10-don-vi.xlsx"; periods without a name by their days."""
    period = report.asked.period
    when = period.name or f"{period.first:%Y%m%d}-{period.last:%Y%m%d}"
    return f"bao-cao-ho-so-{when.lower()}-{report.kind}.{kind}"


def report_paper(report: Report) -> Document:
    """The report as a paper with the letterhead of its unit, on its side."""
    root = report.asked.root
    head = _letterhead(root, report)
    shown = report.table
    name, *counts, rate = shown.head()
    share = (1 - FIRST_COLUMN - LAST_COLUMN) / len(counts)
    columns = [(name, FIRST_COLUMN), *((words, share) for words in counts), (rate, LAST_COLUMN)]
    return paper(
        Info(kind="report", title=report.title, unit=head.unit_name),
        head,
        on=localdate(report.now),
        title=_("Report: dossiers returned on time").upper(),
        subtitle=report.subtitle,
        blocks=[
            facts_table(report.form.filter_words(report.asked)),
            _stats(report),
            grid_table(columns, shown.rows()),
            para(report.definition),
        ],
        layout=Layout(style="decree", landscape=True),
    )


def _stats(report: Report) -> Block:
    """The numbers of the head, each beside what it counts: a dash between the two would read as a minus."""
    rows: list[Row] = [[[plain(strong(stat.label))], stat.value, stat.note] for stat in report.stats()]
    return table(["facts"], [Column(width) for width in STAT_WIDTHS], rows, row_headers=1)


def _letterhead(root: Unit | None, report: Report) -> Letterhead:
    return letterhead_of(root, report.now) if root is not None else Letterhead("", _("All units"))
