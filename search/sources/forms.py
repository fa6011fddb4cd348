"""Forms: those that a version in force carries and that the reader may therefore have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from document_control.enums import DocumentKind
from procedures.models import FormTemplate
from procedures.public.views.frame import file_address
from procedures.workspace.staff_selectors import file_url
from search.facets import KIND
from search.registry import Detail, Facts, Link, Result, Source, register_source
from search.sources.addresses import document_address

FORM = "form"
MOST_USES = 3


@dataclass(frozen=True, slots=True)
class FormUse:
    """A form as a version in force carries it: name and file are frozen there."""

    version_id: int
    document_title: str
    document_address: str
    name: str
    file: dict[str, Any] | None


@register_source
class FormSource(Source):
    """Forms of the documents in force that the reader may read."""

    model = FormTemplate

    @cached_property
    def _uses(self) -> dict[str, list[FormUse]]:
        """Who uses a form, by its code; one query."""
        kinds = [DocumentKind.PROCEDURE, *([DocumentKind.INTERNAL_PROCESS] if self.reader.is_staff else [])]
        versions = self.reader.versions_in_force().filter(document__kind__in=kinds)
        rows = versions.order_by("document__code").annotate(
            slug=F("document__processpage__slug"), short_title=KT("snapshot__short_title")
        )
        uses: dict[str, list[FormUse]] = {}
        document = ("document__kind", "document__audience", "slug")
        columns = ("pk", *document, "short_title", "title", "snapshot__forms")
        for pk, kind, audience, slug, short_title, title, forms in rows.values_list(*columns):
            for form in forms or ():
                use = FormUse(
                    pk,
                    short_title or title,
                    document_address(kind, audience, slug or ""),
                    form["name"],
                    form.get("file"),
                )
                uses.setdefault(form["code"], []).append(use)
        return uses

    def permitted(self) -> QuerySet[FormTemplate]:
        return FormTemplate.objects.filter(code__in=list(self._uses))

    def facts(self, pks: Sequence[int]) -> dict[int, Facts]:
        return {
            pk: Facts(self._uses[code][0].name, code, {KIND: (FORM, _("Form"))})
            for pk, code in self._codes(pks)
        }

    def _codes(self, pks: Sequence[int]) -> list[tuple[int, str]]:
        rows = FormTemplate.objects.filter(pk__in=pks).order_by().values_list("pk", "code")
        return [(pk, code) for pk, code in rows if code in self._uses]

    def present(self, pks: Sequence[int]) -> dict[int, Result]:
        return {pk: self._result(code, self._uses[code]) for pk, code in self._codes(pks)}

    def _result(self, code: str, uses: list[FormUse]) -> Result:
        filed = next((use for use in uses if use.file), None)
        links = [
            Link(_("Used in: %(title)s") % {"title": use.document_title}, use.document_address)
            for use in uses[:MOST_USES]
            if use.document_address
        ]
        return Result(
            title=uses[0].name,
            url=self._file_url(filed) if filed else links[0].url if links else "",
            icon="clip",
            codes=(code,),
            details=(Detail("down", _("Download the form")),) if filed else (),
            links=tuple(links),
        )

    def _file_url(self, use: FormUse) -> str:
        file = use.file or {}
        if self.reader.is_staff:
            return file_url(use.version_id, file)
        return file_address(file["sha256"], file["filename"])
