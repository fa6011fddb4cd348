"""Forms: those that a version in force carries and that the reader may therefore have."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from document_control.enums import Audience, DocumentKind
from document_control.models import VersionFile
from document_control.numbering import VersionNumber
from document_control.querysets import VersionQuerySet
from procedures.models import FormTemplate
from procedures.public.views.frame import file_address
from procedures.workspace.staff_selectors import file_url
from search.facets import KIND
from search.registry import AttachedFile, Detail, Facts, Link, Result, Source, register_source
from search.sources.addresses import document_address

FORM = "form"
MOST_USES = 3


@dataclass(frozen=True, slots=True)
class FormUse:
    """A form as a version in force carries it: name and file are frozen there."""

    version_id: int
    audience: str
    document_code: str
    document_title: str
    document_address: str
    edition: VersionNumber
    name: str
    file: dict[str, Any] | None

    @property
    def file_url(self) -> str:
        """Where its file is downloaded; "" without one."""
        if not self.file:
            return ""
        if self.audience == Audience.PUBLIC:
            return file_address(self.file["sha256"], self.file["filename"])
        return file_url(self.version_id, self.file)


@register_source
class FormSource(Source):
    """Forms of the documents in force that the reader may read."""

    model = FormTemplate

    def _versions(self) -> VersionQuerySet:
        kinds = [DocumentKind.PROCEDURE, *([DocumentKind.INTERNAL_PROCESS] if self.reader.is_staff else [])]
        return self.reader.versions_in_force().filter(document__kind__in=kinds)

    @cached_property
    def _uses(self) -> dict[str, list[FormUse]]:
        """Who uses a form, by its code; one query."""
        rows = self._versions().annotate(
            slug=F("document__processpage__slug"), short_title=KT("snapshot__short_title")
        )
        document = ("document__kind", "document__audience", "slug", "document__code", "short_title", "title")
        columns = ("pk", *document, "edition", "revision", "snapshot__forms")
        uses: dict[str, list[FormUse]] = {}
        for pk, kind, audience, slug, code, short_title, title, edition, revision, forms in rows.order_by(
            "document__code"
        ).values_list(*columns):
            for form in forms or ():
                use = FormUse(
                    version_id=pk,
                    audience=audience,
                    document_code=code,
                    document_title=short_title or title,
                    document_address=document_address(kind, audience, slug or ""),
                    edition=VersionNumber(edition, revision),
                    name=form["name"],
                    file=form.get("file"),
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

    def _codes(self, pks: Collection[int]) -> list[tuple[int, str]]:
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
        issued_with = {"code": uses[0].document_code, "number": uses[0].edition}
        return Result(
            title=uses[0].name,
            url=links[0].url if links else filed.file_url if filed else "",
            icon="clip",
            codes=(code,),
            details=(Detail("doc", _("Issued with %(code)s, edition %(number)s") % issued_with),),
            links=tuple(links),
            file=_attached(filed) if filed else None,
        )

    # --- files -------------------------------------------------------------------------------------------
    def file_hashes(self) -> QuerySet[Any]:
        versions = self._versions().order_by().values("pk")
        return VersionFile.objects.filter(version__in=versions).order_by().values("file__sha256")

    def carriers(self, hashes: Collection[str]) -> dict[str, list[int]]:
        codes: dict[str, set[str]] = {}
        for code, uses in self._uses.items():
            for use in uses:
                if use.file and use.file["sha256"] in hashes:
                    codes.setdefault(use.file["sha256"], set()).add(code)
        wanted = set().union(*codes.values())
        pks = dict(FormTemplate.objects.filter(code__in=wanted).order_by().values_list("code", "pk"))
        return {sha256: [pks[code] for code in of if code in pks] for sha256, of in codes.items()}

    def attached(self, files: Mapping[int, str]) -> dict[int, AttachedFile]:
        found: dict[int, AttachedFile] = {}
        for pk, code in self._codes(files.keys()):
            for use in self._uses[code]:
                if use.file and use.file["sha256"] == files[pk]:
                    found.setdefault(pk, _attached(use))
        return found


def _attached(use: FormUse) -> AttachedFile:
    return AttachedFile((use.file or {})["filename"], use.file_url)
