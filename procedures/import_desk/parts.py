"""The parts of a layout as people see them: in the order of the printed document, each with its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisation.models import AdminLevel, Role
from procedures.import_desk import layout_forms as f
from procedures.importers.layout import KINDS, PROCEDURE_MARKS, PROCESS_MARKS
from procedures.importers.reading import Layout
from procedures.importers.records import INTERNAL_PROCESS
from procedures.models import ProcedureField


@dataclass(frozen=True, slots=True)
class Part:
    """A part: either some keys at the top of the layout, or the rows of one list.

    Attributes:
        slug: its name in addresses and anchors.
        title: its heading.
        form: the form of its keys, or of one row.
        rows: the key of the list; empty for a part of single keys.
        bare: the key that a row written as a bare text stands for.
        row_word: what one row is called.
    """

    slug: str
    title: str | Promise
    form: type[f.LayoutForm]
    rows: str = ""
    bare: str = "name"
    row_word: str | Promise = ""

    @property
    def keys(self) -> frozenset[str]:
        """The top keys of the layout that belong to it."""
        return frozenset({self.rows}) if self.rows else self.form.keys()

    def rows_of(self, layout: Layout) -> list[dict[str, Any]]:
        """The rows of the list as mappings, whatever the file wrote there."""
        value = layout.get(self.rows)
        if not isinstance(value, list):
            return []
        return [dict(row) if isinstance(row, Mapping) else {self.bare: row} for row in value]


_COMMON = (
    Part("buoc", _("Steps"), f.StepForm, "steps", "title", _("Step")),
    Part("can-cu", _("Legal bases"), f.ActForm, "legal_bases", "title", _("Act")),
    Part("bieu-mau", _("Forms"), f.FormNameForm, "forms", "code", _("Form")),
    Part("ho-so-luu", _("Records kept"), f.RecordForm, "records", "name", _("Record")),
)
_CHAPTERS = Part("chuong", _("Further chapters"), f.ChapterForm, "chapters", "title", _("Chapter"))
_ISSUE = Part("ban-hanh", _("This issue"), f.IssueForm)
_EDITIONS = Part("lan-ban-hanh", _("Earlier issues"), f.VersionForm, "versions", "change", _("Issue"))
PROCEDURE_PARTS = (
    Part("ten-ma", _("Name and codes"), f.NamesForm),
    Part("co-quan", _("Applicants and agencies"), f.AgenciesForm),
    Part("thoi-han", _("Time limit"), f.TimeForm),
    Part("truong-hop", _("Cases"), f.CaseForm, "cases", "name", _("Case")),
    Part("thanh-phan", _("Papers"), f.ComponentForm, "components", "name", _("Paper")),
    Part("cach-nop", _("Ways of applying"), f.ChannelForm, "channels", "channel", _("Way")),
    Part("truc-tuyen", _("Online service"), f.OnlineForm),
    Part("phi", _("Charges and fees"), f.FeeForm, "fees", "condition", _("Fee")),
    Part("ket-qua", _("Results"), f.ResultForm, "results", "name", _("Result")),
    *_COMMON,
    Part("noi-dung", _("Texts"), f.TextsForm),
    _CHAPTERS,
    _ISSUE,
    _EDITIONS,
)
PROCESS_PARTS = (
    Part("ten-ma", _("Name and codes"), f.ProcessNamesForm),
    Part("dip-lam", _("Occasions"), f.OccasionForm, "occasions", "label", _("Occasion")),
    *_COMMON,
    Part("noi-dung", _("Texts"), f.ProcessTextsForm),
    _CHAPTERS,
    _ISSUE,
    _EDITIONS,
)


def parts_of(layout: Layout) -> tuple[Part, ...]:
    """The parts of a document of this kind, told by the same marks as its reader goes by."""
    if layout.get("kind") in KINDS:
        return PROCESS_PARTS if layout["kind"] == INTERNAL_PROCESS else PROCEDURE_PARTS
    keys = set(layout)
    is_process = len(keys & PROCESS_MARKS) > len(keys & PROCEDURE_MARKS)
    return PROCESS_PARTS if is_process else PROCEDURE_PARTS


def part_of(layout: Layout, slug: str) -> Part | None:
    """The part with this name in the address."""
    return next((part for part in parts_of(layout) if part.slug == slug), None)


def office_options() -> f.PartOptions:
    """The lists of the office that the forms offer, in three queries."""
    return f.PartOptions(
        {
            "roles": _pairs(Role.objects.order_by("pk")),
            "levels": _pairs(AdminLevel.objects.order_by("pk")),
            "fields": _pairs(ProcedureField.objects.order_by("name")),
        }
    )


def _pairs(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    return [(code, name) for code, name in rows.values_list("code", "name")]
