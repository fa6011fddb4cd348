"""Who may use the import desk: whoever may write a draft below one of the two index pages."""

from __future__ import annotations

from functools import cached_property

from django.db.models import QuerySet
from wagtail.models import Page

from document_control.policies import DocumentPolicy
from organisation.enums import PermissionRole
from procedures.models import ImportBatch, InternalProcessIndexPage, ProcedureIndexPage


class ImportPolicy:
    """The rights of one person at the import desk."""

    def __init__(self, documents: DocumentPolicy) -> None:
        self.documents = documents
        self.user = documents.user

    @cached_property
    def may_use(self) -> bool:
        """May the person bring files in at all?"""
        if not self.documents.is_staff_member:
            return False
        return any(page.permissions_for_user(self.user).can_add_subpage() for page in _index_pages())

    @property
    def sees_all(self) -> bool:
        """The ISO secretary answers for every document, so also for what others bring in."""
        return PermissionRole.ISO_SECRETARY.value in self.documents.roles

    def visible(self, batches: QuerySet[ImportBatch]) -> QuerySet[ImportBatch]:
        """Those of `batches` the person may see and work on: the own ones; all for the ISO secretary."""
        if not self.may_use or not self.user.is_authenticated:
            return batches.none()
        return batches if self.sees_all else batches.filter(created_by=self.user)

    def can_see(self, batch: ImportBatch) -> bool:
        """As `visible`, for one import."""
        return self.may_use and (self.sees_all or batch.created_by_id == self.user.pk)


def _index_pages() -> list[Page]:
    """The two folders that documents are written in, in one query: every page of the workspace asks."""
    return list(Page.objects.type(ProcedureIndexPage, InternalProcessIndexPage).order_by("path"))
